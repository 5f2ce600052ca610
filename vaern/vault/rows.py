"""Rows with sealed columns."""

import hashlib
from collections.abc import Iterator
from typing import Any, Self
from uuid import uuid4

from django.apps import apps
from django.db import models

from vaern.vault.envelope import OpenKey, SealedBytes
from vaern.vault.fields import NotSealed, Sealed


class Locked(Exception):
    """A sealed value was read or written before its row was opened."""


class SealedQuerySet(models.QuerySet):
    def update(self, **changes: Any) -> int:
        self.refuse_sealed(changes)
        return super().update(**changes)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        self.refuse_sealed(fields)
        return super().bulk_update(objs, fields, batch_size)

    def refuse_sealed(self, names: Any) -> None:
        for name in names:
            if isinstance(self.model._meta.get_field(name), Sealed):
                raise NotSealed(f"{self.model._meta.label}.{name}")

    def opened_with(self, key: OpenKey) -> list[Any]:
        """Return the rows with ``key`` in hand: their sealed columns can be read."""
        return [row.opened_with(key) for row in self]


class SealedRow(models.Model):
    """A row sealed under the key ``key_id``. The id is known before saving, so that it can be bound in."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key_id = models.UUIDField(editable=False)

    objects = SealedQuerySet.as_manager()
    _key: OpenKey | None = None

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def opened_with(self, key: OpenKey) -> Self:
        """Take the key in hand; a new row becomes a row of that key."""
        if self.key_id is None:
            self.key_id = key.id
        if self.key_id != key.id:
            raise Locked(f"{self._meta.label} {self.pk} is sealed with another key")
        self._key = key
        return self

    @property
    def key_in_hand(self) -> OpenKey:
        if self._key is None:
            raise Locked(f"{self._meta.label} {self.pk} was not opened")
        return self._key

    def sealed_digest(self) -> bytes:
        """Return SHA-256 over the ciphertexts as stored, for the trail: an older value put back will not match."""
        digest = hashlib.sha256()
        for column in self._meta.concrete_fields:
            if isinstance(column, Sealed):
                value = self.__dict__.get(column.attname)
                digest.update(column.sealed_name.encode() + b"\x1f")
                digest.update(value if isinstance(value, SealedBytes) else b"-")
        return digest.digest()


def sealed_models() -> Iterator[type[SealedRow]]:
    """Yield every model that keeps something under a key."""
    return (model for model in apps.get_models() if issubclass(model, SealedRow))
