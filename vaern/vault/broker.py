"""The key broker: the only holder of the team's private key.

One small interface, so that the file beside the site on one machine and a process of its own pass the same tests.
There is no call that lists keys or opens more than one.
"""

import os
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vaern.vault.envelope import (
    OpenKey,
    TeamPrivateKey,
    TeamPublicKey,
    keyed_hash,
    new_secret,
    wrapping_context,
)
from vaern.vault.models import Key, Tombstone


class BrokerClosed(Exception):
    """The broker has no usable key: nothing can be opened or sealed now, and nothing is lost."""


class KeyGone(Exception):
    """The key was destroyed, or never was. What it sealed can never be read again."""


class KeyBeforeRow(Exception):
    """A key must be committed before the row that needs it, so it cannot be made inside a key-store transaction."""


class Broker(Protocol):
    def new(self) -> OpenKey: ...

    def open(self, key_id: UUID, *, purpose: str, by: UUID | None) -> OpenKey: ...

    def rewrap(self, key_id: UUID) -> None: ...

    def destroy(self, key_id: UUID) -> None: ...

    def fingerprint(self, message: bytes) -> bytes: ...


class FileBroker:
    """A broker whose secrets are files in one folder that only the site's user can read.

    ``team-N.public`` and ``team-N.private`` hold version N of the team's key, ``fingerprint`` the key of the hashes.
    The files are read at every call: a new version counts at once, and nothing is kept in memory between acts.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def found(self) -> int:
        """Make the next version of the team's key, and the fingerprint key if there is none; return the version."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        version = self.newest() + 1
        private = TeamPrivateKey.generate()
        write_secret(self.folder / f"team-{version}.private", private.raw)
        write_secret(self.folder / f"team-{version}.public", private.public().raw)
        if not (self.folder / "fingerprint").exists():
            write_secret(self.folder / "fingerprint", new_secret())
        return version

    def newest(self) -> int:
        return max((int(path.stem.removeprefix("team-")) for path in self.folder.glob("team-*.public")), default=0)

    def new(self) -> OpenKey:
        """Make and commit a key; raise KeyBeforeRow where the commit would wait for something else."""
        if transaction.get_connection("keys").in_atomic_block and not in_a_test(transaction.get_connection("keys")):
            raise KeyBeforeRow
        team_version = self.newest()
        if not team_version:
            raise BrokerClosed
        key = OpenKey(id=uuid4(), version=1, secret=new_secret())
        public = TeamPublicKey(self.read(f"team-{team_version}.public"))
        Key(
            id=key.id,
            version=key.version,
            team_version=team_version,
            wrapped=public.wrap(key.secret, wrapping_context(key.id, key.version, team_version)),
            made_at=timezone.now(),
        ).save(force_insert=True)
        return key

    def open(self, key_id: UUID, *, purpose: str, by: UUID | None) -> OpenKey:
        """Open one key for one person and purpose. Two queries: the key, and whether it has a tombstone."""
        if not purpose:
            raise ValueError("A key is opened for a purpose.")
        stored = Key.objects.filter(pk=key_id).first()
        if stored is None or Tombstone.objects.covering(key_id).exists():
            raise KeyGone(key_id)
        return OpenKey(id=stored.pk, version=stored.version, secret=self.unwrap(stored))

    def rewrap(self, key_id: UUID) -> None:
        """Wrap the key to the newest version of the team's key. The data key itself, and all it sealed, stay."""
        with transaction.atomic(using="keys"):
            stored = Key.objects.select_for_update().filter(pk=key_id).first()
            newest = self.newest()
            if stored is None or stored.team_version == newest:
                return
            public = TeamPublicKey(self.read(f"team-{newest}.public"))
            context = wrapping_context(stored.pk, stored.version, newest)
            stored.wrapped, stored.team_version = public.wrap(self.unwrap(stored), context), newest
            stored.save(update_fields=["wrapped", "team_version"])

    def destroy(self, key_id: UUID) -> None:
        Key.objects.filter(pk=key_id).delete()

    def fingerprint(self, message: bytes) -> bytes:
        """Return a keyed hash: the seal of the audit chain."""
        return keyed_hash(self.read("fingerprint"), message)

    def unwrap(self, stored: Key) -> bytes:
        private = TeamPrivateKey(self.read(f"team-{stored.team_version}.private"))
        return private.unwrap(bytes(stored.wrapped), wrapping_context(stored.pk, stored.version, stored.team_version))

    def read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise BrokerClosed from error


def write_secret(path: Path, secret: bytes) -> None:
    """Write a file only its owner can read, on the disk before this returns; never over an existing one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(handle)


def in_a_test(connection: Any) -> bool:
    """Tell whether the transaction around us is only the one a test case wraps its work in."""
    return all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def broker() -> Broker:
    return FileBroker(settings.BROKER_FOLDER)
