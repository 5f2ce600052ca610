"""A case closes whole or not at all, says everything that is missing at once, and goes on with its history."""

from datetime import date, timedelta

import pytest

from tests.cases.conftest import a_case, a_task, opened_by
from tests.cast import MORNING, file_a_call, text
from tests.closing.conftest import HELPED, LATER, RISK, an_ending, closed
from tests.risk.filled import signed
from vaern.audit.models import Event
from vaern.cases.actions.course import ChangedMeanwhile, ClosesElsewhere, NoReason, move_stage
from vaern.cases.actions.tasks import DoneElsewhere, finish_task, set_task
from vaern.cases.reading import course_of, tasks_of
from vaern.cases.terms import Respect, Stage, TaskKind
from vaern.cases.worklist import due_tasks, worklist
from vaern.closing.actions.closing import (
    AlreadyClosed,
    Informed,
    MayNotCloseCase,
    NotClosed,
    TaskEnd,
    close_case,
    reopen_case,
    standing_findings,
)
from vaern.closing.actions.keeping import DayIsOver, NotClosedYet, NoWhy, set_keeping
from vaern.closing.models import Closure, DestructionOrder, Keeping
from vaern.closing.reading import closures_of, keepings_of, without_a_day
from vaern.closing.terms import Outcome, Told
from vaern.inquiries.actions.notification import Notification, answer_notification
from vaern.inquiries.terms import Age, NotificationState
from vaern.law.closing import CloseReason
from vaern.risk.actions.reading import read_as_second

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


def test_closed_it_keeps_what_was_said_and_is_off_the_list_but_comes_back_on_its_day(
    case, inquiry, consultant_on_the_case
):
    dropped = set_task(case=case, task=a_task(consultant_on_the_case, hours=48), by=consultant_on_the_case, at=MORNING)
    ending = an_ending(case, consultant_on_the_case)
    ending.tasks[dropped.pk] = TaskEnd(outcome=Outcome.DROPPED, why=text("Ikke længere relevant."))
    ending.parties["citizen"] = Informed(told=Told.NO, why=text("Det er ikke sikkert at ringe."))
    close_case(case=case, inquiry=inquiry, ending=ending, seen=1, by=consultant_on_the_case, at=LATER)
    case.refresh_from_db()
    assert (case.stage, case.next_step_kind, case.next_step_at) == (Stage.CLOSED, "", None)
    assert not worklist(consultant_on_the_case, at=LATER).rows
    [closure] = closures_of(case)
    assert (closure.helped, closure.remaining_risk) == (HELPED, RISK)
    assert closure.facts["reason"] == CloseReason.CALM
    assert {each["outcome"] for each in closure.facts["tasks"]} == {Outcome.FINISHED, Outcome.DROPPED}
    assert {each["key"]: each["told"] for each in closure.facts["parties"]} == {"citizen": "no", "authority": "yes"}
    assert course_of(case, Respect.STAGE)[0].words == RISK
    [check] = due_tasks(consultant_on_the_case, until=LATER + timedelta(days=300))
    assert (check.kind, check.due_at.date()) == (TaskKind.CHECK, date(2027, 6, 1))
    assert [row.keep_until for row in keepings_of(case)] == [date(2031, 11, 24)]
    acts = set(Event.objects.about(case.pk).values_list("act", flat=True))
    assert {"case.closed", "case.ending_written", "task.dropped", "case.keeping_set"} <= acts
    stored = Closure.objects.filter(pk=closure.pk).values_list("helped", "facts").get()
    assert all(b"skolen" not in bytes(value) and b"calm" not in bytes(value) for value in stored)


