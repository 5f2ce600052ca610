"""Instruments: what is asked and which cards there are, read from files that never change once published."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from vaern.law.screening import Level, OnlyFor
from vaern.risk.schema import Document, Fault, InstrumentFault, Lines, named_answers, read_document, rows_of
from vaern.risk.terms import Due, Owner

FOLDER = Path(__file__).parent / "instruments"
PUBLISHED = "published.toml"


@dataclass(frozen=True)
class Question:
    """Something to ask, with the closed answers it may have: code and label. No answers: words of one's own."""

    code: str
    name: str
    asks: str
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class GateQuestion:
    code: str
    name: str
    asks: str
    card: str
    acute: bool
    alarm: bool


@dataclass(frozen=True, kw_only=True)
class Kind:
    code: str
    name: str
    label: str
    means: str
    only_for: OnlyFor | None


@dataclass(frozen=True, kw_only=True)
class Line:
    code: str
    name: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group of indicators. ``look_for_gaps``: what was not asked here is shown when unknowns are written."""

    code: str
    label: str
    look_for_gaps: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of the words a judgement is chosen from. ``holds_days`` is how long a judgement on a level may hold."""

    code: str
    label: str
    means: str
    holds_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Card:
    """An action card: what to do now, by when, and whose it is. ``opened_by``: named answers, each enough alone."""

    code: str
    title: str
    does: str
    due: Due
    within_hours: int | None
    owner: Owner
    opened_by: tuple[str, ...]
    dismissed_by: tuple[tuple[str, str], ...]
    colleague: bool


@dataclass(frozen=True, kw_only=True)
class Redo:
    code: str
    label: str
    alarm: bool


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One version of the screening. ``answers`` maps every closed question to what may be answered."""

    code: str
    version: int
    title: str
    asks_first: str
    explains: str
    fingerprint: str
    gate: tuple[GateQuestion, ...]
    kinds: tuple[Kind, ...]
    subkinds: tuple[Line, ...]
    facts: tuple[Question, ...]
    groups: tuple[Group, ...]
    marks: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    view: tuple[Question, ...]
    words: tuple[Question, ...]
    levels: tuple[Choice, ...]
    soon: tuple[Choice, ...]
    knowledge: tuple[Choice, ...]
    act: tuple[Choice, ...]
    overrides: tuple[tuple[str, str], ...]
    cards: tuple[Card, ...]
    redo: tuple[Redo, ...]
    answers: Mapping[str, frozenset[str]]

    def card(self, code: str) -> Card:
        return next(card for card in self.cards if card.code == code)

    def card_rules(self) -> dict[str, tuple[str, ...]]:
        """Return each card with the named answers that open it, as the law asks for them."""
        return {card.code: card.opened_by for card in self.cards}

    def holds_days(self, level: Level) -> int:
        [days] = [choice.holds_days for choice in self.levels if choice.code == level and choice.holds_days]
        return days

    @property
    def said(self) -> dict[str, str]:
        yes_no = (("yes", "Ja"), ("no", "Nej"), ("unknown", "Ved ikke"))
        pairs = [(each.name, each.asks, yes_no) for each in self.gate]
        pairs += [(each.name, each.asks, each.answers) for each in self.facts]
        pairs += [(each.name, f"{each.label}:", self.marks) for group in self.groups for each in group.lines]
        found = {f"{name}={code}": f"{asks} {label}" for name, asks, answers in pairs for code, label in answers}
        chosen: tuple[Kind | Line, ...] = (*self.kinds, *self.subkinds)
        return found | {f"{each.name}=yes": each.label for each in chosen}


def current() -> Instrument:
    """Return the newest published screening."""
    return max((load(code) for code in published()), key=lambda instrument: instrument.version)


@lru_cache(maxsize=8)
def load(code: str) -> Instrument:
    """Return a published instrument. Raises InstrumentFault if the file is not, byte for byte, what was published."""
    return read(code, FOLDER)


def published(folder: Path = FOLDER) -> dict[str, str]:
    """Return the fingerprint of every published file, by its code."""
    return tomllib.loads((folder / PUBLISHED).read_text(encoding="utf-8"))["fingerprints"]


def read(code: str, folder: Path) -> Instrument:
    """Read and check one file of ``folder``."""
    file = f"{code}.toml"
    raw = (folder / file).read_bytes()
    text = raw.decode()
    document = read_document(text, file)
    if document["instrument"]["code"] != code:
        line = Lines(text).of("instrument", 0, "code")
        raise InstrumentFault([Fault(file, line, f"the file is called {code}, and its code is another")])
    fingerprint = hashlib.sha256(raw).hexdigest()
    if published(folder).get(code) != fingerprint:
        line = Lines((folder / PUBLISHED).read_text(encoding="utf-8")).of("fingerprints", 0, code)
        raise InstrumentFault([Fault(PUBLISHED, line, f"{file} is not the file that was published")])
    return built(document, fingerprint)


def built(document: Document, fingerprint: str) -> Instrument:
    def rows(name: str) -> list[dict[str, Any]]:
        return rows_of(document, name)

    def pairs(name: str) -> tuple[tuple[str, str], ...]:
        return tuple((row["code"], row["label"]) for row in rows(name))

    def choices(name: str) -> tuple[Choice, ...]:
        return tuple(Choice(**row) for row in rows(name))

    def lines(group: str) -> tuple[Line, ...]:
        found = [row for row in rows("line") if row["group"] == group]
        return tuple(Line(code=row["code"], name=f"line.{row['code']}", label=row["label"]) for row in found)

    def questions(name: str) -> tuple[Question, ...]:
        return tuple(Question(row["code"], f"{name}.{row['code']}", row["asks"]) for row in rows(name))

    dismissals = dict(pairs("dismissal"))
    head = document["instrument"]
    return Instrument(
        **head,
        fingerprint=fingerprint,
        gate=tuple(GateQuestion(name=f"gate.{row['code']}", **row) for row in rows("gate")),
        kinds=tuple(
            Kind(
                code=row["code"],
                name=f"kind.{row['code']}",
                label=row["label"],
                means=row["means"],
                only_for=OnlyFor(row["only_for"]) if "only_for" in row else None,
            )
            for row in rows("kind")
        ),
        subkinds=tuple(Line(code=code, name=f"sub.{code}", label=label) for code, label in pairs("subkind")),
        facts=tuple(
            Question(
                row["code"],
                f"fact.{row['code']}",
                row["asks"],
                tuple((each["code"], each["label"]) for each in rows("choice") if each["fact"] == row["code"]),
            )
            for row in rows("fact")
        ),
        groups=tuple(Group(**row, lines=lines(row["code"])) for row in rows("group")),
        marks=pairs("mark"),
        sources=pairs("source"),
        view=questions("view"),
        words=questions("words"),
        levels=choices("level"),
        soon=choices("soon"),
        knowledge=choices("knowledge"),
        act=choices("act"),
        overrides=pairs("override"),
        cards=tuple(
            Card(
                code=row["code"],
                title=row["title"],
                does=row["does"],
                due=Due(row["due"]),
                within_hours=row.get("within_hours"),
                owner=Owner(row["owner"]),
                opened_by=tuple(row["opened_by"]),
                dismissed_by=tuple((code, dismissals[code]) for code in row["dismissed_by"]),
                colleague=row["colleague"],
            )
            for row in rows("rule")
        ),
        redo=tuple(Redo(**row) for row in rows("redo")),
        answers=named_answers(document),
    )
