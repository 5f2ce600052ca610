"""The rules themselves: any rule may be asked with facts of one's own."""

import inspect
from collections.abc import Callable
from dataclasses import fields as fields_of
from datetime import date, datetime
from enum import Enum
from importlib import import_module
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from vaern.law import sheet
from vaern.law.terms import RULES, Answer, Finding
from vaern.play.fields import Day, Field, OneOf, Table, Word
from vaern.play.registry import expectation
from vaern.play.scene import Broken, Scene, found_by_law
from vaern.play.times import Now, read_day, read_moment

NAMES = [rule.name for rule in sheet.rules()]


@expectation(
    "law",
    example="""
rule = "may_call_the_citizen"
answer = "ask"
because = "Udløbet"
[expect.facts]
may_be_called = true
holds_until = "2026-11-01"
""",
    rule=Field(OneOf(*NAMES), "which rule; they stand in docs/law.md"),
    answer=Field(OneOf(*Answer), "what it finds"),
    because=Field(Word(), "words of the reason", ""),
    way_forward=Field(Word(), "words of a way forward", ""),
    on=Field(Day(), "the day it is asked for", None),
    facts=Field(Table(), "the facts by their names; one that is left out is not established", {}),
)
def ask_the_law(
    scene: Scene, *, rule: str, answer: str, because: str, way_forward: str, on: date | None, facts: dict[str, Any]
) -> None:
    """Ask a rule of the law."""
    function: Callable[..., Finding] = getattr(import_module(RULES[rule].module), rule)
    asked = inspect.signature(function).parameters
    named: dict[str, Any] = {}
    if "on" in asked:
        named["on"] = on or scene.today
    finding = function(read_facts(function, facts, scene), **named)
    found_by_law(finding, answer=answer, because=because, way_forward=way_forward)


def read_facts(function: Callable[..., Finding], written: dict[str, Any], scene: Scene) -> Any:
    """Return the facts a rule takes, from what a file writes. Raises Broken for one it does not take."""
    kind = get_type_hints(inspect.unwrap(function))["facts"]
    hints = get_type_hints(kind)
    read: dict[str, Any] = {}
    for name, value in written.items():
        if name not in hints:
            raise Broken(
                f"facts: {name} is not known; the rule asks for {', '.join(each.name for each in fields_of(kind))}"
            )
        read[name] = read_fact(name, value, hints[name], scene)
    return kind(**read)


def read_fact(name: str, value: Any, hint: Any, scene: Scene) -> Any:
    kinds = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    now = Now(scene.at, scene.at)
    for kind in kinds:
        if kind is NoneType:
            continue
        if kind in {bool, int, str} and type(value) is kind:
            return value
        if kind is datetime:
            return read_moment(value, now)
        if kind is date:
            return read_day(value, now)
        if isinstance(kind, type) and issubclass(kind, Enum) and value in {each.value for each in kind}:
            return kind(value)
    said = " or ".join(getattr(kind, "__name__", str(kind)) for kind in kinds if kind is not NoneType)
    raise Broken(f"facts: {name} must be {said}")
