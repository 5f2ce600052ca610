"""The training week: an invented course of events, loaded once into the databases of a demo."""

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
    """A step of the week was refused or failed; the message names its line."""


def load_week(path: Path, *, now: datetime) -> bool:
    """Take every step of the week that ends ``now``, unless that was done before; say whether it was done.

    The trail keeps that it was loaded. Raises Interrupted and DoesNotPlay.
    """
    if Event.objects.filter(act=LOADED).exists():
        return False
    week = read_file(path, begins=now)
    if anybody_is_here(week):
        raise Interrupted
    scene = begin(week)
    for item in week.items:
        if not isinstance(item.kind, StepKind):
            continue
        trouble = take(item, scene) or (scene.refusal and scene.refusal.code)
        if trouble:
            raise DoesNotPlay(f"{path.name}:{item.line} {trouble}")
    trail.record_alone(LOADED, code=path.stem)
    return True


def anybody_is_here(week: Course) -> bool:
    return User.objects.filter(first_name__in=[person.name for person in week.people]).exists()
