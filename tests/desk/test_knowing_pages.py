"""Who knows what, on screen: matrix, what was told, a briefing of chosen pieces, and help with a notification."""

from datetime import timedelta

import pytest

from tests.cases.conftest import described
from tests.cast import MORNING, text
from tests.desk.case_register import address, faults
from tests.desk.register import text_of
from tests.risk.filled import signed
from tests.sharing.given import CITIZEN, HIGH, consented, feared, give, stand_on  # noqa: F401  the consented case
from vaern.audit.models import Event
from vaern.cases.actions.people import add_person
from vaern.cases.telling import Fact
from vaern.cases.terms import PersonRole
from vaern.risk.access import judgement_of
from vaern.sharing.knowing import record_knowing
from vaern.sharing.models import Disclosure
from vaern.sharing.parties import Recipient
from vaern.sharing.reading import matrix_of
from vaern.sharing.terms_disclosure import Act, Knows, PartyKind

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]

TOLD = {
    "to": "another",
    "kind": "school",
    "role": "Lærer i 9. klasse",
    "act": "caseworker-said",
    "facts": ["concern"],
    "level": "current",
    "channel": "meeting",
}
TO = {"to": "another", "kind": "police", "role": "Vagthavende", "basis": "consent", "channel": "phone"}


class TestTold:
    def test_what_the_caseworker_said_needs_no_leave_from_us_and_shows_in_the_matrix(self, holder, case):
        where = address(case, "case-told")
        assert "checked" not in text_of(holder.get(where)), "nothing is chosen beforehand"
        assert holder.post(where, TOLD).status_code == 302
        page = text_of(holder.get(address(case, "case-knows")))
        assert "Skole eller uddannelse: Lærer i 9. klasse" in page
        assert "Sagt af sagsbehandleren" in page
        assert Disclosure.objects.get().level == "not-assessed"

    def test_what_is_missing_is_said_at_its_field(self, holder, consented):  # noqa: F811
        for change, fields in (
            ({"act": ""}, ["act"]),
            ({"facts": [], "level": "none"}, ["facts"]),
            ({"level": ""}, ["level"]),
            ({"channel": ""}, ["channel"]),
            ({"role": ""}, ["role"]),
            ({"to": "citizen"}, ["words"]),
            ({"act": "not-said"}, ["words"]),
            ({"act": "said"}, ["basis"]),
            ({"act": "released"}, ["act"]),
            ({"told_on": "2026-11-24"}, ["told_on"]),
            ({"words": "Ring til hende på 22 33 44 55"}, ["words"]),
        ):
            assert faults(holder.post(address(consented, "case-told"), TOLD | change)) == (422, fields)
        assert not Disclosure.objects.exists()

    def test_the_citizen_is_a_party_told_how_safely_or_why_not(self, holder, case):
        where = address(case, "case-told")
        not_yet = {"to": "citizen", "act": "not-said", "words": "Hendes telefon bliver læst."}
        assert holder.post(where, not_yet).status_code == 302
        told = TOLD | {"to": "citizen", "act": "said", "basis": "consent", "words": "Hos skolelederen, uden telefon."}
        assert holder.post(where, told).status_code == 302
        page = text_of(holder.get(address(case, "case-knows")))
        assert "Hendes telefon bliver læst." in page
        assert "Hos skolelederen, uden telefon." in page

    def test_what_we_say_asks_the_gate_and_what_is_said_already_is_written_down_as_it_was(self, holder, case):
        where = address(case, "case-told")
        said = TOLD | {"act": "said", "basis": "consent"}
        answer = holder.post(where, said)
        assert faults(answer) == (422, ["basis"])
        assert "Det er allerede sagt" in text_of(answer)
        assert not Disclosure.objects.exists()
        assert holder.post(where, said | {"is_said": "on"}).status_code == 302
        assert "Imod reglerne" in text_of(holder.get(address(case, "case-knows")))
        assert Event.objects.about(case.pk).filter(act="disclosure.refused", code="gate:consent").count() == 2

    def test_a_row_is_corrected_by_another_and_no_longer_counts(self, holder, case):
        holder.post(address(case, "case-told"), TOLD)
        row = Disclosure.objects.get()
        where = address(case, "case-told-correct", disclosure_id=row.pk)
        assert "Lærer i 9. klasse" in text_of(holder.get(where))
        party = matrix_of(case, now=judgement_of(case, at=MORNING))[1].seat.key
        assert holder.post(where, TOLD | {"to": party, "level": "none", "facts": ["plan"]}).status_code == 302
        cells = {cell.fact: cell.told_at for cell in matrix_of(case, now=judgement_of(case, at=MORNING))[1].cells}
        assert [fact for fact, at in cells.items() if at] == [Fact.INVOLVED, Fact.PLAN]
        assert "Rettet" in text_of(holder.get(address(case, "case-knows")))
        assert faults(holder.post(where, TOLD | {"to": party})) == (422, ["__all__"])


