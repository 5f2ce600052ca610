"""The open half: it takes in, and gives back to whoever has the code, and to nobody else."""

from datetime import timedelta
from threading import BoundedSemaphore, Semaphore
from unittest.mock import ANY
from uuid import uuid4

import pytest
from django.db import IntegrityError

from tests.cast import MORNING
from tests.mailbox.conftest import WORDS, leave_a_message
from vaern.audit.models import Event
from vaern.mailbox.code import SECRET_BITS, Code
from vaern.mailbox.door import patience, sitting, taking_in
from vaern.mailbox.door.sitting import SittingOver, enter, leave, resume
from vaern.mailbox.door.taking_in import SelectorTaken, drop, drop_brief
from vaern.mailbox.models import Message, Signal, Sitting, Thread, Visit
from vaern.vault import codes
from vaern.vault.codes import Crowded, WrongCode
from vaern.vault.models import Key

pytestmark = pytest.mark.django_db

LATER = MORNING + timedelta(minutes=10)


def wrong_secret(code):
    return Code(code.selector << SECRET_BITS | (int.from_bytes(code.secret, "big") ^ 1))


def at_once(acquire):
    """Take a place as ``acquire`` does, and fail where it would wait for one."""

    def take(blocking=True, timeout=None):
        assert not blocking, "it waits"
        return acquire(blocking=False)

    return take


class TestDropping:
    def test_the_code_gives_the_message_back(self, writer):
        [message] = writer.comes_back().messages()
        assert message.content["text"] == WORDS

    def test_nothing_of_it_lies_in_clear_and_no_key_in_the_key_store(self, writer):
        row = Message.objects.values().get()
        assert WORDS[:12].encode() not in bytes(row["content"])
        assert not Key.objects.exists()

    def test_a_double_click_is_one_thread(self, writer):
        drop(code=writer.code, content={"text": WORDS}, is_urgent=False, at=MORNING)
        assert Thread.objects.count() == Message.objects.count() == 1

    def test_two_clicks_at_once_are_one_thread(self, writer, monkeypatch):
        seen = iter([False, True])
        monkeypatch.setattr(taking_in, "was_dropped", lambda code: next(seen))
        drop(code=writer.code, content={"text": WORDS}, is_urgent=False, at=MORNING)
        assert Thread.objects.count() == 1

    def test_a_database_that_refuses_for_another_reason_says_so(self, db, monkeypatch):
        def refuse(*ignored, **more):
            raise IntegrityError

        monkeypatch.setattr(taking_in, "put", refuse)
        with pytest.raises(IntegrityError):
            leave_a_message()
        assert not Thread.objects.exists()

    def test_another_code_with_the_same_selector_is_turned_away_and_changes_nothing(self, writer):
        with pytest.raises(SelectorTaken):
            drop(code=wrong_secret(writer.code), content={"text": "x"}, is_urgent=False, at=MORNING)
        assert Message.objects.count() == 1

    def test_when_the_selectors_are_used_up_a_code_is_one_word_longer_and_works_as_well(self, writer, monkeypatch):
        monkeypatch.setattr(taking_in, "draw", lambda: writer.code)
        late = leave_a_message("Jeg er i fare", is_urgent=True)
        assert len(late.code.words) == 8
        assert enter(typed=" ".join(late.code.digits), at=MORNING).messages()[0].content["text"] == "Jeg er i fare"

    def test_a_code_is_never_looked_for_without_an_end(self, writer, monkeypatch, django_assert_max_num_queries):
        for draw in ("draw", "draw_long"):
            monkeypatch.setattr(taking_in, draw, lambda: writer.code)
        with django_assert_max_num_queries(20), pytest.raises(Crowded):
            taking_in.new_code()

    def test_when_somebody_wrote_is_known_to_the_hour_only(self, db):
        writer = leave_a_message(at=MORNING + timedelta(minutes=37, seconds=12))
        assert writer.thread.dropped_at == Message.objects.get().at == MORNING

    def test_every_thread_has_a_key_and_a_salt_of_its_own(self, writer):
        other = leave_a_message().thread
        assert other.key_id != writer.thread.key_id
        assert bytes(other.salt) != bytes(writer.thread.salt)

    def test_it_is_on_record_without_a_person(self, writer):
        event = Event.objects.get(act="thread.dropped")
        assert (event.by, event.about, event.code) == (None, writer.thread.pk, "citizen")

    def test_a_crowd_is_told_and_leaves_nothing_half(self, db, monkeypatch):
        monkeypatch.setattr(codes, "PATIENCE_SECONDS", 0.0)
        for _ in range(codes.CORES):
            codes.GATE.acquire()
        try:
            with pytest.raises(Crowded):
                leave_a_message()
        finally:
            for _ in range(codes.CORES):
                codes.GATE.release()
        assert not Thread.objects.exists()
        leave_a_message()


