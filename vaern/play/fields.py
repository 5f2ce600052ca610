"""What may stand in a step or an expectation. Each kind of value reads itself, or says what it allows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.db.models import Choices

from vaern.directory import loading
from vaern.play.cast import Person
from vaern.play.times import NotATime, Now, read_day, read_moment
from vaern.staff.roles import ROLES, Role

REQUIRED = object()
LATEST = object()  # the default of an inquiry or a thread: the one begun last
THE_ONE = "it"  # what it is called when a file gives it no name


class Misread(ValueError):
    """The value cannot be read; the message says what is allowed."""


@dataclass
class Reading:
    """What reading a value turns on: where the clock stands, who there is, and what the steps above began.

    ``named`` gathers the people the file names.
    """

    now: Now
    people: Mapping[str, Person]
    inquiries: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    named: set[str] = field(default_factory=set)


class Kind:
    """A kind of value. ``allows`` says in a few words what may be written."""

    allows = ""

    def read(self, value: Any, reading: Reading) -> Any:
        raise NotImplementedError


class Text(Kind):
    """Free text. What a step tells is remembered: an expectation may ask whether it is anywhere in clear."""

    allows = "text"

    def read(self, value: Any, reading: Reading) -> str:
        if not isinstance(value, str):
            raise Misread('write text in quotes, or between """ and """')
        return value


class Unguarded(Text):
    """Free text that is told and kept, but that the guard does not read: an emergency note, a number."""


class Word(Kind):
    """A piece of text that is looked for; nothing a step tells."""

    allows = "words"

    def read(self, value: Any, reading: Reading) -> str:
        if not isinstance(value, str):
            raise Misread("write text in quotes")
        return value


class Flag(Kind):
    allows = "true or false"

    def read(self, value: Any, reading: Reading) -> bool:
        if not isinstance(value, bool):
            raise Misread("write true or false, without quotes")
        return value


class Number(Kind):
    allows = "a whole number"

    def read(self, value: Any, reading: Reading) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 100_000:
            raise Misread("write a whole number, without quotes")
        return value


class Choice(Kind):
    """One of a closed list, by its code or its Danish label. ``also`` are words of the format beside the list."""

    def __init__(self, choices: type[Choices], *also: str) -> None:
        self.choices = choices
        self.codes = [*choices.values, *also]

    @property
    def allows(self) -> str:  # type: ignore[override]
        """The codes with their labels, which are Danish words only once the site has started."""
        labels = {choice.value: f" {choice.label}" for choice in self.choices}  # type: ignore[attr-defined]
        return " · ".join(f"`{code}`{labels.get(code, '')}" for code in self.codes if code)

    def read(self, value: Any, reading: Reading) -> Any:
        if isinstance(value, str):
            for choice in self.choices:  # type: ignore[attr-defined]
                if value.casefold() in {choice.value.casefold(), str(choice.label).casefold()}:
                    return choice
            if value in self.codes:
                return value
        raise Misread(one_of(value, self.codes))


class OneOf(Kind):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.allows = " · ".join(f"`{word}`" for word in words)

    def read(self, value: Any, reading: Reading) -> str:
        if value not in self.words:
            raise Misread(one_of(value, self.words))
        return str(value)


class Coded(Kind):
    """One of a list with labels that stands in a data file, by its code or its label."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.labels = dict(pairs)
        self.allows = " · ".join(f"`{code}` {label}" for code, label in self.labels.items())

    def read(self, value: Any, reading: Reading) -> str:
        for code, label in self.labels.items():
            if str(value).casefold() in {code.casefold(), label.casefold()}:
                return code
        raise Misread(one_of(value, self.labels))


class Answers(Kind):
    """Named questions, each with one of a few answers, below a header of their own or in { }."""

    def __init__(self, questions: Iterable[tuple[str, str]], answers: Kind) -> None:
        self.questions, self.answers = Coded(questions), answers
        self.allows = f"{self.questions.allows}, each with one of: {answers.allows}"

    def read(self, value: Any, reading: Reading) -> dict[str, str]:
        if not isinstance(value, dict):
            raise Misread("write the answers below a header of their own, or in { }")
        return {self.questions.read(name, reading): self.answers.read(each, reading) for name, each in value.items()}


