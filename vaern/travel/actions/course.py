"""Begin a trip's file, and move the trip on: left, home, averted. Each move is a statement that stays.

When a trip ends the danger is not called over: a new screening, a talk and follow-ups are set as tasks in the same act.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from vaern.audit import trail
from vaern.cases.actions.course import NotYet
from vaern.cases.actions.tasks import set_task
from vaern.cases.models import Case
from vaern.cases.terms import TaskKind
from vaern.guard import Context, Guarded, guarded
from vaern.law.clocks import COPENHAGEN, local_day
from vaern.staff.models import User
from vaern.travel.actions.facts import Said, save_fact
from vaern.travel.clock import follow_up_days
from vaern.travel.models import Trip
from vaern.travel.terms import ENDED, GOES_ON_TO, Certainty, Source, Topic, TripStage
from vaern.work.rows import lock
from vaern.work.tasks import NewTask

NINE = time(9)
A_DAY = timedelta(days=1)


class CannotMove(Exception):
    """A trip does not go on like that: nobody comes home who has not left. Or somebody else moved it meanwhile."""


class BeforeItBegan(Exception):
    """Nobody is home before they left."""


class NoReasonGiven(Exception):
    """A move needs words: how it is known."""


@transaction.atomic
def begin_trip(*, case: Case, by: User, at: datetime) -> Trip:
    """Begin the file of a trip in an opened case, and return it readable. Nothing is known of it yet."""
    trip = Trip(case=case, begun_at=at, begun_by=by, moved_at=at).opened_with(case.key_in_hand)
    trip.save(force_insert=True)
    trail.record("trip.begun", by=by.pk, about=case.pk, subject=trip.pk)
    return trip


@transaction.atomic
def move_trip(
    *, trip: Trip, to: TripStage, on: date, words: Guarded, source: Source, seen: TripStage, by: User, at: datetime
) -> None:
    """Say that somebody has left, is home, or that the trip was averted, from ``on``. ``seen``: the stage shown.

    Raises CannotMove, NotYet, BeforeItBegan, NoReasonGiven. When it ends, tasks are set for ``by``: a new screening and
    a talk the next day, and four follow-ups.
    """
    held = lock(trip)
    if held.stage != seen or to not in GOES_ON_TO[TripStage(held.stage)]:
        raise CannotMove(trip.pk)
    if on > local_day(at):
        raise NotYet(trip.pk)
    if held.stage == TripStage.ABROAD and held.trip_on and on < held.trip_on:
        raise BeforeItBegan(trip.pk)
    if not words.text.strip():
        raise NoReasonGiven(trip.pk)
    number = trip.facts.filter(topic=Topic.STAGE).count() + 1
    said = Said(topic=Topic.STAGE, words=words, source=source, on=on, certainty=Certainty.SURE)
    values = {"stage": to, "on": on.isoformat()}
    save_fact(trip, said, values, None, thread=trip.pk, number=number, by=by, at=at)
    trip.stage, trip.moved_at = to, at
    if to == TripStage.ABROAD:
        trip.trip_on = on
    trip.save(update_fields=["stage", "moved_at", "trip_on"])
    trail.record("trip.moved", by=by.pk, about=trip.case_id, subject=trip.pk, code=to)
    if to in ENDED:
        look_again(trip.case, ended_on=on, by=by, at=at)


def look_again(case: Case, *, ended_on: date, by: User, at: datetime) -> None:
    """Set what comes after a trip. A day that is over is today: somebody may have come home long ago."""
    tomorrow = local_day(at) + A_DAY
    tasks = [
        (TaskKind.CHECK, tomorrow, "Screen igen: en rejse, der er slut, siger intet om faren."),
        (TaskKind.MEETING, tomorrow, "Tal med personen alene om, hvad der er sket."),
        *((TaskKind.FOLLOW_UP, day, "Følg op efter rejsen.") for day in follow_up_days(ended_on)),
    ]
    for kind, day, words in tasks:
        due_at = datetime.combine(max(day, tomorrow), NINE, tzinfo=COPENHAGEN)
        set_task(case=case, task=NewTask(kind=kind, due_at=due_at, owner=by, text=own(words)), by=by, at=at)


def own(words: str) -> Guarded:
    """Return our own fixed words as the guard passes them."""
    return guarded(words, Context())
