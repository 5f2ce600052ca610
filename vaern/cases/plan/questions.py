"""The question board: what is not known, who finds it out, by which safe route, by when; and what was found.

Each question is a task of the kind FIND_OUT with a route; the answer is a line of the journal.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from vaern.cases.actions.journal import add_entry
from vaern.cases.actions.tasks import finish_task, set_task
from vaern.cases.models import Case, PlanItem, PlanRow, Task
from vaern.cases.plan.rows import add_item, brought_up_again, go_on, newest_of, newest_rows, require_unchanged
from vaern.cases.plan.terms import Asker, PlanKind
from vaern.cases.reading import tasks_of
from vaern.cases.terms import EntryKind, TaskKind
from vaern.guard import Guarded
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import NewTask


class NothingAsked(Exception):
    """A question says what is to be found out."""


class NoRoute(Exception):
    """A question has a safe route: whom, where and how to ask without anybody noticing who must not."""


class NobodyAsks(Exception):
    """Somebody outside who asks is named by what they are: "sundhedsplejersken"."""


class AlreadyAnswered(Exception):
    """The question was answered before; what is new is a line of the journal."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """``find_out`` is the task, of kind FIND_OUT, whose owner of ours sees to it; ``role`` is who asks outside."""

    what: Guarded
    route: Guarded
    asker: Asker
    role: Guarded
    find_out: NewTask


@transaction.atomic
def ask(*, case: Case, said: Question, by: User, at: datetime, about: Task | None = None) -> PlanItem:
    """Put a question on the board of an opened case. ``about``: an open task to find it out, which had no route.

    Raises NothingAsked, NoRoute, NobodyAsks, TimeIsPast.
    """
    if not said.what.text.strip():
        raise NothingAsked
    if not said.route.text.strip():
        raise NoRoute
    if said.asker == Asker.AUTHORITY and not said.role.text.strip():
        raise NobodyAsks
    lock(case)
    task = brought_up_again(case, about, new=said.find_out, by=by, at=at, is_over=False)
    facts = {"what": said.what.text, "route": said.route.text, "asker": said.asker, "role": said.role.text}
    return add_item(case, PlanKind.QUESTION, facts, by=by, at=at, task=task)


@transaction.atomic
def answer(
    *,
    case: Case,
    item: PlanItem,
    note: Guarded,
    happened_at: datetime,
    seen: int,
    by: User,
    at: datetime,
    then: NewTask | None = None,
) -> None:
    """Answer a question by a line of the journal, and finish its task; ``then`` is the next step.

    Raises ChangedMeanwhile, AlreadyAnswered, LastStep, and NothingSaid or NotYet as ``add_entry`` does.
    """
    lock(case)
    require_unchanged(case, item, seen)
    row = newest_of(case, item)
    if row.entry is not None:
        raise AlreadyAnswered(item.pk)
    entry = add_entry(case=case, kind=EntryKind.OBSERVATION, note=note, happened_at=happened_at, by=by, at=at)
    if row.task is not None and row.task.done_at is None:
        finish_task(case=case, task=row.task, by=by, at=at, then=then)
    elif then is not None:
        set_task(case=case, task=then, by=by, at=at)
    go_on(case, item, row.facts, seen=seen, by=by, at=at, task=row.task, entry=entry)


# Reading


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question on the board, in plain values: also for a reader from outside, who opens no row."""

    id: UUID
    number: int
    what: str
    route: str
    asker: Asker
    role: str
    asked_at: datetime
    asked_by: str
    due_at: datetime | None
    owner: str
    answer: str
    answered_at: datetime | None
    answered_by: str

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    def is_late(self, moment: datetime) -> bool:
        return not self.is_answered and self.due_at is not None and self.due_at < moment


def board_of(case: Case) -> list[Asked]:
    """Return the board of the opened case: what waits for an answer by date, then what was found, newest first."""
    rows = newest_rows(case, PlanKind.QUESTION)
    found = [asked(row, case) for row in rows]
    waits = sorted((each for each in found if not each.is_answered), key=lambda each: each.due_at or each.asked_at)
    answered = [each for each in found if each.is_answered]
    return waits + sorted(answered, key=lambda each: each.answered_at or each.asked_at, reverse=True)


def without_route(case: Case) -> list[Task]:
    """Return the open tasks to find something out that do not stand on the board: no route is agreed for them."""
    on_the_board = {row.task_id for row in newest_rows(case, PlanKind.QUESTION)}
    return [task for task in tasks_of(case) if task.kind == TaskKind.FIND_OUT and task.pk not in on_the_board]


def asked(row: PlanRow, case: Case) -> Asked:
    facts, task = row.facts, row.task
    entry = row.entry.opened_with(case.key_in_hand) if row.entry else None
    return Asked(
        id=row.item_id,
        number=row.number,
        what=facts["what"],
        route=facts["route"],
        asker=Asker(facts["asker"]),
        role=facts["role"],
        asked_at=row.item.added_at,
        asked_by=row.by.first_name,
        due_at=task.due_at if task and task.done_at is None else None,
        owner=task.owner.first_name if task else "",
        answer=entry.note if entry else "",
        answered_at=entry.happened_at if entry else None,
        answered_by=row.by.first_name if entry else "",
    )
