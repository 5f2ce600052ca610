"""The text as the detectors read it, and the way back to where it stood.

Folding makes one writing of many: digits of every script and style become 0–9, every dash a hyphen, every space a
space, every dot a full stop, full-width letters plain ones, a letter with loose accents the composed letter. What
cannot be seen (zero width, direction marks, soft hyphens, NUL) is gone, so that nothing hides between two digits.
``span`` leads from folded offsets to offsets of the original text. Linear in the text.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
ACCENTS = "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u0610-\u061a\u064b-\u065f\u0670\u20d0-\u20ff"
LOOSE = re.compile(f"[^{ACCENTS}{INVISIBLE}][{INVISIBLE}]*[{ACCENTS}][{ACCENTS}{INVISIBLE}]*|[{ACCENTS}{INVISIBLE}]+")
ANY_LOOSE = re.compile(f"[{ACCENTS}{INVISIBLE}]")
ONLY_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
KEPT_IN_MEMORY = 20_000


class _Folds(dict[int, str]):
    """One character to one character, worked out when first met and kept, up to a limit."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < KEPT_IN_MEMORY:
            self[code] = folded
        return folded


def _fold(character: str) -> str:
    if character.isascii():
        return character
    if character == "İ":  # the one letter whose small form is two characters
        return "I"
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Pd" or character in "−⁃ー":
        return "-"
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp") or character == "\x85":
        return "\n"
    if character in "·•‧∙⋅・･":
        return "."
    if character in "’‘ʼ´":
        return "'"
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


FOLDS = _Folds()


@dataclass(frozen=True, slots=True)
class Reading:
    """A folded text with its way back: from each place in ``turns`` on, the original lies ``shifts`` further.

    ``lower`` is the same text in small letters, letter for letter.
    """

    text: str
    lower: str
    turns: tuple[int, ...]
    shifts: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self._origin(start), self._origin(end)

    def _origin(self, place: int) -> int:
        turn = bisect_right(self.turns, place)
        return place + (self.shifts[turn - 1] if turn else 0)


def read(original: str) -> Reading:
    """Fold a text for the detectors."""
    if ANY_LOOSE.search(original) is None:
        text = original.translate(FOLDS)
        return Reading(text, text.lower(), (), ())
    pieces: list[str] = []
    turns: list[int] = []
    shifts: list[int] = []
    taken = folded = 0
    for loose in LOOSE.finditer(original):
        kept = _composed(loose.group())
        folded += loose.start() - taken + len(kept)
        pieces.append(original[taken : loose.start()])
        pieces.append(kept)
        taken = loose.end()
        turns.append(folded)
        shifts.append(taken - folded)
    pieces.append(original[taken:])
    text = "".join(pieces).translate(FOLDS)
    return Reading(text, text.lower(), tuple(turns), tuple(shifts))


def _composed(cluster: str) -> str:
    """A letter with its accents as one character: composed where such a letter exists, bare where it does not."""
    visible = ONLY_INVISIBLE.sub("", cluster[:64])
    if not visible or unicodedata.combining(visible[0]) or unicodedata.category(visible[0]) == "Me":
        return ""
    composed = unicodedata.normalize("NFC", visible[:2])
    return composed if len(composed) == 1 else visible[0]


def browser_offsets(text: str, places: list[int]) -> list[int]:
    """Turn code-point offsets into UTF-16 offsets, one pass over the text."""
    beyond = [found.start() for found in re.finditer("[\U00010000-\U0010ffff]", text)]
    return [place + bisect_right(beyond, place - 1) for place in places]
