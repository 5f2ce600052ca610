"""What an instrument file may hold, and the line where one does not.

A file is flat: tables and lists of tables with plain values. That is enough, and it is what lets a fault be named by
its line. Each table has a closed list of keys, so that a weight or a score has no place to stand.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from vaern.law.screening import Act, Knowledge, Level, OnlyFor, Soon
from vaern.risk.terms import Due, Mark, Owner

Document = dict[str, Any]


class InstrumentFault(Exception):
    """The file cannot be used; every fault is named with its file and line."""

    def __init__(self, faults: "list[Fault]") -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Fault:
    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True, kw_only=True)
class Table:
    """The keys a table has. ``codes`` is the closed list its codes must be, no more and no fewer."""

    texts: tuple[str, ...] = ()
    may_have: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    refers: dict[str, str] = field(default_factory=dict)
    one_of: dict[str, frozenset[str]] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    within: str = (
        ""  # the key that, together with the code, must be unique: "no" is an answer to more than one question
    )

    def names(self) -> set[str]:
        return {*self.texts, *self.may_have, *self.flags, *self.numbers, *self.lists}


def words(choices: Any) -> frozenset[str]:
    return frozenset(str(choice.value) for choice in choices)


SCHEMA = {
    "instrument": Table(texts=("code", "title", "asks_first", "explains"), numbers=("version",)),
    "gate": Table(texts=("code", "asks", "card"), flags=("acute", "alarm"), refers={"card": "rule"}),
    "kind": Table(texts=("code", "label", "means"), may_have=("only_for",), one_of={"only_for": words(OnlyFor)}),
    "subkind": Table(texts=("code", "label")),
    "fact": Table(texts=("code", "asks")),
    "choice": Table(texts=("fact", "code", "label"), refers={"fact": "fact"}, within="fact"),
    "group": Table(texts=("code", "label"), flags=("look_for_gaps",)),
    "line": Table(texts=("group", "code", "label"), refers={"group": "group"}),
    "mark": Table(texts=("code", "label"), codes=words(Mark)),
    "source": Table(texts=("code", "label")),
    "view": Table(texts=("code", "asks")),
    "level": Table(texts=("code", "label", "means"), numbers=("holds_days",), codes=words(Level)),
    "soon": Table(texts=("code", "label", "means"), codes=words(Soon)),
    "knowledge": Table(texts=("code", "label", "means"), codes=words(Knowledge)),
    "act": Table(texts=("code", "label", "means"), codes=words(Act)),
    "words": Table(texts=("code", "asks"), codes=frozenset({"up", "down", "change"})),
    "override": Table(texts=("code", "label")),
    "rule": Table(
        texts=("code", "title", "does", "due", "owner"),
        flags=("colleague",),
        numbers=("within_hours",),
        lists=("opened_by", "dismissed_by"),
        refers={"dismissed_by": "dismissal"},
        one_of={"due": words(Due), "owner": words(Owner)},
    ),
    "dismissal": Table(texts=("code", "label")),
    "redo": Table(texts=("code", "label"), flags=("alarm",)),
}
TEN = 10  # questions of the acute gate

# Who somebody is says nothing about danger. A religious wedding is an event, and may be named as one.
NO_INDICATOR = re.compile(
    r"etni|nationalitet|statsborger|oprindelse|herkomst|hudfarve|indvandrer|flygtning|"
    r"\btro(en|ende)?\b|religion|muslim|islam|kristen|moské|tørklæde|slør|boligområde|ghetto|udsat område",
    re.IGNORECASE,
)

HEADER = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"\s*([\w-]+)\s*=")
TOMLS_OWN_LINE = re.compile(r"at line (\d+)")


class Lines:
    """Where each table of a flat file begins, and each of its keys."""

    def __init__(self, text: str) -> None:
        self.at: dict[tuple[str, int, str], int] = {}
        seen: dict[str, int] = {}
        table, place = "", 0
        for number, line in enumerate(text.splitlines(), start=1):
            if header := HEADER.match(line):
                table = header[1]
                place = seen.get(table, -1) + 1
                seen[table] = place
                self.at[table, place, ""] = number
            elif key := KEY.match(line):
                self.at[table, place, key[1]] = number

    def of(self, table: str, place: int = 0, key: str = "") -> int:
        return self.at.get((table, place, key)) or self.at.get((table, place, "")) or 1


def read_document(
    text: str, file: str, schema: "Schema | None" = None, between: "Callable[[Document], Iterable[Found]] | None" = None
) -> Document:
    """Return the checked content of an instrument file. Raises InstrumentFault with every fault found.

    Without ``schema`` the file is a screening. ``between`` finds what is wrong between tables that are right alone.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = TOMLS_OWN_LINE.search(str(error))
        raise InstrumentFault([Fault(file, int(line[1]) if line else 1, str(error))]) from None
    lines = Lines(text)
    found = faults_of(document, schema or SCHEMA, between or card_faults)
    faults = [Fault(file, lines.of(*where), what) for where, what in found]
    if faults:
        raise InstrumentFault(sorted(faults, key=lambda fault: fault.line))
    return document


Where = tuple[str, int, str]
Found = tuple[Where, str]
Schema = Mapping[str, Table]


def faults_of(document: Document, schema: Schema, between: Callable[[Document], Iterable[Found]]) -> Iterator[Found]:
    """Yield each fault: of single tables first, then of what they refer to, then between answers and cards.

    Each step is taken only when the one before it found nothing.
    """
    alone = [*unknown_tables(document, schema)]
    alone += [fault for name in schema for fault in table_faults(document, name, schema[name])]
    yield from alone or list(references(document, schema)) or between(document)