class TestABrief:
    def test_it_needs_no_code_and_is_one_however_often_it_is_sent(self, db):
        token = uuid4()
        for _ in range(2):
            drop_brief(token=token, content={"note": "x"}, is_urgent=True, at=MORNING)
        thread = Thread.objects.get()
        assert (thread.pk, thread.kind, thread.selector, thread.for_writer) == (token, "brief", None, None)
        assert Message.objects.get().is_urgent

    def test_it_costs_what_a_message_costs_and_leaves_a_core_for_one(self, db, monkeypatch):
        monkeypatch.setattr(codes, "PATIENCE_SECONDS", 0.0)
        monkeypatch.setattr(codes, "READERS", BoundedSemaphore(1))
        with codes.READERS, pytest.raises(Crowded):
            drop_brief(token=uuid4(), content={"note": "x"}, is_urgent=True, at=MORNING)
        assert not Thread.objects.exists()
        leave_a_message()
        stretched = []
        monkeypatch.setattr(codes, "stretch", lambda *ignored: stretched.append(1))
        drop_brief(token=uuid4(), content={"note": "x"}, is_urgent=True, at=MORNING)
        assert stretched == [1]

    def test_where_the_line_is_full_it_is_told_at_once_and_a_message_still_comes_in(self, db, monkeypatch):
        monkeypatch.setattr(codes, "PATIENCE_SECONDS", 60.0)
        monkeypatch.setattr(codes, "READERS", Semaphore(0))
        monkeypatch.setattr(codes, "IN_LINE", Semaphore(0))
        with pytest.raises(Crowded):
            drop_brief(token=uuid4(), content={"note": "x"}, is_urgent=True, at=MORNING)
        leave_a_message()

    def test_a_thread_of_another_kind_is_not_taken_for_it(self, writer):
        with pytest.raises(IntegrityError):
            drop_brief(token=writer.thread.pk, content={"note": "x"}, is_urgent=False, at=MORNING)


class TestComingBack:
    @pytest.mark.check("C4")
    def test_words_and_digits_open_the_same_mailbox(self, writer):
        by_digits = enter(typed="-".join(writer.code.digits), at=MORNING)
        assert by_digits.thread.pk == writer.comes_back().thread.pk

    def test_the_time_of_the_visit_before_is_told_and_only_that_one_is_kept(self, writer):
        assert writer.comes_back().opened_before is None
        assert writer.comes_back(LATER).opened_before == MORNING
        assert Visit.objects.get().at == LATER

    def test_a_code_sent_twice_by_one_press_or_by_loading_anew_is_one_visit_and_alarms_nobody(self, writer):
        writer.comes_back(MORNING - timedelta(days=1))
        first = writer.comes_back(MORNING)
        twice = writer.comes_back(MORNING + timedelta(seconds=2))
        left = sitting.leave(cookie=twice.cookie(MORNING))
        typed = " ".join(writer.code.words)
        anew = enter(typed=typed, at=MORNING + timedelta(minutes=5), left=left)
        assert {each.opened_before for each in (first, twice, anew)} == {MORNING - timedelta(days=1)}

    def test_but_somebody_elses_visit_is_told_though_this_browser_had_the_mailbox_open(self, writer):
        mine = writer.comes_back(MORNING)
        theirs = MORNING + timedelta(minutes=3)
        assert writer.comes_back(theirs).opened_before == MORNING, "after more than the seconds of one press"
        left = sitting.leave(cookie=mine.cookie(MORNING))
        typed = " ".join(writer.code.words)
        assert enter(typed=typed, at=MORNING + timedelta(minutes=5), left=left).opened_before == theirs

    @pytest.mark.parametrize(
        "typed",
        [
            lambda code: "",
            lambda code: "hvad som helst",
            lambda code: " ".join(wrong_secret(code).words),
            lambda code: " ".join(Code((code.selector ^ 1) << SECRET_BITS).words),
        ],
        ids=["empty", "not a code", "wrong secret", "wrong selector"],
    )
    def test_a_wrong_code_opens_nothing(self, writer, typed):
        with pytest.raises(WrongCode):
            enter(typed=typed(writer.code), at=MORNING)
        assert not Sitting.objects.exists()

    def test_a_wrong_selector_is_answered_without_stretching(self, writer, monkeypatch):
        monkeypatch.setattr(codes, "stretch", lambda *a: pytest.fail("stretched"))
        with pytest.raises(WrongCode):
            enter(typed=" ".join(Code((writer.code.selector ^ 1) << SECRET_BITS).words), at=MORNING)

    def test_after_its_time_the_code_is_as_wrong_as_any(self, writer):
        last = MORNING + timedelta(days=90)
        with pytest.raises(WrongCode):
            writer.comes_back(last + timedelta(days=1))
        assert writer.comes_back(last)

    def test_a_visit_counts_though_the_upkeep_never_ran(self, writer):
        for day in (60, 120, 180, 270):
            assert writer.comes_back(MORNING + timedelta(days=day))
        with pytest.raises(WrongCode):
            writer.comes_back(MORNING + timedelta(days=361))

    @pytest.mark.check("C6")
    def test_wrong_codes_slow_down_and_never_lock_the_right_one_out(self, writer, monkeypatch):
        slept = []
        monkeypatch.setattr(patience.time, "sleep", slept.append)
        typed = " ".join(wrong_secret(writer.code).words)
        for _ in range(30):
            with pytest.raises(WrongCode):
                enter(typed=typed, at=MORNING)
        assert slept[0] < slept[-1] == patience.MOST
        assert writer.comes_back()
        assert patience.delay(writer.code.selector) == 0

    def test_mistyping_a_few_times_costs_nothing(self, writer, monkeypatch):
        monkeypatch.setattr(patience.time, "sleep", lambda seconds: pytest.fail("slept"))
        for _ in range(patience.FREE):
            with pytest.raises(WrongCode):
                enter(typed=" ".join(wrong_secret(writer.code).words), at=MORNING)

    def test_one_thread_under_attack_slows_no_other(self, writer):
        for _ in range(30):
            patience.was_wrong(writer.code.selector)
        assert patience.delay(writer.code.selector) == patience.MOST
        assert patience.delay(writer.code.selector ^ 1) == 0

    def test_when_enough_wait_already_the_next_does_not_wait_for_a_place(self, writer, monkeypatch):
        monkeypatch.setattr(patience.time, "sleep", lambda seconds: pytest.fail("slept"))
        monkeypatch.setattr(patience, "WAITING", Semaphore(0))
        monkeypatch.setattr(patience.WAITING, "acquire", at_once(patience.WAITING.acquire))
        for _ in range(patience.FREE + 1):
            patience.was_wrong(writer.code.selector)
        assert patience.wait(writer.code.selector) == patience.STEP

    def test_what_is_remembered_of_wrong_codes_is_bounded(self):
        for selector in range(patience.REMEMBERED + 50):
            patience.was_wrong(selector)
        assert len(patience._wrong) == patience.REMEMBERED


