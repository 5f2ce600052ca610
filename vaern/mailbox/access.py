"""Who of the team may open a thread, and the trace of it.

A new thread is for everyone who answers calls, until it is given to a region; a claimed one for its holder. One that
waits too long, at a colleague's or where a region was given it, may be taken over. To anyone else it does not exist.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from vaern.audit import trail
from vaern.law.clocks import hours_later, local_day, moment
from vaern.mailbox.expectations import answer_by
from vaern.mailbox.models import Holding, Message, Signal, Thread, ThreadQuerySet
from vaern.mailbox.reading import OpenThread
from vaern.mailbox.terms import ANSWER_URGENT_HOURS, UNUSUALLY_MANY, Kind, SignalKind
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.actions import not_taken_in, take_in
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose

ON_A_PAGE = 50
TOO_LONG = timedelta(hours=24)


class NoSuchThread(Exception):
    """There is none, or it is not for this person to know: the two must look the same."""


@dataclass(frozen=True)
class Waiting:
    """A thread as a list shows it ``at`` a moment: nothing in it is opened. ``signals`` are those still unseen.

    ``urgent_at``: when the writer said that it is urgent, of what is read and has no answer; None where nothing is.
    ``is_shut``: its key did not open when it was to be taken in, and waits still.
    """

    thread: Thread
    holding: Holding | None
    newest: int
    newest_at: datetime
    urgent: int
    answered: int
    signals: frozenset[str]
    is_closed: bool
    is_shut: bool
    at: datetime
    urgent_at: datetime | None = None

    @property
    def cover_name(self) -> str:
        return self.holding.cover_name if self.holding else ""

    @property
    def is_new(self) -> bool:
        """Tell whether the writer has sent something nobody of the team has opened."""
        was_dealt_with = self.holding is not None and (self.is_put_away or not self.holding.put_away_at)
        return self.newest > (self.holding.read_to if self.holding and was_dealt_with else 0)

    @property
    def is_flagged(self) -> bool:
        """Tell whether the writer asked for speed and has no answer, or closed the mailbox unseen.

        An answer to what came later is none: what is urgent on a page its holder has not opened stands out until it is.
        """
        was_passed = self.holding is not None and 0 < self.holding.read_to < self.urgent
        return self.urgent > self.answered or was_passed or SignalKind.CLOSED in self.signals

    @property
    def is_brief(self) -> bool:
        return self.thread.kind == Kind.BRIEF

    @property
    def is_owed(self) -> bool:
        """Tell whether the writer's page promises an answer that nobody has given."""
        return not self.is_brief and not self.is_closed and self.newest > self.answered

    @property
    def owed_by(self) -> date:
        """The day that page names."""
        return answer_by(self.newest_at)

    @property
    def is_late(self) -> bool:
        return self.is_owed and local_day(self.at) > self.owed_by

    @property
    def is_answered(self) -> bool:
        return self.answered > self.newest and not self.is_closed

    @property
    def was_handed_over(self) -> bool:
        """Tell whether a colleague gave it to whoever has it, or may take it, now."""
        return bool(self.holding and self.holding.handed_by)

    @property
    def labels(self) -> list[str]:
        return [str(SignalKind(kind).label) for kind in sorted(self.signals)]

    @property
    def is_put_away(self) -> bool:
        """Tell whether it was put away, and is what may be: a brief, or something that still does not open."""
        return bool(self.holding and self.holding.put_away_at) and (self.is_brief or self.is_shut)

    @property
    def expires_soon(self) -> bool:
        return self.thread.expires_soon(self.at)

    @property
    def waits_too_long(self) -> bool:
        """Tell whether a colleague may take it over.

        So they may when it is unread and urgent, or for a day; when it is read, urgent and unanswered for hours; and
        when the answer is late.
        """
        if self.is_late or (self.is_new and (self.is_flagged or self.at - self.newest_at > TOO_LONG)):
            return True
        urgent = self.urgent_at if self.is_flagged and not self.is_closed else None
        return urgent is not None and moment(self.at) >= moment(hours_later(urgent, ANSWER_URGENT_HOURS))


@dataclass(frozen=True)
class Inbox:
    """``unclaimed`` is all of them, flagged first; a page shows some at a time. ``put_away``: newest first."""

    unclaimed: list[Waiting]
    mine: list[Waiting]
    waiting_elsewhere: list[Waiting]
    put_away: list[Waiting] = field(default_factory=list)

    @property
    def is_crowded(self) -> bool:
        """Tell whether unusually many messages wait that nobody has opened. It says nothing of what is in them."""
        return sum(row.is_new and not row.is_brief for row in self.unclaimed) > UNUSUALLY_MANY

    @property
    def waiting(self) -> list[Waiting]:
        """Return what one's day should show, as the inbox orders it: what is unclaimed, and what of one's own waits."""
        waiting = [each for each in self.unclaimed + self.mine if each.is_new or each.is_flagged or each.is_owed]
        return sorted(waiting, key=by_urgency)


def by_urgency(row: Waiting) -> tuple[Any, ...]:
    """Order what is flagged first, then what is new, then what is owed an answer, each the oldest first.

    Anybody can send a brief and call it urgent: it never stands above a citizen who says the same.
    """
    return not row.is_flagged, row.is_brief, not row.is_new, not row.is_owed, row.newest_at


