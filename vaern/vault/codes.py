"""A key that only the holder of a code can open: for a person who has no account and leaves no name.

The code's secret is stretched with scrypt, salted anew for each thread, and the stretched secret locks the thread's
key. Stretching is what costs, so it passes a gate as wide as the machine has cores; whoever would wait too long is
told so, and the page gives phone numbers instead of an error.
"""

import hashlib
import os
import secrets
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from uuid import UUID

from django.conf import settings

from vaern.vault.envelope import OpenKey, Tampered, keyed_hash, new_secret

COST, BLOCK, LANES = 2**15, 8, 1  # 32 MiB; measured at 1.5 × ref (docs/decisions/0012)
MEMORY = 64 * 1024 * 1024
SALT = 16
CORES = os.cpu_count() or 1
# A reader waits at the inner gate too: a thousand wrong codes leave a core for a new message.
GATE, READERS = BoundedSemaphore(CORES), BoundedSemaphore(max(1, CORES - 1))
# At most three more may wait there: whoever stands in line holds one of the site's few threads.
IN_LINE = BoundedSemaphore(max(1, CORES - 1) + 3)
PATIENCE_SECONDS = 20.0


class Crowded(Exception):
    """Too many wait at the gate. Nothing was stored; the person needs a phone number now, not an error."""


class WrongCode(Exception):
    """The code opens nothing. Why is not told to anyone."""


@contextmanager
def as_a_reader() -> Iterator[None]:
    """Pass the readers' gate and the inner one. Raises Crowded: at once where the line is full."""
    if not IN_LINE.acquire(blocking=False):
        raise Crowded
    try:
        with through(READERS, GATE):
            yield
    finally:
        IN_LINE.release()


@contextmanager
def through(*gates: BoundedSemaphore) -> Iterator[None]:
    passed: list[BoundedSemaphore] = []
    try:
        for gate in gates:
            if not gate.acquire(timeout=PATIENCE_SECONDS):
                raise Crowded
            passed.append(gate)
        yield
    finally:
        for gate in passed:
            gate.release()


def stretch(secret: bytes, salt: bytes) -> bytes:
    return hashlib.scrypt(secret, salt=salt, n=COST, r=BLOCK, p=LANES, maxmem=MEMORY, dklen=32)


def lock(key: OpenKey, secret: bytes) -> tuple[bytes, bytes]:
    """Return salt and ``key`` locked by a code's secret. Raises Crowded."""
    salt = secrets.token_bytes(SALT)
    with through(GATE):
        stretched = stretch(secret, salt)
    return salt, OpenKey(key.id, key.version, stretched).seal("code.key", key.id, key.secret)


def unlock(key_id: UUID, *, secret: bytes, salt: bytes, locked: bytes) -> OpenKey:
    """Return the key that a code's secret opens. Raises WrongCode, and Crowded."""
    with as_a_reader():
        stretched = stretch(secret, salt)
    try:
        return OpenKey(key_id, 1, OpenKey(key_id, 1, stretched).open("code.key", key_id, locked))
    except Tampered as error:
        raise WrongCode from error


def toll() -> None:
    """Cost what locking costs, for something that comes in without a code: it must not be free to send. Raises Crowded.

    Through the readers' gate: however many come this way, a core is left for somebody who writes for help.
    """
    with as_a_reader():
        stretch(secrets.token_bytes(SALT), secrets.token_bytes(SALT))


# A sitting: what the browser keeps while the mailbox is open. Half of what opens it stands in the row, so that the
# cookie is worth nothing once the row is gone, and the row nothing without the cookie.


def new_half() -> bytes:
    return new_secret()


def pack_sitting(key: OpenKey, *, sitting: UUID, half: bytes, at: int) -> bytes:
    return sitting_key(sitting, half).seal("sitting", sitting, struct.pack(">Q", at) + key.id.bytes + key.secret)


def unpack_sitting(packed: bytes, *, sitting: UUID, half: bytes) -> tuple[OpenKey, int]:
    """Return the key and the second the cookie was made. Raises WrongCode for one that is not ours."""
    try:
        plain = sitting_key(sitting, half).open("sitting", sitting, packed)
    except Tampered as error:
        raise WrongCode from error
    (at,) = struct.unpack(">Q", plain[:8])
    return OpenKey(UUID(bytes=plain[8:24]), 1, plain[24:]), at


def sitting_key(sitting: UUID, half: bytes) -> OpenKey:
    site = hashlib.sha256(b"vaern sitting" + settings.SECRET_KEY.encode()).digest()
    return OpenKey(sitting, 1, keyed_hash(site, half))
