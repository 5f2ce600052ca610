"""What comes with the project, and what loading it again leaves alone."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from tests.directory.conftest import FANO, MONDAY, TEAM_LEAD, coverage_of, listing_of
from vaern.audit.models import Event
from vaern.directory.actions import end, end_consultant, revise, set_hours
from vaern.directory.loading import load_directory
from vaern.directory.models import (
    ActorListing,
    ActorNumber,
    Consultant,
    ConsultantListing,
    Coverage,
    HostMunicipality,
    Municipality,
    MunicipalityRegion,
    OpeningHours,
    Region,
)
from vaern.directory.numbers import written
from vaern.directory.places import municipality_names, region_names

LATER = MONDAY + timedelta(days=3)


def test_there_are_98_municipalities_each_in_one_region(directory):
    assert Municipality.objects.on(MONDAY).count() == 98
    assert MunicipalityRegion.objects.on(MONDAY).values("municipality").distinct().count() == 98


@pytest.mark.parametrize(
    "region, municipalities", [("1081", 11), ("1082", 19), ("1083", 22), ("1084", 29), ("1085", 17), ("OST", 0)]
)
def test_until_the_new_year_the_regions_have_the_municipalities_they_had(directory, region, municipalities):
    assert MunicipalityRegion.objects.on(date(2026, 12, 31)).filter(region=region).count() == municipalities


@pytest.mark.parametrize(
    "region, municipalities", [("1081", 11), ("1082", 19), ("1083", 22), ("1084", 0), ("1085", 0), ("OST", 46)]
)
def test_from_the_new_year_two_regions_are_one(directory, region, municipalities):
    assert MunicipalityRegion.objects.on(date(2027, 1, 1)).filter(region=region).count() == municipalities


def test_every_region_a_row_points_to_is_in_force_whenever_the_row_is(directory):
    for day in (MONDAY, date(2026, 12, 31), date(2027, 1, 1)):
        regions, municipalities = region_names(day), municipality_names(day)
        for row in MunicipalityRegion.objects.on(day):
            assert row.region in regions
            assert row.municipality in municipalities
        assert {row.municipality for row in HostMunicipality.objects.on(day)} == {"0101", "0461", "0751", "0851"}


def test_twelve_people_answer_and_one_of_them_for_two_regions(directory):
    assert Consultant.objects.count() == ConsultantListing.objects.on(MONDAY).count() == 12
    line = Coverage.objects.filter(consultant=listing_of("Line").consultant_id)
    assert set(line.values_list("region", flat=True)) == {"1083", "1085"}


def test_only_aarhus_has_stated_hours(directory):
    assert set(OpeningHours.objects.on(MONDAY).values_list("region", flat=True)) == {"1082"}


def test_numbers_are_stored_in_the_form_the_register_keeps(directory):
    phones = ConsultantListing.objects.values_list("phone", flat=True)
    for number in (*phones, *ActorNumber.objects.values_list("number", flat=True)):
        assert written(number) == number


def test_a_number_nobody_read_on_an_own_page_counts_as_not_checked(directory):
    for number in ActorNumber.objects.exclude(certainty="own-page"):
        assert number.is_due_for_check(MONDAY)
    for number in ActorNumber.objects.filter(certainty="own-page"):
        assert not number.is_due_for_check(MONDAY)


def test_loading_twice_adds_nothing(directory):
    events = Event.objects.filter(act="directory.loaded").count()
    assert load_directory(on=LATER) == 0
    assert Event.objects.filter(act="directory.loaded").count() == events == 1


def test_the_command_says_what_it_added(db, capsys):
    call_command("load_directory")
    assert "rows added" in capsys.readouterr().out
    assert Municipality.objects.count() == 98


def test_loading_again_leaves_a_team_leads_edits_alone(nana, fiolla):
    revise(row=nana, by=TEAM_LEAD, on=MONDAY, phone="20 00 00 01")
    revise(row=Municipality.objects.on(MONDAY).get(code=FANO), by=TEAM_LEAD, on=LATER, is_small=False)
    end(row=coverage_of(listing_of("Line"), FANO), by=TEAM_LEAD, last_day=MONDAY)
    end_consultant(consultant=fiolla.consultant_id, by=TEAM_LEAD, last_day=MONDAY)
    set_hours(region="1082", week=dict.fromkeys(range(5)), source="", by=TEAM_LEAD, on=LATER)
    actor = ActorListing.objects.on(MONDAY).get(name="Ankestyrelsen")
    revise(row=actor, by=TEAM_LEAD, on=LATER, name="Et nyt navn")

    assert load_directory(on=LATER) == 0

    assert listing_of("Nana").phone == "20 00 00 01"
    assert not Municipality.objects.on(LATER).get(code=FANO).is_small
    assert not Coverage.objects.on(LATER).filter(municipality=FANO, consultant__listings__first_name="Line").exists()
    assert not ConsultantListing.objects.on(LATER).filter(first_name="Fiolla").exists()
    assert not OpeningHours.objects.on(LATER).exists()
    assert not ActorListing.objects.on(LATER).filter(name="Ankestyrelsen").exists()


def test_a_new_row_in_the_files_is_added_beside_what_is_there(directory):
    Region.objects.filter(code="OST").delete()
    MunicipalityRegion.objects.filter(region="OST").delete()
    assert load_directory(on=LATER) == 1 + 46
