"""The screening in a real browser: five minutes by keyboard alone, two people at once, and no word lost on the way."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, sign_in
from tests.cast import file_a_call
from tests.risk.filled import GATE, begun
from vaern.law.screening import Standing
from vaern.risk.access import drafts_of, judgements_of, newest_signed
from vaern.risk.actions.writing import begin

SAVED = re.compile(r"^Gemt \d{1,2}\.\d\d\.\d\d$")
IN_FIVE_DAYS = localdate() + timedelta(days=5)


@pytest.fixture
def about(transactional_db, directory, consultant_on_the_inquiry):
    """An inquiry of today."""
    return file_a_call(consultant_on_the_inquiry, at=now(), happened_at=now())


@pytest.fixture
def site(about, live_server):
    return live_server.url


@pytest.fixture
def tab(site, open_tab, consultant_on_the_inquiry):
    page = open_tab(viewport=DESK)
    sign_in(page, site, consultant_on_the_inquiry)
    return page


@pytest.fixture
def form(tab, site, about, consultant_on_the_inquiry):
    """The tab with an empty screening open."""
    draft = begin(inquiry=about, by=consultant_on_the_inquiry, at=now())
    tab.goto(f"{site}/desk/henvendelser/{about.pk}/screening/{draft.pk}/")
    return tab


def saved(page):
    expect(page.locator("#saved")).to_have_text(SAVED)


def standing(about):
    return judgements_of([about.pk], at=now())[about.pk].standing


class Keys:
    """The keyboard, counting presses; a text counts as the fingers would."""

    def __init__(self, page):
        self.page, self.presses, self.way = page, 0, []

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1
            self.way.append(self.page.evaluate("document.activeElement.name || document.activeElement.id"))

    def write(self, text):
        self.page.keyboard.type(text)
        self.presses += len(text)


def test_a_whole_screening_is_made_and_signed_without_a_mouse(tab, site, about):
    tab.goto(f"{site}/desk/henvendelser/{about.pk}/")
    tab.get_by_role("button", name="Begynd screening").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/screening/**")
    expect(tab.locator("[name=safe]")).to_be_focused()
    keys = Keys(tab)
    keys.write("Ja, hos en veninde")
    keys.way.clear()
    keys.press("Enter")
    keys.press(*"2212222222")  # the ten acute questions: the third is yes, and opens a card
    assert keys.way == [*GATE, "kind.honour"], "each answer leads to the next question, in the order of the page"
    keys.press("2", "Enter", "Enter")  # social control; no sub-kind
    keys.press("2", "Enter", *"142")  # honour unclear, why is left; no trip, no consent asked under 18, no message
    expect(tab.locator(".group > summary").first).to_be_focused()
    keys.press("Alt+u", "1", "Alt+v")
    keys.way.clear()
    keys.press(*"3221")  # high, within 24 hours, partly known, somebody must act
    assert keys.way == ["soon", "knowledge", "act", ""]
    keys.press("Enter")  # past what the words mean: that opens it, and shuts it again
    keys.press("Enter", "Tab")
    expect(tab.locator("[name='act.who']")).to_be_focused()
    keys.write("Politiet")
    for words in ("Der er truet med vold", "Hun er i sikkerhed nu", "At hun skal hjem"):
        keys.press("Tab")
        keys.write(words)
    keys.press("Tab", "Enter")  # nothing to say of thin knowledge
    expect(tab.locator("[name=valid_until]")).to_be_focused()
    keys.write(IN_FIVE_DAYS.strftime("%d%m%Y"))
    saved(tab)
    keys.press("Alt+k", "Tab", "Enter")  # the card: done
    expect(tab.locator("[data-card=R2]")).to_contain_text("Gjort, eller allerede sat i gang")
    saved(tab)
    tab.keyboard.press("Alt+s")
    expect(tab.locator(".signed-line")).to_contain_text("Højt")
    assert standing(about) is Standing.HIGH
    texts = len("Ja, hos en venindePolitietDer er truet med voldHun er i sikkerhed nuAt hun skal hjem") + 8
    assert keys.presses - texts <= 45, keys.presses


def test_the_tab_key_goes_down_the_page_as_the_eye_does(form):
    """Every stop, with all groups shut: none is above the one before it, until the column of cards begins."""
    form.locator("[name=safe]").focus()
    places = []
    for _ in range(150):
        form.keyboard.press("Tab")
        place = form.evaluate(
            "() => { const one = document.activeElement, box = one.getBoundingClientRect();"
            " return [one.closest('.call-main') ? 'main' : one.closest('.call-side') ? 'cards'"
            " : one.closest('.call-bar') ? 'bar' : 'else', Math.round(box.top + scrollY)] }"
        )
        places.append(tuple(place))
        if place[0] == "bar":
            break
    order = list(dict.fromkeys(part for part, _ in places))
    assert order == ["main", "cards", "bar"]
    for part in ("main", "cards"):
        tops = [top for where, top in places if where == part]
        assert all(after >= before - 40 for before, after in pairwise(tops)), tops


def test_a_digit_in_a_line_of_signs_leads_to_the_next_line(form):
    form.keyboard.press("Alt+t")
    form.keyboard.press("Enter")
    form.keyboard.press("Tab")
    for digit in "132":
        form.keyboard.press(digit)
    for name, value in (("direct-threat", "present"), ("veiled-threat", "absent"), ("hit", "possible")):
        expect(form.locator(f"[name='line.{name}'][value={value}]")).to_be_checked()
    expect(form.locator("[name='line.tried-before']").first).to_be_focused()


def test_a_card_appears_beside_the_answer_and_goes_when_the_answer_does(form):
    form.keyboard.press("Alt+a")
    form.keyboard.press("1")
    card = form.locator("[data-card=R1]")
    expect(card).to_contain_text("Ring 112 nu")
    expect(form.locator("#waiting")).to_have_text("1 kort venter")
    expect(form.locator("[name='gate.A2']").first).to_be_focused()
    form.locator("[name='gate.A1'][value=no]").check(force=True)
    expect(card).to_have_count(0)
    expect(form.locator("#no-cards")).to_be_visible()


def test_words_typed_in_a_card_stay_while_other_answers_are_saved(form):
    form.locator("[name='gate.A1'][value=yes]").check(force=True)
    card = form.locator("[data-card=R1]")
    card.get_by_text("Læg væk", exact=True).first.click()
    card.locator("input[type=text]").fill("Politiet er der")
    form.locator("[name='gate.A3'][value=yes]").check(force=True)
    expect(form.locator("[data-card=R2]")).to_be_visible()
    expect(card.locator("input[type=text]")).to_have_value("Politiet er der")


def test_a_card_put_away_without_a_reason_says_so_there_and_leaves_the_page_alone(form):
    form.locator("[name='gate.A1'][value=yes]").check(force=True)
    form.locator("[name=safe]").fill("Nej")
    card = form.locator("[data-card=R1]")
    card.get_by_text("Læg væk", exact=True).first.click()
    card.locator("button[value='R1:dismissed']").click()
    expect(card.locator(".form-error-message").first).to_be_visible()
    expect(card.locator("input[type=radio]").first).to_be_focused()
    assert form.locator("[name=safe]").input_value() == "Nej"


def test_what_nobody_asked_about_is_put_where_it_is_written_down(form):
    form.locator(".gaps summary").click()
    form.get_by_role("button", name="Kun billet den ene vej").click()
    expect(form.locator("[name='unknown.0.what']")).to_be_focused()
    expect(form.locator("[name='unknown.0.what']")).to_have_value("Kun billet den ene vej")


def test_a_lost_network_is_said_and_costs_no_answer(form, about):
    form.locator("[name='gate.A1'][value=no]").check(force=True)
    saved(form)
    form.context.set_offline(True)
    form.locator("[name='gate.A1'][value=yes]").check(force=True)
    form.locator("[name='words.up']").fill("Skrevet uden net")
    expect(form.locator("#trouble")).to_contain_text("Ingen forbindelse")
    expect(form.locator("#saved")).to_have_text("Ikke gemt endnu")
    form.keyboard.press("Alt+s")
    form.wait_for_timeout(300)
    assert form.locator("[name='words.up']").input_value() == "Skrevet uden net"
    form.context.set_offline(False)
    saved(form)
    expect(form.locator("[data-card=R1]")).to_be_visible()
    assert drafts_of(about)[0].content["words.up"] == "Skrevet uden net"


def test_two_people_on_one_screening_keep_both_texts_and_are_told(form, site, about, open_tab, colleague_in_the_region):
    other = open_tab(viewport=DESK)
    sign_in(other, site, colleague_in_the_region)
    other.goto(form.url)
    form.locator("[name=safe]").fill("Astas svar")
    saved(form)
    other.locator("[name=safe]").fill("Bos svar")
    expect(other.locator("#trouble")).to_contain_text("Der er skrevet i screeningen et andet sted")
    saved(other)
    form.locator("[name='words.up']").fill("Og mere fra Asta")
    saved(form)
    expect(form.locator("#trouble")).to_be_hidden()
    assert {each.content["safe"] for each in drafts_of(about)} == {"Astas svar", "Bos svar"}
    other.goto(f"{site}/desk/henvendelser/{about.pk}/")
    expect(other.locator("section:has(#screening) li")).to_have_count(2)


def test_without_a_script_cards_are_shown_after_a_save_and_it_can_be_signed(
    site, about, open_tab, consultant_on_the_inquiry
):
    draft = begun(about, consultant_on_the_inquiry, at=now(), valid_until=IN_FIVE_DAYS.isoformat())
    plain = open_tab(viewport=PHONE, java_script_enabled=False)
    sign_in(plain, site, consultant_on_the_inquiry)
    plain.goto(f"{site}/desk/henvendelser/{about.pk}/screening/{draft.pk}/")
    plain.locator("[name='gate.A10'][value=yes]").check(force=True)
    with plain.expect_navigation():
        plain.get_by_role("button", name="Gem kladde").click()
    card = plain.locator("[data-card=R11]")
    with plain.expect_navigation():  # the page that comes says the same words
        card.get_by_role("button", name="Sæt som handling").click()
    expect(plain.locator("[data-card=R11]")).to_contain_text("Sæt som handling")
    plain.get_by_role("button", name="Skriv under").click()
    expect(plain.locator(".signed-line")).to_contain_text("Lavt")
    assert newest_signed(about).content["gate.A10"] == "yes"
