"""A screening's pages in every state they can be in, for the sweep over the workbench: (said, who, address, do)."""

from datetime import timedelta

from django.utils.timezone import now

from tests.browser.stage import file_a_call
from tests.cast import text
from tests.risk.filled import begun, filled, signed
from vaern.law.clocks import local_day
from vaern.risk.actions.signing import void
from vaern.risk.actions.writing import begin, save

ALARM = {"gate.A3": "yes", "gate.A9": "unknown", "level": "high", "soon": "day"}
TELLING = "Mor hedder Fatima.\nRing 20 12 34 56 😀"


def until(at, days):
    return (local_day(at) + timedelta(days=days)).isoformat()


def screening_states(stage):
    """Yield them, on inquiries of their own."""
    at, asta, bo = now(), stage.asta, stage.bo
    day = timedelta(days=1)

    def an_inquiry(when=at):
        return file_a_call(asta, at=when)

    def page(one, screening=None, name=""):
        return f"/desk/henvendelser/{one.pk}/screening/{f'{screening.pk}/' if screening else ''}{name}"

    def press(selector):
        def do(tab):
            with tab.expect_event("load"):
                tab.locator(selector).first.click()

        return do

    def open_all(tab):
        tab.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")

    def sign_what_tells(tab):
        for name in ("safe", "words.up"):
            tab.fill(f'[name="{name}"]', TELLING.replace("\n", " "))
        press('[value="underskriv"]')(tab)

    def put_a_card_away_without_a_word(tab):
        tab.locator('[data-card="R2"] summary').last.click()
        tab.locator('[data-card="R2"] button[value="R2:dismissed"]').click()
        tab.locator('[data-card="R2"] .form-error-message').first.wait_for()

    def write_elsewhere(tab):
        save(inquiry=cards, screening_id=shared.pk, base=shared.revision, content=filled(), by=bo, at=now())
        tab.fill('[name="safe"]', "Herfra")
        tab.locator("#trouble:not([hidden])").wait_for()

    fresh = an_inquiry()
    empty = begin(inquiry=fresh, by=asta, at=at)
    yield "screening, empty", "asta", page(fresh, empty), lambda tab: None
    yield "screening, every group open", "asta", page(fresh, empty), open_all
    yield "screening, nothing answered and signed", "asta", page(fresh, empty), press('[value="underskriv"]')
    yield "screening to put away", "asta", page(fresh, empty, "slet/"), lambda tab: None
    yield "no judgements", "asta", page(fresh), lambda tab: None
    yield "own words to read", "asta", page(fresh, empty, "laes/"), lambda tab: None

    cards = an_inquiry()
    open_cards = begun(cards, asta, at=at, **ALARM, valid_until=until(at, 5))
    yield "screening, cards open", "asta", page(cards, open_cards), lambda tab: None
    yield "screening, a card put away wrongly", "asta", page(cards, open_cards), put_a_card_away_without_a_word
    yield "screening, texts stopped", "asta", page(cards, open_cards), sign_what_tells
    yield "a colleague's words to read", "bo", page(cards, open_cards, "laes/"), lambda tab: None
    yield "a reader to ask", "asta", page(cards, name="spoerg/"), lambda tab: None
    yield "no reader chosen", "asta", page(cards, name="spoerg/"), press("main .button[type=submit]")
    shared = begun(cards, asta, at=at, valid_until=until(at, 5))
    yield "screening, written in two places", "asta", page(cards, shared), write_elsewhere

    alarmed = an_inquiry()
    first = signed(alarmed, asta, at=at - 2 * day, **ALARM, valid_until=until(at, 3))
    lowered = begun(alarmed, asta, at=at, valid_until=until(at, 5))
    closing = f"/desk/henvendelser/{alarmed.pk}/afslut/"
    yield "signed", "asta", page(alarmed, first), lambda tab: None
    yield "lowered without a reader", "asta", page(alarmed, lowered), press('[value="underskriv"]')
    yield "to take out of use", "asta", page(alarmed, first, "annuller/"), lambda tab: None
    yield "to take out of use, not said why", "asta", page(alarmed, first, "annuller/"), press("main .button-primary")
    yield "to read before closing", "bo", page(alarmed, name="luk/"), lambda tab: None
    yield "own inquiry to read before closing", "asta", page(alarmed, name="luk/"), lambda tab: None
    yield "closing soon after an alarm", "asta", closing, lambda tab: None
    yield "judgements", "asta", page(alarmed), lambda tab: None
    yield "inquiry with a level and a draft", "bo", f"/desk/henvendelser/{alarmed.pk}/", lambda tab: None

    old = an_inquiry(at - 40 * day)
    outdated = signed(old, asta, at=at - 40 * day, valid_until=until(at, -20))
    yield "outdated", "asta", page(old, outdated), lambda tab: None
    gone = an_inquiry()
    voided = signed(gone, asta, at=at - day, valid_until=until(at, 5))
    void(inquiry=gone, screening=voided, happened="moved-home", words=text("Hjemme igen"), by=asta, at=at)
    yield "taken out of use", "asta", page(gone, voided), lambda tab: None
    yield "levels on the list", "asta", "/desk/henvendelser/", lambda tab: None
