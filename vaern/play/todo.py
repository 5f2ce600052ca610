"""What the kinds about inquiries and about cases share: tasks are the same rows in both (vaern/work)."""

from datetime import datetime
from typing import Any

from vaern.play.scene import Broken, clock_shows, hold, stands_in

NOTHING = "none"


def task_of(row: Any, kind: str | None) -> Any:
    """Return the open task of a kind, or the next step; a finished one where none is open."""
    rows = row.tasks.by_due().filter(kind=kind) if kind else row.tasks.open().by_due()
    found = rows.open().first() or rows.last()
    if found is None:
        raise Broken("there is no such thing to be done")
    return found


def look_at_next_step_of(row: Any, kind: str | None, due: datetime | None, due_by: datetime | None) -> None:
    """Compare the next step that stands on lists."""
    hold(kind in {None, row.next_step_kind or NOTHING}, f"it is {row.next_step_kind or NOTHING}")
    if due or due_by:
        in_time(row.next_step_at, due, due_by)


def look_at_tasks_of(
    row: Any,
    *,
    kind: str,
    due: datetime | None,
    due_by: datetime | None,
    owner: str | None,
    has: str | None,
    is_done: bool,
    is_there: bool,
) -> list[Any]:
    """Look in an opened row for something that is to be done, or has been; return what there is of the kind."""
    rows = row.tasks.filter(kind=kind, done_at__isnull=not is_done).by_due().select_related("owner")
    found: list[Any] = rows.opened_with(row.key_in_hand)
    if not is_there:
        hold(not found, f"there is one, due {clock_shows(found[0].due_at) if found else ''}")
        return []
    hold(bool(found), "there is none")
    troubles = [trouble_with(task, due, due_by, owner, has) for task in found]
    hold("" in troubles, troubles[0])
    return found


def trouble_with(task: Any, due: datetime | None, due_by: datetime | None, owner: str | None, has: str | None) -> str:
    """Say in what a task is not the one that is looked for; blank when it is."""
    try:
        if due or due_by:
            in_time(task.due_at, due, due_by)
    except Broken as error:
        return str(error)
    if owner is not None and task.owner.first_name != owner:
        return f"it is {task.owner.first_name}'s"
    if has is not None and not stands_in(has, task.text):
        return "it has not these words"
    return ""


def in_time(at: datetime | None, due: datetime | None, due_by: datetime | None) -> None:
    if at is None:
        raise Broken("it has no time")
    hold(due is None or at == due, f"it is due {clock_shows(at)}")
    hold(due_by is None or at <= due_by, f"it is due {clock_shows(at)}, which is later")
