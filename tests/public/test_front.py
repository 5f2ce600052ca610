"""The first page: what a frightened fifteen-year-old reads in the first seconds."""

import re
from datetime import datetime

import pytest

from tests.public.conftest import COPENHAGEN
from tests.public.pages import every_page
from tests.public.reading import Page, lix


@pytest.fixture
def front(visitor):
    return Page(visitor.get("/"))


@pytest.mark.check("X11", "F9")
@pytest.mark.parametrize("language", ["", "/en"])
def test_112_comes_first_then_114_on_every_page(visitor, language):
    for address in (*every_page(), "/er/her/ikke"):
        html = visitor.get(language + address).content.decode()
        assert -1 < html.find("tel:112") < html.find("tel:114"), address
        assert html.find("tel:112") < html.find("<h1"), address


def test_the_first_lines_say_it_is_free_nameless_and_advice_only(front):
    first = " ".join(front.main.split("\n")[:3])
    for promise in ("gratis", "ikke sige, hvem du er", "Vi giver råd", "ikke en myndighed"):
        assert promise in first


def ways(page):
    return [attrs["href"] for attrs in page.all("a") if "button" in (attrs.get("class") or "").split()]


@pytest.mark.parametrize("language", ["", "/en"])
def test_there_are_exactly_two_ways_to_call_and_to_write(visitor, language):
    assert ways(Page(visitor.get(f"{language}/"))) == ["#numre", f"{language}/skriv/"]


def test_the_way_to_call_leads_to_the_numbers_on_the_page(front):
    assert "numre" in [attrs.get("id") for _, attrs in front.elements]


def test_the_hard_words_do_not_stand_at_the_top(front):
    top = front.main.split("Hvad er sket?")[0]
    assert not re.search(r"\bære|vold|tvang", top, re.IGNORECASE)


def test_the_page_is_honest_about_traces_and_promises_nothing_it_cannot_keep(front):
    assert "Telefonen kan stadig huske, at du har været her." in front.main
    assert not re.search(r"slette[rt]? (dine|alle) spor|usynlig|100 ?%|sikker side|ingen kan se", front.main.lower())


@pytest.mark.parametrize(
    "moment, said",
    [
        (datetime(2026, 11, 23, 7, 59, tzinfo=COPENHAGEN), "Lukket nu. Åbner igen i dag kl. 8."),
        (datetime(2026, 11, 23, 8, 0, tzinfo=COPENHAGEN), "Åbent nu til kl. 15."),
        (datetime(2026, 11, 23, 15, 0, tzinfo=COPENHAGEN), "Lukket nu. Åbner igen i morgen kl. 8."),
        (datetime(2026, 11, 28, 12, 0, tzinfo=COPENHAGEN), "Lukket nu. Åbner igen mandag kl. 8."),
    ],
)
def test_the_opening_state_is_one_sentence_that_follows_the_clock(visitor, clock, moment, said):
    clock(moment)
    assert f"Region Midtjylland: {said}" in Page(visitor.get("/")).main


def test_a_region_that_has_stated_no_hours_is_not_given_any(front):
    assert "Prøv også at ringe i de andre regioner." in front.main


@pytest.mark.parametrize("month, in_season", [(3, False), (4, True), (8, True), (9, False)])
def test_from_april_to_august_both_front_pages_speak_of_summer_trips(visitor, clock, month, in_season):
    clock(datetime(2027, month, 15, 10, 0, tzinfo=COPENHAGEN))
    assert ("Vent ikke til ferien." in Page(visitor.get("/")).main) is in_season
    told = Page(visitor.get("/fagfolk/")).main
    assert ("Flere rejser om sommeren" in told) is in_season
    assert lix(told) <= 40


def test_the_first_words_on_traces_are_the_honest_ones(front):
    [first, *_] = [line for line in front.main.split("\n") if "telefon" in line.lower()]
    assert first == "Telefonen kan stadig huske, at du har været her."


@pytest.mark.parametrize("address", ["/", "/numre/"])
def test_every_number_of_the_team_stands_on_the_page(visitor, address):
    html = visitor.get(address).content.decode()
    for number in (
        *("25202846", "25202849", "41872049", "41872618", "41874464", "23844824", "30713282", "20368075"),
        *("24871053", "21461570", "51368354", "20365066"),
    ):
        assert f"tel:+45{number}" in html


@pytest.mark.parametrize("address", ["/", "/numre/"])
def test_the_one_who_only_advises_on_journeys_says_so(visitor, address):
    assert re.search(r"Maria.{0,20}51 36 83 54.{0,5}Kun genopdragelsesrejser", Page(visitor.get(address)).main)


def test_readability_is_measured_as_lix_is_defined():
    assert lix("Jeg bor her. Du bor der.") == 3
    assert lix("Kommunen underretter. Du ringer.") == 2 + 100 * 2 / 4


def test_the_front_page_still_gives_the_police_numbers_without_a_directory(client, db):
    html = client.get("/").content.decode()
    assert "tel:112" in html
    assert "Numrene kan ikke vises lige nu" in html


@pytest.mark.check("X9")
def test_the_accessibility_statement_is_linked_from_every_page(visitor, ask):
    for answer in (*(visitor.get(address) for address in every_page()), ask()):
        assert "/tilgaengelighed/" in [attrs.get("href") for attrs in Page(answer).all("a")]


@pytest.mark.parametrize("address", ["/rejse/", "/14-dage/", "/en/rejse/"])
def test_who_is_abroad_gets_a_number_that_can_be_dialled_from_there(visitor, address):
    html = visitor.get(address).content.decode()
    assert '<a class="phone" translate="no" href="tel:+4533921112"><bdi dir="ltr">+45 33 92 11 12</bdi></a>' in html


@pytest.mark.parametrize("address", ["/was", "/was/"])
def test_the_accessibility_statement_is_found_where_every_public_site_has_it(visitor, address):
    answer = visitor.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tilgaengelighed/")
    assert not answer.cookies


def test_the_accessibility_statement_names_where_to_write_when_there_is_such_a_place(db, client, settings):
    assert "Du kan også skrive" not in client.get("/tilgaengelighed/").content.decode()
    settings.WRITTEN_CONTACT = "mailto:tilgaengelighed@vaern.example"
    page = client.get("/tilgaengelighed/").content.decode()
    assert '<a href="mailto:tilgaengelighed@vaern.example">tilgaengelighed@vaern.example</a>' in page


def test_the_page_about_the_phone_tells_what_the_net_the_keyboard_and_the_screen_remember(visitor):
    main = Page(visitor.get("/telefon/")).main
    for remembers in (
        "Nettet derhjemme, på skolen og hos dit teleselskab",
        "Tastaturet kan huske ord",
        "billeder af skærmen",
    ):
        assert remembers in main, "the trace matrix of ux-safety 1.5 says to tell"