class ListOf(Kind):
    """Several of a kind in [ ], or a single one without."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.allows = f"one or several of: {kind.allows}"

    def read(self, value: Any, reading: Reading) -> tuple[Any, ...]:
        values = value if isinstance(value, list) else [value]
        return tuple(self.kind.read(each, reading) for each in values)


class Moment(Kind):
    allows = "a time"

    def read(self, value: Any, reading: Reading) -> datetime:
        try:
            return read_moment(value, reading.now)
        except NotATime as error:
            raise Misread(str(error)) from error


class Day(Kind):
    allows = "a day"

    def read(self, value: Any, reading: Reading) -> date:
        try:
            return read_day(value, reading.now)
        except NotATime as error:
            raise Misread(str(error)) from error


class Who(Kind):
    """A person of the cast, by first name."""

    allows = "a person of the cast"

    def read(self, value: Any, reading: Reading) -> str:
        if not isinstance(value, str) or value not in reading.people:
            raise Misread(f"nobody is called that; {one_of(value, list(reading.people))}, or add a [[person]]")
        reading.named.add(value)
        return value


class Named(Kind):
    """What the file calls something that a step begins and others come back to.

    ``begins``: the step may be the first to speak of it. ``is_needed``: False where there may be none yet.
    """

    what = ""  # with its article

    def __init__(self, *, begins: bool = False, is_needed: bool = True) -> None:
        self.begins, self.is_needed = begins, is_needed
        self.allows = f"your own word for {self.the}" if begins else f"{self.what} that a step above began"

    @property
    def the(self) -> str:
        return f"the {self.what.split()[-1]}"

    def known(self, reading: Reading) -> list[str]:
        """Return what the steps above began, in order."""
        raise NotImplementedError

    def read(self, value: Any, reading: Reading) -> str:
        known = self.known(reading)
        if not isinstance(value, str) or not value:
            raise Misread(f"write a word of your own for {self.the}, in quotes")
        if not self.begins and value not in known:
            raise Misread(
                f"no step above began {self.what} with that name" + (f"; {one_of(value, known)}" if known else "")
            )
        if value not in known:
            known.append(value)
        return value


class Inquiry(Named):
    what = "an inquiry"

    def known(self, reading: Reading) -> list[str]:
        return reading.inquiries


class Thread(Named):
    """A conversation with somebody who left no name, or the sheet of a professional."""

    what = "a thread"

    def known(self, reading: Reading) -> list[str]:
        return reading.threads


class RoleCode(Kind):
    allows = "a role, by code or Danish name"

    def read(self, value: Any, reading: Reading) -> Role:
        for role in ROLES.values():
            if str(value).casefold() in {role.code, str(role.label).casefold()}:
                return role
        raise Misread(one_of(value, ROLES))


class Region(Kind):
    allows = "a region, by name or code"

    def read(self, value: Any, reading: Reading) -> str:
        sought = str(value).casefold().removeprefix("region ")
        for code, name in region_names().items():
            if sought in {code.casefold(), name.casefold().removeprefix("region ")}:
                return code
        raise Misread(one_of(value, [*region_names().values()]))


class Municipality(Kind):
    allows = "a municipality, by name or code"

    def read(self, value: Any, reading: Reading) -> str:
        sought = str(value).casefold().removesuffix(" kommune")
        for code, name in municipality_names().items():
            if sought in {code, name.casefold()}:
                return code
        near = get_close_matches(str(value), municipality_names().values(), n=3)
        raise Misread("no municipality is called that" + (f"; do you mean {' or '.join(near)}?" if near else ""))


class Table(Kind):
    """A table of facts below its own header; the rule it is for knows which."""

    allows = "facts, below a header of their own"

    def read(self, value: Any, reading: Reading) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Misread("write the facts below a header of their own, [expect.facts]")
        return value


@cache
def region_names() -> dict[str, str]:
    return {row.code: row.name for row in loading.regions()}


@cache
def municipality_names() -> dict[str, str]:
    return {row.code: row.name for row in loading.municipalities()}


def one_of(value: Any, allowed: Any) -> str:
    """Say what is allowed, with the likeliest first where one is near."""
    near = get_close_matches(str(value), [str(each) for each in allowed], n=1)
    said = f"it is one of {', '.join(str(each) for each in allowed)}"
    return f"do you mean {near[0]}? {said}" if near else said


@dataclass(frozen=True)
class Field:
    """A value of a step or an expectation. ``default`` is written as in a file; None leaves the matter open."""

    kind: Kind
    says: str
    default: Any = REQUIRED

    @property
    def is_required(self) -> bool:
        return self.default is REQUIRED


NEW_INQUIRY = Field(Inquiry(begins=True), "your own word for the inquiry, when the file has more than one", THE_ONE)
INQUIRY = Field(Inquiry(), "which inquiry; the one begun last", LATEST)
NEW_THREAD = Field(Thread(begins=True), "your own word for the thread, when the file has more than one", THE_ONE)
THREAD = Field(Thread(), "which thread; the one begun last", LATEST)
