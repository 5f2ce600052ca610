"""Take keys in, destroy them, mend what a crash left half done, and change the team's key.

Whoever takes the open site over can hand in rows that never open. Such a row stops nothing but itself: it is passed
over and alarmed once, and stays as it is, so that it is taken in after all if what was missing comes back.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.audit.models import Event
from vaern.law.clocks import local_day
from vaern.law.values import ORPHAN_KEY_KEPT_HOURS
from vaern.vault.broker import broker
from vaern.vault.envelope import WRAPPED, Tampered
from vaern.vault.handed_in import HandedIn, handed_in_models
from vaern.vault.models import Key, KeyQuerySet, Tombstone
from vaern.vault.rows import sealed_models
from vaern.vault.sealing import NoSuchVersion
from vaern.vault.terms import TombstoneReason

logger = logging.getLogger(__name__)

BATCH = 500
NOT_TAKEN_IN = "key.not_taken_in"  # about the row: it may name the key of another
DOES_NOT_OPEN = "key.does_not_open"
GIVEN_UP = "key.given_up"


class NotTakenIn(Tampered):
    """The key on a row that was handed in does not open here: it was not made for this team, or was changed."""


class SomeNotTakenIn(Exception):
    """All the others were taken in; these were met for the first time."""


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


@dataclass(frozen=True)
class Rewrapped:
    """How many keys were wrapped anew, and which could not be: their wrapped form does not open."""

    count: int
    unopened: list[UUID]


def rewrap_all(team_version: int, *, each: Callable[[int, int], None] = lambda done, left: None) -> Rewrapped:
    """Wrap every key to ``team_version`` or newer, while the site works on; return how many were older.

    ``each`` is told after each batch how many are done and how many are left. Stopped halfway it leaves every key
    open, and goes on where it was when it is run again. Keys made meanwhile may be older still for a moment, so it
    ends only when a look finds none: from then on nothing that opens needs an older version. A key that does not open
    is alarmed once and returned, unless it was given up before.
    """
    count, unopened, given_up = 0, list[UUID](), told(GIVEN_UP)
    while (older := Key.objects.wrapped_before(team_version).exclude(pk__in=given_up.union(unopened))).exists():
        for some in batches(older):
            for key_id in some:
                try:
                    broker().rewrap(key_id)
                except (Tampered, NoSuchVersion) as error:
                    alarm_once(DOES_NOT_OPEN, key_id, error)
                    unopened.append(key_id)
                else:
                    count += 1
            each(count, older.exclude(pk__in=unopened).count())
    return Rewrapped(count, unopened)


def give_up(things: Collection[UUID]) -> None:
    """Write down that keys, and rows handed in, will not be waited for. Nothing is destroyed but the team's old key."""
    for each in things:
        with transaction.atomic():
            trail.record(GIVEN_UP, by=None, about=each)


def take_in(row: HandedIn) -> None:
    """Put the row's key into the key store, then take it off the row. A crash in between is mended by the next call.

    Raises NotTakenIn, with an alarm the first time, and leaves the row as it is.
    """
    if row.for_team is None:
        return
    try:
        if row.team_version is None or len(row.for_team) != WRAPPED:  # a broker of its own would cut a long one off
            raise Tampered("key.handed_in", row.pk)
        broker().adopt(row.key_id, wrapped=bytes(row.for_team), team_version=row.team_version)
    except (Tampered, NoSuchVersion) as error:
        alarm_once(NOT_TAKEN_IN, row.pk, error)
        raise NotTakenIn("key.handed_in", row.pk) from error
    type(row)._base_manager.filter(pk=row.pk).update(for_team=None, team_version=None)
    row.for_team = row.team_version = None


def take_in_all() -> int:
    """Take in every key that waits; return how many. Raises SomeNotTakenIn, at the end and once for each."""
    taken, left, new = 0, 0, 0
    for model in handed_in_models():
        waiting = model._base_manager.filter(for_team__isnull=False).only("key_id", "for_team", "team_version")
        known = not_taken_in(waiting.values("pk"))
        for row in waiting:
            try:
                take_in(row)
            except NotTakenIn:
                left += 1
                new += row.pk not in known
            else:
                taken += 1
    if left:
        logger.error("%d rows wait with a key that does not open, %d of them for the first time", left, new)
    if new:
        raise SomeNotTakenIn(new)
    return taken


def not_taken_in(rows: Any) -> set[UUID]:
    """Return those of ``rows``, a query or ids, whose key did not open when it was to be taken in."""
    return told(NOT_TAKEN_IN, rows)


def handed_in_to(versions: Collection[int]) -> set[UUID]:
    """Return the rows that wait with a key wrapped to one of these versions of the team's key, save those given up."""
    found: set[UUID] = set()
    for model in handed_in_models():
        waiting = model._base_manager.filter(for_team__isnull=False, team_version__in=versions)
        found.update(waiting.values_list("pk", flat=True))
    return found - told(GIVEN_UP)


def alarm_once(act: str, about: UUID, error: Exception) -> None:
    """Write down what does not open, unless that was done before: the upkeep meets it every hour."""
    if not told(act, [about]):
        code = "no-such-version" if isinstance(error, NoSuchVersion) else "tampered"
        trail.record_refusal(act, by=None, about=about, code=code)


def told(act: str, about: Any = None) -> set[UUID]:
    """Return what the trail tells ``act`` of; of all, or of those ``about``, a query or ids."""
    events = Event.objects.acts(act) if about is None else Event.objects.acts(act).filter(about__in=about)
    return {found for found in events.values_list("about", flat=True) if found}


def batches(keys: KeyQuerySet) -> Iterator[list[UUID]]:
    """Yield the ids of ``keys``, some at a time; only ids leave the key store, and keys may go meanwhile."""
    some = list(keys.order_by("pk").values_list("pk", flat=True)[:BATCH])
    while some:
        yield some
        some = list(keys.filter(pk__gt=some[-1]).order_by("pk").values_list("pk", flat=True)[:BATCH])
