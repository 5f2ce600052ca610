"""Change what somebody may do while they go on: other roles, other regions, from today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from vaern.staff.actions import end_duty, end_role, give_duty, give_role
from vaern.staff.joining import NotByThem, NotNow, lock
from vaern.staff.models import RegionDuty, RoleHolding, User
from vaern.staff.roles import EMPLOYED, ROLES


class NoRoleLeft(Exception):
    """Somebody without a role can do nothing here: who has stopped has their access closed."""


class ChangedMeanwhile(Exception):
    """The roles or the regions are no longer what was shown."""


@dataclass(frozen=True)
class Powers:
    """The codes of the roles somebody holds and of the regions they are on duty for, in order."""

    roles: tuple[str, ...]
    regions: tuple[str, ...]

    @property
    def mark(self) -> str:
        """What a form hands back, so that nobody undoes a change they did not see."""
        return " ".join([*self.roles, *self.regions])


def is_of_the_house(user_id: UUID) -> bool:
    """Tell whether somebody has or is offered access as more than a guest of a case."""
    return User.objects.of_the_house().filter(pk=user_id, ended_at=None).exists()


def powers_of(user_id: UUID, *, on: date) -> Powers:
    """Return what somebody of the house may do. Raises NotNow for who has left, a mere guest, and nobody."""
    if not is_of_the_house(user_id):
        raise NotNow
    roles = held_roles(user_id, on).values_list("role", flat=True)
    duties = RegionDuty.objects.on(on).filter(user=user_id).order_by("region").values_list("region", flat=True)
    return Powers(tuple(roles), tuple(duties))


def held_roles(user_id: UUID, on: date) -> QuerySet[RoleHolding]:
    """Return the roles an administrator gives; being a guest is between a case and its guest."""
    employed = [role.code for role in EMPLOYED]
    return RoleHolding.objects.on(on).filter(user=user_id, role__in=employed).order_by("role")


@transaction.atomic
def change_powers(
    *, user_id: UUID, roles: Collection[str], regions: Collection[str], seen: str, by: UUID, on: date
) -> None:
    """Let somebody hold these roles and answer for these regions from ``on``, by code, and no others.

    What they keep goes on as the row it is. Every right is asked for at every request, so what ends has ended at the
    next one, and nobody is signed out. Raises NotByThem, NotNow, ChangedMeanwhile, NoRoleLeft.
    """
    user = lock(user_id)
    if user.pk == by:
        raise NotByThem
    before = powers_of(user_id, on=on)
    if before.mark != seen:
        raise ChangedMeanwhile
    if not roles:
        raise NoRoleLeft
    ended: list[RoleHolding | RegionDuty] = []
    for holding in held_roles(user_id, on).exclude(role__in=roles):
        end_role(holding=holding, by=by, on=on - timedelta(days=1))
        ended.append(holding)
    for duty in RegionDuty.objects.on(on).filter(user=user).exclude(region__in=regions):
        end_duty(duty=duty, by=by, on=on)
        ended.append(duty)
    for row in ended:
        if row.valid_from == on:  # given today, it is taken back: no row is shorter than a day, and the trail has both
            row.delete()
    for code in sorted(set(roles) - set(before.roles)):
        give_role(user=user, role=ROLES[code], by=by, on=on)
    for code in sorted(set(regions) - set(before.regions)):
        give_duty(user=user, region=code, by=by, on=on)
