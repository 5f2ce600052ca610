"""The line between the site and a broker in a process of its own: one question and one answer per connection.

A message is its length in four bytes and then JSON. Nothing is kept between two calls, so a broker that was started
anew is simply reached again.
"""

import base64
import json
import socket
import struct
from typing import Any
from uuid import UUID

from vaern.vault.envelope import OpenKey

LONGEST = 64 * 1024  # bytes of a message; the longest we send is far shorter
SECONDS = 10  # that either end waits for the other


class Broken(Exception):
    """The other end is gone, or says what no end of ours says."""


def send(line: socket.socket, message: dict[str, Any]) -> None:
    """Send one message. Raises Broken."""
    body = json.dumps(message).encode()
    try:
        line.sendall(struct.pack(">I", len(body)) + body)
    except OSError as error:
        raise Broken from error


def receive(line: socket.socket) -> dict[str, Any]:
    """Return the next message. Raises Broken."""
    (length,) = struct.unpack(">I", exactly(line, 4))
    if length > LONGEST:
        raise Broken
    try:
        message = json.loads(exactly(line, length))
    except ValueError as error:
        raise Broken from error
    if not isinstance(message, dict):
        raise Broken
    return message


def exactly(line: socket.socket, count: int) -> bytes:
    parts = b""
    while len(parts) < count:
        try:
            part = line.recv(count - len(parts))
        except OSError as error:
            raise Broken from error
        if not part:
            raise Broken
        parts += part
    return parts


def written(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def read(text: Any) -> bytes:
    """Return the bytes that `written` wrote. Raises Broken."""
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError) as error:
        raise Broken from error


def key_written(key: OpenKey) -> dict[str, Any]:
    return {"id": key.id.hex, "version": key.version, "secret": written(key.secret)}


def key_read(message: dict[str, Any]) -> OpenKey:
    """Return the key that `key_written` wrote. Raises Broken."""
    try:
        return OpenKey(id=UUID(message["id"]), version=int(message["version"]), secret=read(message["secret"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Broken from error
