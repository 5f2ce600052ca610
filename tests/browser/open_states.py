"""Every page of the open site in every state, one after another, as a visitor comes to it in one tab.

Each function leads a page through states and says after each what it shows. Buttons are found by what they send, so
that the same ways lead through every language.
"""

import re

from playwright.sync_api import expect

from tests.public.pages import every_page
from vaern.ui.briefing import MOST

PAGES = [*every_page(), "/er/her/ikke"]
WORDS = "Jeg skal med ud at rejse, og jeg er bange for ikke at komme hjem."
KEPT = """Promise.all([
    localStorage.length, sessionStorage.length, indexedDB.databases().then(all => all.length),
    caches.keys().then(all => all.length), navigator.serviceWorker.getRegistrations().then(all => all.length),
])"""
NOTHING = [0, 0, 0, 0, 0]


def send(page, button):
    """Press a button that sends a form, and wait for what comes."""
    with page.expect_event("load"):
        page.click(button)


def act(page, value):
    send(page, f"main button[name=act][value={value}]")


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
    ask_the_finder(page)
    yield "answer"
    yield from citizen_states(page, site)
    yield from sheet_states(page, site)


def ask_the_finder(page):
    page.fill("#id_municipality", "København")
    page.check("input[name=concern][value=stay]")
    page.check("input[name=soon][value=unknown]")
    send(page, "main button[type=submit]")
    expect(page.locator("h1")).to_have_text("Ring til en af dem")


def guide_states(page, site):
    """Go the whole way from the first question to the sheet."""
    page.goto(f"{site}/forbered/")
    send(page, "main button")
    yield "first question"
    page.check("input[name=safe][value=no]")
    page.check("input[name=soon][value=yes]")
    page.fill("[name=what]", "Ring 22 33 44 55 til Amina.")
    act(page, "next")
    yield "a number and a name"
    page.fill("[name=what]", "En elev er bange for at blive sendt væk.")
    act(page, "next")
    yield "the trip"
    for step in ("background", "assessment", "request"):
        act(page, "next")
        yield step
    act(page, "next")
    expect(page.locator(".sheet")).to_be_visible()
    yield "the sheet"


def citizen_states(page, site):
    """Write a message, come back with its code, read it and close the mailbox."""
    yield from writing_states(page, site)
    words = page.locator("ol.code li").all_text_contents()
    act(page, "send")
    yield "it is sent"
    page.goto(f"{site}/svar/")
    send(page, "main form .button")
    yield "the way back"
    page.fill("#id_code", "vrøvl")
    act(page, "open")
    expect(page.locator(".error-summary")).to_be_visible()
    yield "a wrong code"
    page.fill("#id_code", " ".join(words))
    act(page, "open")
    yield "the mailbox"
    send(page, "main button[value^='show:']")
    expect(page.locator("ul.messages")).to_contain_text(WORDS)
    yield "what was written"
    act(page, "write")
    expect(page.locator(".error-summary")).to_be_visible()
    yield "the mailbox, with errors"
    for asked in ("remove-all", "close"):
        act(page, asked)
        yield f"the mailbox: {asked}?"
    act(page, "close-now")
    yield "it is closed"


def writing_states(page, site):
    """Write a message up to its code."""
    page.goto(f"{site}/skriv/")
    send(page, "main form .button")
    act(page, "contact")
    expect(page.locator(".error-summary")).to_be_visible()
    yield "the message, with errors"
    page.fill("#id_text", f"{WORDS} 010190-1234")
    page.check("#id_trip")
    act(page, "contact")
    page.check("input[name=answer_by][value=call]")
    expect(page.locator("#id_number")).to_be_visible()
    yield "how to answer, by phone"
    act(page, "check")
    expect(page.locator(".error-summary")).to_be_visible()
    yield "how to answer, with errors"
    page.check("input[name=answer_by][value=return]")
    act(page, "check")
    expect(page.locator("dl.sent")).to_contain_text(WORDS)
    yield "is it right"
    act(page, "code")
    yield "the code"


def sheet_states(page, site):
    """Fill in the sheet for 114."""
    page.goto(f"{site}/ark-114/")
    send(page, "main form .button")
    page.fill("#id_who", "x" * (MOST + 1))
    act(page, "sheet")
    expect(page.locator(".error-summary")).to_be_visible()
    yield "the lines, with errors"
    page.fill("#id_who", "Amina" + "h" * (MOST - 5))
    act(page, "sheet")
    expect(page.locator(".sheet")).to_be_visible()
    yield "the sheet for 114"
    act(page, "edit")
    yield "the lines"


def pages_of_paper(page):
    """Return on how many pages of A4 the browser prints this one."""
    page.emulate_media(media="print")
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))
