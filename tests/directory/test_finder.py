"""Who to call: for every municipality and concern, also when people are away and when the regions change."""

from datetime import date, datetime

import pytest

from tests.directory.conftest import (
    AALBORG,
    AARHUS,
    COPENHAGEN_CITY,
    FIRST_DAY_OF_FOUR_REGIONS,
    LAST_DAY_OF_FIVE_REGIONS,
    MONDAY,
    ROSKILDE,
    TEAM_LEAD,
    coverage_of,
    names,
)
from vaern.directory.actions import (
    confirm_coverage,
    end,
    end_actor,
    end_consultant,
    revise,
    set_absence,
)
from vaern.directory.finder import UnknownMunicipality, find, others, public_numbers, teams
from vaern.directory.models import ActorListing, ConsultantListing, Coverage, Municipality
from vaern.directory.terms import Concern, Way
from vaern.law.clocks import COPENHAGEN

pytestmark = pytest.mark.any_database

FRIDAY = date(2026, 11, 27)


def test_every_municipality_has_somebody_for_every_concern(directory):
    for code in Municipality.objects.on(MONDAY).values_list("code", flat=True):
        for concern in Concern:
            assert find(municipality_code=code, concern=concern, on=MONDAY).consultants


@pytest.mark.parametrize("concern", Concern)
def test_the_one_who_only_takes_journeys_is_named_for_journeys_alone(directory, concern):
    answer = find(municipality_code=COPENHAGEN_CITY, concern=concern, on=MONDAY)
    assert ("Maria" in names(answer.consultants)) is (concern in {Concern.TRIP, Concern.STAY})


@pytest.mark.parametrize("concern", Concern)
def test_nor_is_she_the_fallback_for_anything_else(maria, concern):
    for listing in ConsultantListing.objects.on(MONDAY).exclude(pk=maria.pk):
        set_absence(consultant=listing.consultant_id, first_day=MONDAY, last_day=FRIDAY, by=TEAM_LEAD)
    answer = find(municipality_code=AALBORG, concern=concern, on=MONDAY)
    if concern in {Concern.TRIP, Concern.STAY}:
        assert (names(answer.fallback), answer.way) == (["Maria"], Way.ANYWHERE)
    else:
        assert (answer.fallback, answer.way) == ((), Way.NOBODY)


def test_a_municipality_nobody_knows_is_refused(directory):
    with pytest.raises(UnknownMunicipality):
        find(municipality_code="0999", concern=Concern.TRIP, on=MONDAY)


def test_the_region_changes_with_the_year_and_the_people_stay(directory):
    before = find(municipality_code=ROSKILDE, concern=Concern.HONOUR, on=LAST_DAY_OF_FIVE_REGIONS)
    after = find(municipality_code=ROSKILDE, concern=Concern.HONOUR, on=FIRST_DAY_OF_FOUR_REGIONS)
    assert (before.region.name, before.is_unconfirmed) == ("Region Sjælland", False)
    assert (after.region.name, after.is_unconfirmed) == ("Region Østdanmark", True)
    assert names(before.consultants) == names(after.consultants) == ["Julie", "Line"]


def test_from_the_new_year_the_other_half_of_the_region_is_the_fallback(directory):
    before = find(municipality_code=ROSKILDE, concern=Concern.HONOUR, on=LAST_DAY_OF_FIVE_REGIONS)
    after = find(municipality_code=ROSKILDE, concern=Concern.HONOUR, on=FIRST_DAY_OF_FOUR_REGIONS)
    assert (names(before.fallback), before.way) == (["Louise", "Sarah"], Way.NEIGHBOUR)
    assert (names(after.fallback), after.way) == (["Louise", "Sarah"], Way.SAME_REGION)


def test_a_region_that_does_not_change_stays_confirmed(directory):
    assert not find(municipality_code=AARHUS, concern=Concern.HONOUR, on=FIRST_DAY_OF_FOUR_REGIONS).is_unconfirmed


