"""Answering a message without a name, in whole requests: what is sent, what is refused, and that no word is lost."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import MORNING, signed_in
from tests.desk.test_inbox import answer, page_of
from tests.mailbox.conftest import WORDS, leave_a_message
from vaern.desk.forms.inbox import AnswerForm
from vaern.mailbox import actions
from vaern.mailbox.door import sitting
from vaern.mailbox.models import Holding, Message
from vaern.vault import codes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory"), pytest.mark.time_machine(MORNING)]


@pytest.fixture
def writer(monkeypatch, db):
    monkeypatch.setattr(codes, "COST", 2**10)
    return leave_a_message()


@pytest.fixture
def held(writer, consultant_on_the_inquiry):
    who = consultant_on_the_inquiry
    actions.claim(thread_id=writer.thread.pk, cover_name="Blå cykel", by=who, regions=[], at=MORNING)
    return writer


@pytest.fixture
def mine(held, consultant_on_the_inquiry):
    return signed_in(consultant_on_the_inquiry)


def test_the_writer_reads_it(mine, held):
    assert answer(mine, held).status_code == 302
    assert held.comes_back().messages()[-1].content["text"] == "Tak. Hvornår er det?"


def test_a_neutral_opening_is_put_in_front(mine, held):
    answer(mine, held, text="", opening="ord")
    text = held.comes_back().messages()[-1].content["text"]
    assert text == "Tak for din besked. Har vi aftalt et ord, så skriv det, før jeg svarer på resten."


@pytest.mark.parametrize("word", ["politiet", "Krisecenter", "tvangsægteskab", "social kontrol", "kommunen"])
def test_a_telling_word_stops_until_it_is_meant(mine, held, word):
    refused = answer(mine, held, text=f"Vi kan tale om {word}.")
    assert refused.status_code == 422
    assert word.lower() in refused.content.decode()
    assert Message.objects.count() == 1
    assert answer(mine, held, text=f"Vi kan tale om {word}.", telling_is_meant="on").status_code == 302


@pytest.mark.parametrize("text", ["Tak for din besked.", "Jeg er her i morgen.", "Hvad vil du selv?"])
def test_ordinary_words_pass(text):
    assert AnswerForm.telling_words(text) == []


def test_the_guard_stops_a_civil_number_and_the_text_is_kept(mine, held):
    refused = answer(mine, held, text="Er det 010190-1234?")
    assert refused.status_code == 422
    assert "010190-1234" in refused.content.decode()


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_answer_is_asked_for(mine, held, text):
    assert "Skriv et svar" in answer(mine, held, text=text).content.decode()


def test_a_double_click_is_one_answer(mine, held):
    token = str(uuid4())
    for _ in range(2):
        assert answer(mine, held, token=token).status_code == 302
    assert Message.objects.filter(from_team=True).count() == 1


def test_something_new_must_be_read_first_and_the_answer_is_kept(mine, held):
    box = held.comes_back()
    sitting.write(mailbox=box, token=uuid4(), content={"text": "Vent lidt"}, is_urgent=False, at=MORNING)
    refused = answer(mine, held, text="Mit svar")
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Vent lidt" in page
    assert "Mit svar" in page
    assert answer(mine, held, text="Mit svar", seen="2").status_code == 302


def test_everything_deleted_in_the_meantime_is_said_and_the_answer_is_kept(mine, held):
    box = held.comes_back()
    sitting.remove(mailbox=box, messages=[box.messages()[0].pk], at=MORNING)
    refused = answer(mine, held, text="Mit svar")
    assert refused.status_code == 409
    assert "Mit svar" in refused.content.decode()
    assert answer(mine, held, text="Mit svar", seen="0").status_code == 302


def test_a_mailbox_closed_in_the_meantime_is_said(mine, held):
    sitting.close(mailbox=held.comes_back(), at=MORNING)
    refused = answer(mine, held, text="Jeg er her i morgen.")
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Et svar her når ikke frem" in page
    assert "Send svar" not in page
    assert "Ret dette" not in page, "there is nothing to mend"
    assert "Dit svar er ikke sendt" in page
    assert '<pre dir="auto">Jeg er her i morgen.</pre>' in page
    assert "Er det 010190-1234?" in answer(mine, held, text="Er det 010190-1234?").content.decode()
    assert "Dit svar er ikke sendt" not in page_of(mine, held)


def test_whoever_has_not_taken_it_cannot_answer(writer, consultant_on_the_inquiry):
    refused = answer(signed_in(consultant_on_the_inquiry), writer, text="Jeg er her i morgen.")
    assert refused.status_code == 409
    assert "tage beskeden" in refused.content.decode()
    assert '<pre dir="auto">Jeg er her i morgen.</pre>' in refused.content.decode()


def test_whoever_had_it_taken_over_gets_the_words_back_and_no_more_than_of_one_that_never_was(
    mine, held, consultant_from_elsewhere, monkeypatch
):
    def replied(thread_id, headers):
        given = {"text": "Jeg er her i morgen.", "token": str(uuid4()), "seen": "1"}
        return mine.post(reverse("inbox-reply", args=[thread_id]), given, headers=headers)

    from_here, sends = {"Sec-Fetch-Site": "same-origin"}, actions.answer

    def taken_first(**what):
        Holding.objects.update(holder=consultant_from_elsewhere.pk)
        return sends(**what)

    monkeypatch.setattr(actions, "answer", taken_first)  # between the opening and the lock, and before it
    for _moment in range(2):
        gone = replied(held.thread.pk, from_here)
        assert gone.status_code == 404
        assert "Jeg er her i morgen." in gone.content.decode()
        assert WORDS not in gone.content.decode()
    assert replied(uuid4(), from_here).content == gone.content
    assert "Jeg er her" not in replied(held.thread.pk, {"Sec-Fetch-Site": "cross-site"}).content.decode()
    assert not Message.objects.filter(from_team=True).exists()
