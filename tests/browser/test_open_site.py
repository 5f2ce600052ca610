"""The open site in a real browser: what it keeps, what it fetches, and whether everyone can use it.

A page that is added is visited by itself: the addresses come from the site. Every state is visited in Danish, once for
all that is looked at; the English pages, and the pages in Arabic as signed-in staff see them, where the language may
make a difference.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.open_states import (
    KEPT,
    NOTHING,
    act,
    ask_the_finder,
    citizen_states,
    guide_states,
    pages_of_paper,
    send,
    sheet_states,
    states,
)
from tests.browser.sweep import broken_rules
from tests.public.pages import every_page
from vaern.directory.loading import load_directory
from vaern.languages.catalogues import REST
from vaern.languages.texts import pack_of
from vaern.public.briefing import ROOM_IN_LARGE_PRINT
from vaern.public.questions import STEPS
from vaern.public.urls import urlpatterns
from vaern.ui.briefing import HEADINGS, MOST
from vaern.vault import codes

ARABIC = [f"/ar/{route.pattern}" for route in urlpatterns if pack_of(route.name) != REST]
NARROW = {"width": 320, "height": 640}
FOUR_TIMES_AS_BIG = {"width": 320, "height": 256}
CHANGES = ["html { font-size: 200% }", "* { line-height: 1.5; letter-spacing: .12em; word-spacing: .16em }"]
TOO_SMALL = """[...document.querySelectorAll(".exit, .button, .urgent .phone, .answer-call .phone")]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""
REACH = """style => {
    const sheet = new CSSStyleSheet(); sheet.replaceSync(style); document.adoptedStyleSheets = [sheet];
    const reach = document.documentElement.scrollWidth; document.adoptedStyleSheets = []; return reach
}"""
EXIT_AT = """part => {
    scrollTo(0, document.body.scrollHeight * part);
    const box = document.querySelector("a.exit").getBoundingClientRect();
    const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return there?.closest("a.exit") && box.y === 0 && box.height >= 48
}"""
FOLDED = "document.querySelectorAll('details:not([open])').forEach(one => { one.open = one.dataset.unfolded = true })"
FOLD = "document.querySelectorAll('[data-unfolded]').forEach(one => { one.open = false; delete one.dataset.unfolded })"


@pytest.fixture
def site(transactional_db, live_server, elsewhere, monkeypatch):
    monkeypatch.setattr(codes, "COST", 2**10)
    load_directory(on=date(2020, 1, 1))
    return live_server.url


@dataclass
class Sight:
    """What was seen of one state."""

    said: str
    broken: list  # rules of WCAG
    too_wide: list
    too_small: list
    exit_gone: list  # places and sizes at which it is not to be pressed
    kept: list  # in the browser, beside cookies
    cookies: set


@dataclass
class Visit:
    sights: list
    asked: list  # every address a page fetched
    refused: list  # what the content policy said


@pytest.fixture(scope="module")
def made():
    """Hold the visit, which several tests look at."""
    return []


@pytest.fixture
def visit(made, site, open_tab):
    if not made:
        made.append(visited(open_tab(viewport=DESK), site))
    return made[0]


def visited(page, site):
    asked, refused = [], []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    page.on("console", lambda message: "Content Security Policy" in message.text and refused.append(message.text))
    sights = [sight_of(page, said) for said in states(page, site)]
    return Visit(sights, asked, refused)


def sight_of(page, said):
    """Look at a page at every size, and leave it as it was."""
    broken = broken_rules(page)
    page.set_viewport_size(PHONE)
    broken += broken_rules(page)
    page.set_viewport_size(NARROW)
    too_small = page.evaluate(TOO_SMALL)
    too_wide = [change for change in ("", *CHANGES) if page.evaluate(REACH, change) > NARROW["width"]]
    exit_gone = [part for part in (0, 0.5, 1) if not page.evaluate(EXIT_AT, part)]
    page.set_viewport_size(FOUR_TIMES_AS_BIG)
    page.evaluate(FOLDED)
    exit_gone += [FOUR_TIMES_AS_BIG] * (not page.evaluate(EXIT_AT, 1 / 3))
    page.evaluate(FOLD)
    page.set_viewport_size(DESK)
    exit_gone += [DESK] * (not page.evaluate(EXIT_AT, 1))
    cookies = {cookie["name"] for cookie in page.context.cookies()}
    return Sight(said, broken, too_wide, too_small, exit_gone, page.evaluate(KEPT), cookies)


@pytest.mark.check("X1", "X6")
def test_no_rule_that_a_program_can_check_is_broken(visit):
    assert [(sight.said, sight.broken) for sight in visit.sights if sight.broken] == []


@pytest.mark.check("X5")
def test_nothing_needs_sideways_scrolling_on_a_narrow_screen_with_text_twice_as_big_or_set_wide(visit):
    assert [(sight.said, sight.too_wide) for sight in visit.sights if sight.too_wide] == []


@pytest.mark.check("X6")
def test_what_matters_most_is_big_enough_to_hit_on_every_page(visit):
    assert [(sight.said, sight.too_small) for sight in visit.sights if sight.too_small] == []


