"""The open site in a real browser: what it keeps, what it fetches, and whether everyone can use it.

A page that is added is visited by itself: the addresses come from the site. Every state is visited in Danish; the
English pages, and the pages in Arabic as signed-in staff see them, where the language may make a difference.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.sweep import broken_rules
from tests.public.pages import every_page
from vaern.directory.loading import load_directory
from vaern.languages.catalogues import REST
from vaern.languages.texts import pack_of
from vaern.public.questions import STEPS
from vaern.public.urls import urlpatterns

PAGES = [*every_page(), "/er/her/ikke"]
ARABIC = [f"/ar/{route.pattern}" for route in urlpatterns if pack_of(route.name) != REST]
NARROW = {"width": 320, "height": 640}
TOO_SMALL = """[...document.querySelectorAll(".exit, .button, .urgent .phone, .answer-call .phone")]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""


@pytest.fixture
def site(transactional_db, live_server, elsewhere):
    load_directory(on=date(2020, 1, 1))
    return live_server.url


def states(page, site):
    """Visit every page and state of the open site, one after another."""
    for address in PAGES:
        page.goto(site + address)
        yield address
    for address in ("/rejse/", "/kender-du-det/"):
        page.goto(site + address)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        yield f"{address} unfolded"
    yield from guide_states(page, site)
    page.goto(f"{site}/samtykke/")
    send(page, "main button[type=submit]")
    yield "consent with errors"
    for safe in ("no", "yes"):
        page.check(f"input[value={safe}]")
        send(page, "main button[type=submit]")
        yield f"consent: {safe}"
    page.goto(f"{site}/find/")
    send(page, "main button[type=submit]")
    yield "finder with errors"
    page.fill("#id_municipality", "København")
    page.check("input[name=concern][value=stay]")
    page.check("input[name=soon][value=unknown]")
    page.click("button[type=submit]")
    expect(page.locator("h1")).to_have_text("Ring til en af dem")
    yield "answer"


def send(page, button):
    """Press a button that sends a form, and wait for what comes."""
    with page.expect_navigation():
        page.click(button)


def guide_states(page, site):
    """Go the whole way from the first question to the sheet."""
    page.goto(f"{site}/forbered/")
    send(page, "main button")
    yield "first question"
    page.check("input[name=safe][value=no]")
    page.check("input[name=soon][value=yes]")
    page.fill("[name=what]", "Ring 22 33 44 55 til Amina.")
    send(page, "button[value=next]")
    yield "a number and a name"
    page.fill("[name=what]", "En elev er bange for at blive sendt væk.")
    send(page, "button[value=next]")
    yield "the trip"
    for step in ("background", "assessment", "request"):
        send(page, "button[value=next]")
        yield step
    send(page, "button[value=next]")
    expect(page.locator(".sheet")).to_be_visible()
    yield "the sheet"


@pytest.mark.check("X1", "X6")
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_rule_that_a_program_can_check_is_broken(site, open_tab, viewport):
    page = open_tab(viewport=viewport)
    for state in states(page, site):
        assert not broken_rules(page), state


def arabic_states(page, site):
    """Visit every page there is in Arabic, and go the professional's way to a number and to the sheet that was sent."""
    for address in ARABIC:
        page.goto(site + address)
        yield address
    yield from guide_states(page, f"{site}/ar")
    send(page, "button[value=send]")
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


@pytest.mark.check("X1", "X4")
def test_the_pages_in_arabic_break_no_rule_and_need_no_sideways_scrolling(site, open_tab, consultant_on_the_inquiry):
    page = open_tab(viewport=NARROW)
    sign_in(page, site, consultant_on_the_inquiry)
    for state in arabic_states(page, site):
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        assert not broken_rules(page), state
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], state
        for number in page.locator("a.phone bdi").all():
            assert number.evaluate("one => getComputedStyle(one).direction") == "ltr"


@pytest.mark.check("X5")
def test_in_english_no_page_needs_sideways_scrolling(site, open_tab):
    page = open_tab(viewport=NARROW)
    for address in every_page():
        page.goto(f"{site}/en{address}")
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], address


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
        send(page, "button[value=next]")
    expect(page.locator(".sheet")).to_be_visible()
    page.emulate_media(media="print")
    for hidden in (".exit-strip", ".urgent", ".foot", ".languages", ".off-paper >> nth=0"):
        expect(page.locator(hidden).first).to_be_hidden()
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True))
    assert len(pages) == 1
    style = page.evaluate(
        "[...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).filter(rule => rule.type === 6)"
        ".map(rule => rule.cssText).join()"
    )
    assert "margin: 0" in style, "without a margin the browser prints no address"


def test_the_form_for_consent_fits_one_page_of_paper(site, open_tab):
    page = open_tab(viewport=DESK)
    page.goto(f"{site}/samtykke/")
    page.check("input[value=yes]")
    send(page, "main button[type=submit]")
    page.emulate_media(media="print")
    expect(page.locator(".off-paper")).to_be_hidden()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True))) == 1


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


@pytest.mark.check("A5", "A6")
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


@pytest.mark.check("X5", "X6")
@pytest.mark.parametrize(
    "change",
    ["", "html { font-size: 200% }", "* { line-height: 1.5; letter-spacing: .12em; word-spacing: .16em }"],
    ids=["as it is", "text twice as big", "text set wide"],
)
def test_nothing_needs_sideways_scrolling_on_a_narrow_screen(site, open_tab, change):
    page = open_tab(viewport=NARROW, bypass_csp=True)
    for state in states(page, site):
        if change:
            page.add_style_tag(content=change)
        else:
            assert not page.evaluate(TOO_SMALL), state
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, state


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
        for _ in states(page, site):
            pass
        box = page.locator(".answer-call .phone").first.bounding_box()
        assert box["y"] + box["height"] <= fold


def test_112_and_both_ways_in_stand_above_the_fold_on_a_phone(site, open_tab):
    page = open_tab()
    page.goto(f"{site}/")
    for target in (".urgent .phone", "text=Ring til os", "text=Skriv til os", ".languages a >> nth=1"):
        box = page.locator(target).first.bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"]
