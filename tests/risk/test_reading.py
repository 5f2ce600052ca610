"""A colleague reads before a level is lowered, or an inquiry closed, soon after an alarm."""

from datetime import timedelta

import pytest

from tests.cast import MORNING, file_a_call, text
from tests.risk.filled import begun, saved, sign_it, signed
from vaern.directory.terms import Concern
from vaern.inquiries.actions.notification import NotificationUnsettled
from vaern.inquiries.terms import Age, Closing, Stage, TaskKind
from vaern.risk.actions.closing import MayNotClose, close_inquiry
from vaern.risk.actions.reading import CannotRead, OwnWork, ask_second_reader, read_as_second
from vaern.risk.actions.signing import ChangedSince, MayNotSign, void
from vaern.risk.actions.writing import AlreadySigned

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LATER = MORNING + timedelta(days=2)


@pytest.fixture
def lower(inquiry, high, consultant_on_the_inquiry):
    """A draft that lowers a level set on an alarm two days before."""
    return begun(inquiry, consultant_on_the_inquiry, at=LATER)


def read(inquiry, screening, by, *, at=LATER, base=None):
    base = screening.revision if screening and base is None else base
    return read_as_second(inquiry=inquiry, screening=screening, base=base, remark=text("Læst og drøftet"), by=by, at=at)


class TestLowering:
    def test_it_waits_for_a_colleague_and_goes_on_when_one_has_read(
        self, inquiry, lower, consultant_on_the_inquiry, colleague_in_the_region
    ):
        with pytest.raises(MayNotSign) as refusal:
            sign_it(inquiry, lower, consultant_on_the_inquiry, at=LATER)
        assert [finding.rule for finding in refusal.value.findings] == ["may_lower_the_level"]
        read(inquiry, lower, colleague_in_the_region)
        assert sign_it(inquiry, lower, consultant_on_the_inquiry, at=LATER).level == "low"

    def test_what_is_written_afterwards_is_unread(
        self, inquiry, lower, consultant_on_the_inquiry, colleague_in_the_region
    ):
        read(inquiry, lower, colleague_in_the_region)
        newer = saved(inquiry, lower, consultant_on_the_inquiry, at=LATER, safe="Et nyt sted")
        with pytest.raises(MayNotSign):
            sign_it(inquiry, newer, consultant_on_the_inquiry, at=LATER)

    def test_the_reader_does_not_sign_on_their_own_reading(self, inquiry, lower, colleague_in_the_region):
        read(inquiry, lower, colleague_in_the_region)
        with pytest.raises(MayNotSign):
            sign_it(inquiry, lower, colleague_in_the_region, at=LATER)

    def test_nobody_reads_their_own_words(self, inquiry, lower, consultant_on_the_inquiry):
        with pytest.raises(OwnWork):
            read(inquiry, lower, consultant_on_the_inquiry)

    def test_nobody_reads_what_they_may_not_see(self, inquiry, lower, consultant_from_elsewhere):
        with pytest.raises(CannotRead):
            read(inquiry, lower, consultant_from_elsewhere)

    def test_what_was_read_is_what_stands_there(self, inquiry, lower, colleague_in_the_region):
        with pytest.raises(ChangedSince):
            read(inquiry, lower, colleague_in_the_region, base=lower.revision - 1)

    def test_a_signed_one_is_past_reading(self, inquiry, high, colleague_in_the_region):
        with pytest.raises(AlreadySigned):
            read(inquiry, high, colleague_in_the_region)

    @pytest.mark.parametrize("days, waits", [(30, True), (31, False)])
    def test_after_thirty_days_without_an_alarm_nobody_need_read(
        self, inquiry, high, consultant_on_the_inquiry, days, waits
    ):
        at = MORNING + timedelta(days=days)
        screening = begun(
            inquiry, consultant_on_the_inquiry, at=at, valid_until=(at + timedelta(days=7)).date().isoformat()
        )
        if waits:
            with pytest.raises(MayNotSign):
                sign_it(inquiry, screening, consultant_on_the_inquiry, at=at)
        else:
            assert sign_it(inquiry, screening, consultant_on_the_inquiry, at=at).is_signed

    def test_a_level_lowered_without_any_alarm_asks_nobody(self, inquiry, consultant_on_the_inquiry):
        signed(inquiry, consultant_on_the_inquiry, level="middle")
        assert signed(inquiry, consultant_on_the_inquiry, at=LATER).level == "low"

    @pytest.mark.parametrize("happened, waits", [("moved-home", True), ("police-began", False)])
    def test_moving_home_is_an_alarm_and_the_police_beginning_is_not(
        self, inquiry, consultant_on_the_inquiry, happened, waits
    ):
        middle = signed(inquiry, consultant_on_the_inquiry, level="middle")
        void(inquiry=inquiry, screening=middle, happened=happened, words=text(), by=consultant_on_the_inquiry, at=LATER)
        draft = begun(inquiry, consultant_on_the_inquiry, at=LATER)
        if waits:
            with pytest.raises(MayNotSign):
                sign_it(inquiry, draft, consultant_on_the_inquiry, at=LATER)
        else:
            assert sign_it(inquiry, draft, consultant_on_the_inquiry, at=LATER).is_signed

    def test_raising_it_asks_nobody(self, inquiry, consultant_on_the_inquiry):
        signed(inquiry, consultant_on_the_inquiry, **{"gate.A6": "yes"})
        raised = {"level": "high", "soon": "day", "valid_until": "2026-11-30"}
        assert signed(inquiry, consultant_on_the_inquiry, at=LATER, **raised).level == "high"


