"""Set and finish what somebody will do by a certain time.

What a task belongs to (``whole``: an inquiry, a case) has ``tasks``, ``is_open`` and the columns of its next step.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from vaern.audit import trail
from vaern.guard import Context, Guarded, guarded
from vaern.staff.models import User


class LastStep(Exception):
    """What is open keeps a next step: set another, or close it."""


class AlreadyDone(Exception):
    """The task was finished before."""


def blank() -> Guarded:
    """Return the text that says nothing, as the guard makes it."""
    return guarded("", Context())


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """``kind`` is one of the room's own list of kinds."""

    kind: str
    due_at: datetime
    owner: User
    text: Guarded = field(default_factory=blank)


@transaction.atomic
def set_task_of(whole: Any, task: NewTask, *, by: User, at: datetime) -> Any:
    """Add a task to something opened; the earliest open one becomes its next step."""
    hold(whole)
    row = whole.tasks.model(
        **{whole.tasks.field.name: whole},
        kind=task.kind,
        due_at=task.due_at,
        owner=task.owner,
        text=task.text.text,
        set_at=at,
        set_by=by,
    ).opened_with(whole.key_in_hand)
    row.save(force_insert=True)
    trail.record("task.set", by=by.pk, about=whole.pk, subject=row.pk, code=task.kind)
    show_next_step(whole)
    return row


@transaction.atomic
def finish_task_of(whole: Any, task: Any, *, by: User, at: datetime, then: NewTask | None = None) -> None:
    """Mark a task done; ``then`` is the next step. Raises LastStep if none would be left, AlreadyDone if it was."""
    hold(whole)
    locked = whole.tasks.select_for_update().get(pk=task.pk)
    if locked.done_at is not None:
        raise AlreadyDone(task.pk)
    if then is None and whole.is_open and not whole.tasks.open().exclude(pk=task.pk).exists():
        raise LastStep(whole.pk)
    locked.done_at, locked.done_by = at, by
    locked.save(update_fields=["done_at", "done_by"])
    trail.record("task.done", by=by.pk, about=whole.pk, subject=task.pk, code=locked.kind)
    if then:
        set_task_of(whole, then, by=by, at=at)
    show_next_step(whole)


def hold(whole: Any) -> None:
    """Let acts on one thing's tasks wait for each other: two at once could each copy a next step the other changed."""
    type(whole).objects.select_for_update(of=("self",)).values_list("pk").get(pk=whole.pk)


def show_next_step(whole: Any) -> None:
    """Copy the earliest open task's kind and time to the work columns."""
    first = whole.tasks.open().by_due().first() if whole.is_open else None
    whole.next_step_kind = first.kind if first else ""
    whole.next_step_at = first.due_at if first else None
    whole.save(update_fields=["next_step_kind", "next_step_at"])
