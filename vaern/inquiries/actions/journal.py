"""Go on with a filed inquiry: add, correct, give to another region, take, close and reopen."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.guard import Guarded
from vaern.inquiries.access import call_facts, child_is_known, is_kept_out, newest_notification
from vaern.inquiries.actions.notification import require_settled
from vaern.inquiries.actions.tasks import NewTask, blank, set_task, show_next_step
from vaern.inquiries.models import Entry, Inquiry, KeptOut
from vaern.inquiries.terms import Closing, EntryKind, HandOver, Stage, TaskKind
from vaern.staff.models import User
from vaern.work.rows import lock


class AlreadyTaken(Exception):
    """Somebody holds the inquiry already."""


class SameRegion(Exception):
    """The inquiry is in that region already, with somebody who answers for it."""


class IsRestricted(Exception):
    """Its case is closed to the region: nobody in another one could see it. It goes with the case, to a person."""


class IsClosed(Exception):
    """The inquiry is closed; reopen it first."""


class IsOpen(Exception):
    """The inquiry is open already."""


class CallBackWaits(Exception):
    """A call-back has been agreed and not ended; its number is still kept."""


class NotificationWaits(Exception):
    """We have promised to notify and not done it yet."""


@transaction.atomic
def add_note(
    *, inquiry: Inquiry, note: Guarded, happened_at: datetime, by: User, at: datetime, corrects: Entry | None = None
) -> Entry:
    """Add a note, or a correction of an earlier entry; the earlier one stays as it was."""
    entry = write_entry(inquiry, EntryKind.NOTE, note=note, happened_at=happened_at, by=by, at=at, corrects=corrects)
    act = "inquiry.note_corrected" if corrects else "inquiry.note_added"
    trail.record(act, by=by.pk, about=inquiry.pk, subject=entry.pk, digest=entry.sealed_digest())
    return entry


@transaction.atomic
def hand_over(*, inquiry: Inquiry, region: str, reason: HandOver, note: Guarded, by: User, at: datetime) -> None:
    """Leave an open inquiry to another region. Until somebody there takes it, ``by`` still answers for it.

    Raises IsClosed, SameRegion, and IsRestricted for one whose case is closed to the region.
    """
    inquiry = lock(inquiry)
    if not inquiry.is_open:
        raise IsClosed(inquiry.pk)
    if region == inquiry.region:
        raise SameRegion(inquiry.pk)
    if inquiry.is_restricted:
        raise IsRestricted(inquiry.pk)
    inquiry.region, inquiry.consultant, inquiry.handed_by = region, None, by
    inquiry.save(update_fields=["region", "consultant", "handed_by"])
    write_entry(inquiry, EntryKind.HAND_OVER, note=note, happened_at=at, by=by, at=at, facts={"reason": reason})
    set_task(inquiry=inquiry, task=NewTask(kind=TaskKind.TAKE_OVER, due_at=at, owner=by), by=by, at=at)
    trail.record("inquiry.handed_over", by=by.pk, about=inquiry.pk, code=region)


@transaction.atomic
def take(*, inquiry: Inquiry, by: User, at: datetime) -> None:
    """Take an inquiry nobody holds: its open tasks become the taker's. The slower of two gets AlreadyTaken."""
    inquiry = lock(inquiry)
    if inquiry.consultant_id is not None:
        raise AlreadyTaken(inquiry.pk)
    inquiry.consultant = by
    inquiry.save(update_fields=["consultant"])
    for task in inquiry.tasks.open():
        if task.kind == TaskKind.TAKE_OVER:
            task.done_at, task.done_by = at, by
        task.owner = by
        task.save(update_fields=["owner", "done_at", "done_by"])
    trail.record("inquiry.taken", by=by.pk, about=inquiry.pk)
    if inquiry.is_open and not inquiry.tasks.open().exists():
        set_task(inquiry=inquiry, task=NewTask(kind=TaskKind.FOLLOW_UP, due_at=at, owner=by), by=by, at=at)
    show_next_step(inquiry)


@transaction.atomic
def follow(*, inquiry_id: UUID, before: User, after: User, by: User) -> None:
    """Let an inquiry go with what was made of it to ``after``, if ``before`` is who answers for it; no key is opened.

    Whoever works on must be able to read what it began with, and to screen anew. Somebody else's it stays.
    """
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry_id)
    if inquiry.answers_for_it != before or inquiry.consultant_id == after.pk:
        return
    inquiry.consultant = after
    inquiry.save(update_fields=["consultant"])
    pass_tasks(inquiry, before, after)
    trail.record("inquiry.followed", by=by.pk, about=inquiry.pk, subject=after.pk)


