"""What the children do. Each act is given ``confirm``, and calls it when the site would have told the person "gemt"."""

import os
from datetime import datetime
from io import StringIO
from pathlib import Path
from uuid import UUID

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from tests.cases.conftest import an_opening
from tests.cast import MORNING
from tests.closing.conftest import LATER, PAST_KEEPING, an_ending
from tests.risk.filled import sign_it
from tests.vault.canaries import TOMORROW, contact, file, said
from vaern.audit import chain, trail
from vaern.cases.access import open_case
from vaern.cases.actions.opening import open_from_inquiry
from vaern.cases.models import Case
from vaern.closing.actions.closing import close_case
from vaern.closing.actions.destruction import confirm_destruction
from vaern.inquiries.access import open_call_back, open_draft, open_inquiry
from vaern.inquiries.actions.callbacks import agree_call_back, end_call_back
from vaern.inquiries.actions.drafts import discard_draft, save_draft
from vaern.inquiries.actions.emergency import expire_emergency_notes
from vaern.inquiries.actions.journal import add_note
from vaern.inquiries.actions.tasks import NewTask
from vaern.inquiries.models import Inquiry
from vaern.inquiries.terms import CallBackEnd, TaskKind
from vaern.risk.models import Screening
from vaern.staff import factors, slowing
from vaern.staff.models import User
from vaern.vault.actions import destroy_key, reconcile, rewrap_all, sweep_orphans
from vaern.vault.terms import Purpose, TombstoneReason


def begin(confirm, person, draft_id, words):
    """Save a draft for the first time."""
    save_draft(draft_id=UUID(draft_id), base=0, content={"note": words}, by=user(person), at=MORNING)
    confirm(draft_id)


def go_on(confirm, person, draft_id, words):
    """Save the draft again."""
    save_draft(draft_id=UUID(draft_id), base=1, content={"note": words}, by=user(person), at=MORNING)
    confirm(draft_id)


def discard(confirm, person, draft_id):
    by = user(person)
    draft = open_draft(user=by, draft_id=UUID(draft_id))
    discard_draft(draft=draft, by=by, at=MORNING, reason=TombstoneReason.DISCARDED)
    confirm(draft_id)


def file_it(confirm, person, draft_id, words):
    by = user(person)
    file(open_draft(user=by, draft_id=UUID(draft_id)), by, said(words))
    confirm(draft_id)


def agree(confirm, person, inquiry_id, words):
    """Agree to call back: a key of its own, made inside the act."""
    by = user(person)
    agree_call_back(
        inquiry=opened(by, inquiry_id),
        contact=contact(said(words)),
        due_at=TOMORROW,
        valid_until=TOMORROW.date(),
        by=by,
        at=MORNING,
    )
    confirm(inquiry_id)


def end(confirm, person, inquiry_id):
    """End the call-back: its key is destroyed."""
    by = user(person)
    call_back = open_call_back(user=by, inquiry=opened(by, inquiry_id))
    step = NewTask(kind=TaskKind.FOLLOW_UP, due_at=TOMORROW, owner=by)
    end_call_back(call_back=call_back, outcome=CallBackEnd.DONE, next_step=step, by=by, at=MORNING)
    confirm(inquiry_id)


def expire(confirm, at):
    expire_emergency_notes(at=datetime.fromisoformat(at))
    confirm("expired")


def rewrap(confirm, version):
    rewrap_all(int(version))
    confirm(version)


def seal_again(confirm, batch):
    chain.BATCH = int(batch)
    chain.seal()
    confirm("sealed")


def sweep(confirm, at):
    sweep_orphans(at=datetime.fromisoformat(at))
    reconcile()
    confirm("swept")


def write_notes(confirm, person, inquiry_id, count):
    """Write journal notes as fast as they can be written, each an act of its own."""
    by, inquiry = user(person), Inquiry.objects.get(pk=inquiry_id)
    inquiry = opened(by, inquiry_id)
    for number in range(int(count)):
        note = add_note(inquiry=inquiry, note=said(f"linje {number}"), happened_at=MORNING, by=by, at=timezone.now())
        confirm(note.pk)


