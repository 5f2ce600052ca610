"""Prove that what was copied can be read again: open every sealed value once, and show none."""

from dataclasses import dataclass, field
from uuid import UUID

from vaern.vault.broker import Broker
from vaern.vault.envelope import OpenKey, SealedBytes, Tampered
from vaern.vault.models import Tombstone
from vaern.vault.rows import SealedRow, sealed_models
from vaern.vault.sealing import BrokerClosed, KeyGone
from vaern.vault.terms import Purpose

NOBODY = UUID(int=0)  # no person looks: values are opened and dropped
MOST_FAULTS = 20


@dataclass
class Proof:
    """How many rows opened, how many are shut because their key was destroyed, and which should have opened."""

    opened: int = 0
    shut: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, text: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(text)


def prove_rows_open(broker: Broker, *, keys_are_newer: bool) -> Proof:
    """Open every sealed value with ``broker``.

    A key that is missing without a tombstone is a fault, unless the keys were copied after the rows: then it was
    destroyed in between.
    """
    proof = Proof()
    for model in sealed_models():
        for row in model._base_manager.order_by("key_id").iterator():
            try:
                key = broker.open(row.key_id, purpose=Purpose.UPKEEP, by=NOBODY)
                open_values(row, key)
            except KeyGone:
                if keys_are_newer or Tombstone.objects.covering(row.key_id).exists():
                    proof.shut += 1
                else:
                    proof.fault(f"{row._meta.label} {row.pk} has lost its key")
            except (BrokerClosed, Tampered):
                proof.fault(f"{row._meta.label} {row.pk} does not open")
            else:
                proof.opened += 1
    return proof


def open_values(row: SealedRow, key: OpenKey) -> None:
    for column in row.sealed_columns():
        value = row.__dict__.get(column.attname)
        if isinstance(value, SealedBytes):
            key.open(column.sealed_name, row.pk, value)
