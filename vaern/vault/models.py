"""The key store and the tombstones.

`Key` lives in the database ``keys``, apart from everything it opens. `Tombstone` lives with the data: it is written
before a key is dropped, and keeps the key shut even if an older copy of the key store comes back.
"""

from uuid import uuid4

from django.db import models

from vaern.vault.terms import TombstoneReason


class KeyQuerySet(models.QuerySet):
    def made_before(self, moment):
        return self.filter(made_at__lt=moment)


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

    def __str__(self):
        return str(self.pk)


class TombstoneQuerySet(models.QuerySet):
    def covering(self, key_id):
        return self.filter(pk=key_id)


class Tombstone(models.Model):
    """The decision that a key is destroyed, made before it is."""

    key_id = models.UUIDField(primary_key=True)
    reason = models.CharField(max_length=32, choices=TombstoneReason.choices)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = TombstoneQuerySet.as_manager()

    def __str__(self):
        return str(self.pk)
