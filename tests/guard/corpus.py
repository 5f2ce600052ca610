"""The fixed corpora and the context they are read in."""

import re
from collections.abc import Iterator
from pathlib import Path

from hypothesis import settings

from vaern.guard import Context, Finding, Kind, Place, check

patiently = settings(deadline=None, max_examples=150)

HERE = Path(__file__).parent

SERVICE_NUMBERS = (
    "25 20 28 46", "25 20 28 49", "41 87 20 49", "41 87 26 18", "41 87 44 64", "23 84 48 24", "30 71 32 82",
    "20 36 80 75", "24 87 10 53", "21 46 15 70", "51 36 83 54", "20 36 50 66",
)  # fmt: skip
AUTHORITY_NUMBERS = ("70 16 18 18", "33 92 11 12", "+45 33 41 12 00")
TOWNS = ("Aarhus", "Odense", "Aalborg", "Køge", "Esbjerg", "Kolding", "Aabenraa", "Ballerup", "Høje-Taastrup")
ISLANDS = ("Læsø", "Fanø", "Samsø", "Ærø")

DENMARK = Context(
    public_numbers=frozenset((*SERVICE_NUMBERS, *AUTHORITY_NUMBERS)),
    public_phrases=frozenset({"postkasse@sikker.invalid", "Rådhusgade 1", "Huset Havblik"}),
    places=(*(Place(name) for name in TOWNS), *(Place(name, is_small=True) for name in ISLANDS)),
)


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def told(line: str) -> tuple[Kind, str, list[tuple[int, int]]]:
    """Kind, text and marked spans of a line of ``telling.txt``."""
    kind, _, marked = line.partition(": ")
    text, spans = "", []
    for place, piece in enumerate(re.split("[⟦⟧]", marked)):
        if place % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return Kind(kind), text, spans


def stops(text: str, context: Context = DENMARK) -> list[Kind]:
    return [finding.kind for finding in check(text, context).stops]


def covering(text: str, telling: str, context: Context = DENMARK) -> Iterator[Finding]:
    """The findings that cover the whole of ``telling``, where it stands first in the text."""
    start = text.index(telling)
    return (
        finding
        for finding in check(text, context).findings
        if finding.start <= start and finding.end >= start + len(telling)
    )
