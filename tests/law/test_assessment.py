"""Signing an assessment: what must stand, under which name, and what lowering a level takes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from vaern.law.assessment import (
    MISSING,
    AssessmentFacts,
    LoweringFacts,
    NameFacts,
    may_conclude_lower,
    may_sign_as_patriark,
    may_sign_assessment,
)
from vaern.law.screening import STEPS_DOWN, Level
from vaern.law.terms import Answer, Condition

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WHOLE = AssessmentFacts(valid_until=AT + timedelta(days=7), latest_valid_until=AT + timedelta(days=14))
TRAINED = NameFacts(edition="2013", manual="Eget eksemplar", attested=True, attestation_holds=True)


def test_a_whole_assessment_may_be_signed():
    assert may_sign_assessment(WHOLE, at=AT).answer is Answer.MAY


@pytest.mark.parametrize("lacks", MISSING)
def test_one_that_lacks_one_thing_is_not_signed_and_is_told_what_to_write(lacks):
    found = may_sign_assessment(replace(WHOLE, lacks=frozenset({lacks})), at=AT)
    assert (found.answer, found.missing, found.ways_forward) == (Answer.ASK, (lacks,), (MISSING[lacks],))


@pytest.mark.parametrize("until", [AT, AT + timedelta(days=15)], ids=["over at once", "longer than the level holds"])
def test_a_conclusion_ends_later_than_now_and_no_later_than_its_level_may_hold(until):
    assert may_sign_assessment(replace(WHOLE, valid_until=until), at=AT).answer is Answer.MUST_NOT


def test_without_a_day_it_is_not_signed():
    assert may_sign_assessment(replace(WHOLE, valid_until=None), at=AT).missing == ("valid_until",)


@pytest.mark.parametrize("previous", [None, *Level])
@pytest.mark.parametrize("level", [None, *Level])
def test_a_step_down_takes_a_second_reader_and_nothing_else_does(previous, level):
    facts = LoweringFacts(previous=previous, level=level)
    is_down = (previous, level) in STEPS_DOWN
    assert may_conclude_lower(facts).answer is (Answer.MUST_NOT if is_down else Answer.MAY)
    read = may_conclude_lower(replace(facts, second_reader=True))
    assert (read.answer, read.requires(Condition.SECOND_CONSULTANT)) == (Answer.MAY, is_down)


def test_the_name_patriark_stands_on_edition_manual_and_training():
    assert may_sign_as_patriark(TRAINED).answer is Answer.MAY


@pytest.mark.parametrize(
    "change, missing",
    [({"edition": " "}, "edition"), ({"manual": ""}, "manual"), ({"attested": False}, "attestation")],
)
def test_without_any_one_of_them_it_is_signed_without_the_name(change, missing):
    found = may_sign_as_patriark(replace(TRAINED, **change))
    assert (found.answer, found.missing) == (Answer.ASK, (missing,))
    assert "Struktureret vurdering" in found.ways_forward[-1]


def test_training_that_has_run_out_permits_and_is_shown_in_review():
    found = may_sign_as_patriark(replace(TRAINED, attestation_holds=False))
    assert (found.answer, found.requires(Condition.SHOWN_IN_REVIEW)) == (Answer.MAY, True)
