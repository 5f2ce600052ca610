"""The register. Every row holds from one day to another; a change ends it and begins the next.

Rows point to regions and municipalities by their official code, since the row behind a code changes with the day.
"""

from datetime import date, timedelta
from typing import ClassVar, Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q

from vaern.dated import Dated, DatedQuerySet
from vaern.directory import numbers
from vaern.directory.terms import CHECK_AGAIN_AFTER_DAYS, TEAM_LEADS, Certainty, Competence, Concern


class RowQuerySet(DatedQuerySet):
    def standing(self):
        """Leave out what was struck before it came to hold."""
        return self.filter(struck=False)

    def on(self, day):
        return super().on(day).standing()

    def from_on(self, day):
        """Return the rows in force on ``day`` or later."""
        return self.standing().filter(Q(valid_until=None) | Q(valid_until__gte=day))

    def versions_of(self, thing):
        return self.filter(thing=thing).order_by("valid_from", "version")

    def same_as(self, row):
        """Return the rows about the same as ``row``, whenever they hold."""
        return self.filter(**{name: getattr(row, name) for name in row.same})

    def overlapping(self, first_day, last_day):
        rows = self.standing().filter(Q(valid_until=None) | Q(valid_until__gte=first_day))
        return rows if last_day is None else rows.filter(valid_from__lte=last_day)

    def due_for_check(self, day):
        return self.on(day).filter(Q(checked_on=None) | Q(checked_on__lt=day - timedelta(CHECK_AGAIN_AFTER_DAYS)))


class Row(Dated):
    """A line of the register.

    ``thing`` stays the same through every version of the line, which ``version`` counts. ``struck`` marks
    one that was replaced or taken back before it had held a day: kept, never in force. ``same`` names the fields that
    make two rows speak of the same, so that only one may hold on a day.
    """

    thing = models.UUIDField(default=uuid4, editable=False, db_index=True)
    version = models.PositiveIntegerField(default=1)
    struck = models.BooleanField(default=False)
    owner = models.CharField(max_length=60, default=TEAM_LEADS)
    checked_on = models.DateField(null=True)

    objects = RowQuerySet.as_manager()
    same: ClassVar[tuple[str, ...]]

    class Meta(Dated.Meta):
        abstract = True

    @property
    def whole(self) -> UUID:
        """What the trail files the row's events under."""
        return self.thing

    def holds_on(self, day: date) -> bool:
        ended = self.valid_until is not None and self.valid_until < day
        return self.valid_from <= day and not ended and not self.struck

    def is_due_for_check(self, day: date) -> bool:
        return self.checked_on is None or day - self.checked_on > timedelta(CHECK_AGAIN_AFTER_DAYS)

    def next_version(self, **changes: object) -> Self:
        """Return an unsaved copy with ``changes``."""
        kept = {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}
        return type(self)(**(kept | changes | {"id": uuid4(), "version": self.version + 1}))


def one_at_a_time(name: str, *fields: str) -> list[models.BaseConstraint]:
    """Return the constraints behind "only one row about the same holds on a day".

    What databases cannot all promise, that two rows with an end do not overlap, is the actions' to keep.
    """
    standing = Q(struck=False)
    return [
        *Dated.Meta.constraints,
        models.UniqueConstraint(fields=[*fields, "valid_from"], condition=standing, name=f"{name}_begins_once"),
        models.UniqueConstraint(fields=fields, condition=standing & Q(valid_until=None), name=f"{name}_goes_on_once"),
    ]


class Region(Row):
    """A region. ``neighbours`` are codes, nearest first; ``followed_by`` is the region that takes over its area."""

    code = models.CharField(max_length=8)
    name = models.CharField(max_length=60)
    neighbours = models.JSONField(default=list)
    followed_by = models.CharField(max_length=8, blank=True)
    same = ("code",)

    class Meta(Row.Meta):
        constraints = one_at_a_time("region", "code")


class Municipality(Row):
    code = models.CharField(max_length=4)
    name = models.CharField(max_length=60)
    is_small = models.BooleanField(default=False)  # see terms.SMALL_BELOW_ABOUT
    same = ("code",)

    class Meta(Row.Meta):
        constraints = one_at_a_time("municipality", "code")


