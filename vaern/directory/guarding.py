"""What the anonymity guard is told of the directory: what is public may stand, and which places are small."""

from datetime import datetime
from functools import lru_cache

from vaern.directory.finder import public_numbers
from vaern.directory.models import ActorListing
from vaern.directory.places import municipality_names, small_places
from vaern.guard import Context, Place
from vaern.law.clocks import local_day


def guard_context(at: datetime) -> Context:
    """Return what the guard lets stand: public numbers, names of authorities, places. Five queries."""
    day = local_day(at)
    small = small_places(day)
    names = ActorListing.objects.on(day).values_list("name", "website")
    return one_context(
        public_numbers(day),
        frozenset(text for pair in names for text in pair if text),
        tuple(Place(name, name in small) for name in municipality_names(day).values()),
    )


@lru_cache(maxsize=4)
def one_context(numbers: frozenset[str], phrases: frozenset[str], places: tuple[Place, ...]) -> Context:
    """Return the same context for the same directory: what it works out of it is worked out once."""
    return Context(public_numbers=numbers, public_phrases=phrases, places=places)