def unknown_tables(document: Document, schema: Schema) -> Iterator[Found]:
    for name in document.keys() - schema.keys():
        yield (name, 0, ""), f"no table is called {name}"


def rows_of(document: Document, name: str) -> list[dict[str, Any]]:
    found = document.get(name, [])
    return found if isinstance(found, list) else [found]


def table_faults(document: Document, name: str, table: Table) -> Iterator[Found]:
    rows = rows_of(document, name)
    if not rows:
        yield (name, 0, ""), f"there is no {name}"
    if isinstance(document.get(name), list) == (name == "instrument"):
        yield (name, 0, ""), f"{name} is written once, in single brackets; every other table in double ones"
    seen: set[tuple[str, str]] = set()
    for place, row in enumerate(rows):
        if not isinstance(row, dict):
            yield (name, place, ""), f"{name} is not a table"
            continue
        yield from row_faults(name, place, row, table)
        code = (str(row.get(table.within, "")), str(row.get("code")))
        if code in seen:
            yield (name, place, "code"), f"the code {row.get('code')} stands twice"
        seen.add(code)
        if table.codes and row.get("code") not in table.codes:
            yield (name, place, "code"), f"no {name} is called {row.get('code')}"
    if table.codes and rows and (absent := table.codes - {row.get("code") for row in rows}):
        yield (name, 0, ""), f"{name} lacks {', '.join(sorted(absent))}"


def row_faults(name: str, place: int, row: dict[str, Any], table: Table) -> Iterator[Found]:
    for key, value in row.items():
        where = (name, place, key)
        among = value if isinstance(value, list) else [value]
        if key not in table.numbers and any(map(is_number, among)):
            yield where, f"a number stands at {key}: nothing here has a weight or a score"
        elif key not in table.names():
            yield where, f"{name} has no {key}"
        elif key in table.texts + table.may_have and not (isinstance(value, str) and value.strip()):
            yield where, f"{key} is to be text, and says nothing"
        elif key in table.flags and not isinstance(value, bool):
            yield where, f"{key} is true or false"
        elif key in table.numbers and not (is_number(value) and isinstance(value, int) and value > 0):
            yield where, f"{key} is a whole number above nought"
        elif key in table.lists and not (isinstance(value, list) and value and all(isinstance(v, str) for v in value)):
            yield where, f"{key} is a list of words with at least one"
        elif key in table.one_of and value not in table.one_of[key]:
            yield where, f"{key} is one of {', '.join(sorted(table.one_of[key]))}"
        elif name in {"line", "gate", "subkind", "factor"} and key in {"label", "asks"} and NO_INDICATOR.search(value):
            yield where, "who somebody is, and where they live, is no indicator"
    for key in (*table.texts, *table.flags, *table.lists, *(table.numbers if name != "rule" else ())):
        if key not in row:
            yield (name, place, ""), f"{name} lacks {key}"


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def references(document: Document, schema: Schema) -> Iterator[Found]:
    codes = {name: {row["code"] for row in rows_of(document, name)} for name in schema}
    for name, table in schema.items():
        for place, row in enumerate(rows_of(document, name)):
            for key, target in table.refers.items():
                for code in [row[key]] if isinstance(row[key], str) else row[key]:
                    if code not in codes[target]:
                        yield (name, place, key), f"there is no {target} called {code}"
    for name, inner, key in (("fact", "choice", "fact"), ("group", "line", "group"), ("domain", "factor", "domain")):
        if inner not in schema or key not in schema[inner].names():
            continue
        used = {row[key] for row in rows_of(document, inner)}
        for place, row in enumerate(rows_of(document, name)):
            if row["code"] not in used:
                yield (name, place, "code"), f"{row['code']} has no {inner}"


def card_faults(document: Document) -> Iterator[Found]:
    """Yield what is wrong between answers and cards."""
    answers = named_answers(document)
    openers = {row["code"]: row["opened_by"] for row in rows_of(document, "rule")}
    for place, row in enumerate(rows_of(document, "rule")):
        for opener in row["opened_by"]:
            question, _, answer = opener.partition("=")
            if answer not in answers.get(question, frozenset()):
                yield ("rule", place, "opened_by"), f"no question can be answered {opener}"
        if (row["due"] == Due.HOURS) != ("within_hours" in row):
            yield ("rule", place, "due"), "a deadline in hours has within_hours, and no other has"
    gate = rows_of(document, "gate")
    if len(gate) != TEN:
        yield ("gate", 0, ""), "the acute gate has ten questions"
    for place, row in enumerate(gate):
        if f"gate.{row['code']}=yes" not in openers[row["card"]]:
            yield ("gate", place, "card"), f"a yes to {row['code']} does not open {row['card']}"
    cards = [row["card"] for row in gate]
    for place, card in enumerate(cards):
        if card in cards[:place]:
            yield ("gate", place, "card"), f"{card} is another question's own card"


def named_answers(document: Document) -> dict[str, frozenset[str]]:
    """Return every question with the answers it may have, under the names the forms and the rules use."""
    choices: dict[str, set[str]] = {}
    for row in rows_of(document, "choice"):
        choices.setdefault(f"fact.{row['fact']}", set()).add(row["code"])
    return {
        **{f"gate.{row['code']}": frozenset({"yes", "no", "unknown"}) for row in rows_of(document, "gate")},
        **{f"kind.{row['code']}": frozenset({"yes"}) for row in rows_of(document, "kind")},
        **{f"sub.{row['code']}": frozenset({"yes"}) for row in rows_of(document, "subkind")},
        **{question: frozenset(answers) for question, answers in choices.items()},
        **{f"line.{row['code']}": words(Mark) for row in rows_of(document, "line")},
    }
