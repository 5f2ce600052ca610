"""The quick exit in a real browser.

In a Chromium that keeps left pages alive for Back, as people's browsers do; the tests that ask for this say so. The
same in Firefox stands in test_exit_firefox.py; that nothing covers it on any page, in test_open_site.py.
"""

import time
from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import DESK
from tests.needs import needs_kept_pages
from vaern.directory.loading import load_directory

KEEPS_PAGES = True
SECRET = "hemmelighed"


@pytest.fixture
def site(transactional_db, live_server, elsewhere):
    """The address of the site with its directory. The neutral page is another origin."""
    load_directory(on=date(2020, 1, 1))
    return live_server.url


@pytest.fixture
def typing(site, open_tab):
    """A tab that came from another page of ours, with something typed in the page it is on."""
    page = open_tab()
    page.goto(f"{site}/fagfolk/")
    page.goto(f"{site}/find/")
    page.fill("#id_municipality", SECRET)
    return page


def answer(page, site, **answers):
    """Let the finder answer; the page that comes is the answer to a POST."""
    page.goto(f"{site}/find/")
    page.fill("#id_municipality", answers.get("municipality", "Aarhus"))
    page.check("input[name=concern][value=trip]")
    page.check("input[name=soon][value=yes]")
    page.click("button[type=submit]")
    page.wait_for_load_state()


def go_back(page):
    """Press Back and let what comes settle.

    The browser presses it, not the page, which may be leaving just then; and nobody waits for a page to load, which
    neither one that was kept alive does nor the browser's own that asks before it sends a form again.
    """
    browser = page.context.new_cdp_session(page)
    place, entry = step_before(browser)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        mark = marked(page)
        browser.send("Page.navigateToHistoryEntry", {"entryId": entry})
        again = time.monotonic() + 5  # a page that was still coming may undo it
        while time.monotonic() < again:
            page.wait_for_timeout(50)
            if has_come(page, mark) and place_in_history(browser) == place:
                page.wait_for_timeout(300)
                browser.detach()
                return
    raise AssertionError(f"Back led nowhere: {browser.send('Page.getNavigationHistory')}")


def step_before(browser):
    """Return the place in the tab's history before this one, and what stands there."""
    history = browser.send("Page.getNavigationHistory")
    place = history["currentIndex"] - 1
    assert place >= 0, "nothing stands before this page"
    return place, history["entries"][place]["id"]


def place_in_history(browser):
    return browser.send("Page.getNavigationHistory")["currentIndex"]


def marked(page):
    """Mark the page that stands in the tab, and return the mark."""
    mark = str(uuid4())
    while True:
        try:
            page.evaluate("mark => { window.left = mark }", mark)
        except Error:  # between two pages
            page.wait_for_timeout(50)
        else:
            return mark


def has_come(page, mark):
    """Tell whether another page than the one with the mark is there: their addresses may be the same."""
    try:
        return page.evaluate("mark => window.left !== mark && document.readyState === 'complete'", mark)
    except Error:  # between two pages
        return False


def everything_in(page):
    """Return all text and every field's value in the tab."""
    return page.evaluate(
        "document.documentElement.textContent + [...document.querySelectorAll('input, textarea')]"
        ".map(field => field.value).join(' ')"
    )


def press_shift(page, times):
    for _ in range(times):
        page.keyboard.press("Shift")


@pytest.mark.check("A3")
def test_a_click_leads_away_and_tells_the_neutral_page_nothing(typing, elsewhere):
    typing.click("a.exit")
    typing.wait_for_url(elsewhere.address)
    assert "Referer" not in elsewhere.told[0]


@pytest.mark.check("E3")
def test_after_the_exit_back_does_not_show_the_page_that_was_left(typing, elsewhere, site):
    left = typing.url
    typing.click("a.exit")
    typing.wait_for_url(elsewhere.address)
    go_back(typing)
    assert typing.url != left
    assert SECRET not in everything_in(typing)


@pytest.mark.check("E4")
def test_without_our_script_what_was_typed_would_still_be_there(site, open_tab):
    """The twin of the two tests below: it is the script that empties the page, not the browser."""
    needs_kept_pages()
    page = open_tab()
    page.route("**/exit*.js", lambda route: route.abort())
    page.goto(f"{site}/find/")
    page.fill("#id_municipality", SECRET)
    page.click("text=Se alle numre i stedet")
    page.wait_for_url("**/numre/")
    go_back(page)
    assert page.input_value("#id_municipality") == SECRET


@pytest.mark.check("E4")
def test_a_page_the_browser_kept_alive_comes_back_with_nothing_typed_in_it(typing):
    needs_kept_pages()
    typing.evaluate("window.kept = true")
    typing.click("text=Se alle numre i stedet")
    typing.wait_for_url("**/numre/")
    go_back(typing)
    assert typing.evaluate("window.kept"), "this is the page that was left, not another one from the server"
    assert SECRET not in everything_in(typing)


