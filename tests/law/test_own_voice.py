"""At 10, at 15, at 18, and beforehand: one test per sentence, each no one fact from the yes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from vaern.law.own_voice import (
    AccessFacts,
    ChildFacts,
    ComingOfAgeFacts,
    MandateFacts,
    advance_mandate_counts,
    child_is_a_party,
    childs_consent_to_placement_counts,
    may_give_access,
    may_go_on_at_18,
    municipality_may_talk_to_the_child,
)
from vaern.law.terms import Answer, Condition, NotInForce

TODAY = date(2026, 11, 23)
SAID = MandateFacts(said_by_the_citizen=True, of_age=True, covers_this=True, holds_until=TODAY)
TURNED_18 = ComingOfAgeFacts(of_age=True)


# Barnets lov §§ 3, 47 and 137


@pytest.mark.parametrize("age,answer", [(9, Answer.SILENT), (10, Answer.MAY), (17, Answer.MAY), (18, Answer.SILENT)])
def test_a_child_is_a_party_from_10_until_18(age, answer):
    assert child_is_a_party(ChildFacts(age=age), on=TODAY).answer is answer


def test_the_words_of_a_younger_child_are_heard_all_the_same():
    assert "Barnets ord" in child_is_a_party(ChildFacts(age=9), on=TODAY).ways_forward[0]


def test_an_age_is_judged_by_the_limit_of_the_day():
    with pytest.raises(NotInForce):
        child_is_a_party(ChildFacts(age=12), on=date(2023, 12, 31))


@pytest.mark.parametrize("age,answer", [(14, Answer.SILENT), (15, Answer.MAY), (17, Answer.MAY), (18, Answer.SILENT)])
def test_the_own_consent_to_a_placement_counts_from_15_until_18(age, answer):
    facts = ChildFacts(age=age, consents_to_placement=True)
    assert childs_consent_to_placement_counts(facts, on=TODAY).answer is answer


def test_the_committee_decides_and_not_we():
    finding = childs_consent_to_placement_counts(ChildFacts(age=15, consents_to_placement=True), on=TODAY)
    assert "Børne- og ungeudvalget afgør det" in finding.because


@pytest.mark.parametrize("consents,answer", [(False, Answer.SILENT), (None, Answer.ASK)])
def test_without_the_young_persons_yes_the_ordinary_conditions_hold(consents, answer):
    facts = ChildFacts(age=15, consents_to_placement=consents)
    assert childs_consent_to_placement_counts(facts, on=TODAY).answer is answer


@pytest.mark.parametrize("rule", [child_is_a_party, childs_consent_to_placement_counts])
def test_an_unknown_age_is_asked_for(rule):
    assert rule(ChildFacts(), on=TODAY).missing == ("age",)


@pytest.mark.parametrize("notified,answer", [(True, Answer.MAY), (False, Answer.SILENT), (None, Answer.ASK)])
def test_a_notified_municipality_may_talk_to_the_child_without_the_parents(notified, answer):
    assert municipality_may_talk_to_the_child(ChildFacts(municipality_is_notified=notified)).answer is answer


def test_it_is_the_municipality_that_talks():
    finding = municipality_may_talk_to_the_child(ChildFacts(municipality_is_notified=True))
    assert finding.requires(Condition.WITH_THE_AUTHORITY)


# Said beforehand


def test_what_an_adult_said_beforehand_counts_to_the_end_of_its_day_with_a_reason():
    finding = advance_mandate_counts(SAID, on=TODAY)
    assert finding.answer is Answer.MAY
    assert finding.requires(Condition.REASON)
    assert advance_mandate_counts(SAID, on=TODAY + timedelta(days=1)).answer is Answer.MUST_NOT


@pytest.mark.parametrize("change", [{"said_by_the_citizen": False}, {"covers_this": False}, {"taken_back": True}])
def test_it_falls_away_when_any_one_condition_does_and_there_are_other_ways(change):
    refused = advance_mandate_counts(replace(SAID, **change), on=TODAY)
    assert refused.answer is Answer.MUST_NOT
    assert refused.ways_forward


def test_a_childs_word_is_a_question_and_never_a_silent_no():
    assert advance_mandate_counts(replace(SAID, of_age=False), on=TODAY).answer is Answer.ASK


@pytest.mark.parametrize("fact", ["said_by_the_citizen", "of_age", "covers_this", "holds_until"])
def test_a_fact_of_a_mandate_that_is_not_established_is_asked_for(fact):
    asked = advance_mandate_counts(replace(SAID, **{fact: None}), on=TODAY)
    assert (asked.answer, asked.missing) == (Answer.ASK, (fact,))


# At 18


def test_at_18_it_is_a_question_until_something_settles_it():
    asked = may_go_on_at_18(TURNED_18)
    assert (asked.answer, asked.missing) == (Answer.ASK, ("citizen_consents",))


@pytest.mark.parametrize("settled", ["citizen_consents", "mandate_counts", "acute_danger"])
def test_the_own_answer_a_mandate_or_acute_danger_settles_it(settled):
    assert may_go_on_at_18(replace(TURNED_18, **{settled: True})).answer is Answer.MAY


def test_a_no_at_18_goes_before_what_was_said_as_a_child_and_not_before_danger():
    said_no = replace(TURNED_18, citizen_consents=False, mandate_counts=True)
    assert may_go_on_at_18(said_no).answer is Answer.MUST_NOT
    assert may_go_on_at_18(replace(said_no, acute_danger=True)).answer is Answer.MAY


def test_before_18_the_rule_is_silent_and_an_unknown_age_is_asked_for():
    assert may_go_on_at_18(replace(TURNED_18, of_age=False)).answer is Answer.SILENT
    assert may_go_on_at_18(replace(TURNED_18, of_age=None)).missing == ("of_age",)


# To see what stands


def test_a_person_sees_what_stands_about_them_and_who_opened_it():
    finding = may_give_access(AccessFacts(is_the_person=True))
    assert finding.answer is Answer.MUST
    assert "loggen" in finding.because


@pytest.mark.parametrize("raises_the_danger", [True, False, None])
def test_a_custody_holder_is_never_given_it_at_once(raises_the_danger):
    facts = AccessFacts(is_the_person=False, is_a_custody_holder=True, raises_the_danger=raises_the_danger)
    finding = may_give_access(facts)
    assert finding.answer is Answer.ASK
    assert "Giv intet nu" in finding.ways_forward[0]


def test_anybody_else_is_not_told_whether_anything_stands():
    refused = may_give_access(AccessFacts(is_the_person=False, is_a_custody_holder=False))
    assert refused.answer is Answer.MUST_NOT
    assert "hverken ja eller nej" in refused.ways_forward[0]


@pytest.mark.parametrize("facts", [AccessFacts(), AccessFacts(is_the_person=False)])
def test_who_asks_is_found_out_first(facts):
    assert may_give_access(facts).answer is Answer.ASK
