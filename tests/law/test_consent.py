"""Who may give a consent, and whether it may be asked for: each no one fact from the yes."""

from dataclasses import replace

import pytest

from vaern.law.consent import (
    BY_CAPACITY,
    ConsentFacts,
    citizen_may_consent,
    custody_holder_may_consent,
    guardian_may_consent,
    may_ask_for_consent,
)
from vaern.law.gate import ConsentFrom
from vaern.law.terms import Answer

PARENT = ConsentFacts(of_age=False, holds_custody=True, custody_is_joint=False, holders_named=1)
BOTH_PARENTS = replace(PARENT, custody_is_joint=True, holders_named=2)


@pytest.mark.parametrize("safe,answer", [(True, Answer.MAY), (False, Answer.MUST_NOT), (None, Answer.ASK)])
def test_a_consent_is_asked_for_only_when_it_is_known_to_be_safe(safe, answer):
    finding = may_ask_for_consent(ConsentFacts(safe_to_ask=safe))
    assert finding.answer is answer
    assert finding.permits or any("anonymiseret" in way for way in finding.ways_forward)


def test_a_citizen_of_18_consents_for_themselves():
    assert citizen_may_consent(ConsentFacts(of_age=True)).permits


def test_a_minors_own_yes_is_a_question_with_ways_forward_never_a_silent_no():
    asked = citizen_may_consent(ConsentFacts(of_age=False))
    assert (asked.answer, asked.missing) == (Answer.ASK, ("custody_holder",))
    assert asked.ways_forward


def test_for_a_child_whoever_holds_custody_consents_and_both_where_it_is_joint():
    assert custody_holder_may_consent(PARENT).permits
    assert custody_holder_may_consent(BOTH_PARENTS).permits


@pytest.mark.parametrize(
    "change,missing",
    [
        ({"of_age": True}, "citizens_answer"),
        ({"of_age": None}, "age"),
        ({"holds_custody": None}, "holds_custody"),
        ({"custody_is_joint": None}, "custody_is_joint"),
        ({"custody_is_joint": True}, "both_holders"),
    ],
)
def test_what_is_missing_in_a_parents_consent_is_named(change, missing):
    asked = custody_holder_may_consent(replace(PARENT, **change))
    assert (asked.answer, asked.missing) == (Answer.ASK, (missing,))


def test_a_relative_without_custody_cannot_consent():
    refused = custody_holder_may_consent(replace(PARENT, holds_custody=False))
    assert refused.answer is Answer.MUST_NOT
    assert refused.ways_forward


@pytest.mark.parametrize("within,answer", [(True, Answer.MAY), (False, Answer.MUST_NOT), (None, Answer.ASK)])
def test_a_guardian_consents_within_the_guardianship(within, answer):
    assert guardian_may_consent(ConsentFacts(within_guardianship=within)).answer is answer


@pytest.mark.parametrize("capacity", [ConsentFrom.CITIZEN, ConsentFrom.CUSTODY_HOLDER])
def test_nobody_consents_while_the_age_is_not_known(capacity):
    assert BY_CAPACITY[capacity](ConsentFacts(holds_custody=True, custody_is_joint=False)).missing == ("age",)