def apart(rows: list[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
    """Return messages and briefs, each in their order: kept apart, because a flood of briefs could hide a message."""
    return [row for row in rows if not row.is_brief], [row for row in rows if row.is_brief]


Filed = Callable[[Collection[UUID]], set[UUID]]  # which of these call logs are filed; a room above knows


def inbox(user: User, *, regions: list[str], at: datetime, filed: Filed) -> Inbox:
    """Return what ``user``, who answers for ``regions``, may see, by urgency. Five queries, six while keys wait.

    One more where a sheet has a call log. It is left out when that is ``filed``: a log that was only begun is one
    person's draft, and may go.
    """
    if not user.may(Permission.ANSWER_CALLS):
        return Inbox([], [], [])
    all_rows = waiting_threads(at=at, among=Thread.objects.not_set_aside())
    in_the_log = filed(begun) if (begun := {log for row in all_rows if (log := log_of_brief(row))}) else set()
    rows = sorted((row for row in all_rows if log_of_brief(row) not in in_the_log), key=by_urgency)
    away = [row for row in rows if row.is_put_away]
    rows = [row for row in rows if not row.is_put_away]
    return Inbox(
        put_away=sorted(away, key=lambda row: row.newest_at, reverse=True),
        unclaimed=[row for row in rows if holder(row) is None and may_see(user, row.holding, regions)],
        mine=[row for row in rows if holder(row) == user.pk],
        waiting_elsewhere=[row for row in rows if row.waits_too_long and not may_see(user, row.holding, regions)],
    )


def holder(row: Waiting) -> UUID | None:
    return row.holding.holder if row.holding else None


def log_of_brief(row: Waiting) -> UUID | None:
    """Return the call log that was begun from a brief: nobody waits here for an answer to what stands in the log."""
    return row.holding.inquiry if row.is_brief and row.holding else None


def waiting_threads(*, at: datetime, among: ThreadQuerySet | None = None, **which: Any) -> list[Waiting]:
    """Return threads with what the writer has sent and the team has answered; opens nothing."""
    chosen = (Thread.objects.all() if among is None else among).filter(**which)
    threads = list(
        chosen.defer("salt", "for_writer")
        .annotate(
            newest=Max("messages__number", filter=Q(messages__from_team=False), default=0),
            newest_at=Max("messages__at", filter=Q(messages__from_team=False)),
            urgent=Max("messages__number", filter=Q(messages__from_team=False, messages__is_urgent=True), default=0),
            answered=Max("messages__number", filter=Q(messages__from_team=True), default=0),
        )
        .by_arrival()
    )
    ids = chosen.values("pk")
    holdings = {holding.pk: holding for holding in Holding.objects.filter(pk__in=ids)}
    signals: dict[UUID, list[Signal]] = {}
    for signal in Signal.objects.filter(thread__in=ids):
        signals.setdefault(signal.thread_id, []).append(signal)
    shut = not_taken_in([thread.pk for thread in threads if thread.for_team is not None])
    urgent_at = unanswered_since([each for each in threads if each.urgent > each.answered and each.pk in holdings])
    return [
        summary(
            each, holdings.get(each.pk), signals.get(each.pk, []), each.pk in shut, at, urgent_at=urgent_at.get(each.pk)
        )
        for each in threads
    ]


def unanswered_since(threads: list[Any]) -> dict[UUID, datetime]:
    """Return when the writer of each thread first said that it is urgent, of what the team has not answered yet."""
    answered = {thread.pk: thread.answered for thread in threads}
    found: dict[UUID, datetime] = {}
    if not answered:
        return found
    said = Message.objects.from_writer().filter(thread__in=answered, is_urgent=True)
    for thread, number, at in said.in_order().values_list("thread", "number", "at"):
        if number > answered[thread]:
            found.setdefault(thread, at)
    return found


def summary(
    thread: Any,
    holding: Holding | None,
    signals: list[Signal],
    is_shut: bool,
    at: datetime,
    *,
    urgent_at: datetime | None,
) -> Waiting:
    is_seen = holding is not None and len(signals) <= holding.signals_seen
    return Waiting(
        thread=thread,
        holding=holding,
        newest=thread.newest,
        newest_at=thread.newest_at or thread.dropped_at,
        urgent=thread.urgent,
        answered=thread.answered,
        signals=frozenset() if is_seen else frozenset(signal.kind for signal in signals),
        is_closed=any(signal.kind == SignalKind.CLOSED for signal in signals),
        is_shut=is_shut,
        at=at,
        urgent_at=urgent_at,
    )


def may_see(user: User, holding: Holding | None, regions: list[str]) -> bool:
    """Tell whether ``user`` may open the thread. Doubt means no."""
    if not user.may(Permission.ANSWER_CALLS):
        return False
    if holding is None:
        return True
    if holding.holder is not None:
        return holding.holder == user.pk
    return not holding.region or holding.region in regions or holding.handed_by == user.pk


def open_thread(*, user: User, thread_id: UUID, regions: list[str]) -> OpenThread:
    """Return a thread with its key in hand, and write the opening down first.

    Raises NoSuchThread, and NotTakenIn for one whose key does not open.
    """
    thread = Thread.objects.filter(pk=thread_id).first()
    holding = Holding.objects.filter(pk=thread_id).first()
    if thread is None or not may_see(user, holding, regions):
        trail.record_refusal("thread.refused", by=user.pk, about=thread_id, code=Purpose.CONTACT)
        raise NoSuchThread
    trail.record_opening("thread.opened", by=user.pk, about=thread.pk, code=Purpose.CONTACT)
    take_in(thread)
    key = broker().open(thread.key_id, purpose=Purpose.CONTACT, by=user.pk)
    return OpenThread(thread.opened_with(key), holding, key)
