"""Every answer a rule can give, found by asking it: no list of answers is kept beside the rules.

A rule is asked with facts of which nothing is known until it reads one. Each time it reads one more, it is asked again
for every value that fact may have. So only the facts a rule turns on are varied, however many its facts hold.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from importlib import import_module
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from vaern.law.terms import Finding, Rule

AGES = (9, 10, 14, 15, 17, 18)  # both sides of the ages the rules know
MOST = 2_000  # questions to one rule: of the one that reads every fact it has, those in which nearly all are known


class Unread(Exception):
    """The rule has read a fact that has no value yet. ``place`` is the way to it, ``kind`` its type."""

    def __init__(self, place: tuple[str, ...], kind: Any) -> None:
        super().__init__(".".join(place))
        self.place, self.kind = place, kind


Known = dict[tuple[str, ...], Any]


def findings_of(rule: Rule, *, on: date) -> tuple[Finding, ...]:
    """Return what the rule can find on a day: each answer with each reason once, in the order they were met."""
    function: Any = getattr(import_module(rule.module), rule.name)
    kinds = {name: kind for name, kind in get_type_hints(function).items() if name != "return"}
    found: dict[tuple[str, str], Finding] = {}
    waiting: list[Known] = [{}]
    for _ in range(MOST):
        if not waiting:
            break
        known = waiting.pop()
        try:
            given = {name: value_at((name,), kind, known) for name, kind in kinds.items() if name not in DAYS}
            finding = function(**given, **{name: DAYS[name](on) for name in kinds if name in DAYS})
        except Unread as unread:
            waiting += [known | {unread.place: value} for value in reversed([*values_of(unread.kind, on)])]
        else:
            found.setdefault((finding.answer, finding.because), finding)
    return tuple(found.values())


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), timezone(timedelta(hours=1)))


DAYS = {"on": lambda day: day, "at": noon}


def value_at(place: tuple[str, ...], kind: Any, known: Known) -> Any:
    """Return the value of a fact: facts of their own where it holds some. Raises Unread."""
    if is_dataclass(kind):
        return asked_as_read(kind, place, known)
    if place not in known:
        raise Unread(place, kind)
    return known[place]


def asked_as_read(kind: Any, place: tuple[str, ...], known: Known) -> Any:
    """Return facts that look each value up when it is read."""
    kinds = get_type_hints(kind)
    names = {field.name for field in fields(kind)}

    def read(self: Any, name: str) -> Any:
        return value_at((*place, name), kinds[name], known) if name in names else object.__getattribute__(self, name)

    return object.__new__(type(kind.__name__, (kind,), {"__getattribute__": read, "__slots__": ()}))


def values_of(kind: Any, on: date) -> Iterator[Any]:
    """Yield the values a fact of a type may have; the last is that it is not established, where that can be."""
    if get_origin(kind) in {Union, UnionType}:
        for part in get_args(kind):
            if part is not type(None):
                yield from values_of(part, on)
        if type(None) in get_args(kind):
            yield None
    elif kind is bool:
        yield from (True, False)
    elif kind is int:
        yield from (0, *AGES)
    elif kind is str:
        yield from ("x", "")
    elif kind is datetime:
        yield from (noon(on - timedelta(days=1)), noon(on + timedelta(days=1)))
    elif kind is date:
        yield from (on - timedelta(days=1), on)
    elif isinstance(kind, type) and issubclass(kind, Enum):
        yield from kind
    else:
        yield kind()  # a set, a tuple: empty
