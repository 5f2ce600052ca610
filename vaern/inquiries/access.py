"""Who may see an inquiry, and the trace of it.

An inquiry is seen by the consultant who holds it, by those on duty for its region, and by the one who gave it away
until somebody has taken it. Where its case is closed to the region, so is the inquiry; and who knows the family of the
case is kept out of both. Nobody else sees it, whatever their role: to them it does not exist.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from vaern.audit import trail
from vaern.inquiries.models import CallBack, Draft, EmergencyNote, Entry, Inquiry, KeptOut
from vaern.inquiries.surroundings import answering_codes
from vaern.inquiries.terms import Age, EntryKind
from vaern.law.clocks import local_day
from vaern.law.contact import ContactFacts
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose


class NoSuchInquiry(Exception):
    """There is none, or it is not for this person to know: the two must look the same."""


LetIn = Callable[[User, Inquiry, datetime], bool]


def nobody_more(user: User, inquiry: Inquiry, at: datetime) -> bool:
    """Let nobody on duty see an inquiry whose case is closed to the region: the answer where the case is not known."""
    return False


def may_see(user: User, inquiry: Inquiry, *, at: datetime, let_in: LetIn = nobody_more) -> bool:
    """Tell whether ``user`` may see the inquiry. Doubt means no.

    ``let_in`` says who of those on duty still see one whose case is closed to the region: they are on that case.
    """
    if not user.may(Permission.ANSWER_CALLS) or inquiry.destroyed_at is not None or is_kept_out(user, inquiry.pk):
        return False
    if inquiry.consultant_id == user.pk or (inquiry.consultant_id is None and inquiry.handed_by_id == user.pk):
        return True
    if inquiry.region not in answering_codes(user, local_day(at)):
        return False
    return not inquiry.is_restricted or let_in(user, inquiry, at)


def is_kept_out(user: User, inquiry_id: UUID) -> bool:
    """Tell whether ``user`` knows the family of the case the inquiry became."""
    return KeptOut.objects.filter(inquiry=inquiry_id, user=user).exists()


def require_sight(*, user: User, inquiry_id: UUID, code: str, at: datetime, let_in: LetIn = nobody_more) -> Inquiry:
    """Return an inquiry ``user`` may see, shut.

    Raises NoSuchInquiry for one that is not there and for one that is not theirs; both leave a refusal in the trail.
    """
    inquiry = Inquiry.objects.select_related("consultant", "handed_by").filter(pk=inquiry_id).first()
    if inquiry is None or not may_see(user, inquiry, at=at, let_in=let_in):
        raise refused(user, inquiry_id, code=code)
    return inquiry


def open_inquiry(
    *, user: User, inquiry_id: UUID, purpose: Purpose, at: datetime, let_in: LetIn = nobody_more
) -> Inquiry:
    """Return the inquiry with its key in hand, and write the opening down first. Raises NoSuchInquiry."""
    inquiry = require_sight(user=user, inquiry_id=inquiry_id, code=purpose, at=at, let_in=let_in)
    trail.record_opening("inquiry.opened", by=user.pk, about=inquiry.pk, code=purpose)
    return inquiry.opened_with(broker().open(inquiry.key_id, purpose=purpose, by=user.pk))


def open_draft(*, user: User, draft_id: UUID) -> Draft:
    """Return one's own draft, opened. Raises NoSuchInquiry for anyone else's, which leaves a refusal in the trail."""
    draft = Draft.objects.of(user).filter(pk=draft_id).first()
    if draft is None:
        raise refused(user, draft_id, code=Purpose.CALL)
    return draft.opened_with(broker().open(draft.key_id, purpose=Purpose.CALL, by=user.pk))


def journal_of(inquiry: Inquiry) -> list[Entry]:
    """Return the opened inquiry's entries, newest first, readable."""
    entries = Entry.objects.about(inquiry).newest_first().select_related("by")
    return entries.opened_with(inquiry.key_in_hand)


def call_facts(inquiry: Inquiry) -> dict[str, Any]:
    """Return what was chosen in the call the inquiry began with."""
    first = Entry.objects.about(inquiry).filter(kind=EntryKind.CALL).order_by("written_at", "pk").first()
    return first.opened_with(inquiry.key_in_hand).facts if first else {"age": Age.UNKNOWN, "subject": ""}


def newest_notification(inquiry: Inquiry) -> dict[str, Any] | None:
    """Return the newest answer to the question about notification, or None."""
    row = inquiry.notification_answers.newest_first().first()
    return row.opened_with(inquiry.key_in_hand).answer if row else None


def child_is_known(about: UUID) -> bool:
    """Tell whether we hold something that says who the child is: an emergency note that has not been erased."""
    return EmergencyNote.objects.filter(about=about, erased_at=None).exists()


def open_call_back(*, user: User, inquiry: Inquiry) -> CallBack | None:
    """Return the inquiry's waiting call-back with its number readable, or None; the opening is written down first."""
    call_back = inquiry.call_backs.waiting().select_related("confirmed_by").first()
    if call_back is None:
        return None
    trail.record_opening(
        "callback.number_shown",
        by=user.pk,
        about=inquiry.pk,
        subject=call_back.pk,
        code=Purpose.CONTACT,
    )
    call_back.inquiry = inquiry
    return call_back.opened_with(broker().open(call_back.key_id, purpose=Purpose.CONTACT, by=user.pk))


