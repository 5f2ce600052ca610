"""From three answers to a name and a number."""

from datetime import date, datetime
from functools import cache

import pytest

from tests.public.conftest import COPENHAGEN
from tests.public.reading import Page
from vaern.directory import actions, finder
from vaern.directory.models import ConsultantListing
from vaern.directory.places import municipality_names
from vaern.directory.terms import Concern
from vaern.law.notification import ADVICE_ON_NOTIFYING

MONDAY = date(2026, 11, 23)
JOURNEYS = {Concern.TRIP, Concern.STAY}


def numbers(answer):
    return [attrs["href"] for attrs in Page(answer).all("a") if attrs.get("href", "").startswith("tel:+45")]


def listing_of(first_name):
    return ConsultantListing.objects.get(first_name=first_name)


def away(first_name, day, *, last_day=None):
    actions.set_absence(consultant=listing_of(first_name).consultant_id, first_day=day, last_day=last_day, by=None)


@pytest.mark.check("F1")
def test_the_finder_asks_three_things_and_nothing_about_who(visitor):
    page = Page(visitor.get("/find/"))
    assert {attrs["name"] for attrs in page.all("input")} == {"municipality", "concern", "soon"}
    assert not [attrs for attrs in page.all("input") if "checked" in attrs], "nothing is answered beforehand"


@pytest.mark.parametrize("typed", ["751", "0751", "٧٥١", "۰۷۵۱"])
def test_the_code_of_a_municipality_is_read_in_digits_of_any_script(ask, typed):
    assert "Aarhus, Region Midtjylland" in Page(ask(municipality=typed)).main


@pytest.mark.parametrize("typed", ["8000", "٨٠٠٠"])
def test_a_postcode_is_asked_for_by_name_instead(ask, typed):
    assert "Vi kan ikke slå postnumre op." in Page(ask(municipality=typed)).main


def test_the_field_offers_all_98_municipalities_without_a_script(visitor):
    page = Page(visitor.get("/find/"))
    (field,) = [attrs for attrs in page.all("input") if attrs["name"] == "municipality"]
    assert field["list"] in [attrs.get("id") for attrs in page.all("datalist")]
    assert len(page.all("option")) == 98


def test_nothing_typed_is_offered_again_by_the_browser(visitor):
    page = Page(visitor.get("/find/"))
    (field,) = [attrs for attrs in page.all("input") if attrs["name"] == "municipality"]
    assert (field["autocomplete"], field["spellcheck"]) == ("off", "false")


@pytest.mark.parametrize(
    "typed", ["Aarhus", "århus", "  AARHUS kommune ", "Aarhu", "0751", "751"], ids=lambda typed: typed.strip()
)
def test_a_municipality_is_found_however_it_is_written(ask, typed):
    assert "Aarhus, Region Midtjylland" in Page(ask(municipality=typed)).main


def test_a_name_that_is_part_of_others_is_taken_as_it_stands(ask):
    assert "Ringsted, Region Sjælland" in Page(ask(municipality="Ringsted")).main


def test_a_name_that_fits_more_than_one_offers_them_and_keeps_the_other_answers(ask):
    answer = ask(municipality="nord", concern="trip", soon="unknown")
    page = Page(answer)
    assert "Mente du: Norddjurs, Nordfyns?" in page.main
    assert {attrs["value"] for attrs in page.all("input") if "checked" in attrs} == {"trip", "unknown"}
    assert page.title.startswith("Fejl:")


@pytest.mark.parametrize("typed", ["Malmø", "", "x" * 500, "\u202esunaaA", "A\x00arhus", "<script>"])
def test_an_unknown_municipality_shows_a_way_forward(ask, typed):
    answer = ask(municipality=typed)
    assert answer.status_code == 200
    page = Page(answer)
    (field,) = [attrs for attrs in page.all("input") if attrs["name"] == "municipality"]
    assert field["aria-invalid"] == "true"
    assert "/numre/" in [attrs.get("href") for attrs in page.all("a")]
    assert "<script>" not in answer.content.decode()


@pytest.mark.check("F2")
def test_every_municipality_gets_a_name_and_a_number(ask):
    for name in municipality_names(MONDAY).values():
        assert numbers(ask(municipality=name)), name


@pytest.mark.check("F2")
def test_everywhere_there_is_somebody_for_every_concern_who_takes_it_on(directory, monkeypatch):
    for read in ("Day", "others"):  # the same for all of them, and eight queries each time
        monkeypatch.setattr(finder, read, cache(getattr(finder, read)))
    for code, name in municipality_names(MONDAY).items():
        for concern in Concern:
            found = finder.find(municipality_code=code, concern=concern, on=MONDAY).first_to_call
            assert {each.competence.covers(concern) for each in found} == {True}, (name, concern)


