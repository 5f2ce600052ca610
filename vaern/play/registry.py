"""The steps and expectations there are. A module in kinds/ adds its own with the two decorators here."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from vaern.play.cast import WHO_ACTS
from vaern.play.fields import Field, ListOf, Moment, Text, Who, Word
from vaern.staff.roles import Permission

Run = Callable[..., None]


@dataclass(frozen=True)
class StepKind:
    """Something somebody does: ``by`` when the file does not say who, None when it is nobody of the team.

    ``own`` are the fields of this kind, beside those every step has. ``needs``: the permissions of which one is needed,
    as the page of that act has it. ``confirms``: words told in earlier steps pass the guard in this one.
    """

    name: str
    says: str
    own: dict[str, Field]
    run: Run
    example: str
    by: str | None
    needs: frozenset[Permission]
    confirms: bool = False

    word = "do"

    @property
    def fields(self) -> dict[str, Field]:
        common = {"at": Field(Moment(), "when; a minute after the step before", None)}
        if self.by is not None:
            common = {"by": Field(Who(), "who does it", self.by)} | common
        if self.confirms or any(type(each.kind) is Text for each in self.own.values()):
            common["confirm"] = Field(ListOf(Word()), "words the guard warns about that may stand", [])
        return common | self.own


@dataclass(frozen=True)
class ExpectationKind:
    """Something that is looked at. It holds unless its function raises `Broken`."""

    name: str
    says: str
    own: dict[str, Field]
    run: Run
    example: str

    word = "that"

    @property
    def fields(self) -> dict[str, Field]:
        return {"at": Field(Moment(), "when it is looked at; right after the step before", None)} | self.own


AnyKind = StepKind | ExpectationKind

STEPS: dict[str, StepKind] = {}
EXPECTATIONS: dict[str, ExpectationKind] = {}


class TwoOfOneName(Exception):
    """Two kinds have one name; a file could mean either."""


def step(
    name: str,
    *,
    needs: Permission | tuple[Permission, ...] = (),
    by: str | None = WHO_ACTS,
    example: str = "",
    confirms: bool = False,
    **fields: Field,
) -> Callable[[Run], Run]:
    """Declare a step. The function takes the scene and each field by name; its docstring says what is done.

    It takes ``by`` too, unless ``by`` is None: then nobody of the team does it.
    """

    def declare(run: Run) -> Run:
        permissions = frozenset([needs] if isinstance(needs, Permission) else needs)
        enter(STEPS, StepKind(name, first_line(run), fields, run, example, by, permissions, confirms))
        return run

    return declare


def expectation(name: str, *, example: str = "", **fields: Field) -> Callable[[Run], Run]:
    """Declare an expectation. The function takes the scene and each field by name; its docstring what must be so."""

    def declare(run: Run) -> Run:
        enter(EXPECTATIONS, ExpectationKind(name, first_line(run), fields, run, example))
        return run

    return declare


def enter(register: dict[str, Any], kind: AnyKind) -> None:
    if kind.name in register:
        raise TwoOfOneName(kind.name)
    register[kind.name] = kind


def first_line(run: Run) -> str:
    return (run.__doc__ or "").strip().splitlines()[0]


def load_kinds() -> None:
    """Let every module of kinds/ declare what it has."""
    from vaern.play import kinds

    for module in iter_modules(kinds.__path__):
        import_module(f"{kinds.__name__}.{module.name}")
