"""How cases end, and what is left of them."""

from uuid import uuid4

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.cases.models import Case, Task
from vaern.vault.fields import Sealed, SealedJSON
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import paired, staff


class Written(AppendOnly, SealedRow):
    """A row of a case that is written once. ``number`` counts within the case."""

    number = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class WrittenQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def newest_first(self):
        return self.order_by("-number")


class Closure(Written):
    """What a case was closed with. ``facts``: why, who answers for it, who was told, what tasks became."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="closures")
    by = staff("closures")
    check_on = models.DateField(null=True)
    helped = Sealed("closure.helped")
    hindered = Sealed("closure.hindered")
    remaining_risk = Sealed("closure.remaining_risk")
    facts = SealedJSON("closure.facts")

    objects = WrittenQuerySet.as_manager()

    class Meta(Written.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_closure_follows_another")]


class KeepingQuerySet(WrittenQuerySet):
    def newest_of(self, case):
        """Return, for an outer query over cases, the day of the row that counts."""
        return Subquery(self.filter(case=OuterRef(case)).order_by("-number").values("keep_until")[:1])


class Keeping(Written):
    """Until which day a closed case is kept; no day: a person must still set one. The newest counts.

    Without words it follows from the reason the case was closed for.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="keepings")
    by = staff("keepings")
    keep_until = models.DateField(null=True)
    why = Sealed("keeping.why", null=True)

    objects = KeepingQuerySet.as_manager()

    class Meta(Written.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_keeping_follows_another")]


class Transfer(Written):
    """A case on its way to another municipality. ``facts``: from where, to where, from which day; the rest in words."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers")
    by = staff("transfers")
    task = models.ForeignKey(Task, models.PROTECT, related_name="transfers")
    facts = SealedJSON("transfer.facts")
    carries_risk = Sealed("transfer.carries_risk")
    handed_over = Sealed("transfer.handed_over")
    receiver = Sealed("transfer.receiver")

    objects = WrittenQuerySet.as_manager()

    class Meta(Written.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_transfer_follows_another")]


class Receipt(AppendOnly, SealedRow):
    """The receiving municipality has confirmed a transfer: who, on which day, in words."""

    transfer = models.OneToOneField(Transfer, models.PROTECT, related_name="receipt")
    at = models.DateTimeField()
    by = staff("transfer_receipts")
    facts = SealedJSON("receipt.facts")
    who = Sealed("receipt.who")

    objects = WrittenQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class DestructionOrderQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(confirmed_at=None, withdrawn_at=None)


class DestructionOrder(models.Model):
    """Somebody asked that a case is destroyed. Another confirms it, or it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="destruction_orders")
    asked_by = staff("destructions_asked")
    asked_at = models.DateTimeField()
    confirmed_by = staff("destructions_confirmed", null=True)
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_by = staff("destructions_withdrawn", null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = DestructionOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            paired("destruction_confirmed_when_and_by_whom", "confirmed_at", "confirmed_by"),
            paired("destruction_withdrawn_when_and_by_whom", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")), name="destruction_is_by_two"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(withdrawn_at=None), name="destruction_is_confirmed_or_withdrawn"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(confirmed_at=None, withdrawn_at=None),
                name="one_destruction_asked_at_a_time",
            ),
        ]

    def __str__(self):
        return str(self.pk)


class CaseFact(AppendOnly):
    """What statistics keep of a destroyed case: a year and codes, no id and no day that leads back to it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    region = models.CharField(max_length=8)
    age = models.CharField(max_length=12)
    concerns = models.CharField(max_length=60)  # codes, in the order of their list, with a space between
    source = models.CharField(max_length=12)
    stage_reached = models.CharField(max_length=12)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)
