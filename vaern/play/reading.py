"""Read a vignette file, strictly: whatever cannot be understood is reported with its line and with what is allowed."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from vaern.law.clocks import COPENHAGEN
from vaern.play.cast import LONG_AGO, STANDARD_CAST, Person
from vaern.play.fields import LATEST, ListOf, Misread, Moment, Named, Reading, Region, RoleCode, Text, Word
from vaern.play.lines import tables
from vaern.play.registry import EXPECTATIONS, STEPS, AnyKind, StepKind, load_kinds
from vaern.play.times import Now
from vaern.staff.roles import CONSULTANT

BEGINS = datetime(2026, 11, 23, 10, 0, tzinfo=COPENHAGEN)  # a Monday, when a file does not say
A_MINUTE = "+1 min"
NO_TIME = "+0 min"
ABOUT_THE_FILE = ("title", "source", "shows")
TABLES = ("person", "step", "expect")
TOML_LINE = re.compile(r"\(at line ([0-9]+), column [0-9]+\)")


@dataclass(frozen=True, order=True)
class Trouble:
    """Something in a file that cannot be understood."""

    line: int
    message: str


class Unreadable(Exception):
    """The file cannot be played. Carries every trouble that was found in it."""

    def __init__(self, troubles: list[Trouble]) -> None:
        super().__init__(f"{len(troubles)} troubles")
        self.troubles = sorted(troubles)


@dataclass(frozen=True)
class Item:
    """A step or an expectation, its values read. ``given`` are the names the file itself wrote."""

    kind: AnyKind
    line: int
    at: datetime
    values: dict[str, Any]
    given: frozenset[str]

    @property
    def told(self) -> list[str]:
        """The free texts that a step tells."""
        return [value for name, value in self.values.items() if isinstance(self.kind.fields[name].kind, Text) and value]


@dataclass(frozen=True)
class Course:
    """A course of events, as a file tells it."""

    name: str
    title: str
    begins: datetime
    people: tuple[Person, ...]
    items: tuple[Item, ...]


@dataclass
class Begun:
    """A table of the file that may come many times, with the lines of its keys."""

    name: str
    line: int
    keys: dict[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        return self.keys.get(key, self.line)


def read_file(path: Path, *, begins: datetime | None = None) -> Course:
    """Read the file at ``path``. Raises Unreadable."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Unreadable([Trouble(1, f"the file cannot be opened: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise Unreadable([Trouble(1, "the file is not text in UTF-8")]) from error
    return read_text(text, name=str(path), begins=begins)


def read_text(text: str, *, name: str, begins: datetime | None = None) -> Course:
    """Read a vignette. ``begins`` moves its beginning, whatever the file says. Raises Unreadable."""
    load_kinds()
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = TOML_LINE.search(str(error))
        last = text.count("\n") + 1
        said = TOML_LINE.sub("", str(error)).strip() or type(error).__name__
        raise Unreadable([Trouble(int(found[1]) if found else last, f"this is not TOML: {said}")]) from error
    return Reader(text, data, name, begins).course()