class TestMatrix:
    def test_must_not_know_is_a_state_of_its_own_on_the_overview_too(self, holder, consented, feared):  # noqa: F811
        where = address(consented, "case-knowing", key=f"person-{feared.pk}")
        assert holder.post(where, {"seen": "0", "plan": "must-not", "words": "Han vil rejse."}).status_code == 302
        for name in ("case", "case-knows"):
            assert "Må ikke vide" in text_of(holder.get(address(consented, name)))
        lifted = {"seen": "1", "plan": "knows"}
        assert faults(holder.post(where, lifted)) == (422, ["words"])
        other = holder.post(where, {"seen": "0", "plan": "unclear", "words": "Uklart"})
        assert other.status_code == 409
        assert "Han vil rejse." in text_of(other)
        assert "Uklart" in text_of(other), "nobody's text is lost"
        assert holder.post(where, lifted | {"words": "Søsteren har sagt det."}).status_code == 302

    def test_a_new_party_is_named_by_role(self, holder, case):
        where = address(case, "case-knowing", key="ny")
        assert faults(holder.post(where, {"seen": "0"})) == (422, ["kind", "role"])
        assert holder.post(where, {"seen": "0", "kind": "other", "role": "Fætter", "trip": "knows"}).status_code == 302
        assert "En anden: Fætter" in text_of(holder.get(address(case, "case-knows")))
        assert holder.get(address(case, "case-knowing", key="party-x")).status_code == 404

    def test_when_the_level_changes_the_case_and_min_dag_say_whom_to_call(
        self,
        holder,
        consented,  # noqa: F811
        give,  # noqa: F811
        consultant_on_the_case,
        time_machine,
    ):
        give(to=CITIZEN)
        signed(consented.inquiry, consultant_on_the_case, **HIGH)
        time_machine.move_to(MORNING + timedelta(minutes=1), tick=False)
        assert "Ring til dem" in text_of(holder.get("/desk/"))
        assert "har en forældet vurdering" in text_of(holder.get(address(consented)))
        page = text_of(holder.get(address(consented, "case-knows")))
        assert "Ring til:" in page
        assert "Følg aftalen om sikker kontakt." in page
        assert "checked" in text_of(holder.get(address(consented, "case-told") + "?til=citizen"))
        give(to=CITIZEN, at=MORNING + timedelta(minutes=1))
        assert "Ring til dem" not in text_of(holder.get("/desk/"))


class TestBriefing:
    def test_only_what_is_chosen_is_in_it(self, holder, consented, consultant_on_the_case):  # noqa: F811
        words = "Broren følger hende til skole."
        add_person(
            case=consented,
            description=described("bror", (PersonRole.FEARED,), words=words),
            by=consultant_on_the_case,
            at=MORNING,
        )
        where = address(consented, "case-briefing")
        page = holder.get(where)
        assert words in text_of(page), "it can be chosen"
        shown = holder.post(where, {"pieces": ["age", "concern"], "look": "yes"})
        assert shown.status_code == 200
        rendered = shown.context["rendered"]
        assert "Borgerens alder" in rendered.text
        assert words not in rendered.text
        assert Fact.LEVEL not in rendered.told
        assert not Disclosure.objects.exists(), "looking is not telling"
        answer = holder.post(where, TO | {"pieces": ["age", "level"]})
        assert answer["Content-Type"] == "application/pdf"
        row = Disclosure.objects.get()
        assert (row.paper, row.level) == ("briefing", "not-assessed")

    def test_what_is_missing_lets_nothing_out(self, holder, consented):  # noqa: F811
        for change in ({"pieces": []}, {"pieces": ["person-x"]}, {"channel": ""}):
            answer = holder.post(address(consented, "case-briefing"), TO | {"pieces": ["age"]} | change)
            assert answer.status_code == 422
        assert not Disclosure.objects.exists()


class TestNotification:
    TEXTS = {
        "for_parents": "Barnet er trist og kommer ikke med i pausen.",
        "trip": "yes",
        "residence": "permit_siri",
        "to": "another",
        "kind": "school",
        "role": "Skolelederen",
        "channel": "handed-over",
    }

    def test_in_an_anonymised_case_the_professional_gets_it_and_no_text_is_kept(self, holder, case):
        where = address(case, "case-notification")
        page = holder.post(where, self.TEXTS | {"look": "yes"})
        said = text_of(page)
        assert page.status_code == 200
        for words in ("SIRI", "så forældrene kan læse den", "24 timer", "Spørg, om der er søskende"):
            assert words in said, words
        assert not Disclosure.objects.exists()
        answer = holder.post(where, self.TEXTS)
        assert answer.content.startswith(b"%PDF")
        row = Disclosure.objects.get().opened_with(case.key_in_hand)
        assert (row.paper, row.basis) == ("notification", "duty-to-notify")
        assert "trist" not in str(row.content)

    def test_words_that_show_who_told_are_looked_at_first(self, holder, case, consultant_on_the_case):
        friend = described("veninde 1", (PersonRole.ALLY,), words="Hun ved det.")
        add_person(case=case, description=friend, by=consultant_on_the_case, at=MORNING)
        where = address(case, "case-notification")
        telling = self.TEXTS | {"for_parents": "Hun har fortalt veninde 1, at hun vil flygte."}
        answer = holder.post(where, telling)
        assert answer.status_code == 422
        assert {each.words for each in answer.context["found"]} == {"fortalt", "veninde", "veninde 1", "flygte"}
        assert holder.post(where, telling | {"looked_at": "yes"}).content.startswith(b"%PDF")

    def test_what_is_missing_or_tells_who_it_is_lets_nothing_out(self, holder, case):
        for change in (
            {"for_parents": " "},
            {"withhold": "Moren ved det."},
            {"trip": ""},
            {"residence": ""},
            {"to": "citizen"},
            {"for_parents": "Ring til 22 33 44 55"},
        ):
            assert holder.post(address(case, "case-notification"), self.TEXTS | change).status_code == 422
        assert not Disclosure.objects.exists()


def test_recorded_states_and_told_rows_are_sealed(consented, feared, consultant_on_the_case, give):  # noqa: F811
    father = Recipient(kind=PartyKind.PERSON, person=feared.pk)
    record = {"case": consented, "of": father, "by": consultant_on_the_case, "at": MORNING, "seen": 0}
    row = record_knowing(states={Fact.PLAN: Knows.MUST_NOT}, words=text("Han vil rejse."), **record)
    row.refresh_from_db()
    assert b"must-not" not in bytes(row.__dict__["states"])
    assert give(to=CITIZEN).act == Act.RELEASED
