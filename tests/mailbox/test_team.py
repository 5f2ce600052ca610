"""The team's half: who opens a thread, answers it, hands it over, and when it goes."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.cast import MIDTJYLLAND, MORNING, NORDJYLLAND, text
from tests.mailbox.conftest import WORDS, leave_a_message
from vaern.audit.models import Event
from vaern.inquiries.access import filed_among
from vaern.mailbox.access import NoSuchThread, inbox, open_thread
from vaern.mailbox.actions import (
    AlreadyClaimed,
    MailboxClosed,
    NewInTheMeantime,
    NotTheirs,
    answer,
    claim,
    expire_threads,
    hand_over,
    hold_all,
    log_as,
    mark_read,
    put_away,
    release_all,
)
from vaern.mailbox.door import sitting
from vaern.mailbox.door.taking_in import drop_brief
from vaern.mailbox.models import Holding, Message, Sitting, Thread, Visit
from vaern.mailbox.terms import SignalKind
from vaern.vault.actions import handed_in_to, take_in_all
from vaern.vault.broker import KeyGone, broker
from vaern.vault.codes import WrongCode
from vaern.vault.models import Key, Tombstone

pytestmark = pytest.mark.django_db

LATER = MORNING + timedelta(hours=1)


def take(writer, by, at=MORNING, seen=None):
    regions = by.regions_on(at.date())
    claim(thread_id=writer.thread.pk, cover_name="Blå cykel", by=by, regions=regions, at=at, seen=seen)
    return opened(writer, by)


def opened(writer, by):
    return open_thread(user=by, thread_id=writer.thread.pk, regions=by.regions_on(MORNING.date()))


def seen_by(user, at=MORNING):
    return inbox(user, regions=user.regions_on(at.date()), at=at, filed=filed_among)


def ids(rows):
    return [row.thread.pk for row in rows]


def reply(thread, by, words="Tak. Hvornår skal I rejse?", seen=1, token=None):
    answer(opened=thread, token=token or uuid4(), text=text(words), seen=seen, by=by, at=LATER)


class TestOpening:
    def test_the_team_reads_what_the_open_site_cannot(self, writer, asta):
        [message] = opened(writer, asta).messages()
        assert message.content["text"] == WORDS

    def test_the_key_moves_from_the_row_to_the_key_store_and_still_opens_for_both(self, writer, asta):
        opened(writer, asta)
        thread = writer.thread
        assert (thread.for_team, thread.team_version) == (None, None)
        assert Key.objects.get().pk == thread.key_id
        assert opened(writer, asta).messages()[0].content == writer.comes_back().messages()[0].content

    def test_the_hourly_upkeep_moves_it_too_and_a_crash_in_between_is_mended(self, writer):
        thread = writer.thread
        broker().adopt(thread.key_id, wrapped=bytes(thread.for_team), team_version=thread.team_version)
        assert handed_in_to([1]) == {thread.pk}
        assert (take_in_all(), take_in_all(), Key.objects.count()) == (1, 0, 1)
        assert handed_in_to([1]) == set()

    def test_every_opening_is_on_record(self, writer, asta):
        opened(writer, asta)
        event = Event.objects.get(act="thread.opened")
        assert (event.by, event.about) == (asta.pk, writer.thread.pk)

    def test_a_claimed_one_does_not_exist_for_a_colleague(self, writer, asta, colleague_in_the_region):
        take(writer, asta)
        with pytest.raises(NoSuchThread):
            opened(writer, colleague_in_the_region)
        assert Event.objects.get(refused=True).code == "contact"

    @pytest.mark.parametrize("who", ["team_lead", "administrator"])
    def test_others_of_the_house_see_nothing(self, writer, request, who):
        person = request.getfixturevalue(who)
        assert seen_by(person).unclaimed == []
        with pytest.raises(NoSuchThread):
            opened(writer, person)

    def test_one_that_never_was_looks_the_same(self, asta):
        with pytest.raises(NoSuchThread):
            open_thread(user=asta, thread_id=uuid4(), regions=[])


class TestInbox:
    def test_a_new_one_is_everybodys_until_it_is_taken(self, writer, asta, carla):
        assert ids(seen_by(asta).unclaimed) == ids(seen_by(carla).unclaimed) == [writer.thread.pk]
        take(writer, asta)
        assert ids(seen_by(asta).mine) == [writer.thread.pk]
        assert seen_by(carla).unclaimed == []

    def test_the_flagged_come_first_then_the_oldest(self, db, asta):
        first, second = leave_a_message(), leave_a_message(at=LATER)
        urgent = leave_a_message(at=LATER, is_urgent=True)
        assert ids(seen_by(asta).unclaimed) == [each.thread.pk for each in (urgent, first, second)]

    def test_no_list_opens_a_key(self, writer, asta, django_assert_max_num_queries):
        asta.roles_on(MORNING.date())
        with django_assert_max_num_queries(6):
            seen_by(asta)
        assert not Key.objects.exists()

    def test_what_is_read_is_not_new_and_what_comes_after_is(self, writer, asta):
        thread = take(writer, asta)
        mark_read(opened=thread)
        [row] = seen_by(asta).mine
        assert (row.is_new, row.is_owed, seen_by(asta).waiting) == (False, True, [row])
        box = writer.comes_back(LATER)
        sitting.write(mailbox=box, token=uuid4(), content={"text": "Hej"}, is_urgent=True, at=LATER)
        [row] = seen_by(asta).mine
        assert (row.is_new, row.is_flagged) == (True, True)

    def test_a_flag_stands_until_there_is_an_answer(self, db, asta):
        writer = leave_a_message(is_urgent=True)
        thread = take(writer, asta)
        mark_read(opened=thread)
        assert seen_by(asta).mine[0].is_flagged
        reply(thread, asta)
        assert not seen_by(asta).mine[0].is_flagged

    @pytest.mark.check("C9")
    def test_a_closed_mailbox_raises_a_flag_until_it_is_seen(self, writer, asta):
        thread = take(writer, asta)
        mark_read(opened=thread)
        sitting.close(mailbox=writer.comes_back(), at=LATER)
        [row] = seen_by(asta).mine
        assert row.is_flagged
        assert row.labels == ["Den, der skrev, har lukket postkassen"]
        mark_read(opened=thread)
        assert not seen_by(asta).mine[0].is_flagged


class TestClaiming:
    def test_twice_is_once_and_the_second_is_told(self, writer, asta, carla):
        take(writer, asta)
        take(writer, asta)
        assert Event.objects.filter(act="thread.claimed").count() == 1
        with pytest.raises(AlreadyClaimed):
            take(writer, carla)

    def test_what_waits_too_long_at_a_colleagues_is_taken_over(self, writer, asta, carla):
        take(writer, asta)
        assert seen_by(carla, LATER).waiting_elsewhere == []
        much_later = MORNING + timedelta(hours=25)
        assert ids(seen_by(carla, much_later).waiting_elsewhere) == [writer.thread.pk]
        take(writer, carla, much_later, seen=asta.pk)
        assert Event.objects.get(act="thread.taken_over").by == carla.pk
        with pytest.raises(NoSuchThread):
            opened(writer, asta)

    def test_a_promised_answer_that_is_late_is_shown_to_everybody_though_it_was_read(self, writer, asta, carla):
        thread = take(writer, asta)
        mark_read(opened=thread)
        on_the_day, after = MORNING + timedelta(days=1, hours=10), MORNING + timedelta(days=2)
        assert seen_by(asta).mine[0].owed_by == on_the_day.date()
        assert seen_by(carla, on_the_day).waiting_elsewhere == []
        [row] = seen_by(carla, after).waiting_elsewhere
        assert row.is_late
        reply(thread, asta)
        assert seen_by(carla, after).waiting_elsewhere == seen_by(asta, after).waiting == []

    def test_nothing_is_owed_into_a_closed_mailbox(self, writer, asta, carla):
        mark_read(opened=take(writer, asta))
        sitting.close(mailbox=writer.comes_back(), at=MORNING)
        mark_read(opened=opened(writer, asta))
        assert seen_by(asta).waiting == seen_by(carla, MORNING + timedelta(days=9)).waiting_elsewhere == []

    def test_somebody_in_danger_does_not_wait_for_one_colleague(self, db, asta, carla):
        writer = leave_a_message(is_urgent=True)
        take(writer, asta)
        assert ids(seen_by(carla).waiting_elsewhere) == [writer.thread.pk]

    def test_two_who_press_at_once_do_not_take_it_from_each_other(self, db, asta, carla, colleague_in_the_region):
        """Both saw it free; nor does a third take from Carla what the page said that Asta held."""
        writer = leave_a_message(is_urgent=True)
        take(writer, asta)
        with pytest.raises(AlreadyClaimed):
            take(writer, carla)
        take(writer, carla, seen=asta.pk)
        with pytest.raises(AlreadyClaimed):
            take(writer, colleague_in_the_region, seen=asta.pk)
        assert Holding.objects.get().holder == carla.pk
        assert Event.objects.acts("thread.taken_over").count() == 1

    def test_one_that_was_read_just_now_is_not_taken_over(self, db, asta, carla, monkeypatch):
        """Asta reads it after Carla pressed, and before Carla has the lock."""
        writer = leave_a_message(is_urgent=True)
        thread = take(writer, asta)
        lock = Holding.objects.select_for_update

        def read_first():
            monkeypatch.undo()
            mark_read(opened=thread)
            return lock()

        monkeypatch.setattr(Holding.objects, "select_for_update", read_first)
        with pytest.raises(AlreadyClaimed):
            take(writer, carla, seen=asta.pk)

    def test_whoever_no_longer_has_it_makes_nothing_read_for_whoever_does(self, db, asta, carla):
        writer = leave_a_message(is_urgent=True)
        thread = take(writer, asta)
        take(writer, carla, seen=asta.pk)
        mark_read(opened=thread)
        assert seen_by(carla).mine[0].is_new

    def test_what_was_given_to_a_region_is_taken_there_and_nowhere_else(
        self, writer, asta, carla, colleague_in_the_region
    ):
        hand_over(opened=take(writer, asta), by=asta, region=NORDJYLLAND)
        with pytest.raises(NoSuchThread):
            take(writer, colleague_in_the_region)
        assert Holding.objects.get().holder is None
        take(writer, carla)
        assert Holding.objects.get().holder == carla.pk

    def test_what_was_given_to_a_region_where_nobody_takes_it_is_everybodys_after_its_time(
        self, writer, asta, carla, colleague_in_the_region
    ):
        hand_over(opened=take(writer, asta), by=asta, region=NORDJYLLAND)
        assert seen_by(colleague_in_the_region, MORNING + timedelta(hours=24)).waiting_elsewhere == []
        after = MORNING + timedelta(hours=25)
        assert ids(seen_by(colleague_in_the_region, after).waiting_elsewhere) == [writer.thread.pk]
        assert seen_by(carla, after).waiting_elsewhere == []
        assert ids(seen_by(carla, after).unclaimed) == [writer.thread.pk]
        take(writer, colleague_in_the_region, after)
        assert Event.objects.get(act="thread.taken_over").by == colleague_in_the_region.pk
        assert opened(writer, colleague_in_the_region).messages()[0].content["text"] == WORDS

    def test_nobody_who_answers_no_calls_takes_it_then_either(self, writer, asta, team_lead):
        hand_over(opened=take(writer, asta), by=asta, region=NORDJYLLAND)
        with pytest.raises(NoSuchThread):
            take(writer, team_lead, MORNING + timedelta(days=3))

    def test_danger_that_was_read_and_not_answered_is_shown_to_everybody_the_same_day(self, db, asta, carla):
        writer = leave_a_message(is_urgent=True)
        thread = take(writer, asta)
        mark_read(opened=thread)
        hours = [MORNING + timedelta(hours=hour) for hour in (0, 3, 4, 8)]
        assert [len(seen_by(carla, at).waiting_elsewhere) for at in hours] == [0, 0, 1, 1]
        box = writer.comes_back(hours[1])
        sitting.write(mailbox=box, token=uuid4(), content={"text": "Er I der?"}, is_urgent=True, at=hours[1])
        mark_read(opened=thread)
        assert ids(seen_by(carla, hours[2]).waiting_elsewhere) == [writer.thread.pk], "asking again buys no more time"
        reply(thread, asta, seen=2)
        assert seen_by(carla, hours[3]).waiting_elsewhere == []

    def test_what_never_was_cannot_be_taken(self, asta):
        with pytest.raises(NoSuchThread):
            claim(thread_id=uuid4(), cover_name="x", by=asta, regions=[], at=MORNING)


class TestAnswering:
    def test_the_writer_reads_it_with_the_code_though_they_were_away(self, writer, asta):
        reply(take(writer, asta), asta)
        first, second = writer.comes_back(LATER).messages()
        assert (first.from_team, second.from_team) == (False, True)
        assert second.content == {"text": "Tak. Hvornår skal I rejse?"}

    def test_twice_is_once(self, writer, asta):
        thread, token = take(writer, asta), uuid4()
        reply(thread, asta, token=token)
        reply(thread, asta, token=token)
        assert Message.objects.filter(from_team=True).count() == 1

    def test_only_the_holder_answers(self, writer, asta):
        with pytest.raises(NotTheirs):
            reply(opened(writer, asta), asta)

    def test_nobody_answers_past_something_unread(self, writer, asta):
        thread, box = take(writer, asta), writer.comes_back()
        sitting.write(mailbox=box, token=uuid4(), content={"text": "Vent"}, is_urgent=True, at=MORNING)
        with pytest.raises(NewInTheMeantime):
            reply(thread, asta)
        reply(thread, asta, seen=2)

    def test_nobody_answers_into_a_closed_mailbox(self, writer, asta):
        thread = take(writer, asta)
        sitting.close(mailbox=writer.comes_back(), at=MORNING)
        with pytest.raises(MailboxClosed):
            reply(thread, asta)

    def test_an_answer_after_a_removed_message_gets_a_number_of_its_own(self, writer, asta):
        thread, box = take(writer, asta), writer.comes_back()
        sitting.write(mailbox=box, token=uuid4(), content={"text": "To"}, is_urgent=False, at=MORNING)
        sitting.remove(mailbox=box, messages=[box.messages()[1].pk], at=MORNING)
        reply(thread, asta)
        assert [message.number for message in thread.messages()] == [1, 3]
        assert thread.removed() == [2]


class TestGivingOn:
    def test_to_a_region_where_somebody_takes_it(self, writer, asta, carla, colleague_in_the_region):
        hand_over(opened=take(writer, asta), by=asta, region=NORDJYLLAND)
        assert ids(seen_by(carla).unclaimed) == ids(seen_by(asta).unclaimed) == [writer.thread.pk]
        assert seen_by(colleague_in_the_region).unclaimed == []
        take(writer, carla)
        with pytest.raises(NoSuchThread):
            opened(writer, asta)

    def test_to_a_colleague_who_meets_it_as_new(self, writer, asta, carla):
        thread = take(writer, asta)
        mark_read(opened=thread)
        hand_over(opened=thread, by=asta, colleague=carla.pk)
        [row] = seen_by(carla).mine
        assert row.is_new

    def test_whoever_gets_it_sees_that_the_mailbox_was_closed(self, writer, asta, carla):
        sitting.close(mailbox=writer.comes_back(), at=MORNING)
        thread = take(writer, asta)
        mark_read(opened=thread)
        assert seen_by(asta).mine[0].labels == []
        hand_over(opened=thread, by=asta, colleague=carla.pk)
        [row] = seen_by(carla).mine
        assert (row.signals, row.is_flagged) == ({"closed"}, True)

    def test_only_the_holder_gives_it_on(self, writer, asta):
        with pytest.raises(NotTheirs):
            hand_over(opened=opened(writer, asta), by=asta, region=MIDTJYLLAND)


class TestABrief:
    def test_it_leaves_the_inbox_when_its_call_log_is_filed_and_not_before(self, db, asta):
        token = uuid4()
        drop_brief(token=token, content={"note": "En elev"}, is_urgent=False, at=MORNING)
        claim(thread_id=token, cover_name="x", by=asta, regions=[], at=MORNING)
        thread = open_thread(user=asta, thread_id=token, regions=[])
        assert thread.messages()[0].content == {"note": "En elev"}
        log = log_as(opened=thread, inquiry=uuid4(), by=asta)
        assert ids(seen_by(asta).mine) == [token]
        assert inbox(asta, regions=[], at=MORNING, filed=lambda logs: {log}).mine == []

    def test_nobody_can_answer_it_here(self, db, asta):
        token = uuid4()
        drop_brief(token=token, content={"note": "x"}, is_urgent=False, at=MORNING)
        claim(thread_id=token, cover_name="x", by=asta, regions=[], at=MORNING)
        with pytest.raises(MailboxClosed):
            reply(open_thread(user=asta, thread_id=token, regions=[]), asta)


class TestPuttingAway:
    @pytest.fixture
    def brief(self, db):
        token = uuid4()
        drop_brief(token=token, content={"note": "x"}, is_urgent=True, at=MORNING)
        return token

    def away(self, thread, by):
        return put_away(briefs=[thread], by=by, regions=by.regions_on(MORNING.date()), at=MORNING)

    def test_it_leaves_the_inbox_unread_is_counted_once_and_goes_when_its_time_is_up(self, brief, asta):
        assert (self.away(brief, asta), self.away(brief, asta)) == (1, 0)
        assert seen_by(asta).unclaimed == seen_by(asta).waiting == []
        assert ids(seen_by(asta).put_away) == [brief]
        assert Event.objects.filter(act="thread.put_away", about=brief).count() == 1
        assert expire_threads(at=MORNING + timedelta(days=91)) == 1

    def test_what_a_citizen_wrote_is_not_put_away_whoever_asks(self, writer, asta):
        assert self.away(writer.thread.pk, asta) == 0
        assert ids(seen_by(asta).unclaimed) == [writer.thread.pk]

    def test_what_a_colleague_holds_or_another_region_was_given_is_not(self, brief, asta, carla):
        claim(thread_id=brief, cover_name="x", by=carla, regions=[], at=MORNING)
        assert self.away(brief, asta) == 0
        hand_over(opened=open_thread(user=carla, thread_id=brief, regions=[]), by=carla, region=NORDJYLLAND)
        assert self.away(brief, asta) == 0
        assert self.away(brief, carla) == 1

    def test_a_flagged_brief_never_stands_above_a_flagged_citizen(self, brief, asta):
        later = leave_a_message(is_urgent=True, at=LATER).thread.pk
        quiet = leave_a_message().thread.pk
        assert ids(seen_by(asta).unclaimed) == [later, brief, quiet]

    def test_nor_does_anything_unclaimed_stand_above_what_is_more_urgent_and_is_ones_own(self, brief, asta):
        urgent = leave_a_message(is_urgent=True, at=LATER)
        quiet = leave_a_message().thread.pk
        assert ids(seen_by(asta).waiting) == [urgent.thread.pk, brief, quiet]
        take(urgent, asta)
        assert ids(seen_by(asta).waiting) == [urgent.thread.pk, brief, quiet]


class TestExpiry:
    END = MORNING + timedelta(days=91)

    def test_what_is_read_and_used_by_nobody_goes_with_its_key(self, writer, asta):
        thread = take(writer, asta)
        mark_read(opened=thread)
        key_id = writer.thread.key_id
        assert expire_threads(at=self.END - timedelta(days=1)) == 0
        assert expire_threads(at=self.END) == 1
        assert not Thread.objects.exists()
        assert not Message.objects.exists()
        assert not Holding.objects.exists()
        assert Tombstone.objects.filter(pk=key_id).exists()
        with pytest.raises(KeyGone):
            broker().open(key_id, purpose="contact", by=asta.pk)

    def test_what_nobody_has_read_stays(self, writer):
        assert expire_threads(at=self.END) == 0
        assert Thread.objects.exists()

    def test_what_the_writer_did_and_nobody_has_seen_keeps_it(self, writer, asta):
        thread, box = take(writer, asta), writer.comes_back()
        mark_read(opened=thread)
        sitting.close(mailbox=box, at=MORNING)
        assert expire_threads(at=self.END) == 0
        mark_read(opened=thread)
        assert expire_threads(at=self.END) == 1

    def test_sittings_are_swept_two_hours_after_they_began(self, writer):
        writer.comes_back()
        expire_threads(at=MORNING + timedelta(hours=2))
        assert Sitting.objects.exists()
        expire_threads(at=MORNING + timedelta(hours=2, seconds=1))
        assert not Sitting.objects.exists()

    def test_two_weeks_before_it_goes_the_list_says_so_and_no_earlier(self, writer, asta):
        mark_read(opened=take(writer, asta))
        [[before], [soon]] = (seen_by(asta, self.END - timedelta(days=days)).mine for days in (16, 15))
        assert (before.expires_soon, soon.expires_soon) == (False, True)

    def test_a_visit_renews_it(self, writer, asta):
        mark_read(opened=take(writer, asta))
        writer.comes_back(MORNING + timedelta(days=50))
        assert expire_threads(at=self.END) == 0
        assert expire_threads(at=MORNING + timedelta(days=141)) == 1

    def test_an_answer_renews_it(self, writer, asta):
        reply(take(writer, asta), asta)
        assert writer.thread.expires_on == (LATER + timedelta(days=90)).date()


class TestCopiesPutBack:
    def test_no_code_opens_a_mailbox_until_the_team_has_decided_and_what_was_closed_stays_closed(self, writer, asta):
        closed = leave_a_message()
        sitting.close(mailbox=closed.comes_back(), at=MORNING)
        cookie = writer.comes_back().cookie(MORNING)
        assert (hold_all(at=MORNING), hold_all(at=MORNING)) == (1, 0)
        with pytest.raises(WrongCode):
            writer.comes_back()
        with pytest.raises(sitting.SittingOver):
            sitting.resume(cookie=cookie, at=MORNING)
        [row] = [row for row in seen_by(asta).unclaimed if row.thread == writer.thread]
        assert row.signals == {SignalKind.HELD}
        assert not row.is_closed
        opened = open_thread(user=asta, thread_id=writer.thread.pk, regions=[])
        assert [each.content["text"] for each in opened.messages()] == [WORDS], "the team reads on"
        assert (release_all(), release_all()) == (1, 0)
        assert writer.comes_back()
        with pytest.raises(WrongCode):
            closed.comes_back()
        acts = Event.objects.filter(act__in=["thread.held", "thread.released"]).values_list("about", flat=True)
        assert list(acts) == [writer.thread.pk] * 2

    def test_a_closing_after_it_is_not_taken_for_what_the_team_has_seen(self, writer, asta):
        hold_all(at=MORNING)
        claim(thread_id=writer.thread.pk, cover_name="Hejre", by=asta, regions=[], at=MORNING)
        opened = open_thread(user=asta, thread_id=writer.thread.pk, regions=[])
        mark_read(opened=opened)
        release_all()
        sitting.close(mailbox=writer.comes_back(), at=MORNING)
        [row] = seen_by(asta).mine
        assert SignalKind.CLOSED in row.signals


def test_a_visit_in_a_year_that_no_calendar_has_does_not_stop_the_upkeep(writer):
    Visit.objects.create(thread=writer.thread, at=datetime(9999, 12, 30, tzinfo=UTC))
    assert expire_threads(at=MORNING) == 0
    assert writer.thread.expires_on == (MORNING + timedelta(days=90)).date()
