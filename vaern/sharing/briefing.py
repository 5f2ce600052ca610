"""A briefing for one recipient: of an opened case the chosen pieces, and not a word more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from vaern.cases.handover import date_of, level_in_words, roles_of
from vaern.cases.models import Case
from vaern.cases.reading import facts_of, journal_of, persons_of, tasks_of
from vaern.cases.telling import Fact, Rendered
from vaern.cases.terms import EntryKind, TaskKind

CODE = "briefing"
NEWEST = 30  # lines of the journal to choose between


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One thing a recipient may be told. ``key`` names it within the case, ``under`` is its heading on paper."""

    key: str
    fact: Fact
    under: str
    label: str
    words: str


class NothingChosen(Exception):
    """A briefing tells something."""


def pieces_of(case: Case, *, at: datetime) -> list[Piece]:
    """Return everything an opened case has to choose between, in the order of the paper."""
    facts = facts_of(case)
    stands, people, next_steps, happened = _("Sagen"), _("Personer"), _("Næste skridt"), _("Det er sket")
    concerns = ", ".join(str(concern.label) for concern in facts.concerns)
    pieces = [
        Piece(key="level", fact=Fact.LEVEL, under=stands, label=_("Trusselsniveau"), words=level_in_words(case, at)),
        Piece(
            key="situation",
            fact=Fact.CONCERN,
            under=stands,
            label=_("Situation"),
            words=case.get_situation_display(),
        ),
        Piece(key="concern", fact=Fact.CONCERN, under=stands, label=_("Bekymring"), words=concerns),
        Piece(key="age", fact=Fact.CONCERN, under=stands, label=_("Borgerens alder"), words=str(facts.age.label)),
    ]
    if facts.responsible.kind is not None:
        words = f"{facts.responsible.kind.label}, {facts.responsible.role}. {facts.responsible.contact}".strip(". ")
        label = _("Myndigheden, der beslutter")
        pieces.append(Piece(key="authority", fact=Fact.INVOLVED, under=stands, label=label, words=words))
    for person in persons_of(case):
        said = f"{roles_of(person)}. {person.stance.label}. {person.words}".strip()
        pieces.append(Piece(key=f"person-{person.id}", fact=Fact.CONCERN, under=people, label=person.label, words=said))
    for task in tasks_of(case):
        label = f"{TaskKind(task.kind).label}, {date_of(task.due_at)}"
        pieces.append(Piece(key=f"task-{task.pk}", fact=Fact.PLAN, under=next_steps, label=label, words=task.text))
    for row in journal_of(case, most=NEWEST):
        label = f"{EntryKind(row.kind).label}, {date_of(row.happened_at)}"
        pieces.append(Piece(key=f"entry-{row.pk}", fact=Fact.CONCERN, under=happened, label=label, words=row.note))
    return pieces


def compose(case: Case, *, chosen: Iterable[str], to: str, at: datetime) -> Rendered:
    """Make the briefing of the chosen pieces alone, addressed ``to``. Raises NothingChosen."""
    wanted = set(chosen)
    pieces = [piece for piece in pieces_of(case, at=at) if piece.key in wanted]
    if not pieces:
        raise NothingChosen
    sections: dict[str, list[list[str]]] = {}
    for piece in pieces:
        sections.setdefault(piece.under, []).append([piece.label, piece.words])
    content: dict[str, Any] = {
        "title": _("Orientering"),
        "reference": case.reference,
        "date": date_of(at),
        "to": to,
        "sections": [
            {"heading": heading, "parts": [{"kind": "facts", "rows": rows}]} for heading, rows in sections.items()
        ],
    }
    return Rendered.of(CODE, content, told=frozenset(piece.fact for piece in pieces))
