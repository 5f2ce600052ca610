"""Every change of the directory. Nothing is overwritten: a change ends one version and begins the next.

``on`` is the day a change takes effect, ``by`` the user who makes it. A row that somebody else has changed since it
was read is refused, so that no change is lost under another.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from vaern.audit import trail
from vaern.directory import numbers
from vaern.directory.models import (
    Absence,
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
from vaern.directory.places import region_of
from vaern.directory.terms import TEAM_LEADS, Certainty, Competence

R = TypeVar("R", bound=Row)
Covering = tuple[UUID, str]  # a consultant and the code of a municipality
NUMBERS = ("phone", "number")  # fields kept in the one written form


class ChangedMeanwhile(Exception):
    """Somebody else changed or ended the row after it was read."""


class AlreadyThere(Exception):
    """Another row about the same holds on one of those days."""


class AlreadyEnded(Exception):
    """The row ends before the day asked for."""


class EndsBeforeItBegins(Exception):
    """The last day lies before the first."""


class UnknownPlace(Exception):
    """No municipality has that code on that day, or the directory does not say in which region it lies."""


class OpensAfterItCloses(Exception):
    """The hours of a day end before they begin."""


@transaction.atomic
def revise(*, row: R, by: UUID | None, on: date, **changes: Any) -> R:
    """End ``row`` the day before ``on`` and begin the next version with ``changes``; return the version that counts.

    A version that has not yet held a day is struck instead, and the next takes over its first day. Without a
    difference nothing happens. Raises ChangedMeanwhile, AlreadyEnded, AlreadyThere, NotANumber, EndsBeforeItBegins.
    """
    row = held(row)
    changes = {name: numbers.written(value) if name in NUMBERS else value for name, value in changes.items()}
    if all(getattr(row, name) == value for name, value in changes.items()):
        return row
    if row.valid_until is not None and on > row.valid_until:
        raise AlreadyEnded
    following = row.next_version(valid_from=max(on, row.valid_from), **({"checked_on": on} | changes))
    leave_off(row, before=following.valid_from)
    begin(following)
    trail.record("directory.revised", by=by, about=row.whole, subject=following.pk, code=row._meta.model_name)
    return following


@transaction.atomic
def end(*, row: Row, by: UUID | None, last_day: date) -> None:
    """Let ``last_day`` be the last day of the row; one that would begin later is struck.

    Raises ChangedMeanwhile, and AlreadyEnded for a row that ends earlier than that.
    """
    row = held(row)
    if row.valid_until is not None and last_day > row.valid_until:
        raise AlreadyEnded
    leave_off(row, before=last_day + timedelta(days=1))
    trail.record("directory.ended", by=by, about=row.whole, subject=row.pk, code=row._meta.model_name)


@transaction.atomic
def check(*, row: Row, by: UUID | None, on: date) -> None:
    """Note that somebody has looked, and the row is still right. Raises ChangedMeanwhile."""
    row = held(row)
    row.checked_on = on
    row.save(update_fields=["checked_on"])
    trail.record("directory.checked", by=by, about=row.whole, subject=row.pk, code=row._meta.model_name)


@transaction.atomic
def check_all(*, rows: Iterable[Row], by: UUID | None, on: date) -> None:
    """Note of several lines that somebody has looked, all or none. Raises ChangedMeanwhile."""
    for row in rows:
        check(row=row, by=by, on=on)


@transaction.atomic
def add_consultant(
    *,
    first_name: str,
    phone: str,
    competence: Competence,
    by: UUID | None,
    on: date,
    staff_id: UUID | None = None,
    owner: str = TEAM_LEADS,
) -> ConsultantListing:
    """List somebody new from ``on``. They answer for nothing until `cover` says so. Raises NotANumber."""
    listing = ConsultantListing(
        consultant=Consultant.objects.create(),
        first_name=first_name,
        phone=numbers.written(phone),
        competence=competence,
        staff_id=staff_id,
        owner=owner,
        valid_from=on,
        checked_on=on,
    )
    return add(listing, by=by)


@transaction.atomic
def end_consultant(*, consultant: UUID, by: UUID | None, last_day: date) -> None:
    """Let ``last_day`` be the consultant's last: the listing and all that hangs on it ends with it.

    Raises AlreadyEnded when they are no longer listed after that day.
    """
    after = last_day + timedelta(days=1)
    listings = ConsultantListing.objects.from_on(after).filter(consultant=consultant)
    if not listings:
        raise AlreadyEnded
    for model in (ConsultantListing, Coverage, Absence):
        for row in model.objects.from_on(after).filter(consultant=consultant):
            end(row=row, by=by, last_day=last_day)


@transaction.atomic
def cover(*, consultant: UUID, municipality: str, by: UUID | None, on: date) -> Coverage:
    """Let a consultant answer for a municipality from ``on``, confirmed for the region it lies in then.

    Raises UnknownPlace, AlreadyThere.
    """
    row = Coverage(
        consultant_id=consultant,
        municipality=municipality,
        region=lies_in(municipality, on),
        valid_from=on,
        checked_on=on,
    )
    return add(row, by=by)


@transaction.atomic
def confirm_coverage(*, rows: Iterable[Coverage], by: UUID | None, on: date) -> None:
    """Say that who answers for these municipalities is right, also in the region they lie in on ``on``.

    Raises UnknownPlace, ChangedMeanwhile.
    """
    for row in rows:
        region = lies_in(row.municipality, on)
        if row.is_confirmed_in(region):
            check(row=row, by=by, on=on)
        else:
            revise(row=row, by=by, on=on, region=region, checked_on=on)


@transaction.atomic
def change_coverage(*, add: Iterable[Covering], remove: Iterable[Covering], by: UUID | None, on: date) -> None:
    """Begin and end who answers for what from ``on``. What is so already stays as it is: two may ask for the same.

    Raises UnknownPlace, and AlreadyThere when somebody is planned to begin later.
    """
    for consultant, municipality in add:
        if not coverage_on(consultant, municipality, on):
            cover(consultant=consultant, municipality=municipality, by=by, on=on)
    for consultant, municipality in remove:
        if row := coverage_on(consultant, municipality, on):
            end(row=row, by=by, last_day=on - timedelta(days=1))


def coverage_on(consultant: UUID, municipality: str, on: date) -> Coverage | None:
    return Coverage.objects.on(on).filter(consultant=consultant, municipality=municipality).first()


@transaction.atomic
def revise_municipality(
    *,
    row: Municipality,
    name: str,
    is_small: bool,
    region: str,
    is_host: bool,
    by: UUID | None,
    on: date,
) -> None:
    """Change from ``on`` what a municipality is called, where it lies, and whether it employs consultants.

    Who answers for it stays, and is unconfirmed when the region is another. Raises UnknownPlace and what `revise` does.
    """
    place = MunicipalityRegion.objects.on(on).filter(municipality=row.code).first()
    if place is None or not Region.objects.on(on).filter(code=region).exists():
        raise UnknownPlace
    host = HostMunicipality.objects.on(on).filter(municipality=row.code).first()
    revise(row=row, by=by, on=on, name=name, is_small=is_small)
    revise(row=place, by=by, on=on, region=region)
    if is_host and not host:
        add_host(municipality=row.code, by=by, on=on)
    if host and not is_host:
        end(row=host, by=by, last_day=on - timedelta(days=1))


@transaction.atomic
def set_hours(
    *, region: str, week: Mapping[int, tuple[time, time] | None], source: str, by: UUID | None, on: date
) -> None:
    """Let the team of ``region`` be open on the weekdays of ``week`` from ``on``; None is closed.

    A week without any hours means that none are stated. Raises OpensAfterItCloses, AlreadyThere.
    """
    for weekday, hours in week.items():
        row = OpeningHours.objects.on(on).filter(region=region, weekday=weekday).first()
        if hours is None:
            if row:
                end(row=row, by=by, last_day=on - timedelta(days=1))
            continue
        opens, closes = hours
        if opens >= closes:
            raise OpensAfterItCloses
        if row:
            revise(row=row, by=by, on=on, opens=opens, closes=closes, source=source)
        else:
            fresh = OpeningHours(
                region=region,
                weekday=weekday,
                opens=opens,
                closes=closes,
                source=source,
                valid_from=on,
                checked_on=on,
            )
            add(fresh, by=by)


@transaction.atomic
def set_absence(*, consultant: UUID, first_day: date, last_day: date | None, by: UUID | None) -> Absence:
    """Note that a consultant does not answer from ``first_day`` to ``last_day``; None is until further notice.

    Raises EndsBeforeItBegins, AlreadyThere.
    """
    Consultant.objects.select_for_update().get(pk=consultant)  # two absences at once would not see each other
    row = Absence(consultant_id=consultant, valid_from=first_day, valid_until=last_day, checked_on=None)
    return add(row, by=by)


@transaction.atomic
def add_actor(
    *,
    name: str,
    what_for: str,
    website: str,
    source: str,
    certainty: Certainty,
    owner: str,
    checked_on: date | None,
    by: UUID | None,
    on: date,
) -> ActorListing:
    """Put an authority or organisation in the directory from ``on``."""
    listing = ActorListing(
        actor=Actor.objects.create(),
        name=name,
        what_for=what_for,
        website=website,
        source=source,
        certainty=certainty,
        owner=owner,
        checked_on=checked_on,
        valid_from=on,
    )
    return add(listing, by=by)


@transaction.atomic
def end_actor(*, actor: UUID, by: UUID | None, last_day: date) -> None:
    """Let ``last_day`` be the last day of an actor and its numbers. Raises AlreadyEnded."""
    after = last_day + timedelta(days=1)
    if not ActorListing.objects.from_on(after).filter(actor=actor):
        raise AlreadyEnded
    for model in (ActorListing, ActorNumber):
        for row in model.objects.from_on(after).filter(actor=actor):
            end(row=row, by=by, last_day=last_day)


@transaction.atomic
def add_number(
    *,
    actor: UUID,
    number: str,
    label: str,
    hours: str,
    answers_when_we_do_not: bool,
    source: str,
    certainty: Certainty,
    owner: str,
    checked_on: date | None,
    by: UUID | None,
    on: date,
) -> ActorNumber:
    """Give an actor one more telephone number from ``on``. Raises NotANumber, AlreadyThere."""
    row = ActorNumber(
        actor_id=actor,
        number=numbers.written(number),
        label=label,
        hours=hours,
        answers_when_we_do_not=answers_when_we_do_not,
        source=source,
        certainty=certainty,
        owner=owner,
        checked_on=checked_on,
        valid_from=on,
    )
    return add(row, by=by)


@transaction.atomic
def add_host(*, municipality: str, by: UUID | None, on: date) -> HostMunicipality:
    """Let a municipality be one that employs consultants from ``on``. Raises UnknownPlace, AlreadyThere."""
    lies_in(municipality, on)
    return add(HostMunicipality(municipality=municipality, valid_from=on, checked_on=on), by=by)


def add(row: R, *, by: UUID | None) -> R:
    begin(row)
    trail.record("directory.added", by=by, about=row.whole, subject=row.pk, code=row._meta.model_name)
    return row


def begin(row: Row) -> None:
    """Save a new row, unless another about the same holds on one of its days."""
    if row.valid_until is not None and row.valid_until < row.valid_from:
        raise EndsBeforeItBegins
    if type(row).objects.same_as(row).overlapping(row.valid_from, row.valid_until).exists():
        raise AlreadyThere
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # somebody else began the same row in the same moment
        raise AlreadyThere from error


def held(row: R) -> R:
    """Return the row as it stands now, locked. Raises ChangedMeanwhile if that is not how the caller knows it."""
    now = type(row).objects.select_for_update().get(pk=row.pk)
    if now.struck or now.valid_until != row.valid_until:
        raise ChangedMeanwhile
    return now


def leave_off(row: Row, *, before: date) -> None:
    """End the row the day before ``before``; strike it if it would then never have held."""
    if before <= row.valid_from:
        row.struck = True
    else:
        row.valid_until = before - timedelta(days=1)
    row.save(update_fields=["struck", "valid_until"])


def lies_in(municipality: str, on: date) -> str:
    known = Municipality.objects.on(on).filter(code=municipality).exists()
    region = region_of(municipality, on) if known else None
    if region is None:
        raise UnknownPlace
    return region.code
