"""Close a case with all it is closed with, and reopen it with its history."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.cases.actions.course import NoReason, write_standing
from vaern.cases.actions.tasks import set_task
from vaern.cases.models import Case
from vaern.cases.reading import facts_of
from vaern.cases.surroundings import require_consultant
from vaern.cases.terms import Kind, Respect, Stage, TaskKind
from vaern.closing.actions.keeping import write_keeping
from vaern.closing.models import Closure, DestructionOrder
from vaern.closing.reading import nine_o_clock, parties_of, transfer_waits
from vaern.closing.terms import Outcome, Told
from vaern.guard import Guarded
from vaern.guests.actions import end_all
from vaern.inquiries.access import child_is_known, newest_notification
from vaern.inquiries.actions.notification import closing_finding as notification_finding
from vaern.inquiries.models import Inquiry
from vaern.law.clocks import local_day
from vaern.law.closing import CaseClosingFacts, CloseReason, keep_until, may_close_a_case
from vaern.law.sources import NOTIFICATION_SETTLED_BEFORE_CLOSING, SECOND_READER
from vaern.law.terms import Finding, ask
from vaern.law.values import DECIDE_KEEPING_WITHIN_DAYS
from vaern.risk.actions.closing import alarm_finding
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import NewTask, show_next_step


class AlreadyClosed(Exception):
    """The case is closed; reopen it first."""


class NotClosed(Exception):
    """The case is open already."""


class MayNotCloseCase(Exception):
    """Something is missing or in the way; ``findings`` says what, each with ways forward."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(", ".join(finding.rule for finding in findings))
        self.findings = findings


@dataclass(frozen=True, kw_only=True)
class TaskEnd:
    """What became of one open task; ``why`` is needed for what was dropped, and to whom for what was handed on."""

    outcome: Outcome
    why: Guarded


