"""The dates of the board as a calendar file. It leaves the house: so it has dates and references, and no content."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from vaern.audit import trail
from vaern.staff.models import User
from vaern.travel.board import board

HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vaern//DA", "METHOD:PUBLISH")


def calendar_of(user: User, *, at: datetime) -> str:
    """Return the dates ``user`` may see as iCalendar: one whole day a date, called by the case's reference."""
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [*HEAD]
    for row in board(user, at=at):
        day = row.trip.trip_on
        if day is None or row.trip.has_ended:
            continue
        lines += [
            "BEGIN:VEVENT",
            f"UID:{row.trip.pk}@vaern.invalid",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{row.case.reference}",
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    with transaction.atomic(durable=True):
        trail.record("trip.calendar_taken", by=user.pk)
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
