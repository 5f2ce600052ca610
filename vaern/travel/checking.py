"""Read what somebody wrote of a trip, and refuse what cannot be: each kind of mistake has an answer of its own.

Nothing here opens a row or reads a clock.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from vaern.guard import Guarded
from vaern.travel.clock import Departure, earliest, latest
from vaern.travel.topics import As, Asks, TopicSpec

FLIGHT = re.compile(r"(?=[A-Z0-9]*[A-Z])([A-Z][A-Z0-9]|[0-9][A-Z]|[A-Z]{3}) ?([1-9][0-9]{0,3})([A-Z]?)")
AIRPORT = re.compile(r"[A-Z]{3}")
BORN = re.compile(r"(?:(\d{1,2})[-./ ])?(\d{1,2})[-./ ](\d{4})")


class Unfit(Exception):
    """What was written cannot be so. ``field`` is where; the words themselves are repeated nowhere."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class Missing(Unfit):
    """A field of the topic that must be answered was not."""


class NotInTheList(Unfit):
    """The answer is none of those there are."""


class NotADay(Unfit):
    """It is no day of the calendar."""


class NotAClock(Unfit):
    """It is no time of the day."""


class NoSuchFlight(Unfit):
    """A flight number is two or three signs of the airline and one to four digits."""


class NoSuchAirport(Unfit):
    """An airport's code is three letters."""


class SameAirport(Unfit):
    """A flight does not land where it began."""


class NotABirth(Unfit):
    """A birth is a month and a year, or a day, in the past hundred years."""


class WindowBackwards(Unfit):
    """The latest day lies before the earliest."""


class ReturnBeforeDeparture(Unfit):
    """Nobody comes home before they can have left."""


def cleaned(spec: TopicSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a topic as they are kept: codes, and days as ISO text. Raises Unfit."""
    found: dict[str, Any] = {}
    for asks in spec.fields:
        value = read(asks, values.get(asks.name))
        if asks.required and value in ("", []):
            raise Missing(asks.name)
        found[asks.name] = value
    if found.get("earliest") and found.get("latest") and found["latest"] < found["earliest"]:
        raise WindowBackwards("latest")
    if found.get("from_airport") and found["from_airport"] == found.get("to_airport"):
        raise SameAirport("to_airport")
    return found


def read(asks: Asks, value: Any) -> Any:
    """Return one value as it is kept; "" (or an empty list) when nothing is known."""
    if asks.kind is As.MANY:
        return sorted(chosen(asks, each) for each in value or [])
    text = value.text if isinstance(value, Guarded) else value
    if text is None or text == "":
        return ""
    match asks.kind:
        case As.CHOICE:
            return chosen(asks, text)
        case As.DAY:
            return day_of(asks.name, text).isoformat()
        case As.CLOCK:
            return clock_of(asks.name, text).isoformat("minutes")
        case As.BORN:
            return born_of(asks.name, text)
        case As.FLIGHT:
            return flight_of(asks.name, text)
        case As.AIRPORT:
            return airport_of(asks.name, text)
    return " ".join(str(text).split())


def chosen(asks: Asks, value: Any) -> str:
    if str(value) not in {str(code) for code, _ in asks.choices}:
        raise NotInTheList(asks.name)
    return str(value)


def day_of(field: str, value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise NotADay(field) from error


def clock_of(field: str, value: Any) -> time:
    try:
        return value if isinstance(value, time) else time.fromisoformat(str(value).replace(".", ":"))
    except ValueError as error:
        raise NotAClock(field) from error


def flight_of(field: str, text: str) -> str:
    """Return e.g. "SK 1425". Raises NoSuchFlight for what no airline could call a flight."""
    match = FLIGHT.fullmatch(" ".join(text.upper().split()))
    if match is None:
        raise NoSuchFlight(field)
    airline, number, suffix = match.groups()
    return f"{airline} {number}{suffix}"


def airport_of(field: str, text: str) -> str:
    code = text.strip().upper()
    if AIRPORT.fullmatch(code) is None:
        raise NoSuchAirport(field)
    return code


def born_of(field: str, text: str) -> str:
    """Return "2009-02" or "2009-02-14". Raises NotABirth; whether the day may be kept is the gate's to say."""
    match = BORN.fullmatch(str(text).strip())
    if match is None:
        raise NotABirth(field)
    on, month, year = match.groups()
    try:
        whole = date(int(year), int(month), int(on or 1))
    except ValueError as error:
        raise NotABirth(field) from error
    return whole.isoformat() if on else whole.isoformat()[:7]


def tells_the_day(born: str) -> bool:
    return len(born) == len("2009-02-14")


def born_on(born: str) -> date | None:
    """Return the birth as a day: the first of the month where only that is known. Turning 18 is then never late."""
    if not born:
        return None
    return date.fromisoformat(born if tells_the_day(born) else f"{born}-01")


def departure_in(values: Mapping[str, Any]) -> Departure:
    """Return the departure as the clock takes it, from a stated one; nothing known from nothing stated."""
    return Departure(
        earliest=maybe_day(values, "earliest"),
        latest=maybe_day(values, "latest"),
        clock=maybe_clock(values),
        zone=values.get("zone") or None,
    )


def maybe_day(values: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(values[name]) if values.get(name) else None


def maybe_clock(values: Mapping[str, Any]) -> time | None:
    return time.fromisoformat(values["clock"]) if values.get("clock") else None


def require_order(departs: Mapping[str, Any], returns: Mapping[str, Any], *, field: str) -> None:
    """Raise ReturnBeforeDeparture when a return cannot lie after any departure in the window, whatever is unknown.

    Compared as moments: a flight that lands "the same evening" in another zone may well have left later on the clock.
    """
    left, home = departure_in(departs), maybe_day(returns, "on")
    if left.earliest is None or home is None:
        return
    back = latest(home, maybe_clock(returns), returns.get("zone") or None)
    if back < earliest(left.earliest, left.clock, left.zone):
        raise ReturnBeforeDeparture(field)
