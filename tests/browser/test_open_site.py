"""The open site in a real browser: what it keeps, what it fetches, and whether everyone can use it."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from vaern.directory.loading import load_directory

PAGES = ["/", "/find/", "/numre/", "/tilgaengelighed/", "/er/her/ikke"]
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def site(transactional_db, live_server, elsewhere):
    load_directory(on=date(2020, 1, 1))
    return live_server.url


def states(page, site):
    """Visit every page and state of the open site, one after another."""
    for address in PAGES:
        page.goto(site + address)
        yield address
    page.goto(f"{site}/")
    page.click("summary")
    yield "front page unfolded"
    page.goto(f"{site}/find/")
    page.click("button[type=submit]")
    yield "finder with errors"
    page.fill("#id_municipality", "København")
    page.check("input[name=concern][value=stay]")
    page.check("input[name=soon][value=unknown]")
    page.click("button[type=submit]")
    expect(page.locator("h1")).to_have_text("Ring til en af dem")
    yield "answer"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_rule_that_a_program_can_check_is_broken(site, open_tab, viewport):
    page = open_tab(viewport=viewport)
    for state in states(page, site):
        found = Axe().run(page, options=WCAG).response["violations"]
        assert not found, (state, [(one["id"], one["nodes"][0]["html"]) for one in found])


def test_a_visit_leaves_nothing_in_the_browser_and_asks_nobody_else(site, open_tab):
    page = open_tab()
    asked, refused = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text))
    for _ in states(page, site):
        pass
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert not [url for url in asked if not url.startswith((site, "data:"))]
    assert not [text for text in refused if "Content Security Policy" in text]


@pytest.mark.parametrize(
    "change",
    ["", "html { font-size: 200% }", "* { line-height: 1.5; letter-spacing: .12em; word-spacing: .16em }"],
    ids=["as it is", "text twice as big", "text set wide"],
)
def test_nothing_needs_sideways_scrolling_on_a_narrow_screen(site, open_tab, change):
    page = open_tab(viewport={"width": 320, "height": 640}, bypass_csp=True)
    for state in states(page, site):
        if change:
            page.add_style_tag(content=change)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, state


def test_the_whole_way_to_a_number_works_without_a_script(site, open_tab):
    page = open_tab(java_script_enabled=False)
    page.goto(f"{site}/")
    page.click("text=Find din konsulent")
    page.fill("#id_municipality", "aalborg")
    page.check("input[name=concern][value=honour]")
    page.check("input[name=soon][value=no]")
    page.click("button[type=submit]")
    assert page.locator("a[href='tel:+4525202846']").first.is_visible()


def test_the_whole_way_to_a_number_works_by_keyboard(site, open_tab):
    page = open_tab(viewport=DESK)
    page.goto(f"{site}/find/")
    page.focus("#id_municipality")
    page.keyboard.type("Aalborg")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ring til en af dem")


def test_errors_get_the_focus_with_and_without_a_script(site, open_tab):
    for script in (True, False):
        page = open_tab(java_script_enabled=script)
        page.goto(f"{site}/find/")
        page.click("button[type=submit]")
        expect(page.locator(".error-summary")).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("/find/#id_municipality")


def test_what_must_be_easy_to_hit_is_big_enough(site, open_tab):
    page = open_tab()
    page.goto(f"{site}/")
    for target in page.locator(".button, a.exit").all():
        assert target.bounding_box()["height"] >= 44
    for target in page.locator("main a, main summary, footer li a").all():
        assert target.bounding_box()["height"] >= 24


def test_the_answer_stands_in_view_on_a_desk_and_the_first_number_on_a_phone(site, open_tab):
    for viewport, fold in ((DESK, DESK["height"]), (PHONE, PHONE["height"])):
        page = open_tab(viewport=viewport)
        for _ in states(page, site):
            pass
        box = page.locator(".answer-call .phone").first.bounding_box()
        assert box["y"] + box["height"] <= fold


def test_112_and_both_ways_in_stand_above_the_fold_on_a_phone(site, open_tab):
    page = open_tab()
    page.goto(f"{site}/")
    for target in (".urgent .phone", "text=Ring til os", "text=Find din konsulent"):
        box = page.locator(target).first.bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"]
