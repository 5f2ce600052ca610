"""The list of everything a vignette may say, as `manage.py play --list` prints it and docs/vignettes.md holds it."""

import sys
from pathlib import Path

from vaern.play.cast import STANDARD_CAST, WHO_ACTS, Person
from vaern.play.fields import LATEST, Field, region_names
from vaern.play.registry import EXPECTATIONS, STEPS, AnyKind, StepKind, load_kinds

GUIDE = Path(__file__).with_name("guide.md")
MADE = "<!-- From here on the page is made by `make docs` from the code; a test fails when it is stale. -->"
# The subjects in the order of a course; those of later rooms follow by name.
FIRST = (
    "calls",
    "notifications",
    "journal",
    "call_backs",
    "emergency",
    "mailbox_writer",
    "mailbox_team",
    "sheets",
    "screenings",
    "screening_cards",
    "screening_judgement",
    "cases",
    "case_course",
    "case_tasks",
    "case_journal",
    "case_persons",
    "case_staff",
    "case_glass",
    "guarding",
    "refused",
)


def vignettes_page() -> str:
    """Return docs/vignettes.md: how to write one, and the list."""
    return f"{GUIDE.read_text(encoding='utf-8')}\n{MADE}\n\n{reference()}"


def reference() -> str:
    """Return every step and expectation by subject, with its fields and an example."""
    load_kinds()
    kinds = [*STEPS.values(), *EXPECTATIONS.values()]
    subjects = sorted({kind.run.__module__ for kind in kinds}, key=place)
    parts = ["## The cast\n\n", "".join(f"- {introduced(person)}\n" for person in STANDARD_CAST.values())]
    for subject in subjects:
        parts.append(f"\n## {heading(subject)}\n")
        parts += [entry(kind) for kind in kinds if kind.run.__module__ == subject]
    return "".join(parts)


def place(subject: str) -> tuple[int, str]:
    name = subject.rpartition(".")[2]
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def heading(subject: str) -> str:
    return (sys.modules[subject].__doc__ or subject).strip().splitlines()[0].rstrip(".")


def introduced(person: Person) -> str:
    roles = " and ".join(role.code for role in person.roles)
    regions = " and ".join(region_names()[code] for code in person.regions)
    return f"**{person.name}**, {roles}" + (f" on duty for {regions}" if regions else "")


def entry(kind: AnyKind) -> str:
    lines = [f'\n### {kind.word} = "{kind.name}"\n\n{kind.says}\n']
    if isinstance(kind, StepKind) and kind.by != WHO_ACTS:
        lines.append(f"Left out, `by` is {kind.by}.\n" if kind.by else "Nobody of the team does it: it has no `by`.\n")
    if kind.own:
        lines.append("\n| key | what | allowed | left out |\n| --- | --- | --- | --- |\n")
        lines += [row(name, field) for name, field in kind.own.items()]
    return "".join([*lines, f"\n```toml\n{example_of(kind)}```\n"])


def row(name: str, field: Field) -> str:
    return f"| `{name}` | {field.says} | {field.kind.allows} | {usual(field)} |\n"


def usual(field: Field) -> str:
    """Say what a key is taken to be when a file leaves it out."""
    match field.default:
        case _ if field.is_required:
            return "must be written"
        case _ if field.default is LATEST:
            return "–"
        case None | "" | [] | {}:
            return "–"
        case bool():
            return "`true`" if field.default else "`false`"
        case list():
            return ", ".join(f"`{each}`" for each in field.default)
    return f"`{field.default}`"


def example_of(kind: AnyKind) -> str:
    """Return the kind's example as it stands in a file."""
    header = "step" if isinstance(kind, StepKind) else "expect"
    body = kind.example.strip()
    return f'[[{header}]]\n{kind.word} = "{kind.name}"\n' + (f"{body}\n" if body else "")
