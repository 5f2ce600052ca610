"""One sentence about hours, right to the minute, over weekends, holidays and the change of clocks."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.directory.conftest import MONDAY, TEAM_LEAD
from vaern.directory.actions import set_hours
from vaern.directory.loading import load_directory
from vaern.directory.models import OpeningHours
from vaern.directory.opening import State, hours_on, is_closed, opening
from vaern.law.clocks import COPENHAGEN, TimeWithoutZone

MIDTJYLLAND, NORDJYLLAND = "1082", "1081"


@pytest.fixture
def since_spring(db):
    load_directory(on=date(2026, 3, 1))


def at(*numbers):
    return datetime(*numbers, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    "moment, sentence",
    [
        (at(2026, 11, 23, 7, 59, 59), "Lukket nu. Åbner igen i dag kl. 8."),
        (at(2026, 11, 23, 8), "Åbent nu til kl. 15."),
        (at(2026, 11, 23, 14, 59, 59), "Åbent nu til kl. 15."),
        (at(2026, 11, 23, 15), "Lukket nu. Åbner igen i morgen kl. 8."),
        (at(2026, 11, 27, 15), "Lukket nu. Åbner igen mandag kl. 8."),
        (at(2026, 11, 28, 10), "Lukket nu. Åbner igen mandag kl. 8."),
        (at(2026, 11, 29, 10), "Lukket nu. Åbner igen i morgen kl. 8."),
        (at(2026, 12, 23, 15), "Lukket nu. Åbner igen mandag kl. 8."),  # 24 to 27 December
        (at(2026, 12, 24, 10), "Lukket nu. Åbner igen mandag kl. 8."),
        (at(2026, 12, 31, 10), "Lukket nu. Åbner igen mandag kl. 8."),
        (at(2026, 4, 1, 16), "Lukket nu. Åbner igen tirsdag kl. 8."),  # Easter: Thursday 2 to Monday 6 April
        (at(2026, 5, 25, 9), "Lukket nu. Åbner igen i morgen kl. 8."),  # Whit Monday
        (at(2026, 6, 5, 9), "Lukket nu. Åbner igen mandag kl. 8."),
    ],
)
def test_the_sentence(since_spring, moment, sentence):
    assert opening(region=MIDTJYLLAND, at=moment).sentence == sentence


def test_the_danish_clock_counts_whatever_zone_is_asked_in(since_spring):
    assert opening(region=MIDTJYLLAND, at=datetime(2026, 11, 23, 7, tzinfo=UTC)).is_open  # 8 in winter
    assert opening(region=MIDTJYLLAND, at=datetime(2026, 7, 6, 6, tzinfo=UTC)).is_open  # 8 in summer
    assert not opening(region=MIDTJYLLAND, at=datetime(2026, 11, 23, 6, tzinfo=UTC)).is_open


def test_a_time_without_a_zone_is_refused(since_spring):
    with pytest.raises(TimeWithoutZone):
        opening(region=MIDTJYLLAND, at=datetime(2026, 11, 23, 8))


def test_a_team_that_states_no_hours_says_so_and_what_to_do(since_spring):
    found = opening(region=NORDJYLLAND, at=at(2026, 11, 23, 9))
    assert found.state is State.NOT_STATED
    assert found.sentence.startswith("Åbningstid er ikke oplyst. Ring; svarer ingen, så ")


def test_a_day_far_ahead_is_named_with_its_date(directory):
    week = dict.fromkeys(range(5))
    set_hours(region=MIDTJYLLAND, week=week, source="", by=TEAM_LEAD, on=date(2026, 11, 24))
    set_hours(region=MIDTJYLLAND, week={0: (time(8, 30), time(15))}, source="", by=TEAM_LEAD, on=date(2026, 12, 7))
    found = opening(region=MIDTJYLLAND, at=at(2026, 11, 24, 9))
    assert found.sentence == "Lukket nu. Åbner igen mandag den 7. december kl. 8.30."


def test_new_hours_count_from_their_day(directory):
    set_hours(region=MIDTJYLLAND, week={1: (time(9), time(12))}, source="", by=TEAM_LEAD, on=date(2026, 12, 1))
    assert opening(region=MIDTJYLLAND, at=at(2026, 11, 24, 8)).is_open
    assert opening(region=MIDTJYLLAND, at=at(2026, 12, 1, 8)).sentence == "Lukket nu. Åbner igen i dag kl. 9."


def test_a_team_may_state_hours_on_a_saturday(directory):
    set_hours(region=MIDTJYLLAND, week={5: (time(10), time(12))}, source="", by=TEAM_LEAD, on=MONDAY)
    assert opening(region=MIDTJYLLAND, at=at(2026, 11, 28, 11)).is_open
    assert opening(region=MIDTJYLLAND, at=at(2026, 12, 26, 11)).state is State.CLOSED  # a public holiday


def test_the_hours_of_a_region_end_with_it(directory):
    week = dict.fromkeys(range(5), (time(8), time(15)))
    set_hours(region="1084", week=week, source="", by=TEAM_LEAD, on=MONDAY)
    assert opening(region="1084", at=at(2026, 12, 29, 16)).sentence == "Lukket nu. Åbner igen i morgen kl. 8."
    assert opening(region="1084", at=at(2026, 12, 30, 9)).is_open
    for later in (at(2026, 12, 30, 16), at(2027, 1, 4, 9)):
        assert opening(region="1084", at=later).state is State.NOT_STATED


AARHUS_WEEK = [
    OpeningHours(region=MIDTJYLLAND, weekday=day, opens=time(8), closes=time(15), valid_from=date(2026, 3, 1))
    for day in range(5)
]


@given(st.dates(min_value=date(2026, 3, 1), max_value=date(2040, 12, 31)))
def test_no_team_is_open_on_a_weekend_or_a_holiday(day):
    assert (hours_on(AARHUS_WEEK, day) is None) is (day.weekday() >= 5 or is_closed(day))
