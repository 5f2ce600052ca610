"""The training month: invented courses of events, loaded once into the databases of a demo."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vaern.audit import trail
from vaern.audit.models import Event
from vaern.mailbox.code import Code
from vaern.play.player import begin, take
from vaern.play.reading import Course, read_file
from vaern.play.registry import StepKind
from vaern.play.scene import Scene
from vaern.staff.models import User

LOADED = "demo.loaded"
TO_TRY = "prøv selv"  # what the month calls the thread whose code is told, so that its mailbox can be tried


class Interrupted(Exception):
    """A loading stopped halfway, and what it left cannot be told from what people wrote since."""


class DoesNotPlay(Exception):
    """A step of the month was refused or failed; the message names its line."""


@dataclass(frozen=True)
class Loaded:
    """What a loading leaves that stands in no database: the code of the one mailbox that is there to be tried."""

    to_try: Code | None


def load_month(folder: Path, *, now: datetime) -> Loaded | None:
    """Take every step of the courses in ``folder``, which all end ``now``; None if that was done before.

    The trail keeps that they were loaded. Raises Interrupted and DoesNotPlay.
    """
    if Event.objects.filter(act=LOADED).exists():
        return None
    courses = [read_file(path, begins=now) for path in sorted(folder.glob("*.toml"))]
    if any(anybody_is_here(course) for course in courses):
        raise Interrupted
    codes: dict[str, Code] = {}
    for course in courses:
        codes |= play_through(course).codes
    trail.record_alone(LOADED, code="month")
    return Loaded(to_try=codes.get(TO_TRY))


def play_through(course: Course) -> Scene:
    """Take every step of a course, and return the scene after its last. Raises DoesNotPlay."""
    scene = begin(course)
    for item in course.items:
        if not isinstance(item.kind, StepKind):
            continue
        trouble = take(item, scene) or (scene.refusal and scene.refusal.code)
        if trouble:
            raise DoesNotPlay(f"{Path(course.name).name}:{item.line} {trouble}")
    return scene


def anybody_is_here(course: Course) -> bool:
    return User.objects.filter(first_name__in=[person.name for person in course.people]).exists()
