"""Who to call about somebody who lives in a municipality. Every answer for a known municipality ends in a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from vaern.directory import numbers
from vaern.directory.models import (
    Absence,
    ActorListing,
    ActorNumber,
    ConsultantListing,
    Coverage,
    Municipality,
    MunicipalityRegion,
    Region,
)
from vaern.directory.opening import Opening, opening
from vaern.directory.places import Place
from vaern.directory.terms import EMERGENCY, Competence, Concern, Way
from vaern.law.clocks import is_working_day, local_day


class UnknownMunicipality(Exception):
    """No municipality has that code on that day."""


@dataclass(frozen=True)
class Contact:
    """A consultant as the public meets them. ``back_on`` is the first working day back; None when nobody knows.

    ``staff_id`` is the user they sign in as, where they do: for staff pages only.
    """

    consultant: UUID
    first_name: str
    phone: str
    competence: Competence
    staff_id: UUID | None = None
    is_absent: bool = False
    back_on: date | None = None

    @property
    def dialled(self) -> str:
        return numbers.dialled(self.phone)

    @property
    def is_limited(self) -> bool:
        return self.competence is not Competence.ALL


@dataclass(frozen=True)
class OtherNumber:
    """A number of somebody else that answers when we do not."""

    name: str
    number: str
    hours: str

    @property
    def dialled(self) -> str:
        return numbers.dialled(self.number)


@dataclass(frozen=True)
class Answer:
    """Whom to call. ``region`` is None only when the directory does not say where the municipality lies.

    ``consultants`` can be called now; ``absent`` would be the right ones but are away; ``fallback`` is whom to try if
    nobody answers, and ``way`` where they sit; ``others`` answer when no consultant does and are never none.
    ``is_unconfirmed``: the region has changed since a team lead confirmed who answers for the municipality.
    """

    municipality: Place
    region: Place | None
    concern: Concern
    on: date
    consultants: tuple[Contact, ...]
    absent: tuple[Contact, ...]
    fallback: tuple[Contact, ...]
    way: Way
    others: tuple[OtherNumber, ...]
    is_unconfirmed: bool

    @property
    def first_to_call(self) -> tuple[Contact, ...]:
        return self.consultants or self.fallback


@dataclass(frozen=True)
class Team:
    """Everybody who answers for a region on a day, for the page that lists them all."""

    region: Place
    consultants: tuple[Contact, ...]
    opening: Opening


def find(*, municipality_code: str, concern: Concern, on: date) -> Answer:
    """Find who to call about ``concern`` for somebody who lives in the municipality. Eight queries.

    Raises UnknownMunicipality.
    """
    municipality = Municipality.objects.on(on).filter(code=municipality_code).first()
    if municipality is None:
        raise UnknownMunicipality
    day = Day(on)
    able = {pk for pk, listing in day.listings.items() if listing.covers(concern)}
    named = able & {covered.consultant for covered in day.coverage if covered.municipality == municipality_code}
    here = [pk for pk in named if not day.is_absent(pk)]
    away = [pk for pk in named if day.is_absent(pk)]
    region = day.regions.get(day.lies_in.get(municipality_code, ""))
    way, fallback = day.fallback(region, able - named)
    return Answer(
        municipality=Place(municipality.code, municipality.name),
        region=Place(region.code, region.name) if region else None,
        concern=concern,
        on=on,
        consultants=day.contacts(here),
        absent=day.contacts(away),
        fallback=fallback,
        way=way,
        others=others(on),
        is_unconfirmed=any(
            covered.confirmed_in != (region and region.code)
            for covered in day.coverage
            if covered.municipality == municipality_code and covered.consultant in named
        ),
    )


def teams(*, at: datetime) -> tuple[Team, ...]:
    """Return every region's team at a moment, by region name. Raises TimeWithoutZone."""
    day = Day(local_day(at))
    return tuple(
        Team(
            region=Place(region.code, region.name),
            consultants=day.contacts(day.answering_in(region.code)),
            opening=opening(region=region.code, at=at),
        )
        for region in sorted(day.regions.values(), key=lambda region: region.name)
    )


