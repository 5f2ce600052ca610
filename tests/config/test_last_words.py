"""What is answered outside the pages: at the intake, on the way to https, below the files, and to a form of nobody."""

import asyncio
import re

import pytest
from django.test import Client

from tests.config.test_intake import Protocol, asked
from tests.public.reading import Page
from vaern.config.intake import Intake

EVERYWHERE = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "request-otr": "1",
}


def last_words(**intake):
    def fail(environ, start_response):
        raise ZeroDivisionError

    protocol = Protocol()
    asyncio.run(Intake(fail, body_bytes=1, seconds=1, working=1, **intake).__rsgi__(asked(), protocol))
    [(status, headers, body)] = protocol.answered
    return status, headers, body.decode()


def test_the_last_words_lead_away_first_and_give_every_number():
    status, headers, body = last_words(away="https://elsewhere.invalid/?a=1&b=2", tls_seconds=60)
    assert status == 500
    hrefs = re.findall(r'href="([^"]*)"', body)
    assert hrefs == ["https://elsewhere.invalid/?a=1&amp;b=2", "tel:112", "tel:114", "/numre/"]
    assert 'ping="/luk"' in body, "a browser that can tells us all the same that somebody left"
    assert headers.items() >= EVERYWHERE.items()
    assert headers["strict-transport-security"] == "max-age=60; includeSubDomains"
    assert "connect-src 'self'" in headers["content-security-policy"]


def test_a_door_that_was_told_nothing_leads_away_by_our_own_address_and_speaks_of_no_tls():
    _, headers, body = last_words()
    assert 'href="/ud"' in body
    assert "strict-transport-security" not in headers


@pytest.fixture
def stranger(db):
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize("method, address", [("post", "/ud"), ("post", "/numre/"), ("generic", "/rejse/")])
def test_a_form_of_nobody_is_refused_on_the_open_site_with_the_way_out(stranger, method, address):
    ask = stranger.post if method == "post" else lambda at: stranger.generic("PROPFIND", at)
    answer = ask(address)
    assert answer.status_code == 403
    page = Page(answer)
    assert page.title == "Det kunne vi ikke læse"
    assert page.all("a")[0]["href"] == "/ud"
    assert {name.lower(): value for name, value in answer.headers.items()}.items() >= EVERYWHERE.items()


def test_staff_are_still_given_back_what_they_typed(stranger):
    long = "Det, der blev talt om i telefonen i dag, og som ikke må gå tabt."
    answer = stranger.post("/konto/ind/", {"note": long}, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert long in answer.content.decode()


def test_the_way_to_https_and_a_file_that_is_not_there_are_kept_nowhere(stranger, settings):
    assert stranger.get("/static/findes-ikke.css").headers["Cache-Control"] == "no-store"
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/skriv/")
    assert answer.status_code == 301
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Request-OTR"] == "1"
