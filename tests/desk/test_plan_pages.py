"""The plan of a case on screen: nothing typed is lost, each fault stands at its field, and papers leave with a row."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cases.conftest import a_case, described, known_authority
from tests.cases.plans import a_meeting, a_recommendation, a_step_of_plan, filled_plan, plan_ids_of
from tests.cast import MORNING, signed_in, text
from tests.desk.case_register import address, faults
from tests.desk.register import text_of
from vaern.audit.models import Event
from vaern.cases.actions.course import set_basis
from vaern.cases.actions.people import add_person
from vaern.cases.basis import Basis
from vaern.cases.identity import add_item
from vaern.cases.plan import meetings, papers, recommendations, safety, worksheets
from vaern.cases.plan.questions import board_of
from vaern.cases.plan.terms import MeetingState, PlanKind
from vaern.cases.terms import AuthorityKind, ItemKind, PersonRole, Scope
from vaern.inquiries.terms import Age
from vaern.law.gate import ConsentFrom, Situation

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]
CONSENTED = Basis(
    situation=Situation.CONSENTED_ADULT,
    consent_from=ConsentFrom.CITIZEN,
    scopes=frozenset({Scope.IDENTITY, Scope.SPARRING}),
)
CITIZEN = {"agreement": "agrees", "told": "safely", "told_on": "2026-11-22", "told_how": "På arbejdet.", "wish": "Ro"}


@pytest.fixture
def asta(consultant_on_the_case):
    return consultant_on_the_case


def recommended(asta, **changes):
    return CITIZEN | {
        "what": "Tal med hende alene.",
        "decides": "municipality-adult",
        "decides_role": "sagsbehandleren",
        "asked_police": "Sig, hvem der kan ringes til.",
        "state": "recommended",
        "follow_on": "2026-11-27",
        "owner": str(asta.pk),
    } | changes  # fmt: skip


def a_step(asta, **changes):
    return CITIZEN | {
        "area": "leaving",
        "what": "En taske står klar.",
        "who": "Borgeren",
        "safe_now": "yes",
        "state": "open",
        "owner": str(asta.pk),
    } | changes  # fmt: skip


def met(asta, **changes):
    return {
        "form": "phone",
        "on": "2026-11-26",
        "begins": "10.00",
        "ends": "10.30",
        "participants": "sagsbehandleren",
        "points": "Hvem gør hvad?",
        "owner": str(asta.pk),
    } | changes


class TestRecommendations:
    def test_one_is_given_and_seen_on_the_plan_and_the_overview(self, holder, case, asta):
        begun = holder.get(address(case, "case-plan-recommend"))
        assert begun.context["form"]["decides"].value() == AuthorityKind.MUNICIPALITY_ADULT
        assert "Uden navn og andet, der viser, hvem det er" in text_of(begun)
        answer = holder.post(address(case, "case-plan-recommend"), recommended(asta))
        assert answer["Location"] == address(case, "case-plan")
        shown = text_of(holder.get(address(case, "case-plan")))
        for words in ("Tal med hende alene.", "Kommunen, voksne", "Sig, hvem der kan ringes til.", "fre. 27. nov."):
            assert words in shown
        assert "Næste opfølgning" in text_of(holder.get(address(case)))

    def test_one_fault_is_said_at_its_field_and_what_was_typed_stays(self, holder, case, asta):
        where = address(case, "case-plan-recommend")
        for changes, field in [
            ({"what": " "}, "what"),
            ({"decides": ""}, "decides"),
            ({"decides": "consultant"}, "decides"),
            ({"decides_role": "sikkerhedskonsulenten"}, "decides_role"),
            ({"follow_on": "2026-11-20"}, "follow_on"),
            ({"follow_on": ""}, "follow_on"),
            ({"state": "declined"}, "reason"),
            ({"told_on": ""}, "told_on"),
            ({"told_on": "2026-11-24"}, "told_on"),
            ({"told": "unsafe"}, "why_not"),
            ({"asked_police": "Ring 22 33 44 55"}, "asked_police"),
        ]:
            page = holder.post(where, recommended(asta, **changes))
            assert faults(page) == (422, [field]), changes
            assert "På arbejdet." in text_of(page)
        assert not case.plan_items.exists()

    def test_a_child_does_not_own_one(self, holder, asta):
        child = a_case(asta, age=Age.UNDER_18, authority=known_authority(kind=AuthorityKind.MUNICIPALITY_CHILD))
        page = holder.post(address(child, "case-plan-recommend"), recommended(asta, decides="citizen"))
        assert faults(page) == (422, ["decides"])

    def test_of_two_at_once_the_second_reads_both_and_saves_after(self, holder, case, asta):
        item = recommendations.recommend(case=case, said=a_recommendation(asta), by=asta, at=MORNING)
        where = address(case, "case-plan-recommendation", recommendation_id=item.pk)
        form = holder.get(where).context["form"]
        assert form["asked_health"].value() == "Giv hende en tid uden familie."
        other = a_recommendation(asta, what=text("Giv hende et nyt nummer."))
        recommendations.revise_recommendation(case=case, item=item, said=other, seen=1, by=asta, at=MORNING)
        page = holder.post(where, recommended(asta, seen="1"))
        assert page.status_code == 409
        for words in ("Giv hende et nyt nummer.", "Tal med hende alene.", 'name="seen" value="2"'):
            assert words in text_of(page)
        assert holder.post(where, recommended(asta, seen="2")).status_code == 302
        assert item.rows.count() == 3

    def test_the_guards_proposals_are_put_in_and_the_rest_of_what_was_typed_stays(self, holder, case, asta):
        item = recommendations.recommend(case=case, said=a_recommendation(asta), by=asta, at=MORNING)
        where = address(case, "case-plan-recommendation", recommendation_id=item.pk)
        typed = recommended(asta, why="Ring 22 33 44 55", what="Noget nyt", use_proposals="why", seen="1")
        form = holder.post(where, typed).context["form"]
        assert "22 33 44 55" not in form["why"].value()
        assert form["what"].value() == "Noget nyt"
        assert item.rows.count() == 1


class TestTheSafetyPlan:
    def test_a_step_is_shown_in_full_and_its_neutral_words_in_the_pocket(self, holder, case, asta):
        sent = a_step(asta, pocket="Hent posen.", by_on="2026-11-27", side_effects="Nogen kan se det.")
        holder.post(address(case, "case-plan-step-add"), sent)
        full = text_of(holder.get(address(case, "case-plan-safety")))
        for words in ("At komme væk", "En taske står klar.", "Nogen kan se det.", "Kun generelt", "Du rådgiver"):
            assert words in full
        pocket = text_of(holder.get(address(case, "case-plan-pocket")))
        assert '<li dir="auto">Hent posen.</li>' in pocket
        assert "En taske står klar." not in pocket

    def test_a_word_that_tells_is_named_and_nothing_is_written(self, holder, case, asta):
        page = holder.post(address(case, "case-plan-step-add"), a_step(asta, pocket="Ring til politiet"))
        assert faults(page) == (422, ["pocket"])
        assert "»politiet«" in text_of(page)
        assert not case.plan_items.exists()

    def test_the_only_step_of_a_case_done_asks_for_the_next_and_keeps_what_was_typed(self, holder, case, asta):
        holder.post(address(case, "case-plan-step-add"), a_step(asta, by_on="2026-11-27"))
        [step] = safety.safety_plan_of(case).steps
        [other] = case.tasks.exclude(kind="plan-step")
        holder.post(address(case, "case-task-done", task_id=other.pk))
        where = address(case, "case-plan-step", step_id=step.id)
        page = holder.post(where, a_step(asta, state="done", side_effects="Intet skete.", seen="1"))
        assert faults(page) == (422, ["__all__"])
        assert "Intet skete." in text_of(page)

    def test_one_who_becomes_feared_shuts_the_pocket_page_and_its_paper(self, holder, case, asta):
        about = {"case": case, "by": asta, "at": MORNING}
        safety.add_step(said=a_step_of_plan(asta, pocket=text("Gå, når fætter 1 er væk")), **about)
        add_person(description=described("fætter 1", [PersonRole.FEARED]), **about)
        page = holder.get(address(case, "case-plan-pocket"))
        assert page.status_code == 409
        assert "Gå, når" not in text_of(page)
        paper = holder.get(address(case, "case-release", code="pocket-plan"))
        assert paper["Location"] == address(case, "case-plan-pocket")

    def test_a_plan_not_looked_at_again_says_so(self, holder, case, asta, time_machine):
        sent = {"read_aloud": "yes", "review_on": "2026-12-01", "owner": str(asta.pk)}
        late = holder.post(address(case, "case-plan-frame"), sent | {"review_on": "2027-03-01"})
        assert faults(late) == (422, ["review_on"])
        assert holder.post(address(case, "case-plan-frame"), sent).status_code == 302
        assert "forældet" not in text_of(holder.get(address(case, "case-plan-safety")))
        time_machine.move_to(datetime(2026, 12, 2, 9, 0, tzinfo=UTC), tick=False)
        assert "forældet" in text_of(signed_in(asta).get(address(case, "case-plan-safety")))


def test_a_question_is_asked_and_answered_into_the_journal(holder, case, asta):
    asked = {"what": "Hvem har passet?", "asker": "authority", "role": "lægen", "route": "På klinikken, alene."}
    asked |= {"due_on": "2026-11-25", "owner": str(asta.pk)}
    for changes, field in [({"role": ""}, "role"), ({"route": " "}, "route"), ({"due_on": "2026-11-20"}, "due_on")]:
        assert faults(holder.post(address(case, "case-plan-ask"), asked | changes)) == (422, [field])
    assert holder.post(address(case, "case-plan-ask"), asked).status_code == 302
    [question] = board_of(case)
    where = address(case, "case-plan-question", question_id=question.id)
    assert "På klinikken, alene." in text_of(holder.get(where))
    assert holder.post(where, {"note": "Moren har det.", "seen": "1"}).status_code == 302
    assert holder.post(where, {"note": "Igen", "seen": "2"}).status_code == 422
    assert "Moren har det." in text_of(holder.get(address(case, "case-journal")))
    assert "Moren har det." in text_of(holder.get(where))


def test_a_sheet_is_filled_in_together_and_printed(holder, case):
    write = address(case, "case-plan-caseworker-write")
    sent = {"seen": "0", "severity-so_far": "Han leder efter hende.", "law-missing": "Hvad kommunen kan"}
    assert holder.post(write, sent).status_code == 302
    assert holder.post(write, sent | {"severity-so_far": "Et andet svar"}).status_code == 409
    sheet = worksheets.sheet_of(case, PlanKind.CASEWORKER_SHEET)
    assert (sheet.number, sheet.answered, sheet.missing) == (1, 1, 1)
    shown = text_of(holder.get(address(case, "case-plan-caseworker")))
    assert "Han leder efter hende." in shown
    assert "Sagsbehandleren foretager vurderingerne" in shown
    assert faults(holder.post(address(case, "case-plan-citizen-write"), {"seen": "0"}))[0] == 422
    assert faults(holder.post(write, {"seen": "1", "law-so_far": "010190-1234"})) == (422, ["law-so_far"])


class TestMeetings:
    def test_one_fault_is_said_at_its_field(self, holder, case, asta):
        for changes, field in [
            ({"ends": "9.59"}, "ends"),
            ({"on": "2026-11-22"}, "on"),
            ({"participants": " "}, "participants"),
            ({"on": "2027-03-28", "begins": "2.30", "ends": "4.00"}, "begins"),
            ({"on": "2027-10-31", "begins": "1.00", "ends": "2.30"}, "ends"),
        ]:
            page = holder.post(address(case, "case-plan-meet"), met(asta, **changes))
            assert faults(page) == (422, [field]), changes
        assert "uret stilles tilbage" in text_of(page)
        assert meetings.meetings_of(case) == []

    def test_agreed_moved_held_and_its_points_become_tasks(self, holder, case, asta, time_machine):
        assert holder.post(address(case, "case-plan-meet"), met(asta)).status_code == 302
        [meeting] = meetings.meetings_of(case)
        named = {"meeting_id": meeting.id}
        holder.post(
            address(case, "case-task-move", task_id=case.tasks.get(kind="meeting").pk),
            {"due_on": "2026-11-27", "due_at": "9.00", "owner": str(asta.pk)},
        )
        assert "Opgaven er flyttet til" in text_of(holder.get(address(case, "case-plan-meeting", **named)))
        move = address(case, "case-plan-meeting-move", **named)
        assert faults(holder.post(move, met(asta, begins="9.00", seen="1"))) == (422, ["reason"])
        moved = met(asta, begins="9.00", seen="1", reason="Lægen kunne ikke.")
        assert holder.post(move, moved).status_code == 302
        write = address(case, "case-plan-meeting-minutes", **named)
        assert faults(holder.post(write, {"note": "For tidligt", "seen": "2"})) == (422, ["__all__"])
        time_machine.move_to(datetime(2026, 11, 26, 10, 0, tzinfo=UTC), tick=False)
        holder = signed_in(asta)
        one = {"what-0": "Ring til lægen", "who-0": "sagsbehandleren", "due-0": "2026-11-30", "owner-0": str(asta.pk)}
        assert faults(holder.post(write, {"note": "Aftalt.", "seen": "2"} | one | {"due-0": ""})) == (422, ["due-0"])
        assert holder.post(write, {"note": "Aftalt.", "seen": "2"} | one).status_code == 302
        shown = text_of(holder.get(address(case, "case-plan-meeting", **named)))
        for words in ("Aftalt.", "Ring til lægen", "sagsbehandleren", "Tidligere aftalt"):
            assert words in shown
        assert "Ring til lægen" in text_of(holder.get(address(case, "case-tasks")))

    def test_the_calendar_file_tells_nothing_and_its_fetching_is_on_record(self, holder, case, asta):
        said = a_meeting(asta)
        item = meetings.plan_meeting(case=case, said=said, by=asta, at=MORNING)
        where = address(case, "case-plan-meeting-calendar", meeting_id=item.pk)
        answer = holder.post(where)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "SUMMARY:Møde\r\n" in text_of(answer)
        for words in (case.reference, case.cover_name, "kommunen", "sagsbehandleren"):
            assert words not in text_of(answer)
        assert "LOCATION:Hos kommunen" in text_of(holder.post(where, {"with_place": "on"}))
        codes = Event.objects.filter(act="plan.calendar_made").values_list("code", flat=True)
        assert set(codes) == {"time-alone", "with-place"}

    def test_a_place_that_must_not_come_out_goes_into_no_calendar(self, holder, case, asta):
        about = {"case": case, "by": asta, "at": MORNING}
        set_basis(basis=CONSENTED, seen=None, **about)
        sister = add_person(description=described(), **about)
        add_item(person=sister, kind=ItemKind.SHELTER, text="Rosenhuset", **about)
        item = meetings.plan_meeting(said=a_meeting(asta, place=text("I rosenhuset")), **about)
        where = address(case, "case-plan-meeting-calendar", meeting_id=item.pk)
        assert faults(holder.post(where, {"with_place": "on"})) == (422, ["with_place"])
        assert "osenhuset" not in text_of(holder.post(where))

    def test_called_off_it_says_why_and_a_last_step_asks_for_the_next(self, holder, case, asta):
        item = meetings.plan_meeting(case=case, said=a_meeting(asta), by=asta, at=MORNING)
        where = address(case, "case-plan-meeting-cancel", meeting_id=item.pk)
        assert faults(holder.post(where, {"seen": "1", "reason": " "})) == (422, ["reason"])
        [other] = case.tasks.exclude(kind="meeting")
        holder.post(address(case, "case-task-done", task_id=other.pk))
        assert faults(holder.post(where, {"seen": "1", "reason": "Ikke sikkert"})) == (422, ["due_on"])
        then = {"kind": "call", "due_on": "2026-11-30", "owner": str(asta.pk)}
        assert holder.post(where, {"seen": "1", "reason": "Ikke sikkert"} | then).status_code == 302
        [meeting] = meetings.meetings_of(case)
        assert meeting.state == MeetingState.CANCELLED


class TestPapers:
    def test_each_is_whole_and_says_who_decides_and_the_pocket_says_nothing(self, case, asta):
        plan_ids_of(case, asta)
        filled_plan(case, asta)
        advised = papers.recommendations_paper(case, asta, MORNING)
        for words in ("Beslutter: Kommunen, voksne", "Vil blive hos sin veninde.", "26. november 2026"):
            assert words in advised.text
        full = papers.safety_paper(case, asta, MORNING)
        assert "Nogen kan se, at der mangler tøj." in full.text
        [meeting] = meetings.meetings_of(case)
        notes = papers.meeting_paper(case, meeting, "torsdag", MORNING)
        assert "sundhedsplejersken" in notes.text
        pocket = papers.pocket_paper(case, asta, MORNING)
        assert "Hent posen hos den, vi aftalte." in pocket.text
        for paper in (advised, full, notes, pocket):
            assert paper.pdf.startswith(b"%PDF")
        for words in (b"konsulent", case.reference.encode(), b"Sag"):
            assert words not in pocket.pdf

    def test_nothing_is_printed_for_a_pocket_without_neutral_words(self, holder, case):
        answer = holder.get(address(case, "case-release", code="pocket-plan"))
        assert answer["Location"] == address(case, "case-plan-pocket")

    def test_the_notes_of_a_meeting_leave_with_a_row(self, holder, case, asta):
        item = meetings.plan_meeting(case=case, said=a_meeting(asta), by=asta, at=MORNING - timedelta(days=1))
        where = address(case, "case-plan-meeting-release", meeting_id=item.pk)
        assert "Mødenotat" in text_of(holder.get(where))
        assert holder.post(where, {}).status_code == 422
        assert not case.disclosures.exists()