class Reader:
    """Goes through one file from top to bottom, and gathers what is wrong with it."""

    def __init__(self, text: str, data: dict[str, Any], name: str, begins: datetime | None) -> None:
        self.data, self.name = data, name
        self.troubles: list[Trouble] = []
        self.top, self.begun = lay_out(text)
        self.begins = begins or self.beginning()
        self.people = dict(STANDARD_CAST)
        self.reading = Reading(now=Now(self.begins, self.begins), people=self.people)

    def course(self) -> Course:
        self.check_top()
        described: dict[str, Person] = {}
        for begun, values in self.all_of("person"):
            person = self.person(begun, values)
            if person.name.casefold() in {name.casefold() for name in described}:
                self.trouble(begun.line_of("name"), f"name: somebody above is called {person.name} already")
            described[person.name] = person
        self.people.update(described)
        items = [item for begun, values in self.all_of("step", "expect") if (item := self.item(begun, values))]
        if not self.troubles and not any(begun.name == "expect" for begun in self.begun):
            self.trouble(1, "there is no [[expect]]: a course that expects nothing shows nothing")
        if self.troubles:
            raise Unreadable(self.troubles)
        named = self.reading.named | set(described)
        return Course(
            name=self.name,
            title=self.data.get("title", Path(self.name).stem),
            begins=self.begins,
            people=tuple(person for name, person in self.people.items() if name in named),
            items=tuple(items),
        )

    def trouble(self, line: int, message: str) -> None:
        self.troubles.append(Trouble(line, message))

    def beginning(self) -> datetime:
        if "begins" not in self.data:
            return BEGINS
        try:
            begins: datetime = Moment().read(
                self.data["begins"], Reading(now=Now(BEGINS, BEGINS), people=STANDARD_CAST)
            )
        except Misread as error:
            self.trouble(self.top.line_of("begins"), f"begins: {error}")
            return BEGINS
        self.check_day(begins, self.top.line_of("begins"), "begins")
        return begins

    def check_day(self, at: datetime, line: int, name: str) -> None:
        if at.date() < LONG_AGO:
            self.trouble(line, f"{name}: nobody has a role and no rule holds before {LONG_AGO}")

    def check_top(self) -> None:
        for key, value in self.data.items():
            if key in TABLES:
                headers = sum(begun.name == key for begun in self.begun)
                if not isinstance(value, list) or len(value) != headers:
                    self.trouble(self.top.line_of(key), f"write [[{key}]] on a line of its own, once for each {key}")
            elif key in ABOUT_THE_FILE:
                if not isinstance(value, str):
                    self.trouble(self.top.line_of(key), f"{key}: write text in quotes")
            elif key != "begins":
                allowed = (*ABOUT_THE_FILE, "begins", *(f"[[{table}]]" for table in TABLES))
                self.trouble(self.top.line_of(key), f"{key} is not known here; a file has {', '.join(allowed)}")

    def all_of(self, *names: str) -> Iterator[tuple[Begun, dict[str, Any]]]:
        """Yield the tables of these names as they follow each other in the file, each with its values."""
        left = {name: iter(self.data[name]) for name in names if isinstance(self.data.get(name), list)}
        for begun in self.begun:
            values = next(left[begun.name], None) if begun.name in left else None
            if isinstance(values, dict):
                yield begun, values

    def person(self, begun: Begun, values: dict[str, Any]) -> Person:
        """Return the person as far as the description can be understood."""
        kinds = {"name": Word(), "roles": ListOf(RoleCode()), "regions": ListOf(Region())}
        read: dict[str, Any] = {"name": "", "roles": (CONSULTANT,), "regions": ()}
        for key, value in values.items():
            if key not in kinds:
                self.trouble(begun.line_of(key), f"{key} is not known here; a person has {', '.join(kinds)}")
                continue
            try:
                read[key] = kinds[key].read(value, self.reading)
            except Misread as error:
                self.trouble(begun.line_of(key), f"{key}: {error}")
        if not values.get("name"):
            self.trouble(begun.line, "name is missing: write the person's first name")
        return Person(**read)

    def item(self, begun: Begun, values: dict[str, Any]) -> Item | None:
        """Read one step or expectation, and let the clock of the course go on to it if it is a step."""
        before = len(self.troubles)
        kind = self.kind_of(begun, values)
        if kind is None:
            return None
        for key in values:
            if key in TABLES and key not in kind.fields:
                self.trouble(begun.line_of(key), f"write [[{key}]] on a line of its own, not inside [[{begun.name}]]")
            elif key not in kind.fields and key != kind.word:
                near = get_close_matches(key, kind.fields, n=1)
                hint = f"do you mean {near[0]}? " if near else ""
                self.trouble(
                    begun.line_of(key), f"{key} is not known here; {hint}{kind.name} has {', '.join(kind.fields)}"
                )
        at = self.time_of(kind, begun, values)
        clock = self.reading.now
        self.reading.now = Now(at, self.begins)
        read = {name: self.value(kind, name, begun, values) for name in kind.fields if name != "at"}
        if not isinstance(kind, StepKind):
            self.reading.now = clock
        if len(self.troubles) > before:
            return None
        return Item(kind, begun.line, at, read, frozenset(values))

    def kind_of(self, begun: Begun, values: dict[str, Any]) -> AnyKind | None:
        word, register = ("do", STEPS) if begun.name == "step" else ("that", EXPECTATIONS)
        if word not in values:
            self.trouble(begun.line, f'{word} is missing: [[{begun.name}]] begins with {word} = "…"')
            return None
        kind = register.get(values[word]) if isinstance(values[word], str) else None
        if kind is None:
            near = get_close_matches(str(values[word]), register, n=1)
            hint = f"do you mean {near[0]}? " if near else ""
            said = f'there is no {word} = "{values[word]}"; {hint}there are {", ".join(sorted(register))}'
            self.trouble(begun.line_of(word), said)
        return kind

    def time_of(self, kind: AnyKind, begun: Begun, values: dict[str, Any]) -> datetime:
        now = self.reading.now
        is_first = not any(each.line < begun.line for each in self.begun if each.name == "step")
        usual = A_MINUTE if isinstance(kind, StepKind) and not is_first else NO_TIME
        try:
            at: datetime = Moment().read(values.get("at", usual), self.reading)
        except Misread as error:
            self.trouble(begun.line_of("at"), f"at: {error}")
            return now.at
        self.check_day(at, begun.line_of("at"), "at")
        if isinstance(kind, StepKind) and at < now.at and not is_first:
            self.trouble(
                begun.line_of("at"),
                f"at: time goes back here, to {at:%Y-%m-%d %H:%M}; the step before is at {now.at:%Y-%m-%d %H:%M}",
            )
        return at

    def value(self, kind: AnyKind, name: str, begun: Begun, values: dict[str, Any]) -> Any:
        wanted = kind.fields[name]
        if name not in values and wanted.is_required:
            self.trouble(begun.line, f"{name} is missing: {kind.name} needs {wanted.says} ({wanted.kind.allows})")
            return None
        written = values.get(name, wanted.default)
        if written is LATEST and isinstance(wanted.kind, Named):
            written = next(reversed(wanted.kind.known(self.reading)), None)
            if written is None and wanted.kind.is_needed:
                self.trouble(begun.line, f"{kind.name} is about {wanted.kind.what}, and no step above began one")
        if written is None:
            return None
        try:
            return wanted.kind.read(written, self.reading)
        except Misread as error:
            self.trouble(begun.line_of(name), f"{name}: {error}")
            return None


def lay_out(text: str) -> tuple[Begun, list[Begun]]:
    """Return the top of the file, and the tables that may come many times in the order they stand in."""
    first, *others = tables(text)
    top = Begun("", first.line, dict(first.keys))
    begun: list[Begun] = []
    for table in others:
        root = table.name[0]
        if len(table.name) == 1 and root in TABLES:
            begun.append(Begun(root, table.line, dict(table.keys)))
            top.keys.setdefault(root, table.line)
        elif len(table.name) > 1 and begun and begun[-1].name == root:
            begun[-1].keys.setdefault(table.name[1], table.line)
        else:
            top.keys.setdefault(root, table.line)
    return top, begun
