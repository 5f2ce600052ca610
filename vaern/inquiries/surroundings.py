"""What an inquiry needs to know of the directory: the regions of the day, and what is public and may be written."""

from datetime import date, datetime
from functools import lru_cache

from vaern.directory.finder import public_numbers
from vaern.directory.models import ActorListing, Region
from vaern.directory.places import municipality_names, region_carrying_on, region_names, small_places
from vaern.guard import Context, Place
from vaern.law.clocks import local_day
from vaern.staff.models import User


def regions(at: datetime) -> list[tuple[str, str]]:
    """Return code and name of the regions in force, by name."""
    return list(region_names(local_day(at)).items())


def region_name(code: str, at: datetime) -> str:
    """Return what a region is called, also one that has ended."""
    row = Region.objects.standing().filter(code=code).order_by("-valid_from").first()
    return region_names(local_day(at)).get(code) or (row.name if row else code)


def answering_codes(user: User, on: date) -> list[str]:
    """Return the codes of every region ``user`` answers for on a day, those their regions took over from included."""
    duties = user.regions_on(on)
    carried = {region_carrying_on(code, on) for code in duties}
    ended = Region.objects.standing().filter(valid_until__lt=on).values_list("code", flat=True)
    before = {code for code in ended if region_carrying_on(code, on) in carried}
    return sorted(before | carried | set(duties))


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
