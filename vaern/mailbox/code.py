"""The code that leads back to a mailbox: one number, written as seven everyday words or as 22 digits.

The upper bits are the selector, which finds the thread and is no secret; the lower 53 are the secret. The words are
of our own making (words.txt): things one could buy or pack, in plain letters, each known by its first four.

Seven words have 131,072 selectors: more than enough for people, and not for a machine that sends for hours. When most
of them are taken, a code has eight words, or 25 digits: a number too large for seven.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

WORD_BITS, SECRET_BITS = 10, 53
WORDS_IN_CODE, WORDS_IN_LONG_CODE = 7, 8
FITS = 1 << WORD_BITS * WORDS_IN_CODE  # the first number that is too large for seven words
FITS_LONG = 1 << WORD_BITS * WORDS_IN_LONG_CODE
BLOCKS, LONG_BLOCKS = (6, 5, 5, 6), (5, 5, 5, 5, 5)  # no block looks like a phone number or a bank card
PREFIX = 4
LONGEST = 400  # characters of a code somebody might type, with room for a list of words on lines of their own
# German: y and z have changed places. French: a and q, w and z.
KEYBOARDS = tuple(str.maketrans(shown, meant) for shown, meant in (("yz", "zy"), ("aqwz", "qazw")))
RUN = re.compile(r"[^\W\d_]+|\d+")


class NotACode(Exception):
    """What was typed cannot be a code. The page answers as it does to any wrong one."""


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    return tuple((Path(__file__).parent / "words.txt").read_text(encoding="ascii").split())


@dataclass(frozen=True)
class Code:
    number: int = field(repr=False)

    @property
    def is_long(self) -> bool:
        return self.number >= FITS

    @property
    def selector(self) -> int:
        return self.number >> SECRET_BITS

    @property
    def secret(self) -> bytes:
        return (self.number & (1 << SECRET_BITS) - 1).to_bytes(8, "big")

    @property
    def words(self) -> list[str]:
        count = WORDS_IN_LONG_CODE if self.is_long else WORDS_IN_CODE
        places = [self.number >> WORD_BITS * at & (1 << WORD_BITS) - 1 for at in reversed(range(count))]
        return [words()[place] for place in places]

    @property
    def digits(self) -> list[str]:
        """Return the digits in blocks."""
        lengths, blocks = LONG_BLOCKS if self.is_long else BLOCKS, []
        row = f"{self.number:0{sum(lengths)}}"
        for length in lengths:
            blocks.append(row[:length])
            row = row[length:]
        return blocks


def draw() -> Code:
    return Code(secrets.randbelow(FITS))


def draw_long() -> Code:
    return Code(FITS + secrets.randbelow(FITS_LONG - FITS))


def read(typed: str) -> Code:
    """Return the code somebody typed: words or digits, in any case, script of digits, spacing and punctuation.

    The first four letters of a word are enough, one wrong letter is forgiven where only one word is meant, and so is a
    German or French keyboard taken for a Danish one. Raises NotACode.
    """
    if len(typed) > LONGEST:
        raise NotACode
    found = RUN.findall("".join(plain(character) for character in unicodedata.normalize("NFKD", typed)))
    if found and all(part.isdecimal() for part in found):
        return of_digits("".join(found))
    return of_words(part for part in found if not part.isdecimal())  # a list may be numbered


def plain(character: str) -> str:
    """Return the character as one of ours: any script's digit as 0-9, what steers the direction of text as nothing."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(character) in {"Cf", "Mn"} else character.lower()


def of_digits(row: str) -> Code:
    if len(row) not in {sum(BLOCKS), sum(LONG_BLOCKS)}:
        raise NotACode
    return within(int(row), is_long=len(row) == sum(LONG_BLOCKS))


def of_words(typed: Iterable[str]) -> Code:
    number, count = 0, 0
    for word in typed:
        number, count = number << WORD_BITS | place_of(word), count + 1
        if count > WORDS_IN_LONG_CODE:
            raise NotACode
    if count < WORDS_IN_CODE:
        raise NotACode
    return within(number, is_long=count == WORDS_IN_LONG_CODE)


def within(number: int, *, is_long: bool) -> Code:
    """Return the code of a number that was written at its right length: each code has one spelling, not two."""
    if number >= FITS_LONG or (number >= FITS) is not is_long:
        raise NotACode
    return Code(number)


def place_of(typed: str) -> int:
    place = beginnings().get(typed[:PREFIX])
    if place is not None:
        return place
    near = {place for place, word in enumerate(words()) if is_one_slip_from(typed, word)} or on_another_keyboard(typed)
    if len(near) != 1:
        raise NotACode
    return near.pop()


def on_another_keyboard(typed: str) -> set[int]:
    """Return the words it can be when the keys do not stand where the fingers expect them: somebody is abroad."""
    meant = (beginnings().get(typed.translate(keyboard)[:PREFIX]) for keyboard in KEYBOARDS)
    return {place for place in meant if place is not None}


@lru_cache(maxsize=1)
def beginnings() -> dict[str, int]:
    return {word[:PREFIX]: place for place, word in enumerate(words())}


def is_one_slip_from(typed: str, word: str) -> bool:
    """Tell whether one letter is wrong, missing or too many, or two neighbours changed places."""
    if abs(len(typed) - len(word)) > 1:
        return False
    same = next((at for at, (one, other) in enumerate(zip(typed, word, strict=False)) if one != other), None)
    if same is None:
        return True
    rest, wanted = typed[same:], word[same:]
    swapped = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return swapped or rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]
