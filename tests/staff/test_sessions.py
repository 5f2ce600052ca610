"""Sessions are short, listed, and ended by their owner; what was being written is kept."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.cast import MORNING, signed_in
from tests.staff.coming_in import PASSWORD, code_of, is_inside, show_code, show_password, with_access
from vaern.audit.models import Event
from vaern.staff import factors
from vaern.staff.models import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
TEXT = "En tekst, der er lang nok til at blive vist på siden, så man kan se, at den stadig er her."


def browser_of(asta, clock, agent=WINDOWS):
    browser = Client(headers={"User-Agent": agent, "Sec-Fetch-Site": "same-origin"})
    clock.shift(timedelta(seconds=30))
    show_password(browser, asta.user.email)
    show_code(browser, code_of(asta.secret))
    return browser


@pytest.mark.parametrize("minutes,inside", [(59, True), (60, False)])
def test_an_hour_without_use_ends_a_session(asta, clock, minutes, inside):
    browser = browser_of(asta, clock)
    clock.shift(timedelta(minutes=minutes))
    assert is_inside(browser) is inside


@pytest.mark.parametrize("hours,inside", [(11, True), (12, False)])
def test_so_do_twelve_hours_however_busy(asta, clock, hours, inside):
    browser = browser_of(asta, clock)
    for _ in range(hours * 2):
        clock.shift(timedelta(minutes=30))
        browser.get(reverse("my-day"))
    assert is_inside(browser) is inside


def test_both_limits_are_settings(asta, clock, settings):
    settings.SESSION_IDLE_MINUTES = 5
    browser = browser_of(asta, clock)
    clock.shift(timedelta(minutes=6))
    assert not is_inside(browser)
    assert Event.objects.get(act="session.ended").code == "idle"


def test_the_list_shows_each_device_in_a_word_and_nothing_else_is_kept(asta, clock):
    browser = browser_of(asta, clock)
    browser_of(asta, clock, agent=IPHONE)
    shown = browser.get(reverse("devices")).content.decode()
    assert shown.count("<b>Computer</b>") == shown.count("<b>Telefon</b>") == 1
    stored = str([vars(row) for row in SignedIn.objects.all()])
    assert "Mozilla" not in stored
    assert "127.0.0.1" not in stored


@pytest.mark.parametrize(
    "agent,word",
    [
        (WINDOWS, "computer"),
        (IPHONE, "phone"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel) Chrome/140 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (Linux; Android 15; Tab) Chrome/140 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X)", "tablet"),
        ("", "unknown"),
    ],
)
def test_a_device_is_one_word(asta, clock, agent, word):
    browser_of(asta, clock, agent)
    assert SignedIn.objects.get().device == word


def test_a_session_ended_from_the_list_meets_the_door_and_keeps_its_words(asta, clock):
    lost, here = browser_of(asta, clock), browser_of(asta, clock)
    there = SignedIn.objects.order_by("began_at").first()
    assert here.post(reverse("device-end", args=[there.pk])).status_code == 302
    answer = lost.post(reverse("call", args=["00000000-0000-4000-8000-000000000000"]), {"note": TEXT, "revision": "0"})
    assert answer.status_code == 401
    assert TEXT in answer.content.decode()
    assert is_inside(here)
    assert Event.objects.get(act="session.ended").code == "revoked"


def test_a_stolen_cookie_is_worth_nothing_after_that(asta, clock):
    browser, stolen = browser_of(asta, clock), Client()
    stolen.cookies["s"] = browser.cookies["s"].value
    assert is_inside(stolen)
    browser.post(reverse("devices-end"))
    assert not is_inside(stolen)
    assert not is_inside(browser)


def test_signing_out_ends_the_session_on_the_server(asta, clock):
    browser, stolen = browser_of(asta, clock), Client()
    stolen.cookies["s"] = browser.cookies["s"].value
    browser.post(reverse("sign-out"))
    assert not is_inside(stolen)
    assert SignedIn.objects.get().ended_why == "signed-out"


def test_nobody_ends_the_session_of_somebody_else(asta, clock, colleague_in_the_region):
    browser = browser_of(asta, clock)
    other = signed_in(colleague_in_the_region)
    assert other.post(reverse("device-end", args=[SignedIn.objects.filter(user=asta.user).get().pk])).status_code == 404
    assert is_inside(browser)


def test_a_new_password_ends_the_other_sessions_and_the_old_password(asta, clock):
    lost, here = browser_of(asta, clock), browser_of(asta, clock)
    new = "helt andre ord denne gang"
    sent = {"own_password": PASSWORD, "password": new, "again": new}
    assert here.post(reverse("own-password"), sent).status_code == 302
    assert is_inside(here)
    assert not is_inside(lost)
    assert show_password(Client(), asta.user.email).status_code == 422


class TestOwnFactors:
    @pytest.fixture
    def inside(self, asta, clock):
        browser = browser_of(asta, clock)
        clock.shift(timedelta(minutes=1))
        return browser

    def app(self, asta):
        [app] = factors.factors_of(asta.user, factors.APP)
        return app

    def offer(self, browser):
        shown = browser.get(reverse("own-app")).content.decode()
        secret = shown.split('<code class="secret">')[1].split("<")[0].replace(" ", "")
        return shown.split('name="offer" value="')[1].split('"')[0], secret

    def test_a_new_app_takes_the_place_of_the_older(self, inside, asta, clock):
        offer, secret = self.offer(inside)
        sent = {"offer": offer, "code": code_of(secret), "own_password": PASSWORD}
        assert inside.post(reverse("own-app"), sent).status_code == 302
        clock.shift(timedelta(minutes=1))
        browser = Client()
        show_password(browser, asta.user.email)
        assert show_code(browser, code_of(asta.secret)).status_code == 422
        assert show_code(browser, code_of(secret)).status_code == 302

    @pytest.mark.parametrize("change", [{"own_password": "forkert"}, {"code": "000000"}, {"offer": "made up"}])
    def test_but_not_without_every_proof(self, inside, asta, change):
        offer, secret = self.offer(inside)
        before = self.app(asta).pk
        sent = {"offer": offer, "code": code_of(secret), "own_password": PASSWORD} | change
        assert inside.post(reverse("own-app"), sent).status_code == 422
        assert self.app(asta).pk == before

    def test_an_offer_to_somebody_else_is_not_taken(self, inside, asta, colleague_in_the_region):
        offer = factors.offer_app(colleague_in_the_region)
        secret = factors.offered_secret(colleague_in_the_region, offer)
        sent = {"offer": offer, "code": code_of(secret), "own_password": PASSWORD}
        assert inside.post(reverse("own-app"), sent).status_code == 422

    def test_the_only_factor_stays(self, inside, asta):
        address = reverse("own-factor-remove", args=[self.app(asta).pk])
        assert "Det er din eneste" in inside.get(address).content.decode()
        assert inside.post(address, {"own_password": PASSWORD}).status_code == 422
        assert self.app(asta)

    def test_the_factor_of_somebody_else_is_not_found(self, inside, colleague_in_the_region):
        other = with_access(colleague_in_the_region)
        address = reverse("own-factor-remove", args=[self.app(other).pk])
        assert inside.get(address).status_code == 404
        assert inside.post(address, {"own_password": PASSWORD}).status_code == 404

    def test_new_recovery_codes_end_the_older(self, inside, asta):
        shown = inside.post(reverse("own-codes"), {"own_password": PASSWORD}).content.decode()
        assert shown.count("<li><code>") == 10
        browser = Client()
        show_password(browser, asta.user.email)
        assert show_code(browser, asta.codes[0]).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_upkeep_ends_what_lapsed_and_forgets_what_is_a_month_old(asta, clock):
    browser_of(asta, clock)
    show_password(Client(), asta.user.email, "forkert")
    clock.move_to(MORNING + timedelta(hours=3), tick=False)
    call_command("upkeep", stdout=StringIO())
    assert SignedIn.objects.get().ended_why == "idle"
    clock.move_to(MORNING + timedelta(days=32), tick=False)
    call_command("upkeep", "--clock-is-right", stdout=StringIO())
    assert not SignedIn.objects.exists()
