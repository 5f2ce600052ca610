"""Look at pages of the workbench in every state: what a program can check of them, at the desk and on a phone.

A state is visited once, in a window of a desk. Then the window is made small, for the rules and the widths that depend
on it: what a page says is the same.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import DESK, PHONE, sign_in

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
ON_A_PHONE = {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable", "link-name"]}}
TALL = {"height": 4000}  # so that axe takes nothing for covered by the bar


def look(page):
    """Do nothing on a page but look at it."""


@dataclass(frozen=True)
class State:
    """A page as somebody sees it, after something was done on it."""

    said: str
    who: str
    address: str
    do: Callable = look


def press(page, button):
    """Press what leads to another page, and wait for that."""
    with page.expect_event("load"):  # not a navigation: the autosave changes the address too
        page.locator(button).first.click()


def send(page):
    """Send the page's own form, whatever is in it."""
    with page.expect_event("load"):  # not a navigation: the autosave changes the address too
        page.locator("main form[method=post]").last.locator(".button[type=submit]:not(.use-proposals)").first.click()


def sent(**values):
    def do(page):
        for name, value in values.items():
            field = page.locator(f"[name={name}]")
            radio = field.first.get_attribute("type") == "radio"
            page.check(f"[name={name}][value='{value}']", force=True) if radio else field.fill(value)
        send(page)

    return do


@dataclass
class Sight:
    """What was seen of one state."""

    said: str
    title: str
    address: str
    who: str  # in the header; nobody on a plain page
    offers_a_call: bool
    broken: list  # rules of WCAG
    too_wide: list
    complaints: list  # of the console


def visit(states: Iterable[State], stage, site, open_tab) -> list[Sight]:
    """Visit states one after the other and say what was seen. ``stage`` has the people the states name.

    Each person has one tab: a new one for every page would cost more than the page. A form that is seen with its errors
    is not looked at empty too: all that the empty one shows is there, and the errors.
    """
    states = list(states)
    with_errors = {(state.who, state.address) for state in states if state.do is send}
    tabs, complaints, found = {}, [], []
    for state in states:
        if state.do is look and (state.who, state.address) in with_errors:
            continue
        if state.who not in tabs:
            tabs[state.who] = open_tab(viewport=DESK)
            if hasattr(stage, state.who):
                sign_in(tabs[state.who], site, getattr(stage, state.who))
            note_complaints(tabs[state.who], complaints)
        complaints.clear()
        found.append(sight_of(state, tabs[state.who], site, complaints))
    return found


def note_complaints(page, complaints):
    page.on("console", lambda message: is_wrong(message) and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))


def sight_of(state, page, site, complaints):
    page.set_viewport_size(DESK)
    page.goto(site + state.address)
    state.do(page)
    who = page.locator(".desk-user")
    narrow = too_wide(page)
    page.set_viewport_size(DESK | TALL)
    broken = broken_rules(page, WCAG)
    page.set_viewport_size(PHONE | TALL)
    broken += broken_rules(page, ON_A_PHONE)
    return Sight(
        said=state.said,
        title=page.title(),
        address=page.url,
        who=who.inner_text() if who.count() else "",
        offers_a_call=page.locator("a[data-key=n]").count() == 1,
        broken=broken,
        too_wide=narrow,
        complaints=list(complaints),
    )


def broken_rules(page, options=WCAG):
    """Return the rules a page breaks, each with where. Axe is put into the page once, and only tells what is wrong."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "options => axe.run(options).then(told => told.violations.map(one => [one.id, one.nodes[0].html]))",
        options | {"resultTypes": ["violations"]},
    )
    return [(rule, html[:200]) for rule, html in found]


def is_wrong(message):
    """Tell whether the console says more than the status of an answer we meant to give."""
    return message.type == "error" and not re.search(r"status of (4\d\d|503)|ERR_INTERNET", message.text)


CHANGES = [
    (320, ""),
    (320, "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"),
    (683, "html { font-size: 125% !important }"),  # twice: the public design system makes 62.5 % of it
]


def too_wide(page):
    """Return where the page would have to be scrolled sideways: narrow, with wide-set text, with text twice as big."""
    found, height = [], page.viewport_size["height"]
    for width, change in CHANGES:
        page.set_viewport_size({"width": width, "height": height})
        reach = page.evaluate(
            "style => { const sheet = new CSSStyleSheet(); sheet.replaceSync(style);"
            " document.adoptedStyleSheets = [sheet]; return document.documentElement.scrollWidth }",
            change,
        )
        if reach > width + 1:  # a pixel is the rounding of wide-set text, not something to scroll to
            found.append((width, change[:30], reach))
    page.evaluate("document.adoptedStyleSheets = []")
    return found


def look_of(locator):
    return locator.evaluate(
        "one => { const look = getComputedStyle(one);"
        " return [look.backgroundColor, look.color, look.borderTopColor, look.fontWeight] }"
    )
