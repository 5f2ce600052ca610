"""The training month: invented courses of events, loaded once into the databases of a demo."""

from datetime import datetime
from pathlib import Path

from vaern.audit import trail
from vaern.audit.models import Event
from vaern.play.player import begin, take
from vaern.play.reading import Course, read_file
from vaern.play.registry import StepKind
from vaern.staff.models import User

LOADED = "demo.loaded"


class Interrupted(Exception):
    """A loading stopped halfway, and what it left cannot be told from what people wrote since."""


class DoesNotPlay(Exception):
    """A step of the month was refused or failed; the message names its line."""


def load_month(folder: Path, *, now: datetime) -> bool:
    """Take every step of the courses in ``folder``, which all end ``now``, unless that was done before; say whether.

    The trail keeps that they were loaded. Raises Interrupted and DoesNotPlay.
    """
    if Event.objects.filter(act=LOADED).exists():
        return False
    courses = [read_file(path, begins=now) for path in sorted(folder.glob("*.toml"))]
    if any(anybody_is_here(course) for course in courses):
        raise Interrupted
    for course in courses:
        play_through(course)
    trail.record_alone(LOADED, code="month")
    return True


def play_through(course: Course) -> None:
    scene = begin(course)
    for item in course.items:
        if not isinstance(item.kind, StepKind):
            continue
        trouble = take(item, scene) or (scene.refusal and scene.refusal.code)
        if trouble:
            raise DoesNotPlay(f"{Path(course.name).name}:{item.line} {trouble}")


def anybody_is_here(course: Course) -> bool:
    return User.objects.filter(first_name__in=[person.name for person in course.people]).exists()