def others(on: date) -> tuple[OtherNumber, ...]:
    """Return the numbers that answer when we do not, 112 first; 112 and 114 even from an empty directory."""
    names = dict(ActorListing.objects.on(on).values_list("actor_id", "name"))
    rows = sorted(
        ActorNumber.objects.on(on).filter(answers_when_we_do_not=True),
        key=lambda row: (len(row.digits), row.digits),
    )
    found = [OtherNumber(names[row.actor_id], row.number, row.hours) for row in rows if row.actor_id in names]
    held = {other.number for other in found}
    always = [OtherNumber(str(label), number, "") for number, label in EMERGENCY if number not in held]
    return tuple(sorted([*always, *found], key=lambda other: (len(other.number), other.number)))


def public_numbers(on: date) -> frozenset[str]:
    """Return the digits of every number in the directory: not personal data, so the guard lets them stand."""
    consultants = ConsultantListing.objects.on(on).values_list("phone", flat=True)
    actors = ActorNumber.objects.on(on).values_list("number", flat=True)
    always = (number for number, _ in EMERGENCY)
    return frozenset(numbers.digits(number) for number in (*consultants, *actors, *always))


class Covered(NamedTuple):
    municipality: str
    consultant: UUID
    confirmed_in: str


class Day:
    """The rows that decide who answers on one day, read once."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.listings = {row.consultant_id: row for row in ConsultantListing.objects.on(on)}
        self.absences = list(Absence.objects.from_on(on))
        covered = Coverage.objects.on(on).values_list("municipality", "consultant_id", "region")
        self.coverage = [Covered(*row) for row in covered if row[1] in self.listings]
        self.lies_in = dict(MunicipalityRegion.objects.on(on).values_list("municipality", "region"))
        self.regions = {row.code: row for row in Region.objects.on(on)}

    def is_absent(self, consultant: UUID, day: date | None = None) -> bool:
        return any(row.consultant_id == consultant and row.holds_on(day or self.on) for row in self.absences)

    def answering_in(self, region: str) -> set[UUID]:
        """Return who covers at least one municipality that lies in the region today."""
        return {covered.consultant for covered in self.coverage if self.lies_in.get(covered.municipality) == region}

    def fallback(self, region: Region | None, able: set[UUID]) -> tuple[Way, tuple[Contact, ...]]:
        """Return the nearest people at work among ``able``, and how near they are."""
        at_work = {pk for pk in able if not self.is_absent(pk)}
        same_region = at_work & self.answering_in(region.code) if region else set()
        if same_region:
            return Way.SAME_REGION, self.contacts(same_region)
        for neighbour in region.neighbours if region else []:
            if nearby := at_work & self.answering_in(neighbour):
                return Way.NEIGHBOUR, self.contacts(nearby)
        return (Way.ANYWHERE, self.contacts(at_work)) if at_work else (Way.NOBODY, ())

    def contacts(self, consultants: Iterable[UUID]) -> tuple[Contact, ...]:
        """Return them by first name, those without a limit first."""
        found = [self.contact(pk) for pk in consultants]
        return tuple(sorted(found, key=lambda one: (one.is_limited, one.first_name, one.phone)))

    def contact(self, consultant: UUID) -> Contact:
        listing, is_absent = self.listings[consultant], self.is_absent(consultant)
        return Contact(
            consultant=consultant,
            first_name=listing.first_name,
            phone=listing.phone,
            competence=Competence(listing.competence),
            staff_id=listing.staff_id,
            is_absent=is_absent,
            back_on=self.first_day_back(consultant) if is_absent else None,
        )

    def first_day_back(self, consultant: UUID) -> date | None:
        """Return the first working day outside every absence; None when one of them has no known end."""
        if any(row.consultant_id == consultant and row.valid_until is None for row in self.absences):
            return None
        day = self.on + timedelta(days=1)
        while not is_working_day(day) or self.is_absent(consultant, day):
            day += timedelta(days=1)
        return day
