"""Who the persons of a consented case are, under a key of its own, and who opened it in danger after it was shut."""

from django.db import models
from django.db.models import Q

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.vault.fields import Sealed, SealedJSON
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import staff


class IdentityItemQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def newest_first(self):
        return self.order_by("-at", "-pk")

    def in_force(self):
        """Return the items nobody has gone on from."""
        return self.filter(followed_by=None)


class IdentityItem(AppendOnly, SealedRow):
    """One thing that says who or where somebody is. What is no longer so is followed by another, or by an empty one.

    Sealed under the identity's key, which is none of the case's: whoever opens the case has not opened this.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="identity_items")
    person = models.ForeignKey("cases.Person", models.PROTECT, related_name="identity_items")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    at = models.DateTimeField()
    by = staff("identity_items")
    facts = SealedJSON("identity_item.facts")
    text = Sealed("identity_item.text")

    objects = IdentityItemQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class DangerOpeningQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def in_force(self, moment):
        return self.filter(at__lte=moment, lapses_at__gt=moment)


class DangerOpening(AppendOnly, SealedRow):
    """Somebody needs an identity that a withdrawal shut, because the danger is acute. Sealed with the case's key."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="danger_openings")
    at = models.DateTimeField()
    by = staff("danger_openings")
    lapses_at = models.DateTimeField()
    reason = Sealed("danger_opening.reason")

    objects = DangerOpeningQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=Q(lapses_at__gt=models.F("at")), name="a_danger_opening_ends_after_it")
        ]

    def __str__(self):
        return str(self.pk)
