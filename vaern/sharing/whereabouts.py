"""Look for sealed whereabouts in a text on its way out, however they are written.

Case, spaces, digits in groups and punctuation make no difference, nor do å and aa, ø and oe, æ and ae.
"""

import re
import unicodedata
from collections.abc import Iterable

LONG_ENOUGH = 5  # characters: anything shorter must stand as a word of its own, or "Ask" would be found in "masker"
PHONE = 8  # digits of a Danish number, whatever stands before them
STREET = re.compile(r"^([^\W\d][^\d,]{5,}?)\s+\d")
SPELLINGS = str.maketrans({"å": "aa", "ø": "oe", "æ": "ae"})


def squeezed(text: str) -> str:
    """Return only the letters and digits of a text, in one spelling."""
    spelt = unicodedata.normalize("NFC", text).casefold().translate(SPELLINGS)
    return "".join(sign for sign in unicodedata.normalize("NFKD", spelt) if sign.isalnum())


def ways_to_say(whereabouts: str) -> set[str]:
    """Return the whole, its telling parts, the street without its number, and a phone number without its prefix."""
    pieces = [piece.strip() for piece in re.split(r"[,;\n]", whereabouts)]
    said = {whereabouts, *(piece for piece in pieces if re.search(r"\d|\w\s+\w", piece))}
    said |= {match[1] for piece in pieces if (match := STREET.match(piece))}
    for digits in re.findall(r"[\d\s.()/-]+", whereabouts):
        number = re.sub(r"\D", "", digits)
        if len(number) >= PHONE:
            said.add(number[-PHONE:])
    return {each for each in said if squeezed(each)}


def found_in(text: str, whereabouts: Iterable[str]) -> list[str]:
    """Return those of the whereabouts that stand in the text, as they were written down."""
    letters = squeezed(text)
    words = {squeezed(word) for word in re.findall(r"\w+", text)}
    return [each for each in whereabouts if any(stands_in(way, letters, words) for way in ways_to_say(each))]


def stands_in(said: str, letters: str, words: set[str]) -> bool:
    sought = squeezed(said)
    return sought in letters if len(sought) >= LONG_ENOUGH else sought in words
