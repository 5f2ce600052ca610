"""Write and read the rows of a plan, and keep the task that brings each part up again.

Every row stays. ``seen`` is the number of the row the page showed: if somebody else has gone on from it meanwhile,
ChangedMeanwhile is raised and nothing is written.
"""

from datetime import datetime
from typing import Any

from vaern.audit import trail
from vaern.cases.actions.course import ChangedMeanwhile
from vaern.cases.actions.opening import GateRefused
from vaern.cases.actions.tasks import finish_task, move_task, set_task
from vaern.cases.models import Case, Entry, PlanItem, PlanRow, Task
from vaern.cases.plan.terms import PlanKind
from vaern.law.terms import Finding
from vaern.staff.models import User
from vaern.work.tasks import NewTask


class TimeIsPast(Exception):
    """What is to come up again does so later than now."""


def require_permitted(finding: Finding, *, case: Case, by: User, code: str) -> None:
    """Raise GateRefused, and leave it in the trail, unless the law permits it. Stands before the act's transaction."""
    if not finding.permits:
        trail.record_refusal("plan.gate_refused", by=by.pk, about=case.pk, code=code)
        raise GateRefused(finding)


def add_item(
    case: Case,
    kind: PlanKind,
    facts: dict[str, Any],
    *,
    by: User,
    at: datetime,
    task: Task | None = None,
) -> PlanItem:
    """Add a part to the plan of a locked case, with its first row."""
    item = PlanItem(case=case, kind=kind, added_at=at, added_by=by).opened_with(case.key_in_hand)
    item.save(force_insert=True)
    row = write_row(item, facts, number=1, by=by, at=at, task=task)
    trail.record("plan.added", by=by.pk, about=case.pk, subject=item.pk, code=kind, digest=row.sealed_digest())
    return item


def go_on(
    case: Case,
    item: PlanItem,
    facts: dict[str, Any],
    *,
    seen: int,
    by: User,
    at: datetime,
    task: Task | None,
    entry: Entry | None = None,
) -> PlanRow:
    """Write how a part of a locked case's plan stands from now on. Raises ChangedMeanwhile."""
    require_unchanged(case, item, seen)
    row = write_row(item, facts, number=seen + 1, by=by, at=at, task=task, entry=entry)
    trail.record("plan.changed", by=by.pk, about=case.pk, subject=item.pk, code=item.kind, digest=row.sealed_digest())
    return row


def require_unchanged(case: Case, item: PlanItem, seen: int) -> None:
    newest = newest_of(case, item)
    if newest.number != seen:
        raise ChangedMeanwhile(newest)


def write_row(
    item: PlanItem,
    facts: dict[str, Any],
    *,
    number: int,
    by: User,
    at: datetime,
    task: Task | None = None,
    entry: Entry | None = None,
) -> PlanRow:
    row = PlanRow(item=item, number=number, at=at, by=by, task=task, entry=entry, facts=facts)
    row.opened_with(item.key_in_hand).save()
    return row


# The task that brings a part up again


def brought_up_again(
    case: Case, task: Task | None, *, new: NewTask | None, by: User, at: datetime, is_over: bool
) -> Task | None:
    """Set, move or finish the task a part of the plan points to, and return the one it points to now.

    Not over: ``new`` is when it comes up again, None for never. Over: the task is finished, and ``new`` may be the next
    step after it. Raises TimeIsPast, and LastStep if the case would be left with nothing to do.
    """
    if new is not None and new.due_at <= at:
        raise TimeIsPast
    waits = task is not None and task.done_at is None
    if task is not None and waits and (is_over or new is None):
        finish_task(case=case, task=task, by=by, at=at, then=new)
        return task
    if new is None:
        return task
    if task is None or not waits or is_over:
        return set_task(case=case, task=new, by=by, at=at)
    if (task.due_at, task.owner_id) != (new.due_at, new.owner.pk):
        move_task(case=case, task=task, due_at=new.due_at, owner=new.owner, by=by)
    return task


# Reading


def item_of(case: Case, kind: PlanKind, item_id: Any) -> PlanItem | None:
    """Return one part of the opened case's plan; None for one that is not there, or is another kind of thing."""
    item: PlanItem | None = case.plan_items.filter(pk=item_id, kind=kind).first()
    return item.opened_with(case.key_in_hand) if item else None


def only_item(case: Case, kind: PlanKind) -> PlanItem | None:
    """Return the one part of a kind of which a plan has at most one."""
    item: PlanItem | None = case.plan_items.filter(kind=kind).first()
    return item.opened_with(case.key_in_hand) if item else None


def newest_of(case: Case, item: PlanItem) -> PlanRow:
    return rows_of(case, item)[0]


def rows_of(case: Case, item: PlanItem) -> list[PlanRow]:
    """Return how a part of the opened case's plan has stood, newest first, readable."""
    rows = item.rows.newest_first().select_related("item", "by", "task__owner", "entry")
    return rows.opened_with(case.key_in_hand)


def newest_rows(case: Case, *kinds: PlanKind) -> list[PlanRow]:
    """Return how each part of some kinds stands in the opened case, in the order they were added. One query."""
    rows = PlanRow.objects.filter(item__case=case, item__kind__in=kinds)
    rows = rows.select_related("item", "by", "task__owner", "entry").order_by("item__added_at", "item", "number")
    newest = {row.item_id: row for row in rows}
    return [row.opened_with(case.key_in_hand) for row in newest.values()]
