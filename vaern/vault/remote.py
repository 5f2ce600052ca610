"""The site's end of the line to a broker in a process of its own. It holds no key of the team."""

import socket
from pathlib import Path
from typing import Any
from uuid import UUID

from vaern.vault.broker import NobodyAsks, refuse_inside_the_key_store
from vaern.vault.envelope import OpenKey, Tampered
from vaern.vault.line import SECONDS, Broken, key_read, read, receive, send, written
from vaern.vault.sealing import BrokerClosed, KeyGone, NoSuchVersion, TooManyOpened


class RemoteBroker:
    """Asks the broker behind a socket. Raises what a `FileBroker` raises, and BrokerClosed when nobody answers.

    A call that broke off may have been carried out: a key nobody received is an orphan, and is swept; a destroyed key
    had its tombstone before; rewrapping again does no harm. So no call is repeated here.
    """

    def __init__(self, place: Path) -> None:
        self.place = place

    def new(self) -> OpenKey:
        refuse_inside_the_key_store()
        return self.key(self.ask("new"))

    def adopt(self, key_id: UUID, *, wrapped: bytes, team_version: int) -> None:
        self.ask("adopt", key=key_id.hex, wrapped=written(wrapped), team_version=team_version)

    def open(self, key_id: UUID, *, purpose: str, by: UUID) -> OpenKey:
        asker = by.hex if isinstance(by, UUID) else None
        answer = self.ask("open", key=key_id.hex, purpose=str(purpose), by=asker)
        match answer.get("refused"):
            case "gone":
                raise KeyGone(key_id)
            case "nobody":
                raise NobodyAsks
            case "limit":
                raise TooManyOpened(by=by, key_id=key_id, limit=str(answer.get("limit")))
        return self.key(answer)

    def rewrap(self, key_id: UUID) -> None:
        self.ask("rewrap", key=key_id.hex)

    def destroy(self, key_id: UUID) -> None:
        self.ask("destroy", key=key_id.hex)

    def fingerprint(self, message: bytes) -> bytes:
        answer = self.ask("fingerprint", message=written(message))
        try:
            return read(answer.get("fingerprint"))
        except Broken as error:
            raise BrokerClosed from error

    def ask(self, call: str, **what: Any) -> dict[str, Any]:
        """Put one question. Raises BrokerClosed, NoSuchVersion, and Tampered for a wrapped key that is not that key."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(SECONDS)
                line.connect(str(self.place))
                send(line, {"call": call, **what})
                answer = receive(line)
        except (OSError, Broken) as error:
            raise BrokerClosed from error
        match answer.get("refused"):
            case "version":
                raise NoSuchVersion
            case "tampered":
                raise Tampered("key.wrapped", None)
            case None | "gone" | "nobody" | "limit":
                return answer
        raise BrokerClosed  # "closed", or a refusal that a newer broker knows and we do not

    def key(self, answer: dict[str, Any]) -> OpenKey:
        try:
            return key_read(answer)
        except Broken as error:
            raise BrokerClosed from error
