"""The server's half of the quick exit, and the pages for what went wrong."""

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client

from tests.public.pages import every_page, pages_for_citizens
from tests.public.reading import Page
from tests.public.ways import way_of_a_citizen, way_to_the_sheet
from vaern.config.management.commands.error_pages import NO_ANSWER, PAGES, page_about, with_its_exit
from vaern.vault import codes

EVERYWHERE = [language + address for address in (*every_page(), "/er/her/ikke") for language in ("", "/en")]


@pytest.fixture
def signed_in(consultant_on_the_inquiry):
    client = Client(raise_request_exception=False)
    client.force_login(consultant_on_the_inquiry, backend="vaern.staff.signin.RolesBackend")
    return client


@pytest.mark.check("E1")
def test_the_exit_is_the_first_thing_to_reach_on_every_page(visitor, settings, monkeypatch):
    monkeypatch.setattr(codes, "COST", 2**10)
    answers = {address: visitor.get(address) for address in EVERYWHERE}
    for name, answer in (answers | way_of_a_citizen(visitor) | way_to_the_sheet(visitor)).items():
        page = Page(answer)
        reachable = [attrs for tag, attrs in page.elements if tag in {"a", "button", "input", "summary"}]
        assert reachable[0]["href"] == "/ud", name
        assert reachable[0]["data-away"] == settings.EXIT_ADDRESS, name


def test_the_name_of_the_exit_says_that_it_is_one(visitor):
    html = visitor.get("/").content.decode()
    assert '<span class="sr-only">Nødudgang: </span><span class="exit-word">Væk fra siden</span>' in html


def test_the_way_out_without_a_script_leads_away_and_is_not_kept(visitor, settings):
    answer = visitor.get("/ud")
    assert (answer.status_code, answer.headers["Location"]) == (303, settings.EXIT_ADDRESS)
    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.check("E15")
def test_the_neutral_address_is_a_setting(visitor, settings):
    settings.EXIT_ADDRESS = "https://elsewhere.invalid/"
    assert visitor.get("/ud").headers["Location"] == "https://elsewhere.invalid/"
    assert 'data-away="https://elsewhere.invalid/"' in visitor.get("/").content.decode()


@pytest.mark.check("E9")
@pytest.mark.parametrize("leave", [lambda c: c.get("/ud"), lambda c: c.post("/luk")], ids=["link", "beacon"])
def test_leaving_ends_the_session_on_the_server(signed_in, leave):
    cookie = signed_in.cookies["s"].value
    answer = leave(signed_in)
    assert not Session.objects.filter(pk=cookie).exists()
    assert answer.cookies["s"].value == ""


def test_another_site_cannot_sign_anyone_out(signed_in, settings):
    cookie = signed_in.cookies["s"].value
    answer = signed_in.get("/ud", headers={"sec-fetch-site": "cross-site"})
    assert answer.headers["Location"] == settings.EXIT_ADDRESS
    assert "Clear-Site-Data" not in answer.headers
    assert Session.objects.filter(pk=cookie).exists()


def test_the_beacon_answers_without_a_word_and_only_to_a_post(visitor):
    answer = visitor.post("/luk")
    assert (answer.status_code, answer.content) == (204, b"")
    refused = visitor.get("/luk")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
    for way_on in ('class="exit"', "tel:112", "tel:114", "Begynd fra forsiden."):
        assert way_on in refused.content.decode(), "a page that cannot be asked that way has the way out too"


@pytest.mark.parametrize("leave", [lambda c: c.get("/ud"), lambda c: c.post("/luk")], ids=["link", "beacon"])
def test_a_database_that_does_not_answer_keeps_nobody_here(signed_in, monkeypatch, leave):
    def refuse(self, session_key=None):
        raise DatabaseError

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.delete", refuse)
    answer = leave(signed_in)
    assert answer.status_code in {204, 303}
    assert answer.cookies["s"].value == ""


def test_a_page_that_is_not_there_offers_the_way_home_and_the_numbers(visitor):
    answer = visitor.get("/er/her/ikke")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "Siden findes ikke" in html
    assert 'href="/"' in html
    assert "tel:112" in html
    assert "er/her/ikke" not in html


def test_a_page_that_failed_gives_the_numbers_and_no_detail(visitor, monkeypatch):
    def fail(**kwargs):
        raise ZeroDivisionError("hemmelig")

    monkeypatch.setattr("vaern.public.numbers.teams", fail)
    answer = visitor.get("/")
    assert answer.status_code == 500
    html = answer.content.decode()
    assert "tel:112" in html
    assert 'href="/ud"' in html
    assert "hemmelig" not in html
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_lost_database_gives_the_numbers(visitor, monkeypatch):
    def fail(**kwargs):
        raise DatabaseError("hemmelig")

    monkeypatch.setattr("vaern.public.numbers.teams", fail)
    answer = visitor.get("/")
    assert answer.status_code == 503
    assert "tel:112" in answer.content.decode()
    assert "hemmelig" not in answer.content.decode()


@pytest.mark.check("E1", "P6")
def test_the_page_for_when_the_site_does_not_answer_needs_nothing_of_it(directory, clock, settings):
    settings.EXIT_ADDRESS = "https://elsewhere.invalid/?a=1&b=2"
    html = with_its_exit("down", page_about("down"))
    page = Page(HttpResponse(html))
    hrefs = [attrs["href"] for attrs in page.all("a") if not attrs["href"].startswith("#")]
    assert hrefs[0] == settings.EXIT_ADDRESS
    assert all(href == settings.EXIT_ADDRESS or href.startswith("tel:") for href in hrefs), hrefs
    assert html.index("tel:112") < html.index("tel:114") < html.index("tel:+4525202846")
    assert "Åbent nu" not in html
    assert page.all("a")[0]["ping"] == "/luk", "the site may be there all the same, only busy"


@pytest.mark.check("E9")
def test_a_page_of_the_proxy_leads_out_by_way_of_the_site_where_that_can_answer(directory, settings):
    for what in PAGES.values():
        first, *_ = Page(HttpResponse(with_its_exit(what, page_about(what)))).all("a")
        assert first["href"] == (settings.EXIT_ADDRESS if what in NO_ANSWER else "/ud"), what
    assert {"unreadable", "slow", "large", "address"}.isdisjoint(NO_ANSWER)


def test_a_request_for_another_host_is_answered_in_plain_words(visitor):
    answer = visitor.get("/", headers={"host": "elsewhere.invalid"})
    assert answer.status_code == 400
    assert "tel:112" in answer.content.decode()


def test_every_page_for_citizens_has_its_own_way_back_and_leaves_one_entry_unless_that_is_turned_off(visitor, settings):
    for address in [*pages_for_citizens(), "/er/her/ikke"]:
        html = visitor.get(address).content.decode()
        assert address == "/" or 'class="way-back"' in html or "Til forsiden" in html, address
        assert ("public/step" in html) is (address != "/er/her/ikke"), address
    [errand] = {each["value"] for each in Page(visitor.post("/skriv/")).all("input") if each.get("name") == "errand"}
    for act in ("message", "contact", "check", "code"):
        sent = {"act": act, "text": "hej", "errand": errand}
        assert ">Tilbage<" in visitor.post("/skriv/", sent).content.decode(), act
    settings.ONE_ENTRY = False
    assert "public/step" not in visitor.get("/").content.decode()
    assert "public/step" not in visitor.get("/fagfolk/").content.decode()
