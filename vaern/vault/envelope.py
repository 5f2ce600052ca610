"""The one place where bytes are sealed and opened.

A value is sealed with AES-256-GCM. Its column's declared name, its row, its key and the key's version are bound in as
associated data, so that a ciphertext moved, swapped or cut does not open. Text is padded to steps of 256 bytes first:
a short answer and no answer look the same, and so do the choices of most calls.

A data key is wrapped with HPKE (X25519 with ML-KEM-768, HKDF-SHA256, AES-256-GCM) to the team's public key. Whoever
holds only the public key can make new keys and can never open one again.
"""

import secrets
import struct
from dataclasses import dataclass, field
from typing import NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

FORMAT = 1
NONCE = 12
TAG = 16  # bytes that AES-GCM adds
SECRET = 32
STEP = 256  # bytes a plaintext is padded to
SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
WRAPPED = 1088 + 32 + SECRET + TAG  # bytes of a wrapped data key: two encapsulations and the sealed secret
SEED = 64  # bytes of an ML-KEM-768 private seed, followed by 32 of X25519
MLKEM_PUBLIC = 1184


class Tampered(Exception):
    """The sealed value is not what was sealed here: it was changed, moved, swapped or cut."""

    def __init__(self, name: str, row: UUID | None) -> None:
        super().__init__(f"{name} of row {row}")
        self.name, self.row = name, row


class SealedBytes(bytes):
    """Bytes that went through `OpenKey.seal`; the only kind a sealed column stores."""

    def __repr__(self) -> str:
        return f"<sealed, {len(self)} bytes>"

    __str__ = __repr__


class NeverWritten:
    """A secret that cannot be pickled or copied, lest it lands in a session, a cache or a report."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("A key is never written out.")


@dataclass(frozen=True)
class OpenKey(NeverWritten):
    """One data key, in memory for as long as an act needs it."""

    id: UUID
    version: int
    secret: bytes = field(repr=False)

    def seal(self, name: str, row: UUID, plain: bytes) -> SealedBytes:
        """Return ``plain`` sealed for the column ``name`` of ``row``: version, key version, nonce, ciphertext."""
        padded = struct.pack(">I", len(plain)) + plain
        padded += b"\0" * (-len(padded) % STEP)
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(self.secret).encrypt(nonce, padded, self.bound_to(name, row))
        return SealedBytes(struct.pack(">BH", FORMAT, self.version) + nonce + sealed)

    def open(self, name: str, row: UUID, sealed: bytes) -> bytes:
        """Return the plaintext; raise Tampered if it was not sealed for exactly this place with this key."""
        try:
            form, version = struct.unpack(">BH", sealed[:3])
            if (form, version) != (FORMAT, self.version):
                raise Tampered(name, row)
            padded = AESGCM(self.secret).decrypt(sealed[3 : 3 + NONCE], sealed[3 + NONCE :], self.bound_to(name, row))
            (length,) = struct.unpack(">I", padded[:4])
        except (InvalidTag, ValueError, struct.error) as error:
            raise Tampered(name, row) from error
        return padded[4 : 4 + length]

    def bound_to(self, name: str, row: UUID) -> bytes:
        return b"\x1f".join(
            [
                b"vaern",
                name.encode(),
                row.bytes.hex().encode(),
                self.id.bytes.hex().encode(),
                str(self.version).encode(),
            ]
        )


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET)


def wrapping_context(key_id: UUID, version: int, team_version: int) -> bytes:
    return f"vaern data key {key_id.hex} {version} {team_version}".encode()


class Malformed(Exception):
    """The bytes are not a key of ours."""


class TeamPublicKey:
    """Can wrap a data key, never open one. Raises Malformed."""

    SIZE = MLKEM_PUBLIC + 32

    def __init__(self, raw: bytes) -> None:
        try:
            self.key = MLKEM768X25519PublicKey(
                mlkem.MLKEM768PublicKey.from_public_bytes(raw[:MLKEM_PUBLIC]),
                x25519.X25519PublicKey.from_public_bytes(raw[MLKEM_PUBLIC:]),
            )
        except ValueError as error:
            raise Malformed from error
        self.raw = raw

    def wrap(self, secret: bytes, context: bytes) -> bytes:
        return SUITE.encrypt(secret, self.key, info=context)


class TeamPrivateKey(NeverWritten):
    """The team's private key; only a broker holds one. Raises Malformed."""

    def __init__(self, raw: bytes) -> None:
        try:
            self.mlkem = mlkem.MLKEM768PrivateKey.from_seed_bytes(raw[:SEED])
            self.x25519 = x25519.X25519PrivateKey.from_private_bytes(raw[SEED:])
        except ValueError as error:
            raise Malformed from error
        self.key = MLKEM768X25519PrivateKey(self.mlkem, self.x25519)
        self.raw = raw

    @classmethod
    def generate(cls) -> "TeamPrivateKey":
        return cls(secrets.token_bytes(SEED + 32))

    def __repr__(self) -> str:
        return "<team private key>"

    def public(self) -> TeamPublicKey:
        return TeamPublicKey(self.mlkem.public_key().public_bytes_raw() + self.x25519.public_key().public_bytes_raw())

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the data key; raise Tampered if it was wrapped for another id, version or team key."""
        try:
            return SUITE.decrypt(wrapped, self.key, info=context)
        except (InvalidTag, ValueError) as error:
            raise Tampered("key.wrapped", None) from error


def keyed_hash(secret: bytes, message: bytes) -> bytes:
    """Return HMAC-SHA256. An empty or cut secret would make the hash anybody's: Malformed."""
    if len(secret) != SECRET:
        raise Malformed
    mac = hmac.HMAC(secret, hashes.SHA256())
    mac.update(message)
    return mac.finalize()


def seal_piece(secret: bytes, number: int, content: bytes, bound: bytes, *, last: bool) -> bytes:
    """Return one piece of a file, sealed to its place. ``secret`` is that file's own, and seals no place twice."""
    return AESGCM(secret).encrypt(place_of(number, last=last), content, bound)


def open_piece(secret: bytes, number: int, piece: bytes, bound: bytes, *, last: bool) -> bytes:
    """Return the piece; raise Tampered if it was not sealed for exactly this place, as the last or not."""
    try:
        return AESGCM(secret).decrypt(place_of(number, last=last), piece, bound)
    except (InvalidTag, ValueError) as error:
        raise Tampered("copy", None) from error


def place_of(number: int, *, last: bool) -> bytes:
    """Return the nonce of a piece: the file's key is its own, so its places are enough."""
    return struct.pack(">BxxxQ", last, number)
