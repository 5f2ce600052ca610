"""The list of everything a vignette may say, as `manage.py play --list` prints it and docs/vignettes.md holds it."""

from pathlib import Path

from vaern.play.cast import STANDARD_CAST
from vaern.play.fields import LATEST, Field
from vaern.play.registry import EXPECTATIONS, STEPS, AnyKind, StepKind, load_kinds

GUIDE = Path(__file__).with_name("guide.md")
MADE = "<!-- From here on the page is made by `make docs` from the code; a test fails when it is stale. -->"


def vignettes_page() -> str:
    """Return docs/vignettes.md: how to write one, and the list."""
    return f"{GUIDE.read_text(encoding='utf-8')}\n{MADE}\n\n{reference()}"


def reference() -> str:
    """Return every step and expectation with its fields and an example."""
    load_kinds()
    parts = ["## The cast\n\n", "".join(f"- {person}\n" for person in STANDARD_CAST.values())]
    for title, register in (("Steps", STEPS), ("Expectations", EXPECTATIONS)):
        parts.append(f"\n## {title}\n")
        parts += [entry(register[name]) for name in sorted(register)]
    return "".join(parts)


def entry(kind: AnyKind) -> str:
    lines = [f"\n### {kind.name}\n\n{kind.says}\n\n"]
    if isinstance(kind, StepKind) and kind.needs:
        lines.append(f"Needs someone who may {' or '.join(sorted(kind.needs))}.\n\n")
    lines.append("| key | what | allowed | left out |\n| --- | --- | --- | --- |\n")
    lines += [row(name, field) for name, field in kind.fields.items()]
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
