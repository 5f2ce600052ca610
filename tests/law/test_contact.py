"""Contact with a citizen: as agreed, while the agreement holds, and never a message."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from vaern.law.contact import ContactFacts, agreement_holds_until, may_call_the_citizen, may_leave_a_message
from vaern.law.terms import Answer, Condition
from vaern.law.values import SAFE_CONTACT_HOLDS_DAYS

TODAY = date(2026, 11, 23)
AGREED = ContactFacts(may_be_called=True, holds_until=TODAY, acute_danger=False)
ASKED_NOT_TO_BE_CALLED = replace(AGREED, may_be_called=False)


def test_a_citizen_is_called_while_the_agreement_holds():
    assert may_call_the_citizen(AGREED, on=TODAY).answer is Answer.MAY


def test_an_agreement_that_has_run_out_asks_before_dialling():
    asked = may_call_the_citizen(AGREED, on=TODAY + timedelta(days=1))
    assert asked.answer is Answer.ASK
    assert asked.because == "Udløbet: bekræft først."


def test_an_agreement_without_a_date_asks_before_dialling():
    asked = may_call_the_citizen(replace(AGREED, holds_until=None), on=TODAY)
    assert (asked.answer, asked.missing) == (Answer.ASK, ("holds_until",))


def test_a_citizen_who_comes_back_by_themselves_is_not_called():
    refused = may_call_the_citizen(ASKED_NOT_TO_BE_CALLED, on=TODAY)
    assert refused.answer is Answer.MUST_NOT
    assert refused.ways_forward


def test_where_nothing_is_agreed_nobody_is_called_before_it_is():
    asked = may_call_the_citizen(replace(AGREED, may_be_called=None), on=TODAY)
    assert (asked.answer, asked.missing) == (Answer.ASK, ("may_be_called",))


@pytest.mark.parametrize(
    "agreement", [ASKED_NOT_TO_BE_CALLED, replace(AGREED, holds_until=TODAY - timedelta(days=1)), ContactFacts()]
)
def test_acute_danger_goes_before_the_agreement_with_a_reason(agreement):
    in_danger = replace(agreement, acute_danger=True, reason="Politiet er på vej")
    finding = may_call_the_citizen(in_danger, on=TODAY)
    assert finding.answer is Answer.MAY
    assert finding.requires(Condition.REASON)


@pytest.mark.parametrize("reason", ["", "  "])
def test_acute_danger_without_a_reason_asks_for_one(reason):
    asked = may_call_the_citizen(replace(ASKED_NOT_TO_BE_CALLED, acute_danger=True, reason=reason), on=TODAY)
    assert (asked.answer, asked.missing) == (Answer.ASK, ("reason",))


def test_a_reason_without_danger_does_not_go_before_the_agreement():
    curious = replace(ASKED_NOT_TO_BE_CALLED, acute_danger=None, reason="Vil gerne høre, hvordan det går")
    assert may_call_the_citizen(curious, on=TODAY).answer is Answer.MUST_NOT


@pytest.mark.parametrize("facts", [AGREED, ASKED_NOT_TO_BE_CALLED, replace(AGREED, acute_danger=True, reason="Fare")])
def test_a_message_is_never_left(facts):
    assert may_leave_a_message(facts).answer is Answer.MUST_NOT


def test_an_agreement_without_an_end_is_suggested_to_hold_two_weeks():
    assert agreement_holds_until(made_on=TODAY) == TODAY + timedelta(days=14)
    assert SAFE_CONTACT_HOLDS_DAYS.on(TODAY) == 14
