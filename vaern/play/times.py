"""Times as a vignette writes them, in Danish time.

``2026-11-27 14:00`` is that moment · ``14:00`` the same day · ``+2 days 14:00``, ``+90 min``, ``+1 working day`` count
from what went before · ``-3 days 09:10`` counts back from the day the course begins · ``day 3 14:00`` is its third day.
Hours and minutes are real ones, through nights and the change to summer time; days, weeks and working days keep the
time of day unless another is written.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from vaern.law.clocks import COPENHAGEN, is_working_day, moment

NINE = time(9)  # a day without a time, as in the forms
CLOCK = r"(?P<hour>[0-2]?[0-9])[:.](?P<minute>[0-5][0-9])"
ABSOLUTE = re.compile(rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:[ T]{CLOCK}(?::00)?)?")
ON_THE_DAY = re.compile(CLOCK)
COUNTED = re.compile(
    rf"(?P<sign>[+-]) ?(?P<number>[0-9]{{1,4}}) ?(?P<unit>min(?:ute)?|hour|day|week|working day)s?(?: {CLOCK})?"
)
OF_THE_COURSE = re.compile(rf"day (?P<number>[0-9]{{1,3}})(?: {CLOCK})?")
YEARS = (1900, 2099)
OUT_OF_REACH = f"the year must lie between {YEARS[0]} and {YEARS[1]}"
ALLOWED = 'a time such as "2026-11-27 14:00", "14:00", "+2 days 14:00", "+90 min", "+1 working day" or "day 3 14:00"'


class NotATime(ValueError):
    """The text is no time a vignette can write; the message says why."""


@dataclass(frozen=True)
class Now:
    """Where a time is counted from: ``at`` for what goes forward, ``begins`` for what counts from the beginning."""

    at: datetime
    begins: datetime


def read_moment(value: object, now: Now) -> datetime:
    """Return the moment a value of a vignette means. Raises NotATime."""
    try:
        found = any_moment(value, now)
    except OverflowError as error:
        raise NotATime(OUT_OF_REACH) from error
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise NotATime(OUT_OF_REACH)
    return found


def any_moment(value: object, now: Now) -> datetime:
    match value:
        case datetime():
            return placed(value.date(), value.time()) if value.tzinfo is None else value.astimezone(COPENHAGEN)
        case date():
            return placed(value, NINE)
        case time():
            return placed(local(now.at).date(), value)
        case str():
            return read_words(value.strip(), now)
    raise NotATime(f"write {ALLOWED}")


def read_words(words: str, now: Now) -> datetime:
    if found := ABSOLUTE.fullmatch(words):
        return placed(a_date(found["day"]), clock_of(found) or NINE)
    if found := ON_THE_DAY.fullmatch(words):
        return placed(local(now.at).date(), clock_of(found) or NINE)
    if found := OF_THE_COURSE.fullmatch(words):
        if found["number"] == "0":
            raise NotATime("the first day of a course is day 1")
        begins = local(now.begins)
        day = begins.date() + timedelta(days=int(found["number"]) - 1)
        return placed(day, clock_of(found) or begins.time())
    if found := COUNTED.fullmatch(words):
        return counted(found, now)
    raise NotATime(f"write {ALLOWED}")


def counted(found: re.Match[str], now: Now) -> datetime:
    start = local(now.at if found["sign"] == "+" else now.begins)
    number = int(found["sign"] + found["number"])
    if found["unit"] in {"min", "minute", "hour"}:
        if found["hour"]:
            raise NotATime("minutes and hours are counted from the moment before: leave out the time of day")
        unit = timedelta(hours=1) if found["unit"] == "hour" else timedelta(minutes=1)
        return local(moment(start) + number * unit)
    clock = clock_of(found) or start.time()
    if found["unit"] == "working day":
        return placed(working_days_from(start.date(), number), clock)
    return placed(start.date() + timedelta(days=number * (7 if found["unit"] == "week" else 1)), clock)


def working_days_from(day: date, number: int) -> date:
    step = timedelta(days=1 if number > 0 else -1)
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def a_date(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise NotATime(f"there is no day {words}") from error


def clock_of(found: re.Match[str]) -> time | None:
    if not found["hour"]:
        return None
    try:
        return time(int(found["hour"]), int(found["minute"]))
    except ValueError as error:
        raise NotATime(f"there is no time {found['hour']}:{found['minute']}") from error


def placed(day: date, clock: time) -> datetime:
    """Return what the clock shows as a Danish moment; the first of two in October.

    Raises NotATime for an hour the clock leaves out in March.
    """
    shown = datetime.combine(day, clock.replace(tzinfo=None), tzinfo=COPENHAGEN)
    if shown.astimezone(UTC).astimezone(COPENHAGEN).replace(tzinfo=None) != shown.replace(tzinfo=None):
        raise NotATime(f"the clock never shows {clock:%H:%M} on {day}: summer time begins")
    return shown


def local(at: datetime) -> datetime:
    return moment(at).astimezone(COPENHAGEN)


def read_day(value: object, now: Now) -> date:
    """Return the day a value of a vignette means. Raises NotATime."""
    return local(read_moment(value, now)).date()
