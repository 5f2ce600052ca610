"""Udlændingeloven § 44 c: we remind the municipality, one test per sentence."""

from dataclasses import fields, replace

import pytest

from vaern.law.immigration import Residence, TripFacts, remind_of_44_c
from vaern.law.terms import Answer

A_CHILD_WITH_A_PERMIT_AND_A_TRIP = TripFacts(
    harmful_trip_suspected_or_known=True,
    under_18=True,
    left_as_a_child=True,
    residence=Residence.PERMIT_FROM_UDLAENDINGESTYRELSEN,
)


@pytest.mark.parametrize(
    "residence, recipient",
    [
        (Residence.PERMIT_FROM_UDLAENDINGESTYRELSEN, "til Udlændingestyrelsen,"),
        (Residence.PERMIT_FROM_SIRI, "til SIRI,"),
    ],
)
def test_a_child_with_a_permit_and_a_trip_is_told_of_to_whoever_gave_the_permit(residence, recipient):
    finding = remind_of_44_c(replace(A_CHILD_WITH_A_PERMIT_AND_A_TRIP, residence=residence))
    assert finding.answer is Answer.MUST
    assert recipient in finding.because


def test_the_reminder_says_that_the_duty_is_the_municipalitys_and_goes_on_as_news_comes():
    finding = remind_of_44_c(A_CHILD_WITH_A_PERMIT_AND_A_TRIP)
    assert finding.because.startswith("Mind kommunen om")
    assert "igen, når der kommer nyt" in finding.because


def test_consent_is_no_condition_of_44_c():
    assert "kræver ikke samtykke" in remind_of_44_c(A_CHILD_WITH_A_PERMIT_AND_A_TRIP).because
    assert not [field for field in fields(TripFacts) if "consent" in field.name]


def test_the_duty_goes_on_when_the_child_has_come_of_age_abroad():
    came_of_age = replace(A_CHILD_WITH_A_PERMIT_AND_A_TRIP, under_18=False)
    assert remind_of_44_c(came_of_age).answer is Answer.MUST


def test_someone_who_left_as_an_adult_is_not_told_of():
    left_as_an_adult = replace(A_CHILD_WITH_A_PERMIT_AND_A_TRIP, under_18=False, left_as_a_child=False)
    assert remind_of_44_c(left_as_an_adult).answer is Answer.SILENT


def test_of_a_child_it_is_not_asked_at_what_age_the_trip_began():
    assert remind_of_44_c(replace(A_CHILD_WITH_A_PERMIT_AND_A_TRIP, left_as_a_child=None)).answer is Answer.MUST


@pytest.mark.parametrize(
    "change", [{"harmful_trip_suspected_or_known": False}, {"residence": Residence.DANISH_CITIZEN}]
)
def test_without_a_trip_or_a_permit_44_c_is_silent(change):
    assert remind_of_44_c(replace(A_CHILD_WITH_A_PERMIT_AND_A_TRIP, **change)).answer is Answer.SILENT


@pytest.mark.parametrize("fact", ["harmful_trip_suspected_or_known", "under_18", "residence"])
def test_a_fact_of_44_c_that_is_not_established_is_asked_for(fact):
    asked = remind_of_44_c(replace(A_CHILD_WITH_A_PERMIT_AND_A_TRIP, **{fact: None}))
    assert (asked.answer, asked.missing) == (Answer.ASK, (fact,))


def test_of_an_adult_it_is_asked_whether_the_trip_began_before_18():
    adult = replace(A_CHILD_WITH_A_PERMIT_AND_A_TRIP, under_18=False, left_as_a_child=None)
    assert remind_of_44_c(adult).missing == ("left_as_a_child",)


@pytest.mark.parametrize("residence", [Residence.PERMIT_ISSUER_UNKNOWN, Residence.EU_RULES])
def test_when_it_is_not_known_who_decides_it_is_asked(residence):
    asked = remind_of_44_c(replace(A_CHILD_WITH_A_PERMIT_AND_A_TRIP, residence=residence))
    assert asked.answer is Answer.ASK
    assert asked.ways_forward


def test_every_ground_of_residence_has_a_danish_label():
    assert len({residence.label for residence in Residence}) == len(Residence)
