"""File a call: whole or not at all, and once."""

import pytest
from django.db import connection

from tests.cast import MIDTJYLLAND, MORNING, NORDJYLLAND, a_call, a_draft, a_step, file_a_call, text
from vaern.audit.models import Event
from vaern.directory.terms import Concern
from vaern.inquiries.access import NoSuchInquiry, call_facts, journal_of, open_inquiry
from vaern.inquiries.actions.filing import NoNextStep, file_call
from vaern.inquiries.actions.notification import IncompleteAnswer, Notification, NotificationUnsettled
from vaern.inquiries.models import Draft, Entry, Inquiry
from vaern.inquiries.terms import Age, NotificationState, Stage, TaskKind
from vaern.vault.terms import Purpose

pytestmark = pytest.mark.django_db


def test_a_filed_call_can_be_read_again_word_for_word(consultant_on_the_inquiry, inquiry):
    [entry] = journal_of(inquiry)
    assert entry.note == a_call().note.text
    assert (entry.summary, entry.advice) == ("Kontrol i hjemmet", "Tal med hende alene først.")
    assert call_facts(inquiry)["subject"] == Concern.CONTROL


def test_nothing_that_was_said_stands_in_clear(inquiry):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM inquiries_entry")
        raw = b"".join(bytes(value) for value in cursor.fetchone() if isinstance(value, bytes | memoryview))
    for words in ("kvinde", "Kontrol", "alene", "caseworker", "control"):
        assert words.encode() not in raw


def test_the_draft_is_gone_and_its_key_opens_the_inquiry(consultant_on_the_inquiry):
    draft = a_draft(consultant_on_the_inquiry)
    step = a_step(consultant_on_the_inquiry)
    filed = file_call(
        draft=draft, call=a_call(), next_step=step, nothing_more=False, by=consultant_on_the_inquiry, at=MORNING
    )
    assert (filed.pk, filed.key_id) == (draft.pk, draft.key_id)
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_the_same_draft_filed_twice_is_one_inquiry(consultant_on_the_inquiry):
    draft = a_draft(consultant_on_the_inquiry)
    act = {
        "call": a_call(),
        "next_step": a_step(consultant_on_the_inquiry),
        "nothing_more": False,
        "by": consultant_on_the_inquiry,
        "at": MORNING,
    }
    first, second = (file_call(draft=draft, **act) for _ in range(2))
    assert first.pk == second.pk
    assert Inquiry.objects.count() == Entry.objects.count() == 1


@pytest.mark.parametrize("nothing_more", [True, False])
def test_a_next_step_and_ingen_exclude_each_other(consultant_on_the_inquiry, nothing_more):
    step = a_step(consultant_on_the_inquiry) if nothing_more else None
    with pytest.raises(NoNextStep):
        file_call(
            draft=a_draft(consultant_on_the_inquiry),
            call=a_call(),
            next_step=step,
            nothing_more=nothing_more,
            by=consultant_on_the_inquiry,
            at=MORNING,
        )


def test_ingen_closes_advice_about_an_adult(consultant_on_the_inquiry):
    filed = file_a_call(consultant_on_the_inquiry, next_step=None)
    assert (filed.stage, filed.next_step_at, filed.closed_by) == (Stage.CLOSED, None, consultant_on_the_inquiry)


@pytest.mark.parametrize("age", [Age.UNDER_18, Age.UNKNOWN])
def test_ingen_is_refused_while_the_question_about_a_child_is_open(consultant_on_the_inquiry, age):
    with pytest.raises(NotificationUnsettled) as refusal:
        file_a_call(consultant_on_the_inquiry, next_step=None, age=age)
    assert refusal.value.finding.ways_forward
    assert not Inquiry.objects.exists()
    assert Draft.objects.count() == 1  # nothing of what was written is lost


def test_a_question_about_rules_closes_whatever_the_age(consultant_on_the_inquiry):
    filed = file_a_call(consultant_on_the_inquiry, next_step=None, age=Age.UNKNOWN, subject=Concern.METHOD)
    assert filed.stage == Stage.CLOSED