class TestSitting:
    def test_the_cookie_goes_on_where_the_code_began(self, writer):
        mailbox = writer.comes_back()
        again = resume(cookie=mailbox.cookie(MORNING), at=LATER)
        assert again.messages()[0].content["text"] == WORDS

    def test_the_cookie_tells_nothing(self, writer):
        cookie = writer.comes_back().cookie(MORNING)
        for word in writer.code.words:
            assert word not in cookie

    @pytest.mark.parametrize("cookie", ["", "x", "æ", "QUJD", "A" * 400])
    def test_anything_else_opens_nothing(self, writer, cookie):
        with pytest.raises(SittingOver):
            resume(cookie=cookie, at=MORNING)

    def test_a_quarter_of_an_hour_without_a_sign_ends_it(self, writer):
        cookie = writer.comes_back().cookie(MORNING)
        assert resume(cookie=cookie, at=MORNING + sitting.IDLE)
        with pytest.raises(SittingOver):
            resume(cookie=cookie, at=MORNING + sitting.IDLE + timedelta(seconds=1))

    def test_an_hour_ends_it_in_any_case(self, writer):
        mailbox = writer.comes_back()
        late = MORNING + sitting.LONGEST
        assert resume(cookie=mailbox.cookie(late), at=late)
        with pytest.raises(SittingOver):
            resume(cookie=mailbox.cookie(late), at=late + timedelta(seconds=1))

    def test_whoever_leaves_takes_the_cookie_with_them(self, writer):
        cookie = writer.comes_back().cookie(MORNING)
        leave(cookie=cookie)
        leave(cookie=cookie)
        leave(cookie="ikke en af vores")
        with pytest.raises(SittingOver):
            resume(cookie=cookie, at=MORNING)

    def test_a_cookie_of_another_site_key_opens_nothing(self, writer, settings):
        cookie = writer.comes_back().cookie(MORNING)
        settings.SECRET_KEY = "another"
        with pytest.raises(SittingOver):
            resume(cookie=cookie, at=MORNING)

    def test_old_sittings_are_swept_by_the_next_visit(self, writer):
        writer.comes_back()
        writer.comes_back(MORNING + timedelta(hours=2))
        assert Sitting.objects.count() == 1


