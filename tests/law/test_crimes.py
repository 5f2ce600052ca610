"""What is told of the penal code: worth telling or not, and never that somebody is guilty."""

from dataclasses import replace

import pytest

from vaern.law.crimes import (
    CoercionFacts,
    StayAbroadFacts,
    tell_of_215_a,
    tell_of_coercion,
    tell_of_marrying_a_child,
    tell_of_psychological_violence,
)
from vaern.law.sources_duties import NOBODY_IS_CALLED_GUILTY
from vaern.law.terms import Answer

A_CHILD_SENT_TO_DANGER = StayAbroadFacts(under_18=True, sent_or_let_go=True, conditions_endanger=True)
COERCED = CoercionFacts(
    violence_or_threats=True, made_to_travel=True, kept_from_returning=False, made_to_marry_or_stay_married=False
)
A_CHILD_IS_MARRIED = CoercionFacts(religious_marriage=True, under_18=True)
CONTROLLED = CoercionFacts(controlled_and_humiliated=True)


# Straffeloven § 215 a


def test_a_child_sent_to_serious_danger_is_told_of():
    assert tell_of_215_a(A_CHILD_SENT_TO_DANGER).answer is Answer.MAY


@pytest.mark.parametrize("change", [{"under_18": False}, {"sent_or_let_go": False}, {"conditions_endanger": False}])
def test_215_a_is_silent_when_any_one_condition_falls_away(change):
    assert tell_of_215_a(replace(A_CHILD_SENT_TO_DANGER, **change)).answer is Answer.SILENT


def test_of_an_adult_the_rule_points_to_coercion():
    assert "tvang" in tell_of_215_a(replace(A_CHILD_SENT_TO_DANGER, under_18=False)).ways_forward[0]


def test_conditions_nobody_has_described_are_asked_for_with_date_and_source():
    asked = tell_of_215_a(replace(A_CHILD_SENT_TO_DANGER, conditions_endanger=None))
    assert (asked.answer, asked.missing) == (Answer.ASK, ("conditions_endanger",))
    assert "dato og kilde" in asked.ways_forward[0]


@pytest.mark.parametrize("fact", ["under_18", "sent_or_let_go"])
def test_a_fact_of_215_a_that_is_not_established_is_asked_for(fact):
    assert tell_of_215_a(replace(A_CHILD_SENT_TO_DANGER, **{fact: None})).missing == (fact,)


# Straffeloven § 260


@pytest.mark.parametrize("how", ["made_to_travel", "kept_from_returning", "made_to_marry_or_stay_married"])
def test_whoever_is_forced_is_told_of_whatever_their_age(how):
    assert (
        tell_of_coercion(replace(COERCED, under_18=False, **({"made_to_travel": False} | {how: True}))).answer
        is Answer.MAY
    )


def test_without_violence_or_threats_the_rule_points_to_psychological_violence():
    finding = tell_of_coercion(replace(COERCED, violence_or_threats=False))
    assert finding.answer is Answer.SILENT
    assert "psykisk vold" in finding.ways_forward[0]


def test_violence_that_forces_nothing_here_is_silent():
    assert tell_of_coercion(replace(COERCED, made_to_travel=False)).answer is Answer.SILENT


@pytest.mark.parametrize("fact", ["violence_or_threats", "made_to_travel"])
def test_a_fact_of_260_that_is_not_established_is_asked_for(fact):
    asked = tell_of_coercion(replace(COERCED, **{fact: None}))
    assert (asked.answer, asked.missing) == (Answer.ASK, (fact,))


# Straffeloven §§ 243 and 260 a


@pytest.mark.parametrize("value,answer", [(True, Answer.MAY), (False, Answer.SILENT), (None, Answer.ASK)])
def test_psychological_violence_is_told_of_when_somebody_is_controlled_and_humiliated(value, answer):
    assert tell_of_psychological_violence(replace(CONTROLLED, controlled_and_humiliated=value)).answer is answer


def test_a_religious_marriage_of_a_child_is_told_of_without_force_too():
    assert tell_of_marrying_a_child(A_CHILD_IS_MARRIED).answer is Answer.MAY
    assert A_CHILD_IS_MARRIED.violence_or_threats is None


@pytest.mark.parametrize("change", [{"religious_marriage": False}, {"under_18": False}])
def test_260_a_is_silent_when_any_one_condition_falls_away(change):
    assert tell_of_marrying_a_child(replace(A_CHILD_IS_MARRIED, **change)).answer is Answer.SILENT


@pytest.mark.parametrize("fact", ["religious_marriage", "under_18"])
def test_a_fact_of_260_a_that_is_not_established_is_asked_for(fact):
    assert tell_of_marrying_a_child(replace(A_CHILD_IS_MARRIED, **{fact: None})).missing == (fact,)


@pytest.mark.parametrize(
    "finding",
    [
        tell_of_215_a(A_CHILD_SENT_TO_DANGER),
        tell_of_coercion(COERCED),
        tell_of_psychological_violence(CONTROLLED),
        tell_of_marrying_a_child(A_CHILD_IS_MARRIED),
    ],
    ids=lambda finding: finding.rule,
)
def test_what_is_told_leaves_guilt_to_the_courts_and_asks_for_what_was_seen(finding):
    assert NOBODY_IS_CALLED_GUILTY in finding.grounds
    assert "Kald ingen skyldig" in finding.because
    assert "afgør, om det er strafbart" in finding.because
    assert finding.grounds[0].needs_a_jurist  # the wording is not our own reading of the act
