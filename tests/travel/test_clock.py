"""The clock of a trip, over all dates and zones: what is not known is near, and no hour is lost or counted twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.law.ages import age_on
from vaern.law.clocks import COPENHAGEN, local_day
from vaern.travel.clock import (
    MILESTONES,
    Agreed,
    Departure,
    NoSuchZone,
    Passport,
    SignState,
    Step,
    comes_of_age_abroad,
    countdown,
    day_abroad,
    earliest,
    follow_up_days,
    latest,
    milestones,
    missed,
    months_later,
    next_milestone,
    passport_on_the_trip,
    permit_marks,
    state_of,
    steps_that_fit,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ZONES = ["Europe/Copenhagen", "Asia/Karachi", "Africa/Mogadishu", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"]
days = st.dates(date(2025, 1, 1), date(2035, 12, 31))
moments = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
clocks = st.one_of(st.none(), st.times().map(lambda each: each.replace(tzinfo=None)))
zones = st.one_of(st.none(), st.sampled_from(ZONES))
HOUR = timedelta(hours=1)


@given(day=days, clock=clocks, zone=zones)
def test_what_is_unknown_never_makes_a_departure_later(day, clock, zone):
    known = earliest(day, clock, zone)
    assert earliest(day, None, zone) <= known
    assert earliest(day, clock, None) <= known
    assert earliest(day, None, None) <= known <= latest(day, clock, zone)


@given(day=days, clock=clocks, zone=zones, at=moments)
def test_a_countdown_never_promises_more_than_there_is(day, clock, zone, at):
    departure = Departure(earliest=day, clock=clock, zone=zone)
    left = countdown(departure, at)
    begins = departure.begins()
    assert at + left.hours_left * HOUR <= max(begins, at)
    assert max(begins, at) < at + (left.hours_left + 1) * HOUR
    assert left.is_past == (begins <= at)
    assert not (left.is_over and not left.is_past)


@given(at=moments, latest_day=st.one_of(st.none(), days))
def test_an_unknown_day_counts_as_now(at, latest_day):
    left = countdown(Departure(latest=latest_day), at)
    assert left.is_unknown
    assert left.hours_left == 0


@given(day=days, clock=st.times(), at=moments, zone=st.sampled_from(ZONES))
def test_time_only_ever_runs_out(day, clock, at, zone):
    departure = Departure(earliest=day, clock=clock, zone=zone)
    assert countdown(departure, at + HOUR).hours_left <= countdown(departure, at).hours_left


def test_the_hours_before_a_departure_are_real_hours_when_the_clock_changes():
    departure = Departure(earliest=date(2027, 3, 28), clock=time(6, 0), zone="Europe/Copenhagen")
    evening_before = datetime(2027, 3, 27, 20, 0, tzinfo=COPENHAGEN)
    assert countdown(departure, evening_before).hours == 9, "ten on the clock, and one of them is left out"
    autumn = Departure(earliest=date(2026, 10, 25), clock=time(6, 0), zone="Europe/Copenhagen")
    assert countdown(autumn, datetime(2026, 10, 24, 20, 0, tzinfo=COPENHAGEN)).hours == 11


def test_an_hour_that_comes_twice_is_the_first_and_one_left_out_is_the_one_before():
    twice = earliest(date(2026, 10, 25), time(2, 30), "Europe/Copenhagen")
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    missing = earliest(date(2027, 3, 28), time(2, 30), "Europe/Copenhagen")
    assert missing == datetime(2027, 3, 28, 0, 30, tzinfo=UTC)


@given(day=days, zone=st.sampled_from(ZONES), clock=st.times())
def test_a_moment_has_the_same_day_wherever_it_is_written_from(day, zone, clock):
    there = earliest(day, clock, zone).astimezone(ZoneInfo(zone))
    assert abs(there.replace(tzinfo=None) - datetime.combine(day, clock.replace(fold=0))) <= timedelta(days=1)
    if zone != "Pacific/Apia":
        assert abs(there.replace(tzinfo=None) - datetime.combine(day, clock.replace(fold=0))) <= HOUR


@pytest.mark.parametrize("zone", ["Europe/Kobenhavn", "../etc/passwd", "x" * 300, "\x00"])
def test_a_zone_that_is_not_there_is_refused(zone):
    with pytest.raises(NoSuchZone):
        earliest(date(2026, 12, 1), None, zone)


@given(day=days, at=moments)
def test_milestones_come_in_order_and_the_next_is_ahead(day, at):
    found = milestones(day, at)
    assert [each.days_before for each in found] == list(MILESTONES)
    assert [each.on for each in found] == sorted(each.on for each in found)
    ahead = next_milestone(day, at)
    assert ahead is None or ahead.on > local_day(at)


def test_without_a_day_there_is_no_milestone_to_wait_for():
    assert milestones(None, NOW) == []
    assert next_milestone(None, NOW) is None


@given(born=st.dates(date(2005, 1, 1), date(2020, 12, 31)), departs=days, away=st.integers(0, 800))
def test_whoever_turns_18_away_is_a_child_going_and_grown_coming_home(born, departs, away):
    returns = departs + timedelta(days=away)
    turns = comes_of_age_abroad(born, departs=departs, returns=returns)
    if departs < born:
        return
    assert (turns is not None) == (age_on(born, departs) < 18 <= age_on(born, returns))
    assert turns is None or age_on(born, turns) == 18


def test_a_stay_without_an_end_lasts_past_the_birthday():
    born = date(2009, 2, 1)
    assert comes_of_age_abroad(born, departs=date(2026, 12, 20), returns=None) == date(2027, 2, 1)
    assert comes_of_age_abroad(born, departs=None, returns=None) == date(2027, 2, 1)
    assert comes_of_age_abroad(None, departs=date(2026, 12, 20), returns=None) is None
    assert comes_of_age_abroad(date(2008, 2, 29), departs=date(2026, 2, 28), returns=None) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "expires, departs, returns, stands",
    [
        (date(2026, 12, 19), date(2026, 12, 20), date(2027, 1, 4), Passport.EXPIRES_BEFORE),
        (date(2026, 12, 20), date(2026, 12, 20), date(2027, 1, 4), Passport.EXPIRES_AWAY),
        (date(2027, 1, 4), date(2026, 12, 20), date(2027, 1, 4), Passport.HOLDS),
        (date(2027, 1, 4), date(2026, 12, 20), None, Passport.UNKNOWN),
        (None, date(2026, 12, 20), None, Passport.UNKNOWN),
    ],
)
def test_a_passport_that_ends_before_or_during_the_trip_is_seen(expires, departs, returns, stands):
    assert passport_on_the_trip(expires, departs=departs, returns=returns) is stands


@given(left=days, stay=st.integers(0, 2000))
def test_days_abroad_are_counted_from_the_day_of_departure(left, stay):
    today = left + timedelta(days=stay)
    assert day_abroad(left, today) == stay + 1
    first, second = permit_marks(left, today)
    assert left + timedelta(days=180) < first.on < left + timedelta(days=186)
    assert left + timedelta(days=364) < second.on <= left + timedelta(days=366)
    assert first.is_reached == (first.on <= today)


def test_a_month_without_that_day_ends_on_the_first_of_the_next():
    assert months_later(date(2026, 8, 31), 6) == date(2027, 3, 1)
    assert months_later(date(2027, 10, 31), 13) == date(2028, 12, 1)
    assert months_later(date(2026, 12, 31), 12) == date(2027, 12, 31)
    assert months_later(date(2026, 10, 31), 1) == date(2026, 12, 1)


@given(ended=days)
def test_somebody_looks_again_four_times_and_before_a_holiday(ended):
    looks = follow_up_days(ended)
    assert looks[0] == ended + timedelta(days=7)
    assert {ended + timedelta(days=30), ended + timedelta(days=91)} <= set(looks)
    assert any((day + timedelta(days=14)).timetuple()[1:3] in {(6, 20), (12, 18)} for day in looks)
    assert looks == sorted(set(looks))


# Signs of life


@given(due=moments, at=moments)
def test_a_sign_is_missed_from_the_moment_it_was_due_and_not_before(due, at):
    sign = Agreed(due)
    assert state_of(sign, at) is (SignState.MISSED if at >= due else SignState.AHEAD)
    assert state_of(replace(sign, given_at=at), at) is SignState.GIVEN
    assert state_of(replace(sign, called_off_at=at), at) is SignState.CALLED_OFF


@given(dues=st.lists(moments, max_size=6), at=moments)
def test_no_sign_is_forgotten(dues, at):
    signs = [Agreed(due) for due in dues]
    assert len(missed(signs, at)) == sum(due <= at for due in dues)


def test_an_alarm_set_before_the_clock_changes_comes_at_the_same_real_moment():
    due = earliest(date(2026, 10, 25), time(2, 30), "Europe/Copenhagen")
    second_time_around = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=COPENHAGEN)
    assert state_of(Agreed(due), second_time_around) is SignState.MISSED
    just_before = datetime(2026, 10, 25, 2, 29, tzinfo=COPENHAGEN)
    assert state_of(Agreed(due), just_before) is SignState.AHEAD


# What still fits


def a_step(code, hours, **more):
    return Step(code=code, text="…", who="politiet", hours=hours, source="…", **more)


STEPS = [a_step("slow", 240), a_step("quick", 2), a_step("child", 48, only_children=True)]


def test_what_fits_comes_tightest_first_and_what_hardly_does_is_still_shown():
    left = countdown(Departure(earliest=date(2026, 11, 26), zone="Europe/Copenhagen"), NOW)
    found = steps_that_fit(STEPS, left, is_child=None)
    assert [step.code for step in found.fits] == ["child", "quick"]
    assert [step.code for step in found.hardly] == ["slow"]


def test_a_step_for_children_is_left_out_only_for_somebody_known_to_be_grown():
    left = countdown(Departure(), NOW)
    assert "child" not in {step.code for step in steps_that_fit(STEPS, left, is_child=False).hardly}
    assert {step.code for step in steps_that_fit(STEPS, left, is_child=None).hardly} == {"slow", "quick", "child"}


@given(hours=st.lists(st.integers(0, 2000), max_size=8), day=days)
def test_no_step_is_lost(hours, day):
    steps = [a_step(str(place), each) for place, each in enumerate(hours)]
    left = countdown(Departure(earliest=day, zone="Europe/Copenhagen"), NOW)
    found = steps_that_fit(steps, left, is_child=True)
    assert sorted(step.code for step in (*found.fits, *found.hardly)) == sorted(step.code for step in steps)
    assert all(step.hours <= left.hours_left for step in found.fits)
