"""Which languages a reader is offered, and how far each has come."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from vaern.languages.catalogues import SOURCE, Catalogue, fingerprint, found, missing
from vaern.languages.models import Review
from vaern.languages.texts import CORE_PAGES, all_texts, core_texts


@dataclass(frozen=True)
class Offered:
    """A language as the switch shows it."""

    code: str
    name: str


def catalogues() -> dict[str, Catalogue]:
    return found(settings.CATALOGUES)


def has_page(language: str, page: str) -> bool:
    """Say whether ``language`` has an open page, by the name of its route."""
    if language == SOURCE or page in CORE_PAGES:
        return True
    catalogue = catalogues().get(language)
    return catalogue is not None and catalogue.has_every_page


def served(on: date) -> list[Offered]:
    """Return the languages the public may read, Danish first. One query, unless only those always served are there."""
    danish = Offered(SOURCE, dict(settings.LANGUAGES)[SOURCE])
    return [danish, *(Offered(each.code, each.name) for each in catalogues().values() if is_served(each, on))]


def is_served(catalogue: Catalogue, on: date) -> bool:
    """Say whether the public may read a language: always, or while a mark holds for the very words in the file."""
    if catalogue.is_always_served:
        return True
    try:
        marks = set(Review.objects.of(catalogue.code).standing(on).values_list("fingerprint", flat=True))
    except (DatabaseError, InterfaceError):
        return False  # a page that needs no database is shown all the same, in the languages that need no mark
    return bool(marks) and fingerprint(catalogue.path, core_texts()) in marks


@dataclass(frozen=True)
class Mark:
    """Who read a language through, and until when that held."""

    by: UUID
    at: datetime
    ended_by: UUID | None
    ended_at: datetime | None
    holds: bool


@dataclass(frozen=True)
class Progress:
    """How far a language has come. ``marks`` are newest first; ``fingerprint`` names the words as they are now."""

    catalogue: Catalogue
    core: int
    core_missing: list[str]
    every: int
    every_missing: list[str]
    fingerprint: str
    marks: list[Mark]
    is_served: bool

    @property
    def can_be_marked(self) -> bool:
        return not self.catalogue.is_always_served and not self.core_missing and not self.is_served

    @property
    def changed_since(self) -> bool:
        """Say whether somebody read it through, but other words than those in the file now."""
        return not self.is_served and any(mark.ended_at is None for mark in self.marks)


def progress(on: date) -> list[Progress]:
    """Return every language in the folder and what is missing in it. One query a language."""
    return [progress_of(catalogue, on) for catalogue in catalogues().values()]


def progress_of(catalogue: Catalogue, on: date) -> Progress:
    core, every = core_texts(), all_texts()
    now = fingerprint(catalogue.path, core)
    marks = [
        Mark(row.by, row.at, row.ended_by, row.ended_at, row.ended_at is None and row.fingerprint == now)
        for row in Review.objects.of(catalogue.code).newest_first()
    ]
    return Progress(
        catalogue=catalogue,
        core=len(core),
        core_missing=missing(catalogue.path, core),
        every=len(every),
        every_missing=missing(catalogue.path, every) if catalogue.has_every_page else [],
        fingerprint=now,
        marks=marks,
        is_served=is_served(catalogue, on),
    )
