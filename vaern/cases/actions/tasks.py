"""Set, finish and move what somebody will do about a case by a certain time."""

from datetime import datetime

from django.db import transaction

from vaern.audit import trail
from vaern.cases.models import Case, Task
from vaern.cases.reading import newest_standing, responsible_in
from vaern.cases.surroundings import require_consultant
from vaern.cases.terms import DONE_ELSEWHERE, AuthorityState, Respect, TaskKind
from vaern.staff.models import User
from vaern.work.tasks import AlreadyDone, NewTask, finish_task_of, hold, set_task_of, show_next_step


class AuthorityStillMissing(Exception):
    """Whoever decides in the matter is not written down yet; write them down, or move the day to find them."""


class DoneElsewhere(Exception):
    """The task is done on a page of its own, which asks for more: a date, or who confirmed."""


def set_task(*, case: Case, task: NewTask, by: User, at: datetime) -> Task:
    """Add a task to an opened case; the earliest open one becomes its next step. Raises NotAConsultant."""
    require_consultant(task.owner)
    return set_task_of(case, task, by=by, at=at)


@transaction.atomic
def finish_task(*, case: Case, task: Task, by: User, at: datetime, then: NewTask | None = None) -> None:
    """Mark a task done; ``then`` is the next step.

    Raises LastStep if none would be left, AlreadyDone if it was, AuthorityStillMissing while nobody is responsible,
    and DoneElsewhere for what asks for more than that.
    """
    hold(case)
    if task.kind in DONE_ELSEWHERE:
        raise DoneElsewhere(case.pk)
    authority = newest_standing(case, Respect.AUTHORITY)
    if (
        task.kind == TaskKind.FIND_AUTHORITY
        and authority is not None
        and responsible_in(authority).state == AuthorityState.TO_FIND
    ):
        raise AuthorityStillMissing(case.pk)
    if then:
        require_consultant(then.owner)
    finish_task_of(case, task, by=by, at=at, then=then)


@transaction.atomic
def move_task(*, case: Case, task: Task, due_at: datetime, owner: User, by: User) -> None:
    """Give an open task another day or another owner. Raises AlreadyDone, and NotAConsultant for the owner."""
    require_consultant(owner)
    hold(case)
    task = case.tasks.select_for_update().get(pk=task.pk)
    if task.done_at is not None:
        raise AlreadyDone(task.pk)
    task.due_at, task.owner = due_at, owner
    task.save(update_fields=["due_at", "owner"])
    trail.record("task.moved", by=by.pk, about=case.pk, subject=task.pk, code=task.kind)
    show_next_step(case)
