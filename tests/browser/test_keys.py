"""The keys of the workbench: there from every page, and never in the way of writing."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.cast import signed_in
from vaern.directory.loading import load_directory


@pytest.fixture
def workbench(transactional_db, live_server, open_tab, consultant_on_the_inquiry):
    """A consultant's tab, signed in."""
    load_directory(on=date(2020, 1, 1))
    cookie = signed_in(consultant_on_the_inquiry).cookies["s"]
    page = open_tab(viewport=DESK)
    page.context.add_cookies([{"name": "s", "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/desk/")
    return page


def test_alt_n_begins_a_call_from_another_page_with_the_cursor_in_the_note(workbench):
    workbench.keyboard.press("Alt+n")
    workbench.wait_for_url("**/desk/samtale/**")
    expect(workbench.get_by_label("Notat", exact=True)).to_be_focused()


def test_altgr_writes_and_does_not_begin_a_call(workbench):
    before = workbench.url
    workbench.keyboard.press("Control+Alt+n")
    workbench.wait_for_timeout(300)
    assert workbench.url == before


def test_a_digit_chooses_in_a_row_and_is_written_in_the_note(workbench):
    workbench.goto(workbench.url + "samtale/")
    note = workbench.get_by_label("Notat", exact=True)
    note.focus()
    workbench.keyboard.press("2")
    assert note.input_value() == "2"
    chips = workbench.locator("fieldset.chips").first
    chips.locator("input").first.focus()
    workbench.keyboard.press("2")
    expect(chips.locator("input").nth(1)).to_be_checked()
    assert note.input_value() == "2"


def test_the_list_of_keys_opens_by_key_and_is_hidden_where_no_key_would_work(workbench, open_tab):
    keys = workbench.locator(".desk-keys")
    workbench.keyboard.press("Alt+g")
    expect(keys).to_have_attribute("open", "")
    without_script = open_tab(java_script_enabled=False)
    without_script.context.add_cookies(workbench.context.cookies())
    without_script.goto(workbench.url)
    expect(without_script.locator(".desk-keys")).to_be_hidden()
