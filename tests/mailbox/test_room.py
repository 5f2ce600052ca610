"""How much one thread holds: so much that nobody in need meets it, and no more than the team can open."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from tests.cast import MORNING
from tests.mailbox.conftest import WORDS, leave_a_message
from vaern.audit.models import Event
from vaern.mailbox.access import open_thread
from vaern.mailbox.door import sitting
from vaern.mailbox.door.sitting import Full
from vaern.mailbox.models import Message, Signal
from vaern.mailbox.terms import ROOM_BYTES, ROOM_NUMBERS

pytestmark = pytest.mark.django_db
LONG = {"text": "Vi rejser på fredag. " * 4_000}  # 88 kB


def write(mailbox, content=LONG, token=None, at=MORNING):
    sitting.write(mailbox=mailbox, token=token or uuid4(), content=content, is_urgent=False, at=at)


def fill(mailbox):
    """Write until there is no room; return how many went in."""
    for count in range(100):
        try:
            write(mailbox)
        except Full:
            return count
    raise AssertionError("a thread takes everything")


def test_it_ends_somewhere_and_what_is_removed_gives_room_again(writer):
    mailbox = writer.comes_back()
    assert fill(mailbox) == ROOM_BYTES // 88_000
    newest = mailbox.messages()[-1]
    with pytest.raises(Full):
        write(mailbox)
    write(mailbox, token=newest.pk)  # what arrived already is no new one
    sitting.remove(mailbox=mailbox, messages=[newest.pk], at=MORNING)
    write(mailbox)
    assert mailbox.messages()[0].content["text"] == WORDS


def test_ten_short_ones_a_day_for_three_months_have_room(writer):
    mailbox = writer.comes_back()
    rows = [
        Message(thread_id=mailbox.thread.pk, number=number, from_team=False, at=MORNING, content={"text": "Er I der?"})
        for number in range(2, 900)
    ]
    Message.objects.bulk_create([row.opened_with(mailbox.key) for row in rows])
    write(mailbox, {"text": "Er I der?"})
    assert len(mailbox.messages()) == 900


def test_a_removed_number_is_never_given_again_so_that_removing_and_writing_has_an_end_too(writer):
    mailbox = writer.comes_back()
    Signal(thread_id=mailbox.thread.pk, kind="removed", number=ROOM_NUMBERS, at=MORNING).save(force_insert=True)
    with pytest.raises(Full):
        write(mailbox, {"text": "Hej"})


def test_nobody_elses_mailbox_is_any_fuller(writer):
    fill(writer.comes_back())
    other = leave_a_message()
    write(other.comes_back())


def test_a_list_of_messages_fetches_no_text_before_it_is_asked_for(writer, django_assert_num_queries):
    mailbox = writer.comes_back()
    write(mailbox)
    with django_assert_num_queries(1):
        first, _second = mailbox.messages()
        assert "content" in first.get_deferred_fields()
    with django_assert_num_queries(1):
        assert first.content["text"] == WORDS


class TestRubbish:
    """Whoever has broken into the open site, or a disk, may leave a row that does not open."""

    @pytest.fixture
    def opened(self, writer, consultant_on_the_inquiry):
        write(writer.comes_back(), {"text": "To"})
        return open_thread(user=consultant_on_the_inquiry, thread_id=writer.thread.pk, regions=[])

    def rubbish(self, thread, **changes):
        row = Message(thread=thread.thread, number=9, from_team=False, at=MORNING + timedelta(hours=1), **changes)
        row.opened_with(thread.key).save(force_insert=True)
        return row

    def test_it_hides_no_other_and_is_an_alarm_once(self, opened):
        row = self.rubbish(opened, content={"text": "x"})
        Message.objects.filter(pk=row.pk).update(number=0)
        with_other_bytes(row)
        for _time in range(2):
            part = opened.part(1)
            assert [each.content and each.content["text"] for each in part.said] == [None, WORDS, "To"]
            assert part.first.content["text"] == WORDS
        alarm = Event.objects.get(act="value.tampered")
        assert (alarm.about, alarm.refused) == (row.pk, True)

    @pytest.mark.parametrize(
        "content", [[], "x", 7, {"text": 7}, {"text": "x", "contact": []}, {"contact": {"answer_by": ["call"]}}]
    )
    def test_well_sealed_nonsense_is_rubbish_too(self, opened, content):
        self.rubbish(opened, content=content)
        assert [each.content is None for each in opened.part(1).said] == [False, False, True]


def with_other_bytes(row):
    """Write over the sealed column past everything that keeps it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mailbox_message SET content = %s WHERE id = %s", [b"\x01" * 64, row.pk.hex])
