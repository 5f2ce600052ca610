"""Set and finish what somebody will do by a certain time."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from vaern.audit import trail
from vaern.guard import Context, Guarded, guarded
from vaern.inquiries.models import Inquiry, Task
from vaern.inquiries.terms import TaskKind
from vaern.staff.models import User


class LastStep(Exception):
    """An open inquiry keeps a next step: set another, or close it."""


class AlreadyDone(Exception):
    """The task was finished before."""


def blank() -> Guarded:
    """Return the text that says nothing, as the guard makes it."""
    return guarded("", Context())


@dataclass(frozen=True, kw_only=True)
class NewTask:
    kind: TaskKind
    due_at: datetime
    owner: User
    text: Guarded = field(default_factory=blank)


@transaction.atomic
def set_task(*, inquiry: Inquiry, task: NewTask, by: User, at: datetime) -> Task:
    """Add a task to an opened inquiry; the earliest open one becomes its next step."""
    row = Task(
        inquiry=inquiry,
        kind=task.kind,
        due_at=task.due_at,
        owner=task.owner,
        text=task.text.text,
        set_at=at,
        set_by=by,
    ).opened_with(inquiry.key_in_hand)
    row.save(force_insert=True)
    trail.record("task.set", by=by.pk, about=inquiry.pk, subject=row.pk, code=task.kind)
    show_next_step(inquiry)
    return row


@transaction.atomic
def finish_task(*, inquiry: Inquiry, task: Task, by: User, at: datetime, then: NewTask | None = None) -> None:
    """Mark a task done; ``then`` is the next step. Raises LastStep if none would be left, AlreadyDone if it was."""
    locked = Task.objects.select_for_update().get(pk=task.pk, inquiry=inquiry)
    if locked.done_at is not None:
        raise AlreadyDone(task.pk)
    if then is None and inquiry.is_open and not inquiry.tasks.open().exclude(pk=task.pk).exists():
        raise LastStep(inquiry.pk)
    locked.done_at, locked.done_by = at, by
    locked.save(update_fields=["done_at", "done_by"])
    trail.record("task.done", by=by.pk, about=inquiry.pk, subject=task.pk, code=locked.kind)
    if then:
        set_task(inquiry=inquiry, task=then, by=by, at=at)
    show_next_step(inquiry)


def show_next_step(inquiry: Inquiry) -> None:
    """Copy the earliest open task's kind and time to the inquiry's work columns."""
    first = inquiry.tasks.open().by_due().first() if inquiry.is_open else None
    inquiry.next_step_kind = first.kind if first else ""
    inquiry.next_step_at = first.due_at if first else None
    inquiry.save(update_fields=["next_step_kind", "next_step_at"])
