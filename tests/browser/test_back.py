"""After the quick exit: Back, reload, and the very same forms sent once more. Nothing of what was said comes back."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.browser.test_exit import go_back
from tests.browser.test_mailbox import WORDS, come_back, press, site, write  # noqa: F401  the site is a fixture
from vaern.mailbox.models import Message, Sitting, Thread
from vaern.public import errand

KEEPS_PAGES = True
NAMED = "Amina Holm, 010190-1234, Rosengården 7"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])


def remember_forms(page):
    """Return a list that fills with each form the tab sends: its address and its body, as the browser made it."""
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append((request.url, request.post_data or "")))
    return sent


def send_again(page, form):
    """Send a form as the browser does on reload: same address, same body, today's cookies; return what is answered."""
    address, body = form
    origin = address.split("/", 3)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "/".join(origin[:3])}
    answer = page.context.request.post(address, data=body, headers=headers)
    assert answer.status == 200
    return answer.text()


def every_page_behind(page, steps):
    """Press Back and reload on every entry of the tab; return all that was shown.

    A browser without a window asks nobody whether to send a form again, and does not: ``send_again`` does it for it.
    """
    shown = []
    for _ in range(steps):
        go_back(page)
        shown.append(page.content())
        try:
            page.reload(wait_until="load")
        except Error as stopped:
            assert "ERR_CACHE_MISS" in str(stopped)  # noqa: PT017
            page.wait_for_timeout(300)  # the browser's own page is still to come
        shown.append(page.content())
    return shown


def leave(page, elsewhere):
    page.click("a.exit")
    page.wait_for_url(elsewhere.address)
    page.wait_for_timeout(300)
    assert page.context.cookies() == []


@pytest.mark.check("E3", "E5", "E9")
@SCRIPT
def test_after_the_exit_no_step_of_writing_comes_back_though_it_is_sent_again(site, open_tab, elsewhere, script):  # noqa: F811
    page = open_tab(java_script_enabled=script)
    page.goto(f"{site}/skriv/")
    sent = remember_forms(page)
    press(page, "Begynd")
    page.fill("#id_text", WORDS)
    for button in ("Videre", "Videre", "Videre til din kode"):
        press(page, button)
    code = page.locator("ol.code li").all_inner_texts()
    forms = list(sent)
    assert [WORDS.split()[0] in body for _, body in forms] == [False, True, True, True]
    assert [cookie["name"] for cookie in page.context.cookies()] == ["e"]
    assert WORDS in send_again(page, forms[2]), "before the exit the same form is answered: it is the exit that counts"

    leave(page, elsewhere)
    shown = [*every_page_behind(page, 4), *(send_again(page, form) for form in forms)]
    assert not [html for html in shown if WORDS in html or any(f"<li>{word}</li>" in html for word in code)]
    for form in forms[1:]:
        answer = send_again(page, form)
        assert "Begynd forfra." in answer
        assert 'class="exit"' in answer
    assert not Thread.objects.exists()


@pytest.mark.check("E3", "E5", "E9")
@SCRIPT
def test_after_the_exit_the_mailbox_does_not_open_though_the_code_is_sent_again(site, open_tab, elsewhere, script):  # noqa: F811
    words = write(open_tab(), site)
    page = open_tab(java_script_enabled=script)
    sent = remember_forms(page)
    come_back(page, site, words)
    press(page, "Vis det, du skrev")
    expect(page.locator("main")).to_contain_text(WORDS)
    page.fill("#id_text", "Halvt skrevet svar")
    press(page, "Luk postkassen")
    expect(page.locator("#id_text")).to_have_value("Halvt skrevet svar")
    forms = list(sent)

    leave(page, elsewhere)
    shown = [*every_page_behind(page, 4), *(send_again(page, form) for form in forms)]
    assert not [html for html in shown if WORDS in html or "Halvt skrevet" in html or "Fra dig" in html]
    assert not [html for html in shown if words[0] in html and words[1] in html]
    assert not Sitting.objects.exists()
    assert Message.objects.count() == 1


def test_with_cookies_blocked_the_page_says_to_call_instead(site, open_tab):  # noqa: F811
    page = open_tab()
    page.goto(f"{site}/skriv/")
    press(page, "Begynd")
    page.context.clear_cookies()  # as a browser does that takes none
    page.fill("#id_text", WORDS)
    press(page, "Videre")
    expect(page.locator("main")).to_contain_text("siger din browser nej til cookies. Så ring i stedet.")
    page.get_by_role("main").get_by_role("link", name="Alle numre").click()
    expect(page).to_have_url(f"{site}/numre/")


@pytest.mark.check("C15")
def test_an_hour_s_warning_on_a_step_can_be_answered_and_keeps_what_is_typed(site, open_tab):  # noqa: F811
    page = open_tab()
    page.clock.install()
    page.goto(f"{site}/skriv/")
    press(page, "Begynd")
    page.fill("#id_text", WORDS)
    stay = page.get_by_role("button", name="Bliv her")
    expect(stay).to_be_hidden()
    page.clock.fast_forward(59 * 60 * 1000 + 1000)
    expect(page.locator(".stay-soon")).to_have_text("Siden lukker om et minut.")
    page.route("**/skriv/", lambda route: route.abort())
    stay.click()
    expect(page.locator(".stay-soon")).to_have_text("Det lykkedes ikke. Prøv igen, eller send det, du skriver, nu.")
    page.unroute("**/skriv/")
    with page.expect_response("**/skriv/") as answered:
        stay.click()
    assert answered.value.status == 204
    expect(stay).to_be_hidden()
    assert page.input_value("#id_text") == WORDS


