"""A thread somebody has filled: staff still read the first message, page by page, and skip nothing by accident."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import MORNING, signed_in
from tests.mailbox.conftest import WORDS, leave_a_message
from tests.mailbox.test_room import fill, with_other_bytes, write
from vaern.desk.views import inbox as views
from vaern.guard import check
from vaern.inquiries.access import filed_among
from vaern.mailbox.access import inbox
from vaern.mailbox.actions import claim
from vaern.mailbox.door import sitting
from vaern.mailbox.models import Holding, Message
from vaern.mailbox.reading import ON_A_PAGE
from vaern.vault import codes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory"), pytest.mark.time_machine(MORNING)]


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(codes, "COST", 2**10)


@pytest.fixture
def writer(consultant_on_the_inquiry):
    left = leave_a_message(answer_by="call", number="22 33 44 55", phone_of="friend")
    claim(thread_id=left.thread.pk, cover_name="Blå cykel", by=consultant_on_the_inquiry, regions=[], at=MORNING)
    return left


@pytest.fixture
def staff(consultant_on_the_inquiry):
    return signed_in(consultant_on_the_inquiry)


def page(staff, writer, query=""):
    return staff.get(reverse("inbox-thread", args=[writer.thread.pk]) + query)


def read_to():
    return Holding.objects.get().read_to


def test_a_mailbox_filled_to_its_limit_opens_for_staff_shows_the_first_message_and_stays_small(
    staff, writer, monkeypatch
):
    box = writer.comes_back()
    for number in range(ON_A_PAGE):
        write(box, {"text": f"Nummer {number}."})
    fill(box)
    looked_at = []
    monkeypatch.setattr(views, "check", lambda text, context: looked_at.append(len(text)) or check(text, context))
    answer = page(staff, writer)
    text = answer.content.decode()
    assert WORDS in text
    assert "22 33 44 55" in text
    assert len(answer.content) < 500_000
    assert sum(looked_at) < 60_000, "the guard takes seconds for a megabyte"
    newest = Message.objects.in_order().last().number
    assert text.count("<details>") == 1
    apart = re.findall(r'href="\?side=1&amp;besked=(\d+)#', text)
    assert (len(apart), str(newest) in apart) == (10, False)
    assert text.count("Vi rejser på fredag.") < 10_000
    alone = page(staff, writer, f"?side=1&besked={apart[0]}").content.decode()
    assert apart[0] not in re.findall(r'href="\?side=1&amp;besked=(\d+)#', alone)


def test_the_first_message_above_every_page_is_unfolded_where_its_link_leads(
    staff, consultant_on_the_inquiry, monkeypatch
):
    monkeypatch.setattr(views, "REST_ON_A_PAGE", 1_000)
    first = leave_a_message("ord " * 1_500 + "sidst", answer_by="return")
    claim(thread_id=first.thread.pk, cover_name="Grøn dør", by=consultant_on_the_inquiry, regions=[], at=MORNING)
    box = first.comes_back()
    for number in range(2, ON_A_PAGE + 2):
        write(box, {"text": f"Nummer {number}."})
    text = page(staff, first).content.decode()
    assert "sidst" not in text
    assert "sidst" in page(staff, first, "?side=1&besked=1").content.decode()
    assert re.findall(r'href="(\?[^"#]+)#besked-1"', text) == ["?side=1&amp;besked=1"]


def test_three_hundred_messages_are_read_from_the_oldest_unread_on_and_none_counts_as_read_unseen(staff, writer):
    box = writer.comes_back()
    for number in range(2, 301):
        write(box, {"text": f"Nummer {number}."})
    text = page(staff, writer).content.decode()
    shown = [int(number) for number in re.findall(r"Nummer (\d+)\.", text)]
    assert shown == list(range(281, 301))
    assert WORDS in text, "the first is always shown"
    assert "279 ældre beskeder er ikke læst" in text
    assert "?side=15" in text
    assert "Send svar" in text
    assert read_to() == 1
    for side, so_far in ((15, 20), (13, 20), (14, 40)):
        text = page(staff, writer, f"?side={side}").content.decode()
        assert read_to() == so_far
    assert "Send svar" not in text, "one answers below the newest"
    assert "Side 14 af 15" in text
    Holding.objects.update(read_to=280)
    assert "ældre besked" not in page(staff, writer).content.decode()
    assert read_to() == 300


def answered(staff, writer, seen):
    given = {"text": "Tak.", "token": str(uuid4()), "seen": str(seen)}
    return staff.post(reverse("inbox-reply", args=[writer.thread.pk]), given)


def test_an_answer_makes_nothing_read_that_nobody_has_opened(staff, writer, consultant_on_the_inquiry):
    box = writer.comes_back()
    for number in range(2, 26):
        content = {"text": f"Nummer {number}."}
        sitting.write(mailbox=box, token=uuid4(), content=content, is_urgent=number == 2, at=MORNING)
    page(staff, writer)
    assert read_to() == 1, "the second stands on another page"
    assert answered(staff, writer, 25).status_code == 302
    [row] = inbox(consultant_on_the_inquiry, regions=[], at=MORNING, filed=filed_among).mine
    assert (read_to(), row.is_new, row.is_flagged, row.waits_too_long) == (1, True, True, True)
    assert "5 ældre beskeder er ikke læst" in page(staff, writer).content.decode()
    page(staff, writer, "?side=2")
    page(staff, writer)
    [row] = inbox(consultant_on_the_inquiry, regions=[], at=MORNING, filed=filed_among).mine
    assert (read_to(), row.is_new, row.is_flagged) == (25, False, False)


def test_what_a_refused_answer_shows_is_read(staff, writer):
    page(staff, writer)
    write(writer.comes_back(), {"text": "Vent."})
    assert answered(staff, writer, 1).status_code == 409
    assert read_to() == 2


def test_one_row_of_rubbish_is_marked_and_the_rest_stands_there(staff, writer):
    write(writer.comes_back(), {"text": "Den anden."})
    with_other_bytes(Message.objects.get(number=2))
    write(writer.comes_back(), {"text": "Den tredje."})
    answer = page(staff, writer)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("Denne besked kan ikke åbnes.") == 1
    for there in (WORDS, "Den tredje.", "22 33 44 55", "Send svar"):
        assert there in text
    assert answered(staff, writer, 3).status_code == 302