def write_events(confirm, person, count):
    """Write acts, openings and refusals, and confirm how many."""
    by = UUID(person)
    for number in range(int(count)):
        with transaction.atomic():
            trail.record("inquiry.filed", by=by, about=by, code=f"n{number}")
        trail.record_opening("inquiry.opened", by=by, about=by, code=f"n{number}")
        trail.record_refusal("inquiry.refused", by=by, code=f"n{number}")
        confirm(os.getpid())


def write_drafts(confirm, person, count):
    """Make keys and rows: both databases at once."""
    from uuid import uuid4

    by = user(person)
    for number in range(int(count)):
        draft_id = uuid4()
        save_draft(draft_id=draft_id, base=0, content={"note": f"linje {number}"}, by=by, at=MORNING)
        save_draft(draft_id=draft_id, base=1, content={"note": f"linje {number}, rettet"}, by=by, at=MORNING)
        if number % 2:
            destroy_key_of(draft_id, by)
        confirm(draft_id)


def destroy_key_of(draft_id, by):
    draft = open_draft(user=by, draft_id=draft_id)
    destroy_key(key_id=draft.key_id, reason=TombstoneReason.DISCARDED, by=by.pk, at=MORNING)


def try_a_password(confirm, moment):
    """Count a try at somebody's password, and say whether it would be judged."""
    counters = [slowing.counter(slowing.PASSWORD, "asta@vaern.invalid", "203.0.113.9")]
    try:
        slowing.count_try(counters, at=datetime.fromisoformat(moment))
    except slowing.Wait:
        confirm("waits")
    else:
        confirm("judged")


def show_a_code(confirm, person, code, moment):
    """Show the code of an app at a moment."""
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        try:
            confirm(factors.check_code(user(person), code))
        except factors.NotProved:
            confirm("not proved")


def user(person) -> User:
    return User.objects.get(pk=person)


def opened(by, inquiry_id) -> Inquiry:
    return open_inquiry(user=by, inquiry_id=UUID(str(inquiry_id)), purpose=Purpose.CASEWORK, at=MORNING)


def open_a_case(confirm, person, inquiry_id):
    by = user(person)
    open_from_inquiry(inquiry=opened(by, inquiry_id), opening=an_opening(by), by=by, at=MORNING)
    confirm(inquiry_id)


def sign_a_screening(confirm, person, inquiry_id, screening_id):
    by, inquiry = user(person), opened(user(person), inquiry_id)
    screening = Screening.objects.get(pk=screening_id).opened_with(inquiry.key_in_hand)
    sign_it(inquiry, screening, by)
    confirm(screening_id)


def take_a_copy(confirm, what, recovery_key, to):
    settings.RECOVERY_KEY = Path(recovery_key)
    call_command("backup", "--what", what, "--to", to, verbosity=0, stdout=StringIO())
    confirm(what)


def put_back(confirm, copy, recovery_key):
    flags = ["--recovery-key", recovery_key, "--replace-database"]
    call_command("restore", copy, *flags, stdout=StringIO())
    confirm(copy)


def rotate(confirm, folder):
    settings.BROKER_FOLDER = Path(folder)
    call_command("rotate_keys", stdout=StringIO())
    confirm("rotated")


def close_a_case(confirm, person, case_id):
    by, case = user(person), opened_case(person, case_id)
    inquiry = opened(by, case.inquiry_id)
    close_case(case=case, inquiry=inquiry, ending=an_ending(case, by), seen=None, by=by, at=LATER)
    confirm(case_id)


def destroy_a_case(confirm, person, case_id):
    confirm_destruction(case_id=UUID(case_id), by=user(person), at=PAST_KEEPING)
    confirm(case_id)


def opened_case(person, case_id) -> Case:
    return open_case(user=user(person), case_id=UUID(str(case_id)), purpose=Purpose.CASEWORK, at=LATER)
