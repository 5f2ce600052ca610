"""Say on which line each table and each key of a TOML text stands. The standard library's reader does not tell.

Reads only as much of the grammar as it takes to know where a statement ends; the text has passed tomllib before.
"""

import re
from dataclasses import dataclass, field

LINE_BREAK = "\n"
BLANK = re.compile(r"[ \t\n]*(?:#[^\n]*\n?[ \t\n]*)*")  # space and whole-line comments between statements
KEY_PART = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*(\.?)""")
# What a value is made of. The long quotes stand first; up to two more quotes may belong to what they end.
VALUE_PART = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''(?:.|\n)*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[{]|[\]}]|\n"
    r"|[^\"'#\[\]{}\n]+",
    re.DOTALL,
)


@dataclass(frozen=True)
class Table:
    """A table as it is begun in the text: its name, the line of its header, and the line of each key in it.

    The table of what stands before the first header has no name and line 1.
    """

    name: tuple[str, ...]
    line: int
    keys: dict[str, int] = field(default_factory=dict)


def tables(text: str) -> list[Table]:
    """Return the tables of a valid TOML text in the order they stand in."""
    text = text.replace("\r\n", LINE_BREAK)
    found = [Table((), 1)]
    place = line = 0

    def go_to(end: int) -> None:
        nonlocal place, line
        line += text.count(LINE_BREAK, place, end)
        place = end

    while True:
        go_to(BLANK.match(text, place).end())  # type: ignore[union-attr]  # it matches nothing at all too
        if place >= len(text):
            return found
        if text[place] == "[":
            opening = 2 if text.startswith("[[", place) else 1
            name, end = dotted_key(text, place + opening)
            found.append(Table(name, line + 1))
            go_to(end + opening)
        else:
            name, end = dotted_key(text, place)
            found[-1].keys.setdefault(name[0], line + 1)
            go_to(end_of_value(text, end + 1))


def dotted_key(text: str, place: int) -> tuple[tuple[str, ...], int]:
    """Return the parts of the key that begins at ``place``, and where it ends."""
    parts = []
    while match := KEY_PART.match(text, place):
        parts.append(next(part for part in match.groups()[:3] if part is not None))
        place = match.end()
        if not match[4]:
            break
    return tuple(parts), place


def end_of_value(text: str, place: int) -> int:
    """Return where the statement ends whose value begins at ``place``: the first line break outside all brackets."""
    depth = 0
    while match := VALUE_PART.match(text, place):
        part = match.group()
        if part == LINE_BREAK and not depth:
            break
        depth += (part in "[{") - (part in "]}")
        place = match.end()
    return place
