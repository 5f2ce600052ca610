"""The plan of a case: owned by who decides, with the citizen in it, each part brought up again on a day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cases.conftest import a_case, described, known_authority
from tests.cases.plans import (
    MONDAY,
    a_frame,
    a_meeting,
    a_question,
    a_recommendation,
    a_step_of_plan,
    filled,
    on_day,
    the_citizen,
)
from tests.cast import MORNING, text
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Event
from vaern.cases.actions.course import ChangedMeanwhile, NotYet, set_basis
from vaern.cases.actions.opening import GateRefused
from vaern.cases.actions.people import add_person
from vaern.cases.actions.tasks import finish_task, set_task
from vaern.cases.basis import Basis
from vaern.cases.models import PlanRow
from vaern.cases.plan import meetings, questions, recommendations, safety, worksheets
from vaern.cases.plan.citizen import CitizenUnsaid
from vaern.cases.plan.pocket import TellTaleWord
from vaern.cases.plan.reading import plan_glance
from vaern.cases.plan.rows import TimeIsPast
from vaern.cases.plan.terms import (
    Agreement,
    Asker,
    CitizenOwner,
    MeetingState,
    PlanKind,
    RecommendationState,
    StepState,
    Told,
)
from vaern.cases.reading import journal_of, tasks_of
from vaern.cases.terms import AuthorityKind, EntryKind, PersonRole, Scope, TaskKind
from vaern.inquiries.terms import Age
from vaern.law.gate import ConsentFrom, Situation
from vaern.work.tasks import LastStep

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(days=2)


@pytest.fixture
def by(consultant_on_the_case):
    return consultant_on_the_case


@pytest.fixture
def about(case, by):
    return {"case": case, "by": by, "at": MORNING}


def open_tasks(case, kind):
    return [task for task in tasks_of(case) if task.kind == kind]


class TestRecommendations:
    def test_it_is_the_authoritys_and_a_task_of_ours_asks_how_it_went(self, about, case, by):
        item = recommendations.recommend(said=a_recommendation(by), **about)
        [found] = recommendations.recommendations_of(case)
        assert (found.owner_label, found.owner_role) == ("Kommunen, voksne", "sagsbehandler i voksenteamet")
        assert found.asked == (("Læge, sygehus eller sundhedspleje", "Giv hende en tid uden familie."),)
        assert (found.citizen.agreement, found.citizen.told_on) == (Agreement.AGREES, MONDAY)
        assert found.follow_up_at == MORNING + timedelta(days=3)
        assert item.rows.get().task in open_tasks(case, TaskKind.FOLLOW_UP)
        assert (plan_glance(case).next_follow_up, len(plan_glance(case).open)) == (found.follow_up_at, 1)
        [event] = Event.objects.filter(act="plan.added")
        assert (event.about, event.code) == (case.pk, "recommendation")

    def test_one_fault_and_nothing_is_written(self, about, case, by):
        for change, refusal in [
            ({"owner": "consultant"}, recommendations.OwnedByConsultant),
            ({"owner_role": text("sikkerhedskonsulenten")}, recommendations.OwnedByConsultant),
            ({"owner_role": text("det tager vi os af")}, recommendations.OwnedByConsultant),
            ({"what": text("  ")}, recommendations.NothingRecommended),
            ({"follow_up": None}, recommendations.NoFollowUp),
            ({"state": RecommendationState.DECLINED}, recommendations.DeclinedWithoutReason),
        ]:
            with pytest.raises(refusal):
                recommendations.recommend(said=a_recommendation(by, **change), **about)
        assert not case.plan_items.exists()

    def test_a_follow_up_in_the_past_is_refused(self, about, case, by):
        with pytest.raises(TimeIsPast):
            recommendations.recommend(said=a_recommendation(by, follow_up=on_day(-1, by)), **about)
        assert not case.plan_items.exists()

    def test_when_and_how_safely_the_citizen_was_told_or_why_not(self, about, by):
        for change, field in [
            ({"told_on": None}, "told_on"),
            ({"told_how": text()}, "told_how"),
            ({"told": Told.UNSAFE}, "why_not"),
        ]:
            with pytest.raises(CitizenUnsaid) as refusal:
                recommendations.recommend(said=a_recommendation(by, citizen=the_citizen(**change)), **about)
            assert refusal.value.field == field

    def test_not_told_because_it_is_not_safe_is_a_whole_answer_and_tomorrow_is_not(self, about, case, by):
        unsafe = the_citizen(agreement=Agreement.UNSAFE, told=Told.UNSAFE, why_not=text("Telefonen læses af andre."))
        recommendations.recommend(said=a_recommendation(by, citizen=unsafe), **about)
        [found] = recommendations.recommendations_of(case)
        assert (found.citizen.why_not, found.citizen.told_on) == ("Telefonen læses af andre.", None)
        tomorrow = the_citizen(told_on=MONDAY + timedelta(days=1))
        with pytest.raises(NotYet):
            recommendations.recommend(said=a_recommendation(by, citizen=tomorrow), **about)

    def test_a_grown_citizen_may_own_one_and_a_child_not(self, about, by):
        theirs = a_recommendation(by, owner=CitizenOwner.CITIZEN.value)
        recommendations.recommend(said=theirs, **about)
        child = a_case(by, age=Age.UNDER_18, authority=known_authority(kind=AuthorityKind.MUNICIPALITY_CHILD))
        with pytest.raises(recommendations.CitizenOwnsAtEighteen):
            recommendations.recommend(case=child, said=theirs, by=by, at=MORNING)

    def test_what_the_authority_answers_is_another_row_and_the_task_follows(self, about, case, by):
        item = recommendations.recommend(said=a_recommendation(by), **about)
        task = item.rows.get().task
        accepted = a_recommendation(by, state=RecommendationState.ACCEPTED, follow_up=on_day(10, by))
        recommendations.revise_recommendation(case=case, item=item, said=accepted, seen=1, by=by, at=LATER)
        task.refresh_from_db()
        assert task.due_at == MORNING + timedelta(days=10)
        declined = a_recommendation(
            by, state=RecommendationState.DECLINED, reason=text("Hun har selv talt med dem."), follow_up=None
        )
        recommendations.revise_recommendation(case=case, item=item, said=declined, seen=2, by=by, at=LATER)
        task.refresh_from_db()
        assert task.done_at == LATER
        assert [row.number for row in item.rows.newest_first()] == [3, 2, 1]
        assert (plan_glance(case).open, plan_glance(case).settled) == ((), 1)

    def test_the_only_step_of_a_case_is_settled_only_with_a_next_one(self, about, case, by):
        item = recommendations.recommend(said=a_recommendation(by), **about)
        [other] = [task for task in tasks_of(case) if task.pk != item.rows.get().task_id]
        finish_task(case=case, task=other, by=by, at=MORNING)
        done = a_recommendation(by, state=RecommendationState.DONE, follow_up=None)
        with pytest.raises(LastStep):
            recommendations.revise_recommendation(case=case, item=item, said=done, seen=1, by=by, at=LATER)
        assert item.rows.count() == 1
        done = replace(done, follow_up=on_day(20, by))
        recommendations.revise_recommendation(case=case, item=item, said=done, seen=1, by=by, at=LATER)
        assert [task.due_at for task in tasks_of(case)] == [MORNING + timedelta(days=20)]

    def test_of_two_at_once_the_second_is_shown_what_the_first_wrote(self, about, case, by, colleague_in_the_region):
        item = recommendations.recommend(said=a_recommendation(by), **about)
        change = a_recommendation(by, what=text("Giv hende et nyt nummer."))
        recommendations.revise_recommendation(case=case, item=item, said=change, seen=1, by=by, at=MORNING)
        other = {"seen": 1, "by": colleague_in_the_region, "at": MORNING}
        with pytest.raises(ChangedMeanwhile) as refusal:
            recommendations.revise_recommendation(case=case, item=item, said=a_recommendation(by), **other)
        assert refusal.value.newest.facts["what"] == "Giv hende et nyt nummer."

    def test_under_a_label_it_needs_no_consent_and_an_outgrown_consent_is_asked_about(self, about, case, by):
        assert recommendations.recommendation_finding(case, at=MORNING, age=Age.ADULT).permits
        outgrown = Basis(
            situation=Situation.CONSENTED_CHILD,
            consent_from=ConsentFrom.CUSTODY_HOLDER,
            scopes=frozenset({Scope.SPARRING}),
        )
        set_basis(case=case, basis=outgrown, seen=0, by=by, at=MORNING)
        with pytest.raises(GateRefused):
            recommendations.recommend(said=a_recommendation(by), **about)
        refused = Event.objects.get(act="plan.gate_refused")
        assert (refused.code, refused.refused) == ("recommend", True)
        assert not case.plan_items.exists()


def test_nothing_said_in_a_plan_stands_in_clear_and_no_row_changes(about, case, by):
    recommendations.recommend(said=a_recommendation(by), **about)
    safety.add_step(said=a_step_of_plan(by), **about)
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM cases_planrow")
        stored = b"".join(bytes(facts) for (facts,) in cursor.fetchall())
    for words in ("alene", "nabo", "posen", "recommended", "veninde"):
        assert words.encode() not in stored
    row = PlanRow.objects.first()
    with pytest.raises(AppendOnlyViolation):
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_planrow SET number = 7")


class TestTheSafetyPlan:
    def test_a_step_has_who_by_when_and_whether_it_is_safe_now(self, about, case, by):
        safety.add_step(said=a_step_of_plan(by), **about)
        safety.frame_plan(said=a_frame(by), seen=0, **about)
        plan = safety.safety_plan_of(case)
        [(heading, [step])] = plan.by_area
        assert (heading, step.who, step.by_on) == ("At komme væk", "Borgeren selv", date(2026, 11, 27))
        assert step.remind_at == MORNING + timedelta(days=4)
        assert (plan.frame.number, plan.frame.review_on) == (1, date(2026, 12, 23))
        assert not plan.frame.has_lapsed(date(2026, 12, 23))
        assert plan.frame.has_lapsed(date(2026, 12, 24))
        assert open_tasks(case, TaskKind.CHECK)
        assert safety.pocket_lines(case) == ["Hent posen hos den, vi aftalte."]

    def test_one_fault_and_nothing_is_written(self, about, case, by):
        for change, refusal in [
            ({"what": text()}, safety.NothingPlanned),
            ({"who": text()}, safety.NothingPlanned),
            ({"state": StepState.DECLINED}, safety.StepDeclinedWithoutReason),
            ({"pocket": text("Ring til politiet")}, TellTaleWord),
        ]:
            with pytest.raises(refusal):
                safety.add_step(said=a_step_of_plan(by, **change), **about)
        assert not case.plan_items.exists()

    def test_the_pocket_names_nobody_who_is_feared_also_when_they_become_so_later(self, about, case, by):
        names = a_step_of_plan(by, pocket=text("Gå, når fætter 1 er på arbejde"))
        safety.add_step(said=names, **about)
        assert safety.pocket_lines(case)
        add_person(description=described("fætter 1", [PersonRole.FEARED]), **about)
        with pytest.raises(TellTaleWord):
            safety.pocket_lines(case)
        with pytest.raises(TellTaleWord):
            safety.add_step(said=names, **about)

    def test_a_step_done_leaves_the_pocket_and_its_task_is_done(self, about, case, by):
        item = safety.add_step(said=a_step_of_plan(by), **about)
        done = a_step_of_plan(by, state=StepState.DONE, remind=None)
        safety.revise_step(case=case, item=item, said=done, seen=1, by=by, at=LATER)
        assert safety.pocket_lines(case) == []
        assert not open_tasks(case, TaskKind.PLAN_STEP)

    def test_it_is_looked_at_again_within_twelve_weeks_and_every_version_stays(self, about, case, by):
        with pytest.raises(safety.ReviewTooLate):
            safety.frame_plan(said=a_frame(by, days=85), seen=0, **about)
        safety.frame_plan(said=a_frame(by, days=84), seen=0, **about)
        safety.frame_plan(said=a_frame(by, days=20), seen=1, **about)
        with pytest.raises(ChangedMeanwhile):
            safety.frame_plan(said=a_frame(by, days=30), seen=1, **about)
        assert PlanRow.objects.filter(item__kind=PlanKind.FRAME).count() == 2
        assert [task.due_at for task in open_tasks(case, TaskKind.CHECK)] == [MORNING + timedelta(days=20)]


class TestTheQuestionBoard:
    def test_a_question_has_a_route_and_is_answered_by_a_line_of_the_journal(self, about, case, by):
        item = questions.ask(said=a_question(by), **about)
        [asked] = questions.board_of(case)
        assert (asked.role, asked.owner, asked.is_answered) == ("sundhedsplejersken", "Asta", False)
        assert asked.is_late(MORNING + timedelta(days=2, minutes=1))
        told = {"note": text("Moren har det i en skuffe."), "happened_at": LATER, "by": by, "at": LATER}
        questions.answer(case=case, item=item, seen=1, **told)
        [asked] = questions.board_of(case)
        assert (asked.answer, asked.answered_by, asked.due_at) == ("Moren har det i en skuffe.", "Asta", None)
        assert journal_of(case)[0].kind == EntryKind.OBSERVATION
        assert not open_tasks(case, TaskKind.FIND_OUT)
        with pytest.raises(questions.AlreadyAnswered):
            questions.answer(case=case, item=item, seen=2, **told)
        assert case.entries.count() == 2

    def test_one_fault_and_nothing_is_written(self, about, case, by):
        for change, refusal in [
            ({"what": text()}, questions.NothingAsked),
            ({"route": text(" ")}, questions.NoRoute),
            ({"role": text()}, questions.NobodyAsks),
        ]:
            with pytest.raises(refusal):
                questions.ask(said=a_question(by, **change), **about)
        assert not open_tasks(case, TaskKind.FIND_OUT)

    def test_we_may_ask_ourselves_and_what_has_no_route_is_shown_apart(self, about, case, by):
        questions.ask(said=a_question(by, asker=Asker.CONSULTANT, role=text()), **about)
        assert questions.without_route(case) == []
        task = set_task(task=on_day(1, by, TaskKind.FIND_OUT, "Hvad siger skolen?"), **about)
        assert [each.text for each in questions.without_route(case)] == ["Hvad siger skolen?"]
        questions.ask(said=a_question(by), about=task, **about)
        assert questions.without_route(case) == []
        assert len(open_tasks(case, TaskKind.FIND_OUT)) == 2


class TestTheWorksheets:
    @pytest.mark.parametrize("sheet, number", [(PlanKind.CASEWORKER_SHEET, 7), (PlanKind.CITIZEN_SHEET, 4)])
    def test_a_sheet_has_its_questions_and_every_version_stays(self, about, case, by, sheet, number):
        blank = worksheets.sheet_of(case, sheet)
        assert (len(blank.answers), blank.number) == (number, 0)
        code = blank.answers[0].code
        worksheets.fill_in(sheet=sheet, answers={code: filled()}, seen=0, **about)
        worksheets.fill_in(sheet=sheet, answers={code: filled("Nu er han rejst.")}, seen=1, **about)
        versions = worksheets.versions_of(case, sheet)
        assert [each.answers[0].so_far for each in versions] == [
            "Nu er han rejst.",
            "Hun er i fare, når broren er hjemme.",
        ]
        assert (versions[0].answered, versions[0].missing) == (1, 1)
        with pytest.raises(ChangedMeanwhile):
            worksheets.fill_in(sheet=sheet, answers={code: filled("Tredje")}, seen=1, **about)

    def test_a_sheet_with_nothing_in_it_is_no_version(self, about, case):
        nothing = {"severity": filled("", missing=text(), who=text())}
        with pytest.raises(worksheets.NothingFilledIn):
            worksheets.fill_in(sheet=PlanKind.CASEWORKER_SHEET, answers=nothing, seen=0, **about)
        assert not case.plan_items.exists()


class TestMeetings:
    def test_a_meeting_is_a_task_and_its_minutes_a_line_of_the_journal_with_tasks(self, about, case, by):
        item = meetings.plan_meeting(said=a_meeting(by), **about)
        [meeting] = meetings.meetings_of(case)
        assert meeting.participants == ("sagsbehandleren", "sundhedsplejersken")
        assert [task.due_at for task in open_tasks(case, TaskKind.MEETING)] == [meeting.begins_at]
        held = {"case": case, "item": item, "seen": 1, "by": by}
        note = text("De taler med hende på fredag.")
        decision = meetings.Decision(who=text("sagsbehandleren"), task=on_day(7, by, words="Hør, hvad hun sagde"))
        with pytest.raises(meetings.NotBegun):
            meetings.write_minutes(note=note, decisions=[], at=MORNING, **held)
        afterwards = meeting.ends_at
        late = meetings.Decision(who=text(), task=on_day(0, by))
        with pytest.raises(TimeIsPast):
            meetings.write_minutes(note=note, decisions=[late], at=afterwards, **held)
        meetings.write_minutes(note=note, decisions=[decision], at=afterwards, **held)
        now, before = meetings.meeting_of(case, item)
        assert (now.state, now.minutes, len(before)) == (MeetingState.HELD, note.text, 1)
        [agreed] = meetings.agreed_at(case, now)
        assert (agreed.what, agreed.who, agreed.owner) == ("Hør, hvad hun sagde", "sagsbehandleren", "Asta")
        [line] = [entry for entry in journal_of(case) if entry.kind == EntryKind.MEETING]
        assert line.happened_at == meeting.begins_at
        assert not open_tasks(case, TaskKind.MEETING)
        with pytest.raises(meetings.MeetingIsOver):
            meetings.cancel_meeting(case=case, item=item, reason=text("Syg"), seen=2, by=by, at=afterwards)

    def test_moved_its_task_moves_and_called_off_it_is_done(self, about, case, by):
        item = meetings.plan_meeting(said=a_meeting(by), **about)
        begins = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
        later = a_meeting(by, begins_at=begins, ends_at=begins + timedelta(minutes=30))
        moved = {"case": case, "item": item, "by": by, "at": MORNING}
        with pytest.raises(meetings.NoReasonGiven):
            meetings.move_meeting(said=later, reason=text(), seen=1, **moved)
        meetings.move_meeting(said=later, reason=text("Politiet kunne ikke."), seen=1, **moved)
        meetings.move_meeting(said=replace(later, points=text("Hvem gør hvad?")), reason=text(), seen=2, **moved)
        assert [task.due_at for task in open_tasks(case, TaskKind.MEETING)] == [begins]
        meetings.cancel_meeting(reason=text("Det er ikke sikkert nu."), seen=3, **moved)
        assert not open_tasks(case, TaskKind.MEETING)
        [meeting] = meetings.meetings_of(case)
        assert (meeting.state, meeting.number) == (MeetingState.CANCELLED, 4)

    def test_one_fault_and_nothing_is_agreed(self, about, case, by):
        for change, refusal in [
            ({"ends_at": datetime(2026, 11, 26, 8, 59, tzinfo=UTC)}, meetings.EndsBeforeItStarts),
            ({"ends_at": datetime(2026, 11, 26, 9, 0, tzinfo=UTC)}, meetings.EndsBeforeItStarts),
            ({"begins_at": datetime(2026, 11, 23, 9, 0, tzinfo=UTC)}, TimeIsPast),
            ({"participants": text("\n ")}, meetings.NobodyMeets),
        ]:
            with pytest.raises(refusal):
                meetings.plan_meeting(said=a_meeting(by, **change), **about)
        assert not open_tasks(case, TaskKind.MEETING)
