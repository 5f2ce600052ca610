"""What the pages show of the directory: the lines in force, what awaits a person, and what each line was before."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from vaern.audit.models import Event
from vaern.directory.models import (
    Absence,
    ActorListing,
    ActorNumber,
    ConsultantListing,
    Coverage,
    HostMunicipality,
    Municipality,
    MunicipalityRegion,
    OpeningHours,
    Region,
    Row,
)
from vaern.directory.places import Place, danish_order, municipality_names, region_names
from vaern.directory.terms import Concern

KINDS: dict[str, type[Row]] = {
    model._meta.model_name: model
    for model in (
        Region,
        Municipality,
        MunicipalityRegion,
        HostMunicipality,
        ConsultantListing,
        Coverage,
        OpeningHours,
        Absence,
        ActorListing,
        ActorNumber,
    )
}
UNSAID = {"id", "thing", "version", "struck", "consultant", "actor"}  # fields a history does not read out


@dataclass(frozen=True)
class Version:
    """One version of a line: how it stood, what was new in it, who wrote it when, and who ended it when.

    Nobody wrote what was loaded from the files; nobody ended what still holds or what a next version took over.
    """

    row: Row
    changed: dict[str, tuple[Any, Any]]
    by: UUID | None
    at: datetime | None
    ended_by: UUID | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Covered:
    """A municipality with everybody who answers for it, on one day."""

    municipality: Place
    is_small: bool
    region: Place | None
    rows: tuple[Coverage, ...]
    names: tuple[str, ...]
    is_unconfirmed: bool
    lacks: tuple[Concern, ...]  # concerns nobody who answers for it may advise on


def consultants(on: date) -> QuerySet[ConsultantListing]:
    return ConsultantListing.objects.on(on).order_by("first_name", "phone")


def first_names() -> dict[UUID, str]:
    """Return what every consultant is or was last called, by id."""
    rows = ConsultantListing.objects.standing().order_by("valid_from")
    return dict(rows.values_list("consultant_id", "first_name"))


def consultant(pk: UUID, on: date) -> ConsultantListing | None:
    """Return how a consultant stands on a day, or will stand next; None when not listed any more."""
    return ConsultantListing.objects.from_on(on).filter(consultant=pk).order_by("valid_from").first()


def former_consultants(on: date) -> list[ConsultantListing]:
    """Return how those stood who are not listed any more, by name."""
    rows = ConsultantListing.objects.exclude(consultant__in=ConsultantListing.objects.from_on(on).values("consultant"))
    return sorted(newest(rows, "consultant_id"), key=lambda row: danish_order(row.first_name))


def former_actors(on: date) -> list[ActorListing]:
    rows = ActorListing.objects.exclude(actor__in=ActorListing.objects.from_on(on).values("actor"))
    return sorted(newest(rows, "actor_id"), key=lambda row: danish_order(row.name))


def newest(rows: QuerySet, whole: str) -> list[Any]:
    """Return the newest version for each whole; one that was struck only where there never was another."""
    ordered = rows.order_by("-struck", "valid_from", "version")
    return list({getattr(row, whole): row for row in ordered}.values())


def coming_consultants(on: date) -> QuerySet[ConsultantListing]:
    """Return those who are not listed yet but will be."""
    later = ConsultantListing.objects.standing().filter(valid_from__gt=on)
    return later.exclude(consultant__in=consultants(on).values("consultant")).order_by("valid_from", "first_name")


def regions_of(on: date) -> dict[UUID, list[str]]:
    """Return the names of the regions each consultant answers in on a day."""
    names = region_names(on)
    lies_in = dict(MunicipalityRegion.objects.on(on).values_list("municipality", "region"))
    found: dict[UUID, set[str]] = defaultdict(set)
    for consultant_id, municipality in Coverage.objects.on(on).values_list("consultant_id", "municipality"):
        if region := names.get(lies_in.get(municipality, "")):
            found[consultant_id].add(region)
    return {pk: sorted(regions) for pk, regions in found.items()}


def absences(on: date) -> QuerySet[Absence]:
    """Return who is away today or later, the nearest first."""
    return Absence.objects.from_on(on).order_by("valid_from", "pk")


def coverage(on: date) -> list[Covered]:
    """Return every municipality with who answers for it, by name. Six queries."""
    listings = {row.consultant_id: row for row in consultants(on)}
    lies_in = dict(MunicipalityRegion.objects.on(on).values_list("municipality", "region"))
    regions = region_names(on)
    covering: dict[str, list[Coverage]] = defaultdict(list)
    for row in Coverage.objects.on(on):
        if row.consultant_id in listings:
            covering[row.municipality].append(row)
    found = []
    for municipality in sorted(Municipality.objects.on(on), key=lambda each: danish_order(each.name)):
        region = lies_in.get(municipality.code, "")
        rows = sorted(covering[municipality.code], key=lambda row: listings[row.consultant_id].first_name)
        people = [listings[row.consultant_id] for row in rows]
        found.append(
            Covered(
                municipality=Place(municipality.code, municipality.name),
                is_small=municipality.is_small,
                region=Place(region, regions[region]) if region in regions else None,
                rows=tuple(rows),
                names=tuple(one.first_name for one in people),
                is_unconfirmed=not all(row.is_confirmed_in(region) for row in rows),
                lacks=tuple(each for each in Concern if not any(one.covers(each) for one in people)),
            )
        )
    return found


def covered_by(consultant: UUID, on: date) -> list[Coverage]:
    """Return what a consultant covers on a day, by municipality name."""
    names = municipality_names(on)
    rows = Coverage.objects.on(on).filter(consultant=consultant)
    return sorted(rows, key=lambda row: danish_order(names.get(row.municipality, row.municipality)))


def coverage_rows(pks: list[UUID], on: date) -> list[Coverage]:
    """Return those of the rows that are in force on a day."""
    return list(Coverage.objects.on(on).filter(pk__in=pks))


def municipality(code: str, on: date) -> Municipality | None:
    return Municipality.objects.on(on).filter(code=code).first()


def places_of(code: str, on: date) -> list[MunicipalityRegion]:
    """Return where a municipality lies on a day and where it is planned to lie after that."""
    return list(MunicipalityRegion.objects.from_on(on).filter(municipality=code).order_by("valid_from"))


def region(code: str, on: date) -> Region | None:
    """Return a region as it is on a day, or as it will be when it begins."""
    return Region.objects.from_on(on).filter(code=code).order_by("valid_from").first()


def regions(on: date) -> list[Region]:
    """Return the regions of a day and those that begin later, by name."""
    newest = {row.code: row for row in Region.objects.from_on(on).order_by("-valid_from")}
    return sorted(newest.values(), key=lambda row: danish_order(row.name))


def hours(region: str, on: date) -> dict[int, OpeningHours]:
    """Return a team's hours on a day, by weekday; empty when none are stated."""
    return {row.weekday: row for row in OpeningHours.objects.on(on).filter(region=region)}