class TestAsking:
    def test_a_colleague_is_asked_with_a_task_and_the_answer_comes_back_as_one(
        self, inquiry, lower, consultant_on_the_inquiry, colleague_in_the_region
    ):
        ask_second_reader(inquiry=inquiry, reader=colleague_in_the_region, by=consultant_on_the_inquiry, at=LATER)
        [task] = inquiry.tasks.open().filter(kind=TaskKind.SECOND_READER)
        assert (task.owner, task.due_at) == (colleague_in_the_region, LATER + timedelta(hours=24))
        read(inquiry, lower, colleague_in_the_region)
        assert not inquiry.tasks.open().filter(kind=TaskKind.SECOND_READER).exists()
        assert inquiry.tasks.open().filter(owner=consultant_on_the_inquiry, set_at=LATER, due_at=LATER).exists()

    @pytest.mark.parametrize("who", ["consultant_on_the_inquiry", "consultant_from_elsewhere", "team_lead"])
    def test_only_another_consultant_who_may_see_it_is_asked(self, inquiry, consultant_on_the_inquiry, who, request):
        with pytest.raises(CannotRead):
            ask_second_reader(
                inquiry=inquiry, reader=request.getfixturevalue(who), by=consultant_on_the_inquiry, at=LATER
            )


class TestClosing:
    def close(self, inquiry, by, *, at=LATER, why=None):
        close_inquiry(
            inquiry=inquiry,
            reason=Closing.ADVICE_GIVEN,
            remark=text(),
            by=by,
            at=at,
            why_not_screened=text(why) if why else None,
        )
        inquiry.refresh_from_db()
        return inquiry.stage

    def refused(self, *args, **more):
        with pytest.raises(MayNotClose) as refusal:
            self.close(*args, **more)
        return [finding.rule for finding in refusal.value.findings]

    def test_a_low_judgement_is_closed_without_more_ado(self, inquiry, low, consultant_on_the_inquiry):
        assert self.close(inquiry, consultant_on_the_inquiry) == Stage.CLOSED

    def test_soon_after_an_alarm_it_waits_for_a_colleague(
        self, inquiry, high, consultant_on_the_inquiry, colleague_in_the_region
    ):
        assert self.refused(inquiry, consultant_on_the_inquiry) == ["may_close_after_an_alarm"]
        read(inquiry, None, colleague_in_the_region)
        assert self.close(inquiry, consultant_on_the_inquiry) == Stage.CLOSED

    def test_a_reading_from_before_the_alarm_is_none(self, inquiry, consultant_on_the_inquiry, colleague_in_the_region):
        read(inquiry, None, colleague_in_the_region, at=MORNING)
        signed(inquiry, consultant_on_the_inquiry, at=MORNING + timedelta(hours=1), **{"gate.A6": "yes"})
        assert self.refused(inquiry, consultant_on_the_inquiry) == ["may_close_after_an_alarm"]

    def test_who_holds_it_does_not_read_their_own_closing(self, inquiry, high, consultant_on_the_inquiry):
        with pytest.raises(OwnWork):
            read(inquiry, None, consultant_on_the_inquiry)

    def test_a_concern_about_a_person_is_screened_or_says_why_not(self, inquiry, consultant_on_the_inquiry):
        assert self.refused(inquiry, consultant_on_the_inquiry) == ["may_close_as_screened"]
        assert self.close(inquiry, consultant_on_the_inquiry, why="Der blev kun spurgt til et nummer") == Stage.CLOSED
        notes = [entry.opened_with(inquiry.key_in_hand).note for entry in inquiry.entries.all()]
        assert "Der blev kun spurgt til et nummer" in notes

    def test_a_question_about_rules_needs_no_screening(self, consultant_on_the_inquiry):
        asked = file_a_call(consultant_on_the_inquiry, subject=Concern.METHOD)
        assert self.close(asked, consultant_on_the_inquiry) == Stage.CLOSED

    def test_a_begun_screening_is_signed_or_put_away_first(self, inquiry, low, draft, consultant_on_the_inquiry):
        assert self.refused(inquiry, consultant_on_the_inquiry) == ["may_close_as_screened"]

    def test_the_question_about_notification_is_still_asked(self, consultant_on_the_inquiry):
        child = file_a_call(consultant_on_the_inquiry, age=Age.UNDER_18)
        signed(child, consultant_on_the_inquiry, **{"gate.A9": "yes"})
        with pytest.raises(NotificationUnsettled):
            self.close(child, consultant_on_the_inquiry)
