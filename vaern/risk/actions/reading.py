"""Read with a colleague, before a level is lowered or an inquiry closed soon after an alarm."""

from datetime import datetime

from django.db import transaction

from vaern.audit import trail
from vaern.cases.access import is_on_the_case
from vaern.guard import Guarded
from vaern.inquiries.access import may_see
from vaern.inquiries.models import Inquiry
from vaern.inquiries.terms import TaskKind
from vaern.law.screening import second_reading_due
from vaern.risk.actions.cards import is_colleague
from vaern.risk.actions.signing import ChangedSince
from vaern.risk.actions.writing import AlreadySigned
from vaern.risk.models import Screening, SecondReading
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import NewTask, set_task_of, show_next_step


class CannotRead(Exception):
    """The second reader is another consultant who may see the inquiry."""


class OwnWork(Exception):
    """Nobody reads their own words for a second time."""


@transaction.atomic
def ask_second_reader(*, inquiry: Inquiry, reader: User, by: User, at: datetime) -> None:
    """Ask a colleague to read, with a task and a deadline on the clock. Raises CannotRead."""
    inquiry = lock(inquiry)
    if not is_colleague(reader, of=by) or not may_see(reader, inquiry, at=at, let_in=is_on_the_case):
        raise CannotRead
    new = NewTask(kind=TaskKind.SECOND_READER, due_at=second_reading_due(at), owner=reader)
    task = set_task_of(inquiry, new, by=by, at=at)
    trail.record("screening.second_asked", by=by.pk, about=inquiry.pk, subject=task.pk)


@transaction.atomic
def read_as_second(
    *,
    inquiry: Inquiry,
    screening: Screening | None,
    base: int | None = None,
    remark: Guarded,
    by: User,
    at: datetime,
) -> SecondReading:
    """Say that one has read a draft as it stands at revision ``base``, or, without one, that the inquiry may be closed.

    What is written afterwards is unread again. Raises AlreadySigned, ChangedSince, OwnWork, and CannotRead for anybody
    who is no consultant or may not see the inquiry.
    """
    inquiry = lock(inquiry)
    if not may_see(by, inquiry, at=at, let_in=is_on_the_case):
        raise CannotRead
    if screening is not None:
        draft = Screening.objects.of(inquiry).drafts().select_for_update(of=("self",)).filter(pk=screening.pk).first()
        if draft is None:
            raise AlreadySigned(screening.pk)
        if draft.revision != base:
            raise ChangedSince(screening.pk)
        if draft.saved_by_id == by.pk:
            raise OwnWork(screening.pk)
    elif inquiry.consultant_id == by.pk:
        raise OwnWork(inquiry.pk)
    reading = SecondReading(
        inquiry=inquiry,
        screening=screening.pk if screening else None,
        revision=base if screening else None,
        remark=remark.text,
        at=at,
        by=by,
    ).opened_with(inquiry.key_in_hand)
    reading.save()
    trail.record(
        "screening.second_read",
        by=by.pk,
        about=inquiry.pk,
        subject=screening.pk if screening else None,
        digest=reading.sealed_digest(),
    )
    finish_asking(inquiry, by=by, at=at)
    return reading


def finish_asking(inquiry: Inquiry, *, by: User, at: datetime) -> None:
    """Mark the reader's own task done, and let the one who asked know by a task of theirs."""
    asked = list(inquiry.tasks.open().filter(kind=TaskKind.SECOND_READER, owner=by).select_related("set_by"))
    for task in asked:
        back = NewTask(kind=TaskKind.FOLLOW_UP, due_at=at, owner=task.set_by)
        set_task_of(inquiry, back, by=by, at=at)
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
        trail.record("task.done", by=by.pk, about=inquiry.pk, subject=task.pk, code=task.kind)
    if asked:
        show_next_step(inquiry)
