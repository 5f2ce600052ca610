"""A visit to the pages for citizens leaves one entry in the tab (decision 18)."""

from datetime import date

import pytest

from tests.browser.conftest import DESK
from vaern.directory.loading import load_directory


@pytest.fixture
def site(transactional_db, live_server, elsewhere):
    load_directory(on=date(2020, 1, 1))
    return live_server.url


def entries(page):
    """Return the addresses in the tab's history, oldest first, up to where one is."""
    history = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    return [each["url"] for each in history["entries"][: history["currentIndex"] + 1]]


def follow(page, name, address):
    page.locator("a", has_text=name).first.click()
    page.wait_for_url(address)


@pytest.mark.check("E3")
def test_links_take_the_place_of_the_page_they_stand_on_and_back_leads_to_what_came_before_us(
    site, open_tab, elsewhere
):
    page = open_tab()
    page.goto("about:blank")
    page.goto(f"{site}/")
    follow(page, "Andre styrer mig", f"{site}/kender-du-det/")
    follow(page, "Forside", f"{site}/")
    follow(page, "English", f"{site}/en/")
    follow(page, "Dansk", f"{site}/")
    follow(page, "Ring til os", f"{site}/#numre")
    follow(page, "Skriv til os", f"{site}/skriv/")
    assert entries(page) == ["about:blank", f"{site}/skriv/"]
    page.click("a.exit")
    page.wait_for_url(elsewhere.address)
    assert entries(page) == ["about:blank", elsewhere.address], "nothing of ours is one press on Back away"


def test_the_page_a_search_led_to_stays_for_back_to_find_it(site, open_tab, elsewhere):
    page = open_tab()
    page.goto(elsewhere.address)
    page.evaluate("address => { location.href = address }", f"{site}/rejse/")
    page.wait_for_url(f"{site}/rejse/")
    page.wait_for_load_state()
    follow(page, "Forside", f"{site}/")
    follow(page, "Alle numre", f"{site}/numre/")
    assert entries(page) == ["about:blank", elsewhere.address, f"{site}/rejse/", f"{site}/numre/"]


def test_another_tab_other_sites_numbers_and_pages_for_professionals_are_left_alone(site, open_tab):
    page = open_tab(viewport=DESK)
    page.goto(f"{site}/")
    kept = page.evaluate(
        "() => { const kept = []; addEventListener('click', event => { kept.push(!event.defaultPrevented);"
        " event.preventDefault() }); const link = document.querySelector('main a[href^=\"/kender\"]');"
        " for (const key of ['ctrlKey', 'metaKey', 'shiftKey', 'altKey', ''])"
        "  link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, [key]: true }));"
        " document.querySelector('.urgent a[href^=\"tel:\"]').click();"
        " link.href = 'https://vejret.example/'; link.click();"
        " return kept }"
    )
    assert kept == [True, True, True, True, False, True, True], "only a plain click on a page of ours is taken over"
    page.wait_for_url(f"{site}/kender-du-det/")
    page.goto(f"{site}/fagfolk/")
    before = len(entries(page))
    follow(page, "Samtykke", f"{site}/samtykke/")
    assert len(entries(page)) == before + 1
