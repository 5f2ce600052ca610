"""Whether a region's team answers at a moment, in one sentence.

Nothing is guessed: a region without hours says that none are stated, and the hours of a region end with it. On public
holidays and the days the working calendar closes offices (law.values), the team is taken to be closed.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from vaern.directory.models import OpeningHours, Region
from vaern.directory.terms import MONTHS, WEEKDAYS
from vaern.law.clocks import COPENHAGEN, is_public_holiday, moment
from vaern.law.values import OFFICES_CLOSED_ON

LOOK_AHEAD_DAYS = 28


class State(Enum):
    OPEN = "open"
    CLOSED = "closed"
    NOT_STATED = "not stated"


@dataclass(frozen=True)
class Opening:
    state: State
    sentence: str

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN


def opening(*, region: str, at: datetime) -> Opening:
    """Tell whether the team of ``region`` is open ``at`` a moment, until when or from when. One query.

    Open from the first minute, closed from the last. Raises TimeWithoutZone.
    """
    local = moment(at).astimezone(COPENHAGEN)
    today, now = local.date(), local.time()
    ends = Region.objects.standing().filter(code=OuterRef("region")).order_by("-valid_from").values("valid_until")[:1]
    stated = OpeningHours.objects.from_on(today).filter(region=region)
    rows = list(stated.annotate(region_ends=Subquery(ends)))
    for ahead in range(LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        if rows and rows[0].region_ends is not None and day > rows[0].region_ends:
            break
        hours = hours_on(rows, day)
        if hours is None:
            continue
        if ahead == 0 and hours.opens <= now < hours.closes:
            return Opening(State.OPEN, _("Åbent nu til kl. %(time)s.") % {"time": clock(hours.closes)})
        if ahead > 0 or now < hours.opens:
            when = {"day": day_in_words(day, today), "time": clock(hours.opens)}
            return Opening(State.CLOSED, _("Lukket nu. Åbner igen %(day)s kl. %(time)s.") % when)
    return Opening(
        State.NOT_STATED, _("Åbningstid er ikke oplyst. Ring; svarer ingen, så ring til en af de andre på siden.")
    )


def hours_on(rows: list[OpeningHours], day: date) -> OpeningHours | None:
    if is_closed(day):
        return None
    return next((row for row in rows if row.weekday == day.weekday() and row.holds_on(day)), None)


def is_closed(day: date) -> bool:
    """Say whether offices are closed on the day, whatever the weekday."""
    return is_public_holiday(day) or (day.month, day.day) in OFFICES_CLOSED_ON.on(day)


def day_in_words(day: date, today: date) -> str:
    """Return "i dag", "i morgen", "mandag" within a week, "mandag den 4. januar" after that."""
    ahead = (day - today).days
    if ahead == 0:
        return _("i dag")
    if ahead == 1:
        return _("i morgen")
    if ahead < 7:
        return str(WEEKDAYS[day.weekday()])
    return date_in_words(day)


def weekday_in_words(day: date, today: date) -> str:
    """Return "mandag" within the coming week, "mandag den 4. januar" else: for what is written down and read later."""
    return str(WEEKDAYS[day.weekday()]) if 0 < (day - today).days < 7 else date_in_words(day)


def date_in_words(day: date) -> str:
    """Return "mandag den 4. januar"."""
    parts = {"weekday": WEEKDAYS[day.weekday()], "day": day.day, "month": MONTHS[day.month - 1]}
    return _("%(weekday)s den %(day)s. %(month)s") % parts


def clock(moment_of_day: time) -> str:
    """Return "8" or "8.30"."""
    return f"{moment_of_day.hour}.{moment_of_day:%M}" if moment_of_day.minute else str(moment_of_day.hour)