@pytest.mark.parametrize(
    "change",
    [
        {"reason": None},
        {"helped": text("")},
        {"remaining_risk": text(" ")},
        {"check_on": None},
        {"tasks": {}},
        {"parties": {}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_one_thing_unsaid_keeps_it_open_and_writes_nothing(change, case, inquiry, consultant_on_the_case):
    events = Event.objects.count()
    with pytest.raises(MayNotCloseCase) as refusal:
        closed(case, consultant_on_the_case, inquiry, **change)
    assert refusal.value.findings[0].missing
    case.refresh_from_db()
    assert case.is_open
    assert (Closure.objects.count(), Event.objects.count()) == (0, events)


def test_closed_twice_the_second_is_told(closed_case, inquiry, consultant_on_the_case):
    with pytest.raises(AlreadyClosed):
        closed(closed_case, consultant_on_the_case, inquiry)
    assert Closure.objects.count() == 1


def test_somebody_who_moved_the_stage_meanwhile_is_seen_first(case, inquiry, consultant_on_the_case):
    ways = {"reason": text(""), "by": consultant_on_the_case, "at": MORNING}
    move_stage(case=case, to=Stage.COORDINATING, seen=1, **ways)
    with pytest.raises(ChangedMeanwhile):
        close_case(
            case=case,
            inquiry=inquiry,
            ending=an_ending(case, consultant_on_the_case),
            seen=1,
            by=consultant_on_the_case,
            at=LATER,
        )


def test_it_is_neither_closed_nor_reopened_by_moving_its_stage(closed_case, consultant_on_the_case):
    ways = {"reason": text("Igen."), "seen": None, "by": consultant_on_the_case, "at": LATER}
    for to in (Stage.CLOSED, Stage.ADVISING):
        with pytest.raises(ClosesElsewhere):
            move_stage(case=closed_case, to=to, **ways)


def test_nothing_about_a_child_closes_before_the_question_about_notification_is_settled(consultant_on_the_case):
    inquiry = file_a_call(consultant_on_the_case, age=Age.UNDER_18)
    case = a_case(consultant_on_the_case, inquiry=inquiry, age=Age.UNDER_18)
    with pytest.raises(MayNotCloseCase) as refusal:
        closed(case, consultant_on_the_case, inquiry)
    assert [finding.rule for finding in refusal.value.findings] == ["may_close"]
    settled = Notification(state=NotificationState.MADE, who=text("Skolelederen"), when=MORNING)
    answer_notification(inquiry=inquiry, notification=settled, child_known=False, by=consultant_on_the_case, at=MORNING)
    closed(case, consultant_on_the_case, inquiry)
    assert not case.is_open


def test_soon_after_an_alarm_a_colleague_reads_first(case, inquiry, consultant_on_the_case, colleague_in_the_region):
    alarm = {"gate.A3": "yes", "level": "high", "soon": "day", "act": "yes", "act.who": "Politiet"}
    signed(inquiry, consultant_on_the_case, valid_until="2026-11-30", **alarm)
    ways = {"by": consultant_on_the_case, "at": LATER}
    assert [each.rule for each in standing_findings(case, inquiry, **ways)] == ["may_close_after_an_alarm"]
    remark = text("Enig.")
    read_as_second(inquiry=inquiry, screening=None, remark=remark, by=colleague_in_the_region, at=LATER)
    assert standing_findings(case, inquiry, **ways) == []


def test_who_may_not_see_the_inquiry_cannot_tell_and_cannot_close(case, consultant_on_the_case):
    [finding] = standing_findings(case, None, by=consultant_on_the_case, at=LATER)
    assert not finding.permits
    assert finding.ways_forward


def test_a_day_that_cannot_be_computed_becomes_a_task_that_only_a_day_finishes(
    case, inquiry, consultant_on_the_case, team_lead
):
    closed(case, consultant_on_the_case, inquiry, reason=CloseReason.OTHER)
    [task] = [each for each in tasks_of(case) if each.kind == TaskKind.KEEPING]
    assert task.owner == consultant_on_the_case
    assert [due.case for due in without_a_day(team_lead)] == [case]
    ways = {"by": consultant_on_the_case, "at": LATER}
    with pytest.raises(DoneElsewhere):
        finish_task(case=case, task=task, **ways)
    with pytest.raises(NoWhy):
        set_keeping(case=case, until=date(2040, 1, 1), why=text(""), **ways)
    with pytest.raises(DayIsOver):
        set_keeping(case=case, until=MORNING.date(), why=text("Retssag."), **ways)
    set_keeping(case=case, until=date(2040, 1, 1), why=text("Retssag."), **ways)
    task.refresh_from_db()
    assert task.done_by == consultant_on_the_case
    assert without_a_day(team_lead) == []


def test_an_open_case_has_no_day_it_is_kept_until(case, consultant_on_the_case):
    with pytest.raises(NotClosedYet):
        set_keeping(case=case, until=date(2040, 1, 1), why=text("Nej."), by=consultant_on_the_case, at=LATER)


def test_reopened_it_is_the_same_case_with_its_history_and_a_new_step(
    closed_case, inquiry, consultant_on_the_case, team_lead
):
    DestructionOrder.objects.create(case=closed_case, asked_by=team_lead, asked_at=LATER)
    ways = {"stage": Stage.COORDINATING, "seen": 2, "by": consultant_on_the_case, "at": LATER}
    step = a_task(consultant_on_the_case, hours=72)
    with pytest.raises(NoReason):
        reopen_case(case=closed_case, why=text(" "), next_step=step, **ways)
    reopen_case(case=closed_case, why=text("Hun har ringet igen."), next_step=step, **ways)
    case = opened_by(consultant_on_the_case, closed_case)
    assert (case.stage, case.next_step_at) == (Stage.COORDINATING, step.due_at)
    assert [row.value for row in course_of(case, Respect.STAGE)] == ["coordinating", "closed", "advising"]
    assert course_of(case, Respect.STAGE)[0].words == "Hun har ringet igen."
    assert DestructionOrder.objects.get().withdrawn_by == consultant_on_the_case
    with pytest.raises(NotClosed):
        reopen_case(case=case, why=text("Igen."), next_step=step, **ways)
    closed(case, consultant_on_the_case, inquiry, at=LATER, reason=CloseReason.OTHER)
    assert Closure.objects.count() == 2
    assert Keeping.objects.order_by("number").last().keep_until is None  # the day of the first time no longer counts
