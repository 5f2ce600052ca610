"""Open a mailbox with its code, and go on in it until the reader leaves."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.db.models.functions import Length

from vaern.audit import trail
from vaern.law.clocks import local_day
from vaern.mailbox.code import NotACode, read
from vaern.mailbox.door import patience
from vaern.mailbox.door.taking_in import to_the_hour
from vaern.mailbox.models import Message, Signal, Sitting, Thread, Visit
from vaern.mailbox.terms import ROOM_BYTES, ROOM_NUMBERS, SignalKind
from vaern.vault.codes import WrongCode, new_half, pack_sitting, unlock, unpack_sitting
from vaern.vault.envelope import OpenKey

IDLE = timedelta(minutes=15)
LONGEST = timedelta(minutes=60)
ONE_PRESS = timedelta(seconds=10)  # within them a second opening is a button pressed twice

TRIES = 4  # at a number nobody else has taken meanwhile: the team may answer, or another window send, at the same time


class SittingOver(Exception):
    """The mailbox is not open here any more: time ran out, the reader left, or the mailbox was closed."""


class Removed(Exception):
    """The writer has removed this very message: a page from before must not bring it back."""


class Full(Exception):
    """There is no room for this message in the thread. Another thread has room."""


@dataclass(frozen=True)
class Mailbox:
    """A thread in its writer's hands. ``opened_before``: when somebody last opened it, None the first time."""

    thread: Thread
    key: OpenKey
    sitting: Sitting

    @property
    def opened_before(self) -> datetime | None:
        return self.sitting.before

    def cookie(self, at: datetime) -> str:
        """Return what the browser keeps: worth nothing without our row, and for a quarter of an hour at most."""
        packed = pack_sitting(self.key, sitting=self.sitting.pk, half=bytes(self.sitting.half), at=int(at.timestamp()))
        return base64.urlsafe_b64encode(self.sitting.pk.bytes + packed).decode()

    def seconds_left(self, at: datetime) -> int:
        """Return how long the mailbox stays open if nothing happens: a quarter of an hour, less near the hour's end."""
        return int(min(IDLE, self.sitting.begun_at + LONGEST - at).total_seconds())

    def messages(self) -> list[Any]:
        """Return the messages, oldest first. What one says is fetched when it is read: one query for each."""
        found = Message.objects.at_the_door().filter(thread=self.thread.pk, key_id=self.key.id)
        return found.defer("content").in_order().opened_with(self.key)


def enter(*, typed: str, at: datetime, left: Sitting | None = None) -> Mailbox:
    """Open the mailbox of a code; ``left`` is the sitting this browser has just ended.

    Raises WrongCode for every other code, whatever is wrong with it; and Crowded.
    """
    try:
        code = read(typed)
    except NotACode as error:
        raise WrongCode from error
    thread = find(at, selector=code.selector)
    if thread is None:
        raise WrongCode
    patience.wait(code.selector)
    try:
        key = unlock(thread.key_id, secret=code.secret, salt=bytes(thread.salt), locked=bytes(thread.for_writer))
    except WrongCode:
        patience.was_wrong(code.selector)
        raise
    patience.was_right(code.selector)
    return begin(thread, key, at, left)


def find(at: datetime, **what: Any) -> Thread | None:
    """Return the thread if it is live, its writer has not closed it, and no restore holds it shut."""
    live = Thread.objects.at_the_door().live_on(local_day(at)).filter(**what)
    return live.exclude(signals__kind__in=[SignalKind.CLOSED, SignalKind.HELD]).first()


def begin(thread: Thread, key: OpenKey, at: datetime, left: Sitting | None) -> Mailbox:
    visits = Visit.objects.at_the_door().filter(thread=thread.pk)
    before = seen_before(thread, visits.aggregate(at=Max("at"))["at"], at, left)
    visit = Visit(thread_id=thread.pk, at=at)
    sitting = Sitting(thread_id=thread.pk, half=new_half(), begun_at=at, before=before)
    with transaction.atomic():
        visit.save(force_insert=True)
        sitting.save(force_insert=True)
    visits.exclude(pk=visit.pk).delete()
    Sitting.objects.at_the_door().filter(thread=thread.pk, begun_at__lt=at - LONGEST).delete()
    return Mailbox(thread, key, sitting)


def seen_before(thread: Thread, last: datetime | None, at: datetime, left: Sitting | None) -> datetime | None:
    """Return when somebody opened the mailbox before this reader did, who may have pressed twice or loaded anew.

    "Was it not you?" beside the reader's own opening leads to closing a mailbox that nobody else has seen.
    """
    if left and (left.thread_id, left.begun_at) == (thread.pk, last) and at - left.begun_at <= LONGEST:
        return left.before
    latest = Sitting.objects.at_the_door().filter(thread=thread.pk, begun_at=last).first()
    if latest and at - latest.begun_at < ONE_PRESS:
        return latest.before
    return last


