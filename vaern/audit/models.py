"""What the trail is made of. No foreign keys: the trail must never hinder, or go with, what it tells about."""

import hashlib
import json
from datetime import UTC
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.audit.terms import ACTS


class EventQuerySet(AppendOnlyQuerySet):
    def about(self, subject):
        return self.filter(about=subject)

    def by(self, person):
        return self.filter(by=person)

    def refusals(self):
        return self.filter(refused=True)

    def newest_first(self):
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

    objects = EventQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["about", "-at"], name="audit_event_about_at"),
            models.Index(fields=["by", "-at"], name="audit_event_by_at"),
            models.Index(fields=["-at"], condition=Q(refused=True), name="audit_event_refusals"),
        ]

    def __str__(self):
        return f"{self.act} {self.pk}"

    @property
    def label(self):
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


class Waiting(models.Model):
    """An event that has no seal yet: a queue, so that sealing need not search the whole trail."""

    event = models.UUIDField(primary_key=True)

    def __str__(self):
        return str(self.pk)


class Seal(AppendOnly):
    """One link of the chain: a keyed hash over the link before it and the event's fingerprint."""

    number = models.PositiveBigIntegerField(primary_key=True)
    event = models.UUIDField(unique=True)
    about = models.UUIDField(null=True)  # so that an event missing under a Destruction is told from a stolen one
    fingerprint = models.BinaryField()
    mac = models.BinaryField()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.number)


class Destruction(AppendOnly):
    """Two people's decision that everything about one inquiry or case may go."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    about = models.UUIDField(unique=True)
    ordered_by = models.UUIDField()
    confirmed_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(ordered_by=F("confirmed_by")), name="destruction_needs_two_people")
        ]

    def __str__(self):
        return str(self.pk)
