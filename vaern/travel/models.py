"""What a trip is made of.

In clear stand the trip's date and stage, the topics something is known of, and when a sign of life is due and who
watches: what the board and the alarm need, since neither opens a key. Everything said is sealed under the case's key,
and what shows who somebody is under the key of the case's identity.
"""

from django.db import models
from django.db.models import F, Q

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.cases.models import Case, Task
from vaern.travel.terms import ENDED, SignKind, SignOutcome, Topic, TripStage
from vaern.vault.fields import Sealed, SealedJSON
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import paired, staff


class TripQuerySet(SealedQuerySet):
    def under_way(self):
        return self.exclude(stage__in=ENDED)

    def ended_since(self, moment):
        return self.filter(stage__in=ENDED, moved_at__gte=moment)

    def by_clock(self):
        """Order by the trip's date; a date nobody knows comes first, since it may be today."""
        return self.order_by(F("trip_on").asc(nulls_first=True), "begun_at", "pk")


class Trip(SealedRow):
    """A journey somebody may be sent on, is on, or has come home from. ``trip_on``: the earliest day it can begin.

    ``moved_at``: when the stage last changed.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="trips")
    stage = models.CharField(max_length=10, choices=TripStage.choices, default=TripStage.PLANNED)
    trip_on = models.DateField(null=True)
    begun_at = models.DateTimeField()
    begun_by = staff("trips_begun")
    moved_at = models.DateTimeField()

    # Ended, so that no board looks for it; of every trip the same, so that it says nothing of how this one ended.
    emptied = {"stage": TripStage.HOME, "trip_on": None, "moved_at": F("begun_at")}
    objects = TripQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["stage", "trip_on"], name="trip_stage_date")]

    def __str__(self):
        return str(self.pk)

    @property
    def has_ended(self):
        return self.stage in ENDED


class TripNameQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    pass


class TripName(AppendOnly, SealedRow):
    """Names, numbers and addresses that show who somebody on a trip is, as one statement gave them.

    Sealed with the key of the case's identity, which is none of the case's: whoever opens the trip has not opened this.
    """

    trip = models.ForeignKey(Trip, models.PROTECT, related_name="names")
    text = Sealed("trip_fact.private")

    objects = TripNameQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class FactQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def newest_first(self):
        return self.order_by("-at", "-number", "pk")

    def newest(self):
        """Return what counts now: the last statement about each thing."""
        later = Fact.objects.filter(trip=models.OuterRef("trip"), thread=models.OuterRef("thread"))
        return self.filter(~models.Exists(later.filter(number__gt=models.OuterRef("number"))))


class Fact(AppendOnly, SealedRow):
    """Something stated about a trip, with source, day and certainty. The newest of its ``thread`` counts.

    A thread is one thing: a passport, a trusted person, the departure. ``is_known``: false when it was asked for in
    vain, or no longer holds. ``names`` is what shows who somebody is; it takes a consent to write and to read, and a
    statement made by somebody who was not shown it carries it on unread.
    """

    trip = models.ForeignKey(Trip, models.PROTECT, related_name="facts")
    topic = models.CharField(max_length=20, choices=Topic.choices)
    thread = models.UUIDField()
    number = models.PositiveIntegerField()
    is_known = models.BooleanField()
    at = models.DateTimeField()
    by = staff("trip_facts")
    values = SealedJSON("trip_fact.values")
    words = Sealed("trip_fact.words")
    names = models.ForeignKey(TripName, models.PROTECT, null=True, related_name="facts")

    objects = FactQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["trip", "thread", "number"], name="one_statement_follows_another"),
        ]

    def __str__(self):
        return str(self.pk)


class SignQuerySet(SealedQuerySet):
    def awaited(self):
        return self.filter(outcome="")

    def missed_at(self, moment):
        return self.awaited().filter(due_at__lte=moment)

    def watched_by(self, user):
        return self.filter(watcher=user)

    def by_due(self):
        return self.order_by("due_at", "pk")


class Sign(SealedRow):
    """A sign of life or a return that was agreed, and the one who watches for it. Its task is due at the same moment.

    ``took_watch``: the watcher said themselves that they watch outside the team's hours. ``alarmed_at``: when it was
    found missing and written down. ``how``: what was agreed; ``words``: what came of it.
    """

    trip = models.ForeignKey(Trip, models.PROTECT, related_name="signs")
    kind = models.CharField(max_length=8, choices=SignKind.choices)
    due_at = models.DateTimeField()
    watcher = staff("signs_watched")
    took_watch = models.BooleanField(default=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="signs")
    agreed_at = models.DateTimeField()
    agreed_by = staff("signs_agreed")
    alarmed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=SignOutcome.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = staff("signs_answered", null=True)
    how = Sealed("trip_sign.how")
    words = Sealed("trip_sign.words", null=True)

    emptied = {  # called off, whatever became of it: one that is still awaited would alarm
        "kind": SignKind.LIFE,
        "due_at": F("agreed_at"),
        "took_watch": False,
        "alarmed_at": None,
        "outcome": SignOutcome.CALLED_OFF,
        "answered_at": F("agreed_at"),
        "answered_by": F("agreed_by"),
    }
    objects = SignQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            paired("sign_answered_when_and_by_whom", "answered_at", "answered_by"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None) | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="a_sign_is_answered_or_awaited",
            ),
        ]
        indexes = [models.Index(fields=["watcher", "due_at"], condition=Q(outcome=""), name="sign_awaited")]

    def __str__(self):
        return str(self.pk)
