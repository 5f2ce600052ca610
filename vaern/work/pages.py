"""Worklists read page by page: the union of several sets, in order of time. No list opens a key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class Page:
    """Some rows of a worklist, and where the next page begins ("" when there is none)."""

    rows: list[Any]
    next: str


def page_of(
    branches: Sequence[QuerySet], *, moment: str, newest_first: bool = False, after: str = "", size: int = 50
) -> Page:
    """Return one page of the union of ``branches`` by the column ``moment``.

    Reads ``size`` rows from each branch, however many rows there are: a union, so that each can use its own index.
    """
    sign = "-" if newest_first else ""
    position = parse_position(after)
    pages = []
    for branch in branches:
        rows = branch.filter(beyond(moment, position, newest_first)) if position else branch
        pages.append(rows.order_by(f"{sign}{moment}", f"{sign}pk")[: size + 1])
    found = list(islice(merged(pages, moment, newest_first), size + 1))
    rows = found[:size]
    return Page(rows, position_of(rows[-1], moment) if len(found) > size else "")


def merged(pages: Sequence[Any], moment: str, newest_first: bool) -> Iterator[Any]:
    """Yield the rows of all pages in order, each once."""
    seen: set[UUID] = set()
    for row in merge(*pages, key=lambda row: (getattr(row, moment), row.pk), reverse=newest_first):
        if row.pk not in seen:
            seen.add(row.pk)
            yield row


def beyond(moment: str, position: tuple[datetime, UUID], newest_first: bool) -> Q:
    compare = "lt" if newest_first else "gt"
    at, pk = position
    return Q(**{f"{moment}__{compare}": at}) | Q(**{moment: at, f"pk__{compare}": pk})


def position_of(row: Any, moment: str) -> str:
    """Return where a page ends, without what an address changes: a plus would come back as a space."""
    at = getattr(row, moment).astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f"{at}_{row.pk.hex}"


def parse_position(text: str) -> tuple[datetime, UUID] | None:
    """Read a page's beginning from an address; anything malformed is the first page."""
    moment, _, pk = text.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at.astimezone(UTC), UUID(pk)) if at.tzinfo else None
    except (ValueError, OverflowError):  # the latter where the year is 0 or 10000 in UTC
        return None
