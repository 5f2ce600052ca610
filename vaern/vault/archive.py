"""Files sealed to a recovery key: what a copy of the databases is written into.

The recovery key is made once. Its public half lies with the site and can only seal; the private half is kept on paper
or on a stick, away from every machine. A file has a key of its own, wrapped with HPKE to the public half. The content
goes in pieces, each sealed with AES-256-GCM and bound to the file's first line and to its place, the last one marked:
a file that was cut, changed or put together from two does not open.

The first line stands in clear: what it is a copy of and when it was taken, so that old copies can be let go.
"""

import base64
import hashlib
import io
import json
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from vaern.vault.broker import keep_folder, write_secret
from vaern.vault.envelope import (
    TAG,
    Malformed,
    TeamPrivateKey,
    TeamPublicKey,
    new_secret,
    open_piece,
    seal_piece,
)

FIRST = "vaern copy 1"
PIECE = 1024 * 1024
LONGEST_WRAPPED = 4096
GROUP, GROUPS_IN_A_LINE = 4, 10
CHECK = 4  # bytes that tell a mistyped recovery key


class NotACopy(Exception):
    """The file is not one that was written here."""


@dataclass(frozen=True)
class Title:
    """The first line of a file."""

    what: str
    made_at: datetime
    line: bytes


def title_of(file: BinaryIO) -> Title:
    """Read the first line of a file. Raises NotACopy."""
    line = file.readline(1000)
    try:
        said = json.loads(line)
        if said["is"] != FIRST:
            raise NotACopy
        return Title(str(said["what"]), datetime.fromisoformat(said["made_at"]), line)
    except (ValueError, KeyError, TypeError) as error:
        raise NotACopy from error


@contextmanager
def sealed_file(path: Path, public: TeamPublicKey, *, what: str, at: datetime) -> Iterator[BinaryIO]:
    """Give a stream to write into; when the block ends well, the file is there, whole and on the disk.

    Raises FileExistsError: a copy is never written over another.
    """
    if path.exists():
        raise FileExistsError(path)
    aside = path.with_name(f"{path.name}.part")
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, gone_if_it_fails(aside):
        line = json.dumps({"is": FIRST, "what": what, "made_at": at.isoformat(), "id": uuid4().hex}).encode() + b"\n"
        secret = new_secret()
        wrapped = public.wrap(secret, b"vaern copy " + line)
        file.write(line + struct.pack(">I", len(wrapped)) + wrapped)
        pieces = Pieces(file, secret, line)
        yield pieces
        pieces.finish()
        file.flush()
        os.fsync(handle)
    aside.rename(path)
    keep_folder(path.parent)


@contextmanager
def gone_if_it_fails(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


class Pieces(io.RawIOBase, BinaryIO):
    """Seals what is written, piece by piece."""

    def __init__(self, file: BinaryIO, secret: bytes, line: bytes) -> None:
        self.file, self.secret, self.line = file, secret, line
        self.number, self.held = 0, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self.held += content
        while len(self.held) > PIECE:
            self.seal(bytes(self.held[:PIECE]), last=False)
            del self.held[:PIECE]
        return len(content)

    def finish(self) -> None:
        self.seal(bytes(self.held), last=True)
        self.held.clear()

    def seal(self, content: bytes, *, last: bool) -> None:
        self.file.write(seal_piece(self.secret, self.number, content, self.line, last=last))
        self.number += 1


@contextmanager
def opened_file(path: Path, private: TeamPrivateKey) -> Iterator[tuple[Title, BinaryIO]]:
    """Give the title and a stream to read from. Raises NotACopy, and Tampered for a file that is not as written."""
    with path.open("rb") as file:
        title = title_of(file)
        (length,) = struct.unpack(">I", file.read(4).rjust(4, b"\0"))
        secret = private.unwrap(file.read(min(length, LONGEST_WRAPPED)), b"vaern copy " + title.line)
        yield title, io.BufferedReader(Opening(file, secret, title.line), PIECE)


class Opening(io.RawIOBase):
    """Opens what is read, piece by piece; the end is only the end if the last piece says so."""

    def __init__(self, file: BinaryIO, secret: bytes, line: bytes) -> None:
        self.file, self.secret, self.line = file, secret, line
        self.number, self.held, self.following = 0, b"", file.read(PIECE + TAG)
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        while not self.held and not self.ended:
            self.open_next()
        count = min(len(into), len(self.held))
        into[:count], self.held = self.held[:count], self.held[count:]
        return count

    def open_next(self) -> None:
        piece, self.following = self.following, self.file.read(PIECE + TAG)
        self.ended = not self.following
        self.held = open_piece(self.secret, self.number, piece, self.line, last=self.ended)
        self.number += 1


def keep_public_half(place: Path, private: TeamPrivateKey) -> None:
    """Let copies be sealed to this recovery key from now on. Raises FileExistsError where there is one already."""
    place.parent.mkdir(parents=True, exist_ok=True)
    write_secret(place, private.public().raw)
    place.chmod(0o644)  # it can only seal


def on_paper(private: TeamPrivateKey) -> str:
    """Return a recovery key as letters and figures that can be printed and typed."""
    text = base64.b32encode(private.raw + hashlib.sha256(private.raw).digest()[:CHECK]).decode()
    groups = [text[start : start + GROUP] for start in range(0, len(text), GROUP)]
    lines = [groups[start : start + GROUPS_IN_A_LINE] for start in range(0, len(groups), GROUPS_IN_A_LINE)]
    return "".join(" ".join(line) + "\n" for line in lines)


def from_paper(text: str) -> TeamPrivateKey:
    """Return the recovery key that `on_paper` wrote. Raises Malformed for one that is mistyped."""
    try:
        raw = base64.b32decode("".join(text.split()).upper())
    except ValueError as error:
        raise Malformed from error
    if hashlib.sha256(raw[:-CHECK]).digest()[:CHECK] != raw[-CHECK:]:
        raise Malformed
    return TeamPrivateKey(raw[:-CHECK])
