"""Who may see an inquiry, and the trace of it.

An inquiry is seen by the consultant who holds it, by those on duty for its region, and by the one who gave it away
until somebody has taken it. Nobody else, whatever their role: to them it does not exist.
"""

from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q

from vaern.audit import trail
from vaern.inquiries.models import CallBack, Draft, EmergencyNote, Entry, Inquiry, InquiryQuerySet, Task
from vaern.inquiries.terms import Age, EntryKind, Stage
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose


class NoSuchInquiry(Exception):
    """There is none, or it is not for this person to know: the two must look the same."""


def may_see(user: User, inquiry: Inquiry, *, at: datetime) -> bool:
    """Tell whether ``user`` may see the inquiry. Doubt means no."""
    if not user.may(Permission.ANSWER_CALLS):
        return False
    if inquiry.consultant_id == user.pk:
        return True
    if inquiry.region in user.regions_on(local_day(at)):
        return True
    return inquiry.consultant_id is None and inquiry.handed_by_id == user.pk


def open_inquiry(*, user: User, inquiry_id: UUID, purpose: Purpose, at: datetime) -> Inquiry:
    """Return the inquiry with its key in hand, and write the opening down first.

    Raises NoSuchInquiry for one that is not there and for one that is not theirs; both leave a refusal in the trail.
    """
    inquiry = Inquiry.objects.select_related("consultant", "handed_by").filter(pk=inquiry_id).first()
    if inquiry is None or not may_see(user, inquiry, at=at):
        trail.record_refusal("inquiry.refused", by=user.pk, about=inquiry_id, code=purpose)
        raise NoSuchInquiry
    trail.record_opening("inquiry.opened", by=user.pk, about=inquiry.pk, code=purpose)
    return inquiry.opened_with(broker().open(inquiry.key_id, purpose=purpose, by=user.pk))


def branches(user: User, *, at: datetime) -> list[InquiryQuerySet]:
    """Return the sets whose union is what ``user`` may see; each can use an index of its own."""
    if not user.may(Permission.ANSWER_CALLS):
        return []
    regions = [Inquiry.objects.in_region(region) for region in user.regions_on(local_day(at))]
    return [Inquiry.objects.held_by(user), *regions, Inquiry.objects.awaiting_from(user)]


@dataclass(frozen=True)
class Page:
    """Some rows of a worklist, and where the next page begins ("" when there is none)."""

    rows: list[Inquiry]
    next: str


def worklist(
    user: User,
    *,
    at: datetime,
    stage: Stage = Stage.OPEN,
    mine: bool = False,
    region: str = "",
    after: str = "",
    size: int = 50,
) -> Page:
    """Return one page of what ``user`` may see: open ones by next step, closed ones newest first.

    Reads ``size`` rows from each branch, however many inquiries there are, and opens no key.
    """
    sets = [Inquiry.objects.held_by(user)] if mine and user.may(Permission.ANSWER_CALLS) else branches(user, at=at)
    moment, newest_first = ("next_step_at", False) if stage == Stage.OPEN else ("filed_at", True)
    sign = "-" if newest_first else ""
    position = parse_position(after)
    pages = []
    for branch in sets:
        rows = branch.filter(stage=stage).select_related("consultant", "handed_by")
        if region:
            rows = rows.filter(region=region)
        if position:
            rows = rows.filter(beyond(moment, position, newest_first))
        pages.append(rows.order_by(f"{sign}{moment}", f"{sign}pk")[: size + 1])
    found = merged(pages, moment, newest_first)
    rows = list(islice(found, size + 1))
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, position_of(rows[-1], moment) if more else "")


def merged(pages: list[Any], moment: str, newest_first: bool) -> Any:
    """Yield the rows of all pages in order, each once."""
    seen: set[UUID] = set()
    for row in merge(*pages, key=lambda row: (getattr(row, moment), row.pk), reverse=newest_first):
        if row.pk not in seen:
            seen.add(row.pk)
            yield row


def beyond(moment: str, position: tuple[datetime, UUID], newest_first: bool) -> Any:
    compare = "lt" if newest_first else "gt"
    at, pk = position
    return Q(**{f"{moment}__{compare}": at}) | Q(**{moment: at, f"pk__{compare}": pk})


def position_of(row: Inquiry, moment: str) -> str:
    return f"{getattr(row, moment).isoformat()}_{row.pk.hex}"


def parse_position(text: str) -> tuple[datetime, UUID] | None:
    """Read a page's beginning from an address; anything malformed is the first page."""
    moment, _, pk = text.partition("_")
    try:
        return datetime.fromisoformat(moment), UUID(pk)
    except ValueError:
        return None


def open_draft(*, user: User, draft_id: UUID) -> Draft:
    """Return one's own draft, opened. Raises NoSuchInquiry for anyone else's."""
    draft = Draft.objects.of(user).filter(pk=draft_id).first()
    if draft is None:
        raise NoSuchInquiry
    return draft.opened_with(broker().open(draft.key_id, purpose=Purpose.CALL, by=user.pk))


def drafts_of(user: User) -> Any:
    """Return the user's unfinished calls, newest first, unopened."""
    return Draft.objects.of(user).newest_first()


def tasks_of(user: User, *, until: datetime) -> list[Task]:
    """Return the user's open tasks due by ``until``, by due time, unopened; two queries."""
    return list(Task.objects.open().owned_by(user).due_by(until).by_due().select_related("inquiry"))


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


def emergency_notes_about(about: UUID) -> Any:
    """Return the emergency notes of one call, unopened."""
    return EmergencyNote.objects.filter(about=about).oldest_first().select_related("written_by")


def emergency_notes_to_review() -> Any:
    """Return the notes no team lead has judged yet, oldest first, unopened."""
    return EmergencyNote.objects.awaiting_review().oldest_first().select_related("written_by")


def open_emergency_note(*, user: User, note_id: UUID, at: datetime) -> EmergencyNote:
    """Return an emergency note, readable, to its writer, to those who see its inquiry, and to the reviewing team lead.

    Raises NoSuchInquiry for anyone else, and for a note whose time is up.
    """
    note = EmergencyNote.objects.select_related("written_by").filter(pk=note_id).first()
    if note is None or note.erased_at or note.expires_at <= at or not may_see_note(user, note, at=at):
        trail.record_refusal("inquiry.refused", by=user.pk, about=note.about if note else note_id, code="emergency")
        raise NoSuchInquiry
    trail.record_opening(
        "emergency.opened",
        by=user.pk,
        about=note.about,
        subject=note.pk,
        code=Purpose.REVIEW,
    )
    return note.opened_with(broker().open(note.key_id, purpose=Purpose.REVIEW, by=user.pk))


def may_see_note(user: User, note: EmergencyNote, *, at: datetime) -> bool:
    if note.reviewed_at is None and user.may(Permission.REVIEW_EMERGENCY_NOTES):
        return True
    if not user.may(Permission.ANSWER_CALLS):
        return False
    if note.written_by_id == user.pk:
        return True
    inquiry = Inquiry.objects.filter(pk=note.about).first()
    return inquiry is not None and may_see(user, inquiry, at=at)