@pytest.mark.check("E1", "E13")
def test_the_exit_is_in_view_uncovered_and_big_enough_wherever_one_has_scrolled_and_whatever_is_open(visit):
    assert [(sight.said, sight.exit_gone) for sight in visit.sights if sight.exit_gone] == []


@pytest.mark.check("A5", "A6")
def test_a_visit_leaves_nothing_in_the_browser_and_asks_nobody_else(visit):
    assert [(sight.said, sight.kept) for sight in visit.sights if sight.kept != NOTHING] == []
    states_with = {name: [sight.said for sight in visit.sights if name in sight.cookies] for name in ("e", "m")}
    assert set().union(*(sight.cookies for sight in visit.sights)) == {"e", "m"}
    assert states_with["e"][0] == "the message, with errors", "no cookie before somebody writes"
    assert (states_with["m"][0], states_with["m"][-1]) == ("the mailbox", "the mailbox: close?")
    assert [sight.cookies for sight in visit.sights if sight.said == "it is closed"] == [set()]
    assert not [address for address in visit.asked if not address.startswith(("/", "data:"))]
    assert visit.refused == []


def arabic_states(page, site):
    """Visit every page in Arabic, go the citizen's way, and the professional's to a sheet sent and to a number."""
    for address in ARABIC:
        page.goto(site + address)
        yield address
    yield from citizen_states(page, f"{site}/ar")
    yield from guide_states(page, f"{site}/ar")
    act(page, "send")
    yield "the sheet is sent"
    page.goto(f"{site}/ar/find/")
    send(page, "main button[type=submit]")
    yield "finder with errors"
    page.focus("#id_municipality")
    page.keyboard.press("End")  # the last of the names: chosen by key, with no letter of another script
    page.check("input[name=concern][value=trip]")
    page.check("input[name=soon][value=yes]")
    send(page, "main button[type=submit]")
    expect(page.locator(".answer-call .phone").first).to_be_visible()
    yield "answer"


@pytest.mark.check("X1", "X4", "E1")
def test_the_pages_in_arabic_break_no_rule_and_need_no_sideways_scrolling(site, open_tab, consultant_on_the_inquiry):
    page = open_tab(viewport=NARROW)
    sign_in(page, site, consultant_on_the_inquiry)
    for state in arabic_states(page, site):
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        assert not broken_rules(page), state
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], state
        for number in page.locator("a.phone bdi").all():
            assert number.evaluate("one => getComputedStyle(one).direction") == "ltr"
        assert page.evaluate(EXIT_AT, 1), state
        if state == "the code":
            for part in page.locator("ol.code, .digits").all():
                assert part.evaluate("one => getComputedStyle(one).direction") == "ltr"
        if state == "the way back":
            assert page.locator("#id_code").evaluate("one => getComputedStyle(one).direction") == "ltr"


@pytest.mark.check("X4", "X5", "E1")
def test_in_english_no_page_needs_sideways_scrolling(site, open_tab):
    page = open_tab(viewport=NARROW)
    for state in english_states(page, f"{site}/en"):
        assert page.evaluate("document.documentElement.lang") == "en", state
        assert page.evaluate(EXIT_AT, 1), state
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], state


def english_states(page, site):
    for address in every_page():
        page.goto(site + address)
        yield address
    yield from citizen_states(page, site)
    yield from sheet_states(page, site)


@pytest.mark.check("X7")
def test_with_forced_colours_the_exit_and_what_marks_a_message_can_be_seen(site, open_tab):
    page = open_tab(forced_colors="active", reduced_motion="reduce")
    page.goto(f"{site}/fagfolk/")
    assert page.evaluate(
        "[...document.querySelectorAll('*')].map(one => getComputedStyle(one))"
        ".every(style => style.animationName === 'none' && parseFloat(style.transitionDuration) === 0)"
    ), "nothing moves"
    for part in (".exit-strip", ".alert", ".button"):
        assert page.locator(part).first.evaluate("one => getComputedStyle(one).borderTopWidth") != "0px", part
    assert not broken_rules(page)


@pytest.mark.check("F6")
def test_the_sheet_fits_one_page_of_paper_with_every_answer_as_long_as_it_may_be(site, open_tab):
    page = open_tab(viewport=DESK)
    page.goto(f"{site}/forbered/")
    page.click("main button")
    for step in STEPS:
        for question in step.questions:
            if question.choices:
                page.check(f"input[name={question.name}] >> nth=0")
            else:
                page.fill(f"[name={question.name}]", ("et langt ord overvåget " * 200)[: question.room].strip())
        act(page, "next")
    expect(page.locator(".sheet")).to_be_visible()
    assert pages_of_paper(page) == 1
    for hidden in (".exit-strip", ".urgent", ".foot", ".languages", ".off-paper >> nth=0"):
        expect(page.locator(hidden).first).to_be_hidden()
    style = page.evaluate(
        "[...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).filter(rule => rule.type === 6)"
        ".map(rule => rule.cssText).join()"
    )
    assert "margin: 0" in style, "without a margin the browser prints no address"


