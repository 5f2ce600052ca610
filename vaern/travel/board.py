"""All the trips one may see, by clock, with what is missing; and by month for a team lead. No list opens a key."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from vaern.cases.access import ways_in
from vaern.cases.models import LeaveCover
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.travel.clock import Departure, Milestone, countdown, day_abroad, next_milestone
from vaern.travel.models import Fact, Sign, Trip
from vaern.travel.terms import ENDED, TripStage
from vaern.travel.topics import QUESTIONS, Question, missing_questions

MOST = 200
HOME = "Europe/Copenhagen"  # the board knows the day and not the zone: most leave from here
STILL_FOLLOWED = timedelta(days=120)  # after a trip: past the follow-up at three months


@dataclass(frozen=True, kw_only=True)
class Row:
    """A trip as the board knows it. ``days``: whole ones until its date begins, 0 when it may be today, None abroad.

    ``is_unknown``: no date is known, which counts as near. ``is_over``: the date has passed and nobody said they left.
    """

    trip: Trip
    case: Any
    days: int | None
    is_unknown: bool
    is_over: bool
    day_abroad: int
    missing: tuple[Question, ...]
    milestone: Milestone | None
    missed_sign: UUID | None
    next_sign: datetime | None

    @property
    def known(self) -> int:
        return len(QUESTIONS) - len(self.missing)


def board(user: User, *, at: datetime) -> list[Row]:
    """Return the trips under way and those just ended that ``user`` may see: nearest first, the ended last."""
    trips: dict[UUID, Trip] = {}
    for way in ways_in(user, at=at):
        mine = Trip.objects.filter(case__in=way.cases.values("pk")).select_related("case", "case__consultant")
        for rows in (mine.under_way(), mine.ended_since(at - STILL_FOLLOWED)):
            trips |= {trip.pk: trip for trip in rows.by_clock()[:MOST]}
    return rows_of(list(trips.values()), at=at)


def rows_of(trips: list[Trip], *, at: datetime) -> list[Row]:
    """Return trips as the board shows them, in its order. Three queries."""
    topics: dict[UUID, set[str]] = defaultdict(set)
    known = Fact.objects.newest().filter(trip__in=trips, is_known=True)
    for trip_id, topic in known.values_list("trip", "topic"):
        topics[trip_id].add(topic)
    signs: dict[UUID, list[Sign]] = defaultdict(list)
    for sign in Sign.objects.awaited().filter(trip__in=trips).by_due():
        signs[sign.trip_id].append(sign)
    rows = [row_of(trip, topics[trip.pk], signs[trip.pk], at) for trip in trips]
    return sorted(rows, key=order)


def row_of(trip: Trip, topics: set[str], signs: list[Sign], at: datetime) -> Row:
    today = local_day(at)
    planned = trip.stage == TripStage.PLANNED
    missed = [sign for sign in signs if sign.due_at <= at]
    ahead = [sign for sign in signs if sign.due_at > at]
    return Row(
        trip=trip,
        case=trip.case,
        days=countdown(Departure(earliest=trip.trip_on, zone=HOME), at).days if planned else None,
        is_unknown=planned and trip.trip_on is None,
        is_over=planned and trip.trip_on is not None and trip.trip_on < today,
        day_abroad=day_abroad(trip.trip_on, today) if trip.stage == TripStage.ABROAD and trip.trip_on else 0,
        missing=tuple(missing_questions(topics)),
        milestone=next_milestone(trip.trip_on, at) if planned else None,
        missed_sign=missed[0].pk if missed else None,
        next_sign=ahead[0].due_at if ahead else None,
    )


def order(row: Row) -> tuple[bool, bool, int, date, UUID]:
    """Put what asks for somebody first: a missing sign, then the nearest departure; what has ended comes last."""
    days = -1 if row.is_unknown else (row.days if row.days is not None else 0)
    return (row.missed_sign is None, row.trip.stage in ENDED, days, row.trip.trip_on or date.min, row.trip.pk)


@dataclass(frozen=True)
class Missed:
    """A sign that has not come, as the day of its watcher shows it."""

    sign: Sign
    case: Any


def missed_by(user: User, *, at: datetime) -> list[Missed]:
    """Return the missing signs ``user`` watches for, also in place of a colleague who is away, or whose case they hold.

    The longest missing first. Shut.
    """
    signs: dict[UUID, Sign] = {}
    rows = Sign.objects.missed_at(at).select_related("trip__case", "watcher").by_due()
    away = LeaveCover.objects.in_force(local_day(at)).filter(stands_in=user).values("absent")
    for mine in (rows.watched_by(user), rows.filter(trip__case__consultant=user), rows.filter(watcher__in=away)):
        signs |= {sign.pk: sign for sign in mine[:50]}
    allowed = {
        pk
        for way in ways_in(user, at=at)
        for pk in way.cases.filter(pk__in=[sign.trip.case_id for sign in signs.values()]).values_list("pk", flat=True)
    }
    found = [Missed(sign, sign.trip.case) for sign in signs.values() if sign.trip.case_id in allowed]
    return sorted(found, key=lambda each: (each.sign.due_at, each.sign.pk))


# For a team lead: when trips come, by reference


@dataclass(frozen=True)
class Week:
    """The departures of one week: how many, and which cases."""

    monday: date
    cases: tuple[Any, ...]


@dataclass(frozen=True)
class Season:
    weeks: tuple[Week, ...]
    undated: tuple[Any, ...]
    abroad: tuple[Any, ...]
    missed: tuple[Sign, ...]


def season(*, at: datetime, weeks: int = 40) -> Season:
    """Return the departures of the coming weeks, those without a date, and who is abroad. References only."""
    today = local_day(at)
    monday = today - timedelta(days=today.weekday())
    last = monday + timedelta(weeks=weeks)
    trips = Trip.objects.under_way().select_related("case", "case__consultant", "case__handed_by").by_clock()[:1000]
    planned = [trip for trip in trips if trip.stage == TripStage.PLANNED]
    by_week: dict[date, list[Any]] = defaultdict(list)
    for trip in planned:
        if trip.trip_on and trip.trip_on < last:
            day = max(trip.trip_on, monday)
            by_week[day - timedelta(days=day.weekday())].append(trip.case)
    return Season(
        weeks=tuple(Week(day, tuple(cases)) for day, cases in sorted(by_week.items())),
        undated=tuple(trip.case for trip in planned if trip.trip_on is None),
        abroad=tuple(trip.case for trip in trips if trip.stage == TripStage.ABROAD),
        missed=tuple(Sign.objects.missed_at(at).select_related("trip__case", "watcher").by_due()[:100]),
    )
