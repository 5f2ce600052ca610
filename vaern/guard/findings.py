"""What the guard answers: kinds, findings and the report.

A finding says what sort of thing stands where, never what it says: neither ``repr``, ``str`` nor the data for the
browser holds a character of the text. Offsets are code points of the original text; the browser counts in UTF-16
units, so each finding carries those too. (A textarea counts a line break as one unit while a form post sends
two: let the script post the value it reads, and mark that same value.)
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypedDict


class Kind(StrEnum):
    """The sorts of finding. Order is rank: where two overlap, the one named first here stands."""

    CPR = "cpr"
    PASSPORT = "passport"
    EMAIL = "email"
    PROFILE = "profile"
    ADDRESS = "address"
    PHONE = "phone"
    PLATE = "plate"
    BIRTH_DATE = "birth_date"
    INSTITUTION = "institution"
    NAME = "name"
    FLIGHT = "flight"
    STREET = "street"
    COMBINATION = "combination"
    SCRIPT = "script"

    @property
    def stops(self) -> bool:
        """Whether it stops filing. The others warn, and a person may confirm that the text can stand."""
        return self in STOPS

    @property
    def message(self) -> str:
        """Plain Danish for the user: what it looks like, and what to do now."""
        return MESSAGES[self]


STOPS = frozenset({Kind.CPR, Kind.PASSPORT, Kind.EMAIL, Kind.PROFILE, Kind.ADDRESS, Kind.PHONE, Kind.PLATE})
RANK = {kind: rank for rank, kind in enumerate(Kind)}

MESSAGES = {
    Kind.CPR: "Det ligner et cpr-nummer. Slet det, og skriv fx et aldersspænd i stedet.",
    Kind.PASSPORT: "Det ligner oplysninger fra et pas eller et id-kort. Slet dem. Skriv kun, hvem der har passet.",
    Kind.EMAIL: "Det ligner en mailadresse. Slet den, og skriv fx »borgerens mail«.",
    Kind.PROFILE: "Det ligner en profil på et socialt medie. Slet navnet, og skriv kun, hvilket medie det er.",
    Kind.ADDRESS: "Det ligner en adresse. Slet den, og skriv fx kun kommunen eller regionen.",
    Kind.PHONE: "Det ligner et telefonnummer. Slet det, og skriv fx »borgerens mobil«.",
    Kind.PLATE: "Det ligner en nummerplade. Slet den, og skriv fx »familiens bil«.",
    Kind.BIRTH_DATE: "Det ligner en fødselsdato. Skriv et aldersspænd i stedet, eller bekræft, at det er noget andet.",
    Kind.INSTITUTION: (
        "Det ligner navnet på en skole, en arbejdsplads eller et andet sted, personen kan findes gennem. "
        "Skriv kun, hvad det er for et sted, eller bekræft, at navnet kan stå."
    ),
    Kind.NAME: "Det ligner et navn. Skriv fx »søsteren« eller »en ven«, eller bekræft, at det ikke er et navn.",
    Kind.FLIGHT: "Det ligner et flynummer. Skriv kun land og omtrentlig dato, eller bekræft, at det er noget andet.",
    Kind.STREET: "Det ligner en vej eller en etage. Skriv kun området eller kommunen, eller bekræft, at det kan stå.",
    Kind.COMBINATION: (
        "En lille kommune, en præcis alder og et land kan til sammen pege på én person. "
        "Brug et aldersspænd, regionen eller verdensdelen, eller bekræft, at det kan stå."
    ),
    Kind.SCRIPT: (
        "Her står skrift, som kontrollen ikke kan læse. Slet den, eller læs den igennem og bekræft, "
        "at ingen kan kendes på den."
    ),
}


class Mark(TypedDict):
    """One finding as the browser gets it. Offsets in UTF-16 units."""

    kind: str
    start: int
    end: int
    proposal: str
    message: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a detector saw, in offsets of the folded text. ``ground`` tells two readings of the same words apart."""

    kind: Kind
    start: int
    end: int
    proposal: str
    ground: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text, ``start`` to ``end`` in code points, and a wording that may stand there instead.

    The proposal says no more than the kind of thing, or a wider age span: nothing is derived from a number.
    The fingerprint is what a user confirms. It holds for these very words in this very reading and kind, wherever
    they stand in the text; any other character makes it another.
    """

    kind: Kind
    start: int
    end: int
    proposal: str = field(repr=False)
    fingerprint: str = field(repr=False)
    browser_start: int = field(repr=False)
    browser_end: int = field(repr=False)

    @property
    def message(self) -> str:
        return self.kind.message

    def mark(self) -> Mark:
        return Mark(
            kind=self.kind.value,
            start=self.browser_start,
            end=self.browser_end,
            proposal=self.proposal,
            message=self.message,
            fingerprint=self.fingerprint,
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the words it is about: they are the writer's own, on the writer's own page and nowhere else."""

    finding: Finding
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one text, in order and without overlap."""

    findings: tuple[Finding, ...] = ()

    @property
    def stops(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.kind.stops)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.kind.stops)

    def unconfirmed(self, confirmed: frozenset[str]) -> tuple[Finding, ...]:
        """What still bars filing: every stop, and each warning nobody has confirmed."""
        return tuple(finding for finding in self.findings if finding.kind.stops or finding.fingerprint not in confirmed)

    def shown(self, text: str, confirmed: frozenset[str]) -> list[Shown]:
        """Return what still bars filing ``text``, each with its words, for the page the text came from."""
        return [Shown(each, text[each.start : each.end]) for each in self.unconfirmed(confirmed)]

    def for_browser(self) -> dict[str, list[Mark]]:
        """Plain data with UTF-16 offsets and none of the text."""
        return {
            "stops": [finding.mark() for finding in self.stops],
            "warnings": [finding.mark() for finding in self.warnings],
        }


def fingerprint(kind: Kind, words: str, ground: str) -> str:
    """Name a finding for the user's confirmation, the same for line breaks of either sort."""
    words = words.replace("\r\n", "\n")
    return hashlib.sha256(f"{kind}\0{ground}\0{words}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def united(hits: Sequence[Hit]) -> list[Hit]:
    """Join overlapping hits, in order: a stop swallows a warning, and the higher rank names the whole."""
    joined: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        if not joined or hit.start >= joined[-1].end:
            joined.append(hit)
            continue
        last = joined[-1]
        first = min(last, hit, key=lambda hit: RANK[hit.kind])
        joined[-1] = Hit(first.kind, last.start, max(last.end, hit.end), first.proposal, first.ground)
    return joined
