"""Screening: each refusal one fact from what is allowed, and nothing that counts."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.law.clocks import COPENHAGEN, TimeWithoutZone
from vaern.law.screening import (
    MISSING,
    STANDING_LABELS,
    STEPS_DOWN,
    Act,
    AlarmFacts,
    ClosingFacts,
    DangerFacts,
    Knowledge,
    Level,
    OnlyFor,
    SignedJudgement,
    SigningFacts,
    Soon,
    Standing,
    card_deadline,
    cards_opened,
    is_soon_after,
    latest_validity,
    may_choose_kind,
    may_close_after_an_alarm,
    may_close_as_screened,
    may_judge_against_danger,
    may_lower_the_level,
    may_sign,
    needs_a_screening,
    second_reading_due,
    standing,
)
from vaern.law.terms import Answer, Condition

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=COPENHAGEN)  # a Monday


# Cards.

QUESTIONS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["yes", "no", "unknown"]))
OPENERS = st.dictionaries(
    st.sampled_from(["R1", "R2", "R3", "R4"]),
    st.lists(
        st.builds("{}={}".format, st.sampled_from("abcdef"), st.sampled_from(["yes", "no", "unknown"])), min_size=1
    ),
)


@given(OPENERS, QUESTIONS)
def test_the_cards_of_many_answers_are_those_that_each_answer_opens_alone(rules, answers):
    alone = [cards_opened(rules, {question: answer}) for question, answer in answers.items()]
    assert cards_opened(rules, answers) == frozenset().union(*alone)


@given(OPENERS, QUESTIONS, QUESTIONS)
def test_another_answer_to_another_question_never_closes_a_card(rules, answers, more):
    assert cards_opened(rules, answers) <= cards_opened(rules, more | answers)


def test_an_answer_opens_its_card_and_another_answer_to_the_same_question_does_not():
    rules = {"R1": ["gate.A1=yes"]}
    assert cards_opened(rules, {"gate.A1": "yes"}) == {"R1"}
    assert cards_opened(rules, {"gate.A1": "no"}) == cards_opened(rules, {}) == frozenset()


# Deadlines, in hours on the clock.


@pytest.mark.parametrize(
    "opened, due",
    [
        ((2026, 11, 27, 16, 5), (2026, 11, 28, 16, 5)),  # Friday afternoon does not become Monday
        ((2026, 12, 24, 16, 5), (2026, 12, 25, 16, 5)),  # nor does Christmas Eve wait for a working day
        ((2026, 5, 13, 9, 0), (2026, 5, 14, 9, 0)),  # Ascension Day
        ((2026, 3, 28, 16, 5), (2026, 3, 29, 17, 5)),  # summer time begins: the night is an hour shorter
        ((2026, 10, 24, 16, 5), (2026, 10, 25, 15, 5)),  # and ends: the night is an hour longer
    ],
    ids=["weekend", "Christmas", "Ascension Day", "spring", "autumn"],
)
def test_twenty_four_hours_are_twenty_four_hours_on_the_clock(opened, due):
    begun = datetime(*opened, tzinfo=COPENHAGEN)
    deadline = card_deadline(begun, within_hours=24)
    assert deadline == datetime(*due, tzinfo=COPENHAGEN)
    assert deadline.astimezone(UTC) - begun.astimezone(UTC) == timedelta(hours=24)


def test_a_card_without_hours_is_due_the_moment_it_opens():
    assert card_deadline(NOON, within_hours=None) == NOON


def test_a_time_without_a_zone_is_no_time():
    with pytest.raises(TimeWithoutZone):
        card_deadline(NOON.replace(tzinfo=None), within_hours=1)


def test_the_second_reader_has_a_day_on_the_clock():
    assert (
        second_reading_due(datetime(2026, 11, 27, 16, 5, tzinfo=COPENHAGEN)).isoformat() == "2026-11-28T16:05:00+01:00"
    )


# The current level.

HIGH_UNTIL_TOMORROW = SignedJudgement(level=Level.HIGH, valid_until=NOON + timedelta(days=1), voided=False)


def test_the_newest_signed_level_stands_while_it_holds():
    assert standing(HIGH_UNTIL_TOMORROW, at=NOON) is Standing.HIGH


def test_without_one_nothing_is_assessed():
    assert standing(None, at=NOON) is Standing.NOT_ASSESSED


def test_after_its_date_it_is_outdated_and_says_so():
    last = HIGH_UNTIL_TOMORROW.valid_until
    assert standing(HIGH_UNTIL_TOMORROW, at=last - timedelta(seconds=1)) is Standing.HIGH
    assert standing(HIGH_UNTIL_TOMORROW, at=last).label == "Forældet"


def test_what_was_taken_out_of_use_leaves_nothing_assessed():
    assert standing(replace(HIGH_UNTIL_TOMORROW, voided=True), at=NOON) is Standing.NOT_ASSESSED


def test_not_yet_is_a_level_like_the_others():
    judgement = replace(HIGH_UNTIL_TOMORROW, level=Level.NOT_YET)
    assert standing(judgement, at=NOON).label == "Kan ikke vurderes endnu"


def test_every_standing_has_its_words():
    assert set(STANDING_LABELS) == set(Standing)
    assert {level.value for level in Level} < {each.value for each in Standing}


def test_a_judgement_may_hold_to_the_end_of_its_last_day():
    assert latest_validity(NOON, holds_days=7).isoformat() == "2026-12-01T00:00:00+01:00"


# Whether to screen, and under which kind.


@pytest.mark.parametrize("concern, answer", [(True, Answer.MUST), (False, Answer.SILENT), (None, Answer.ASK)])
def test_a_concern_about_a_person_is_screened_and_a_question_about_rules_is_not(concern, answer):
    assert needs_a_screening(concern).answer is answer


@pytest.mark.parametrize(
    "only_for, under_18, answer",
    [
        (None, None, Answer.MAY),
        (OnlyFor.UNDER_18, True, Answer.MAY),
        (OnlyFor.UNDER_18, False, Answer.MUST_NOT),
        (OnlyFor.ADULT, False, Answer.MAY),
        (OnlyFor.ADULT, True, Answer.MUST_NOT),
        (OnlyFor.ADULT, None, Answer.ASK),
    ],
)
def test_a_re_education_trip_is_a_childs_and_an_involuntary_stay_an_adults(only_for, under_18, answer):
    assert may_choose_kind(only_for, under_18=under_18).answer is answer


# Signing.

WHOLE = SigningFacts(
    safe_answered=True,
    gate_answered=True,
    kind_chosen=True,
    honour_answered=True,
    unknowns_stated=True,
    critical_unknowns_assigned=True,
    cards_answered=True,
    level=Level.LOW,
    soon=Soon.PLANNED,
    knowledge=Knowledge.THIN,
    act=Act.YES,
    who_acts=True,
    points_up=True,
    points_down=True,
    would_change=True,
    why_low_on_thin=True,
    valid_until=NOON + timedelta(days=3),
    latest_valid_until=NOON + timedelta(days=7),
)


def test_a_whole_screening_may_be_signed():
    assert may_sign(WHOLE, at=NOON).answer is Answer.MAY


@pytest.mark.parametrize("name", MISSING)
def test_each_thing_that_does_not_stand_there_is_asked_for_by_name(name):
    empty = None if name in {"level", "soon", "knowledge", "act", "valid_until"} else False
    facts = replace(WHOLE, **{name: empty}, **({"who_acts": True} if name == "act" else {}))
    finding = may_sign(facts, at=NOON)
    assert (finding.answer, finding.missing, finding.ways_forward) == (Answer.ASK, (name,), (MISSING[name],))


@pytest.mark.parametrize("act", [Act.ADVICE, Act.UNCLEAR])
def test_who_acts_is_asked_for_only_where_somebody_must(act):
    assert may_sign(replace(WHOLE, act=act, who_acts=False), at=NOON).permits


@pytest.mark.parametrize("change", [{"level": Level.MIDDLE}, {"knowledge": Knowledge.PARTIAL}])
def test_one_more_sentence_is_asked_for_only_by_low_on_thin_knowledge(change):
    assert not may_sign(replace(WHOLE, why_low_on_thin=False), at=NOON).permits
    assert may_sign(replace(WHOLE, why_low_on_thin=False, **change), at=NOON).permits


def test_low_on_good_knowledge_is_signed_without_more_ado():
    assert may_sign(replace(WHOLE, knowledge=Knowledge.GOOD, why_low_on_thin=False), at=NOON).permits


def test_not_yet_may_be_signed_like_any_other_level():
    assert may_sign(replace(WHOLE, level=Level.NOT_YET), at=NOON).permits


@pytest.mark.parametrize("until, permits", [(timedelta(0), False), (timedelta(seconds=1), True)])
def test_a_judgement_ends_after_it_was_signed(until, permits):
    assert may_sign(replace(WHOLE, valid_until=NOON + until), at=NOON).permits is permits


@pytest.mark.parametrize("beyond, permits", [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_a_judgement_holds_no_longer_than_its_level_may(beyond, permits):
    finding = may_sign(replace(WHOLE, valid_until=WHOLE.latest_valid_until + beyond), at=NOON)
    assert finding.permits is permits


def test_every_fact_of_signing_can_be_missing_or_bounds_the_date():
    assert {field.name for field in fields(SigningFacts)} == {*MISSING, "latest_valid_until"}


# Against an acute answer.

LATE_WITH_REASON = DangerFacts(
    acute_answer=True,
    level=Level.HIGH,
    soon=Soon.WEEK,
    reason="police-on-it",
    words="Politiet har hentet hende.",
    colleague_asked=True,
)


@pytest.mark.parametrize("change", [{}, {"level": Level.LOW}, {"level": Level.LOW, "soon": Soon.NOW}])
def test_lower_or_later_than_an_acute_answer_is_possible_with_a_reason_and_a_colleague_and_is_seen(change):
    finding = may_judge_against_danger(replace(LATE_WITH_REASON, **change))
    assert finding.permits
    assert finding.requires(Condition.SHOWN_IN_REVIEW)


@pytest.mark.parametrize("change", [{"reason": ""}, {"words": " "}, {"colleague_asked": False}])
def test_without_any_one_of_them_it_is_refused_with_a_way_forward(change):
    finding = may_judge_against_danger(replace(LATE_WITH_REASON, **change))
    assert finding.answer is Answer.MUST_NOT
    assert finding.ways_forward


@pytest.mark.parametrize(
    "change",
    [{"acute_answer": False}, {"soon": Soon.NOW}, {"soon": Soon.DAY}, {"soon": Soon.DAY, "level": Level.NOT_YET}],
)
def test_nothing_is_asked_of_a_judgement_that_heeds_the_danger(change):
    bare = replace(LATE_WITH_REASON, reason="", words="", colleague_asked=False)
    finding = may_judge_against_danger(replace(bare, **change))
    assert finding.permits
    assert not finding.conditions


# Soon after an alarm.

LOWERED = AlarmFacts(alarm_at=NOON - timedelta(days=2), previous=Level.HIGH, level=Level.LOW, second_reader=False)


def test_lowering_a_level_soon_after_an_alarm_waits_for_a_second_reader():
    assert may_lower_the_level(LOWERED, at=NOON).answer is Answer.MUST_NOT
    assert may_lower_the_level(replace(LOWERED, second_reader=True), at=NOON).permits


@pytest.mark.parametrize("change", [{"alarm_at": None}, {"previous": None}, {"level": Level.HIGH}])
def test_without_an_alarm_or_a_step_down_nobody_else_need_read(change):
    assert may_lower_the_level(replace(LOWERED, **change), at=NOON).permits


@pytest.mark.parametrize("previous", Level)
@pytest.mark.parametrize("level", Level)
def test_a_step_down_is_what_the_list_says_and_nothing_else(previous, level):
    finding = may_lower_the_level(replace(LOWERED, previous=previous, level=level), at=NOON)
    assert finding.permits is ((previous, level) not in STEPS_DOWN)
    assert ((previous, level) in STEPS_DOWN) <= ((level, previous) not in STEPS_DOWN)


@pytest.mark.parametrize("days, soon", [(0, True), (30, True), (31, False)])
def test_an_alarm_is_recent_for_thirty_days(days, soon):
    assert is_soon_after(NOON - timedelta(days=days), at=NOON) is soon
    assert may_lower_the_level(replace(LOWERED, alarm_at=NOON - timedelta(days=days)), at=NOON).permits is not soon


@pytest.mark.parametrize("change, permits", [({}, False), ({"second_reader": True}, True), ({"alarm_at": None}, True)])
def test_closing_soon_after_an_alarm_waits_for_a_second_reader(change, permits):
    assert may_close_after_an_alarm(replace(LOWERED, **change), at=NOON).permits is permits


# Closing.

SCREENED = ClosingFacts(concern_about_a_person=True, signed=True)


@pytest.mark.parametrize(
    "change, permits",
    [
        ({}, True),
        ({"signed": False}, False),
        ({"signed": False, "why_not_screened": "Vi fik kun spurgt til et nummer."}, True),
        ({"signed": False, "concern_about_a_person": False}, True),
        ({"signed": False, "concern_about_a_person": None}, False),
        ({"draft_waits": True}, False),
    ],
)
def test_a_concern_about_a_person_is_closed_screened_or_with_the_reason_why_not(change, permits):
    assert may_close_as_screened(replace(SCREENED, **change)).permits is permits