@pytest.mark.check("E12")
def test_an_answer_the_browser_kept_alive_is_emptied_and_gives_way_to_the_front_page(site, open_tab):
    """Chromium keeps no answer to a POST alive; other browsers may, so the answer is made one that it keeps."""
    needs_kept_pages()
    page = open_tab()
    answer(page, site)
    expect(page.locator("h1")).to_have_text("Ring til en af dem")
    shown = page.content()
    page.route("**/find/", lambda route: route.fulfill(content_type="text/html", body=shown))
    page.goto(f"{site}/find/")
    assert "Aarhus" in everything_in(page)
    page.evaluate(
        "const main = document.querySelector('main');"
        "addEventListener('pagehide', () => sessionStorage.setItem('left', main.textContent));"
        "addEventListener('pageshow', event => sessionStorage.setItem('kept', event.persisted))"
    )
    page.click("text=Alle numre")
    page.wait_for_url(f"{site}/numre/")
    go_back(page)
    page.wait_for_url(f"{site}/")
    assert page.evaluate("[sessionStorage.getItem('left').trim(), sessionStorage.getItem('kept')]") == ["", "true"]
    assert "Aarhus" not in everything_in(page)


@pytest.mark.check("E4")
def test_what_was_typed_is_gone_when_a_page_is_left_in_any_other_way(typing):
    typing.click("text=Se alle numre i stedet")
    typing.wait_for_url("**/numre/")
    go_back(typing)
    assert typing.url.endswith("/find/")
    assert SECRET not in everything_in(typing)


def test_an_answer_is_not_shown_again_by_back(site, open_tab):
    page = open_tab()
    answer(page, site)
    expect(page.locator("h1")).to_have_text("Ring til en af dem")
    page.click("text=Alle numre")
    page.wait_for_url("**/numre/")
    go_back(page)
    assert "Aarhus" not in everything_in(page)


@pytest.mark.check("E5")
def test_without_a_script_the_exit_leads_away_and_back_shows_no_answer(site, open_tab, elsewhere):
    page = open_tab(java_script_enabled=False)
    answer(page, site, municipality=SECRET)
    assert page.input_value("#id_municipality") == SECRET, "what was typed is kept when it must be put right"
    page.click("a.exit")
    page.wait_for_url(elsewhere.address)
    assert "Referer" not in elsewhere.told[0]
    go_back(page)
    assert SECRET not in page.content()


@pytest.mark.check("E6")
def test_three_presses_of_shift_lead_away(typing, elsewhere):
    press_shift(typing, 3)
    typing.wait_for_url(elsewhere.address)


@pytest.mark.check("E6", "X8")
def test_typing_capital_letters_never_leads_away(typing):
    typing.click("#id_municipality")
    for letter in "SKOLEN I BY":  # the driver has no key for Æ, Ø and Å
        typing.keyboard.down("Shift")
        typing.keyboard.press(letter)
        typing.keyboard.up("Shift")
    assert typing.url.endswith("/find/")
    assert "SKOLEN I BY" in typing.input_value("#id_municipality")


def test_shift_held_to_mark_text_with_the_mouse_does_not_count(typing):
    for _ in range(3):
        typing.keyboard.down("Shift")
        typing.click("h1")
        typing.keyboard.up("Shift")
    assert typing.url.endswith("/find/")


@pytest.mark.check("E6", "E7")
def test_presses_too_far_apart_do_not_add_up_and_progress_is_told(site, open_tab):
    page = open_tab(viewport=DESK)
    page.clock.install()
    page.goto(f"{site}/")
    status = page.locator("[role=status]")
    press_shift(page, 1)
    expect(status).to_have_text("Shift: tryk 2 gange mere")
    press_shift(page, 1)
    expect(status).to_have_text("Shift: tryk 1 gang mere")
    page.clock.fast_forward(5_000)
    expect(status).to_have_text("Shift: tiden gik. Begynd forfra.")
    press_shift(page, 1)
    expect(status).to_have_text("Shift: tryk 2 gange mere")
    assert page.url == f"{site}/"


@pytest.mark.check("E8")
def test_the_second_way_out_at_the_end_of_the_page_works_too(site, open_tab, elsewhere):
    page = open_tab()
    page.goto(f"{site}/")
    page.focus("a.exit-again")
    assert page.locator("a.exit-again").bounding_box()["y"] > 0
    page.keyboard.press("Enter")
    page.wait_for_url(elsewhere.address)


@pytest.mark.check("E2", "E11")
def test_the_page_is_blank_and_nameless_before_any_answer_has_come(typing, elsewhere):
    elsewhere.seconds_to_answer = 1
    typing.evaluate(
        "addEventListener('click', () => { const cover = document.querySelector('.exit-cover'); console.log("
        "[document.title, document.body.textContent, cover.role, cover.offsetWidth, cover.offsetHeight].join()) })"
    )
    with typing.expect_console_message() as seen:
        typing.click("a.exit", no_wait_after=True)
    assert seen.value.text == "Indlæser,,alert,360,740"
    typing.wait_for_url(elsewhere.address)


@pytest.mark.check("E9")
def test_the_server_is_told_and_does_not_have_to_answer(typing, elsewhere):
    told = []
    typing.context.route("**/luk", lambda route: told.append(route.request.method))  # never answered
    typing.click("a.exit")
    typing.wait_for_url(elsewhere.address)
    typing.wait_for_timeout(200)
    assert told == ["POST"]


