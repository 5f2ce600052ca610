"""Seal events into a chain, and tell whether the chain is whole.

Each link is a keyed hash over the link before and the event's fingerprint. The key is the broker's; the vault, which
stands above this room, hands the hash function in when the site starts (`keyed_by`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction

from vaern.audit.models import Destruction, Event, Seal, Waiting

Mac = Callable[[bytes], bytes]
GENESIS = b"vaern audit chain 1"
MAC = 32  # bytes of a link's keyed hash
BATCH = 500
MOST_FAULTS = 100  # a list a person can read; a chain cut to pieces must not fill the memory


class NotKeyed(Exception):
    """No room has handed in the broker's hash function."""


_keyed: list[Mac] = []


def keyed_by(mac: Mac) -> None:
    """Take the keyed hash function of the broker."""
    _keyed[:] = [mac]


def mac_of(message: bytes) -> bytes:
    if not _keyed:
        raise NotKeyed
    return _keyed[0](message)


@dataclass(frozen=True)
class Head:
    """The newest link; exported daily, it makes a cut-off chain show."""

    number: int
    mac: bytes

    def __str__(self) -> str:
        return f"{self.number}:{self.mac.hex()}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """Read a head as it was printed; raises ValueError for anything else."""
        number, _, mac = text.strip().partition(":")
        head = cls(int(number), bytes.fromhex(mac))
        if len(head.mac) != MAC:
            raise ValueError
        return head


@dataclass
class Verification:
    """What `verify` found. ``unsealed`` events are real but not yet chained; ``faults`` say where trust ends."""

    sealed: int = 0
    unsealed: int = 0
    destroyed: int = 0  # gone with a Destruction that two people signed
    head: Head | None = None
    faults: list[str] = field(default_factory=list)  # the first MOST_FAULTS, then "and so on"

    @property
    def is_whole(self) -> bool:
        return not self.faults

    def fault(self, text: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(text)
        elif len(self.faults) == MOST_FAULTS:
            self.faults.append("and so on")


def seal() -> int:
    """Chain every waiting event, under a lock, and return how many. One query when none waits."""
    if not Waiting.objects.exists():
        return 0
    sealed = some = seal_some()
    while some == BATCH:
        some = seal_some()
        sealed += some
    return sealed


@transaction.atomic
def seal_some() -> int:
    """Chain some waiting events, by their time. One whose row is gone goes on waiting: `verify` tells of it."""
    take_the_lock()
    newest = newest_head()
    number, mac = (newest.number, newest.mac) if newest else (0, GENESIS)
    waiting = list(Waiting.objects.to_be_sealed().values_list("pk", flat=True)[:BATCH])
    seals = []
    for event in Event.objects.filter(pk__in=waiting).order_by("at", "pk"):
        number, fingerprint = number + 1, event.fingerprint()
        mac = mac_of(link(number, mac, event.pk, event.about, fingerprint))
        seals.append(Seal(number=number, event=event.pk, about=event.about, fingerprint=fingerprint, mac=mac))
    Seal.objects.bulk_create(seals)
    Waiting.objects.sealed().delete()
    return len(seals)


def newest_head() -> Head | None:
    """Return the end of the chain as it is now, unverified."""
    newest = Seal.objects.newest_first().first()
    return Head(newest.number, bytes(newest.mac)) if newest else None


def take_the_lock() -> None:
    """Let one writer at a time extend the chain. On SQLite the IMMEDIATE transaction is that lock already.

    The lock is the queue's own, in the mode that hinders nobody from adding to it. An advisory lock could be taken, and
    kept, by any role that may connect: a stolen open site would stop the house's trail. For this one a role must have
    the right to remove from the queue.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Waiting._meta.db_table} IN SHARE UPDATE EXCLUSIVE MODE")


def link(number: int, previous: bytes, event: UUID, about: UUID | None, fingerprint: bytes) -> bytes:
    parts = ["audit", str(number), previous.hex(), event.hex, about.hex if about else "-", fingerprint.hex()]
    return "|".join(parts).encode()


def verify(head: Head | None = None) -> Verification:
    """Walk the whole chain and compare it with the events; ``head`` is an exported one the chain must still contain.

    Reads some links at a time, and may run while the site works. Costs some seconds per 100,000 events.
    """
    found = Verification()
    mac, number, head_seen = GENESIS, 0, head is None
    while some := list(Seal.objects.after(number)[:BATCH]):
        events = Event.objects.in_bulk([row.event for row in some])
        gone = {row.about for row in some if row.about and row.event not in events}
        let_go = set(Destruction.objects.of(gone).values_list("about", flat=True))
        for row in some:
            if row.number != number + 1:
                found.fault(f"links {number + 1} to {row.number - 1} are missing")
            number, fingerprint = row.number, bytes(row.fingerprint)
            fits = mac_of(link(number, mac, row.event, row.about, fingerprint)) == bytes(row.mac)
            mac = bytes(row.mac)
            if not fits:
                found.fault(f"link {number} does not fit the one before it")
            event = events.get(row.event)
            if event is None and row.about in let_go:
                found.destroyed += 1
            elif event is None:
                found.fault(f"the event of link {number} is gone")
            elif event.fingerprint() != fingerprint:
                found.fault(f"the event of link {number} was changed")
            head_seen = head_seen or head == Head(number, mac)
            found.sealed += 1
            found.head = Head(number, mac)
    if not head_seen:
        found.fault("the exported head is not in the chain")
    found.unsealed = Waiting.objects.to_be_sealed().count()
    if forgotten := Event.objects.forgotten().count():
        found.fault(f"{forgotten} events have no link and do not wait for one")
    if lost := Waiting.objects.of_nothing().count():
        found.fault(f"{lost} events are gone that waited for a link")
    return found