class TestInTheMailbox:
    def test_a_message_sent_twice_is_one(self, writer):
        mailbox, token = writer.comes_back(), uuid4()
        for _ in range(2):
            sitting.write(mailbox=mailbox, token=token, content={"text": "Hej"}, is_urgent=False, at=LATER)
        assert [message.number for message in mailbox.messages()] == [1, 2]

    def test_a_number_taken_meanwhile_is_passed_over_and_not_for_ever(self, writer, monkeypatch):
        mailbox = writer.comes_back()
        numbers = iter([1, 1, 1, 2])
        monkeypatch.setattr(sitting, "next_number", lambda thread: next(numbers))
        sitting.write(mailbox=mailbox, token=uuid4(), content={"text": "Hej"}, is_urgent=True, at=LATER)
        assert [message.number for message in mailbox.messages()] == [1, 2]
        monkeypatch.setattr(sitting, "next_number", lambda thread: 1)
        with pytest.raises(IntegrityError):
            sitting.write(mailbox=mailbox, token=uuid4(), content={"text": "Hej"}, is_urgent=True, at=LATER)

    def test_a_message_that_was_removed_does_not_come_back_from_an_older_page(self, writer):
        mailbox, token = writer.comes_back(), uuid4()
        sitting.write(mailbox=mailbox, token=token, content={"text": "Hej"}, is_urgent=False, at=LATER)
        sitting.remove(mailbox=mailbox, messages=[token], at=LATER)
        with pytest.raises(sitting.Removed):
            sitting.write(mailbox=mailbox, token=token, content={"text": "Hej"}, is_urgent=False, at=LATER)
        assert [message.number for message in mailbox.messages()] == [1]
        sitting.write(mailbox=mailbox, token=uuid4(), content={"text": "Hej"}, is_urgent=False, at=LATER)

    def test_when_the_writer_did_something_is_known_to_the_hour_only(self, writer):
        late, mailbox, token = MORNING + timedelta(minutes=37, seconds=12), writer.comes_back(), uuid4()
        sitting.write(mailbox=mailbox, token=token, content={"text": "Hej"}, is_urgent=False, at=late)
        assert Message.objects.get(pk=token).at == MORNING
        sitting.remove(mailbox=mailbox, messages=[token], at=late)
        sitting.close(mailbox=mailbox, at=late)
        assert set(Signal.objects.values_list("kind", "at")) == {("removed", MORNING), ("closed", MORNING)}

    def test_a_token_of_another_thread_is_refused(self, writer):
        other = leave_a_message()
        token = Message.objects.get(thread=other.thread).pk
        with pytest.raises(IntegrityError):
            sitting.write(mailbox=writer.comes_back(), token=token, content={"text": "x"}, is_urgent=False, at=LATER)

    @pytest.mark.check("C10")
    def test_what_is_removed_is_gone_and_the_team_learns_that_something_is(self, writer):
        mailbox = writer.comes_back()
        sitting.remove(mailbox=mailbox, messages=[mailbox.messages()[0].pk], at=LATER)
        assert mailbox.messages() == []
        assert not Message.objects.exists()
        assert Signal.objects.values("kind", "number").get() == {"kind": "removed", "number": 1}

    def test_a_number_is_not_given_twice(self, writer):
        mailbox = writer.comes_back()
        sitting.remove(mailbox=mailbox, messages=[mailbox.messages()[0].pk], at=LATER)
        sitting.write(mailbox=mailbox, token=uuid4(), content={"text": "Hej"}, is_urgent=False, at=LATER)
        assert [message.number for message in mailbox.messages()] == [2]

    def test_nobody_removes_what_is_anothers(self, writer):
        other = leave_a_message()
        theirs = Message.objects.get(thread=other.thread).pk
        sitting.remove(mailbox=writer.comes_back(), messages=[theirs], at=LATER)
        assert Message.objects.filter(pk=theirs).exists()
        assert not Signal.objects.exists()

    @pytest.mark.check("C9")
    def test_a_closed_mailbox_opens_for_nobody_and_says_so_to_the_team(self, writer):
        mailbox = writer.comes_back()
        cookie = mailbox.cookie(MORNING)
        sitting.close(mailbox=mailbox, at=LATER)
        with pytest.raises(WrongCode):
            writer.comes_back(LATER)
        with pytest.raises(SittingOver):
            resume(cookie=cookie, at=LATER)
        assert Signal.objects.get().kind == "closed"

    def test_what_the_writer_did_is_on_record_by_id(self, writer):
        mailbox = writer.comes_back()
        sitting.write(mailbox=mailbox, token=uuid4(), content={"text": "Hej"}, is_urgent=False, at=LATER)
        sitting.remove(mailbox=mailbox, messages=[mailbox.messages()[0].pk], at=LATER)
        sitting.close(mailbox=mailbox, at=LATER)
        acts = Event.objects.about(mailbox.thread.pk).values_list("act", "by").order_by("at")
        expected = ["thread.dropped", "thread.written", "thread.removed", "thread.closed"]
        assert list(acts) == [(act, ANY) for act in expected]
        assert not [by for _, by in acts if by]
