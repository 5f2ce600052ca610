"""What a rule can answer is found by asking it, and nothing is left out."""

from datetime import date

import pytest

from vaern.law.answers import MOST, findings_of
from vaern.law.sheet import rules
from vaern.law.terms import RULES, Answer

TODAY = date(2026, 11, 23)


def answers(name):
    return [finding.answer for finding in findings_of(RULES[name], on=TODAY)]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_every_rule_answers_in_full_sentences_and_says_each_once(rule):
    found = findings_of(rule, on=TODAY)
    assert found
    assert len({(each.answer, each.because) for each in found}) == len(found)
    assert all(each.because.endswith((".", "?", ")")) for each in found), [each.because for each in found]
    assert {each.rule for each in found} == {rule.name}


def test_all_answers_of_a_rule_are_found_also_those_that_take_every_fact():
    assert set(answers("may_share_in_a_cooperation")) == {Answer.MAY, Answer.MUST_NOT, Answer.ASK, Answer.SILENT}
    assert answers("may_share_in_a_cooperation").count(Answer.MUST_NOT) == 2
    assert answers("may_leave_a_message") == [Answer.MUST_NOT]


def test_facts_within_facts_and_limits_of_age_and_days_are_varied_too():
    assert {Answer.MAY, Answer.ASK, Answer.MUST_NOT} == set(answers("may_pass_on_to_an_authority"))
    assert {Answer.MAY, Answer.ASK, Answer.SILENT} == set(answers("child_is_a_party"))
    reasons = {finding.because for finding in findings_of(RULES["advance_mandate_counts"], on=TODAY)}
    assert "Det, borgeren har sagt, gælder ikke længere." in reasons


def test_the_one_rule_that_reads_everything_is_shown_with_all_it_says():
    assert set(answers("may_sign")) == {Answer.MAY, Answer.ASK, Answer.MUST_NOT}
    assert len(answers("may_sign")) == 5
    assert MOST < 10_000
