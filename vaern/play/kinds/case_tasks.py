"""What is to be done about a case: there is always a next step, with an owner and a time."""

from datetime import datetime

from vaern.cases.actions import tasks
from vaern.cases.terms import TaskKind
from vaern.cases.worklist import due_tasks
from vaern.play.fields import INQUIRY, Choice, Field, Flag, Moment, Text, Who, Word
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Scene, hold
from vaern.play.todo import NOTHING, look_at_next_step_of, look_at_tasks_of, task_of
from vaern.staff.models import User
from vaern.work.tasks import NewTask

refused_with(
    tasks.AuthorityStillMissing,
    "Den ansvarlige myndighed er ikke skrevet endnu.",
    "Skriv den, eller flyt dagen til at finde den.",
)


def case_task(scene: Scene, kind: TaskKind, at: datetime, text: str, owner: str | None, by: User) -> NewTask:
    user = scene.person(owner) if owner else by
    return NewTask(kind=kind, due_at=at, owner=user, text=scene.guarded(text=text)["text"])


@step(
    "case-task",
    needs=CASES,
    example='kind = "meeting"\ndue = "+2 days 10:00"\ntext = "Møde med skole og politi, uden familien"',
    inquiry=INQUIRY,
    kind=Field(Choice(TaskKind), "what it is", TaskKind.FOLLOW_UP.value),
    due=Field(Moment(), "when it is due", "+7 days 10:00"),
    text=Field(Text(), "it in words", ""),
    owner=Field(Who(), "who does it; who writes it down", None),
)
def set_task(
    scene: Scene, *, by: User, inquiry: str, kind: TaskKind, due: datetime, text: str, owner: str | None
) -> None:
    """Set one more thing to be done. The earliest that is not done is the case's next step."""
    case = scene.case_opened(inquiry, by)
    tasks.set_task(case=case, task=case_task(scene, kind, due, text, owner, by), by=by, at=scene.at)


@step(
    "case-done",
    needs=CASES,
    example='task = "meeting"\nthen = "follow-up"\nthen_at = "+3 days 10:00"',
    inquiry=INQUIRY,
    task=Field(Choice(TaskKind), "which; the next step", None),
    then=Field(Choice(TaskKind), "the next step after it", None),
    then_at=Field(Moment(), "when that is due", "+7 days 10:00"),
    then_text=Field(Text(), "that in words", ""),
)
def finish(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    task: TaskKind | None,
    then: TaskKind | None,
    then_at: datetime,
    then_text: str,
) -> None:
    """Mark something as done. The last of an open case cannot be, without a next step after it."""
    case = scene.case_opened(inquiry, by)
    following = case_task(scene, then, then_at, then_text, None, by) if then else None
    tasks.finish_task(case=case, task=task_of(case, task), by=by, at=scene.at, then=following)


@step(
    "case-move-task",
    needs=CASES,
    example='task = "meeting"\ndue = "+5 days 10:00"\nowner = "Bo"',
    inquiry=INQUIRY,
    task=Field(Choice(TaskKind), "which; the next step", None),
    due=Field(Moment(), "its new time; as it was", None),
    owner=Field(Who(), "its new owner; as it was", None),
)
def move(
    scene: Scene, *, by: User, inquiry: str, task: TaskKind | None, due: datetime | None, owner: str | None
) -> None:
    """Give an open task another time or another owner."""
    case = scene.case_opened(inquiry, by)
    row = task_of(case, task)
    user = scene.person(owner) if owner else row.owner
    tasks.move_task(case=case, task=row, due_at=due or row.due_at, owner=user, by=by)


@expectation(
    "case-next-step",
    example='kind = "meeting"\ndue_by = "+2 days 10:00"',
    inquiry=INQUIRY,
    kind=Field(Choice(TaskKind, NOTHING), "what it is", None),
    due=Field(Moment(), "the time it is due", None),
    due_by=Field(Moment(), "it is due then or earlier", None),
)
def look_at_next_step(
    scene: Scene, *, inquiry: str, kind: str | None, due: datetime | None, due_by: datetime | None
) -> None:
    """Look at the next step of a case that stands on lists."""
    look_at_next_step_of(scene.case_of(inquiry), kind, due, due_by)


@expectation(
    "case-task",
    example='kind = "find-authority"\ndue_by = "+1 working day 12:00"\nowner = "Asta"',
    inquiry=INQUIRY,
    kind=Field(Choice(TaskKind), "what is to be done"),
    due=Field(Moment(), "the time it is due", None),
    due_by=Field(Moment(), "it is due then or earlier", None),
    owner=Field(Who(), "who is to do it; it stands on their day", None),
    has=Field(Word(), "words that stand in it", None),
    is_done=Field(Flag(), "whether it is done", False),
    is_there=Field(Flag(), "false: there must be no such thing", True),
)
def look_at_task(
    scene: Scene,
    *,
    inquiry: str,
    kind: TaskKind,
    due: datetime | None,
    due_by: datetime | None,
    owner: str | None,
    has: str | None,
    is_done: bool,
    is_there: bool,
) -> None:
    """Look for something that is to be done about a case, or has been."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    expected = {"due": due, "due_by": due_by, "owner": owner, "has": has, "is_done": is_done, "is_there": is_there}
    found = look_at_tasks_of(case, kind=kind, **expected)
    if found and owner is not None and not is_done:
        theirs = due_tasks(scene.person(owner), until=max(task.due_at for task in found))
        hold(any(task.case_id == case.pk and task.kind == kind for task in theirs), "it is not on their day")
