"""The sealing half of the vault: what can be done with the team's public key alone.

The open site runs with this and no more. It makes a key for what it takes in, wraps it to the team and forgets it; the
broker, elsewhere, puts the wrapped key into the key store (see handed_in.py).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from vaern.vault.envelope import Malformed, OpenKey, TeamPublicKey, new_secret, wrapping_context

TEAM_FILE = re.compile(r"team-([1-9][0-9]{0,4})\.(public|private)")


class BrokerClosed(Exception):
    """There is no usable key: nothing can be opened or sealed now, and nothing is lost."""


class NoSuchVersion(BrokerClosed):
    """The key is wrapped to a version of the team's key of which nothing is here; other keys open all the same."""


class KeyGone(Exception):
    """The key was destroyed, or never was. What it sealed can never be read again."""


class TooManyOpened(Exception):
    """More different keys were asked for than a person's work needs; see limits.py."""

    def __init__(self, *, by: UUID, key_id: UUID, limit: str) -> None:
        super().__init__(limit)
        self.by, self.key_id, self.limit = by, key_id, limit


class PublicHalf:
    """The folder with the public halves of the team's key, read at every call: a new version counts at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key_for_the_team(self) -> tuple[OpenKey, bytes, int]:
        """Make a key; return it, its form wrapped for the team, and the version of the team's key. Stores nothing."""
        key = OpenKey(id=uuid4(), version=1, secret=new_secret())
        while True:
            team_version = self.newest()
            try:
                return key, self.wrap(key, team_version), team_version
            except BrokerClosed:
                if self.newest() == team_version:
                    raise  # not a rotation that was faster

    def newest(self) -> int:
        """Return the newest version that is whole. Raises BrokerClosed when there is none."""
        whole = [number for number, kind in self.team_files() if kind == "public" and self.is_whole(number)]
        if not whole:
            raise BrokerClosed
        return max(whole)

    def is_whole(self, number: int) -> bool:
        """Tell whether a public half is there, all of it: a rotation takes old ones away while the site works."""
        try:
            return (self.folder / f"team-{number}.public").stat().st_size == TeamPublicKey.SIZE
        except OSError:
            return False

    def team_files(self) -> Iterator[tuple[int, str]]:
        try:
            for path in self.folder.iterdir():
                if match := TEAM_FILE.fullmatch(path.name):
                    yield int(match[1]), match[2]
        except OSError as error:
            raise BrokerClosed from error

    def wrap(self, key: OpenKey, team_version: int) -> bytes:
        try:
            public = TeamPublicKey(self.read(f"team-{team_version}.public"))
        except Malformed as error:
            raise BrokerClosed from error
        return public.wrap(key.secret, wrapping_context(key.id, key.version, team_version))

    def read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise BrokerClosed from error


def public_half() -> PublicHalf:
    return PublicHalf(settings.PUBLIC_KEY_FOLDER)
