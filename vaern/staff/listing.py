"""The list of users: who has, had or was offered access, and nothing of what they work on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from vaern.staff.joining import open_recoveries
from vaern.staff.models import OneTimeLink, Recovery, RegionDuty, RoleHolding, User
from vaern.staff.roles import ROLES


class Standing(models.TextChoices):
    INVITED = "invited", _("Inviteret")
    LAPSED = "lapsed", _("Invitation udløbet")
    ACTIVE = "active", _("Har adgang")
    LEFT = "left", _("Stoppet")


@dataclass(frozen=True)
class Listed:
    """Somebody as the list of users shows them: who and what role, and nothing of what they work on."""

    id: UUID
    first_name: str
    email: str
    roles: list[str]
    regions: list[str]
    standing: Standing
    since: datetime | None
    link_lapses_at: datetime | None
    recovery: Recovery | None


def listed_users(*, at: datetime, day: date) -> list[Listed]:
    """Return every colleague who has, had or was offered access, by name. Five queries, however many they are."""
    return listed(User.objects.of_the_house().by_name(), at=at, day=day)


def guests_in_all() -> int:
    return User.objects.guests().count()


def listed_guests(*, begins: int, ends: int, at: datetime, day: date) -> list[Listed]:
    """Return some of those who were invited to one case and no more, by name. Five queries."""
    return listed(User.objects.guests().by_name()[begins:ends], at=at, day=day)


def find_listed(user_id: UUID, *, at: datetime, day: date) -> Listed | None:
    return next(iter(listed(User.objects.filter(pk=user_id), at=at, day=day)), None)


def listed(users: QuerySet[User], *, at: datetime, day: date) -> list[Listed]:
    open_links = OneTimeLink.objects.filter(used_at=None, withdrawn_at=None)
    found = users.prefetch_related(
        Prefetch("holdings", RoleHolding.objects.on(day), to_attr="held"),
        Prefetch("duties", RegionDuty.objects.on(day).order_by("region"), to_attr="on_duty"),
        Prefetch("links", open_links, to_attr="open_links"),
        Prefetch("recoveries", open_recoveries(at=at), to_attr="asked_back"),
    )
    return [as_listed(user, at=at) for user in found]


def as_listed(user: Any, *, at: datetime) -> Listed:
    link = next(iter(user.open_links), None)
    waits = link is not None and link.is_good(at)
    if user.ended_at is not None:
        standing, since = Standing.LEFT, user.ended_at
    elif user.is_active:
        standing, since = Standing.ACTIVE, user.joined_at
    else:
        standing, since = (Standing.INVITED if waits else Standing.LAPSED), None
    return Listed(
        id=user.pk,
        first_name=user.first_name,
        email=user.email,
        roles=[str(ROLES[holding.role].label) for holding in user.held],
        regions=[duty.region for duty in user.on_duty],
        standing=standing,
        since=since,
        link_lapses_at=link.lapses_at if link and waits else None,
        recovery=user.asked_back[-1] if user.is_active and user.asked_back else None,
    )