@transaction.atomic
def restrict(*, inquiry_id: UUID, restricted: bool, by: User) -> None:
    """Close an inquiry to its region as its case is closed, or open it again; no key is opened."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry_id)
    inquiry.is_restricted = restricted
    inquiry.save(update_fields=["is_restricted"])
    trail.record("inquiry.restricted" if restricted else "inquiry.unrestricted", by=by.pk, about=inquiry.pk)


@transaction.atomic
def keep_out(*, inquiry_id: UUID, user: User, after: User | None, at: datetime) -> None:
    """Keep somebody out for good, who says they know the family of the case; no key is opened.

    What they answered for goes to ``after``. Without anybody it is left as one that nobody has, for a team lead.
    """
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry_id)
    if not is_kept_out(user, inquiry_id):
        KeptOut(inquiry=inquiry, user=user, at=at).save()
        trail.record("inquiry.kept_out", by=user.pk, about=inquiry.pk)
    if after is not None:
        follow(inquiry_id=inquiry_id, before=user, after=after, by=user)
    elif inquiry.consultant_id == user.pk:
        inquiry.consultant, inquiry.handed_by = None, user
        inquiry.save(update_fields=["consultant", "handed_by"])


def pass_tasks(inquiry: Inquiry, before: User, after: User) -> None:
    for task in inquiry.tasks.open().owned_by(before):
        task.owner = after
        task.save(update_fields=["owner"])


@transaction.atomic
def close(*, inquiry: Inquiry, reason: Closing, remark: Guarded, by: User, at: datetime) -> None:
    """Close an inquiry with a reason.

    Raises NotificationUnsettled while the question about a child is open, NotificationWaits while our own is not sent,
    CallBackWaits while a number is kept, and IsClosed if it was.
    """
    inquiry = lock(inquiry)
    if not inquiry.is_open:
        raise IsClosed(inquiry.pk)
    facts = call_facts(inquiry)
    require_settled(
        age=facts["age"],
        subject=facts["subject"],
        answer=newest_notification(inquiry),
        child_known=child_is_known(inquiry.pk),
        at=at,
    )
    if inquiry.call_backs.waiting().exists():
        raise CallBackWaits(inquiry.pk)
    if inquiry.tasks.open().filter(kind=TaskKind.NOTIFICATION).exists():
        raise NotificationWaits(inquiry.pk)
    for task in inquiry.tasks.open():
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
    write_entry(inquiry, EntryKind.CLOSING, note=remark, happened_at=at, by=by, at=at, facts={"closing": reason})
    inquiry.stage, inquiry.closed_at, inquiry.closed_by = Stage.CLOSED, at, by
    inquiry.next_step_kind, inquiry.next_step_at = "", None
    inquiry.save(update_fields=["stage", "closed_at", "closed_by", "next_step_kind", "next_step_at"])
    trail.record("inquiry.closed", by=by.pk, about=inquiry.pk, code=reason)


@transaction.atomic
def reopen(*, inquiry: Inquiry, next_step: NewTask, by: User, at: datetime) -> None:
    """Go on with a closed inquiry; it needs a next step from the start. Raises IsOpen."""
    inquiry = lock(inquiry)
    if inquiry.is_open:
        raise IsOpen(inquiry.pk)
    inquiry.stage, inquiry.closed_at, inquiry.closed_by = Stage.OPEN, None, None
    inquiry.next_step_kind, inquiry.next_step_at = next_step.kind, next_step.due_at
    inquiry.save(update_fields=["stage", "closed_at", "closed_by", "next_step_kind", "next_step_at"])
    set_task(inquiry=inquiry, task=next_step, by=by, at=at)
    trail.record("inquiry.reopened", by=by.pk, about=inquiry.pk)


def write_entry(
    inquiry: Inquiry,
    kind: EntryKind,
    *,
    note: Guarded,
    happened_at: datetime,
    by: User,
    at: datetime,
    corrects: Entry | None = None,
    facts: dict[str, object] | None = None,
) -> Entry:
    nothing = blank().text
    entry = Entry(
        inquiry=inquiry,
        kind=kind,
        corrects=corrects,
        happened_at=happened_at,
        written_at=at,
        by=by,
        safety=nothing,
        note=note.text,
        summary=nothing,
        advice=nothing,
        told=nothing,
        facts=facts or {},
    ).opened_with(inquiry.key_in_hand)
    entry.save()
    return entry
