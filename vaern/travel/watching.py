"""Who can watch for a sign of life at an hour: somebody at work then, or somebody who takes the watch themselves."""

from datetime import datetime

from vaern.cases.access import viewers_of
from vaern.cases.models import Case, LeaveCover
from vaern.directory.opening import opening
from vaern.directory.places import region_carrying_on
from vaern.law.clocks import local_day
from vaern.staff.models import User


def is_at_work(user: User, due_at: datetime) -> bool:
    """Tell whether a team ``user`` answers for is open at ``due_at``, and they are not away that day.

    A duty for a region that has ended by then goes on in the one that took over, whose hours alone count. Where none
    are stated nobody is taken to be at work.
    """
    day = local_day(due_at)
    if LeaveCover.objects.in_force(day).filter(absent=user).exists():
        return False
    regions = {region_carrying_on(code, day) for code in user.regions_on(day)}
    return any(opening(region=region, at=due_at).is_open for region in regions)


def could_watch(case: Case, *, at: datetime) -> list[User]:
    """Return who may be asked to watch: everybody who sees the case now."""
    return [viewer.person for viewer in viewers_of(case, at=at)]
