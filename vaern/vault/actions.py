"""Take keys in, destroy them, mend what a crash left half done, and change the team's key."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.audit.models import Event
from vaern.law.clocks import local_day
from vaern.law.values import ORPHAN_KEY_KEPT_HOURS
from vaern.vault.broker import broker
from vaern.vault.handed_in import HandedIn, handed_in_models
from vaern.vault.models import Key, KeyQuerySet, Tombstone
from vaern.vault.rows import sealed_models
from vaern.vault.terms import TombstoneReason

BATCH = 500


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
    for some in batches(Key.objects.all()):
        dead = Tombstone.objects.filter(pk__in=some).values_list("pk", flat=True)
        for key_id in list(dead):
            broker().destroy(key_id)
            left += 1
    return left


def sweep_orphans(*, at: datetime) -> int:
    """Remove keys of ORPHAN_KEY_KEPT_HOURS and more that no row uses; return how many.

    A key is made before its row, so a crash in between leaves a key that opens nothing. An old or empty copy of the
    data, put in place for an hour, would make thousands of good keys look like that; so a key only counts as left
    over if the trail shows that this very database was at work in the hours after the key was made.
    """
    kept = timedelta(hours=ORPHAN_KEY_KEPT_HOURS.on(local_day(at)))
    swept = 0
    for some in batches(Key.objects.made_before(at - kept)):
        unused = set(some) - in_use(some)
        for key in Key.objects.filter(pk__in=unused).only("pk", "made_at"):
            if Event.objects.between(key.made_at, key.made_at + kept).exists():
                destroy_key(key_id=key.pk, reason=TombstoneReason.ORPHAN, by=None, at=at)
                swept += 1
    return swept


def in_use(keys: list[UUID]) -> set[UUID]:
    """Return those of ``keys`` that a row is sealed with.

    One statement for all tables: a draft that is being filed moves its key from one table to another, and between
    two statements it could be seen in neither.
    """
    one, *others = (model._base_manager.filter(key_id__in=keys).values_list("key_id") for model in sealed_models())
    return {key_id for (key_id,) in one.union(*others)}


def rewrap_all(team_version: int, *, each: Callable[[int, int], None] = lambda done, left: None) -> int:
    """Wrap every key to ``team_version`` or newer, while the site works on; return how many were older.

    ``each`` is told after each batch how many are done and how many are left. Stopped halfway it leaves every key
    open, and goes on where it was when it is run again. Keys made meanwhile may be older still for a moment, so it
    ends only when a look finds none: from then on nothing needs an older version.
    """
    rewrapped = 0
    older = Key.objects.wrapped_before(team_version)
    while older.exists():
        for some in batches(older):
            for key_id in some:
                broker().rewrap(key_id)
            rewrapped += len(some)
            each(rewrapped, older.count())
    return rewrapped


def take_in(row: HandedIn) -> None:
    """Put the row's key into the key store, then take it off the row. A crash in between is mended by the next call."""
    if row.for_team is None or row.team_version is None:
        return
    broker().adopt(row.key_id, wrapped=bytes(row.for_team), team_version=row.team_version)
    type(row)._base_manager.filter(pk=row.pk).update(for_team=None, team_version=None)
    row.for_team = row.team_version = None


def take_in_all() -> int:
    """Take in every key that waits; return how many."""
    taken = 0
    for model in handed_in_models():
        for row in model._base_manager.filter(for_team__isnull=False):
            take_in(row)
            taken += 1
    return taken


def versions_handed_in() -> set[int]:
    """Return the versions of the team's key that something waiting is wrapped to."""
    found: set[int] = set()
    for model in handed_in_models():
        waiting = model._base_manager.filter(for_team__isnull=False)
        found |= {version for version in waiting.values_list("team_version", flat=True).distinct() if version}
    return found


def batches(keys: KeyQuerySet) -> Iterator[list[UUID]]:
    """Yield the ids of ``keys``, some at a time; only ids leave the key store, and keys may go meanwhile."""
    some = list(keys.order_by("pk").values_list("pk", flat=True)[:BATCH])
    while some:
        yield some
        some = list(keys.filter(pk__gt=some[-1]).order_by("pk").values_list("pk", flat=True)[:BATCH])