def test_confirming_the_coverage_takes_the_mark_away(directory):
    rows = Coverage.objects.on(FIRST_DAY_OF_FOUR_REGIONS).filter(municipality=ROSKILDE)
    confirm_coverage(rows=rows, by=TEAM_LEAD, on=FIRST_DAY_OF_FOUR_REGIONS)
    assert not find(municipality_code=ROSKILDE, concern=Concern.HONOUR, on=FIRST_DAY_OF_FOUR_REGIONS).is_unconfirmed
    assert find(municipality_code=COPENHAGEN_CITY, concern=Concern.HONOUR, on=FIRST_DAY_OF_FOUR_REGIONS).is_unconfirmed


def test_every_municipality_still_has_somebody_in_the_new_year(directory):
    for code in Municipality.objects.on(FIRST_DAY_OF_FOUR_REGIONS).values_list("code", flat=True):
        for concern in (Concern.HONOUR, Concern.TRIP):
            answer = find(municipality_code=code, concern=concern, on=FIRST_DAY_OF_FOUR_REGIONS)
            assert answer.consultants
            assert answer.region


def test_somebody_away_is_set_aside_with_the_day_they_are_back(nana):
    set_absence(consultant=nana.consultant_id, first_day=MONDAY, last_day=FRIDAY, by=TEAM_LEAD)
    answer = find(municipality_code=AALBORG, concern=Concern.HONOUR, on=MONDAY)
    assert names(answer.consultants) == ["Fiolla"]
    assert [(one.first_name, one.back_on) for one in answer.absent] == [("Nana", date(2026, 11, 30))]


@pytest.mark.parametrize(
    "day, is_away", [(date(2026, 11, 22), False), (MONDAY, True), (FRIDAY, True), (date(2026, 11, 28), False)]
)
def test_an_absence_counts_from_its_first_day_to_its_last(db, day, is_away):
    from vaern.directory.loading import load_directory

    load_directory(on=date(2026, 11, 1))
    nana = ConsultantListing.objects.get(first_name="Nana")
    set_absence(consultant=nana.consultant_id, first_day=MONDAY, last_day=FRIDAY, by=TEAM_LEAD)
    answer = find(municipality_code=AALBORG, concern=Concern.HONOUR, on=day)
    assert ("Nana" in names(answer.absent)) is is_away
    assert ("Nana" in names(answer.consultants)) is not is_away


def test_the_day_back_skips_holidays_and_an_absence_that_follows(nana):
    set_absence(consultant=nana.consultant_id, first_day=MONDAY, last_day=date(2026, 12, 22), by=TEAM_LEAD)
    set_absence(consultant=nana.consultant_id, first_day=date(2026, 12, 23), last_day=date(2026, 12, 23), by=TEAM_LEAD)
    answer = find(municipality_code=AALBORG, concern=Concern.HONOUR, on=MONDAY)
    assert answer.absent[0].back_on == date(2026, 12, 28)  # past Christmas and the weekend


def test_away_until_further_notice_has_no_day_back(nana):
    set_absence(consultant=nana.consultant_id, first_day=MONDAY, last_day=None, by=TEAM_LEAD)
    answer = find(municipality_code=AALBORG, concern=Concern.HONOUR, on=MONDAY)
    assert answer.absent[0].back_on is None


def test_when_the_whole_team_is_away_the_neighbouring_region_answers(nana, fiolla):
    for listing in (nana, fiolla):
        set_absence(consultant=listing.consultant_id, first_day=MONDAY, last_day=FRIDAY, by=TEAM_LEAD)
    answer = find(municipality_code=AALBORG, concern=Concern.HONOUR, on=MONDAY)
    assert answer.consultants == ()
    assert names(answer.absent) == ["Fiolla", "Nana"]
    assert (names(answer.fallback), answer.way) == (["Bettina", "Bugge", "Heidi", "Mette"], Way.NEIGHBOUR)
    assert answer.first_to_call == answer.fallback


