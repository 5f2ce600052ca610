"""Look for words in a notification that would show the parents who told, or what is planned.

Parents as a rule get to read a notification. Nothing is changed and nothing is stopped: a person looks at each word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaern.sharing.whereabouts import found_in


class Shows(StrEnum):
    """What a word would show."""

    WHO_TOLD = "who-told"
    CLOSE_ONES = "close-ones"
    PLAN = "plan"
    US = "us"
    PERSON = "person"
    WHERE = "where"

    @property
    def label(self) -> str | Promise:
        return LABELS[self]


LABELS = {
    Shows.WHO_TOLD: _("Viser, at nogen har fortalt det. Skriv det som noget, der er set."),
    Shows.CLOSE_ONES: _("Viser et forhold eller en fortrolig, som forældrene måske ikke kender."),
    Shows.PLAN: _("Viser, hvad der er planlagt, eller hvor barnet kan tage hen."),
    Shows.US: _("Viser, hvem der er blevet spurgt til råds."),
    Shows.PERSON: _("En person fra sagen, som kan få skylden for at have sagt det."),
    Shows.WHERE: _("Et sted, der ikke må komme ud."),
}

WORDS = {
    Shows.WHO_TOLD: (
        "fortalt", "fortalte", "fortæller", "betroet", "betroede", "sagde", "siger", "sagt", "ifølge", "oplyst",
        "oplyser", "oplyste", "skrev", "skrevet", "viste", "vist", "samtale", "samtalen", "i fortrolighed",
        "selv ringet",
    ),
    Shows.CLOSE_ONES: (
        "kæreste", "kæresten", "forlovet", "ven", "veninde", "veninden", "veninder", "homoseksuel", "lesbisk", "bøsse",
        "gravid", "dagbog", "telefonen", "beskeder", "lærer", "læreren", "sundhedsplejersken", "mentor", "træner",
    ),
    Shows.PLAN: (
        "flygte", "flygter", "flugt", "stikke af", "planlægger", "plan", "planen", "krisecenter", "krisecentret",
        "dækadresse", "hemmelig", "skjult", "anmelde", "anmeldt", "politianmeldelse", "pas", "passet", "ny adresse",
    ),
    Shows.US: ("sikkerhedskonsulent", "sikkerhedskonsulenten", "sikkerhedskonsulenterne", "rådgivning", "sparring"),
}  # fmt: skip
PATTERNS = {
    shows: re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in words)})(?!\w)", re.IGNORECASE)
    for shows, words in WORDS.items()
}


@dataclass(frozen=True)
class Giveaway:
    """A word as it stands in the text, and what it would show."""

    words: str
    shows: Shows


def giveaways(text: str, *, people: Iterable[str] = (), whereabouts: Iterable[str] = ()) -> list[Giveaway]:
    """Return each telling word once, in the order of the text. ``people``: labels of those who may have told."""
    found: list[tuple[int, Giveaway]] = []
    for shows, pattern in PATTERNS.items():
        found += [(match.start(), Giveaway(match[0], shows)) for match in pattern.finditer(text)]
    for label in people:
        pattern = re.compile(rf"(?<!\w){re.escape(label)}(?!\w)", re.IGNORECASE)
        found += [(match.start(), Giveaway(match[0], Shows.PERSON)) for match in pattern.finditer(text)]
    for line in text.splitlines():
        if found_in(line, whereabouts):
            found.append((text.index(line), Giveaway(line.strip(), Shows.WHERE)))
    seen: set[tuple[str, Shows]] = set()
    kept = []
    for _at, each in sorted(found, key=lambda pair: pair[0]):
        if (key := (each.words.casefold(), each.shows)) not in seen:
            seen.add(key)
            kept.append(each)
    return kept
