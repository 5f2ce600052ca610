"""Who is a guest of which case, and what they have read."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.cases.models import Case
from vaern.guests.terms import Section
from vaern.law.clocks import local_day
from vaern.sharing.models import Party
from vaern.vault.fields import Sealed
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import paired, staff


class GuestQuerySet(SealedQuerySet):
    def live_on(self, day):
        return self.filter(ended_at=None, last_day__gte=day)

    def until_or_after(self, day):
        """Return the accesses that were live on ``day`` or later."""
        return self.filter(Q(ended_at=None) | Q(ended_at__date__gte=day), last_day__gte=day)

    def not_ended(self):
        return self.filter(ended_at=None)

    def newest_first(self):
        return self.order_by("-invited_at", "pk")


class Guest(SealedRow):
    """One person's way into one case, from an invitation until a day or until it is ended. ``who`` is their role."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="guests")
    user = staff("guest_accesses")
    party = models.ForeignKey(Party, models.PROTECT, related_name="guests")  # who they are in the register
    sections = models.JSONField(default=list)  # codes of terms.Section
    who = Sealed("guest.who")
    on_a_consent = models.BooleanField(null=True)  # or on a confirmed request; None was not kept, and counts as yes
    last_day = models.DateField()
    invited_at = models.DateTimeField()
    invited_by = staff("guests_invited")
    ended_at = models.DateTimeField(null=True)
    ended_by = staff("guests_ended", null=True)

    objects = GuestQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            paired("guest_ended_when_and_by_whom", "ended_at", "ended_by"),
            models.UniqueConstraint(fields=["case", "user"], condition=Q(ended_at=None), name="one_access_at_a_time"),
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def over_on(self):
        """The last day it could be read, as it is known now."""
        return min(self.last_day, local_day(self.ended_at)) if self.ended_at else self.last_day

    def is_live_on(self, day):
        return self.ended_at is None and self.last_day >= day


class ReadMarkQuerySet(AppendOnlyQuerySet):
    def newest_first(self):
        return self.order_by("-at", "pk")


class ReadMark(AppendOnly):
    """A guest said that they have read a section. ``version`` names what stood there, and tells nothing of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    guest = models.ForeignKey(Guest, models.PROTECT, related_name="read_marks")
    section = models.CharField(max_length=20, choices=Section.choices)
    version = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = ReadMarkQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)
