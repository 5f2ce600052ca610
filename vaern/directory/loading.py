"""Fill the directory from the files in data/, and leave alone whatever it knows already."""

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.directory.models import (
    Actor,
    ActorListing,
    ActorNumber,
    Consultant,
    ConsultantListing,
    Coverage,
    HostMunicipality,
    Municipality,
    MunicipalityRegion,
    OpeningHours,
    Region,
    Row,
)

DATA = Path(__file__).parent / "data"
READ_ON = date(2026, 11, 22)  # the day the sources behind the files were read; each file's header says which


@transaction.atomic
def load_directory(*, by: UUID | None = None, on: date) -> int:
    """Add what the files hold and the directory has never held, and return how many rows that was.

    Rows without a day of their own in the file hold from ``on``. What the directory has held under the same code, name
    or number, today or earlier, is a team lead's to decide: it is neither changed nor brought back. Can be run again.
    """
    added = (
        begin(Region, regions())
        + begin(Municipality, municipalities())
        + begin(MunicipalityRegion, municipality_regions())
        + begin(HostMunicipality, hosts(on), dated=False)
        + begin(OpeningHours, hours(on), dated=False)
        + load_consultants(on)
        + load_actors(on)
    )
    if added:
        trail.record("directory.loaded", by=by)
    return added


def begin(model: type[Row], rows: Iterable[Row], *, dated: bool = True) -> int:
    """Save the rows the directory has not held before.

    ``dated`` rows bring their own day: a later one about the same is new if nothing holds in its days.
    """
    held = defaultdict(list)
    for row in model.objects.all():
        held[identity(row)].append(row)
    new = [row for row in rows if not is_known(row, held[identity(row)], dated=dated)]
    model.objects.bulk_create(new)
    return len(new)


def identity(row: Row) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in row.same)


def is_known(row: Row, held: list[Row], *, dated: bool) -> bool:
    if not dated:
        return bool(held)
    return any(other.valid_from == row.valid_from or (not other.struck and meet(other, row)) for other in held)


def meet(one: Row, other: Row) -> bool:
    """Tell whether two rows hold on a common day."""
    return (other.valid_until is None or one.valid_from <= other.valid_until) and (
        one.valid_until is None or other.valid_from <= one.valid_until
    )


def table(name: str) -> Iterator[dict[str, str]]:
    """Yield the lines of a data file by column; lines that start with # are its header."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def days(line: dict[str, str]) -> dict[str, Any]:
    until = date.fromisoformat(line["until"]) if line["until"] else None
    return {"valid_from": date.fromisoformat(line["from"]), "valid_until": until, "checked_on": READ_ON}


def regions() -> Iterator[Region]:
    for line in table("regions.csv"):
        yield Region(
            code=line["code"],
            name=line["name"],
            neighbours=line["neighbours"].split(),
            followed_by=line["followed_by"],
            **days(line),
        )


def municipalities() -> Iterator[Municipality]:
    for line in table("municipalities.csv"):
        yield Municipality(code=line["code"], name=line["name"], is_small=line["small"] == "yes", **days(line))


def municipality_regions() -> Iterator[MunicipalityRegion]:
    for line in table("municipality_regions.csv"):
        yield MunicipalityRegion(municipality=line["municipality"], region=line["region"], **days(line))


def hosts(on: date) -> Iterator[HostMunicipality]:
    for line in table("hosts.csv"):
        yield HostMunicipality(municipality=line["municipality"], valid_from=on, checked_on=READ_ON)


def hours(on: date) -> Iterator[OpeningHours]:
    for line in table("hours.csv"):
        yield OpeningHours(
            region=line["region"],
            weekday=int(line["weekday"]) - 1,
            opens=time.fromisoformat(line["opens"]),
            closes=time.fromisoformat(line["closes"]),
            source=line["source"],
            valid_from=on,
            checked_on=READ_ON,
        )


def load_consultants(on: date) -> int:
    """Add consultants nobody was ever listed as, and what they cover. The same name and number is the same person."""
    known = {(listing.first_name, listing.phone): listing.consultant_id for listing in ConsultantListing.objects.all()}
    members = defaultdict(list)
    for lies_in in municipality_regions():
        members[lies_in.region].append(lies_in.municipality)
    listings: list[ConsultantListing] = []
    coverage: list[Coverage] = []
    for line in table("consultants.csv"):
        person = (line["first_name"], line["phone"])
        if person not in known:
            known[person] = Consultant.objects.create().pk
            listings.append(
                ConsultantListing(
                    consultant_id=known[person],
                    first_name=line["first_name"],
                    phone=line["phone"],
                    competence=line["competence"],
                    valid_from=on,
                    checked_on=READ_ON,
                )
            )
        coverage.extend(
            Coverage(
                consultant_id=known[person],
                municipality=municipality,
                region=line["region"],
                valid_from=on,
                checked_on=READ_ON,
            )
            for municipality in members[line["region"]]
        )
    ConsultantListing.objects.bulk_create(listings)
    return len(listings) + begin(Coverage, coverage, dated=False)


def load_actors(on: date) -> int:
    """Add actors no actor was ever called. A known actor's numbers are the team leads' to keep."""
    known = set(ActorListing.objects.values_list("name", flat=True))
    entries = tomllib.loads((DATA / "actors.toml").read_text(encoding="utf-8"))["actor"]
    listings: list[ActorListing] = []
    lines: list[ActorNumber] = []
    for entry in entries:
        if entry["name"] in known:
            continue
        actor = Actor.objects.create()
        listings.append(
            ActorListing(
                actor=actor,
                name=entry["name"],
                what_for=entry["what_for"],
                website=entry.get("website", ""),
                source=entry["source"],
                certainty=entry["certainty"],
                checked_on=entry.get("checked_on"),
                valid_from=on,
            )
        )
        lines.extend(
            ActorNumber(
                actor=actor,
                label=line.get("label", ""),
                number=line["number"],
                hours=line["hours"],
                answers_when_we_do_not=line.get("when_closed", False),
                source=line["source"],
                certainty=line["certainty"],
                checked_on=line.get("checked_on"),
                valid_from=on,
            )
            for line in entry.get("numbers", [])
        )
    ActorListing.objects.bulk_create(listings)
    ActorNumber.objects.bulk_create(lines)
    return len(listings) + len(lines)
