"""The key store and the tombstones.

`Key` lives in the database ``keys``, apart from everything it opens. `Tombstone` lives with the data: it is written
before a key is dropped, and keeps the key shut even if an older copy of the key store comes back.
"""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID, uuid4

from django.db import models

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.vault.terms import TombstoneReason


class KeyQuerySet(models.QuerySet):
    def made_before(self, moment: datetime) -> Self:
        return self.filter(made_at__lt=moment)

    def wrapped_before(self, team_version: int) -> Self:
        return self.filter(team_version__lt=team_version)

    def team_versions(self) -> set[int]:
        """Return the versions of the team's key that something is wrapped to."""
        return set(self.values_list("team_version", flat=True).distinct())


class Key(models.Model):
    """One data key, wrapped to the team's public key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    team_version = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()

    objects = KeyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="vault_key_made_at")]

    def __str__(self) -> str:
        return str(self.pk)


class TombstoneQuerySet(AppendOnlyQuerySet):
    def covering(self, key_id: UUID) -> Self:
        return self.filter(pk=key_id)


class Tombstone(AppendOnly):
    """The decision that a key is destroyed, made before it is."""

    key_id = models.UUIDField(primary_key=True)
    reason = models.CharField(max_length=32, choices=TombstoneReason.choices)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects: ClassVar = TombstoneQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return str(self.pk)
