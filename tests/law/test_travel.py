"""Trips: one test per sentence about passports, the other track, and who watches."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.law.ages import age_on
from vaern.law.terms import Answer
from vaern.law.travel import (
    Issuer,
    PassportFacts,
    TrackFacts,
    WatchFacts,
    decision_holds_until,
    is_another_track,
    may_agree_on_a_sign,
    who_can_act_on_the_passport,
)

A_CHILDS_DANISH_PASSPORT = PassportFacts(issuer=Issuer.DANISH, under_18=True)


@pytest.mark.parametrize(
    "issuer, authority",
    [(Issuer.DANISH, "Politiet"), (Issuer.ALIENS, "Udlændingestyrelsen"), (Issuer.CONVENTION, "Udlændingestyrelsen")],
)
def test_who_issued_it_can_act_on_a_childs_passport(issuer, authority):
    finding = who_can_act_on_the_passport(replace(A_CHILDS_DANISH_PASSPORT, issuer=issuer))
    assert finding.answer is Answer.MAY
    assert finding.because.startswith(authority)


@pytest.mark.parametrize(
    "change, answer",
    [
        ({"issuer": Issuer.FOREIGN}, Answer.SILENT),
        ({"under_18": False}, Answer.SILENT),
        ({"issuer": None}, Answer.ASK),
        ({"under_18": None}, Answer.ASK),
    ],
)
def test_nobody_here_can_act_when_any_one_condition_falls(change, answer):
    finding = who_can_act_on_the_passport(replace(A_CHILDS_DANISH_PASSPORT, **change))
    assert finding.answer is answer
    assert finding.ways_forward


def test_of_another_states_passport_it_is_said_that_nobody_here_can():
    assert "Ingen i Danmark" in who_can_act_on_the_passport(PassportFacts(issuer=Issuer.FOREIGN)).because


def test_a_decision_holds_a_year_and_ends_before_18():
    assert decision_holds_until(decided_on=date(2026, 11, 23), born=date(2015, 1, 1)) == date(2027, 11, 22)
    assert decision_holds_until(decided_on=date(2026, 11, 23), born=date(2009, 2, 1)) == date(2027, 1, 31)
    assert decision_holds_until(decided_on=date(2028, 2, 29), born=None) == date(2029, 2, 28)


@given(
    born=st.dates(date(2006, 1, 1), date(2026, 1, 1)),
    decided=st.dates(date(2026, 1, 1), date(2040, 1, 1)),
)
def test_no_decision_reaches_a_grown_person_or_past_its_year(born, decided):
    last = decision_holds_until(decided_on=decided, born=born)
    assert last < decided + timedelta(days=366)
    assert last < decided or age_on(born, last) < 18


def test_one_parent_against_the_other_is_another_track_and_an_agreed_trip_is_not():
    abduction = TrackFacts(under_18=True, against_the_other_parent=True)
    assert is_another_track(abduction).answer is Answer.MUST
    assert is_another_track(replace(abduction, against_the_other_parent=False)).answer is Answer.SILENT
    assert is_another_track(replace(abduction, under_18=False)).answer is Answer.SILENT
    assert is_another_track(replace(abduction, against_the_other_parent=None)).answer is Answer.ASK


WATCHED = WatchFacts(watcher_is_named=True, at_work_that_hour=True)


def test_a_sign_is_agreed_only_when_somebody_named_watches_that_hour():
    assert may_agree_on_a_sign(WATCHED).permits
    assert may_agree_on_a_sign(replace(WATCHED, at_work_that_hour=False, took_the_watch_themselves=True)).permits


@pytest.mark.parametrize(
    "change", [{"watcher_is_named": False}, {"at_work_that_hour": False}, {"at_work_that_hour": None}]
)
def test_without_a_watcher_for_the_hour_the_citizen_is_told_so(change):
    finding = may_agree_on_a_sign(replace(WATCHED, **change))
    assert finding.answer is Answer.MUST_NOT
    assert any("sig det til borgeren" in way for way in finding.ways_forward)
