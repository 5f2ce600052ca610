"""Rows with sealed columns."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models

from vaern.vault.envelope import OpenKey, SealedBytes
from vaern.vault.fields import NotSealed, Sealed


class Locked(Exception):
    """A sealed value was read or written before its row was opened."""


class SealedQuerySet(models.QuerySet):
    """A queryset that neither writes nor sorts by what is sealed, nor touches what a seal is bound to."""

    def update(self, **changes: Any) -> int:
        self.refuse_bound(changes)
        return super().update(**changes)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        self.refuse_bound(fields)
        return super().bulk_update(objs, fields, batch_size)

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> Any:
        self.refuse_bound(options.get("update_fields") or ())
        return super().bulk_create(objs, *args, **options)

    def order_by(self, *ordering: Any) -> Self:
        for each in ordering:
            name = getattr(getattr(each, "expression", each), "name", each)
            if isinstance(name, str) and isinstance(column := self.column_at(name.lstrip("-+")), Sealed):
                raise FieldError(f"{column.sealed_name} is sealed: it cannot be sorted by.")
        return super().order_by(*ordering)

    def refuse_bound(self, names: Iterable[str]) -> None:
        """Raise NotSealed for a sealed column, and for the id and the key that every seal of the row is bound to."""
        for name in names:
            if isinstance(self.model._meta.get_field(name), Sealed) or name in {"id", "key_id"}:
                raise NotSealed(f"{self.model._meta.label}.{name}")

    def column_at(self, path: str) -> Any:
        """Return the field a path like ``inquiry__entries__note`` ends in, or None where it is something else."""
        model: Any = self.model
        column = None
        for step in path.split("__"):
            try:
                column = model._meta.get_field(step)
            except (FieldDoesNotExist, AttributeError):
                return None
            model = column.related_model
        return column

    def opened_with(self, key: OpenKey) -> list[Any]:
        """Return the rows with ``key`` in hand: their sealed columns can be read."""
        rows: Iterable[Any] = self
        return [row.opened_with(key) for row in rows]


class SealedRow(models.Model):
    """A row sealed under the key ``key_id``. The id is known before saving, so that it can be bound in.

    ``emptied``: what its clear columns become when that which it belongs to is destroyed; the same for every row.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key_id = models.UUIDField(editable=False)

    objects = SealedQuerySet.as_manager()
    emptied: ClassVar[dict[str, Any]] = {}
    _key: OpenKey | None = None

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __getstate__(self) -> dict[str, Any]:
        """Leave the key behind: a copied or pickled row is shut. Raises NotSealed for words not saved yet."""
        state: dict[str, Any] = super().__getstate__()
        state.pop("_key", None)
        for column in self.sealed_columns():
            column.value_from_object(self)
        return state

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

    def refresh_from_db(self, using: Any = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Read the row again; sealed columns come as they are stored, and the key stays in hand. Two queries."""
        using = using or self._state.db  # the open site's second role reads what its first one may not
        rows = self._meta.base_manager.db_manager(using) if from_queryset is None else from_queryset
        sealed = {column.attname for column in self.sealed_columns()}
        clear = None if fields is None else set(fields) - sealed
        wanted = sealed - self.get_deferred_fields() if fields is None else sealed & set(fields)
        if clear is None or clear:
            super().refresh_from_db(using=using, fields=clear, from_queryset=rows.defer(*sealed))
        if wanted:
            self.__dict__.update(rows.filter(pk=self.pk).values(*wanted).get())

    def sealed_digest(self) -> bytes:
        """Return SHA-256 over the ciphertexts as stored, for the trail: an older value put back will not match."""
        digest = hashlib.sha256()
        for column in self.sealed_columns():
            value = self.__dict__.get(column.attname)
            digest.update(column.sealed_name.encode() + b"\x1f")
            digest.update(value if isinstance(value, SealedBytes) else b"-")
        return digest.digest()

    @classmethod
    def sealed_columns(cls) -> list[Sealed]:
        return [column for column in cls._meta.concrete_fields if isinstance(column, Sealed)]


def sealed_models() -> Iterator[type[SealedRow]]:
    """Yield every model that keeps something under a key."""
    return (model for model in apps.get_models() if issubclass(model, SealedRow))
