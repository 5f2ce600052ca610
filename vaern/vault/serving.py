"""A broker in a process of its own: `manage.py broker` lets it answer on a socket."""

import logging
import os
import socket
import struct
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils import timezone

from vaern.vault.broker import Broker, NobodyAsks
from vaern.vault.envelope import Tampered
from vaern.vault.ledger import Ledger
from vaern.vault.limits import Limits
from vaern.vault.line import SECONDS, Broken, key_written, read, receive, send, written
from vaern.vault.sealing import BrokerClosed, KeyGone, NoSuchVersion, TooManyOpened

logger = logging.getLogger(__name__)

THREADS = 8
WAITING = 128
LOOK_UP_EVERY = 0.2  # seconds between two looks whether to stop

Message = dict[str, Any]


class InUse(Exception):
    """Another broker answers on the socket."""


class Server:
    """Answers the calls of the site: one key for one id, as often as the limits allow, and each one written down.

    Only processes of ``users`` (numbers of accounts, as the kernel tells them) are answered.
    """

    def __init__(self, broker: Broker, ledger: Ledger, limits: Limits, users: frozenset[int]) -> None:
        self.broker, self.ledger, self.limits, self.users = broker, ledger, limits, users
        self.stopped = Event()

    def listen(self, place: Path, *, group: int | None = None) -> socket.socket:
        """Return the socket, which only this user, and members of ``group``, can reach. Raises InUse."""
        clear(place)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            listening.bind(str(place))
        finally:
            os.umask(before)
        if group is not None:
            os.chown(place, -1, group)
            place.chmod(0o660)
        listening.listen(WAITING)
        listening.settimeout(LOOK_UP_EVERY)
        return listening

    def run(self, listening: socket.socket) -> None:
        """Answer until `stop`; then finish the calls that have begun."""
        with listening, ThreadPoolExecutor(THREADS) as pool:
            while not self.stopped.is_set():
                with suppress(TimeoutError):
                    line, _ = listening.accept()
                    pool.submit(self.answer_one, line)

    def stop(self) -> None:
        self.stopped.set()

    def answer_one(self, line: socket.socket) -> None:
        with line:
            line.settimeout(SECONDS)
            user = user_behind(line)
            try:
                if user not in self.users:
                    self.note("refused", user, outcome="stranger")
                    return
                send(line, self.answer(receive(line), user))
            except Broken:
                logger.warning("a call to the broker broke off")
            except OSError:
                logger.critical("the broker cannot write its log")
            finally:
                for connection in connections.all(initialized_only=True):
                    connection.close_if_unusable_or_obsolete()

    def answer(self, question: Message, user: int) -> Message:
        """Carry out one call, write down how it ended, and return the answer; in this order."""
        call = question.get("call")
        told: dict[str, str | None] = {"key": None, "purpose": None, "by": None}
        try:
            told = {"key": id_in(question, "key"), "purpose": str(question.get("purpose")), "by": id_in(question, "by")}
            answer, outcome = self.carry_out(str(call), question), "done"
            told["key"] = told["key"] or answer.get("id")
        except REFUSALS as refusal:
            outcome = next(word for kind, word in WORDS.items() if isinstance(refusal, kind))
            answer = {"refused": outcome} | ({"limit": refusal.limit} if isinstance(refusal, TooManyOpened) else {})
        except Broken:
            raise
        except Exception as error:  # the site is told no more than that it did not work
            logger.exception("a call to the broker failed", exc_info=error)
            answer, outcome = {"refused": "closed"}, "failed"
        if call == "fingerprint" and outcome == "done":
            return answer  # once per event of the trail: the trail itself tells of it
        try:
            self.note(str(call), user, outcome=outcome, **told)
        except OSError:
            logger.critical("the broker cannot write its log")
            return {"refused": "closed"}
        return answer

    def carry_out(self, call: str, question: Message) -> Message:
        match call:
            case "new":
                return key_written(self.broker.new())
            case "adopt":
                version = question.get("team_version")
                if not isinstance(version, int):
                    raise Broken
                self.broker.adopt(key_in(question), wrapped=read(question.get("wrapped")), team_version=version)
                return {}
            case "open":
                by, purpose = asker(question), str(question.get("purpose"))
                self.limits.admit(key_in(question), purpose=purpose, by=by)
                return key_written(self.broker.open(key_in(question), purpose=purpose, by=by))
            case "rewrap":
                self.broker.rewrap(key_in(question))
                return {}
            case "destroy":
                self.broker.destroy(key_in(question))
                return {}
            case "fingerprint":
                return {"fingerprint": written(self.broker.fingerprint(read(question.get("message"))))}
        raise Broken

    def note(self, call: str, user: int, *, outcome: str, **told: str | None) -> None:
        said = {name: value for name, value in told.items() if value not in {None, "None"}}
        self.ledger.add(timezone.now(), call=call, outcome=outcome, user=user, **said)


WORDS: dict[type[Exception], str] = {
    KeyGone: "gone",
    NobodyAsks: "nobody",
    TooManyOpened: "limit",
    NoSuchVersion: "version",  # before BrokerClosed, of which it is one
    BrokerClosed: "closed",
    Tampered: "tampered",
}
REFUSALS = tuple(WORDS)


def asker(question: Message) -> UUID:
    """Return who asks. Raises NobodyAsks."""
    by = id_in(question, "by")
    if by is None:
        raise NobodyAsks
    return UUID(by)


def key_in(question: Message) -> UUID:
    key_id = id_in(question, "key")
    if key_id is None:
        raise Broken
    return UUID(key_id)


def id_in(question: Message, name: str) -> str | None:
    """Return one id, written as ids are. Raises Broken: a list, or anything else, is no id."""
    value = question.get(name)
    if value is None:
        return None
    try:
        return UUID(value).hex
    except (AttributeError, TypeError, ValueError) as error:
        raise Broken from error


def user_behind(line: socket.socket) -> int:
    """Return the number of the account at the other end, as the kernel knows it."""
    told = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", told)
    return int(user)


def clear(place: Path) -> None:
    """Remove a socket that a killed broker left. Raises InUse when somebody answers there."""
    if not place.is_socket():
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(SECONDS)
        if probe.connect_ex(str(place)) == 0:
            raise InUse
    place.unlink()