def agreed_with_the_citizen(inquiry: Inquiry) -> tuple[CallBack | None, ContactFacts]:
    """Return the inquiry's waiting call-back, shut, and what it says of ringing the citizen. Opens no number.

    A call-back to somebody else's phone says nothing of theirs.
    """
    call_back = inquiry.call_backs.waiting().first()
    if call_back is None or not call_back.rings_the_citizen:
        return call_back, ContactFacts()
    return call_back, ContactFacts(may_be_called=True, holds_until=call_back.valid_until)


def emergency_notes_about(about: UUID) -> Any:
    """Return the emergency notes of one call, unopened."""
    return EmergencyNote.objects.filter(about=about).oldest_first().select_related("written_by")


def emergency_notes_to_review() -> Any:
    """Return the notes no team lead has judged yet, oldest first, unopened."""
    return EmergencyNote.objects.awaiting_review().oldest_first().select_related("written_by")


def open_emergency_note(*, user: User, note_id: UUID, at: datetime, let_in: LetIn = nobody_more) -> EmergencyNote:
    """Return an emergency note to its writer, to those who see its inquiry, and to the reviewing team lead.

    Its words are readable until its time is up; after that only the fact of it is left. Raises NoSuchInquiry for
    anyone else.
    """
    note = EmergencyNote.objects.select_related("written_by", "reviewed_by").filter(pk=note_id).first()
    if note is None or not may_see_note(user, note, at=at, let_in=let_in):
        raise refused(user, note.about if note else note_id, code="emergency")
    trail.record_opening(
        "emergency.opened",
        by=user.pk,
        about=note.about,
        subject=note.pk,
        code=Purpose.REVIEW,
    )
    if not note.is_readable(at):
        return note
    return note.opened_with(broker().open(note.key_id, purpose=Purpose.REVIEW, by=user.pk))


def require_writing_about(user: User, about: UUID, *, at: datetime, let_in: LetIn = nobody_more) -> None:
    """Raise NoSuchInquiry, on record, for who may put no emergency note on a call.

    They may on their own draft, a new one, and an inquiry they see.
    """
    inquiry = Inquiry.objects.filter(pk=about).first()
    draft = Draft.objects.filter(pk=about).first()
    if inquiry is not None:
        permitted = may_see(user, inquiry, at=at, let_in=let_in)
    else:
        permitted = draft is None or draft.owner_id == user.pk
    if not permitted:
        raise refused(user, about, code="emergency")


def require_writing(user: User, draft_id: UUID, *, at: datetime, let_in: LetIn = nobody_more) -> None:
    """Raise NoSuchInquiry, on record, for who sends words to a call that was filed and was never theirs to see.

    Who filed it may have a tab open still: their words go to a draft of their own, whoever holds the inquiry now.
    """
    inquiry = Inquiry.objects.filter(pk=draft_id).first()
    if inquiry is not None and inquiry.filed_by_id != user.pk and not may_see(user, inquiry, at=at, let_in=let_in):
        raise refused(user, draft_id, code=Purpose.CALL)


def refused(user: User, about: UUID, *, code: str) -> NoSuchInquiry:
    """Write a refusal down, and return what says it: a stranger is told the same as of one that is not there."""
    trail.record_refusal("inquiry.refused", by=user.pk, about=about, code=code)
    return NoSuchInquiry()


def may_see_note(user: User, note: EmergencyNote, *, at: datetime, let_in: LetIn = nobody_more) -> bool:
    if is_kept_out(user, note.about):  # also who wrote it: it says who and where
        return False
    if note.reviewed_at is None and user.may(Permission.REVIEW_EMERGENCY_NOTES):
        return True
    if not user.may(Permission.ANSWER_CALLS):
        return False
    if note.written_by_id == user.pk:
        return True
    inquiry = Inquiry.objects.filter(pk=note.about).first()
    return inquiry is not None and may_see(user, inquiry, at=at, let_in=let_in)


def was_filed(draft_id: UUID) -> bool:
    """Tell whether a draft has become an inquiry; they share the id."""
    return Inquiry.objects.filter(pk=draft_id).exists()


def filed_among(logs: Collection[UUID]) -> set[UUID]:
    """Return those call logs that have become inquiries. One query."""
    return set(Inquiry.objects.filter(pk__in=logs).values_list("pk", flat=True))


def may_go_on_with(user: User, log: UUID, *, at: datetime) -> bool:
    """Tell whether a call log is one's own draft, or an inquiry one may see. Doubt means no."""
    inquiry = Inquiry.objects.filter(pk=log).first()
    if inquiry is not None:
        return may_see(user, inquiry, at=at)
    return Draft.objects.of(user).filter(pk=log).exists()


def is_what_was_filed(*, user: User, draft_id: UUID, content: dict[str, Any], at: datetime) -> bool:
    """Tell whether a form sent again (a second click, a second tab) says what the inquiry says already."""
    filed = Inquiry.objects.filter(pk=draft_id).first()
    if filed is None or not may_see(user, filed, at=at):
        return False
    inquiry = open_inquiry(user=user, inquiry_id=draft_id, purpose=Purpose.CALL, at=at)
    call = inquiry.entries.filter(kind=EntryKind.CALL).order_by("written_at", "pk").first()
    if call is None:
        return False
    call.opened_with(inquiry.key_in_hand)
    return all(getattr(call, name) == content.get(name, "") for name in CALL_TEXTS)


CALL_TEXTS = ("safety", "note", "summary", "advice", "told")
