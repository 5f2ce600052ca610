"""From a label to an identity and back: the check, the consent, what it permits, and its end."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from tests.cast import MORNING, text
from tests.sharing.conftest import TODAY, by_the_citizen, consenting, staged
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Event
from vaern.cases import identity
from vaern.cases.actions.opening import GateRefused
from vaern.cases.basis import basis_of, gate_facts
from vaern.cases.identity import add_item, identity_of
from vaern.cases.terms import ItemKind, Kind, Scope, TaskKind
from vaern.inquiries.terms import Age
from vaern.law import gate
from vaern.law.gate import ConsentFrom, Situation
from vaern.law.terms import Answer
from vaern.sharing.actions import consents
from vaern.sharing.consents import consents_of
from vaern.sharing.models import Consent, Withdrawal
from vaern.sharing.terms_consent import Capacity, Custody, Safety
from vaern.vault.terms import Purpose

pytestmark = pytest.mark.django_db


def assessment(stage, on=TODAY, **facts):
    return gate.may_assess_with_patriark(gate_facts(stage.case, on=on, scope=Scope.ASSESSMENT, **facts))


def name_her(stage, at=MORNING):
    return add_item(case=stage.case, person=stage.sister, kind=ItemKind.NAME, text="Amina Holm", by=stage.by, at=at)


def acts(stage):
    return [
        event.act + ("!" if event.refused else "") for event in Event.objects.about(stage.case.pk).order_by("at", "pk")
    ]


def test_refusal_check_consent_permission_withdrawal_refusal(child):
    """The whole course: each step opens or shuts what comes after it."""
    assert assessment(child).answer is Answer.MUST_NOT
    with pytest.raises(GateRefused):
        name_her(child)
    assert child.check().permits
    row = child.record()
    child.case.refresh_from_db()
    assert child.case.kind == Kind.CONSENTED
    assert basis_of(child.case, on=TODAY).situation is Situation.CONSENTED_CHILD
    assert assessment(child).permits
    name_her(child)
    child.withdraw(row)
    child.case.refresh_from_db()
    assert child.case.kind == Kind.ANONYMISED
    assert assessment(child).answer is Answer.MUST_NOT
    with pytest.raises(identity.IdentityClosed):
        identity_of(child.case, user=child.by, purpose=Purpose.CASEWORK, at=MORNING)
    assert child.case.identity_items.count() == 1
    [given] = consents_of(child.case)
    assert given.withdrawn
    assert not given.withdrawn.pressed
    assert {"consent.safety_checked", "consent.recorded", "consent.withdrawn", "identity.closed"} <= set(acts(child))


def test_what_was_said_is_sealed_and_never_changed(child):
    child.check()
    row = child.record(consenting(child.mother, document=text("Underskrevet i kommunens sag")))
    with pytest.raises(AppendOnlyViolation):
        row.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sharing_consent")
        raw = b"".join(each if isinstance(each, bytes) else str(each).encode() for each in cursor.fetchone())
    assert not any(words in raw for words in (b"custody", b"assessment", "rådgive".encode(), b"Underskrevet"))


@pytest.mark.parametrize(
    "change,refusal",
    [
        ({"first_day": TODAY + timedelta(days=1)}, consents.StartsInTheFuture),
        ({"last_day": TODAY - timedelta(days=1)}, consents.EndsBeforeItStarts),
        (
            {"first_day": TODAY - timedelta(days=9), "last_day": TODAY - timedelta(days=1)},
            consents.AlreadyOver,
        ),
        ({"capacity": Capacity.CITIZEN}, consents.GivenByAMinor),
        ({"holds_custody": False}, consents.NotACustodyHolder),
        ({"capacity": Capacity.OTHER}, consents.NotACustodyHolder),
        ({"holds_custody": None}, consents.CustodyUnclear),
        ({"custody": Custody.UNKNOWN}, consents.CustodyUnclear),
        ({"custody": Custody.JOINT}, consents.BothHoldersNeeded),
        ({"capacity": Capacity.GUARDIAN}, consents.OutsideGuardianship),
        ({"capacity": Capacity.GUARDIAN, "within_guardianship": False}, consents.OutsideGuardianship),
        ({"adult_from": TODAY}, consents.CustodyHasEnded),
        ({"scopes": frozenset()}, consents.NoScope),
        ({"scopes": frozenset({Scope.SHARING})}, consents.Incomplete),
        ({"purpose": text(" ")}, consents.Incomplete),
        ({"givers": ()}, consents.NoGiver),
        ({"is_mandate": True}, consents.NotInAMandate),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else ",".join(value),
)
def test_a_consent_that_cannot_be_one_is_refused_for_its_own_reason(child, change, refusal):
    for capacity in (Capacity.CUSTODY_HOLDER, Capacity.CITIZEN, Capacity.GUARDIAN):
        child.check(capacity)
    with pytest.raises(refusal) as raised:
        child.record(replace(consenting(child.mother), **change))
    assert not Consent.objects.exists()
    assert basis_of(child.case, on=TODAY).number == 0
    if issubclass(refusal, consents.NotPossible):
        assert raised.value.finding.ways_forward
        assert acts(child)[-1] == "consent.refused!"


def test_while_the_age_is_not_known_nobody_can_consent(consultant_on_the_inquiry):
    stage = staged(consultant_on_the_inquiry, age=Age.UNKNOWN)
    stage.check()
    with pytest.raises(consents.AgeNotKnown):
        stage.record(consenting(stage.mother, adult_from=None))
    stage.record()  # the day she turns 18 says it


def test_joint_custody_takes_both_and_the_feared_one_takes_a_decision(child):
    child.check()
    both = consenting(child.mother, child.father, custody=Custody.JOINT)
    with pytest.raises(consents.FearedWithoutADecision):
        child.record(both)
    child.record(replace(both, decision=text("Kommunen har talt med ham, og pigen ved det.")))
    assert assessment(child).permits


@pytest.mark.parametrize("outcome", [None, Safety.UNSAFE, Safety.UNCLEAR])
def test_without_a_safe_check_of_those_very_people_no_consent_is_recorded(child, outcome):
    child.check(Capacity.CITIZEN)
    if outcome:
        finding = child.check(outcome=outcome)
        assert finding.ways_forward
        assert not finding.permits
    with pytest.raises(consents.NotSafeToAsk):
        child.record()


def test_not_asked_because_unsafe_is_a_whole_answer_and_a_reason_is_written(child):
    finding = child.check(outcome=Safety.UNSAFE)
    assert any("anonymiseret" in way for way in finding.ways_forward)
    assert any("underrette" in way for way in finding.ways_forward)
    with pytest.raises(consents.NotExplained):
        child.check(words=" ")


def test_withdrawn_twice_is_told_when_the_first_was(child):
    child.check()
    row = child.record()
    child.withdraw(row)
    with pytest.raises(consents.WithdrawnBefore) as refusal:
        child.withdraw(row, at=MORNING + timedelta(hours=5))
    assert refusal.value.at == MORNING + timedelta(hours=1)
    assert Withdrawal.objects.count() == 1


def test_after_a_withdrawal_it_is_checked_anew_before_anybody_is_asked_again(child):
    child.check()
    child.withdraw(child.record())
    with pytest.raises(consents.NotSafeToAsk):
        child.record(at=MORNING + timedelta(hours=2))
    child.check(at=MORNING + timedelta(hours=2))
    child.record(at=MORNING + timedelta(hours=2))
    assert assessment(child).permits


def test_suspected_pressure_is_looked_at_the_same_day(child):
    child.check()
    before = set(child.case.tasks.values_list("pk", flat=True))
    row = child.record()
    reminders = set(child.case.tasks.values_list("pk", flat=True))
    child.withdraw(row, pressed=True)
    [task] = child.case.tasks.exclude(pk__in=before | reminders)
    assert task.due_at.date() == TODAY


def test_one_of_two_consents_may_end_and_the_other_carries_on(child):
    child.check()
    last = TODAY + timedelta(days=10)
    child.record(replace(consenting(child.mother), last_day=last))
    child.record(
        replace(consenting(child.mother), scopes=frozenset({Scope.IDENTITY}), last_day=last + timedelta(days=5))
    )
    for days, scopes in ((10, {"identity", "sparring", "assessment"}), (11, {"identity"}), (16, set())):
        basis = basis_of(child.case, on=TODAY + timedelta(days=days))
        assert set(basis.scopes) == scopes


GUARDIAN = {"capacity": Capacity.GUARDIAN, "within_guardianship": True, "custody": None, "holds_custody": None}


@pytest.mark.parametrize("of", [{}, GUARDIAN], ids=["a parent", "a guardian"])
def test_at_18_what_was_given_for_a_child_covers_nothing_new_until_the_citizen_answers(child, of):
    birthday = TODAY + timedelta(days=40)
    child.check(of.get("capacity", Capacity.CUSTODY_HOLDER))
    child.record(consenting(child.mother, adult_from=birthday, **of))
    assert child.case.tasks.filter(due_at__date__lt=TODAY + timedelta(days=12), kind=TaskKind.CHECK).count() == 1
    day_before, that_day = birthday - timedelta(days=1), birthday
    assert assessment(child, on=day_before).permits
    asked = assessment(child, on=that_day)
    assert asked.answer is Answer.ASK
    assert any("borgeren selv" in way for way in asked.ways_forward)
    later = MORNING + timedelta(days=40)
    child.check(Capacity.CITIZEN, at=later)
    child.record(by_the_citizen(child.sister, first_day=that_day, adult_from=birthday), at=later)
    assert assessment(child, on=that_day).permits
    assert basis_of(child.case, on=that_day).consent_from is ConsentFrom.CITIZEN


def test_thirty_days_before_the_birthday_a_task_says_so_on_the_monday_of_that_week(child):
    child.check()
    child.record(consenting(child.mother, adult_from=date(2027, 3, 31)))
    notice = child.case.tasks.order_by("due_at").last()
    assert notice.due_at.date() == date(2027, 3, 1)  # a Monday, thirty days before
    child.record(consenting(child.mother, adult_from=None))
    assert child.case.tasks.filter(due_at__date=TODAY + timedelta(days=7)).exists()


def test_an_advance_mandate_opens_the_way_to_authorities_and_stores_nothing(child):
    child.check(Capacity.CITIZEN)
    child.record(by_the_citizen(child.sister, is_mandate=True, scopes=frozenset({Scope.ABROAD})))
    child.case.refresh_from_db()
    assert child.case.kind == Kind.ANONYMISED
    facts = gate_facts(child.case, on=TODAY, scope=Scope.ABROAD)
    assert gate.may_coordinate(facts).permits
    with pytest.raises(GateRefused):
        name_her(child)


def test_a_guardian_speaks_for_an_adult_within_the_guardianship(adult):
    adult.check(Capacity.GUARDIAN)
    guardian = consenting(adult.mother, capacity=Capacity.GUARDIAN, within_guardianship=True, adult_from=None)
    adult.record(guardian)
    assert basis_of(adult.case, on=TODAY).situation is Situation.CONSENTED_ADULT
    assert assessment(adult).permits


def test_an_adults_own_consent_needs_nobody_else(adult):
    adult.check(Capacity.CITIZEN)
    adult.check()
    with pytest.raises(consents.CustodyHasEnded):
        adult.record(consenting(adult.mother, adult_from=None))
    adult.record(by_the_citizen(adult.sister))
    assert assessment(adult).permits
