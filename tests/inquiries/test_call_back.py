"""Call back in the way it was agreed to be safe, and let the number go."""

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from tests.cast import MORNING, a_step, signed_in, text
from vaern.audit.models import Event
from vaern.inquiries.access import open_call_back
from vaern.inquiries.actions import journal
from vaern.inquiries.actions.callbacks import (
    AlreadyAgreed,
    AlreadyEnded,
    Contact,
    EndsBeforeItBegins,
    agree_call_back,
    attempt_call,
    confirm_contact,
    end_call_back,
)
from vaern.inquiries.models import Attempt, CallBack
from vaern.inquiries.terms import (
    AttemptOutcome,
    CallBackEnd,
    Closing,
    HideNumber,
    IfOtherAnswers,
    PhoneOf,
    TaskKind,
)
from vaern.vault.broker import KeyGone, broker
from vaern.vault.models import Key
from vaern.vault.terms import Purpose

pytestmark = pytest.mark.django_db

NUMBER = "22 33 44 55"
AGREED = Contact(
    number=NUMBER,
    phone_of=PhoneOf.SHARED,
    if_other_answers=IfOtherAnswers.HANG_UP,
    hide_number=HideNumber.UNKNOWN,
    **dict.fromkeys(
        "when_safe never_when agreed_words safe_word cannot_talk_word send_help_word must_not_know interpreter "
        "digital_post easier".split(),
        text(),
    ),
)


@pytest.fixture
def call_back(inquiry, consultant_on_the_inquiry):
    return agree_call_back(
        inquiry=inquiry,
        contact=AGREED,
        due_at=MORNING + timedelta(days=1),
        valid_until=date(2026, 11, 30),
        by=consultant_on_the_inquiry,
        at=MORNING,
    )


def test_the_number_is_nowhere_in_clear(call_back):
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM inquiries_callback")
        raw = bytes(cursor.fetchone()[0])
    assert b"22" not in raw or NUMBER.encode() not in raw
    assert NUMBER.replace(" ", "").encode() not in raw


def test_agreeing_sets_the_next_step_and_its_time(call_back, inquiry):
    inquiry.refresh_from_db()
    task = inquiry.tasks.get(kind=TaskKind.CALL_BACK)
    assert (task.due_at, inquiry.kind) == (MORNING + timedelta(days=1), "call-back")


def test_a_second_call_back_waits_for_the_first(call_back, inquiry, consultant_on_the_inquiry):
    with pytest.raises(AlreadyAgreed):
        agree_call_back(
            inquiry=inquiry,
            contact=AGREED,
            due_at=MORNING,
            valid_until=date(2026, 11, 30),
            by=consultant_on_the_inquiry,
            at=MORNING,
        )


def test_answers_that_lapse_before_the_call_are_refused(inquiry, consultant_on_the_inquiry):
    with pytest.raises(EndsBeforeItBegins):
        agree_call_back(
            inquiry=inquiry,
            contact=AGREED,
            due_at=MORNING + timedelta(days=2),
            valid_until=MORNING.date() + timedelta(days=1),
            by=consultant_on_the_inquiry,
            at=MORNING,
        )


@pytest.mark.parametrize("day, lapsed", [(30, False), (31, True)])
def test_the_answers_hold_to_their_last_day_and_not_one_more(call_back, day, lapsed):
    assert call_back.has_lapsed(date(2026, 11, 30) + timedelta(days=day - 30)) is lapsed


def test_confirming_again_replaces_the_answers_and_says_who(call_back, consultant_on_the_inquiry):
    later = MORNING + timedelta(days=9)
    confirm_contact(
        call_back=call_back,
        contact=replace(AGREED, number="33 44 55 66"),
        valid_until=date(2026, 12, 10),
        seen=call_back.confirmed_at,
        by=consultant_on_the_inquiry,
        at=later,
    )
    assert call_back.contact["number"] == "33 44 55 66"
    assert (call_back.confirmed_at, call_back.valid_until) == (later, date(2026, 12, 10))
    digests = Event.objects.filter(subject=call_back.pk).exclude(digest=None).values_list("digest", flat=True)
    assert len({bytes(digest) for digest in digests}) == 2


ASKED = {"number": NUMBER, "phone_of": "own", "if_other_answers": "hang-up", "hide_number": "no"}


