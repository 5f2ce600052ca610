"""Users, the roles they hold, and the regions they are on duty for. All dated: the past stays."""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.timezone import localdate

from vaern.dated import Dated
from vaern.staff.roles import ROLES, Permission, Role


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def on_duty_for(self, region, day):
        duties = RegionDuty.objects.on(day).filter(region=region)
        return self.active().filter(pk__in=duties.values("user"))

    def with_role(self, role: Role, day):
        return self.active().filter(pk__in=RoleHolding.objects.on(day).filter(role=role.code).values("user"))

    def by_name(self):
        return self.order_by("first_name", "pk")


class User(AbstractBaseUser):
    """Somebody who signs in. Colleagues know each other by first name; surnames are not kept, for staff's safety."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    first_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"

    def __str__(self):
        return str(self.pk)

    def roles_on(self, day) -> list[Role]:
        """Return the roles held on ``day``. One query per user and day asked for."""
        held = self.__dict__.setdefault("_roles_on", {})
        if day not in held:
            held[day] = [ROLES[code] for code in self.holdings.on(day).values_list("role", flat=True)]
        return held[day]

    def may(self, permission: Permission) -> bool:
        """Tell whether any role held today gives ``permission``."""
        return self.is_active and any(permission in role.permissions for role in self.roles_on(localdate()))

    def regions_on(self, day) -> list[str]:
        """Return the codes of the regions the user is on duty for on ``day``."""
        held = self.__dict__.setdefault("_regions_on", {})
        if day not in held:
            held[day] = list(self.duties.on(day).values_list("region", flat=True).order_by("region"))
        return held[day]


class RoleHolding(Dated):
    user = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=20, choices=[(role.code, role.label) for role in ROLES.values()])


class RegionDuty(Dated):
    """Being one of those who answer for a region. The region is a code of the directory."""

    user = models.ForeignKey(User, models.PROTECT, related_name="duties")
    region = models.CharField(max_length=8)
