"""Age at a date, and the limits of 10, 15 and 18 years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.law.ages import NotYetBorn, age_on, birthday, comes_of_age_on, has_turned, is_under_18
from vaern.law.values import ADULT_AGE, PARTY_AGE, PLACEMENT_CONSENT_AGE

BORN = date(2009, 5, 14)
EIGHTEENTH_BIRTHDAY = date(2027, 5, 14)
ONE_DAY = timedelta(days=1)


def test_a_child_is_under_18_until_the_day_before_the_birthday():
    assert is_under_18(born=BORN, on=EIGHTEENTH_BIRTHDAY - ONE_DAY)
    assert not is_under_18(born=BORN, on=EIGHTEENTH_BIRTHDAY)
    assert comes_of_age_on(born=BORN, seen_from=date(2026, 11, 23)) == EIGHTEENTH_BIRTHDAY


@pytest.mark.parametrize(
    "limit, years", [(PARTY_AGE, 10), (PLACEMENT_CONSENT_AGE, 15), (ADULT_AGE, 18)], ids=["party", "placement", "adult"]
)
def test_a_limit_is_reached_on_the_birthday_and_not_the_day_before(limit, years):
    born = date(2026 - years, 6, 1)
    assert not has_turned(limit, born=born, on=date(2026, 5, 31))
    assert has_turned(limit, born=born, on=date(2026, 6, 1))


def test_born_on_a_leap_day_a_child_stays_a_child_on_28_february():
    born = date(2008, 2, 29)
    assert is_under_18(born=born, on=date(2026, 2, 28))
    assert not is_under_18(born=born, on=date(2026, 3, 1))


def test_born_on_a_leap_day_the_birthday_in_a_leap_year_is_that_day():
    assert birthday(date(2008, 2, 29), 4) == date(2012, 2, 29)


def test_age_before_birth_is_refused():
    with pytest.raises(NotYetBorn):
        age_on(BORN, BORN - ONE_DAY)
    assert age_on(BORN, BORN) == 0


@given(born=st.dates(date(1930, 1, 1), date(2026, 12, 31)), lived=st.integers(0, 40_000))
def test_age_is_the_number_of_birthdays_passed(born, lived):
    day = min(born + timedelta(days=lived), date(2100, 1, 1))
    age = age_on(born, day)
    assert birthday(born, age) <= day < birthday(born, age + 1)


@given(born=st.dates(date(1930, 1, 1), date(2026, 12, 31)), lived=st.integers(0, 40_000))
def test_nobody_grows_younger_and_nobody_ages_two_years_in_a_day(born, lived):
    day = born + timedelta(days=lived)
    assert age_on(born, day + ONE_DAY) - age_on(born, day) in {0, 1}
