"""Which languages a reader is offered, and how far each has come."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from uuid import UUID

from django.conf import settings

from vaern.languages.catalogues import CORE, PACKS, SOURCE, Catalogue, fingerprint, found, missing
from vaern.languages.models import Review
from vaern.languages.texts import pack_of, texts_of
from vaern.ui.databases import NO_DATABASE


@dataclass(frozen=True)
class Language:
    """A language as a reader meets it: the packs that are there for them."""

    code: str
    name: str
    packs: frozenset[str]

    def has_page(self, page: str) -> bool:
        """Say whether it has an open page, by the name of its route."""
        return pack_of(page) in self.packs


def catalogues() -> dict[str, Catalogue]:
    return found(settings.CATALOGUES)


def danish() -> Language:
    return Language(SOURCE, dict(settings.LANGUAGES)[SOURCE], frozenset(PACKS))


def drafts_and_all() -> dict[str, Language]:
    """Return every language by code with every pack in its file, as staff may read them."""
    every = [Language(each.code, each.name, frozenset(each.packs)) for each in catalogues().values()]
    return {each.code: each for each in (danish(), *every)}


def served(on: date) -> dict[str, Language]:
    """Return the languages the public may read, by code, Danish first. One query, unless none needs a mark."""
    files = catalogues().values()
    marks = standing_marks(on) if any(not each.is_always_served for each in files) else set()
    shown = [Language(each.code, each.name, served_packs(each, marks)) for each in files]
    return {each.code: each for each in (danish(), *(each for each in shown if each.packs))}


def standing_marks(on: date) -> set[tuple[str, str, str]]:
    """Return language, pack and fingerprint of every mark that holds."""
    try:
        return set(Review.objects.standing(on).values_list("language", "pack", "fingerprint"))
    except NO_DATABASE:
        return set()  # a page that needs no database is shown all the same, in the languages that need no mark


def served_packs(catalogue: Catalogue, marks: Collection[tuple[str, str, str]]) -> frozenset[str]:
    """Return the packs the public may read: all of a language always served, or those whose very words are marked.

    A pack counts where those before it do: its pages have the frame of the core pack around them.
    """
    if catalogue.is_always_served:
        return frozenset(catalogue.packs)
    marked = {(pack, digest) for language, pack, digest in marks if language == catalogue.code}
    if not marked:
        return frozenset()
    return frozenset(takewhile(lambda pack: (pack, words_now(catalogue, pack)) in marked, catalogue.packs))


def serves_core(code: str, on: date) -> bool:
    """Say whether the public may read the core pack of a language. No query for one that needs no mark."""
    file = catalogues().get(code)
    if file is None:
        return code == SOURCE
    return CORE in served_packs(file, set() if file.is_always_served else standing_marks(on))


def words_now(catalogue: Catalogue, pack: str) -> str:
    return words_as_of(catalogue.path, pack, catalogue.path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def words_as_of(path: Path, pack: str, changed_at: int) -> str:
    """Return the fingerprint of a pack in the file as it was at ``changed_at``; every open page asks for each."""
    return fingerprint(path, texts_of(pack))


@dataclass(frozen=True)
class Mark:
    """Who read a pack through, and until when that held."""

    by: UUID
    at: datetime
    ended_by: UUID | None
    ended_at: datetime | None
    holds: bool


@dataclass(frozen=True)
class PackProgress:
    """How far a pack has come. ``marks`` are newest first; ``fingerprint`` names the words as they are now."""

    code: str
    texts: int
    missing: list[str]
    fingerprint: str
    marks: list[Mark]
    is_served: bool
    needs_mark: bool

    @property
    def is_marked(self) -> bool:
        return any(mark.holds for mark in self.marks)

    @property
    def can_be_marked(self) -> bool:
        return self.needs_mark and not self.missing and not self.is_marked

    @property
    def changed_since(self) -> bool:
        """Say whether somebody read it through, but other words than those in the file now."""
        return not self.is_marked and any(mark.ended_at is None for mark in self.marks)


@dataclass(frozen=True)
class Progress:
    """How far a language has come, pack by pack."""

    catalogue: Catalogue
    packs: list[PackProgress]


def progress(on: date) -> list[Progress]:
    """Return every language in the folder and what is missing in it. Two queries."""
    marks = standing_marks(on)
    rows = list(Review.objects.newest_first())
    return [progress_of(catalogue, served_packs(catalogue, marks), rows) for catalogue in catalogues().values()]


def progress_of(catalogue: Catalogue, shown: Collection[str], rows: Iterable[Review]) -> Progress:
    own = [row for row in rows if row.language == catalogue.code]
    return Progress(catalogue, [progress_of_pack(catalogue, pack, shown, own) for pack in catalogue.packs])


def progress_of_pack(catalogue: Catalogue, pack: str, shown: Collection[str], rows: Iterable[Review]) -> PackProgress:
    texts, now = texts_of(pack), words_now(catalogue, pack)
    return PackProgress(
        code=pack,
        texts=len(texts),
        missing=missing(catalogue.path, texts),
        fingerprint=now,
        marks=[
            Mark(row.by, row.at, row.ended_by, row.ended_at, row.ended_at is None and row.fingerprint == now)
            for row in rows
            if row.pack == pack
        ],
        is_served=pack in shown,
        needs_mark=not catalogue.is_always_served,
    )