@pytest.mark.check("E10")
def test_offline_the_page_goes_all_the_same(typing):
    typing.context.set_offline(True)
    typing.click("a.exit", no_wait_after=True)
    typing.wait_for_timeout(500)
    assert SECRET not in everything_in(typing)
    assert "konsulent" not in everything_in(typing)


@pytest.mark.check("E13", "X2")
def test_nothing_covers_the_exit_and_the_exit_covers_no_field_when_there_are_errors(site, open_tab):
    page = open_tab(viewport={"width": 320, "height": 480})
    page.goto(f"{site}/find/")
    page.click("button[type=submit]")
    for _ in range(25):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            "() => { const on = document.activeElement, strip = document.querySelector('.exit-strip');"
            " if (on === document.body || strip.contains(on)) return '';"
            " const a = on.getBoundingClientRect(), b = strip.getBoundingClientRect();"
            " return a.top < b.bottom && a.bottom > b.top ? on.outerHTML : '' }"
        )
        assert hidden == ""


@pytest.mark.check("E14")
def test_the_exit_is_not_on_paper_and_the_front_page_prints_numbers_only(site, open_tab):
    page = open_tab()
    page.goto(f"{site}/")
    page.emulate_media(media="print")
    expect(page.locator("a.exit")).to_be_hidden()
    expect(page.locator("h1")).to_be_hidden()
    expect(page.locator("text=25 20 28 46")).to_be_visible()


def test_the_answer_prints_whole(site, open_tab):
    page = open_tab(viewport=DESK)
    answer(page, site)
    page.emulate_media(media="print")
    expect(page.locator("a.exit")).to_be_hidden()
    for text in ("Ring til en af dem", "Er barnet under 18?", "Det er stadig dit ansvar", "Før du ringer"):
        expect(page.get_by_text(text)).to_be_visible()


@pytest.mark.check("E6")
def test_letters_that_need_shift_do_not_lead_away_whatever_the_alphabet(typing):
    typing.click("#id_municipality")
    for letter in "ÆBLE ØL ÅR":
        typing.evaluate(
            "letter => { const at = document.activeElement, send = (kind, key) => at.dispatchEvent("
            "new KeyboardEvent(kind, { key, bubbles: true })); send('keydown', 'Shift'); send('keydown', letter);"
            " send('keyup', letter); send('keyup', 'Shift') }",
            letter,
        )
    assert typing.url.endswith("/find/")


def test_shift_pressed_alone_counts_also_where_the_keys_are_told_by_the_same_means(typing, elsewhere):
    """The twin of the test above: without a letter between, those very events lead away."""
    typing.evaluate(
        "() => { const at = document.activeElement, send = kind => at.dispatchEvent("
        "new KeyboardEvent(kind, { key: 'Shift', bubbles: true }));"
        " for (let time = 0; time < 3; time++) { send('keydown'); send('keyup') } }"
    )
    typing.wait_for_url(elsewhere.address)


@pytest.mark.check("E10")
def test_a_server_that_hangs_keeps_nobody_on_the_page(site, open_tab, elsewhere):
    page = open_tab()
    page.goto(f"{site}/find/")
    page.fill("#id_municipality", SECRET)
    page.context.route(f"{site}/**", lambda route: None)  # from here on it answers nothing
    page.click("a.exit", no_wait_after=True)
    page.wait_for_url(elsewhere.address)


@pytest.mark.check("E16")
def test_a_closed_tab_empties_the_page_on_its_way(site, open_tab):
    page = open_tab()
    answer(page, site)
    expect(page.locator("h1")).to_have_text("Ring til en af dem")
    page.evaluate(
        "addEventListener('pagehide', () => localStorage.setItem('left', document.querySelector('main').textContent))"
    )
    page.close(run_before_unload=True)
    after = page.context.new_page()
    after.goto(f"{site}/numre/")
    after.wait_for_function("localStorage.getItem('left') !== null")
    assert after.evaluate("localStorage.getItem('left')").strip() == ""


@pytest.mark.check("E5")
def test_the_questions_before_a_call_leave_nothing_behind_with_or_without_a_script(site, open_tab, elsewhere):
    for script in (True, False):
        page = open_tab(java_script_enabled=script)
        page.goto(f"{site}/forbered/")
        page.click("main button")
        page.fill("[name=what]", SECRET)
        page.click("button[value=next]")
        page.fill("[name=earlier]", SECRET)
        page.click("a.exit")
        page.wait_for_url(elsewhere.address)
        go_back(page)
        assert SECRET not in page.content()
        if script:
            assert SECRET not in everything_in(page)


def test_the_hint_about_shift_is_for_those_with_a_keyboard_and_a_script(site, open_tab):
    desk, phone = open_tab(viewport=DESK), open_tab(has_touch=True, is_mobile=True)
    without_script = open_tab(viewport=DESK, java_script_enabled=False)
    for page, shown in ((desk, True), (phone, False), (without_script, False)):
        page.goto(f"{site}/")
        assert page.locator(".exit-hint").is_visible() is shown