class MunicipalityRegion(Row):
    """The region a municipality lies in."""

    municipality = models.CharField(max_length=4)
    region = models.CharField(max_length=8, db_index=True)
    same = ("municipality",)

    class Meta(Row.Meta):
        constraints = one_at_a_time("municipality_region", "municipality")


class HostMunicipality(Row):
    """A municipality that employs consultants."""

    municipality = models.CharField(max_length=4)
    same = ("municipality",)

    class Meta(Row.Meta):
        constraints = one_at_a_time("host", "municipality")


class Consultant(models.Model):
    """A sikkerhedskonsulent, whatever name, number or area they have on a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    def __str__(self):
        return str(self.pk)


class ConsultantListing(Row):
    """How a consultant stands in public: first name only, for their own safety.

    ``staff_id`` is the user they sign in as, where they do: no foreign key, since staff is a room beside this one.
    """

    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="listings")
    first_name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20)
    competence = models.CharField(max_length=12, choices=Competence.choices)
    staff_id = models.UUIDField(null=True)
    same = ("consultant_id",)

    class Meta(Row.Meta):
        constraints = one_at_a_time("listing", "consultant")

    @property
    def whole(self) -> UUID:
        return self.consultant_id

    @property
    def digits(self) -> str:
        return numbers.digits(self.phone)

    def covers(self, concern: Concern) -> bool:
        return Competence(self.competence).covers(concern)


class Coverage(Row):
    """A consultant answers for a municipality. ``region`` is where it lay when a team lead last confirmed that.

    Whether the coverage is confirmed is worked out on the day asked for; nothing has to run when a region changes.
    """

    municipality = models.CharField(max_length=4, db_index=True)
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="coverage")
    region = models.CharField(max_length=8)
    same = ("municipality", "consultant_id")

    class Meta(Row.Meta):
        constraints = one_at_a_time("coverage", "municipality", "consultant")

    @property
    def whole(self) -> UUID:
        return self.consultant_id

    def is_confirmed_in(self, region: str) -> bool:
        return self.region == region


class OpeningHours(Row):
    """When a region's team answers on one weekday (0 is Monday). A region without rows has not stated any hours."""

    region = models.CharField(max_length=8)
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    source = models.CharField(max_length=400, blank=True)
    same = ("region", "weekday")

    class Meta(Row.Meta):
        constraints = [
            *one_at_a_time("hours", "region", "weekday"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_on_a_weekday"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="hours_open_before_they_close"),
        ]


class Absence(Row):
    """Days on which a consultant does not answer. Why is nobody's business here."""

    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="absences")
    same = ("consultant_id",)

    class Meta(Row.Meta):
        constraints = one_at_a_time("absence", "consultant")

    @property
    def whole(self) -> UUID:
        return self.consultant_id


class Actor(models.Model):
    """An authority or organisation, whatever it is called or does on a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    def __str__(self):
        return str(self.pk)


class ActorListing(Row):
    """What an actor is called, and what it can be asked for. ``website`` has no scheme: it is read out on the phone."""

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="listings")
    name = models.CharField(max_length=120)
    what_for = models.CharField(max_length=300)
    website = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=400, blank=True)
    certainty = models.CharField(max_length=12, choices=Certainty.choices)
    same = ("actor_id",)

    class Meta(Row.Meta):
        constraints = one_at_a_time("actor_listing", "actor")

    @property
    def whole(self) -> UUID:
        return self.actor_id


class ActorNumber(Row):
    """One telephone number of an actor. ``answers_when_we_do_not``: may stand where our own lines are closed."""

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="numbers")
    label = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=20)
    hours = models.CharField(max_length=120, blank=True)
    answers_when_we_do_not = models.BooleanField(default=False)
    source = models.CharField(max_length=400, blank=True)
    certainty = models.CharField(max_length=12, choices=Certainty.choices)
    same = ("actor_id", "number")

    class Meta(Row.Meta):
        constraints = one_at_a_time("actor_number", "actor", "number")

    @property
    def whole(self) -> UUID:
        return self.actor_id

    @property
    def digits(self) -> str:
        return numbers.digits(self.number)
