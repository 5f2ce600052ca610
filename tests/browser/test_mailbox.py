"""Writing without a name and answering it, in a real browser: with and without scripts, on a phone, with axe.

The inbox's pages of the workbench are visited here and counted.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.sweep import broken_rules
from tests.browser.test_exit import go_back
from tests.cast import LONG_AGO, MIDTJYLLAND, person
from vaern.desk.routes import inbox
from vaern.directory.loading import load_directory
from vaern.mailbox.models import Holding, Message, Signal, Sitting
from vaern.staff.roles import CONSULTANT
from vaern.vault import codes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "Jeg skal med ud at rejse, og jeg er bange for ikke at komme hjem."


@pytest.fixture
def site(transactional_db, live_server, elsewhere, monkeypatch):
    monkeypatch.setattr(codes, "COST", 2**10)
    load_directory(on=LONG_AGO)
    return live_server.url


@pytest.fixture
def asta(site):
    return person("Asta", CONSULTANT, regions=[MIDTJYLLAND])


def check(page, state, narrow=True):
    assert not broken_rules(page), state
    if narrow:
        width = page.viewport_size["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state


def press(page, text):
    with page.expect_event("load"):
        page.get_by_role("button", name=text, exact=True).first.click()


def write(page, site, checked=lambda page, state: None):
    """Write a message and return the words of its code."""
    page.goto(f"{site}/skriv/")
    checked(page, "begin")
    press(page, "Begynd")
    page.fill("#id_text", WORDS)
    page.check("#id_trip")
    checked(page, "message")
    press(page, "Videre")
    checked(page, "answer")
    page.check("input[name=answer_by][value=call]")
    expect(page.locator("#id_number")).to_be_visible()
    checked(page, "answer, with a phone")
    press(page, "Videre")
    expect(page.locator(".error-summary")).to_be_visible()
    checked(page, "answer, with errors")
    page.check("input[name=answer_by][value=return]")
    press(page, "Videre")
    expect(page.locator("dl.sent")).to_contain_text(WORDS)
    checked(page, "check")
    press(page, "Videre til din kode")
    words = page.locator("ol.code li").all_inner_texts()
    checked(page, "code")
    assert page.context.cookies() == []
    press(page, "Send beskeden")
    expect(page.locator("h1")).to_have_text("Din besked er sendt")
    checked(page, "sent")
    return words


def come_back(page, site, words):
    page.goto(f"{site}/svar/")
    press(page, "Jeg har en kode")
    page.fill("#id_code", "\n".join(words).upper())
    press(page, "Åbn")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_the_whole_way_on_a_phone(site, asta, open_tab, script):
    page = open_tab(viewport=PHONE, java_script_enabled=script)
    checked = check if script else lambda page, state: None
    words = write(page, site, checked)
    assert len(words) == 7

    desk = open_tab(viewport=DESK, java_script_enabled=script)
    sign_in(desk, site, asta)
    desk.goto(f"{site}/desk/")
    expect(desk.locator("main")).to_contain_text("Beskeder, der venter")
    expect(desk.locator("main")).not_to_contain_text("bange")
    desk.goto(f"{site}/desk/indbakke/")
    checked(desk, "inbox")
    press(desk, re.compile("Tag den"))
    expect(desk.locator("main")).to_contain_text(WORDS)
    checked(desk, "thread")
    desk.fill("#id_text", "Vi har talt med politiet.")
    press(desk, re.compile("Send svar"))
    expect(desk.locator(".error-summary")).to_be_visible()
    checked(desk, "thread, with a telling word")
    desk.fill("#id_text", "Tak for din besked. Hvornår er det?")
    press(desk, re.compile("Send svar"))
    expect(desk.locator("ol.thread")).to_contain_text("Hvornår er det?")
    with desk.expect_event("load"):
        desk.get_by_role("link", name="Giv videre").click()
    checked(desk, "give on")

    come_back(page, site, words)
    expect(page.locator("h1")).to_have_text("Dine svar")
    expect(page.locator("main")).not_to_contain_text("Hvornår er det?")
    checked(page, "mailbox")
    press(page, "Vis svaret")
    expect(page.locator("main")).to_contain_text("Hvornår er det?")
    checked(page, "mailbox, unfolded")
    page.fill("#id_text", "På fredag")
    press(page, "Send")
    assert Message.objects.count() == 3
    press(page, "Luk postkassen")
    checked(page, "mailbox, asking")
    press(page, "Ja, luk den")
    expect(page.locator("h1")).to_have_text("Siden er lukket")
    assert Signal.objects.get().kind == "closed"
    come_back(page, site, words)
    expect(page.locator(".error-summary")).to_be_visible()
    checked(page, "wrong code")


def test_every_page_of_the_inbox_is_visited_above():
    posted_to = {"inbox-take", "inbox-reply", "inbox-log"}
    assert {route.name for route in inbox.urlpatterns} == {"inbox", "inbox-thread", "inbox-give-on"} | posted_to


def test_the_code_and_the_button_stand_in_view_on_a_phone(site, open_tab):
    page = open_tab(viewport=PHONE)
    page.goto(f"{site}/skriv/")
    press(page, "Begynd")
    page.fill("#id_text", "hjælp")
    for button in ("Videre", "Videre", "Videre til din kode"):
        press(page, button)
    for target in (page.locator("ol.code li").last, page.locator(".digits"), page.locator("button[value=send]")):
        box = target.bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"]
    sizes = page.evaluate(
        "[...document.querySelectorAll('main *')].map(part => parseFloat(getComputedStyle(part).fontSize))"
    )
    biggest = page.evaluate("parseFloat(getComputedStyle(document.querySelector('ol.code li')).fontSize)")
    assert biggest >= sorted(sizes)[-1] - 6


def test_c11_the_panel_shows_at_once_and_only_when_it_concerns(site, open_tab):
    page = open_tab()
    page.goto(f"{site}/skriv/")
    press(page, "Begynd")
    panel = page.locator(".now-panel")
    expect(panel).to_be_hidden()
    page.check("#id_danger")
    expect(panel).to_be_visible()


def test_the_exit_ends_the_mailbox_and_back_shows_nothing_of_it(site, open_tab, elsewhere):
    page = open_tab()
    words = write(page, site)
    come_back(page, site, words)
    press(page, "Vis det, du skrev")
    expect(page.locator("main")).to_contain_text(WORDS)
    page.click("a.exit")
    page.wait_for_url(elsewhere.address)
    page.wait_for_timeout(300)
    assert not Sitting.objects.exists()
    assert page.context.cookies() == []
    go_back(page)
    assert WORDS not in page.content()


def test_c15_a_minute_before_the_page_closes_it_says_so_and_can_stay(site, open_tab):
    page = open_tab()
    page.clock.install()
    words = write(page, site)
    come_back(page, site, words)
    stay = page.get_by_role("button", name="Bliv her")
    expect(stay).to_be_hidden()
    page.fill("#id_text", "Halvt skrevet")
    page.clock.fast_forward(14 * 60 * 1000 + 1000)
    expect(stay).to_be_visible()
    expect(page.locator(".stay-soon")).to_have_text("Siden lukker om et minut.")
    stay.click()
    expect(stay).to_be_hidden()
    assert page.input_value("#id_text") == "Halvt skrevet"


def test_a_double_click_on_send_is_one_message(site, open_tab):
    page = open_tab()
    page.goto(f"{site}/skriv/")
    press(page, "Begynd")
    page.fill("#id_text", "hjælp")
    for button in ("Videre", "Videre", "Videre til din kode"):
        press(page, button)
    page.locator("button[value=send]").dblclick()
    expect(page.locator("h1")).to_have_text("Din besked er sendt")
    assert Message.objects.count() == 1
    assert not Holding.objects.exists()
