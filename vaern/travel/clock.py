"""The clock of a trip: how long to the earliest departure, what still fits, what falls on which day.

Pure: the time is always passed in. What is not known counts as near: an unknown date is now, an unknown time is the
first of the day, an unknown zone the earliest on earth. Moments are compared in UTC, where no hour comes twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vaern.law.ages import comes_of_age_on
from vaern.law.clocks import local_day, moment
from vaern.law.values import PERMIT_FIRST_MARK_MONTHS, PERMIT_SECOND_MARK_MONTHS

MILESTONES = (28, 14, 7, 3, 1)  # days before the earliest departure
FOLLOW_UP_DAYS = (7, 30, 91)  # after a trip: a week, a month, three months
A_DAY = timedelta(days=1)
FIRST_ON_EARTH = timezone(timedelta(hours=14))  # where a date begins first
LAST_ON_EARTH = timezone(timedelta(hours=-12))


class NoSuchZone(ValueError):
    "There is no time zone of that name."


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone by its name in the zone database. Raises NoSuchZone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NoSuchZone from error


def earliest(day: date, clock: time | None, zone: str | None) -> datetime:
    """Return the first moment, in UTC, that a day and a time may mean. Raises NoSuchZone.

    An hour that comes twice is the first of the two; one that is left out in spring is the one before the change.
    """
    return min(readings(day, clock or time.min, zone or None, FIRST_ON_EARTH))


def latest(day: date, clock: time | None, zone: str | None) -> datetime:
    """Return the last moment, in UTC, that a day and a time may mean. Raises NoSuchZone."""
    return max(readings(day, clock or time.max, zone or None, LAST_ON_EARTH))


def readings(day: date, clock: time, zone: str | None, unknown: timezone) -> list[datetime]:
    where = zone_named(zone) if zone else unknown
    return [datetime.combine(day, clock.replace(fold=fold), tzinfo=where).astimezone(UTC) for fold in (0, 1)]


@dataclass(frozen=True, kw_only=True)
class Departure:
    """When somebody may leave, as far as it is known: a window of days, a time of day, and the zone they are in."""

    earliest: date | None = None
    latest: date | None = None
    clock: time | None = None
    zone: str | None = None

    def begins(self) -> datetime | None:
        """Return the earliest moment the trip can begin; None when no day is known."""
        return None if self.earliest is None else earliest(self.earliest, self.clock, self.zone)

    def ends(self) -> datetime | None:
        """Return the moment after which the whole window is over; None when it has no end."""
        last = self.latest or self.earliest
        return None if last is None else latest(last, self.clock, self.zone)


@dataclass(frozen=True, kw_only=True)
class Countdown:
    """What is left until the earliest plausible departure, in whole days and hours, rounded down.

    ``is_unknown``: no day is known, which counts as now. ``is_past``: the earliest moment has passed.
    ``is_over``: the whole window has passed, so that somebody must find out whether they left.
    """

    days: int
    hours: int
    is_unknown: bool
    is_past: bool
    is_over: bool

    @property
    def hours_left(self) -> int:
        return self.days * 24 + self.hours


def countdown(departure: Departure, at: datetime) -> Countdown:
    """Return what is left at ``at``. Raises NoSuchZone and TimeWithoutZone."""
    now, begins, ends = moment(at), departure.begins(), departure.ends()
    left = max(begins - now, timedelta()) if begins else timedelta()
    return Countdown(
        days=left.days,
        hours=left.seconds // 3600,
        is_unknown=begins is None,
        is_past=begins is not None and begins <= now,
        is_over=ends is not None and ends < now,
    )


@dataclass(frozen=True)
class Milestone:
    """A day before departure on which somebody looks at the file again."""

    days_before: int
    on: date
    is_reached: bool


def milestones(departs_on: date | None, at: datetime) -> list[Milestone]:
    """Return the milestones, the farthest first. Without a day there are none: it counts as near already."""
    if departs_on is None:
        return []
    today = local_day(at)
    days = [(before, departs_on - before * A_DAY) for before in MILESTONES]
    return [Milestone(before, on, on <= today) for before, on in days]


def next_milestone(departs_on: date | None, at: datetime) -> Milestone | None:
    return next((each for each in milestones(departs_on, at) if not each.is_reached), None)


# What falls on a person


class Passport(StrEnum):
    """How a passport stands on the day of departure."""

    HOLDS = "holds"
    EXPIRES_BEFORE = "expires-before"
    EXPIRES_AWAY = "expires-away"
    UNKNOWN = "unknown"


def passport_on_the_trip(expires: date | None, *, departs: date | None, returns: date | None) -> Passport:
    """Return whether a passport is good for the trip. Unknown days are unknown, never good."""
    if expires is None or departs is None:
        return Passport.UNKNOWN
    if expires < departs:
        return Passport.EXPIRES_BEFORE
    if returns is None:
        return Passport.UNKNOWN
    return Passport.EXPIRES_AWAY if expires < returns else Passport.HOLDS


def comes_of_age_abroad(born: date | None, *, departs: date | None, returns: date | None) -> date | None:
    """Return the day somebody turns 18 while away; None if they do not, or the birth is not known.

    Without a day of return the stay has no end, and without a day of departure it may begin today: both count.
    """
    if born is None:
        return None
    turns = comes_of_age_on(born=born, seen_from=departs or returns or date.max)
    leaves_as_a_child = departs is None or departs < turns
    return turns if leaves_as_a_child and (returns is None or turns <= returns) else None


def day_abroad(left_on: date, today: date) -> int:
    """Return which day of the stay it is: the day of departure is day 1. Before it, 0."""
    return max((today - left_on).days + 1, 0)


@dataclass(frozen=True)
class PermitMark:
    """A day on which a residence permit may be at stake. Information only: it decides nothing."""

    months: int
    on: date
    is_reached: bool


def permit_marks(left_on: date, today: date) -> list[PermitMark]:
    """Return the marks of six and twelve months after departure."""
    months = [PERMIT_FIRST_MARK_MONTHS.on(left_on), PERMIT_SECOND_MARK_MONTHS.on(left_on)]
    days = [(count, months_later(left_on, count)) for count in months]
    return [PermitMark(count, on, on <= today) for count, on in days]


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the first of the next month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except ValueError:
        return date(day.year + years + (month == 11), (month + 1) % 12 + 1, 1)


# Holidays: when trips are made


@dataclass(frozen=True)
class Season:
    """A holiday in which trips are made. ``first`` and ``last`` are month and day."""

    code: str
    first: tuple[int, int]
    last: tuple[int, int]


SEASONS = (Season("summer", (6, 20), (8, 15)), Season("christmas", (12, 18), (1, 5)))


def next_holiday(after: date) -> date:
    """Return the first day of the next summer or Christmas holiday that begins after ``after``."""
    begins = [date(year, *season.first) for year in (after.year, after.year + 1) for season in SEASONS]
    return min(day for day in begins if day > after)


def follow_up_days(ended_on: date) -> list[date]:
    """Return the days to look again after a trip: a week, a month, three months, and two weeks before a holiday.

    The holiday is the first that leaves those two weeks after the first follow-up; never is a day given twice.
    """
    days = [ended_on + timedelta(days=each) for each in FOLLOW_UP_DAYS]
    return sorted({*days, next_holiday(days[0] + timedelta(days=14)) - timedelta(days=14)})


# Signs of life


class SignState(StrEnum):
    """How an agreed sign of life or return stands at a moment."""

    AHEAD = "ahead"
    MISSED = "missed"
    GIVEN = "given"
    CALLED_OFF = "called-off"


@dataclass(frozen=True)
class Agreed:
    """A sign of life as agreed: when at the latest, and what has become of it."""

    due_at: datetime
    given_at: datetime | None = None
    called_off_at: datetime | None = None


def state_of(sign: Agreed, at: datetime) -> SignState:
    """Return how a sign stands. It is missed from the very moment it was due: nobody waits for the next hour."""
    if sign.given_at is not None:
        return SignState.GIVEN
    if sign.called_off_at is not None:
        return SignState.CALLED_OFF
    return SignState.MISSED if moment(sign.due_at) <= moment(at) else SignState.AHEAD


def missed(signs: Iterable[Agreed], at: datetime) -> list[Agreed]:
    """Return the signs that have not come, the one missing longest first."""
    return sorted(
        (sign for sign in signs if state_of(sign, at) is SignState.MISSED), key=lambda sign: moment(sign.due_at)
    )


# What still fits


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that takes time before a departure. ``hours``: how long before, at the least, it must begin."""

    code: str
    text: str
    who: str
    hours: int
    source: str
    only_children: bool = False


@dataclass(frozen=True)
class Fitting:
    """The steps in the time left: those that still fit, the tightest first, and those that hardly do."""

    fits: tuple[Step, ...]
    hardly: tuple[Step, ...]


def steps_that_fit(steps: Sequence[Step], left: Countdown, *, is_child: bool | None) -> Fitting:
    """Sort the steps by whether they can be done in time. None is left out: late is better than not tried.

    Steps for children are left out only for somebody known to be grown up.
    """
    meant = [step for step in steps if not (step.only_children and is_child is False)]
    by_time = sorted(meant, key=lambda step: (-step.hours, step.code))
    fits = tuple(step for step in by_time if step.hours <= left.hours_left)
    hardly = tuple(step for step in reversed(by_time) if step.hours > left.hours_left)
    return Fitting(fits, hardly)
