"""Meetings, on the phone or in a room: agreed, moved, called off, held; with minutes, and what was agreed as tasks.

Who takes part is said by what they are, never by who. The minutes are a line of the journal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vaern.cases.actions.journal import add_entry
from vaern.cases.actions.tasks import finish_task, set_task
from vaern.cases.models import Case, PlanItem, PlanRow
from vaern.cases.plan.rows import (
    TimeIsPast,
    add_item,
    brought_up_again,
    go_on,
    newest_of,
    newest_rows,
    require_unchanged,
    rows_of,
)
from vaern.cases.plan.terms import MeetingForm, MeetingState, PlanKind
from vaern.cases.terms import EntryKind, TaskKind
from vaern.guard import Guarded
from vaern.law.clocks import moment
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import NewTask, blank


class EndsBeforeItStarts(Exception):
    """A meeting ends after it has begun, also across the night the clock is changed."""


class NobodyMeets(Exception):
    """A meeting has somebody in it besides us, said by what they are."""


class MeetingIsOver(Exception):
    """The meeting was held or called off before: neither moves it nor is undone."""


class NotBegun(Exception):
    """Minutes are written of a meeting that has begun."""


class NoReasonGiven(Exception):
    """Why a meeting is called off, or moved, is written down."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What is agreed. ``participants`` and ``points`` have a line each; ``place`` may be blank."""

    form: MeetingForm
    begins_at: datetime
    ends_at: datetime
    place: Guarded
    participants: Guarded
    points: Guarded
    owner: User

    def facts(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "begins_at": moment(self.begins_at).isoformat(),
            "ends_at": moment(self.ends_at).isoformat(),
            "place": self.place.text.strip(),
            "participants": lines_in(self.participants.text),
            "points": lines_in(self.points.text),
            "reason": "",
            "decisions": [],
        }

    def task(self) -> NewTask:
        return NewTask(kind=TaskKind.MEETING, due_at=self.begins_at, owner=self.owner, text=blank())


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Something agreed at a meeting. ``who`` carries it, by what they are; ``task`` is ours: to do it, or to ask."""

    who: Guarded
    task: NewTask


def lines_in(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@transaction.atomic
def plan_meeting(*, case: Case, said: Meeting, by: User, at: datetime) -> PlanItem:
    """Agree a meeting, which is a task of its owner. Raises EndsBeforeItStarts, TimeIsPast, NobodyMeets."""
    require_sound(said, at=at)
    lock(case)
    task = set_task(case=case, task=said.task(), by=by, at=at)
    facts = said.facts() | {"state": MeetingState.PLANNED}
    return add_item(case, PlanKind.MEETING, facts, by=by, at=at, task=task)


@transaction.atomic
def move_meeting(
    *, case: Case, item: PlanItem, said: Meeting, reason: Guarded, seen: int, by: User, at: datetime
) -> None:
    """Agree the meeting anew: another time, place, people or points.

    Raises what ``plan_meeting`` does, ChangedMeanwhile, MeetingIsOver, and NoReasonGiven for another time.
    """
    require_sound(said, at=at)
    before = planned_row(case, item, seen)
    is_moved = said.facts()["begins_at"] != before.facts["begins_at"]
    if is_moved and not reason.text.strip():
        raise NoReasonGiven
    task = brought_up_again(case, before.task, new=said.task(), by=by, at=at, is_over=False)
    facts = said.facts() | {"state": MeetingState.PLANNED, "reason": reason.text}
    go_on(case, item, facts, seen=seen, by=by, at=at, task=task)


@transaction.atomic
def cancel_meeting(
    *, case: Case, item: PlanItem, reason: Guarded, seen: int, by: User, at: datetime, then: NewTask | None = None
) -> None:
    """Call a meeting off; ``then`` is the next step.

    Raises NoReasonGiven, MeetingIsOver, ChangedMeanwhile, and LastStep when nothing else is to be done.
    """
    if not reason.text.strip():
        raise NoReasonGiven
    before = planned_row(case, item, seen)
    finish(case, before, then=then, by=by, at=at)
    facts = before.facts | {"state": MeetingState.CANCELLED, "reason": reason.text}
    go_on(case, item, facts, seen=seen, by=by, at=at, task=before.task)


@transaction.atomic
def write_minutes(
    *,
    case: Case,
    item: PlanItem,
    note: Guarded,
    decisions: Sequence[Decision],
    seen: int,
    by: User,
    at: datetime,
) -> None:
    """Say what was said at a meeting: a line of the journal, and a task for each thing agreed.

    Raises NotBegun, TimeIsPast for a task that is due before now, MeetingIsOver, ChangedMeanwhile, NothingSaid, and
    LastStep when nothing was agreed and nothing else is to be done.
    """
    before = planned_row(case, item, seen)
    begins_at = datetime.fromisoformat(before.facts["begins_at"])
    if begins_at > at:
        raise NotBegun
    entry = add_entry(case=case, kind=EntryKind.MEETING, note=note, happened_at=begins_at, by=by, at=at)
    agreed = []
    for decision in decisions:
        if decision.task.due_at <= at:
            raise TimeIsPast
        task = set_task(case=case, task=decision.task, by=by, at=at)
        agreed.append({"what": decision.task.text.text, "who": decision.who.text, "task": str(task.pk)})
    finish(case, before, then=None, by=by, at=at)
    facts = before.facts | {"state": MeetingState.HELD, "decisions": agreed}
    go_on(case, item, facts, seen=seen, by=by, at=at, task=before.task, entry=entry)


def require_sound(said: Meeting, *, at: datetime) -> None:
    if moment(said.ends_at) <= moment(said.begins_at):
        raise EndsBeforeItStarts
    if moment(said.begins_at) <= moment(at):
        raise TimeIsPast
    if not lines_in(said.participants.text):
        raise NobodyMeets


def planned_row(case: Case, item: PlanItem, seen: int) -> PlanRow:
    """Return the row of a meeting that is still to come, and hold its case until the act is committed."""
    lock(case)
    require_unchanged(case, item, seen)
    row = newest_of(case, item)
    if row.facts["state"] != MeetingState.PLANNED:
        raise MeetingIsOver(item.pk)
    return row


def finish(case: Case, row: PlanRow, *, then: NewTask | None, by: User, at: datetime) -> None:
    if row.task is not None and row.task.done_at is None:
        finish_task(case=case, task=row.task, by=by, at=at, then=then)
    elif then is not None:
        set_task(case=case, task=then, by=by, at=at)


# Reading


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """One thing agreed at a meeting, and how it stands. ``due_at`` and ``done_at`` are those of its task."""

    what: str
    who: str
    owner: str
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Met:
    """A meeting as it stands, in plain values; ``number`` is also the sequence of its calendar file.

    ``task_at`` is when its task is due: another time than the meeting's own when only the task was moved.
    """

    id: UUID
    number: int
    at: datetime
    by: str
    form: MeetingForm
    state: MeetingState
    begins_at: datetime
    ends_at: datetime
    place: str
    participants: tuple[str, ...]
    points: tuple[str, ...]
    reason: str
    owner: str
    owner_id: UUID | None
    task_at: datetime | None
    minutes: str
    decisions: tuple[dict[str, str], ...]

    @property
    def is_planned(self) -> bool:
        return self.state == MeetingState.PLANNED

    @property
    def task_was_moved(self) -> bool:
        return self.is_planned and self.task_at is not None and self.task_at != self.begins_at

    def awaits_minutes(self, moment: datetime) -> bool:
        return self.is_planned and self.begins_at <= moment


def meetings_of(case: Case) -> list[Met]:
    """Return the meetings of the opened case: those to come by time, then the rest, newest first. One query."""
    found = [met(row, case) for row in newest_rows(case, PlanKind.MEETING)]
    planned = sorted((each for each in found if each.is_planned), key=lambda each: each.begins_at)
    return planned + sorted(
        (each for each in found if not each.is_planned), key=lambda each: each.begins_at, reverse=True
    )


def meeting_of(case: Case, item: PlanItem) -> tuple[Met, list[Met]]:
    """Return a meeting as it stands, and how it stood before, newest first."""
    rows = [met(row, case) for row in rows_of(case, item)]
    return rows[0], rows[1:]


def agreed_at(case: Case, meeting: Met) -> list[Agreed]:
    """Return what was agreed at a meeting of the opened case, with how far it has come. One query."""
    ids = [each["task"] for each in meeting.decisions]
    tasks = {str(task.pk): task for task in case.tasks.filter(pk__in=ids).select_related("owner")}
    return [
        Agreed(
            what=each["what"],
            who=each["who"],
            owner=tasks[each["task"]].owner.first_name,
            due_at=tasks[each["task"]].due_at,
            done_at=tasks[each["task"]].done_at,
        )
        for each in meeting.decisions
    ]


def met(row: PlanRow, case: Case) -> Met:
    facts = row.facts
    entry = row.entry.opened_with(case.key_in_hand) if row.entry else None
    return Met(
        id=row.item_id,
        number=row.number,
        at=row.at,
        by=row.by.first_name,
        form=MeetingForm(facts["form"]),
        state=MeetingState(facts["state"]),
        begins_at=datetime.fromisoformat(facts["begins_at"]),
        ends_at=datetime.fromisoformat(facts["ends_at"]),
        place=facts["place"],
        participants=tuple(facts["participants"]),
        points=tuple(facts["points"]),
        reason=facts["reason"],
        owner=row.task.owner.first_name if row.task else "",
        owner_id=row.task.owner_id if row.task else None,
        task_at=row.task.due_at if row.task and row.task.done_at is None else None,
        minutes=entry.note if entry else "",
        decisions=tuple(facts["decisions"]),
    )
