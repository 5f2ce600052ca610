"""Writing without a name and answering it, in a real browser: with and without scripts, on a phone.

The inbox's pages of the workbench are visited here and counted; the citizen's, in test_open_site.py.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F
from django.utils.timezone import localtime
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.open_states import KEPT, NOTHING, WORDS, writing_states
from tests.browser.sweep import broken_rules
from tests.browser.test_exit import go_back
from tests.cast import LONG_AGO, MIDTJYLLAND, person
from vaern.desk.routes import inbox
from vaern.directory.loading import load_directory
from vaern.mailbox.code import draw, draw_long
from vaern.mailbox.door import taking_in
from vaern.mailbox.door.taking_in import drop_brief
from vaern.mailbox.models import Holding, Message, Signal, Sitting, Thread
from vaern.staff.roles import CONSULTANT
from vaern.vault import codes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


def write(page, site):
    """Write a message and return the words of its code."""
    for _ in writing_states(page, site):
        pass
    words = page.locator("ol.code li").all_inner_texts()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["e"]
    press(page, "Send beskeden")
    expect(page.locator("h1")).to_have_text("Din besked er sendt")
    return words


def an_hour_passes():
    """Let everything that was written have been written an hour ago."""
    for model, column in ((Thread, "dropped_at"), (Message, "at")):
        model.objects.update(**{column: F(column) - timedelta(hours=1)})


def come_back(page, site, words):
    page.goto(f"{site}/svar/")
    press(page, "Jeg har en kode")
    page.fill("#id_code", "\n".join(words).upper())
    press(page, "Åbn")


@pytest.mark.check("P3", "P4")
@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts or style"])
def test_the_whole_way_on_a_phone(site, asta, open_tab, script):
    page = open_tab(viewport=PHONE, java_script_enabled=script)
    checked = check if script else lambda page, state: None
    if not script:
        page.route("**/*.css", lambda route: route.abort())
    words = write(page, site)
    assert len(words) == 7

    desk = open_tab(viewport=DESK, java_script_enabled=script)
    sign_in(desk, site, asta)
    desk.goto(f"{site}/desk/")
    expect(desk.locator("main")).to_contain_text("Beskeder, der venter")
    expect(desk.locator("main")).not_to_contain_text("bange")
    desk.goto(f"{site}/desk/indbakke/")
    checked(desk, "inbox")
    desk.goto(f"{site}/desk/indbakke/til-side/")
    checked(desk, "aside, of this hour only")
    an_hour_passes()
    desk.reload()
    checked(desk, "aside")
    press(desk, "Bed om at sætte dem til side")
    checked(desk, "aside, asked")
    press(desk, "Tag det tilbage")
    drop_brief(token=uuid4(), content={"note": "x"}, is_urgent=True, at=localtime())
    desk.goto(f"{site}/desk/indbakke/ark/")
    checked(desk, "briefs")
    press(desk, "Læg alle viste væk")
    checked(desk, "briefs, put away")
    desk.goto(f"{site}/desk/indbakke/")
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
    checked(desk, "hand over")

    come_back(page, site, words)
    expect(page.locator("h1")).to_have_text("Dine svar")
    expect(page.locator("main")).not_to_contain_text("Hvornår er det?")
    press(page, "Vis svaret")
    expect(page.locator("main")).to_contain_text("Hvornår er det?")
    checked(page, "an answer, unfolded")
    page.fill("#id_text", "På fredag")
    press(page, "Send")
    assert Message.objects.filter(thread__kind="citizen").count() == 3
    press(page, "Luk postkassen")
    press(page, "Ja, luk den")
    expect(page.locator("h1")).to_have_text("Postkassen er lukket")
    assert Signal.objects.get().kind == "closed"
    come_back(page, site, words)
    expect(page.locator(".error-summary")).to_be_visible()


def test_every_page_of_the_inbox_is_visited_above():
    posted_to = {"inbox-take", "inbox-reply", "inbox-log"}
    assert {route.name for route in inbox.urlpatterns} == {
        "inbox",
        "inbox-briefs",
        "inbox-aside",
        "inbox-thread",
        "inbox-hand-over",
    } | posted_to


@pytest.mark.check("X2")
def test_a_message_is_written_and_sent_by_keyboard_alone(site, open_tab):
    page = open_tab(viewport=DESK)
    page.goto(f"{site}/skriv/")

    def tab_to(name):
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id") == name:
                return
        raise AssertionError(f"{name} is not reached")

    for button in ("Begynd", "Videre", "Videre", "Videre til din kode", "Send beskeden"):
        if page.locator("#id_text").count():
            tab_to("id_text")
            page.keyboard.type("hjælp")
        tab_to(button)
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", "one sees where one is"
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Din besked er sendt")


def write_up_to_the_code(page, site):
    page.goto(f"{site}/skriv/")
    press(page, "Begynd")
    page.fill("#id_text", "hjælp")
    for button in ("Videre", "Videre", "Videre til din kode"):
        press(page, button)


@pytest.mark.check("A14", "P3")
def test_who_wishes_to_can_practise_two_of_the_words_and_nothing_of_it_is_sent_or_kept(site, open_tab):
    plain = open_tab(java_script_enabled=False)
    write_up_to_the_code(plain, site)
    expect(plain.locator(".practise")).to_be_hidden()
    page = open_tab()
    write_up_to_the_code(page, site)
    words, sent = page.locator("ol.code li").all_text_contents(), []
    page.on("request", lambda request: sent.append(request.url))
    page.click("text=Jeg vil øve mig")
    expect(page.locator("ol.code")).to_be_hidden()
    expect(page.locator(".digits")).to_be_hidden()
    assert not broken_rules(page)
    right = [words[int(number) - 1] for number in page.locator(".practise bdi").all_text_contents()]
    assert right[0] != right[1]
    for typed, said in (
        (["", ""], "Det passer ikke endnu."),
        ([right[0], right[0]], "Det ene passer."),
        ([f" {right[0].upper()} ", right[1][:4]], "Det passer. Du husker dem."),
    ):
        page.fill("#ord-1", typed[0])
        page.fill("#ord-2", typed[1])
        page.keyboard.press("Enter")
        expect(page.locator(".practise [role=status]")).to_contain_text(said)
    page.click("text=Jeg vil øve mig")
    expect(page.locator("ol.code")).to_be_visible()
    assert [page.input_value("#ord-1"), page.input_value("#ord-2")] == ["", ""]
    assert sent == []
    press(page, "Send beskeden")
    expect(page.locator("h1")).to_have_text("Din besked er sendt")


@pytest.mark.parametrize("draw_one", [draw, draw_long])
def test_the_code_and_the_button_stand_in_view_on_a_phone(site, open_tab, monkeypatch, draw_one):
    monkeypatch.setattr(taking_in, "draw", draw_one)
    page = open_tab(viewport=PHONE)
    write_up_to_the_code(page, site)
    for target in (page.locator("ol.code li").last, page.locator(".digits"), page.locator("button[value=send]")):
        box = target.bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"]
    sizes = page.evaluate(
        "[...document.querySelectorAll('main *')].map(part => parseFloat(getComputedStyle(part).fontSize))"
    )
    biggest = page.evaluate("parseFloat(getComputedStyle(document.querySelector('ol.code li')).fontSize)")
    assert biggest >= sorted(sizes)[-1] - 6


@pytest.mark.check("C11")
def test_the_panel_shows_at_once_and_only_when_it_concerns(site, open_tab):
    page = open_tab()
    page.goto(f"{site}/skriv/")
    press(page, "Begynd")
    panel = page.locator(".now-panel")
    expect(panel).to_be_hidden()
    page.check("#id_danger")
    expect(panel).to_be_visible()


@pytest.mark.check("A6", "E3", "E9")
def test_the_exit_ends_the_mailbox_and_back_shows_nothing_of_it(site, open_tab, elsewhere):
    page = open_tab()
    words = write(page, site)
    come_back(page, site, words)
    press(page, "Vis det, du skrev")
    expect(page.locator("main")).to_contain_text(WORDS)
    assert {cookie["name"] for cookie in page.context.cookies()} == {"e", "m"}
    page.click("a.exit")
    page.wait_for_url(elsewhere.address)
    page.wait_for_timeout(300)
    assert not Sitting.objects.exists()
    assert page.context.cookies() == []
    go_back(page)
    assert WORDS not in page.content()
    page.goto(f"{site}/")
    assert page.evaluate(KEPT) == NOTHING


@pytest.mark.check("C15")
def test_a_minute_before_the_page_closes_it_says_so_and_can_stay(site, open_tab):
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


@pytest.mark.check("C15")
def test_at_the_hours_end_it_says_so_and_promises_no_more(site, open_tab):
    page = open_tab()
    page.clock.install()
    words = write(page, site)
    come_back(page, site, words)
    Sitting.objects.update(begun_at=localtime() - timedelta(minutes=50))
    press(page, "Vis det, du skrev")
    page.clock.fast_forward(8 * 60 * 1000)
    expect(page.locator(".stay-soon")).to_have_text("")
    page.clock.fast_forward(61 * 1000)
    expect(page.locator(".stay-soon")).to_contain_text("Den har været åben i en time.")
    expect(page.get_by_role("button", name="Bliv her")).to_be_hidden()


@pytest.mark.check("C7")
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
