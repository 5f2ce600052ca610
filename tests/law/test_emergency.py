"""Acute danger first, and the emergency note."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.law.clocks import COPENHAGEN, TimeWithoutZone
from vaern.law.emergency import (
    CALL_NOW,
    FIRST_QUESTION,
    NUMBERS_IN_ORDER,
    DangerFacts,
    emergency_note_times,
    may_put_a_form_first,
    may_write_an_emergency_note,
    must_call_now,
)
from vaern.law.terms import Answer, Certainty, Condition
from vaern.law.values import EMERGENCY_NOTE_KEPT_HOURS

DANGER_NOW = DangerFacts(acute_danger=True, reason="Trussel nu")
SAFE = DangerFacts(acute_danger=False, reason="Trussel nu")
NOT_KNOWN = DangerFacts(acute_danger=None, reason="Trussel nu")


def test_danger_now_means_112_and_112_is_named_before_114():
    finding = must_call_now(DANGER_NOW)
    assert finding.answer is Answer.MUST
    assert finding.because == CALL_NOW
    assert CALL_NOW.index("112") < CALL_NOW.index("114")
    assert NUMBERS_IN_ORDER == ("112", "114")


def test_safety_that_is_not_known_is_asked_for_first_and_doubt_calls_112():
    asked = must_call_now(NOT_KNOWN)
    assert asked.answer is Answer.ASK
    assert asked.ways_forward[0] == FIRST_QUESTION
    assert "112" in asked.ways_forward[1]


def test_no_danger_leaves_the_call_rule_silent():
    assert must_call_now(SAFE).answer is Answer.SILENT


@pytest.mark.parametrize("facts", [DANGER_NOW, NOT_KNOWN])
def test_no_form_stands_before_the_number_in_danger_or_before_we_know(facts):
    refused = may_put_a_form_first(facts)
    assert refused.answer is Answer.MUST_NOT
    assert "112" in refused.ways_forward[0]


def test_a_form_may_come_first_once_the_person_is_safe():
    assert may_put_a_form_first(SAFE).answer is Answer.MAY


def test_an_identity_may_be_written_in_acute_danger_with_a_reason_and_is_reviewed():
    finding = may_write_an_emergency_note(DANGER_NOW)
    assert finding.answer is Answer.MAY
    assert finding.conditions == (Condition.REASON, Condition.TEAM_LEAD_REVIEWS)


def test_an_identity_is_not_written_without_danger():
    refused = may_write_an_emergency_note(SAFE)
    assert refused.answer is Answer.MUST_NOT
    assert refused.ways_forward


def test_danger_that_is_not_established_is_asked_for_before_an_emergency_note():
    asked = may_write_an_emergency_note(NOT_KNOWN)
    assert (asked.answer, asked.missing) == (Answer.ASK, ("acute_danger",))


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_an_emergency_note_without_a_reason_asks_for_one(reason):
    asked = may_write_an_emergency_note(DangerFacts(acute_danger=True, reason=reason))
    assert (asked.answer, asked.missing) == (Answer.ASK, ("reason",))


def test_an_emergency_note_is_reviewed_within_24_hours_and_we_suggest_that_it_ends_after_72():
    times = emergency_note_times(datetime(2026, 11, 20, 16, 5, tzinfo=COPENHAGEN))
    assert times.review_by == datetime(2026, 11, 21, 16, 5, tzinfo=COPENHAGEN)
    assert times.expires_at == datetime(2026, 11, 23, 16, 5, tzinfo=COPENHAGEN)


@given(at=st.datetimes(datetime(2024, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))
def test_the_clocks_of_an_emergency_note_are_real_hours_and_review_comes_before_the_end(at):
    times = emergency_note_times(at)
    assert times.review_by.astimezone(UTC) - at == timedelta(hours=24)
    assert times.review_by.astimezone(UTC) < times.expires_at.astimezone(UTC)


def test_a_note_without_a_time_zone_has_no_clock():
    with pytest.raises(TimeWithoutZone):
        emergency_note_times(datetime(2026, 11, 20, 16, 5))


def test_how_long_an_emergency_note_is_kept_is_our_own_rule_and_says_so():
    assert EMERGENCY_NOTE_KEPT_HOURS.source.certainty is Certainty.OWN_RULE
