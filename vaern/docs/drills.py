"""The page of drills: what was done to the house on purpose, what was lost, and what the person in front of it saw.

A test that is a drill says so itself, with ``@pytest.mark.drill``. The tests are read, not run.
"""

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaern.docs.reading import shortened, tests_below

NAMES = (
    "stolen data",
    "stolen application host",
    "forged rows",
    "kill -9",
    "full disk",
    "broker gone",
    "database gone",
    "clock jump",
    "two versions",
    "machine lost",
    "destruction",
    "key rotation",
)


@dataclass(frozen=True)
class Drill:
    """One drill, and the test that is it."""

    name: str
    tried: str
    lost: str
    shown: str
    file: str
    test: str


class NotADrill(Exception):
    """A marker leaves something out, or names a drill that is not in NAMES; the message says which test."""


def collect_drills(tests: Path) -> list[Drill]:
    """Return every drill below a folder of tests, by the order of NAMES and then of the files."""
    found = [
        drill_of(marker, file, test.name)
        for file, test in tests_below(tests)
        for marker in test.decorator_list
        if isinstance(marker, ast.Call) and ast.unparse(marker.func) == "pytest.mark.drill"
    ]
    return sorted(found, key=lambda drill: NAMES.index(drill.name))


def drill_of(marker: ast.Call, file: str, test: str) -> Drill:
    try:
        (name,) = (ast.literal_eval(each) for each in marker.args)
        said: dict[str, Any] = {each.arg or "": ast.literal_eval(each.value) for each in marker.keywords}
        drill = Drill(name=name, file=file, test=test, **said)
    except (ValueError, TypeError) as error:
        raise NotADrill(f"{file}: {test}") from error
    if drill.name not in NAMES:
        raise NotADrill(f"{file}: {test}")
    return drill


def drills_page(drills: list[Drill], made: str) -> str:
    lines = [
        "# Drills\n\n",
        made,
        "What was done to the house on purpose: what was lost, and what the person in front of it was shown. Each row "
        "is a test, and they run in `make test`: on SQLite, and on PostgreSQL where that is another matter.\n",
    ]
    for name in NAMES:
        rows = [drill for drill in drills if drill.name == name]
        lines.append(
            f"\n## {name[0].upper()}{name[1:]}\n\n| tried | lost | shown | test |\n| --- | --- | --- | --- |\n"
        )
        lines += [f"| {row.tried} | {row.lost} | {row.shown} | `{row.file}` {shortened(row.test)} |\n" for row in rows]
    return "".join(lines)
