"""Users, the roles they hold, and the regions they are on duty for: all dated, the past stays. And how they sign in:
one-time links, factors, where they are signed in, and how often somebody guessed wrong."""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from vaern.dated import Dated, DatedQuerySet
from vaern.staff.roles import GUEST, ROLES, Permission, Role
from vaern.staff.terms import Device, LinkKind, SessionEnd, Trained
from vaern.vault.fields import Sealed
from vaern.vault.rows import SealedRow


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def with_role(self, role: Role, day):
        return self.active().filter(pk__in=RoleHolding.objects.on(day).filter(role=role.code).values("user"))

    def guests(self):
        """Return who was never more than a guest of a case. They stay, as colleagues who left do, and may be many."""
        more = RoleHolding.objects.exclude(role=GUEST.code).values("user")
        return self.filter(pk__in=RoleHolding.objects.filter(role=GUEST.code).values("user")).exclude(pk__in=more)

    def of_the_house(self):
        return self.exclude(pk__in=self.model.objects.guests().values("pk"))

    def by_name(self):
        return self.order_by("first_name", "pk")


class User(AbstractBaseUser):
    """Somebody who signs in. Colleagues know each other by first name; surnames are not kept, for staff's safety."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    first_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)  # not yet for somebody invited, no longer for somebody who left
    joined_at = models.DateTimeField(null=True)  # accepted the invitation
    ended_at = models.DateTimeField(null=True)

    objects = BaseUserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(ended_at=None), name="staff_user_is_not_active_after_the_end"
            )
        ]

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


class AttestationQuerySet(DatedQuerySet):
    def for_instrument(self, user, instrument):
        """Return the person's attestations that were not taken back, the one that holds longest first."""
        standing = self.filter(user=user, instrument=instrument, ended_at=None)
        return standing.order_by("-valid_until", "-valid_from", "pk")


class Attestation(Dated):
    """A team lead has seen that somebody is trained in an instrument, and until when that counts.

    ``course`` is what was shown: course and provider. Nobody attests themselves.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="attestations")
    instrument = models.CharField(max_length=20, choices=Trained.choices)
    course = models.CharField(max_length=120)
    attested_by = models.ForeignKey(User, models.PROTECT, related_name="attestations_given")
    attested_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="attestations_ended")

    objects = AttestationQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(user=F("attested_by")), name="nobody_attests_themselves"),
            models.CheckConstraint(condition=Q(valid_until__isnull=False), name="an_attestation_ends"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="attestation_ended_when_and_by_whom",
            ),
        ]


class OneTimeLink(models.Model):
    """A way in for one person, once: to accept an invitation, or to come back after a lost device.

    The address carries the id; what opens it is a code that is told beside it and kept only as a keyed hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="links")
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    code_digest = models.CharField(max_length=64)
    made_by = models.UUIDField(null=True)  # nobody: the command for the first administrator
    made_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(lapses_at__gt=F("made_at")), name="staff_link_lapses_after_it_is_made"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="staff_link_one_open_for_each_person",
            ),
        ]

    def __str__(self):
        return str(self.pk)

    def is_good(self, at) -> bool:
        return self.used_at is None and self.withdrawn_at is None and at < self.lapses_at


class Recovery(models.Model):
    """Two people give a third a new way in. The one who asks, the one who confirms and the one who gets it differ."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="recoveries")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="recoveries_asked")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="recoveries_confirmed")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(user=F("asked_by"))
                & (Q(confirmed_by=None) | (~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("user")))),
                name="staff_recovery_takes_two_others",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="staff_recovery_confirmed_by_and_at",
            ),
        ]

    def __str__(self):
        return str(self.pk)


class FactorSecret(SealedRow):
    """What a code app or the recovery codes are made from; django-allauth's own table holds only this row's id."""

    user = models.ForeignKey(User, models.PROTECT, related_name="factor_secrets")
    words = Sealed("factor.secret")
    last_step = models.BigIntegerField(default=0)  # the 30 seconds whose code was used last: no code counts twice

    def __str__(self):
        return str(self.pk)


class SignedIn(models.Model):
    """One session of one person, as they see it in their list: no address, and of the device one word."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="sessions")
    device = models.CharField(max_length=12, choices=Device.choices)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=12, choices=SessionEnd.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user"], condition=Q(ended_at=None), name="staff_signedin_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="") | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="staff_signedin_ended_at_and_why",
            )
        ]

    def __str__(self):
        return str(self.pk)


class Guessing(models.Model):
    """How often something was tried and from when it may be tried again. Only a keyed hash says what and from where."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    free_at = models.DateTimeField()

    def __str__(self):
        return str(self.pk)
