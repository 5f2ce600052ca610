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
LOCK = 0x5AE7  # any constant: the advisory lock of the chain on PostgreSQL


class NotKeyed(Exception):
    """No room has handed in the broker's hash function."""


_mac: Mac | None = None


def keyed_by(mac: Mac) -> None:
    """Take the keyed hash function of the broker."""
    global _mac
    _mac = mac


def mac_of(message: bytes) -> bytes:
    if _mac is None:
        raise NotKeyed
    return _mac(message)


@dataclass(frozen=True)
class Head:
    """The newest link; exported daily, it makes a cut-off chain show."""

    number: int
    mac: bytes

    def __str__(self) -> str:
        return f"{self.number}:{self.mac.hex()}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        number, _, mac = text.strip().partition(":")
        return cls(int(number), bytes.fromhex(mac))


@dataclass
class Verification:
    """What `verify` found. ``unsealed`` events are real but not yet chained; ``faults`` say where trust ends."""

    sealed: int = 0
    unsealed: int = 0
    destroyed: int = 0  # gone with a Destruction that two people signed
    head: Head | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.faults


def seal() -> int:
    """Chain every waiting event, under a lock, and return how many. One query when none waits."""
    if not Waiting.objects.exists():
        return 0
    with transaction.atomic():
        take_the_lock()
        waiting = list(Waiting.objects.values_list("pk", flat=True))
        last = Seal.objects.order_by("-number").first()
        number, mac = (last.number, bytes(last.mac)) if last else (0, GENESIS)
        events = Event.objects.filter(pk__in=waiting).order_by("at", "pk")
        for event in events:
            number, fingerprint = number + 1, event.fingerprint()
            mac = mac_of(link(number, mac, event.pk, event.about, fingerprint))
            Seal(number=number, event=event.pk, about=event.about, fingerprint=fingerprint, mac=mac).save()
        Waiting.objects.filter(pk__in=waiting).delete()
    return len(waiting)


def take_the_lock() -> None:
    """Let one writer at a time extend the chain. On SQLite the IMMEDIATE transaction is that lock already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def link(number: int, previous: bytes, event: UUID, about: UUID | None, fingerprint: bytes) -> bytes:
    parts = ["audit", str(number), previous.hex(), event.hex, about.hex if about else "-", fingerprint.hex()]
    return "|".join(parts).encode()


def verify(head: Head | None = None) -> Verification:
    """Walk the whole chain and compare it with the events; ``head`` is an exported one the chain must still contain.

    Costs one pass over seals and events: some seconds per 100,000.
    """
    found = Verification(unsealed=Waiting.objects.count())
    destroyed = set(Destruction.objects.values_list("about", flat=True))
    mac, expected = GENESIS, 1
    head_seen = head is None
    events = {event.pk: event.fingerprint() for event in Event.objects.iterator(chunk_size=2000)}
    for row in Seal.objects.order_by("number").iterator(chunk_size=2000):
        if row.number != expected:
            found.faults.append(f"links {expected} to {row.number - 1} are missing")
            expected = row.number
        mac = mac_of(link(row.number, mac, row.event, row.about, bytes(row.fingerprint)))
        if mac != bytes(row.mac):
            found.faults.append(f"link {row.number} does not fit the one before it")
            mac = bytes(row.mac)
        fingerprint = events.pop(row.event, None)
        if fingerprint is None and row.about in destroyed:
            found.destroyed += 1
        elif fingerprint is None:
            found.faults.append(f"the event of link {row.number} is gone")
        elif fingerprint != bytes(row.fingerprint):
            found.faults.append(f"the event of link {row.number} was changed")
        if head is not None and row.number == head.number:
            head_seen = bytes(row.mac) == head.mac
        expected += 1
        found.sealed += 1
        found.head = Head(row.number, bytes(row.mac))
    if len(events) != found.unsealed:
        found.faults.append(f"{len(events)} events have no link, {found.unsealed} are waiting for one")
    if not head_seen:
        found.faults.append("the exported head is not in the chain")
    return found
