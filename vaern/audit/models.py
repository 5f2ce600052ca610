"""What the trail is made of. No foreign keys: the trail must never hinder, or go with, what it tells about."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import ClassVar, Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.audit.terms import ACTS


def has(model: type[models.Model], column: str = "event") -> Exists:
    """Return the condition that ``model`` has a row of the same event; looks it up by key, row for row."""
    return Exists(model._base_manager.filter(**{column: OuterRef("pk")}))


class EventQuerySet(AppendOnlyQuerySet):
    def about(self, subject: UUID) -> Self:
        return self.filter(about=subject)

    def by(self, person: UUID) -> Self:
        return self.filter(by=person)

    def between(self, start: datetime, end: datetime) -> Self:
        return self.filter(at__gte=start, at__lte=end)

    def acts(self, act: str) -> Self:
        return self.filter(act=act)

    def refusals(self) -> Self:
        return self.filter(refused=True)

    def with_digest(self) -> Self:
        """Return what tells how a row was left."""
        return self.filter(subject__isnull=False, digest__isnull=False)

    def forgotten(self) -> Self:
        """Return what has no link and does not wait for one."""
        return self.exclude(has(Seal)).exclude(has(Waiting))

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class Event(AppendOnly):
    """One act, opening or refusal: ids and codes only.

    ``about`` is the inquiry, case or other whole it belongs to; ``subject`` the row acted upon; ``code`` a word from
    a closed list (purpose, reason, route name); ``digest`` the SHA-256 of the ciphertexts as they were left.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField()
    act = models.CharField(max_length=64)
    refused = models.BooleanField(default=False)
    by = models.UUIDField(null=True)
    about = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    code = models.CharField(max_length=64, blank=True)
    digest = models.BinaryField(null=True)

    objects: ClassVar = EventQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["about", "-at"], name="audit_event_about_at"),
            models.Index(fields=["by", "-at"], name="audit_event_by_at"),
            models.Index(fields=["-at"], condition=Q(refused=True), name="audit_event_refusals"),
            models.Index(fields=["subject"], condition=Q(digest__isnull=False), name="audit_event_digests"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"

    @property
    def label(self) -> str:
        return ACTS[self.act]

    def fingerprint(self) -> bytes:
        """Return SHA-256 over every column, in a form that no two different rows share."""
        columns = [
            str(self.id),
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.act,
            self.refused,
            *(str(value) if value else None for value in (self.by, self.about, self.subject)),
            self.code,
            bytes(self.digest).hex() if self.digest else None,
        ]
        return hashlib.sha256(json.dumps(columns, separators=(",", ":")).encode()).digest()


class WaitingQuerySet(models.QuerySet):
    def to_be_sealed(self) -> Self:
        return self.filter(has(Event, "pk")).exclude(has(Seal))

    def sealed(self) -> Self:
        return self.filter(has(Seal))

    def of_nothing(self) -> Self:
        """Return what waits although its event is not there."""
        return self.exclude(has(Event, "pk"))


class Waiting(models.Model):
    """An event that has no seal yet: a queue, so that sealing need not search the whole trail."""

    event = models.UUIDField(primary_key=True)

    objects = WaitingQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class SealQuerySet(AppendOnlyQuerySet):
    def after(self, number: int) -> Self:
        return self.filter(number__gt=number).order_by("number")

    def of(self, events: Iterable[UUID]) -> Self:
        return self.filter(event__in=events)

    def newest_first(self) -> Self:
        return self.order_by("-number")


class Seal(AppendOnly):
    """One link of the chain: a keyed hash over the link before it and the event's fingerprint."""

    number = models.PositiveBigIntegerField(primary_key=True)
    event = models.UUIDField(unique=True)
    about = models.UUIDField(null=True)  # so that an event missing under a Destruction is told from a stolen one
    fingerprint = models.BinaryField()
    mac = models.BinaryField()

    objects: ClassVar = SealQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return str(self.number)


class DestructionQuerySet(AppendOnlyQuerySet):
    def of(self, things: Iterable[UUID]) -> Self:
        """Return the decisions about ``things`` that two people made."""
        return self.filter(about__in=things).exclude(ordered_by=F("confirmed_by"))


class Destruction(AppendOnly):
    """Two people's decision that everything about one inquiry or case may go."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    about = models.UUIDField(unique=True)
    ordered_by = models.UUIDField()
    confirmed_by = models.UUIDField()
    at = models.DateTimeField()

    objects: ClassVar = DestructionQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(ordered_by=F("confirmed_by")), name="destruction_needs_two_people")
        ]

    def __str__(self) -> str:
        return str(self.pk)
