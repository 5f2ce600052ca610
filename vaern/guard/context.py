"""What the guard must be told from outside: which numbers, names and places are public, and which places are small.

The guard has no directory of its own. Build one ``Context`` when the directory changes and use it for every text: it
keeps what it works out.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from vaern.guard.words import PROPER, Phrases


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or town. ``is_small``: so few live there that age and country may point at one person."""

    name: str
    is_small: bool = False


@dataclass(frozen=True)
class Context:
    """What is public and may stand.

    ``public_numbers``: telephone numbers of authorities and of the service, in any writing.
    ``public_phrases``: names, mail addresses and street addresses of authorities and organisations, as they are
    written. Never a first name alone: it would let every citizen of that name through.
    ``places``: municipalities and towns; they are no names of people.
    """

    public_numbers: frozenset[str] = frozenset()
    public_phrases: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The public numbers as bare digits, Danish ones without country code."""
        return frozenset(bare_number(number) for number in self.public_numbers)

    @cached_property
    def phrases(self) -> Phrases:
        """Everything that has a name of its own and is no citizen."""
        municipalities = [f"{place.name} Kommune" for place in self.places]
        return phrases_of((*PROPER, *self.public_phrases, *(place.name for place in self.places), *municipalities))

    @cached_property
    def small_places(self) -> Phrases:
        return Phrases(self.small_names)

    @cached_property
    def small_names(self) -> tuple[str, ...]:
        return tuple(place.name.lower() for place in self.places if place.is_small)


@lru_cache(maxsize=8)
def phrases_of(names: tuple[str, ...]) -> Phrases:
    """Return the same phrases for the same names: sorting them takes longer than reading a short text."""
    return Phrases(names)


def bare_number(number: str) -> str:
    """The digits of a telephone number, without a Danish country code."""
    digits = "".join(character for character in number if character in "0123456789")
    for code in ("0045", "45"):
        if digits.startswith(code) and len(digits) == len(code) + 8:
            return digits.removeprefix(code)
    return digits
