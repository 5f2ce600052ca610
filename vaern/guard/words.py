"""The guard's word lists, and finding known phrases in a text.

``given_names.txt``: given names common in Denmark whatever their origin, without any mark of origin, and without
those that are also everyday Danish words (Hans, Per, Bo, Liv, Storm, Bjørn …): these are caught by how they stand.
``proper.txt``: words with a capital that are no person: countries, towns, authorities, media, holidays.
``countries.txt``: countries and their adjectives, for the narrow combination. Denmark is left out: it narrows nothing.
``openers.txt``: words that open a sentence, or carry a capital by habit, and are no name.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
FIRST_WORD = re.compile(r"[^\W_]+")


@cache
def entries(name: str) -> tuple[str, ...]:
    """The entries of a data file: parted by commas or lines, ``#`` opens a comment."""
    lines = (line.partition("#")[0] for line in (DATA / name).read_text(encoding="utf-8").splitlines())
    return tuple(entry.strip() for line in lines for entry in line.split(",") if entry.strip())


class Phrases:
    """A set of phrases, found whole in a text whatever their case, a Danish genitive included."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first_word: dict[str, tuple[str, ...]] = {}
        for phrase in sorted({phrase.strip().lower() for phrase in phrases}, key=len, reverse=True):
            first = FIRST_WORD.match(phrase)
            if first is not None:
                self._by_first_word[first.group()] = (*self._by_first_word.get(first.group(), ()), phrase)
                # "Ishøjs", "Politiets": the first word may carry the genitive itself.
                if first.end() == len(phrase):
                    genitive = first.group() + "s"
                    self._by_first_word[genitive] = (*self._by_first_word.get(genitive, ()), phrase)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Each phrase in a text of small letters, in order, never overlapping; the longer goes first."""
        taken = 0
        by_first_word = self._by_first_word
        for word in FIRST_WORD.finditer(text):
            phrases = by_first_word.get(word.group())
            if phrases is None or word.start() < taken:
                continue
            for phrase in phrases:
                end = _end_of(phrase, text, word.start())
                if end is not None:
                    yield word.start(), end
                    taken = end
                    break


def _end_of(phrase: str, text: str, start: int) -> int | None:
    end = start + len(phrase)
    if not text.startswith(phrase, start):
        return None
    for genitive in ("s", "'s", "'"):
        if text.startswith(genitive, end) and not text[end + len(genitive) : end + len(genitive) + 1].isalnum():
            return end + len(genitive)
    return None if text[end : end + 1].isalnum() else end


GIVEN_NAMES = frozenset(name.lower() for name in entries("given_names.txt"))
OPENERS = frozenset(word.lower() for word in entries("openers.txt"))
COUNTRIES = Phrases(entries("countries.txt"))
PROPER = (*entries("proper.txt"), *entries("countries.txt"))
