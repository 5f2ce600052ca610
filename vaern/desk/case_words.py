"""A case in words: its history as lines, and what is not known yet as ways to find it out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from vaern.cases.reading import Happening, asked_in, responsible_in
from vaern.cases.terms import AuthorityState, Respect, Situation, Stage
from vaern.inquiries.terms import Age, Subject

TITLE = 90  # characters of a title; the whole stands in the journal


@dataclass(frozen=True)
class Line:
    """Something that happened, as the page shows it. ``entry`` is the line of the journal it comes from, if it does."""

    id: UUID
    at: datetime
    kind: str
    title: str
    words: str
    who: str
    entry: Any


def lines_of(history: list[Happening]) -> list[Line]:
    return [line_of(happening) for happening in history]


def line_of(happening: Happening) -> Line:
    row = happening.row
    is_entry = hasattr(row, "happened_at")
    if is_entry:
        title, words = beginning(row.note), row.note
    elif hasattr(row, "respect"):
        title, words = standing_in_words(row), row.words
    else:
        title, words = holding_in_words(row), row.note or ""
    return Line(row.pk, happening.at, happening.kind, title, words, row.by.first_name, row if is_entry else None)


def beginning(text: str) -> str:
    """Return the first line of a text, short enough for a title."""
    return Truncator(text.strip().partition("\n")[0].strip()).chars(TITLE)


def standing_in_words(row: Any) -> str:
    match row.respect:
        case Respect.STAGE:
            return str(Stage(row.value).label)
        case Respect.SITUATION:
            return str(Situation(row.value).label)
        case Respect.CONCERN:
            concerns = [str(Subject(each).label) for each in row.facts["concerns"]]
            return ", ".join([*concerns, str(Age(row.facts["age"]).label)])
        case Respect.REQUEST:
            asked = asked_in(row)
            return _("%(who)s: %(wish)s") % {"who": asked.asked_by.label, "wish": asked.wish.label}
    responsible = responsible_in(row)
    if responsible.state != AuthorityState.FOUND:
        return str(responsible.state.label)
    return f"{responsible.kind.label if responsible.kind else ''}, {responsible.role}"


def holding_in_words(row: Any) -> str:
    if row.consultant is None:
        return _("Ligger hos regionen")
    return _("Hos %(name)s") % {"name": row.consultant.first_name}
