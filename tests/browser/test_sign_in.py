"""Signing in, in a real browser: a passkey made and used, an app set up, and pages everyone can use."""

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.sweep import broken_rules, is_wrong, press, too_wide
from tests.staff.coming_in import PASSWORD, code_of
from vaern.staff.factors import PASSKEY, factors_of
from vaern.staff.joining import invite_first_administrator
from vaern.staff.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    return live_server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to a number


@pytest.fixture
def link(transactional_db):
    """The way in of the first administrator."""
    return invite_first_administrator(first_name="Emil", email="emil@vaern.invalid", on=localdate(), at=now())


class Device:
    """A phone that can hold passkeys and asks for a finger, as Chromium plays one."""

    def __init__(self, page, *, is_verified=True):
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": is_verified,
            "automaticPresenceSimulation": True,
        }
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.id = made["authenticatorId"]

    def credentials(self):
        return self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]

    def refuse_the_finger(self):
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})


def begin(page, site, link):
    """Open the link and choose a password."""
    page.goto(f"{site}/konto/adgang/{link.link.pk}/")
    page.fill("[name=code]", link.code)
    page.click("text=Fortsæt")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("text=Fortsæt")


def come_in_with_a_passkey(page, site, link):
    begin(page, site, link)
    page.fill("[name=name]", "Arbejdstelefon")
    page.click("button:has-text('Lav adgangsnøgle')")
    expect(page.locator("main h1")).to_have_text("Gem dine genopretningskoder")


def test_a_passkey_is_made_and_is_the_whole_way_in(open_tab, site, link):
    page = open_tab(viewport=DESK)
    device = Device(page)
    come_in_with_a_passkey(page, site, link)
    page.click("text=Jeg har gemt dem")
    expect(page.locator(".desk-user")).to_have_text("Emil")
    page.click("text=Log ud")
    page.goto(f"{site}/desk/brugere/")
    page.click("button:has-text('Log ind med adgangsnøgle')")
    expect(page.locator("main h1")).to_contain_text("Brugere")
    [credential] = device.credentials()
    assert credential["rpId"] == "localhost"


def test_without_the_finger_nobody_gets_in_and_is_told_so(open_tab, site, link):
    page = open_tab(viewport=DESK)
    device = Device(page)
    come_in_with_a_passkey(page, site, link)
    page.click("text=Jeg har gemt dem")
    page.click("text=Log ud")
    device.refuse_the_finger()
    page.click("button:has-text('Log ind med adgangsnøgle')")
    expect(page.locator("[data-passkey-trouble]")).to_be_visible()
    expect(page.locator("main h1")).to_have_text("Log ind")


def test_a_passkey_that_was_removed_here_opens_nothing(open_tab, site, link):
    page = open_tab(viewport=DESK)
    Device(page)
    come_in_with_a_passkey(page, site, link)
    page.click("text=Jeg har gemt dem")
    page.click("text=Log ud")
    for factor in factors_of(User.objects.get(), PASSKEY):
        factor.delete()
    page.click("button:has-text('Log ind med adgangsnøgle')")
    expect(page.locator(".error-summary, .alert").first).to_contain_text("Adgangsnøglen blev ikke genkendt")


def test_a_second_passkey_is_added_from_inside_with_the_password(open_tab, site, link):
    page = open_tab(viewport=DESK)
    begin(page, site, link)
    page.click("summary")
    page.fill("form:not([data-passkey]) [name=code]", code_of(page.inner_text(".secret").replace(" ", "")))
    page.click("text=Brug appen")
    page.click("text=Jeg har gemt dem")
    Device(page)
    page.goto(f"{site}/konto/enheder/passkey/")
    page.fill("[name=name]", "Bærbar")
    page.fill("[name=own_password]", "forkert")
    page.click("button:has-text('Lav adgangsnøgle')")
    expect(page.locator(".error-summary")).to_contain_text("Adgangskoden passer ikke")
    page.fill("[name=own_password]", PASSWORD)
    page.click("button:has-text('Lav adgangsnøgle')")
    expect(page.locator("main h1")).to_have_text("Mine enheder")
    expect(page.locator("main")).to_contain_text("Bærbar")


def test_the_door_works_without_javascript(open_tab, site, link):
    page = open_tab(viewport=PHONE, java_script_enabled=False)
    begin(page, site, link)
    expect(page.locator("button:has-text('Lav adgangsnøgle')")).to_be_hidden()
    page.click("summary")
    page.fill("form:not([data-passkey]) [name=code]", code_of(page.inner_text(".secret").replace(" ", "")))
    page.click("text=Brug appen")
    page.click("text=Jeg har gemt dem")
    expect(page.locator(".desk-user")).to_have_text("Emil")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_everyone_can_use_every_page_of_the_door(open_tab, site, link, viewport):
    page, complaints, found = open_tab(viewport=viewport), [], []
    page.on("console", lambda message: is_wrong(message) and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def look(said):
        found.append((said, too_wide(page)))
        page.set_viewport_size(viewport)
        found.append((said, broken_rules(page)))

    page.goto(f"{site}/konto/ind/")
    look("signing in")
    page.fill("[name=email]", "emil@vaern.invalid")
    page.fill("[name=password]", "forkert")
    press(page, "text=Fortsæt")
    look("wrong password")
    page.goto(f"{site}/konto/adgang/kodeord/")
    look("no link")
    page.goto(f"{site}/konto/adgang/{link.link.pk}/")
    look("a link")
    press(page, "text=Fortsæt")
    look("a link, code left out")
    page.fill("[name=code]", link.code)
    press(page, "text=Fortsæt")
    look("password")
    press(page, "text=Fortsæt")
    look("password left out")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    press(page, "text=Fortsæt")
    page.click("summary")
    look("factor")
    page.fill("form:not([data-passkey]) [name=code]", "000000")
    press(page, "text=Brug appen")
    page.click("summary")
    look("factor, wrong code")
    page.fill("form:not([data-passkey]) [name=code]", code_of(page.inner_text(".secret").replace(" ", "")))
    press(page, "text=Brug appen")
    look("recovery codes")
    page.goto(f"{site}/konto/enheder/")
    look("devices")
    press(page, "a:has-text('Fjern')")
    look("the last factor")
    press(page, "text=Log ud")
    page.fill("[name=email]", "emil@vaern.invalid")
    page.fill("[name=password]", PASSWORD)
    press(page, "text=Fortsæt")
    look("code")
    press(page, "button:has-text('Log ind')")
    look("code left out")
    assert [(said, wrong) for said, wrong in found if wrong] == []
    assert complaints == []
