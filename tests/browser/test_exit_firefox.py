"""The quick exit in Firefox, where one can be installed. What holds of any browser is tried in test_exit.py."""

from datetime import date

import pytest

from vaern.directory.loading import load_directory

SECRET = "hemmelighed"


@pytest.fixture
def site(transactional_db, live_server, elsewhere):
    load_directory(on=date(2020, 1, 1))
    return live_server.url


@pytest.fixture
def visitor(firefox):
    with firefox.visitor() as visitor:
        yield visitor


@pytest.fixture
def typing(site, visitor):
    """A tab that came from another page of ours, with something typed in the page it is on."""
    tab = visitor.open(f"{site}/fagfolk/")
    tab.goto(f"{site}/find/")
    tab.fill("#id_municipality", SECRET)
    assert SECRET in tab.everything()
    return tab


@pytest.mark.check("A3", "E3", "E4")
def test_in_firefox_a_click_leads_away_and_back_shows_nothing_of_the_page(typing, elsewhere):
    left = typing.address
    typing.click("a.exit")
    typing.wait_for_address(elsewhere.address)
    assert "Referer" not in elsewhere.told[0]
    typing.back()
    assert typing.address != left
    assert SECRET not in typing.everything()
    assert typing.evaluate("history.length") == 2, "the page that was left gave its place to the neutral one"


@pytest.mark.check("E6")
def test_in_firefox_three_presses_of_shift_lead_away_and_capital_letters_do_not(typing, elsewhere):
    typing.press(*"SKOLEN")
    assert "SKOLEN" in typing.everything()
    typing.press("Shift", "Shift", "Shift")
    typing.wait_for_address(elsewhere.address)
    typing.back()
    assert SECRET not in typing.everything()


@pytest.mark.check("E5")
def test_in_firefox_without_a_script_the_exit_leads_away_and_back_shows_no_answer(site, firefox, elsewhere):
    with firefox.visitor(scripts=False) as visitor:
        tab = visitor.open(f"{site}/find/")
        assert not tab.evaluate("document.documentElement.classList.contains('scripted')"), "no script of ours ran"
        tab.fill("#id_municipality", SECRET)
        tab.click("main button[type=submit]")
        tab.wait_for("document.title.startsWith('Fejl')")
        assert SECRET in tab.everything(), "what was typed is kept when it must be put right"
        tab.click("a.exit")
        tab.wait_for_address(elsewhere.address)
        tab.back()
        assert SECRET not in tab.everything()


@pytest.mark.check("E10")
def test_in_firefox_the_page_goes_offline_and_while_the_server_hangs(typing, site, elsewhere, visitor):
    hung = visitor.open(f"{site}/find/")
    hung.fill("#id_municipality", SECRET)
    hung.let_hang(site)
    hung.click("a.exit")
    hung.wait_for_address(elsewhere.address)
    typing.go_offline()
    typing.click("a.exit")
    typing.wait_for("document.documentURI.startsWith('about:neterror')")
    assert SECRET not in typing.everything()
    assert "konsulent" not in typing.everything()


@pytest.mark.check("E4")
def test_in_firefox_a_page_left_in_any_other_way_is_emptied_too(site, visitor):
    tab = visitor.open(f"{site}/find/")
    tab.fill("#id_municipality", SECRET)
    tab.click("main a[href='/numre/']")
    tab.wait_for_address(f"{site}/numre/")
    tab.back()
    tab.wait_for_address(f"{site}/find/")
    assert SECRET not in tab.everything()