def test_a_municipality_nobody_covers_falls_back_on_the_others_of_its_region(nana, fiolla):
    for listing in (nana, fiolla):
        end(row=coverage_of(listing, AALBORG), by=TEAM_LEAD, last_day=MONDAY)
    answer = find(municipality_code=AALBORG, concern=Concern.HONOUR, on=FRIDAY)
    assert answer.consultants == ()
    assert (names(answer.fallback), answer.way) == (["Fiolla", "Nana"], Way.SAME_REGION)


def test_with_nobody_at_work_anywhere_there_are_still_numbers(directory):
    for listing in ConsultantListing.objects.on(MONDAY):
        set_absence(consultant=listing.consultant_id, first_day=MONDAY, last_day=None, by=TEAM_LEAD)
    answer = find(municipality_code=AALBORG, concern=Concern.HONOUR, on=MONDAY)
    assert (answer.first_to_call, answer.way) == ((), Way.NOBODY)
    assert [other.number for other in answer.others][:3] == ["112", "114", "1888"]


def test_112_and_114_stand_even_in_an_empty_directory(db):
    assert [other.number for other in others(MONDAY)] == ["112", "114"]


def test_an_ended_actor_is_not_offered(directory):
    crisis_line = ActorListing.objects.on(MONDAY).get(name="Lev Uden Vold")
    end_actor(actor=crisis_line.actor_id, by=TEAM_LEAD, last_day=MONDAY)
    assert "1888" in [other.number for other in others(MONDAY)]
    assert "1888" not in [other.number for other in others(FRIDAY)]


def test_somebody_who_has_stopped_is_not_named(nana):
    end_consultant(consultant=nana.consultant_id, by=TEAM_LEAD, last_day=MONDAY)
    assert "Nana" in names(find(municipality_code=AALBORG, concern=Concern.TRIP, on=MONDAY).consultants)
    assert "Nana" not in names(find(municipality_code=AALBORG, concern=Concern.TRIP, on=FRIDAY).consultants)


def test_a_new_number_is_given_from_its_day(nana):
    revise(row=nana, by=TEAM_LEAD, on=FRIDAY, phone="20 00 00 01")
    before = find(municipality_code=AALBORG, concern=Concern.TRIP, on=MONDAY).consultants
    after = find(municipality_code=AALBORG, concern=Concern.TRIP, on=FRIDAY).consultants
    assert [one.phone for one in before if one.first_name == "Nana"] == ["25 20 28 46"]
    assert [one.dialled for one in after if one.first_name == "Nana"] == ["+4520000001"]


def test_the_page_of_all_teams_names_each_where_they_answer(directory):
    found = {
        team.region.name: names(team.consultants) for team in teams(at=datetime(2026, 11, 23, 9, tzinfo=COPENHAGEN))
    }
    assert found == {
        "Region Hovedstaden": ["Louise", "Sarah", "Maria"],
        "Region Midtjylland": ["Bettina", "Bugge", "Heidi", "Mette"],
        "Region Nordjylland": ["Fiolla", "Nana"],
        "Region Sjælland": ["Julie", "Line"],
        "Region Syddanmark": ["Line", "Martin"],
    }


def test_in_the_first_minute_of_the_year_there_are_four_teams(directory):
    found = [team.region.name for team in teams(at=datetime(2027, 1, 1, tzinfo=COPENHAGEN))]
    assert found == ["Region Midtjylland", "Region Nordjylland", "Region Syddanmark", "Region Østdanmark"]


def test_the_guard_is_told_every_number_as_digits(nana):
    found = public_numbers(MONDAY)
    assert {"112", "114", "25202846", "33921112", "116111"} <= found
    assert all(number.isdecimal() for number in found)
    revise(row=nana, by=TEAM_LEAD, on=FRIDAY, phone="20 00 00 01")
    assert "25202846" not in public_numbers(FRIDAY)
    assert "20000001" in public_numbers(FRIDAY)
