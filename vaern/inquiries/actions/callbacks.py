"""Call back, in the way it was agreed to be safe. The service never leaves a message."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from vaern.audit import trail
from vaern.guard import Guarded
from vaern.inquiries.actions.journal import write_entry
from vaern.inquiries.actions.tasks import NewTask, blank, set_task, show_next_step
from vaern.inquiries.models import Attempt, CallBack, Inquiry
from vaern.inquiries.terms import (
    AttemptOutcome,
    CallBackEnd,
    EntryKind,
    HideNumber,
    IfOtherAnswers,
    Kind,
    PhoneOf,
    TaskKind,
)
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.vault.actions import destroy_key
from vaern.vault.broker import broker
from vaern.vault.terms import TombstoneReason


class AlreadyAgreed(Exception):
    """A call-back waits already; end it, or change it."""


class ConfirmedMeanwhile(Exception):
    """Somebody has written down other answers since the page was shown; they must not go unread."""


class AlreadyEnded(Exception):
    """The call-back is over, and its number is gone."""


class NoReason(Exception):
    """Dialling on lapsed answers needs a reason in words."""


class EndsBeforeItBegins(Exception):
    """The answers would be out of date before the call."""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How it is safe to reach somebody: the number and the answers to the questions of safe contact.

    The number is the one thing here that tells who; it is sealed under the call-back's own key and goes with it.
    """

    number: str
    phone_of: PhoneOf
    when_safe: Guarded
    never_when: Guarded
    if_other_answers: IfOtherAnswers
    agreed_words: Guarded
    hide_number: HideNumber
    safe_word: Guarded
    cannot_talk_word: Guarded
    send_help_word: Guarded
    must_not_know: Guarded
    interpreter: Guarded
    digital_post: Guarded
    easier: Guarded

    def answers(self) -> dict[str, str]:
        """Return the answers by name, as they are sealed."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value.text if isinstance(value, Guarded) else str(value) for name, value in values.items()}


@transaction.atomic
def agree_call_back(
    *,
    inquiry: Inquiry,
    contact: Contact,
    due_at: datetime,
    valid_until: date,
    by: User,
    at: datetime,
) -> CallBack:
    """Agree to call back at ``due_at``. Raises AlreadyAgreed, and EndsBeforeItBegins if the answers lapse before it."""
    if valid_until < local_day(due_at):
        raise EndsBeforeItBegins
    if inquiry.call_backs.waiting().exists():
        raise AlreadyAgreed(inquiry.pk)
    call_back = CallBack(
        inquiry=inquiry,
        contact=contact.answers(),
        phone_of=contact.phone_of,
        valid_until=valid_until,
        confirmed_at=at,
        confirmed_by=by,
    ).opened_with(broker().new())
    call_back.save(force_insert=True)
    trail.record(
        "callback.agreed",
        by=by.pk,
        about=inquiry.pk,
        subject=call_back.pk,
        digest=call_back.sealed_digest(),
    )
    waiting = inquiry.tasks.open().filter(kind=TaskKind.CALL_BACK).first()
    if waiting is None:
        set_task(inquiry=inquiry, task=NewTask(kind=TaskKind.CALL_BACK, due_at=due_at, owner=by), by=by, at=at)
    else:
        waiting.due_at = due_at
        waiting.save(update_fields=["due_at"])
        show_next_step(inquiry)
    if inquiry.kind != Kind.CALL_BACK:
        inquiry.kind = Kind.CALL_BACK
        inquiry.save(update_fields=["kind"])
    return call_back


@transaction.atomic
def confirm_contact(
    *, call_back: CallBack, contact: Contact, valid_until: date, seen: datetime | None, by: User, at: datetime
) -> None:
    """Write down what the person says now about safe contact; the earlier answers no longer count.

    ``seen`` is when the answers were confirmed that ``by`` has read, None for older ones. Raises AlreadyEnded, and
    ConfirmedMeanwhile for other answers than those.
    """
    stands = CallBack.objects.select_for_update().only("confirmed_at", "ended_at").get(pk=call_back.pk)
    refuse_ended(stands)
    if stands.confirmed_at != seen:
        raise ConfirmedMeanwhile(call_back.pk)
    call_back.contact, call_back.phone_of = contact.answers(), contact.phone_of
    call_back.valid_until, call_back.confirmed_at, call_back.confirmed_by = valid_until, at, by
    call_back.save(update_fields=["contact", "phone_of", "valid_until", "confirmed_at", "confirmed_by"])
    trail.record(
        "callback.confirmed",
        by=by.pk,
        about=call_back.inquiry_id,
        subject=call_back.pk,
        digest=call_back.sealed_digest(),
    )


@transaction.atomic
def override_lapsed(*, call_back: CallBack, reason: Guarded, by: User, at: datetime) -> None:
    """Let ``by`` dial on lapsed answers because danger is acute; the reason goes into the journal. Raises NoReason."""
    if not reason.text.strip():
        raise NoReason
    refuse_ended(call_back)
    entry = write_entry(call_back.inquiry, EntryKind.NOTE, note=reason, happened_at=at, by=by, at=at)
    trail.record("callback.overridden", by=by.pk, about=call_back.inquiry_id, subject=entry.pk)


@transaction.atomic
def attempt_call(
    *,
    call_back: CallBack,
    outcome: AttemptOutcome,
    by: User,
    at: datetime,
    attempt_id: UUID | None = None,
    try_again_at: datetime | None = None,
) -> Attempt:
    """Write down one try. ``try_again_at`` moves the agreed time; ``attempt_id`` makes a double click one try."""
    refuse_ended(call_back)
    key = call_back.inquiry.key_in_hand
    attempt = Attempt.objects.filter(pk=attempt_id, call_back=call_back).first() if attempt_id else None
    if attempt:
        return attempt.opened_with(key)
    attempt = Attempt(id=attempt_id or uuid4(), call_back=call_back, at=at, by=by, outcome=outcome)
    attempt.opened_with(key).save()
    trail.record("callback.attempted", by=by.pk, about=call_back.inquiry_id, subject=call_back.pk, code=outcome)
    task = call_back.inquiry.tasks.open().filter(kind=TaskKind.CALL_BACK).first()
    if try_again_at and task:
        task.due_at = try_again_at
        task.save(update_fields=["due_at"])
        show_next_step(call_back.inquiry)
    return attempt


@transaction.atomic
def end_call_back(*, call_back: CallBack, outcome: CallBackEnd, next_step: NewTask, by: User, at: datetime) -> None:
    """End the call-back and destroy its key: number and agreements are gone. The inquiry goes on with ``next_step``."""
    refuse_ended(call_back)
    call_back.ended_at, call_back.ended_by, call_back.phone_of = at, by, None
    call_back.save(update_fields=["ended_at", "ended_by", "phone_of"])
    inquiry = call_back.inquiry
    facts = {"call_back": outcome}
    write_entry(inquiry, EntryKind.CALL_BACK, note=blank(), happened_at=at, by=by, at=at, facts=facts)
    set_task(inquiry=inquiry, task=next_step, by=by, at=at)
    for task in inquiry.tasks.open().filter(kind=TaskKind.CALL_BACK).exclude(set_at=at):
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
    show_next_step(inquiry)
    destroy_key(key_id=call_back.key_id, reason=TombstoneReason.DONE, by=by.pk, at=at)
    trail.record("callback.ended", by=by.pk, about=inquiry.pk, subject=call_back.pk, code=outcome)


def refuse_ended(call_back: CallBack) -> None:
    if call_back.ended_at is not None:
        raise AlreadyEnded(call_back.pk)