@pytest.mark.check("F6")
def test_the_sheet_for_114_fits_one_page_of_paper_with_every_line_as_long_as_it_may_be_and_a_photo(site, open_tab):
    page = open_tab(viewport=DESK)
    photo = {"name": "tall.png", "mimeType": "image/png", "buffer": a_tall_picture()}
    page.goto(f"{site}/ark-114/")
    send(page, "main form .button")
    sizes = []
    for letters in (ROOM_IN_LARGE_PRINT // len(HEADINGS), MOST):
        for name in HEADINGS:
            page.fill(f"[name={name}]", ("HUN MÅ IKKE REJSE MED MOR " * 20)[:letters].strip())
        act(page, "sheet")
        page.set_input_files("#photo", files=[photo])
        expect(page.locator(".sheet-photo img")).to_be_visible()
        assert pages_of_paper(page) == 1, letters
        sizes.append(page.locator(".sheet dd").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))
        for hidden in (".exit-strip", ".urgent", ".foot", ".off-paper"):
            expect(page.locator(hidden).first).to_be_hidden()
        page.emulate_media(media="screen")
        act(page, "edit")
    assert sizes[0] > sizes[1], "what is shorter is printed to be read aloud from"


def a_tall_picture():
    kept = BytesIO()
    Image.new("RGB", (900, 1600), "grey").save(kept, "PNG")
    return kept.getvalue()


def test_the_form_for_consent_fits_one_page_of_paper(site, open_tab):
    page = open_tab(viewport=DESK)
    page.goto(f"{site}/samtykke/")
    page.check("input[value=yes]")
    send(page, "main button[type=submit]")
    assert pages_of_paper(page) == 1
    expect(page.locator(".off-paper")).to_be_hidden()


@pytest.mark.check("P3")
def test_the_sheet_is_printed_and_copied_with_a_script_and_can_be_marked_without(site, open_tab):
    for script in (True, False):
        page = open_tab(java_script_enabled=script)
        for state in guide_states(page, site):
            if state == "the sheet":
                assert page.locator("[data-print]").is_visible() is script
        if script:
            page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
            page.click("[data-copy]")
            expect(page.locator("#kopieret")).to_have_text(
                "Browseren vil ikke kopiere. Markér teksten her, og kopiér den selv."
            )
        else:
            page.click("text=Arket som tekst")
        assert "Dit spørgsmål" in page.locator("#ark").inner_text()


@pytest.mark.check("P3", "P4", "F1")
@pytest.mark.parametrize("style", [True, False], ids=["with style", "without style"])
def test_the_whole_way_to_a_number_works_without_a_script(site, open_tab, style):
    page = open_tab(java_script_enabled=False)
    if not style:
        page.route("**/*.css", lambda route: route.abort())
    page.goto(f"{site}/")
    page.click("text=Sider til fagfolk")
    page.fill("#id_municipality", "aalborg")
    page.click("text=Find din konsulent")
    page.check("input[name=concern][value=honour]")
    page.check("input[name=soon][value=no]")
    page.click("button[type=submit]")
    assert page.locator("a[href='tel:+4525202846']").first.is_visible()


@pytest.mark.check("X2")
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


@pytest.mark.check("X3")
def test_errors_get_the_focus_with_and_without_a_script(site, open_tab):
    for script in (True, False):
        page = open_tab(java_script_enabled=script)
        page.goto(f"{site}/find/")
        page.click("button[type=submit]")
        expect(page.locator(".error-summary")).to_be_visible()
        assert page.title().startswith("Fejl:")
        for line in page.locator(".error-summary a").all():
            assert page.locator(line.get_attribute("href")).count() == 1
            assert line.inner_text() in " ".join(page.locator(".form-error-message").all_text_contents())
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("/find/#id_municipality")


@pytest.mark.check("X6")
def test_what_must_be_easy_to_hit_is_big_enough(site, open_tab):
    page = open_tab()
    page.goto(f"{site}/")
    for target in page.locator(".button, a.exit").all():
        assert target.bounding_box()["height"] >= 44
    for target in page.locator(".doors a").all():
        assert target.bounding_box()["height"] >= 44
    for target in page.locator("main a, main summary, footer li a").all():
        assert target.bounding_box()["height"] >= 24


def test_the_answer_stands_in_view_on_a_desk_and_the_first_number_on_a_phone(site, open_tab):
    for viewport, fold in ((DESK, DESK["height"]), (PHONE, PHONE["height"])):
        page = open_tab(viewport=viewport)
        page.goto(f"{site}/find/")
        ask_the_finder(page)
        box = page.locator(".answer-call .phone").first.bounding_box()
        assert box["y"] + box["height"] <= fold


def test_112_and_both_ways_in_stand_above_the_fold_on_a_phone(site, open_tab):
    page = open_tab()
    page.goto(f"{site}/")
    for target in (".urgent .phone", "text=Ring til os", "text=Skriv til os", ".languages a >> nth=1"):
        box = page.locator(target).first.bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"]
