"""What the team does with a thread: take it, answer it, hand it over, log it, and let it go when its time is up."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from vaern.audit import trail
from vaern.guard import Guarded
from vaern.law.clocks import local_day
from vaern.law.values import MAILBOX_KEPT_DAYS
from vaern.mailbox.access import NoSuchThread, may_see, waiting_threads
from vaern.mailbox.models import Holding, Message, Signal, Sitting, Thread, Visit
from vaern.mailbox.reading import OpenThread
from vaern.mailbox.terms import Kind, SignalKind
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.actions import NotTakenIn, destroy_key, in_use, take_in
from vaern.vault.terms import TombstoneReason


class AlreadyClaimed(Exception):
    """A colleague was faster."""


class NotTheirs(Exception):
    """Only the one who holds a thread answers it or hands it over."""


class MailboxClosed(Exception):
    """The writer has closed the mailbox: nobody would read an answer."""


class NewInTheMeantime(Exception):
    """The writer has sent something after the page was shown; it must be read before it is answered."""


@transaction.atomic
def claim(
    *, thread_id: UUID, cover_name: str, by: User, regions: list[str], at: datetime, seen: UUID | None = None
) -> None:
    """Take a thread nobody holds, or one that waits too long: ``seen``, whom the page told as holder.

    Raises AlreadyClaimed when it is another by now, and NoSuchThread.
    """
    if not Thread.objects.filter(pk=thread_id).exists():
        raise NoSuchThread
    holding, _ = Holding.objects.select_for_update().get_or_create(pk=thread_id, defaults={"cover_name": cover_name})
    if holding.holder == by.pk:
        return  # the double click
    act = "thread.claimed"
    if holding.holder is not None:
        [waiting] = waiting_threads(at=at, pk=thread_id)  # under the lock: the holder may have read it just now
        if holding.holder != seen or not waiting.waits_too_long:
            raise AlreadyClaimed
        act = "thread.taken_over"
    elif not may_see(by, holding, regions):
        [waiting] = waiting_threads(at=at, pk=thread_id)
        if not by.may(Permission.ANSWER_CALLS) or not waiting.waits_too_long:
            raise NoSuchThread
        act = "thread.taken_over"  # from the region it was given to
    holding.handed_by, holding.holder = None, by.pk
    holding.put_away_at = holding.put_away_by = None
    if holding.stretch_id is not None:
        holding.stretch, holding.read_to = None, 0  # nobody has read what was set aside
    holding.cover_name = holding.cover_name or cover_name
    holding.save(
        update_fields=["handed_by", "holder", "put_away_at", "put_away_by", "stretch", "read_to", "cover_name"]
    )
    trail.record(act, by=by.pk, about=thread_id)


@transaction.atomic
def put_away(*, briefs: Collection[UUID], by: User, regions: list[str], at: datetime) -> int:
    """Put briefs away that nobody holds, unread if need be: anybody can send any number. Return how many went.

    One that was put away can be taken after all, until its time is up. A message of a citizen is never put away, save
    one that does not open; should it open later, it is new again.
    """
    gone = 0
    for waiting in waiting_threads(at=at, pk__in=briefs):
        holding, _ = Holding.objects.select_for_update().get_or_create(pk=waiting.thread.pk)
        is_free = holding.holder is None or (waiting.is_shut and holding.holder == by.pk)
        if not is_free or holding.put_away_at is not None or not may_see(by, holding, regions):
            continue
        if not waiting.is_brief and not waiting.is_shut:
            continue
        holding.put_away_at, holding.put_away_by, holding.read_to = at, by.pk, waiting.newest
        holding.holder = None
        holding.save(update_fields=["put_away_at", "put_away_by", "read_to", "holder"])
        trail.record("thread.put_away", by=by.pk, about=waiting.thread.pk)
        gone += 1
    return gone


@transaction.atomic
def mark_read(*, opened: OpenThread, numbers: Collection[int] | None = None) -> None:
    """Note how far the thread's holder has read: to the first of the writer's messages that is not among ``numbers``.

    None: everything was shown. No act of its own: the opening stands in the trail. Where a colleague has the thread by
    now, theirs is the mark.
    """
    holding = Holding.objects.select_for_update().get(pk=opened.thread.pk)
    if holding.holder != opened.holder:
        return
    unread = opened.rows.from_writer().filter(number__gt=holding.read_to).values_list("number", flat=True)
    for number in unread:
        if numbers is not None and number not in numbers:
            break
        holding.read_to = number
    holding.signals_seen = Signal.objects.filter(thread=opened.thread).count()
    holding.save(update_fields=["read_to", "signals_seen"])


@transaction.atomic
def answer(*, opened: OpenThread, token: UUID, text: Guarded, seen: int, by: User, at: datetime) -> None:
    """Seal an answer with the thread's key; the same ``token`` sent twice is one. ``seen``: the last number shown.

    It makes nothing read: what stands on a page nobody has opened stays unread. Raises NotTheirs, MailboxClosed and
    NewInTheMeantime.
    """
    thread = opened.thread
    held_by(opened, by)
    if Message.objects.filter(pk=token, thread=thread).exists():
        return
    if opened.is_closed or opened.is_brief:
        raise MailboxClosed
    last = Message.objects.filter(thread=thread).aggregate(last=Max("number"))["last"] or 0
    if last != seen:
        raise NewInTheMeantime
    removed = Signal.objects.filter(thread=thread).aggregate(last=Max("number"))["last"] or 0
    number = max(last, removed) + 1
    message = Message(
        id=token, thread=thread, number=number, from_team=True, at=at, by=by.pk, content={"text": text.text}
    ).opened_with(opened.key)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError as error:
        raise NewInTheMeantime from error
    keep_until(thread, at)
    trail.record("thread.answered", by=by.pk, about=thread.pk, subject=message.pk)


@transaction.atomic
def hand_over(*, opened: OpenThread, by: User, region: str = "", colleague: UUID | None = None) -> None:
    """Give a thread to a region, where somebody takes it, or to one colleague. Raises NotTheirs."""
    holding = held_by(opened, by)
    holding.region, holding.holder, holding.handed_by = region, colleague, by.pk
    holding.read_to = holding.signals_seen = 0  # new to whoever gets it, and what the writer did since as well
    holding.save(update_fields=["region", "holder", "handed_by", "read_to", "signals_seen"])
    trail.record("thread.handed_over", by=by.pk, about=opened.thread.pk, subject=colleague, code=region)


@transaction.atomic
def log_as(*, opened: OpenThread, inquiry: UUID, by: User, instead_of: UUID | None = None) -> UUID:
    """Note which call log was begun from the thread, and return it: the first one stays. Raises NotTheirs.

    ``instead_of`` is one that its holder cannot go on with: a draft of whoever had the thread before.
    """
    holding = held_by(opened, by)
    if holding.inquiry in {None, instead_of}:
        holding.inquiry = inquiry
        holding.save(update_fields=["inquiry"])
        trail.record("thread.logged", by=by.pk, about=opened.thread.pk, subject=inquiry)
    if opened.holding:
        opened.holding.inquiry = holding.inquiry
    return holding.inquiry


@transaction.atomic
def forget_log(*, log: UUID, by: User | None) -> None:
    """Let go of a call log that was begun from a thread and is no more: another can be begun."""
    for holding in Holding.objects.select_for_update().filter(inquiry=log):
        holding.inquiry = None
        holding.save(update_fields=["inquiry"])
        trail.record("thread.log_gone", by=by.pk if by else None, about=holding.pk, subject=log)


@transaction.atomic
def follow_log(*, log: UUID, to: UUID, by: User) -> None:
    """Let the thread a call log was begun from point to another, in which its words were filed."""
    for holding in Holding.objects.select_for_update().filter(inquiry=log):
        holding.inquiry = to
        holding.save(update_fields=["inquiry"])
        trail.record("thread.logged", by=by.pk, about=holding.pk, subject=to)


def held_by(opened: OpenThread, user: User) -> Holding:
    holding = Holding.objects.select_for_update().filter(pk=opened.thread.pk, holder=user.pk).first()
    if holding is None:
        raise NotTheirs
    return holding


def keep_until(thread: Thread, at: datetime) -> None:
    """Let the thread's time run anew from ``at``."""
    day = local_day(at)
    ends = day + timedelta(days=MAILBOX_KEPT_DAYS.on(day))
    Thread.objects.filter(pk=thread.pk, expires_on__lt=ends).update(expires_on=ends)