def confirm(browser, inquiry, page, **said):
    """Send the questions of safe contact again, as a page that was fetched before shows them."""
    seen = re.search(r'name="seen" value="([^"]*)"', page.content.decode())[1]
    until = f"{(localdate() + timedelta(days=9)):%d.%m.%Y}"
    return browser.post(
        reverse("call-back-confirm", args=[inquiry.pk]), ASKED | {"seen": seen, "valid_until": until} | said
    )


def test_two_who_correct_the_answers_at_once_lose_neither_a_warning_nor_a_word(
    call_back, inquiry, consultant_on_the_inquiry, colleague_in_the_region
):
    asta, bo = signed_in(consultant_on_the_inquiry), signed_in(colleague_in_the_region)
    address = reverse("call-back-confirm", args=[inquiry.pk])
    before = bo.get(address)
    first = confirm(asta, inquiry, asta.get(address), never_when="Aldrig efter 15", number="33 44 55 66")
    assert first.status_code == 302
    late = confirm(bo, inquiry, before, easier="Tal langsomt")
    page = late.content.decode()
    assert late.status_code == 409
    for said in ("en kollega har skrevet andre svar imens", "Aldrig efter 15", "33 44 55 66", NUMBER, "Tal langsomt"):
        assert said in page
    row = CallBack.objects.get().opened_with(broker().open(call_back.key_id, purpose=Purpose.CONTACT, by=uuid4()))
    assert (row.contact["never_when"], row.contact["easier"]) == ("Aldrig efter 15", "")
    assert confirm(bo, inquiry, late, easier="Tal langsomt").status_code == 302, "having read what stood"


def test_what_was_typed_of_another_agreement_is_given_back_and_a_second_click_is_not(
    call_back, inquiry, consultant_on_the_inquiry
):
    browser = signed_in(consultant_on_the_inquiry)
    tomorrow = f"{(localdate() + timedelta(days=1)):%d.%m.%Y}"
    said = ASKED | {"due_on": tomorrow, "due_at": "10.00", "valid_until": tomorrow}
    address = reverse("call-back-agree", args=[inquiry.pk])
    late = browser.post(address, said | {"never_when": "Aldrig i weekenden"})
    assert late.status_code == 409
    assert "Aldrig i weekenden" in late.content.decode()
    assert CallBack.objects.count() == 1
    same = {name: value for name, value in AGREED.answers().items() if value}
    assert browser.post(address, said | same).status_code == 302


def test_answers_that_have_lapsed_are_not_renewed_by_a_button(call_back, inquiry, consultant_on_the_inquiry):
    address = reverse("call-back-confirm", args=[inquiry.pk])
    CallBack.objects.update(valid_until=localdate() + timedelta(days=1))
    shown = signed_in(consultant_on_the_inquiry).get(address).content.decode()
    CallBack.objects.update(valid_until=localdate() - timedelta(days=1))
    lapsed = signed_in(consultant_on_the_inquiry).get(address).content.decode()
    assert (shown.count(" checked"), lapsed.count(" checked")) == (3, 0)
    assert NUMBER in lapsed


def test_attempts_are_counted_and_a_double_click_is_one(call_back, consultant_on_the_inquiry):
    first = attempt_call(
        call_back=call_back, outcome=AttemptOutcome.NO_ANSWER, by=consultant_on_the_inquiry, at=MORNING
    )
    attempt_call(
        call_back=call_back,
        outcome=AttemptOutcome.NO_ANSWER,
        by=consultant_on_the_inquiry,
        at=MORNING,
        attempt_id=first.pk,
    )
    assert Attempt.objects.count() == 1


def test_nothing_offers_to_leave_a_message():
    assert not any("besked" in str(outcome.label).lower() for outcome in AttemptOutcome)


def test_a_try_again_moves_the_agreed_time(call_back, inquiry, consultant_on_the_inquiry):
    again = MORNING + timedelta(hours=3)
    attempt_call(
        call_back=call_back,
        outcome=AttemptOutcome.NOT_NOW,
        by=consultant_on_the_inquiry,
        at=MORNING,
        try_again_at=again,
    )
    assert inquiry.tasks.get(kind=TaskKind.CALL_BACK).due_at == again


