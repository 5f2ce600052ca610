"""Finding a municipality by what somebody typed, and the region it lies in."""

from datetime import date

import pytest

from tests.directory.conftest import (
    AARHUS,
    COPENHAGEN_CITY,
    FIRST_DAY_OF_FOUR_REGIONS,
    LAST_DAY_OF_FIVE_REGIONS,
    MONDAY,
    TEAM_LEAD,
)
from vaern.directory.actions import revise
from vaern.directory.models import Municipality
from vaern.directory.places import (
    municipality_names,
    region_carrying_on,
    region_of,
    search_municipalities,
    small_places,
    spelling,
)

pytestmark = pytest.mark.any_database


def found(text, on=MONDAY):
    return [place.name for place in search_municipalities(text, on=on)]


@pytest.mark.parametrize(
    "text, name",
    [
        ("Aarhus", "Aarhus"),
        ("århus", "Aarhus"),
        ("A\u030arhus", "Aarhus"),  # a ring typed as a letter of its own
        ("arhus", "Aarhus"),
        ("751", "Aarhus"),
        ("0751", "Aarhus"),
        ("København", "København"),
        ("koebenhavn", "København"),
        ("KOBENHAVN", "København"),
        ("Københavns Kommune", "København"),
        ("Bornholms Regionskommune", "Bornholm"),
        ("fåborg", "Faaborg-Midtfyn"),
        ("midtfyn", "Faaborg-Midtfyn"),
        ("hoje taastrup", "Høje-Taastrup"),
        ("  læsø  ", "Læsø"),
        ("laesoe", "Læsø"),
        ("ärö", "Ærø"),
        ("Nordfyn", "Nordfyns"),
        ("vesthimmerland", "Vesthimmerlands"),
    ],
)
def test_a_municipality_is_found_however_it_is_spelled(directory, text, name):
    assert found(text)[0] == name


def test_the_likeliest_stands_first(directory):
    assert found("holb") == ["Holbæk"]
    assert found("fyn") == ["Faaborg-Midtfyn", "Nordfyns"]
    assert found("ish")[0] == "Ishøj"


@pytest.mark.parametrize("text", ["Atlantis", "8000", "0999", "???", "\u0627\u0631", "\x00"])
def test_what_is_no_municipality_finds_none(directory, text):
    assert found(text) == []


def test_no_text_lists_them_all_in_danish_order(directory):
    names = found("")
    assert len(names) == 98
    assert names[0] == "Albertslund"
    assert names[-4:] == ["Ærø", "Aabenraa", "Aalborg", "Aarhus"]


def test_every_municipality_is_found_by_its_own_name_and_by_its_plainest_spelling(directory):
    for name in municipality_names(MONDAY).values():
        assert found(name)[0] == name
        assert found(spelling(name))[0] == name


def test_the_region_of_a_municipality_follows_the_day(directory):
    assert region_of(COPENHAGEN_CITY, LAST_DAY_OF_FIVE_REGIONS).name == "Region Hovedstaden"
    assert region_of(COPENHAGEN_CITY, FIRST_DAY_OF_FOUR_REGIONS).name == "Region Østdanmark"
    assert region_of(AARHUS, FIRST_DAY_OF_FOUR_REGIONS).name == "Region Midtjylland"
    assert region_of("0999", MONDAY) is None


@pytest.mark.parametrize(
    "code, day, carries_on",
    [
        ("1084", LAST_DAY_OF_FIVE_REGIONS, "1084"),
        ("1084", FIRST_DAY_OF_FOUR_REGIONS, "OST"),
        ("1085", FIRST_DAY_OF_FOUR_REGIONS, "OST"),
        ("1082", FIRST_DAY_OF_FOUR_REGIONS, "1082"),
        ("OST", LAST_DAY_OF_FIVE_REGIONS, "OST"),
        ("unknown", MONDAY, "unknown"),
    ],
)
def test_a_region_that_has_ended_is_carried_on_by_the_one_that_took_over(directory, code, day, carries_on):
    assert region_carrying_on(code, day) == carries_on


def test_a_small_municipality_is_small_until_a_team_lead_says_otherwise(directory):
    assert {"Læsø", "Fanø", "Samsø", "Ærø"} <= small_places(MONDAY)
    assert not {"København", "Aarhus", "Odense", "Aalborg"} & small_places(MONDAY)
    revise(row=Municipality.objects.on(MONDAY).get(name="Fanø"), by=TEAM_LEAD, on=date(2027, 1, 1), is_small=False)
    assert "Fanø" in small_places(LAST_DAY_OF_FIVE_REGIONS)
    assert "Fanø" not in small_places(FIRST_DAY_OF_FOUR_REGIONS)
