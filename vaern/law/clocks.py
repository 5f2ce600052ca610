"""The working calendar, and the municipality's clocks after a notification.

Hours are hours on the clock: through nights, weekends and the change to and from summer time. Working days
are Monday to Friday except public holidays, 5 June, 24 and 31 December; why, and what is not certain about
it, stands with the source ``WORKING_DAYS``. The clocks are the municipality's, not ours: they tell us when to
ask.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from vaern.law.sources import ASSESSED_WITHIN_A_DAY, RECEIPT_FOR_A_NOTIFICATION
from vaern.law.terms import Provision
from vaern.law.values import ASSESS_WITHIN_HOURS, OFFICES_CLOSED_ON, RECEIPT_WITHIN_WORKING_DAYS

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SATURDAY = 5


class TimeWithoutZone(ValueError):
    "A time without a time zone cannot be reckoned with."


def moment(at: datetime) -> datetime:
    """Return ``at`` in UTC, the only form in which moments are added to and compared. Raises TimeWithoutZone.

    Between two Danish times Python compares what the clock shows, and that hour comes twice in October.
    """
    if at.tzinfo is None:
        raise TimeWithoutZone
    return at.astimezone(UTC)


def local_day(at: datetime) -> date:
    """Return the date in Denmark. Raises TimeWithoutZone."""
    return moment(at).astimezone(COPENHAGEN).date()


def hours_later(at: datetime, hours: int) -> datetime:
    """Return the moment ``hours`` real hours later, in Danish time. Raises TimeWithoutZone."""
    return (moment(at) + timedelta(hours=hours)).astimezone(COPENHAGEN)


def end_of(day: date) -> datetime:
    """Return the moment ``day`` is over in Denmark: midnight, when the next day begins."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=COPENHAGEN)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> dict[date, str]:
    """Return the public holidays of a year with their Danish names."""
    return dict(holidays.country_holidays("DK", years=year, language="da"))


def is_public_holiday(day: date) -> bool:
    return day in public_holidays(day.year)


def is_working_day(day: date) -> bool:
    """Say whether ``day`` counts as a working day (hverdag)."""
    if day.weekday() >= SATURDAY or is_public_holiday(day):
        return False
    return (day.month, day.day) not in OFFICES_CLOSED_ON.on(day)


def working_day_after(day: date, count: int = 1) -> date:
    """Return the ``count``-th working day after ``day``, which itself is not counted.

    Raises ValueError when ``count`` is less than one.
    """
    if count < 1:
        raise ValueError("Count at least one working day.")
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A deadline of the municipality. ``runs_out_at`` is the first moment that is too late."""

    code: str
    text: str
    runs_out_at: datetime
    last_day: date
    source: Provision

    def has_run_out(self, at: datetime) -> bool:
        return moment(at) >= moment(self.runs_out_at)


def municipality_clocks(received_at: datetime) -> tuple[Clock, Clock]:
    """Return the two clocks that start when the municipality receives a notification.

    The values are those in force on the Danish day it was received. Raises TimeWithoutZone, and NotInForce
    before the first value we have a source for.
    """
    received_on = local_day(received_at)
    hours = ASSESS_WITHIN_HOURS.on(received_on)
    days = RECEIPT_WITHIN_WORKING_DAYS.on(received_on)
    assessed_by = hours_later(received_at, hours)
    receipt_by = working_day_after(received_on, days)
    return (
        Clock(
            code="assessed",
            text=f"Kommunen vurderer inden for {hours} timer, om barnet er i fare",
            runs_out_at=assessed_by,
            last_day=local_day(assessed_by),
            source=ASSESSED_WITHIN_A_DAY,
        ),
        Clock(
            code="receipt",
            text=f"Den, der har underrettet, får kvittering inden for {days} hverdage",
            runs_out_at=end_of(receipt_by),
            last_day=receipt_by,
            source=RECEIPT_FOR_A_NOTIFICATION,
        ),
    )
