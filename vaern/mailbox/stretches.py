"""Set aside the messages of some hours that nobody has taken: anybody can send any number, and hide who needs help.

One person asks, another agrees. Nothing is lost: what is set aside is counted, listed and can be taken, and stands in
the inbox as new when its writer writes again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q

from vaern.audit import trail
from vaern.mailbox.access import Waiting, by_urgency, waiting_threads
from vaern.mailbox.door.taking_in import to_the_hour
from vaern.mailbox.models import Holding, Message, Stretch, Thread
from vaern.mailbox.terms import Kind
from vaern.staff.models import User
from vaern.staff.roles import Permission

AT_ONCE = 500  # rows written at a time


class SamePerson(Exception):
    """Who asked cannot also agree."""


class NobodyAsked(Exception):
    """There is no such wish, it was agreed to, or it was taken back. Or this person may not answer it."""


class NothingThere(Exception):
    """Nothing lies in these hours that nobody has taken, the last comes before the first, or is not over yet."""


@dataclass(frozen=True)
class Counted:
    """Some hours, and how many messages it concerns."""

    stretch: Stretch
    count: int


def untaken() -> Any:
    """Return the threads of citizens that nobody has taken, handed over or set aside."""
    dealt_with = Holding.objects.exclude(
        holder=None, handed_by=None, put_away_at=None, stretch=None, read_to=0, inquiry=None
    )
    return Thread.objects.filter(kind=Kind.CITIZEN).exclude(pk__in=dealt_with.values("pk"))


def within(first: datetime, last: datetime) -> Any:
    """Return those that came in the hours and whose writer has not written since: whoever does is no flood."""
    later = Message.objects.filter(thread=OuterRef("pk"), at__gt=last)
    return untaken().filter(dropped_at__gte=first, dropped_at__lte=last).exclude(Exists(later))


def hours(*, at: datetime) -> list[tuple[datetime, int]]:
    """Return the hours before this one in which something came that nobody has taken, with how many, oldest first."""
    over = untaken().filter(dropped_at__lt=to_the_hour(at))
    return list(over.order_by("dropped_at").values_list("dropped_at").annotate(amount=Count("pk")))


def count_this_hour(*, at: datetime) -> int:
    """Return how many of this hour nobody has taken: who writes later in it could not be told from them."""
    return untaken().filter(dropped_at__gte=to_the_hour(at)).count()


def waiting() -> list[Counted]:
    """Return what somebody asked and nobody has answered yet."""
    asked = Stretch.objects.filter(agreed_at=None, ended_at=None).order_by("asked_at")
    return [Counted(each, within(each.first, each.last).count()) for each in asked]


def done() -> list[Counted]:
    """Return what is set aside now, the newest first."""
    agreed = Stretch.objects.filter(agreed_at__isnull=False, ended_at=None).order_by("-agreed_at")
    counted = ((each, Holding.objects.aside().filter(stretch=each).count()) for each in agreed)
    return [Counted(each, count) for each, count in counted if count]


def count_aside() -> int:
    return Holding.objects.aside().count()


def set_aside(*, at: datetime, start: int, end: int) -> list[Waiting]:
    """Return some of what is set aside: what is urgent first, then the oldest."""
    urgent = Exists(Message.objects.filter(thread=OuterRef("pk"), is_urgent=True))
    threads = Thread.objects.filter(pk__in=Holding.objects.aside().values("pk")).annotate(is_urgent=urgent)
    ids = list(threads.order_by("-is_urgent", "dropped_at", "pk").values_list("pk", flat=True)[start:end])
    return sorted(waiting_threads(at=at, pk__in=ids), key=by_urgency)


@transaction.atomic
def ask(*, first: datetime, last: datetime, by: User, at: datetime) -> Stretch:
    """Ask that what came in these hours is set aside. Nothing happens before another agrees. Raises NothingThere.

    They must be over: a message is dated to the hour, and who writes after the asking is not who was meant.
    """
    if not by.may(Permission.ANSWER_CALLS) or last >= to_the_hour(at):
        raise NothingThere
    if first > last or not within(first, last).exists():
        raise NothingThere
    stretch = Stretch.objects.create(first=first, last=last, asked_by=by.pk, asked_at=at)
    trail.record("thread.aside_asked", by=by.pk, about=stretch.pk)
    return stretch


def agree(*, stretch_id: UUID, by: User, at: datetime) -> int:
    """Be the second person; return how many were set aside. Raises SamePerson, on record too, and NobodyAsked."""
    if Stretch.objects.filter(pk=stretch_id, asked_by=by.pk, agreed_at=None, ended_at=None).exists():
        trail.record_refusal("thread.aside_refused", by=by.pk, about=stretch_id, code="same-person")
        raise SamePerson
    with transaction.atomic():
        stretch = open_stretch(stretch_id, by)
        if stretch.agreed_at is not None:
            raise NobodyAsked
        stretch.agreed_by, stretch.agreed_at = by.pk, at
        stretch.save(update_fields=["agreed_by", "agreed_at"])
        count = sum(shut_in(stretch, some) for some in batches(within(stretch.first, stretch.last)))
        trail.record("thread.aside_agreed", by=by.pk, about=stretch.pk, code=str(count))
    return count


@transaction.atomic
def end(*, stretch_id: UUID, by: User, at: datetime) -> None:
    """Take the wish back, or put everything back in the inbox as new. One person is enough. Raises NobodyAsked."""
    stretch = open_stretch(stretch_id, by)
    stretch.ended_by, stretch.ended_at = by.pk, at
    stretch.save(update_fields=["ended_by", "ended_at"])
    Holding.objects.filter(stretch=stretch).update(stretch=None, read_to=0)
    trail.record("thread.aside_ended", by=by.pk, about=stretch.pk)


def open_stretch(stretch_id: UUID, by: User) -> Stretch:
    found = Stretch.objects.select_for_update().filter(pk=stretch_id, ended_at=None).first()
    if found is None or not by.may(Permission.ANSWER_CALLS):
        raise NobodyAsked
    return found


def batches(threads: Any) -> Iterator[list[tuple[UUID, int]]]:
    """Yield the threads' ids with the last number of each, some at a time."""
    last = Max("messages__number", filter=Q(messages__from_team=False), default=0)
    rows = list(threads.annotate(newest=last).values_list("pk", "newest"))
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def shut_in(stretch: Stretch, threads: list[tuple[UUID, int]]) -> int:
    """Put threads into the stretch. One that a colleague takes at this moment stays theirs."""
    Holding.objects.bulk_create([Holding(thread=pk, cover_name="") for pk, _newest in threads], ignore_conflicts=True)
    free = Holding.objects.filter(holder=None, handed_by=None, stretch=None)
    last = {newest for _pk, newest in threads}  # nearly always one
    return sum(
        free.filter(pk__in=[pk for pk, newest in threads if newest == each]).update(stretch=stretch, read_to=each)
        for each in last
    )
