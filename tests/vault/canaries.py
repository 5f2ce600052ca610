"""Words that must never be found where they were not meant to be, and a call that is full of them."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID, uuid4

from tests.cast import MIDTJYLLAND, MORNING
from vaern.directory.terms import Concern
from vaern.guard import Context, Guarded, check, guarded
from vaern.inquiries.access import open_draft
from vaern.inquiries.actions.callbacks import Contact, agree_call_back, confirm_contact
from vaern.inquiries.actions.drafts import save_draft
from vaern.inquiries.actions.emergency import write_emergency_note
from vaern.inquiries.actions.filing import Call, file_call
from vaern.inquiries.actions.journal import add_note, hand_over
from vaern.inquiries.actions.notification import Notification, answer_notification
from vaern.inquiries.actions.tasks import NewTask, set_task
from vaern.inquiries.models import Inquiry
from vaern.inquiries.terms import (
    Age,
    Caller,
    EmergencyReason,
    HandOver,
    Haste,
    HideNumber,
    IfOtherAnswers,
    NotificationState,
    PhoneOf,
    TaskKind,
)
from vaern.staff.models import User

CANARIES = {
    "name": "Zubæydah Qorråx-Vindfeldt",
    "phone": "91 73 48 26",
    "phone in one": "91734826",
    "address": "Kvidderbakken 417, 8999 Mørkelund",
    "passport": "QX7391846",
    "words": "sedlen ligger under den løse flise",
}
TOMORROW = MORNING + timedelta(days=1)


@dataclass
class Planted:
    """A filed call with everything around it, and a draft that was never filed."""

    inquiry: Inquiry
    draft_id: UUID
    keys: list[UUID] = field(default_factory=list)


def said(text: str) -> Guarded:
    """Return text as a consultant files it, every warning confirmed."""
    context = Context()
    return guarded(text, context, [finding.fingerprint for finding in check(text, context).findings])


def plant(by: User) -> Planted:
    """Tell the canaries to every act that takes words, through the acts themselves."""
    everything = ", ".join(CANARIES.values())
    words = said(CANARIES["words"])
    left = save_draft(draft_id=uuid4(), base=0, content={"note": everything}, by=by, at=MORNING).draft
    save_draft(draft_id=left.pk, base=1, content={"note": everything, "safety": everything}, by=by, at=MORNING)
    inquiry = file(start(by, {"note": everything}), by, words)
    add_note(inquiry=inquiry, note=words, happened_at=MORNING, by=by, at=MORNING)
    meeting = NewTask(kind=TaskKind.MEETING, due_at=TOMORROW, owner=by, text=words)
    set_task(inquiry=inquiry, task=meeting, by=by, at=MORNING)
    answer = Notification(state=NotificationState.TO_BE_MADE, who=words, when=TOMORROW)
    answer_notification(inquiry=inquiry, notification=answer, child_known=False, by=by, at=MORNING)
    call_back = agree_call_back(
        inquiry=inquiry,
        contact=contact(words),
        due_at=TOMORROW,
        valid_until=TOMORROW.date(),
        by=by,
        at=MORNING,
    )
    confirm_contact(
        call_back=call_back,
        contact=contact(words),
        valid_until=TOMORROW.date(),
        seen=call_back.confirmed_at,
        by=by,
        at=MORNING,
    )
    emergency = write_emergency_note(
        about=inquiry.pk,
        region=MIDTJYLLAND,
        text=everything,
        grounds=everything,
        reason=EmergencyReason.SHELTER,
        danger_is_acute=True,
        by=by,
        at=MORNING,
    )
    hand_over(inquiry=inquiry, region="1081", reason=HandOver.LEAVE, note=words, by=by, at=MORNING)
    return Planted(inquiry, left.pk, [left.key_id, inquiry.key_id, call_back.key_id, emergency.key_id])


def start(by: User, content: dict[str, str]):
    """Return a draft as the page of the call log holds it: saved, and opened by its owner."""
    saved = save_draft(draft_id=uuid4(), base=0, content=content, by=by, at=MORNING)
    return open_draft(user=by, draft_id=saved.draft.pk)


def file(draft, by: User, words: Guarded) -> Inquiry:
    call = Call(
        happened_at=MORNING,
        minutes=12,
        safety=words,
        note=words,
        summary=words,
        advice=words,
        told=words,
        caller=Caller.SCHOOL,
        subject=Concern.TRIP,
        haste=Haste.TODAY,
        age=Age.UNDER_18,
        region=MIDTJYLLAND,
        prompts=(CANARIES["words"],),
    )
    step = NewTask(kind=TaskKind.FOLLOW_UP, due_at=TOMORROW, owner=by, text=words)
    return file_call(draft=draft, call=call, next_step=step, nothing_more=False, by=by, at=MORNING)


def contact(words: Guarded) -> Contact:
    asked = "when_safe never_when agreed_words safe_word cannot_talk_word send_help_word must_not_know interpreter"
    return Contact(
        number=CANARIES["phone"],
        phone_of=PhoneOf.FRIEND,
        if_other_answers=IfOtherAnswers.HANG_UP,
        hide_number=HideNumber.YES,
        digital_post=words,
        easier=words,
        **dict.fromkeys(asked.split(), words),
    )


def forms(text: str) -> Iterator[bytes]:
    """Yield every form a text could lie in: the ways files, columns, logs and addresses write it."""
    plain = text.encode()
    wide = [text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("latin-1")]
    yield from (plain, *wide)
    yield from (json.dumps(text)[1:-1].encode(), ascii(text)[1:-1].encode(), quote(text).encode())
    for raw in (plain, *wide):
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for shift in range(3):  # base64 looks different at each of three places; the edges depend on the neighbours
            body = raw[(3 - shift) % 3 :]
            yield base64.b64encode(body[: len(body) // 3 * 3])


FORMS = {name: tuple(forms(text)) for name, text in CANARIES.items()}


def canaries_in(data: bytes) -> set[str]:
    """Return which canaries ``data`` gives away, whatever the form."""
    return {name for name, written in FORMS.items() if any(form in data for form in written)}
