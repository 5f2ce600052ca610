"""The list of users: who has, had or was offered access, and nothing of what they work on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from vaern.staff.joining import open_recovery
from vaern.staff.models import OneTimeLink, Recovery, User


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
    """Return everybody who has, had or was offered access, by name. A few queries for each: a dozen people."""
    return [listed(user, at=at, day=day) for user in User.objects.all().by_name()]


def find_listed(user_id: UUID, *, at: datetime, day: date) -> Listed | None:
    user = User.objects.filter(pk=user_id).first()
    return listed(user, at=at, day=day) if user else None


def listed(user: User, *, at: datetime, day: date) -> Listed:
    link = OneTimeLink.objects.filter(user=user, used_at=None, withdrawn_at=None).first()
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
        roles=[str(role.label) for role in user.roles_on(day)],
        regions=user.regions_on(day),
        standing=standing,
        since=since,
        link_lapses_at=link.lapses_at if waits else None,
        recovery=open_recovery(user, at=at) if user.is_active else None,
    )