def hosts(on: date) -> QuerySet[HostMunicipality]:
    return HostMunicipality.objects.on(on).order_by("municipality")


def actors(on: date) -> list[tuple[ActorListing, list[ActorNumber]]]:
    """Return every actor with its numbers, by name."""
    lines: dict[UUID, list[ActorNumber]] = defaultdict(list)
    for number in ActorNumber.objects.on(on).order_by("label", "number"):
        lines[number.actor_id].append(number)
    listings = sorted(ActorListing.objects.on(on), key=lambda listing: danish_order(listing.name))
    return [(listing, lines[listing.actor_id]) for listing in listings]


def is_host(code: str, on: date) -> bool:
    return HostMunicipality.objects.on(on).filter(municipality=code).exists()


def actor(pk: UUID, on: date) -> ActorListing | None:
    return ActorListing.objects.from_on(on).filter(actor=pk).order_by("valid_from").first()


def numbers_of(actor: UUID, on: date) -> QuerySet[ActorNumber]:
    """Return an actor's numbers, those that begin later too."""
    return ActorNumber.objects.from_on(on).filter(actor=actor).order_by("label", "number", "valid_from")


def due_for_check(on: date) -> dict[str, int]:
    """Return how many lines with a number or hours nobody has checked for 90 days; only kinds that have some."""
    models = {"consultants": ConsultantListing, "hours": OpeningHours, "numbers": ActorNumber}
    counts = {kind: model.objects.due_for_check(on).count() for kind, model in models.items()}
    return {kind: count for kind, count in counts.items() if count}


def line(kind: str, pk: UUID) -> Row | None:
    """Return one version of a line, of the kind the trail writes as code."""
    return KINDS[kind].objects.filter(pk=pk).first() if kind in KINDS else None


def standing(kind: str, pk: UUID, on: date) -> Row | None:
    """Return the version that holds on a day, or comes to, of the line a version belongs to; None when it has ended."""
    known = line(kind, pk)
    if known is None:
        return None
    return KINDS[kind].objects.from_on(on).filter(thing=known.thing).order_by("valid_from").first()


def history(row: Row) -> list[Version]:
    """Return every version of the line ``row`` is one of, newest first, with who wrote it."""
    versions = list(type(row).objects.versions_of(row.thing))
    written, ended = {}, {}
    for event in Event.objects.about(row.whole).filter(subject__in=[version.pk for version in versions]):
        if event.act in {"directory.added", "directory.revised"}:
            written[event.subject] = event
        if event.act == "directory.ended":
            ended[event.subject] = event
    found, before = [], None
    for version in versions:
        began, end = written.get(version.pk), ended.get(version.pk)
        found.append(
            Version(
                row=version,
                changed=differences(before, version) if before else {},
                by=began.by if began else None,
                at=began.at if began else None,
                ended_by=end.by if end else None,
                ended_at=end.at if end else None,
            )
        )
        before = version
    return found[::-1]


def histories(rows: QuerySet) -> list[Version]:
    """Return every version of every line ``rows`` belong to, the newest first. Two queries per line."""
    lines = {row.thing: row for row in rows}
    versions = [version for row in lines.values() for version in history(row)]
    return sorted(versions, key=lambda version: version.row.valid_from, reverse=True)


def hours_history(region: str) -> list[Version]:
    """Return every version of a team's hours, the newest first, and of one day by weekday."""
    return histories(OpeningHours.objects.filter(region=region).order_by("weekday"))


def coverage_history(municipality: str) -> list[Version]:
    """Return everybody who answers or answered for a municipality, the newest first."""
    return histories(Coverage.objects.filter(municipality=municipality))


def places_history(municipality: str) -> list[Version]:
    """Return every region a municipality lay, lies or will lie in, the newest first."""
    return histories(MunicipalityRegion.objects.filter(municipality=municipality))


def numbers_history(actor: UUID) -> list[Version]:
    return histories(ActorNumber.objects.filter(actor=actor))


def past_absences(consultant: UUID, on: date) -> QuerySet[Absence]:
    """Return a consultant's absences that are over, the newest first."""
    return Absence.objects.standing().filter(consultant=consultant, valid_until__lt=on).order_by("-valid_from")


def differences(before: Row, after: Row) -> dict[str, tuple[Any, Any]]:
    names = [field.name for field in after._meta.concrete_fields if field.name not in UNSAID]
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
