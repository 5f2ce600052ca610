"""Working days, real hours, and the municipality's clocks after a notification."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.law.clocks import (
    COPENHAGEN,
    TimeWithoutZone,
    end_of,
    hours_later,
    is_public_holiday,
    is_working_day,
    local_day,
    municipality_clocks,
    public_holidays,
    working_day_after,
)
from vaern.law.sources import ASSESSED_WITHIN_A_DAY, RECEIPT_FOR_A_NOTIFICATION
from vaern.law.terms import NotInForce

DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2060, 12, 1), timezones=st.just(UTC))
ONE_DAY = timedelta(days=1)


def danish(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=COPENHAGEN, fold=fold)


def easter_sunday(year: int) -> date:
    """Reckon Easter by the anonymous Gregorian computus, as a check that does not share the package's tables."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l_ = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * l_) // 433
    month = (h + l_ - 7 * m + 90) // 25
    return date(year, month, (h + l_ - 7 * m + 33 * month + 19) % 32)


# Which days count.


@pytest.mark.parametrize("year", range(2024, 2061))
def test_the_public_holidays_are_those_of_the_danish_church_without_great_prayer_day(year):
    easter = easter_sunday(year)
    moving = {-3, -2, 0, 1, 39, 49, 50}
    fixed = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}
    assert set(public_holidays(year)) == {easter + timedelta(days=days) for days in moving} | fixed


def test_great_prayer_day_was_a_holiday_until_2023_and_is_a_working_day_from_2024():
    great_prayer_day = 26
    assert is_public_holiday(easter_sunday(2023) + timedelta(days=great_prayer_day))
    assert is_working_day(easter_sunday(2024) + timedelta(days=great_prayer_day))


@pytest.mark.parametrize("day", [date(2026, 6, 5), date(2026, 12, 24), date(2026, 12, 31)])
def test_5_june_24_and_31_december_are_no_holidays_but_no_working_days_either(day):
    assert not is_public_holiday(day)
    assert day.weekday() < 5
    assert not is_working_day(day)
    assert is_working_day(day - ONE_DAY)


def test_1_may_is_a_working_day():
    assert is_working_day(date(2026, 5, 1))


def test_saturday_is_not_counted_as_a_working_day():
    assert is_working_day(date(2026, 11, 20))
    assert not is_working_day(date(2026, 11, 21))


@given(day=DAYS, count=st.integers(1, 60))
def test_counting_working_days_never_lands_on_a_weekend_or_a_holiday(day, count):
    reached = working_day_after(day, count)
    assert reached.weekday() < 5
    assert reached not in public_holidays(reached.year)
    assert (reached.month, reached.day) not in {(6, 5), (12, 24), (12, 31)}


@given(day=DAYS, count=st.integers(1, 60))
def test_exactly_so_many_working_days_lie_between(day, count):
    reached = working_day_after(day, count)
    between = [day + timedelta(days=step) for step in range(1, (reached - day).days + 1)]
    assert sum(is_working_day(passed) for passed in between) == count


@given(day=DAYS, later=st.integers(0, 30), count=st.integers(1, 30), more=st.integers(0, 30))
def test_starting_later_or_counting_more_never_ends_earlier(day, later, count, more):
    assert working_day_after(day, count) <= working_day_after(day + timedelta(days=later), count + more)


@given(day=DAYS, first=st.integers(1, 20), then=st.integers(1, 20))
def test_counting_on_from_where_one_stopped_is_counting_all_at_once(day, first, then):
    assert working_day_after(working_day_after(day, first), then) == working_day_after(day, first + then)


@pytest.mark.parametrize("count", [0, -1])
def test_no_working_days_cannot_be_counted(count):
    with pytest.raises(ValueError, match="at least one"):
        working_day_after(date(2026, 11, 23), count)


# The municipality's two clocks.


def test_the_municipality_assesses_within_24_hours():
    assessed, _ = municipality_clocks(danish(2026, 11, 23, 10, 0))
    assert assessed.runs_out_at == danish(2026, 11, 24, 10, 0)
    assert assessed.source is ASSESSED_WITHIN_A_DAY
    assert "24 timer" in assessed.text


def test_the_24_hours_run_through_the_weekend():
    assessed, _ = municipality_clocks(danish(2026, 11, 20, 16, 5))
    assert assessed.runs_out_at == danish(2026, 11, 21, 16, 5)


def test_the_24_hours_run_through_christmas_eve():
    assessed, _ = municipality_clocks(danish(2026, 12, 24, 18, 0))
    assert assessed.runs_out_at == danish(2026, 12, 25, 18, 0)


