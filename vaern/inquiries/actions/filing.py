"""File a call: the draft becomes an inquiry, whole or not at all."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from vaern.audit import trail
from vaern.directory.terms import Concern
from vaern.guard import Guarded
from vaern.inquiries.access import child_is_known, was_filed
from vaern.inquiries.actions.notification import (
    Notification,
    answer_notification,
    follow_up,
    require_settled,
)
from vaern.inquiries.actions.tasks import NewTask, set_task
from vaern.inquiries.models import Draft, Entry, Inquiry
from vaern.inquiries.terms import Age, Caller, Closing, EntryKind, Haste, Kind, Stage, TaskKind
from vaern.mailbox.actions import follow_log
from vaern.staff.models import User
from vaern.work.names import draw_cover_name, draw_reference

TRIES = 5  # references are drawn at random from 28 million; two alike in a row will not happen


class NoNextStep(Exception):
    """A call is filed with a next step, or with the explicit answer that there is none."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """What was said and chosen in one call. Texts have passed the guard; ``minutes`` is its length."""

    happened_at: datetime
    minutes: int
    safety: Guarded
    note: Guarded
    summary: Guarded
    advice: Guarded
    told: Guarded
    caller: Caller | None
    subject: Concern | None
    haste: Haste | None
    age: Age
    region: str
    prompts: tuple[str, ...] = ()
    was_cut_off: bool = False

    def facts(self) -> dict[str, object]:
        return {
            "caller": self.caller or "",
            "subject": self.subject or "",
            "haste": self.haste or "",
            "age": self.age,
            "minutes": self.minutes,
            "prompts": list(self.prompts),
            "cut_off": self.was_cut_off,
        }


def file_call(
    *,
    draft: Draft,
    call: Call,
    next_step: NewTask | None,
    nothing_more: bool,
    by: User,
    at: datetime,
    hand_over: bool = False,
    notification: Notification | None = None,
    kind: Kind = Kind.CALL,
) -> Inquiry:
    """File the call and return its inquiry; the same draft filed twice is one inquiry.

    ``nothing_more`` closes it as advice given, if the question about notification is settled (NotificationUnsettled).
    ``hand_over`` leaves it to the region of the call: somebody there takes it, and until then it stays with ``by``.
    Raises NoNextStep when there is neither a next step nor ``nothing_more``.
    """
    if (next_step is None) != nothing_more:
        raise NoNextStep
    for attempt in range(TRIES):
        try:
            return file_once(
                draft=draft,
                call=call,
                next_step=next_step,
                by=by,
                at=at,
                hand_over=hand_over,
                notification=notification,
                kind=kind,
            )
        except IntegrityError:
            filed = Inquiry.objects.filter(pk=draft.pk).first()
            if filed is not None:  # the double click
                return filed.opened_with(draft.key_in_hand)
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def file_once(
    *,
    draft: Draft,
    call: Call,
    next_step: NewTask | None,
    by: User,
    at: datetime,
    hand_over: bool,
    notification: Notification | None,
    kind: Kind,
) -> Inquiry:
    child_known = child_is_known(draft.pk)
    if next_step is None:
        require_settled(
            age=call.age,
            subject=call.subject or "",
            answer=notification.sealed() if notification else None,
            child_known=child_known,
            at=at,
        )
    ours_to_do = follow_up(notification, owner=by) if notification and notification.is_ours else None
    take_over = NewTask(kind=TaskKind.TAKE_OVER, due_at=at, owner=by) if hand_over else None
    first_step = next_step or take_over or ours_to_do  # a promise of our own keeps the inquiry open
    inquiry = inquiry_from(draft, kind, call.region, first_step, hand_over=hand_over, by=by, at=at)
    inquiry.save(force_insert=True)
    entry = entry_from(call, inquiry, is_closed=first_step is None, by=by, at=at)
    entry.save()
    trail.record("inquiry.filed", by=by.pk, about=inquiry.pk, subject=entry.pk, code=kind, digest=entry.sealed_digest())
    if first_step and first_step is not ours_to_do:
        set_task(inquiry=inquiry, task=first_step, by=by, at=at)
    if notification:
        answer_notification(inquiry=inquiry, notification=notification, child_known=child_known, by=by, at=at)
    if hand_over:
        trail.record("inquiry.handed_over", by=by.pk, about=inquiry.pk, code=call.region)
    if not first_step:
        trail.record("inquiry.closed", by=by.pk, about=inquiry.pk, code=Closing.ADVICE_GIVEN)
    if draft.fork_of and not was_filed(draft.fork_of):  # two tabs: the log that was filed is the thread's
        follow_log(log=draft.fork_of, to=inquiry.pk, by=by)
    Draft.objects.filter(pk=draft.pk).delete()
    return inquiry


def inquiry_from(
    draft: Draft, kind: Kind, region: str, first_step: NewTask | None, *, hand_over: bool, by: User, at: datetime
) -> Inquiry:
    """Return the inquiry a draft becomes, under the draft's id and key: closed where there is no first step."""
    return Inquiry(
        id=draft.pk,
        reference=draw_reference("H"),
        cover_name=draw_cover_name(),
        kind=kind,
        stage=Stage.OPEN if first_step else Stage.CLOSED,
        region=region,
        consultant=None if hand_over else by,
        handed_by=by if hand_over else None,
        next_step_kind=first_step.kind if first_step else "",
        next_step_at=first_step.due_at if first_step else None,
        filed_at=at,
        filed_by=by,
        closed_at=None if first_step else at,
        closed_by=None if first_step else by,
    ).opened_with(draft.key_in_hand)


def entry_from(call: Call, inquiry: Inquiry, *, is_closed: bool, by: User, at: datetime) -> Entry:
    """Return the journal entry of the call, under the inquiry's key."""
    return Entry(
        inquiry=inquiry,
        kind=EntryKind.CALL,
        happened_at=call.happened_at,
        written_at=at,
        by=by,
        safety=call.safety.text,
        note=call.note.text,
        summary=call.summary.text,
        advice=call.advice.text,
        told=call.told.text,
        facts=call.facts() | ({"closing": Closing.ADVICE_GIVEN} if is_closed else {}),
    ).opened_with(inquiry.key_in_hand)
