"""The key broker: the only holder of the team's private key.

One small interface, so that the file beside the site on one machine and a process of its own pass the same tests.
There is no call that lists keys or opens more than one.
"""

import os
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vaern.vault.envelope import (
    Malformed,
    OpenKey,
    Tampered,
    TeamPrivateKey,
    keyed_hash,
    new_secret,
    wrapping_context,
)
from vaern.vault.models import Key, Tombstone
from vaern.vault.sealing import TEAM_FILE, BrokerClosed, KeyGone, NoSuchVersion, PublicHalf
from vaern.vault.terms import Purpose


class KeyBeforeRow(Exception):
    """A key must be committed before the row that needs it, so it cannot be made inside a key-store transaction."""


class NobodyAsks(Exception):
    """A key is opened for a person and a purpose of the closed list; one of them is missing."""


class AlreadyFounded(Exception):
    """The folder holds a team key; a second founding would be a mistake."""


class Broker(Protocol):
    def new(self) -> OpenKey: ...

    def adopt(self, key_id: UUID, *, wrapped: bytes, team_version: int) -> None: ...

    def open(self, key_id: UUID, *, purpose: str, by: UUID) -> OpenKey: ...

    def rewrap(self, key_id: UUID) -> None: ...

    def destroy(self, key_id: UUID) -> None: ...

    def fingerprint(self, message: bytes) -> bytes: ...


