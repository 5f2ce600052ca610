"""Nothing leaves without a row, without leave, with sealed whereabouts, or to somebody who must not know."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cases.conftest import described
from tests.cast import MORNING, text
from tests.risk.filled import signed
from tests.sharing.given import CITIZEN, HIGH, a_role, stand_on
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Event
from vaern.cases.actions.opening import GateRefused
from vaern.cases.actions.people import add_person
from vaern.cases.identity import add_item
from vaern.cases.telling import Fact
from vaern.cases.terms import ItemKind, Scope
from vaern.law.gate import ConsentFrom, Situation
from vaern.risk.access import judgement_of
from vaern.sharing.knowing import record_knowing
from vaern.sharing.models import Disclosure, Party
from vaern.sharing.parties import NobodyNamed
from vaern.sharing.reading import matrix_of, outdated_for, seats_of, to_call
from vaern.sharing.release import MustNotKnow, NoReason, Recipient, WhereaboutsInside
from vaern.sharing.terms_disclosure import Basis, Knows, PartyKind

pytestmark = pytest.mark.django_db


def refusals(case):
    return list(Event.objects.about(case.pk).filter(act="disclosure.refused").values_list("code", flat=True))


def test_a_paper_leaves_with_a_row_that_says_to_whom_and_what_and_keeps_no_paper(
    give, consented, consultant_on_the_case
):
    signed(consented.inquiry, consultant_on_the_case, **HIGH)
    row = give(to=a_role("Sagsbehandler Holm-teamet", PartyKind.CASEWORKER))
    row.refresh_from_db()
    assert (row.act, row.paper, row.basis, row.channel, row.level) == (
        "released",
        "handover",
        "consent",
        "secure-mail",
        "high",
    )
    assert row.content["told"] == ["concern", "involved", "level", "plan"]
    event = Event.objects.about(consented.pk).get(act="disclosure.made")
    assert bytes(event.digest).hex() == row.content["fingerprint"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sharing_disclosure")
        rows = cursor.fetchall()
        cursor.execute("SELECT * FROM sharing_party")
        rows += cursor.fetchall()
    raw = b"".join(
        bytes(each) if isinstance(each, memoryview | bytes) else str(each).encode() for each in sum(rows, ())
    )
    assert not any(words in raw for words in (b"Holm", b"%PDF", b"Overlevering", b"told"))


@pytest.mark.parametrize(
    "basis, to, change, reason",
    [
        (Basis.CONSENT, None, {"scopes": frozenset({Scope.IDENTITY})}, ""),
        (Basis.CONSENT, None, {"situation": Situation.ANONYMISED, "consent_from": None, "scopes": frozenset()}, ""),
        (Basis.CONSENT, None, {"consent_from": ConsentFrom.CUSTODY_HOLDER}, ""),
        (Basis.FORVALTNINGSLOVEN_28, None, {"scopes": frozenset({Scope.IDENTITY})}, "Skolen skal vide det."),
    ],
)
def test_one_fact_from_leave_the_gate_refuses_with_a_way_forward_and_on_record(
    give, consented, consultant_on_the_case, basis, to, change, reason
):
    stand_on(consented, consultant_on_the_case, **change)
    with pytest.raises(GateRefused) as refusal:
        give(basis=basis, reason=text(reason))
    assert refusal.value.finding.ways_forward
    assert refusals(consented) == [f"gate:{basis}"]
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("basis", [Basis.DUTY_TO_NOTIFY, Basis.ACUTE_DANGER])
def test_a_duty_and_acute_danger_need_no_consent_but_a_reason(give, consented, consultant_on_the_case, basis):
    stand_on(consented, consultant_on_the_case, scopes=frozenset({Scope.IDENTITY}))
    with pytest.raises(NoReason):
        give(basis=basis)
    assert give(basis=basis, reason=text("Hun er i fare nu.")).content["reason"] == "Hun er i fare nu."


@pytest.mark.parametrize(
    "kind, kept, way",
    [
        (ItemKind.ADDRESS, "Hasselvej 4, 8000 Aarhus", "Hun sover på HASSEL-VEJ 4 nu."),
        (ItemKind.PHONE, "+45 22 33 44 55", "Nummeret er 2233 4455"),
    ],
)
def test_sealed_whereabouts_stop_a_text_until_somebody_says_why(
    give, paper, consented, consultant_on_the_case, kind, kept, way
):
    sister = add_person(case=consented, description=described(), by=consultant_on_the_case, at=MORNING)
    rendered = replace(paper, text="Hun sover et sikkert sted.")
    add_item(case=consented, person=sister, kind=kind, text=kept, by=consultant_on_the_case, at=MORNING)
    assert give(rendered=rendered), "one step away: the text does not say where"
    with pytest.raises(WhereaboutsInside) as refusal:
        give(rendered=replace(rendered, text=way))
    assert refusal.value.found == [kept]
    assert kept not in str(refusal.value)
    assert refusals(consented) == ["whereabouts"]
    row = give(rendered=replace(rendered, text=way), whereabouts_because=text("Politiet skal hente hende."))
    assert row.content["whereabouts_because"] == "Politiet skal hente hende."
    assert Fact.WHEREABOUTS in row.content["told"]
    assert not give(rendered=rendered, whereabouts_because=text()).content["whereabouts_because"]
    in_vain = give(rendered=rendered, whereabouts_because=text("Politiet skal hente hende."))
    assert Fact.WHEREABOUTS not in in_vain.content["told"], "the text says nothing of it"


def test_no_reason_tells_where_somebody_is_to_whoever_must_not_know(
    give, paper, consented, feared, consultant_on_the_case
):
    by, father = consultant_on_the_case, Recipient(kind=PartyKind.PERSON, person=feared.pk)
    sister = add_person(case=consented, description=described(), by=by, at=MORNING)
    add_item(case=consented, person=sister, kind=ItemKind.SHELTER, text="Rosenhuset", by=by, at=MORNING)
    record = {"case": consented, "of": father, "by": by, "at": MORNING}
    record_knowing(states={Fact.WHEREABOUTS: Knows.MUST_NOT}, words=text("Han leder efter hende."), seen=0, **record)
    telling = {"rendered": replace(paper, text="Hun bor i Rosenhuset."), "whereabouts_because": text("Han spørger.")}
    assert give(to=father, rendered=paper), "one step away: a paper that does not say where"
    assert give(to=CITIZEN, **telling), "and another party"
    with pytest.raises(MustNotKnow) as refusal:
        give(to=father, **telling)
    assert (refusal.value.facts, refusal.value.found) == ({Fact.WHEREABOUTS}, ["Rosenhuset"])
    assert "Rosenhuset" not in str(refusal.value)
    assert refusals(consented) == ["must-not-know"]
    record_knowing(states={Fact.WHEREABOUTS: Knows.KNOWS}, words=text("Han stod ved døren i går."), seen=1, **record)
    assert Fact.WHEREABOUTS in give(to=father, **telling).content["told"]


def test_whoever_must_not_know_is_not_told_until_that_is_lifted_with_a_reason(
    give, consented, feared, consultant_on_the_case
):
    father = Recipient(kind=PartyKind.PERSON, person=feared.pk)
    assert give(to=father), "nothing is on record yet"
    record = {"case": consented, "of": father, "by": consultant_on_the_case, "at": MORNING}
    record_knowing(states={Fact.PLAN: Knows.MUST_NOT}, words=text("Han vil rejse med hende."), seen=0, **record)
    with pytest.raises(MustNotKnow) as refusal:
        give(to=father)
    assert refusal.value.facts == {Fact.PLAN}
    assert refusals(consented) == ["must-not-know"]
    assert give(to=CITIZEN), "another party may"
    record_knowing(states={Fact.PLAN: Knows.KNOWS}, words=text("Han ved det nu."), seen=1, **record)
    assert give(to=father)


def test_a_role_is_one_party_however_it_is_written_and_must_be_named(give):
    give(to=a_role("Lærer i 9. klasse"))
    give(to=a_role("lærer  i 9. KLASSE"))
    assert Party.objects.count() == 1
    give(to=a_role("Lærer i 9. klasse", PartyKind.POLICE))
    assert Party.objects.count() == 2
    with pytest.raises(NobodyNamed):
        give(to=a_role(" "))
    assert Party.objects.count() == 2
    assert Disclosure.objects.count() == 3


def test_a_double_click_is_one_row(give):
    row = give()
    assert give(disclosure_id=row.pk).pk == row.pk
    assert Disclosure.objects.count() == 1


def test_what_is_on_record_stays(give):
    row = give()
    for change in (row.save, row.delete, lambda: Disclosure.objects.update(level="low"), Party.objects.all().delete):
        with pytest.raises(AppendOnlyViolation):
            change()
    for statement in ("UPDATE sharing_disclosure SET level = 'low'", "DELETE FROM sharing_party"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_when_the_level_changes_those_who_were_told_are_to_be_called_until_they_are_told_anew(
    give, consented, consultant_on_the_case, colleague_in_the_region
):
    def called(at):
        return [row.seat.words for row in to_call(matrix_of(consented, now=judgement_of(consented, at=at)))]

    school, police = a_role(), a_role("Vagthavende", PartyKind.POLICE)
    by, inquiry = consultant_on_the_case, consented.inquiry
    give(to=school)
    low, later = MORNING + timedelta(hours=1), MORNING + timedelta(hours=2)
    assert called(low) == []
    signed(inquiry, by, at=low)
    assert called(low) == ["Skole eller uddannelse: Lærer i 9. klasse"], "they were told that nothing was assessed"
    give(to=school, at=low)
    give(to=police, at=low)
    assert called(low) == []
    signed(inquiry, by, at=later, **HIGH)
    assert called(later) == ["Skole eller uddannelse: Lærer i 9. klasse", "Politiet: Vagthavende"]
    assert [(each.case.pk, each.parties) for each in outdated_for(by, at=later)] == [(consented.pk, 2)]
    assert outdated_for(colleague_in_the_region, at=later) == []
    give(to=Recipient(kind=PartyKind.SCHOOL, party=seats_of(consented)[1].party), at=later)
    assert called(later) == ["Politiet: Vagthavende"]
    told_again = matrix_of(consented, now=judgement_of(consented, at=later))[2]
    assert [cell.is_outdated for cell in told_again.cells if cell.fact == Fact.LEVEL] == [True]
