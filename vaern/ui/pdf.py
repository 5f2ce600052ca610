"""Papers: PDF made by typst from a template and plain data, in memory.

Content is data, never source: typst reads it as JSON and sets it as letters, so `#read("x")` in a text is just that.
Every paper is PDF/UA-1: tagged, in Danish, with a title; typst refuses to write anything else. It uses the fonts that
come inside typst, never those of the machine, and has no network. Letters these fonts lack become "□", and a line at
the end says so: Danish, European and Arabic letters are there, some of Kurdish, Urdu, Pashto and Chinese are not.

A template is a file ``pdf/<name>.typ``. Most papers need none of their own: `paper.typ` takes

    {"title", "reference", "date", "to", "lead", "unsigned", "sections": [{"heading", "parts", "on_new_page", "alone"}]}

where ``to``, ``lead`` and the three statements (true or false) may be left out. ``unsigned`` leaves us, the reference
and our line out of a paper that others send as their own; what is ``alone`` stands on a page without header and number.
A part is one of ``{"kind": "text", "text"}`` (an empty line
begins a paragraph), ``{"kind": "facts", "rows": [[name, value]]}``, ``{"kind": "list", "items"}``,
``{"kind": "boxes", "items"}`` (to tick), ``{"kind": "blanks", "items"}`` (lines to write on),
``{"kind": "table", "head", "rows"}`` (``"widths"`` too, if unlike), and ``{"kind": "notice", "text"}``.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.functional import Promise

TEMPLATES = Path(__file__).parent / "pdf"
FRAME = "frame"
DEMANDED = ("title", "reference", "date")
STANDS_FOR_MISSING = "□"
UNSHOWABLE = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
CONTROL = {code: None for code in [*range(32), 127] if chr(code) not in "\n\t"}
TRIES = 3


class UnknownTemplate(Exception):
    """There is no paper by that name."""


class BrokenContent(Exception):
    """The content is not what the template sets. Says nothing of what stood in it."""


def render(template: str, content: dict[str, Any]) -> bytes:
    """Make the PDF. The same content makes the same bytes. Raises UnknownTemplate and BrokenContent."""
    source = TEMPLATES / f"{template}.typ"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", template) or template == FRAME or not source.is_file():
        raise UnknownTemplate(template)
    clean = cleaned(content)
    if any(not isinstance(clean.get(name), str) or not clean[name].strip() for name in DEMANDED):
        raise BrokenContent(template)
    for _ in range(TRIES):
        try:
            return compiled(source, clean)
        except typst.TypstError as error:
            unshowable = set(UNSHOWABLE.findall(error.diagnostic))
        if not unshowable:
            break
        clean = replaced(clean, unshowable) | {"missing_letters": True}
    raise BrokenContent(template)


def compiled(source: Path, content: dict[str, Any]) -> bytes:
    compiler = typst.Compiler(
        source,
        root=TEMPLATES,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content)},
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("typst made something other than one PDF")
    return made


@cache
def fonts() -> typst.Fonts:
    """Return the fonts inside typst: what stands on a machine would make two machines' papers differ."""
    return typst.Fonts(include_system_fonts=False)


def cleaned(value: Any) -> Any:
    """Return content that typst can read: no control characters, no half letter pairs. Raises BrokenContent."""
    match value:
        case Promise():  # a label that waits for its language
            return str(value)
        case str():
            return value.replace("\r\n", "\n").translate(CONTROL).encode(errors="replace").decode()
        case dict():
            return {str(name): cleaned(each) for name, each in value.items()}
        case list() | tuple():
            return [cleaned(each) for each in value]
        case None | bool() | int() | float():
            return value
    raise BrokenContent(type(value).__name__)


def replaced(value: Any, unshowable: set[str]) -> Any:
    match value:
        case str():
            for letters in unshowable:
                value = value.replace(letters, STANDS_FOR_MISSING)
            return value
        case dict():
            return {name: replaced(each, unshowable) for name, each in value.items()}
        case list():
            return [replaced(each, unshowable) for each in value]
    return value


def words_of(content: dict[str, Any]) -> str:
    """Return the words of a paper of sections as plain text: to read aloud, to paste, and to be checked."""
    content = cleaned(content)
    lines = [content["title"], content.get("to", ""), content.get("lead", "")]
    for section in content["sections"]:
        lines += ["", section["heading"]]
        for part in section["parts"]:
            lines += words_of_part(part)
    return "\n".join(line for line in lines if line is not None).strip() + "\n"


def every_word(value: Any) -> str:
    """Return every text in the content of a paper with a template of its own, one a line."""
    match value:
        case dict():
            return every_word(list(value.values()))
        case list() | tuple():
            return "\n".join(every_word(each) for each in value)
        case str():
            return value
    return ""


def words_of_part(part: dict[str, Any]) -> list[str]:
    match part["kind"]:
        case "facts":
            return [f"{name}: {value}" for name, value in part["rows"]]
        case "list" | "boxes" | "blanks":
            return [f"- {item}" for item in part["items"]]
        case "table":
            return [" | ".join(row) for row in [part["head"], *part["rows"]]]
    return [part["text"]]