def expire_threads(*, at: datetime) -> int:
    """Let go of threads nobody has used for MAILBOX_KEPT_DAYS, keys and all; return how many.

    A visit renews a thread. One with something unread is kept, however old: it stands in the inbox until it is read,
    unless two people have set it aside.
    """
    for visit in Visit.objects.select_related("thread"):
        keep_until(visit.thread, min(visit.at, at))  # a moment that has not come says no more than now
    Sitting.objects.filter(begun_at__lt=at - timedelta(hours=2)).delete()
    gone = 0
    for thread in Thread.objects.past(local_day(at)):
        [waiting] = waiting_threads(at=at, pk=thread.pk)
        if not waiting.is_new and not waiting.signals:
            erase(thread, at)
            gone += 1
    return gone


def erase(thread: Thread, at: datetime) -> None:
    """Remove the thread and destroy its key; one that names the key of another row leaves that key alone."""
    with suppress(NotTakenIn):  # then there is no key to destroy
        take_in(thread)  # the key must lie where it can be destroyed
    with transaction.atomic():
        for model in (Message, Signal, Visit, Sitting):
            model.objects.filter(thread=thread).delete()
        Holding.objects.filter(pk=thread.pk).delete()
        Thread.objects.filter(pk=thread.pk).delete()
        trail.record("thread.expired", by=None, about=thread.pk)
        if not in_use([thread.key_id]):
            destroy_key(key_id=thread.key_id, reason=TombstoneReason.EXPIRED, by=None, at=at)


@transaction.atomic
def hold_all(*, at: datetime) -> int:
    """Let no code open a mailbox until the team has decided; return how many are held.

    For copies that were put back: they do not know what was closed and removed after they were made.
    """
    open_ones = Thread.objects.filter(kind=Kind.CITIZEN)
    open_ones = open_ones.exclude(signals__kind__in=[SignalKind.CLOSED, SignalKind.HELD])
    ids = open_ones.values_list("pk", flat=True)  # no other column: the copy may be of an older release
    held = [Signal(thread_id=thread, kind=SignalKind.HELD, at=at) for thread in ids]
    Signal.objects.bulk_create(held)
    for signal in held:
        trail.record("thread.held", by=None, about=signal.thread_id)
    return len(held)


@transaction.atomic
def release_all() -> int:
    """Let the codes of held mailboxes open them again; return how many."""
    held = list(Signal.objects.filter(kind=SignalKind.HELD).values_list("thread", flat=True))
    Signal.objects.filter(kind=SignalKind.HELD).delete()
    Holding.objects.filter(pk__in=held).update(signals_seen=0)  # or the next signal would pass for one that was seen
    for thread in held:
        trail.record("thread.released", by=None, about=thread)
    return len(held)
