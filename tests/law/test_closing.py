"""What a case is closed with, and how long it is kept."""

from dataclasses import replace
from datetime import date

import pytest

from vaern.law.closing import KEPT_YEARS, CaseClosingFacts, CloseReason, keep_until, may_close_a_case
from vaern.law.terms import Answer

TODAY = date(2026, 11, 24)
WHOLE = CaseClosingFacts(
    reason=CloseReason.CALM,
    helped="Mødet.",
    hindered="Intet.",
    remaining_risk="Lille.",
    accountable="Sagsbehandleren",
    check_on=date(2027, 6, 1),
)


def test_a_case_closes_when_everything_has_been_said():
    assert may_close_a_case(WHOLE, on=TODAY).answer is Answer.MAY


def test_a_reason_for_not_checking_is_as_good_as_a_day():
    assert may_close_a_case(replace(WHOLE, check_on=None, why_no_check="Kommunen gør det."), on=TODAY).permits


@pytest.mark.parametrize(
    "change, missing",
    [
        ({"reason": None}, "reason"),
        ({"helped": " "}, "helped"),
        ({"hindered": ""}, "hindered"),
        ({"remaining_risk": ""}, "remaining_risk"),
        ({"accountable": ""}, "accountable"),
        ({"check_on": None}, "check_on"),
        ({"check_on": TODAY}, "check_on"),
        ({"unsettled": ("task_1",)}, "task_1"),
        ({"untold": ("party_citizen",)}, "party_citizen"),
        ({"transfer_waits": True}, "transfer"),
    ],
)
def test_it_stays_open_while_any_one_of_them_is_missing(change, missing):
    finding = may_close_a_case(replace(WHOLE, **change), on=TODAY)
    assert (finding.answer, finding.missing) == (Answer.MUST_NOT, (missing,))
    assert len(finding.ways_forward) == 1


def test_everything_missing_is_named_at_once():
    finding = may_close_a_case(CaseClosingFacts(unsettled=("a", "b"), untold=("c",)), on=TODAY)
    assert finding.missing == (
        "reason",
        "helped",
        "hindered",
        "remaining_risk",
        "accountable",
        "check_on",
        "c",
        "a",
        "b",
    )
    assert len(finding.ways_forward) == 8  # one for both tasks


@pytest.mark.parametrize("reason", CloseReason)
def test_the_reason_says_how_long_a_case_is_kept_or_leaves_it_to_a_person(reason):
    kept = keep_until(reason, closed_on=TODAY)
    years = KEPT_YEARS[reason]
    assert kept == (date(TODAY.year + years.on(TODAY), 11, 24) if years else None)


def test_the_two_reasons_that_may_mean_anything_are_left_to_a_person():
    assert {reason for reason, years in KEPT_YEARS.items() if years is None} == {
        CloseReason.DECEASED,
        CloseReason.OTHER,
    }


def test_closed_on_a_leap_day_it_is_kept_to_the_first_of_march():
    assert keep_until(CloseReason.CALM, closed_on=date(2028, 2, 29)) == date(2033, 3, 1)