class FileBroker(PublicHalf):
    """A broker whose secrets are files in one folder that only the site's user can read.

    ``team-N.public`` and ``team-N.private`` hold version N of the team's key, ``fingerprint`` the key of the hashes.
    The files are read at every call: a new version counts at once, and nothing is kept in memory between acts.
    """

    def new(self) -> OpenKey:
        """Make and commit a key; raise KeyBeforeRow where the commit would wait for something else."""
        refuse_inside_the_key_store()
        key, wrapped, team_version = self.key_for_the_team()
        row = Key(id=key.id, version=key.version, wrapped=wrapped, team_version=team_version, made_at=timezone.now())
        row.save(force_insert=True)
        # Whoever changes the team's key may have looked for older ones just before this one was there.
        while (newest := self.newest()) != row.team_version:
            self.wrap_into(row, key.secret, newest)
            row.save(update_fields=["wrapped", "team_version"])
        return key

    def adopt(self, key_id: UUID, *, wrapped: bytes, team_version: int) -> None:
        """Put a key into the store that somebody made with the public half alone. Once more does no harm.

        A key that has a tombstone stays out: what was destroyed does not come back by being handed in again. So does
        one that does not open, or that claims the id of another: raises Tampered and NoSuchVersion, and stores nothing.
        """
        if Tombstone.objects.covering(key_id).exists():
            return
        handed_in = Key(id=key_id, version=1, team_version=team_version, wrapped=wrapped, made_at=timezone.now())
        secret = self.unwrap(handed_in)
        row = {name: getattr(handed_in, name) for name in ("version", "team_version", "wrapped", "made_at")}
        _, is_new = Key.objects.get_or_create(pk=key_id, defaults=row)
        if not is_new and self.look(key_id).secret != secret:
            raise Tampered("key.wrapped", None)
        self.rewrap(key_id)  # the team's key may have been changed since it was handed in

    def open(self, key_id: UUID, *, purpose: str, by: UUID) -> OpenKey:
        """Open one key for one person and purpose. Two queries: the key, and whether it has a tombstone.

        Raises KeyGone, NobodyAsks, BrokerClosed, and Tampered for a wrapped key that is not this one.
        """
        if purpose not in Purpose.values or not isinstance(by, UUID):
            raise NobodyAsks
        return self.look(key_id)

    def look(self, key_id: UUID) -> OpenKey:
        stored = self.stored(key_id)
        try:
            secret = self.unwrap(stored)
        except BrokerClosed:
            again = self.stored(key_id)
            if again.team_version == stored.team_version:
                raise
            secret = self.unwrap(again)  # the team's key was changed between the two looks
        return OpenKey(id=stored.pk, version=stored.version, secret=secret)

    def stored(self, key_id: UUID) -> Key:
        stored = Key.objects.filter(pk=key_id).first()
        if stored is None or Tombstone.objects.covering(key_id).exists():
            raise KeyGone(key_id)
        return stored

    def rewrap(self, key_id: UUID) -> None:
        """Wrap the key to the newest version of the team's key. The data key itself, and all it sealed, stay."""
        with transaction.atomic(using="keys"):
            stored = Key.objects.select_for_update().filter(pk=key_id).first()
            newest = self.newest()
            if stored is None or stored.team_version == newest:
                return
            self.wrap_into(stored, self.unwrap(stored), newest)
            stored.save(update_fields=["wrapped", "team_version"])

    def destroy(self, key_id: UUID) -> None:
        """Drop the key. Dropping it again does no harm."""
        Key.objects.filter(pk=key_id).delete()
        forget_the_log(transaction.get_connection("keys"))

    def fingerprint(self, message: bytes) -> bytes:
        """Return a keyed hash: the seal of the audit chain."""
        try:
            return keyed_hash(self.read("fingerprint"), message)
        except Malformed as error:
            raise BrokerClosed from error

    # What follows is for whoever keeps the broker, not for the site.

    def found(self) -> int:
        """Make the folder, the key of the hashes and the first version of the team's key. Raises AlreadyFounded."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        if any(kind == "public" for _, kind in self.team_files()):
            raise AlreadyFounded
        if not (self.folder / "fingerprint").exists():
            write_secret(self.folder / "fingerprint", new_secret())
        return self.add_team_key()

    def add_team_key(self) -> int:
        """Make the next version of the team's key and return its number; new keys are wrapped to it from now on.

        The public half is written last: until it is there, whole, the version does not count.
        """
        version = max((number for number, _ in self.team_files()), default=0) + 1
        private = TeamPrivateKey.generate()
        write_secret(self.folder / f"team-{version}.private", private.raw)
        write_secret(self.folder / f"team-{version}.public", private.public().raw)
        return version

    def remove_team_key(self, version: int) -> None:
        """Remove both halves of an older version: what is still wrapped to it, in any backup, is shut for good."""
        for kind in ("public", "private"):
            (self.folder / f"team-{version}.{kind}").unlink(missing_ok=True)
        keep_folder(self.folder)

    def team_versions(self) -> list[int]:
        """Return the versions whose private half is here, oldest first."""
        return sorted(number for number, kind in self.team_files() if kind == "private")

    def older_versions(self) -> list[int]:
        """Return the versions before the newest, whole or not, that still lie here."""
        newest = self.newest()
        return [version for version in self.team_versions() if version < newest]

    def is_changing(self) -> bool:
        """Tell whether a change of the team's key was begun, and not ended by removing what was before.

        Raises BrokerClosed where there is no key at all.
        """
        return bool(self.older_versions())

    @staticmethod
    def is_ours(name: str) -> bool:
        """Tell whether a file of that name belongs to a broker."""
        return name == "fingerprint" or bool(TEAM_FILE.fullmatch(name))

    def wrap_into(self, row: Key, secret: bytes, team_version: int) -> None:
        row.team_version = team_version
        row.wrapped = self.wrap(OpenKey(row.pk, row.version, secret), team_version)

    def unwrap(self, stored: Key) -> bytes:
        """Return the data key. Raises Tampered, BrokerClosed, and NoSuchVersion where the folder is well otherwise."""
        try:
            private = TeamPrivateKey(self.read(f"team-{stored.team_version}.private"))
        except Malformed as error:
            raise BrokerClosed from error
        except BrokerClosed:
            self.newest()  # raises for a folder that holds no key at all
            if any(number == stored.team_version for number, _ in self.team_files()):
                raise  # half of it is gone
            raise NoSuchVersion from None
        return private.unwrap(bytes(stored.wrapped), wrapping_context(stored.pk, stored.version, stored.team_version))


def write_secret(path: Path, secret: bytes) -> None:
    """Write a file only its owner can read, on the disk before this returns; never over an existing one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(handle)
    keep_folder(path.parent)


def keep_folder(folder: Path) -> None:
    """Wait until the disk has the names in ``folder``, not only what the files hold."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def forget_the_log(connection: Any) -> None:
    """Empty SQLite's write-ahead log, where a wrapped key or a message would lie on after its row is gone.

    PostgreSQL has no such call: there a rotation of the team's key makes what is left worthless (docs/threat-model.md).
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def refuse_inside_the_key_store() -> None:
    """Raise KeyBeforeRow where a new key's commit would wait for something else, or for ever."""
    connection = transaction.get_connection("keys")
    if connection.in_atomic_block and not in_a_test(connection):
        raise KeyBeforeRow


def in_a_test(connection: Any) -> bool:
    """Tell whether the transaction around us is only the one a test case wraps its work in."""
    return all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def broker() -> Broker:
    """Return the broker of this installation: the process behind VAERN_BROKER, or the folder beside the site."""
    if settings.BROKER_SOCKET:
        from vaern.vault.remote import RemoteBroker

        return RemoteBroker(Path(settings.BROKER_SOCKET))
    return FileBroker(settings.BROKER_FOLDER)
