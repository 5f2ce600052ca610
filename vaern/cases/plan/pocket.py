"""The pocket plan: the same steps in words that tell a stranger nothing, so that it may be found.

No name, no logo, no word that shows what it is about. What must not stand there is a list; it is looked through when a
step is written, and again each time the plan is shown or made into a paper.
"""

import re
from collections.abc import Iterable

TELL_TALE = (
    # what it is about; a stem stands for every word that begins with it
    "ære", "æres*", "skam*", "vold*", "trus*", "true*", "tvang*", "tving*", "kontrol*", "overvåg*", "spore*",
    "sporing*", "stalk*", "flugt*", "flygt*", "stikke af", "løbe væk", "bortfør*", "genopdrag*", "ægteskab*",
    "tvangsgift*", "forlov*", "omskær*", "straf*", "dræb*", "fare", "farlig*", "bange", "frygt*",
    "gerningsm*", "offer", "ofre", "konflikt*", "risiko*", "tryghed*", "sikkerhed*", "beskyttelse*",
    "nødopkald*", "nødsituation*", "krise*",
    # who is behind it
    "konsulent*", "rådgiv*", "politi*", "kommune*", "sagsbehandler*", "myndighed*", "socialforvaltning*", "social*",
    "underret*", "anmeld*", "advokat*", "herberg*", "botilbud*", "ambassade*", "udenrigsministeri*", "værn", "sagen",
    "tilhold*", "opholdsforbud*",
)  # fmt: skip
SHORTEST_LABEL = 3  # a label of two letters would be found in ordinary words


class TellTaleWord(Exception):
    """A text of the pocket plan says what it is about. ``words`` are the ones found, for the page alone."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(f"{len(words)} words")
        self.words = words


def as_pattern(word: str) -> str:
    stem = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+")
    return stem + (r"\w*" if word.endswith("*") else "")


LOOKED_FOR = re.compile(rf"\b(?:{'|'.join(as_pattern(word) for word in TELL_TALE)})\b", re.IGNORECASE)


def tell_tale_words(text: str, labels: Iterable[str] = ()) -> list[str]:
    """Return the words of ``text`` that tell, each once; ``labels`` are what persons of the case are called."""
    found = [match[0] for match in LOOKED_FOR.finditer(text)]
    for label in (" ".join(each.split()) for each in labels):
        if len(label) >= SHORTEST_LABEL:
            found += [match[0] for match in re.finditer(rf"\b{as_pattern(label)}\b", text, re.IGNORECASE)]
    return list(dict.fromkeys(found))


def require_neutral(text: str, labels: Iterable[str] = ()) -> None:
    """Raise TellTaleWord unless the text may be found by anybody."""
    if words := tell_tale_words(text, labels):
        raise TellTaleWord(words)