@pytest.mark.check("F2")
@pytest.mark.parametrize("concern", Concern)
def test_somebody_who_only_takes_journeys_is_shown_for_them_alone(ask, concern):
    shown = "tel:+4551368354" in numbers(ask(municipality="København", concern=concern.value))
    assert shown is (concern in JOURNEYS)


def test_the_result_says_when_the_team_answers(ask):
    assert "Åbent nu til kl. 15." in Page(ask()).main
    assert "Åbningstid er ikke oplyst" in Page(ask(municipality="Aalborg")).main


@pytest.mark.parametrize("soon, shown", [("yes", True), ("unknown", True), ("no", False)])
def test_a_trip_or_danger_soon_puts_the_panel_above_the_numbers(ask, soon, shown):
    main = Page(ask(soon=soon)).main
    assert ("Handl før rejsen" in main) is shown
    if shown:
        assert main.index("112") < main.index("114") < main.index("Ring til en af dem")


@pytest.mark.check("F8")
@pytest.mark.parametrize("concern", Concern)
def test_the_duty_about_a_child_stands_on_every_result(ask, concern):
    main = Page(ask(concern=concern.value)).main
    assert "Er barnet under 18?" in main
    assert "underrette kommunen, hvor barnet bor" in main
    for advice in ADVICE_ON_NOTIFYING:
        assert advice.text in main


def test_the_result_says_who_does_what_and_how_to_prepare(ask):
    main = Page(ask()).main
    for heading in ("Det gør konsulenten", "Det er stadig dit ansvar", "Før du ringer", "Hvis ingen svarer"):
        assert heading in main
    assert "Kommune og politi beslutter. Konsulenten rådgiver." in main


@pytest.mark.check("F3")
def test_the_region_changes_at_midnight_on_new_year_and_the_people_stay(ask, clock):
    clock(datetime(2026, 12, 31, 23, 59, tzinfo=COPENHAGEN))
    before = ask(municipality="Roskilde")
    clock(datetime(2027, 1, 1, 0, 0, tzinfo=COPENHAGEN))
    after = ask(municipality="Roskilde")
    assert "Roskilde, Region Sjælland" in Page(before).main
    assert "ikke bekræftet" not in Page(before).main
    assert "Roskilde, Region Østdanmark" in Page(after).main
    assert "ikke bekræftet" in Page(after).main
    assert numbers(before)[:2] == numbers(after)[:2] == ["tel:+4520365066", "tel:+4530713282"]


def test_somebody_away_is_named_without_a_number_and_the_others_stay(ask, clock):
    today = datetime(2026, 11, 23, tzinfo=COPENHAGEN).date()
    away("Nana", today, last_day=today)
    answer = ask(municipality="Aalborg")
    assert "Ring til Fiolla" in Page(answer).main
    assert "Nana er væk, svarer igen i morgen" in Page(answer).main
    assert "tel:+4525202846" not in numbers(answer)


@pytest.mark.check("F4")
def test_when_everybody_is_away_the_nearest_are_shown_first(ask):
    today = datetime(2026, 11, 23, tzinfo=COPENHAGEN).date()
    for first_name in ("Nana", "Fiolla"):
        away(first_name, today)
    answer = ask(municipality="Aalborg")
    assert "Her er de nærmeste" in Page(answer).main
    assert numbers(answer)[0] == "tel:+4541872049"


def test_when_nobody_is_at_work_there_are_still_numbers(ask):
    today = datetime(2026, 11, 23, tzinfo=COPENHAGEN).date()
    for listing in ConsultantListing.objects.all():
        away(listing.first_name, today)
    answer = ask(municipality="Aalborg")
    assert "Ingen konsulent er på arbejde lige nu" in Page(answer).main
    assert "1888" in Page(answer).main


@pytest.mark.parametrize("field", ["concern", "soon"])
@pytest.mark.parametrize("value", ["", "something else", "a\x00b", "x" * 100_000])
def test_an_answer_that_is_not_on_the_list_is_asked_for_again(ask, field, value):
    answer = ask(**{field: value})
    assert answer.status_code == 200
    page = Page(answer)
    assert page.title.startswith("Fejl:")
    assert "Aarhus" in [attrs.get("value") for attrs in page.all("input")]


def test_a_pasted_megabyte_is_answered_at_the_field(ask):
    answer = ask(municipality="a" * 1_000_000)
    assert answer.status_code == 200
    assert "Skriv kun navnet på kommunen." in Page(answer).main


def test_another_method_is_refused(visitor):
    assert visitor.put("/find/").status_code == 405