def resume(*, cookie: str, at: datetime) -> Mailbox:
    """Return the mailbox that is open in the browser with this cookie. Raises SittingOver."""
    try:
        raw = base64.urlsafe_b64decode(cookie.encode())
        sitting = Sitting.objects.at_the_door().filter(pk=UUID(bytes=raw[:16])).first()
    except (ValueError, binascii.Error) as error:
        raise SittingOver from error
    if sitting is None or at - sitting.begun_at > LONGEST:
        raise SittingOver
    try:
        key, made_at = unpack_sitting(raw[16:], sitting=sitting.pk, half=bytes(sitting.half))
    except WrongCode as error:
        raise SittingOver from error
    thread = find(at, pk=sitting.thread_id)
    if thread is None or at.timestamp() - made_at > IDLE.total_seconds():
        raise SittingOver
    return Mailbox(thread, key, sitting)


def leave(*, cookie: str) -> Sitting | None:
    """End the sitting and return it: its cookie opens nothing any more, wherever it was kept. Twice does no harm."""
    try:
        named = UUID(bytes=base64.urlsafe_b64decode(cookie.encode())[:16])
    except (ValueError, binascii.Error):
        return None
    sitting = Sitting.objects.at_the_door().filter(pk=named).first()
    if sitting:
        Sitting.objects.at_the_door().filter(pk=named).delete()
    return sitting


def write(*, mailbox: Mailbox, token: UUID, content: Mapping[str, Any], is_urgent: bool, at: datetime) -> None:
    """Add a message; the same ``token`` sent twice is one. Raises Removed, and Full."""
    if Signal.objects.at_the_door().filter(pk=token, thread=mailbox.thread.pk).exists():
        raise Removed
    if Message.objects.at_the_door().filter(pk=token, thread=mailbox.thread.pk).exists():
        return
    if not has_room(mailbox.thread, content):
        raise Full
    for is_last in [False] * (TRIES - 1) + [True]:
        try:
            put(mailbox, token, content, is_urgent=is_urgent, at=at)
            return
        except IntegrityError:
            if Message.objects.at_the_door().filter(pk=token, thread=mailbox.thread.pk).exists():
                return
            if is_last:
                raise


@transaction.atomic
def put(mailbox: Mailbox, token: UUID, content: Mapping[str, Any], *, is_urgent: bool, at: datetime) -> None:
    thread = mailbox.thread
    message = Message(
        id=token,
        thread_id=thread.pk,
        number=next_number(thread),
        from_team=False,
        is_urgent=is_urgent,
        at=to_the_hour(at),
        content=dict(content),
    ).opened_with(mailbox.key)
    message.save(force_insert=True)
    trail.record("thread.written", by=None, about=thread.pk, subject=message.pk)


def has_room(thread: Thread, content: Mapping[str, Any]) -> bool:
    """Tell whether the thread takes one more message: without an end, it could be made unreadable for the team."""
    written = Message.objects.at_the_door().filter(thread=thread.pk).from_writer()
    stored = written.aggregate(bytes=Sum(Length("content")))["bytes"] or 0
    coming = len(json.dumps(dict(content), ensure_ascii=False).encode(errors="replace"))
    return stored + coming <= ROOM_BYTES and next_number(thread) <= ROOM_NUMBERS


def next_number(thread: Thread) -> int:
    """Return the number after the last, those of removed messages counted: a gap must not be filled unseen."""
    numbers = (Message, Signal)
    found = (model.objects.at_the_door().filter(thread=thread.pk).aggregate(last=Max("number")) for model in numbers)
    return max(row["last"] or 0 for row in found) + 1


def remove(*, mailbox: Mailbox, messages: list[UUID], at: datetime) -> None:
    """Remove messages for good, here and at the team, and let the team know that something is gone."""
    thread = mailbox.thread
    chosen = Message.objects.at_the_door().filter(thread=thread.pk, pk__in=messages)
    numbers = dict(chosen.values_list("pk", "number"))
    signals = [
        Signal(id=message, thread_id=thread.pk, kind=SignalKind.REMOVED, number=number, at=to_the_hour(at))
        for message, number in numbers.items()
    ]
    with transaction.atomic(using=chosen.db), transaction.atomic():
        Signal.objects.bulk_create(signals, ignore_conflicts=True)  # the double click removes the same one twice
        for message in numbers:
            trail.record("thread.removed", by=None, about=thread.pk, subject=message)
        chosen.delete()


@transaction.atomic
def close(*, mailbox: Mailbox, at: datetime) -> None:
    """Close the mailbox for good: the code opens nothing any more, and the team is told."""
    thread = mailbox.thread
    Signal(thread_id=thread.pk, kind=SignalKind.CLOSED, at=to_the_hour(at)).save(force_insert=True)
    trail.record("thread.closed", by=None, about=thread.pk)


def was_closed(*, cookie: str) -> bool:
    """Tell whether the mailbox of this cookie has been closed by its writer: what a second click on closing meets."""
    try:
        named = UUID(bytes=base64.urlsafe_b64decode(cookie.encode())[:16])
    except (ValueError, binascii.Error):
        return False
    threads = Sitting.objects.at_the_door().filter(pk=named).values_list("thread_id", flat=True)
    closed = Signal.objects.at_the_door().filter(thread__in=list(threads), kind=SignalKind.CLOSED)
    return closed.exists()
