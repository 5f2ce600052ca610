"""What every finding must carry, whatever rule made it."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from vaern.law.sources import ASSESSED_WITHIN_A_DAY, BARNETS_LOV_135, SCHEME_PAGE
from vaern.law.terms import (
    RULES,
    Answer,
    Certainty,
    Condition,
    Dated,
    Finding,
    FindingWithoutGround,
    NotInForce,
    RefusalWithoutWayForward,
    ask,
    may,
    must,
    must_not,
    rule,
    silent,
)

TODAY = date(2026, 11, 23)
PERMITTED = may("Det kan altid gøres.", SCHEME_PAGE, conditions=(Condition.REASON,))


@pytest.mark.parametrize("answer", [Answer.MUST_NOT, Answer.ASK])
def test_a_refusal_or_a_question_without_a_way_forward_cannot_be_made(answer):
    with pytest.raises(RefusalWithoutWayForward):
        replace(PERMITTED, answer=answer)
    assert replace(PERMITTED, answer=answer, ways_forward=("Spørg.",)).ways_forward == ("Spørg.",)


@pytest.mark.parametrize("change", [{"because": ""}, {"grounds": ()}])
def test_a_finding_without_reason_or_ground_cannot_be_made(change):
    with pytest.raises(FindingWithoutGround):
        replace(PERMITTED, **change)


def test_only_must_and_may_permit():
    answers = {answer: replace(PERMITTED, answer=answer, ways_forward=("Spørg.",)).permits for answer in Answer}
    assert [answer for answer, permits in answers.items() if permits] == [Answer.MUST, Answer.MAY]


def test_a_finding_refuses_to_be_read_as_yes_or_no():
    with pytest.raises(TypeError):
        bool(PERMITTED)


def test_a_finding_cannot_be_changed_after_it_was_made():
    with pytest.raises(FrozenInstanceError):
        PERMITTED.answer = Answer.MUST_NOT


def test_a_finding_says_which_conditions_it_rests_on():
    assert PERMITTED.requires(Condition.REASON)
    assert not PERMITTED.requires(Condition.SECOND_CONSULTANT)


def test_the_five_ways_to_answer_give_the_five_answers():
    found = [
        must("x", SCHEME_PAGE),
        may("x", SCHEME_PAGE),
        must_not("x", SCHEME_PAGE, instead=("y",)),
        silent("x", SCHEME_PAGE),
        ask("x", SCHEME_PAGE, instead=("y",)),
    ]
    assert [finding.answer for finding in found] == list(Answer)


@pytest.mark.parametrize("closed_list", [Answer, Certainty, Condition])
def test_every_term_has_a_danish_label_of_its_own(closed_list):
    labels = [term.label for term in closed_list]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_a_finding_carries_the_name_of_the_rule_that_found_it():
    @rule("Må det prøves?", SCHEME_PAGE)
    def may_be_tried() -> Finding:
        return PERMITTED

    try:
        assert may_be_tried().rule == "may_be_tried"
        with pytest.raises(ValueError, match="may_be_tried"):
            rule("Må det prøves igen?", SCHEME_PAGE)(may_be_tried)
    finally:
        del RULES["may_be_tried"]


# What holds from a day.


LIMIT = Dated({date(2024, 1, 1): 10, date(2026, 1, 1): 12}, name="prøve", unit="år", source=SCHEME_PAGE)


@pytest.mark.parametrize(
    "day, value",
    [
        (date(2024, 1, 1), 10),
        (date(2025, 12, 31), 10),
        (date(2026, 1, 1), 12),
        (date(2030, 1, 1), 12),
    ],
)
def test_the_newest_value_begun_on_a_day_is_the_one_in_force(day, value):
    assert LIMIT.on(day) == value


def test_the_day_before_the_first_value_has_none():
    with pytest.raises(NotInForce):
        LIMIT.on(date(2023, 12, 31))


# What is settled law and what is not.


def test_a_ground_read_at_the_source_without_doubt_needs_no_jurist():
    assert not SCHEME_PAGE.needs_a_jurist


@pytest.mark.parametrize("mark", [Certainty.SECONDARY, Certainty.INFERRED, Certainty.UNVERIFIED])
def test_a_ground_less_certain_than_read_needs_a_jurist(mark):
    assert replace(SCHEME_PAGE, certainty=mark).needs_a_jurist


def test_a_doubt_on_a_ground_read_at_the_source_needs_a_jurist():
    assert replace(SCHEME_PAGE, doubt="Ikke hele siden er læst.").needs_a_jurist


def test_our_own_rule_is_ours_to_make():
    assert not replace(SCHEME_PAGE, certainty=Certainty.OWN_RULE).needs_a_jurist


def test_a_ground_is_cited_by_act_and_paragraph():
    assert BARNETS_LOV_135.cited == "barnets lov § 135"
    assert ASSESSED_WITHIN_A_DAY.cited == "Social- og Boligministeriet om kommunens pligt"