def explained():
    return Notification(state=NotificationState.NOT_IDENTIFIABLE, who=text(), duty_explained=True)


def test_ingen_is_taken_once_the_duty_is_explained(consultant_on_the_inquiry):
    filed = file_a_call(consultant_on_the_inquiry, next_step=None, age=Age.UNDER_18, notification=explained())
    assert filed.stage == Stage.CLOSED


def test_an_answer_without_a_day_is_refused_and_nothing_is_half_written(consultant_on_the_inquiry):
    without_a_day = Notification(state=NotificationState.MADE, who=text("skolelederen"))
    with pytest.raises(IncompleteAnswer):
        file_a_call(consultant_on_the_inquiry, age=Age.UNDER_18, notification=without_a_day)
    assert not Inquiry.objects.exists()
    assert not Entry.objects.exists()


def test_a_promise_of_our_own_to_notify_keeps_the_inquiry_open(consultant_on_the_inquiry):
    promise = Notification(state=NotificationState.TO_BE_MADE, who=text(), when=MORNING, is_ours=True)
    filed = file_a_call(consultant_on_the_inquiry, next_step=None, age=Age.UNDER_18, notification=promise)
    assert (filed.stage, filed.next_step_kind) == (Stage.OPEN, TaskKind.NOTIFICATION)


def test_a_notification_of_our_own_asks_for_the_receipt_after_six_working_days(consultant_on_the_inquiry):
    made = Notification(state=NotificationState.MADE, who=text("os"), when=MORNING, is_ours=True)
    filed = file_a_call(consultant_on_the_inquiry, age=Age.UNDER_18, notification=made)
    receipt = filed.tasks.get(kind=TaskKind.RECEIPT)
    assert receipt.due_at.date().isoformat() == "2026-12-01"  # the last moment of Tuesday the first, in Danish time


def test_a_call_can_go_to_another_region_in_the_same_act(consultant_on_the_inquiry, consultant_from_elsewhere):
    filed = file_a_call(consultant_on_the_inquiry, next_step=None, region=NORDJYLLAND, hand_over=True)
    assert (filed.consultant, filed.next_step_kind) == (None, TaskKind.TAKE_OVER)
    for person in (consultant_on_the_inquiry, consultant_from_elsewhere):
        assert open_inquiry(user=person, inquiry_id=filed.pk, purpose=Purpose.CASEWORK, at=MORNING)


def test_every_filing_is_in_the_trail_with_codes_only(consultant_on_the_inquiry, inquiry):
    filed = Event.objects.get(act="inquiry.filed")
    assert (filed.by, filed.about, filed.code) == (consultant_on_the_inquiry.pk, inquiry.pk, "call")
    assert bytes(filed.digest) == journal_of(inquiry)[0].sealed_digest()


def test_a_colleague_in_the_region_may_open_it(inquiry, colleague_in_the_region):
    found = open_inquiry(user=colleague_in_the_region, inquiry_id=inquiry.pk, purpose=Purpose.CASEWORK, at=MORNING)
    assert found.region == MIDTJYLLAND


def test_to_a_consultant_from_elsewhere_it_does_not_exist(inquiry, consultant_from_elsewhere):
    with pytest.raises(NoSuchInquiry):
        open_inquiry(user=consultant_from_elsewhere, inquiry_id=inquiry.pk, purpose=Purpose.CASEWORK, at=MORNING)
    refusal = Event.objects.get(refused=True)
    assert (refusal.by, refusal.about) == (consultant_from_elsewhere.pk, inquiry.pk)


@pytest.mark.parametrize("who", ["team_lead", "administrator"])
def test_no_other_role_reads_an_inquiry(inquiry, who, request):
    with pytest.raises(NoSuchInquiry):
        open_inquiry(user=request.getfixturevalue(who), inquiry_id=inquiry.pk, purpose=Purpose.CASEWORK, at=MORNING)
