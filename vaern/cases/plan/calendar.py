"""Danish wall time, and the calendar file of a meeting: a time and the word "Møde", and nothing else unless chosen.

Written by hand: it is one event of eleven lines, and what stands in it must be seen at a glance. A library would bring
two dependencies of its own, and add what it thinks is missing.
"""

from datetime import UTC, date, datetime, time

from django.db import transaction

from vaern.audit import trail
from vaern.cases.models import Case
from vaern.cases.plan.meetings import Met
from vaern.cases.plan.terms import MeetingState
from vaern.law.clocks import COPENHAGEN
from vaern.staff.models import User

LONGEST_LINE = 75  # octets, RFC 5545 section 3.1
ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE"""


class NoSuchHour(Exception):
    """The clock is put forward over it: that hour is not on the clock that night."""


class HourComesTwice(Exception):
    """The clock is put back: that hour comes twice that night, and nobody would know which."""


def wall_time(day: date, clock: time) -> datetime:
    """Return the moment a Danish clock shows this. Raises NoSuchHour and HourComesTwice."""
    shown = datetime.combine(day, clock, tzinfo=COPENHAGEN)
    if shown.astimezone(UTC).astimezone(COPENHAGEN).replace(tzinfo=None) != shown.replace(tzinfo=None):
        raise NoSuchHour
    if shown.utcoffset() != shown.replace(fold=1).utcoffset():
        raise HourComesTwice
    return shown


@transaction.atomic
def take_to_calendar(*, case: Case, meeting: Met, with_place: bool, by: User, at: datetime) -> bytes:
    """Return the calendar file of a meeting of an opened case, and write down that it was fetched."""
    code = "with-place" if with_place else "time-alone"
    trail.record("plan.calendar_made", by=by.pk, about=case.pk, subject=meeting.id, code=code)
    return calendar_file(meeting, with_place=with_place, at=at)


def calendar_file(meeting: Met, *, with_place: bool, at: datetime) -> bytes:
    """Return the meeting as a calendar takes it in. Taken in again it moves or goes, as the meeting did.

    It names nobody, no case and not us; the id is the meeting's own, which leads nowhere without signing in.
    """
    is_off = meeting.state == MeetingState.CANCELLED
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//calendar//1.0//DA",
        f"METHOD:{'CANCEL' if is_off else 'PUBLISH'}",
        *ZONE.splitlines(),
        "BEGIN:VEVENT",
        f"UID:{meeting.id}",
        f"SEQUENCE:{meeting.number - 1}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Europe/Copenhagen:{on_the_clock(meeting.begins_at)}",
        f"DTEND;TZID=Europe/Copenhagen:{on_the_clock(meeting.ends_at)}",
        "SUMMARY:Møde",
        *([f"LOCATION:{escaped(meeting.place)}"] if with_place and meeting.place else []),
        f"STATUS:{'CANCELLED' if is_off else 'CONFIRMED'}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def on_the_clock(at: datetime) -> str:
    return f"{at.astimezone(COPENHAGEN):%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> bytes:
    """Return a line ended by CRLF, broken where it is too long, never inside a letter."""
    pieces, piece = [], b""
    for letter in line:
        encoded = letter.encode()
        if len(piece) + len(encoded) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
