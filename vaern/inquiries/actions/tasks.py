"""Set and finish what somebody will do about an inquiry by a certain time."""

from datetime import datetime

from vaern.inquiries.models import Inquiry, Task
from vaern.staff.models import User
from vaern.work.tasks import AlreadyDone, LastStep, NewTask, blank, finish_task_of, set_task_of, show_next_step

__all__ = ["AlreadyDone", "LastStep", "NewTask", "blank", "finish_task", "set_task", "show_next_step"]


def set_task(*, inquiry: Inquiry, task: NewTask, by: User, at: datetime) -> Task:
    """Add a task to an opened inquiry; the earliest open one becomes its next step."""
    return set_task_of(inquiry, task, by=by, at=at)


def finish_task(*, inquiry: Inquiry, task: Task, by: User, at: datetime, then: NewTask | None = None) -> None:
    """Mark a task done; ``then`` is the next step. Raises LastStep if none would be left, AlreadyDone if it was."""
    finish_task_of(inquiry, task, by=by, at=at, then=then)
