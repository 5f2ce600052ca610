"""The privacy screen (K10): by key, by button or after five minutes of quiet, nothing of the page can be read."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.sweep import broken_rules

WRITTEN = "En lærer fortæller om en elev."
HIDDEN = "Skærmen er skjult"


@pytest.fixture
def log(transactional_db, live_server, directory, open_tab, consultant_on_the_inquiry):
    """A call log with unsaved words in it, the cursor in the middle of them."""
    page = open_tab(viewport=DESK)
    page.clock.install()
    sign_in(page, live_server.url, consultant_on_the_inquiry)
    page.goto(f"{live_server.url}/desk/samtale/")
    page.locator("#id_note").fill(WRITTEN)
    page.locator("#id_note").evaluate("note => note.setSelectionRange(3, 3)")
    return page


def heard(page):
    """Return what a screen reader finds on the page."""
    return page.locator("body").aria_snapshot()


def assert_hidden(page):
    expect(page.get_by_role("heading", name=HIDDEN)).to_be_visible()
    for words in (WRITTEN, "Asta", "Ny samtale", "Øvelse", "Region"):
        assert words not in heard(page)
    assert page.title() == "Værn"
    assert page.get_by_label("Notat", exact=True).is_hidden()


def assert_shown(page):
    expect(page.get_by_text(HIDDEN)).to_be_hidden()
    assert page.title() == "Samtale"
    assert page.locator("#id_note").input_value() == WRITTEN


def test_one_key_hides_everything_also_from_a_screen_reader(log):
    log.keyboard.press("Alt+l")
    assert_hidden(log)
    expect(log.get_by_role("button", name="Vis igen")).to_be_focused()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_cover_itself_breaks_no_rule_that_a_program_can_check(log, size):
    log.set_viewport_size(size)
    log.keyboard.press("Alt+l")
    assert broken_rules(log) == []


def test_any_key_shows_it_again_where_one_was_and_writes_nothing(log):
    log.keyboard.press("Alt+l")
    log.keyboard.press("x")
    assert_shown(log)
    log.keyboard.type("en ")
    assert log.locator("#id_note").input_value() == "En en lærer fortæller om en elev."


def test_no_key_reaches_the_page_while_it_is_hidden(log):
    log.keyboard.press("Alt+l")
    log.keyboard.press("Shift")
    assert_hidden(log)
    log.keyboard.press("Alt+n")
    assert_shown(log)


def test_the_button_shows_it_again_and_the_way_back_is_told_on_the_page(log):
    log.keyboard.press("Alt+l")
    for words in ("tryk på en tast", "efter fem minutter", "Den er ikke låst"):
        assert words in heard(log)
    log.get_by_role("button", name="Vis igen").click()
    assert_shown(log)


def test_five_minutes_of_quiet_hide_it_and_one_key_before_that_does_not(log):
    log.keyboard.press("Shift")
    log.clock.fast_forward(4 * 60_000)
    log.keyboard.press("Shift")
    log.clock.fast_forward(4 * 60_000)
    assert_shown(log)
    log.clock.fast_forward(61_000)
    assert_hidden(log)


def test_what_was_typed_is_saved_underneath(log):
    log.locator("#id_note").dispatch_event("input")
    with log.expect_response("**/gem/") as saved:
        log.keyboard.press("Alt+l")
        log.clock.fast_forward(2000)
    assert saved.value.status == 200
    assert_hidden(log)


def test_a_finger_hides_it_with_the_button_in_the_header(log, open_tab):
    phone = open_tab(viewport=PHONE, has_touch=True)
    phone.context.add_cookies(log.context.cookies())
    phone.goto(log.url)
    phone.get_by_role("button", name="Skjul skærmen").tap()
    expect(phone.get_by_role("heading", name=HIDDEN)).to_be_visible()
    phone.get_by_role("button", name="Vis igen").tap()
    expect(phone.get_by_label("Notat", exact=True)).to_be_visible()


def test_without_a_script_no_button_is_offered_that_would_do_nothing(log, open_tab):
    plain = open_tab(viewport=DESK, java_script_enabled=False)
    plain.context.add_cookies(log.context.cookies())
    plain.goto(log.url)
    expect(plain.locator("#hide-screen")).to_be_hidden()
    expect(plain.locator("#privacy")).to_be_hidden()
