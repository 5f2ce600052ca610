"""Slow down who guesses, over all processes, without shutting out who knows.

A try is counted before it is judged, in the database, so that a hundred tries at once are a hundred. Waiting grows with
wrong tries and is bound to what is tried *and* from where: a stranger elsewhere slows only themselves. A passkey is not
a thing one guesses, and meets no wait. Nothing is kept but keyed hashes and counts, and those for a day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from vaern.staff.models import Guessing
from vaern.vault.broker import broker

FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Kind:
    """``free`` tries without a wait; then 2, 4, 8 … seconds, at most ``longest``. A right one clears or lessens it."""

    name: str
    free: int
    longest: timedelta
    is_cleared: bool = True


PASSWORD = Kind("password", free=5, longest=timedelta(minutes=15))  # one account from one address
ADDRESS = Kind("address", free=60, longest=timedelta(minutes=1), is_cleared=False)  # all accounts from one address
CODE = Kind("code", free=5, longest=timedelta(minutes=15))  # one account: only who has its password gets here
LINK = Kind("link", free=5, longest=timedelta(minutes=15))  # one link, whose address only its bearer has


@dataclass(frozen=True)
class Counter:
    kind: Kind
    digest: str


class Wait(Exception):
    """Too many wrong tries: nothing was judged. ``seconds`` says how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def counter(kind: Kind, *what: str) -> Counter:
    message = "\x1f".join(["vaern guessing", kind.name, *what])
    return Counter(kind, broker().fingerprint(message.encode()).hex())


def password_counters(request: HttpRequest, email: str) -> list[Counter]:
    address = address_of(request)
    return [counter(PASSWORD, email, address), counter(ADDRESS, address)]


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from; of IPv6 the network, for one person has all of it. Never stored as it is."""
    header = settings.ADDRESS_HEADER
    written = request.headers.get(header, "") if header else request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(written.strip())
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)


def count_try(counters: Iterable[Counter], *, at: datetime) -> None:
    """Count one try on each counter; raises Wait, and counts nothing, while any of them says to wait."""
    with transaction.atomic():
        rows = []
        for each in sorted(
            counters, key=lambda each: each.digest
        ):  # always in one order: two tries never wait in a ring
            Guessing.objects.get_or_create(digest=each.digest, defaults={"last_at": at, "free_at": at})
            rows.append((each.kind, Guessing.objects.select_for_update().get(digest=each.digest)))
        if (free_at := max(row.free_at for _, row in rows)) > at:
            raise Wait(ceil((free_at - at).total_seconds()))
        for kind, row in rows:
            row.tries = 1 if at - row.last_at > FORGOTTEN_AFTER else row.tries + 1
            row.last_at, row.free_at = at, at + wait_after(kind, row.tries)
            row.save(update_fields=["tries", "last_at", "free_at"])


def wait_after(kind: Kind, tries: int) -> timedelta:
    beyond = tries - kind.free
    return timedelta(0) if beyond < 0 else min(timedelta(seconds=2 ** min(beyond + 1, 20)), kind.longest)


def was_right(counters: Iterable[Counter]) -> None:
    """Take back what `count_try` counted, for who knew."""
    for each in counters:
        rows = Guessing.objects.filter(digest=each.digest)
        if each.kind.is_cleared:
            rows.delete()
        else:
            rows.filter(tries__gt=0).update(tries=F("tries") - 1)


def forget_old_guesses(*, at: datetime) -> int:
    """Remove counters nobody has touched for a day; return how many."""
    return Guessing.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()[0]