@dataclass(frozen=True, kw_only=True)
class Informed:
    """Whether a party knows, and why not."""

    told: Told
    why: Guarded


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What a case is closed with, as far as it has been said. ``tasks`` by id, ``parties`` by key."""

    reason: CloseReason | None
    helped: Guarded
    hindered: Guarded
    remaining_risk: Guarded
    accountable: Guarded
    check_on: date | None
    why_no_check: Guarded
    tasks: dict[UUID, TaskEnd]
    parties: dict[str, Informed]


def task_name(task_id: UUID) -> str:
    """Return what the law and the form call an open task."""
    return f"task_{task_id.hex}"


def party_name(key: str) -> str:
    return f"party_{key}"


def law_facts(case: Case, ending: Ending, *, by: User, at: datetime) -> CaseClosingFacts:
    """Return what has been said, as the law sees it, with the names of what has not."""
    open_tasks = case.tasks.open().exclude(kind=TaskKind.RECEIVER).values_list("pk", flat=True)
    return CaseClosingFacts(
        reason=ending.reason,
        helped=ending.helped.text,
        hindered=ending.hindered.text,
        remaining_risk=ending.remaining_risk.text,
        accountable=ending.accountable.text,
        check_on=ending.check_on,
        why_no_check=ending.why_no_check.text,
        unsettled=tuple(task_name(pk) for pk in open_tasks if not is_settled(ending.tasks.get(pk))),
        untold=tuple(
            party_name(party.key)
            for party in parties_of(case, by=by, at=at)
            if not is_accounted_for(ending.parties.get(party.key))
        ),
        transfer_waits=transfer_waits(case),
    )


def is_settled(end: TaskEnd | None) -> bool:
    return end is not None and (end.outcome == Outcome.FINISHED or bool(end.why.text.strip()))


def is_accounted_for(informed: Informed | None) -> bool:
    return informed is not None and (informed.told == Told.YES or bool(informed.why.text.strip()))


def said_findings(case: Case, ending: Ending, *, by: User, at: datetime) -> list[Finding]:
    """Return what is missing of what the page asks for."""
    finding = may_close_a_case(law_facts(case, ending, by=by, at=at), on=local_day(at))
    return [] if finding.permits else [finding]


def standing_findings(case: Case, inquiry: Inquiry | None, *, by: User, at: datetime) -> list[Finding]:
    """Return what else stands in the way: the question about a child, and a colleague's reading after an alarm.

    ``inquiry`` is the one the case came from, opened; None for somebody who may not see it, and then nobody can tell.
    """
    facts = facts_of(case)
    if inquiry is None:
        return [unseen()]
    found = [
        notification_finding(
            age=facts.age,
            subject=facts.concerns[0],
            answer=newest_notification(inquiry),
            child_known=case.kind == Kind.CONSENTED or child_is_known(inquiry.pk),
            at=at,
        ),
        alarm_finding(inquiry, by=by, at=at),
    ]
    return [finding for finding in found if not finding.permits]


def unseen() -> Finding:
    return ask(
        "Du kan ikke se henvendelsen, som sagen kom fra. Der står, om kommunen er underrettet, og om der er alarm.",
        NOTIFICATION_SETTLED_BEFORE_CLOSING,
        SECOND_READER,
        instead=("Bed en, der kan se henvendelsen, om at afslutte sagen.",),
    )


@transaction.atomic
def close_case(
    *, case: Case, inquiry: Inquiry | None, ending: Ending, seen: int | None, by: User, at: datetime
) -> Closure:
    """Close an opened case. Its tasks end as was said, its guests' access ends, and the day it is kept until is set.

    Raises AlreadyClosed, MayNotCloseCase with everything that is missing, and ChangedMeanwhile.
    """
    case_now = lock(case)
    if not case_now.is_open:
        raise AlreadyClosed(case.pk)
    found = said_findings(case, ending, by=by, at=at) + standing_findings(case, inquiry, by=by, at=at)
    if found or ending.reason is None:
        raise MayNotCloseCase(found)
    row = write_standing(case, Respect.STAGE, value=Stage.CLOSED, words=ending.remaining_risk, seen=seen, by=by, at=at)
    closure = write_closure(case, ending, by=by, at=at)
    end_tasks(case, ending, by=by, at=at)
    case.stage, case.next_step_kind, case.next_step_at = Stage.CLOSED, "", None
    case.save(update_fields=["stage", "next_step_kind", "next_step_at"])
    end_all(case=case, by=by, at=at)
    trail.record("case.closed", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    set_what_follows(case, ending, reason=ending.reason, by=by, at=at)
    return closure


def write_closure(case: Case, ending: Ending, *, by: User, at: datetime) -> Closure:
    closure = Closure(
        case=case,
        number=case.closures.count() + 1,
        at=at,
        by=by,
        check_on=ending.check_on,
        helped=ending.helped.text,
        hindered=ending.hindered.text,
        remaining_risk=ending.remaining_risk.text,
        facts=sealed_facts(case, ending, by=by, at=at),
    ).opened_with(case.key_in_hand)
    closure.save()
    trail.record("case.ending_written", by=by.pk, about=case.pk, subject=closure.pk, digest=closure.sealed_digest())
    return closure


def sealed_facts(case: Case, ending: Ending, *, by: User, at: datetime) -> dict[str, Any]:
    kinds = dict(case.tasks.open().values_list("pk", "kind"))
    names = {party.key: party.name for party in parties_of(case, by=by, at=at)}
    return {
        "reason": ending.reason or "",
        "accountable": ending.accountable.text,
        "why_no_check": ending.why_no_check.text,
        "tasks": [
            {"kind": kinds[pk], "outcome": end.outcome, "why": end.why.text}
            for pk, end in ending.tasks.items()
            if pk in kinds
        ],
        "parties": [
            {"key": key, "name": names[key], "told": informed.told, "why": informed.why.text}
            for key, informed in ending.parties.items()
            if key in names
        ],
    }


ACTS = {Outcome.FINISHED: "task.done", Outcome.HANDED_ON: "task.handed_on", Outcome.DROPPED: "task.dropped"}


def end_tasks(case: Case, ending: Ending, *, by: User, at: datetime) -> None:
    for task in case.tasks.open().select_for_update():
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
        trail.record(ACTS[ending.tasks[task.pk].outcome], by=by.pk, about=case.pk, subject=task.pk, code=task.kind)


def set_what_follows(case: Case, ending: Ending, *, reason: CloseReason, by: User, at: datetime) -> None:
    """Set the day to look again, and the day the case is kept until, or the task to find one."""
    today = local_day(at)
    owner = case.consultant or by
    if ending.check_on:
        check = NewTask(kind=TaskKind.CHECK, due_at=nine_o_clock(ending.check_on), owner=owner)
        set_task(case=case, task=check, by=by, at=at)
    last_day = keep_until(reason, closed_on=today)
    write_keeping(case, last_day, why=None, by=by, at=at)
    if last_day is not None:
        return
    due = today + timedelta(days=DECIDE_KEEPING_WITHIN_DAYS.on(today))
    set_task(case=case, task=NewTask(kind=TaskKind.KEEPING, due_at=nine_o_clock(due), owner=owner), by=by, at=at)


@transaction.atomic
def reopen_case(
    *, case: Case, stage: Stage, why: Guarded, next_step: NewTask, seen: int | None, by: User, at: datetime
) -> None:
    """Go on with a closed case, with its history, a reason and a new next step. What was asked of destruction falls.

    Raises NotClosed, NoReason, NotAConsultant, and ChangedMeanwhile.
    """
    require_consultant(next_step.owner)
    if lock(case).is_open or stage == Stage.CLOSED:
        raise NotClosed(case.pk)
    if not why.text.strip():
        raise NoReason(case.pk)
    row = write_standing(case, Respect.STAGE, value=stage, words=why, seen=seen, by=by, at=at)
    case.stage, case.next_step_kind, case.next_step_at = stage, next_step.kind, next_step.due_at
    case.save(update_fields=["stage", "next_step_kind", "next_step_at"])
    trail.record("case.reopened", by=by.pk, about=case.pk, subject=row.pk, code=stage)
    set_task(case=case, task=next_step, by=by, at=at)
    for task in case.tasks.open().filter(kind=TaskKind.KEEPING):
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
        trail.record("task.dropped", by=by.pk, about=case.pk, subject=task.pk, code=task.kind)
    for order in DestructionOrder.objects.waiting().filter(case=case):
        order.withdrawn_at, order.withdrawn_by = at, by
        order.save(update_fields=["withdrawn_at", "withdrawn_by"])
        trail.record("case.destruction_withdrawn", by=by.pk, about=case.pk, subject=order.pk)
    show_next_step(case)
