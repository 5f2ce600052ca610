"""Sealed columns."""

import json
import struct
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from vaern.vault.envelope import SealedBytes


class NotSealed(Exception):
    """A plain value was on its way into a sealed column, or out of one, past `save()` (an `update()`, say)."""


class SealedAttribute(DeferredAttribute):
    """Opens the value when it is read, with the key the row has in hand, and not before."""

    field: "Sealed"

    def __get__(self, row: Any, cls: type | None = None) -> Any:
        if row is None:
            return self
        value = super().__get__(row, cls)
        if not isinstance(value, SealedBytes):
            return value
        return self.field.decode(row.key_in_hand.open(self.field.sealed_name, row.pk, value))

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class Sealed(models.BinaryField):
    """Text that only an opened row can read.

    ``sealed_name`` is bound into every ciphertext and is permanent: the column may be renamed and its room may move,
    the name may not change. It can be neither searched nor sorted by, and `update()` on it raises.
    """

    descriptor_class = SealedAttribute

    def __init__(self, sealed_name: str, **options: Any) -> None:
        self.sealed_name = sealed_name
        super().__init__(**(options | {"editable": False}))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, [self.sealed_name, *args], kwargs

    def encode(self, value: Any) -> bytes:
        """Half a letter pair, as a browser may cut one, becomes a question mark: the rest of the text is kept."""
        return str(value).encode(errors="replace")

    def decode(self, plain: bytes) -> Any:
        return plain.decode()

    def pre_save(self, row: Any, add: bool) -> Any:
        value = row.__dict__.get(self.attname)
        if isinstance(value, SealedBytes) and add:  # a copied row: what was sealed for the first would never open
            row.key_in_hand.open(self.sealed_name, row.pk, value)
        if value is None or isinstance(value, SealedBytes):
            return value
        if hasattr(value, "resolve_expression"):
            raise NotSealed(self.sealed_name)
        sealed = row.key_in_hand.seal(self.sealed_name, row.pk, self.encode(value))
        row.__dict__[self.attname] = sealed
        return sealed

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, SealedBytes):
            raise NotSealed(self.sealed_name)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> SealedBytes | None:
        return None if value is None else SealedBytes(bytes(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.sealed_name} is sealed: it cannot be searched.")
        return super().get_lookup(lookup_name)

    def value_from_object(self, row: Any) -> Any:
        """Return the ciphertext, for whoever writes rows to a file; raises NotSealed for a value not saved yet."""
        value = row.__dict__.get(self.attname)
        if value is not None and not isinstance(value, SealedBytes):
            raise NotSealed(self.sealed_name)
        return value

    def formfield(self, **kwargs: Any) -> None:
        return None


class SealedJSON(Sealed):
    """A small dictionary of plain values, sealed as one. Reading it gives a copy: to change it, set it anew."""

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")

    def decode(self, plain: bytes) -> Any:
        return json.loads(plain)


class SealedFile(Sealed):
    """The bytes of a file. Padded to 64 kB, or the exact length would tell which of the files known elsewhere it is."""

    STEP = 64 * 1024

    def encode(self, value: Any) -> bytes:
        plain = struct.pack(">I", len(value)) + bytes(value)
        return plain + b"\0" * (-len(plain) % self.STEP)

    def decode(self, plain: bytes) -> Any:
        (length,) = struct.unpack(">I", plain[:4])
        return plain[4 : 4 + length]
