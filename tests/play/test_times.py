"""Times as a vignette writes them."""

from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.law.clocks import COPENHAGEN
from vaern.play.times import NotATime, Now, read_day, read_moment

BEGINS = datetime(2026, 11, 20, 16, 5, tzinfo=COPENHAGEN)  # a Friday
STEP = datetime(2026, 11, 23, 9, 30, tzinfo=COPENHAGEN)
NOW = Now(at=STEP, begins=BEGINS)


def copenhagen(*parts):
    return datetime(*parts, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    "written, means",
    [
        ("2026-11-27 14:00", copenhagen(2026, 11, 27, 14)),
        ("2026-11-27T14:00", copenhagen(2026, 11, 27, 14)),
        ("2026-11-27", copenhagen(2026, 11, 27, 9)),
        (datetime(2026, 11, 27, 14, 0), copenhagen(2026, 11, 27, 14)),
        (datetime(2026, 11, 27, 14, 0, tzinfo=UTC), copenhagen(2026, 11, 27, 15)),
        (date(2026, 11, 27), copenhagen(2026, 11, 27, 9)),
        (time(14, 0), copenhagen(2026, 11, 23, 14)),
        ("14:00", copenhagen(2026, 11, 23, 14)),
        ("14.00", copenhagen(2026, 11, 23, 14)),
        ("+90 min", copenhagen(2026, 11, 23, 11)),
        ("+1 minute", copenhagen(2026, 11, 23, 9, 31)),
        ("+24 hours", copenhagen(2026, 11, 24, 9, 30)),
        ("+2 days", copenhagen(2026, 11, 25, 9, 30)),
        ("+2 days 14:00", copenhagen(2026, 11, 25, 14)),
        ("+1 week", copenhagen(2026, 11, 30, 9, 30)),
        ("+5 working days 10:00", copenhagen(2026, 11, 30, 10)),
        ("day 1", copenhagen(2026, 11, 20, 16, 5)),
        ("day 3 14:00", copenhagen(2026, 11, 22, 14)),
        ("-1 working day 09:10", copenhagen(2026, 11, 19, 9, 10)),
        ("-90 min", copenhagen(2026, 11, 20, 14, 35)),
        ("-0 days 10:00", copenhagen(2026, 11, 20, 10)),
    ],
)
def test_a_time_means_one_moment_in_denmark(written, means):
    assert read_moment(written, NOW) == means
    assert read_day(written, NOW) == means.date()


def test_hours_are_real_hours_and_days_keep_the_time_of_day_when_summer_ends():
    saturday = Now(at=copenhagen(2026, 10, 24, 12), begins=BEGINS)
    assert read_moment("+24 hours", saturday) == copenhagen(2026, 10, 25, 11)
    assert read_moment("+1 day", saturday) == copenhagen(2026, 10, 25, 12)


@pytest.mark.parametrize(
    "written, why",
    [
        ("tomorrow", "a time such as"),
        ("", "a time such as"),
        ("+2", "a time such as"),
        ("+2 months", "a time such as"),
        ("2026-02-30 10:00", "no day 2026-02-30"),
        ("2026-11-27 24:00", "no time 24:00"),
        ("25:00", "no time 25:00"),
        ("day 0", "day 1"),
        ("+2 hours 14:00", "leave out the time of day"),
        ("2027-03-28 02:30", "summer time begins"),
        ("0001-01-01 00:00", "between 1900"),
        (datetime(9999, 12, 31, 23, 0), "between 1900"),
        (12, "a time such as"),
        (True, "a time such as"),
        (["14:00"], "a time such as"),
    ],
)
def test_what_is_no_time_is_refused_with_the_reason(written, why):
    with pytest.raises(NotATime, match=why):
        read_moment(written, NOW)


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_is_refused_as_none(text):
    with suppress(NotATime):
        read_moment(text, NOW)