def test_24_hours_over_the_change_to_summer_time_end_an_hour_later_on_the_wall():
    assessed, _ = municipality_clocks(danish(2027, 3, 27, 12, 0))
    assert assessed.runs_out_at == danish(2027, 3, 28, 13, 0)
    assert (assessed.runs_out_at.hour, assessed.last_day) == (13, date(2027, 3, 28))


def test_24_hours_over_the_change_to_winter_time_end_an_hour_earlier_on_the_wall():
    assessed, _ = municipality_clocks(danish(2026, 10, 24, 12, 0))
    assert assessed.runs_out_at.hour == 11


def test_24_hours_that_end_in_the_hour_that_comes_twice_end_the_right_time_round():
    assessed, _ = municipality_clocks(danish(2026, 10, 24, 2, 30))
    first_time_round, second_time_round = (danish(2026, 10, 25, 2, 30, fold=fold) for fold in (0, 1))
    assert not assessed.has_run_out(first_time_round - timedelta(hours=1))
    assert assessed.has_run_out(first_time_round)
    later, _ = municipality_clocks(danish(2026, 10, 24, 3, 30))
    assert not later.has_run_out(first_time_round)
    assert later.has_run_out(second_time_round)


@given(at=MOMENTS)
def test_24_hours_are_always_24_real_hours(at):
    assessed, _ = municipality_clocks(at)
    assert assessed.runs_out_at.astimezone(UTC) - at == timedelta(hours=24)
    assert not assessed.has_run_out(at + timedelta(hours=23, minutes=59, seconds=59))
    assert assessed.has_run_out(at + timedelta(hours=24))


def test_the_receipt_comes_within_6_working_days():
    _, receipt = municipality_clocks(danish(2026, 11, 23, 10, 0))
    assert receipt.last_day == date(2026, 12, 1)
    assert receipt.source is RECEIPT_FOR_A_NOTIFICATION
    assert "6 hverdage" in receipt.text


@pytest.mark.parametrize(
    "received, last_day",
    [
        (danish(2026, 11, 21, 10, 0), date(2026, 11, 30)),  # a Saturday: counted from Monday
        (danish(2027, 3, 23, 9, 0), date(2027, 4, 5)),  # Easter: four days fall out, and two weekends
        (danish(2026, 12, 22, 9, 0), date(2027, 1, 5)),  # 24, 25, 26, 31 December and New Year's Day fall out
        (danish(2026, 5, 28, 9, 0), date(2026, 6, 8)),  # 5 June, a Friday, falls out
        (danish(2026, 5, 12, 9, 0), date(2026, 5, 21)),  # Ascension Day falls out
    ],
)
def test_the_receipt_waits_for_weekends_and_holidays(received, last_day):
    _, receipt = municipality_clocks(received)
    assert receipt.last_day == last_day


def test_the_receipt_is_late_only_when_its_last_day_is_over_in_denmark():
    _, receipt = municipality_clocks(danish(2026, 11, 23, 10, 0))
    assert not receipt.has_run_out(danish(2026, 12, 1, 23, 59, 59))
    assert receipt.has_run_out(danish(2026, 12, 2, 0, 0))


def test_a_notification_late_in_the_evening_counts_from_the_danish_day():
    late_in_utc = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert local_day(late_in_utc) == date(2026, 7, 2)
    _, receipt = municipality_clocks(late_in_utc)
    assert receipt.last_day == date(2026, 7, 10)


@given(at=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=10)))
def test_a_notification_received_later_never_runs_out_earlier(at, later):
    for first, second in zip(municipality_clocks(at), municipality_clocks(at + later), strict=True):
        assert first.runs_out_at.astimezone(UTC) <= second.runs_out_at.astimezone(UTC)


@given(at=MOMENTS)
def test_the_same_moment_said_in_another_time_zone_gives_the_same_clocks(at):
    assert municipality_clocks(at) == municipality_clocks(at.astimezone(COPENHAGEN))


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(TimeWithoutZone):
        municipality_clocks(datetime(2026, 11, 23, 10, 0))


def test_a_notification_before_the_act_on_children_has_no_clock_we_have_a_source_for():
    with pytest.raises(NotInForce):
        municipality_clocks(danish(2023, 12, 31, 23, 59))
    assert municipality_clocks(danish(2024, 1, 1, 0, 0))


@given(day=DAYS)
def test_a_day_ends_when_the_next_begins(day):
    assert local_day(end_of(day)) == day + ONE_DAY
    assert local_day(end_of(day).astimezone(UTC) - timedelta(seconds=1)) == day


def test_hours_later_keeps_danish_time():
    assert hours_later(datetime(2026, 7, 1, 8, 0, tzinfo=UTC), 1).utcoffset() == timedelta(hours=2)