@pytest.mark.django_db(transaction=True)
def test_ending_destroys_the_key_and_the_number_can_never_be_read_again(call_back, inquiry, consultant_on_the_inquiry):
    end_call_back(
        call_back=call_back,
        outcome=CallBackEnd.DONE,
        next_step=a_step(consultant_on_the_inquiry),
        by=consultant_on_the_inquiry,
        at=MORNING + timedelta(minutes=1),
    )
    assert not Key.objects.filter(pk=call_back.key_id).exists()
    with pytest.raises(KeyGone):
        broker().open(call_back.key_id, purpose="contact", by=consultant_on_the_inquiry.pk)
    assert open_call_back(user=consultant_on_the_inquiry, inquiry=inquiry) is None
    call_back.refresh_from_db()
    assert call_back.phone_of is None, "not even whose phone it was"


def test_an_ended_call_back_takes_no_more_attempts(call_back, consultant_on_the_inquiry):
    end_call_back(
        call_back=call_back,
        outcome=CallBackEnd.NOT_SAFE,
        next_step=a_step(consultant_on_the_inquiry),
        by=consultant_on_the_inquiry,
        at=MORNING + timedelta(minutes=1),
    )
    with pytest.raises(AlreadyEnded):
        attempt_call(call_back=call_back, outcome=AttemptOutcome.TALKED, by=consultant_on_the_inquiry, at=MORNING)


def test_an_inquiry_is_not_closed_while_a_number_is_kept(call_back, inquiry, consultant_on_the_inquiry):
    with pytest.raises(journal.CallBackWaits):
        journal.close(
            inquiry=inquiry,
            reason=Closing.ADVICE_GIVEN,
            remark=text(),
            by=consultant_on_the_inquiry,
            at=MORNING,
        )


# At the screen


@pytest.mark.time_machine(MORNING + timedelta(days=30))
@pytest.mark.usefixtures("directory")
def test_lapsed_answers_keep_the_number_from_being_pressed(call_back, inquiry, consultant_on_the_inquiry):
    page = signed_in(consultant_on_the_inquiry).get(reverse("call-back", args=[inquiry.pk])).content.decode()
    assert "Udløbet: bekræft først" in page
    assert "tel:+4522334455" not in page
    assert NUMBER not in page


@pytest.mark.time_machine(MORNING)
@pytest.mark.usefixtures("directory")
def test_answers_in_force_let_the_number_be_pressed_and_the_showing_is_on_record(
    call_back, inquiry, consultant_on_the_inquiry
):
    page = signed_in(consultant_on_the_inquiry).get(reverse("call-back", args=[inquiry.pk])).content.decode()
    assert "tel:+4522334455" in page
    assert Event.objects.filter(act="callback.number_shown", by=consultant_on_the_inquiry.pk).exists()


@pytest.mark.time_machine(MORNING + timedelta(days=30))
@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("reason, shown", [("Hun skrev kodeordet for hjælp", True), ("  ", False)])
def test_acute_danger_shows_the_number_only_with_a_reason(call_back, inquiry, consultant_on_the_inquiry, reason, shown):
    browser = signed_in(consultant_on_the_inquiry)
    page = browser.post(reverse("call-back-confirm", args=[inquiry.pk]), {"override": "1", "reason": reason})
    assert ("tel:+4522334455" in page.content.decode()) is shown
    assert Event.objects.filter(act="callback.overridden").exists() is shown


@pytest.mark.time_machine(MORNING)
@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize(
    "field, value",
    [
        ("number", "hej"),
        ("number", "1234"),
        ("number", "2" * 60),
        ("due_on", "2020-01-01"),
        ("due_on", "30-02-2027"),
        ("valid_until", "2026-11-01"),
        ("phone_of", "hestens"),
        ("must_not_know", "Hans bror, 010190-1234"),
    ],
)
def test_what_cannot_be_right_is_said_at_the_field(inquiry, consultant_on_the_inquiry, field, value):
    sent = {
        "number": NUMBER, "due_on": "2026-11-25", "due_at": "10:00", "valid_until": "2026-12-01",
        "phone_of": "own", "if_other_answers": "hang-up", "hide_number": "yes",
    }  # fmt: skip
    page = signed_in(consultant_on_the_inquiry).post(
        reverse("call-back-agree", args=[inquiry.pk]), sent | {field: value}
    )
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not inquiry.call_backs.exists()
