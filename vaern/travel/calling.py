"""Whom to call when a sign does not come: the numbers of the day's directory, and those the person trusts."""

from dataclasses import dataclass
from datetime import date

from vaern.directory.catalogue import actors

IN_ORDER = ("Alarm 112", "Politiet", "Udenrigsministeriet", "Udlændingestyrelsen")  # how their names begin


@dataclass(frozen=True)
class Number:
    """A public number, when it answers, and when it was last checked."""

    name: str
    number: str
    hours: str
    checked_on: date | None


def numbers_to_call(on: date) -> list[Number]:
    """Return the numbers of the authorities for a trip, in the order they are called. Two queries."""
    found = [
        Number(listing.name, line.number, line.hours, line.checked_on)
        for listing, lines in actors(on)
        for line in lines
        if listing.name.startswith(IN_ORDER)
    ]
    return sorted(found, key=place)


def place(number: Number) -> int:
    return next(place for place, name in enumerate(IN_ORDER) if number.name.startswith(name))