def test_the_last_words_of_the_door_can_tell_us_that_somebody_left(site, open_tab, elsewhere):  # noqa: F811
    """Where no page of ours is to be had, the way out is a plain link: its ``ping`` takes the cookie all the same."""
    from vaern.config.intake import EXIT_BEACON, LAST_HEADERS, LAST_WORDS

    page = open_tab(java_script_enabled=False)
    page.goto(f"{site}/skriv/")
    press(page, "Begynd")
    body = LAST_WORDS.format(away=elsewhere.address, beacon=EXIT_BEACON)
    page.route(f"{site}/broken/", lambda route: route.fulfill(status=503, headers=dict(LAST_HEADERS), body=body))
    page.goto(f"{site}/broken/")
    page.get_by_role("link", name="Væk fra siden").click()
    page.wait_for_url(elsewhere.address)
    page.wait_for_timeout(300)
    assert page.context.cookies() == []
    assert "Referer" not in elsewhere.told[0]


@pytest.mark.check("E3", "E5")
@SCRIPT
def test_after_the_exit_the_114_sheet_names_nobody_again_though_it_is_sent_again(site, open_tab, elsewhere, script):  # noqa: F811
    page = open_tab(java_script_enabled=script)
    page.goto(f"{site}/ark-114/")
    sent = remember_forms(page)
    press(page, "Begynd")
    page.fill("#id_who", NAMED)
    press(page, "Vis arket")
    expect(page.locator(".sheet")).to_contain_text(NAMED)
    press(page, "Ret arket")
    expect(page.locator("#id_who")).to_have_value(NAMED)
    forms = list(sent)
    assert NAMED in send_again(page, forms[1]), "before the exit the same form is answered: it is the exit that counts"

    leave(page, elsewhere)
    shown = [*every_page_behind(page, 3), *(send_again(page, form) for form in forms)]
    assert not [html for html in shown if NAMED in html]
    for form in forms[1:]:
        assert "Begynd forfra." in send_again(page, form)


HALF = "Halvt skrevet svar"
EVERYTHING = (
    "document.documentElement.textContent + [...document.querySelectorAll('input, textarea')]"
    ".map(field => field.value).join(' ')"
)


def open_a_message(page, address, words):
    come_back(page, address, words)
    press(page, "Vis det, du skrev")
    expect(page.locator("main")).to_contain_text(WORDS)
    page.fill("#id_text", HALF)


def type_a_code(page, address, words):
    page.goto(f"{address}/svar/")
    press(page, "Jeg har en kode")
    page.fill("#id_code", " ".join(words))


def write_half(page, address, words):
    page.goto(f"{address}/skriv/")
    press(page, "Begynd")
    page.fill("#id_text", HALF)


def fill_the_sheet(page, address, words):
    page.goto(f"{address}/ark-114/")
    press(page, "Begynd")
    page.fill("#id_who", NAMED)
    press(page, "Vis arket")


@pytest.mark.check("C15", "E16")
@pytest.mark.parametrize("slept", [False, True], ids=["awake", "asleep"])
def test_when_the_time_that_was_said_is_over_neither_message_nor_typed_text_is_on_the_page(site, open_tab, slept):  # noqa: F811
    words = write(open_tab(), site)
    for minutes, way_there in ((15, open_a_message), (60, write_half), (60, type_a_code), (60, fill_the_sheet)):
        page = open_tab()
        page.clock.install()
        way_there(page, site, words)
        page.evaluate(f"addEventListener('pagehide', () => sessionStorage.setItem('left', {EVERYTHING}))")
        if slept:  # its timers slept with it: what it knows when it wakes is the clock on the wall
            page.clock.set_system_time(page.evaluate("Date.now()") + minutes * 60_000 + 1)
            with suppress(Error):  # the page may be gone before it has answered
                page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        else:
            page.clock.fast_forward(minutes * 60_000 + 1)
        page.wait_for_url(f"{site}/lukket/")
        left = page.evaluate("sessionStorage.getItem('left')")
        secrets = (WORDS, HALF, NAMED, " ".join(words))
        assert not [each for each in secrets if each in left + page.content()], way_there


def test_without_a_script_the_page_closes_by_itself_too(site, open_tab, monkeypatch):  # noqa: F811
    monkeypatch.setattr(errand, "IDLE_SECONDS", 3)
    page = open_tab(java_script_enabled=False)
    page.goto(f"{site}/skriv/")
    press(page, "Begynd")
    assert "Det, du ikke har sendt, forsvinder så." in page.content()
    page.fill("#id_text", HALF)
    page.wait_for_url(f"{site}/lukket/")
    assert HALF not in page.content()


def test_an_answer_that_arrives_after_the_exit_in_another_tab_does_not_bring_the_errand_back(
    site,  # noqa: F811
    open_tab,
    elsewhere,
):
    page = open_tab()
    waiting, held = page.context.new_page(), []
    sent = remember_forms(page)
    page.goto(f"{site}/skriv/")
    press(page, "Begynd")
    page.fill("#id_text", WORDS)
    press(page, "Videre")
    waiting.goto(f"{site}/svar/")
    press(waiting, "Jeg har en kode")
    waiting.fill("#id_code", "vrøvl")
    waiting.route("**/svar/", lambda route: held.append((route, route.fetch())))  # answered, and on its way
    waiting.get_by_role("button", name="Åbn", exact=True).click(no_wait_after=True)
    while not held:
        page.wait_for_timeout(50)
    form = sent[1]
    leave(page, elsewhere)
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(waiting.locator("main")).to_contain_text("Koden virker ikke.")
    assert page.context.cookies() == []
    assert WORDS not in send_again(page, form)
