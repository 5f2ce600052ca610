"""Forvaltningsloven § 28, retsplejeloven § 115 and barnets lov § 126: one test per sentence, each no one fact away."""

from dataclasses import fields, replace

import pytest

from vaern.law.passing_on import (
    ChildrensHouseFacts,
    CooperationFacts,
    WeighingFacts,
    WrittenConsent,
    duty_to_share_in_a_cooperation,
    may_exchange_in_a_childrens_house_case,
    may_pass_on_to_an_authority,
    may_share_in_a_cooperation,
)
from vaern.law.terms import Answer, Condition

WHOLE = WrittenConsent(given=True, in_writing=True, says_what=True, says_to_whom=True, says_for_what=True)
CONSENTED = WeighingFacts(consent=WHOLE)
WEIGHED = WeighingFacts(consent=WrittenConsent(given=False), reasons_outweigh=True)
IN_SSP = CooperationFacts(in_the_cooperation=True, is_an_authority=True, necessary=True, to_investigate_a_crime=False)
IN_A_CHILDRENS_HOUSE = ChildrensHouseFacts(
    childrens_house_case=True, among_the_named=True, necessary_for_the_child=True
)


# Forvaltningsloven § 28


def test_with_a_whole_consent_in_writing_it_may_be_passed_on_within_it():
    finding = may_pass_on_to_an_authority(CONSENTED)
    assert finding.answer is Answer.MAY
    assert finding.requires(Condition.WITHIN_THE_CONSENT)


@pytest.mark.parametrize("part", ["in_writing", "says_what", "says_to_whom", "says_for_what"])
@pytest.mark.parametrize("value", [False, None])
def test_a_consent_that_lacks_a_part_is_asked_about(part, value):
    asked = may_pass_on_to_an_authority(replace(CONSENTED, consent=replace(WHOLE, **{part: value})))
    assert (asked.answer, asked.missing) == (Answer.ASK, (part,))


def test_without_a_consent_a_person_weighs_and_writes_why():
    finding = may_pass_on_to_an_authority(WEIGHED)
    assert finding.answer is Answer.MAY
    assert finding.requires(Condition.REASON)


def test_where_the_reasons_are_not_the_stronger_it_is_not_passed_on_and_there_are_other_ways():
    refused = may_pass_on_to_an_authority(replace(WEIGHED, reasons_outweigh=False))
    assert refused.answer is Answer.MUST_NOT
    assert len(refused.ways_forward) == 3


@pytest.mark.parametrize("facts", [WeighingFacts(), replace(WEIGHED, reasons_outweigh=None)])
def test_what_nobody_has_answered_or_weighed_is_asked(facts):
    assert may_pass_on_to_an_authority(facts).answer is Answer.ASK


# Retsplejeloven § 115


def test_what_is_necessary_for_the_cooperation_may_be_shared_in_it():
    finding = may_share_in_a_cooperation(IN_SSP)
    assert finding.answer is Answer.MAY
    assert finding.requires(Condition.REASON)


def test_nothing_is_shared_to_investigate_a_crime():
    refused = may_share_in_a_cooperation(replace(IN_SSP, to_investigate_a_crime=True))
    assert refused.answer is Answer.MUST_NOT
    assert "efterforske" in refused.because


def test_what_is_not_necessary_is_not_shared():
    assert may_share_in_a_cooperation(replace(IN_SSP, necessary=False)).answer is Answer.MUST_NOT


def test_outside_the_cooperation_the_rule_is_silent():
    assert may_share_in_a_cooperation(replace(IN_SSP, in_the_cooperation=False)).answer is Answer.SILENT


@pytest.mark.parametrize("does_public_tasks,answer", [(True, Answer.MAY), (False, Answer.SILENT), (None, Answer.ASK)])
def test_a_private_body_is_in_it_only_when_it_does_public_tasks(does_public_tasks, answer):
    private = replace(IN_SSP, is_an_authority=False, does_public_tasks=does_public_tasks)
    assert may_share_in_a_cooperation(private).answer is answer


def test_the_rule_has_no_limit_of_age():
    assert not [field for field in fields(CooperationFacts) if "age" in field.name or "18" in field.name]


def test_nobody_must_share():
    finding = duty_to_share_in_a_cooperation(IN_SSP)
    assert finding.answer is Answer.SILENT
    assert "underretning" in finding.ways_forward[0]


@pytest.mark.parametrize("fact", ["in_the_cooperation", "is_an_authority", "necessary", "to_investigate_a_crime"])
def test_a_fact_of_115_that_is_not_established_is_asked_for(fact):
    asked = may_share_in_a_cooperation(replace(IN_SSP, **{fact: None}))
    assert (asked.answer, asked.missing) == (Answer.ASK, (fact,))


# Barnets lov § 126


def test_in_a_childrens_house_case_the_named_may_exchange_what_the_child_needs():
    finding = may_exchange_in_a_childrens_house_case(IN_A_CHILDRENS_HOUSE)
    assert finding.answer is Answer.MAY
    assert finding.requires(Condition.REASON)


@pytest.mark.parametrize(
    "change,answer",
    [
        ({"childrens_house_case": False}, Answer.SILENT),
        ({"among_the_named": False}, Answer.SILENT),
        ({"necessary_for_the_child": False}, Answer.MUST_NOT),
    ],
)
def test_it_falls_away_when_any_one_condition_does(change, answer):
    assert may_exchange_in_a_childrens_house_case(replace(IN_A_CHILDRENS_HOUSE, **change)).answer is answer


def test_we_are_not_among_the_named_and_are_shown_another_way():
    finding = may_exchange_in_a_childrens_house_case(replace(IN_A_CHILDRENS_HOUSE, among_the_named=False))
    assert finding.ways_forward


@pytest.mark.parametrize("fact", [field.name for field in fields(ChildrensHouseFacts)])
def test_a_fact_of_126_that_is_not_established_is_asked_for(fact):
    asked = may_exchange_in_a_childrens_house_case(replace(IN_A_CHILDRENS_HOUSE, **{fact: None}))
    assert (asked.answer, asked.missing) == (Answer.ASK, (fact,))
