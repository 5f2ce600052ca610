"""What an inquiry needs to know of the directory: the regions of the day, and what is public and may be written."""

from collections.abc import Collection
from datetime import date, datetime

from vaern.directory.guarding import guard_context
from vaern.directory.models import Region
from vaern.directory.places import region_carrying_on, region_names
from vaern.law.clocks import local_day
from vaern.staff.models import User

__all__ = ["answering_codes", "duties_for", "duty_names", "guard_context", "region_name", "regions", "regions_of_today"]


def regions(at: datetime) -> list[tuple[str, str]]:
    """Return code and name of the regions in force, by name."""
    return list(region_names(local_day(at)).items())


def region_name(code: str, at: datetime) -> str:
    """Return what a region is called, also one that has ended."""
    if name := region_names(local_day(at)).get(code):
        return name
    row = Region.objects.standing().filter(code=code).order_by("-valid_from").first()
    return row.name if row else code


def answering_codes(user: User, on: date) -> list[str]:
    """Return the codes of every region ``user`` answers for on a day, those their regions took over from included."""
    duties = user.regions_on(on)
    carried = {region_carrying_on(code, on) for code in duties}
    ended = Region.objects.standing().filter(valid_until__lt=on).values_list("code", flat=True)
    before = {code for code in ended if region_carrying_on(code, on) in carried}
    return sorted(before | carried | set(duties))


def regions_of_today(duties: Collection[str], on: date) -> list[str]:
    """Return the regions of a day behind the codes somebody is on duty for, some of which may have ended."""
    return sorted({region_carrying_on(code, on) for code in duties})


def duty_names(at: datetime) -> dict[str, str]:
    """Return what the region behind each code somebody may be on duty for is called on a day."""
    day = local_day(at)
    names = region_names(day)
    codes = Region.objects.standing().values_list("code", flat=True).distinct()
    return {code: names[now] for code in codes if (now := region_carrying_on(code, day)) in names}


def duties_for(chosen: Collection[str], held: Collection[str], on: date) -> set[str]:
    """Return the codes of the duties that answer for the ``chosen`` regions of a day; those held already stay."""
    kept = {code for code in held if region_carrying_on(code, on) in chosen}
    return kept | set(chosen) - set(regions_of_today(kept, on))
