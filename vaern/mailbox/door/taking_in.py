"""Take in a message, with the team's public key alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from vaern.audit import trail
from vaern.law.clocks import local_day
from vaern.law.values import MAILBOX_KEPT_DAYS
from vaern.mailbox.code import Code, draw, draw_long
from vaern.mailbox.models import Message, Thread
from vaern.mailbox.terms import Kind
from vaern.vault.codes import Crowded, WrongCode, lock, toll, unlock
from vaern.vault.envelope import OpenKey
from vaern.vault.sealing import public_half

DRAWS = 10  # of each length; with nine of ten taken, one in three writers gets the longer code


class SelectorTaken(Exception):
    """Somebody else's thread took the code's selector meanwhile: the writer needs another code. Nothing was stored."""


def new_code() -> Code:
    """Return a code nobody has: one query, as a rule. Raises Crowded.

    A flood of eight a second can take every selector of seven words in hours. Codes then have eight words, for which it
    would need 194 days, while a thread lives for 90 (decision 12): nobody is refused.
    """
    for draw_one in [draw] * DRAWS + [draw_long] * DRAWS:
        code = draw_one()
        if not Thread.objects.at_the_door().filter(selector=code.selector).exists():
            return code
    raise Crowded


def drop(*, code: Code, content: Mapping[str, Any], is_urgent: bool, at: datetime) -> None:
    """Store a first message under ``code``; the same code sent twice is one thread, as it was the first time.

    Raises SelectorTaken, and Crowded when too many send at once.
    """
    if was_dropped(code):
        return
    key, for_team, team_version = public_half().key_for_the_team()
    salt, for_writer = lock(key, code.secret)
    thread = Thread(
        kind=Kind.CITIZEN,
        selector=code.selector,
        salt=salt,
        for_writer=for_writer,
        **arrival(for_team, team_version, at),
    )
    try:
        put(thread, key, content, is_urgent=is_urgent, at=at)
    except IntegrityError:
        if not was_dropped(code):  # the double click comes here too, when both are quick
            raise


def was_dropped(code: Code) -> bool:
    """Tell whether this very code has a thread. Raises SelectorTaken when another has its selector."""
    thread = Thread.objects.at_the_door().filter(selector=code.selector).first()
    if thread is None:
        return False
    try:
        unlock(thread.key_id, secret=code.secret, salt=bytes(thread.salt), locked=bytes(thread.for_writer))
    except WrongCode as error:
        raise SelectorTaken from error
    return True


def drop_brief(*, token: UUID, content: Mapping[str, str], is_urgent: bool, at: datetime) -> None:
    """Store a professional's one-page brief; the same ``token`` sent twice is one.

    ``content`` goes from the names of the call log's fields to text that passed the guard. There is no code: the
    professional calls, and nothing is sent back this way. It costs as much as a message does; raises Crowded.
    """
    toll()
    key, for_team, team_version = public_half().key_for_the_team()
    thread = Thread(id=token, kind=Kind.BRIEF, **arrival(for_team, team_version, at))
    try:
        put(thread, key, content, is_urgent=is_urgent, at=at)
    except IntegrityError:
        if not Thread.objects.at_the_door().filter(pk=token, kind=Kind.BRIEF).exists():
            raise


def arrival(for_team: bytes, team_version: int, at: datetime) -> dict[str, Any]:
    day = local_day(at)
    return {
        "for_team": for_team,
        "team_version": team_version,
        "dropped_at": to_the_hour(at),
        "expires_on": day + timedelta(days=MAILBOX_KEPT_DAYS.on(day)),
    }


@transaction.atomic
def put(thread: Thread, key: OpenKey, content: Mapping[str, Any], *, is_urgent: bool, at: datetime) -> None:
    thread.opened_with(key).save(force_insert=True)
    message = Message(
        id=uuid4(),
        thread=thread,
        number=1,
        from_team=False,
        is_urgent=is_urgent,
        at=to_the_hour(at),
        content=dict(content),
    )
    message.opened_with(key).save(force_insert=True)
    trail.record("thread.dropped", by=None, about=thread.pk, subject=message.pk, code=thread.kind)


def to_the_hour(at: datetime) -> datetime:
    """Return the hour ``at`` is in: when exactly somebody wrote is nobody's business, and could point to them."""
    return at.replace(minute=0, second=0, microsecond=0)
