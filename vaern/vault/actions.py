"""Destroy keys, and mend what a crash left half done."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.vault.broker import broker
from vaern.vault.models import Key, Tombstone
from vaern.vault.rows import sealed_models
from vaern.vault.terms import TombstoneReason

ORPHAN_AFTER = timedelta(hours=24)  # longer than any request or draft save can take


@transaction.atomic
def destroy_key(*, key_id: UUID, reason: TombstoneReason, by: UUID | None, at: datetime) -> None:
    """Write the tombstone with the act around it, and drop the key once that is committed.

    From the tombstone on the key is shut; if the machine stops before the drop, `reconcile` does it.
    """
    _, made = Tombstone.objects.get_or_create(pk=key_id, defaults={"reason": reason, "by": by, "at": at})
    if made:
        trail.record("key.destroyed", by=by, about=key_id, code=reason)
    transaction.on_commit(lambda: broker().destroy(key_id))


def reconcile() -> int:
    """Drop every key that has a tombstone and is still there; return how many."""
    left = 0
    for key_id in Tombstone.objects.values_list("pk", flat=True).iterator():
        if Key.objects.filter(pk=key_id).exists():
            broker().destroy(key_id)
            left += 1
    return left


def sweep_orphans(*, at: datetime) -> int:
    """Remove keys older than a day that no row uses; return how many.

    A key is made before its row, so a crash in between leaves a key that opens nothing.
    """
    old = set(Key.objects.made_before(at - ORPHAN_AFTER).values_list("pk", flat=True))
    for model in sealed_models():
        for some in batched(old):
            old -= set(model._base_manager.filter(key_id__in=some).values_list("key_id", flat=True))
    for key_id in old:
        destroy_key(key_id=key_id, reason=TombstoneReason.ORPHAN, by=None, at=at)
    return len(old)


def batched(ids: set[UUID], size: int = 500) -> list[list[UUID]]:
    listed = sorted(ids)
    return [listed[start : start + size] for start in range(0, len(listed), size)]
