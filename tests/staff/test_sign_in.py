"""Signing in with a password and a code; and everything that does not get in."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.cast import MORNING
from tests.databases import tables_of
from tests.staff.coming_in import PASSWORD, code_of, is_inside, show_code, show_password
from vaern.audit.models import Event
from vaern.config.checks import demo_never_in_production
from vaern.staff import factors
from vaern.staff.models import FactorSecret, User

pytestmark = pytest.mark.django_db


def text(page):
    return page.content.decode()


def test_password_and_a_code_from_the_app_lead_in(asta, client):
    assert show_password(client, asta.user.email).headers["Location"] == reverse("sign-in-code")
    answer = show_code(client, code_of(asta.secret))
    assert answer.headers["Location"] == reverse("my-day")
    assert is_inside(client)
    event = Event.objects.get(act="signin.done")
    assert (event.by, event.code) == (asta.user.pk, "app")


def test_an_address_may_be_typed_with_other_letters(asta, client):
    assert show_password(client, f" {asta.user.email.upper()} ").status_code == 302


@pytest.mark.parametrize("page", ["my-day", "call-log", "inquiries", "devices", "directory"])
def test_a_password_alone_leads_to_no_page_of_the_workbench(asta, client, page):
    show_password(client, asta.user.email)
    answer = client.get(reverse(page))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("sign-in"))


def test_a_code_alone_leads_nowhere(asta, client):
    assert show_code(client, code_of(asta.secret)).headers["Location"] == reverse("sign-in")
    assert not is_inside(client)


def test_a_wrong_code_does_not_lead_in(asta, client):
    show_password(client, asta.user.email)
    wrong = f"{(int(code_of(asta.secret)) + 1) % 1_000_000:06}"
    assert show_code(client, wrong).status_code == 422
    assert not is_inside(client)


def test_a_code_counts_once(asta):
    code = code_of(asta.secret)
    for browser, status in ((Client(), 302), (Client(), 422)):
        show_password(browser, asta.user.email)
        assert show_code(browser, code).status_code == status


def test_a_code_is_good_for_half_a_minute_and_a_little(asta, client, clock):
    code = code_of(asta.secret)
    show_password(client, asta.user.email)
    clock.shift(timedelta(seconds=95))
    assert show_code(client, code).status_code == 422


def test_a_recovery_code_counts_once(asta):
    for browser, status in ((Client(), 302), (Client(), 422)):
        show_password(browser, asta.user.email)
        assert show_code(browser, asta.codes[3]).status_code == status
    assert factors.recovery_codes_left(asta.user) == 9
    assert show_code_of_another(asta).status_code == 302


def test_a_recovery_code_used_since_the_factor_was_read_counts_no_more(asta, monkeypatch):
    """Two requests in the same instant: django-allauth reads the row again, locked, before it looks at the code."""
    read_before = factors.factors_of(asta.user, factors.CODES)
    assert factors.check_code(asta.user, asta.codes[3].replace(" ", "")) == "recovery-code"
    monkeypatch.setattr(factors, "factors_of", lambda user, *kinds: read_before if factors.CODES in kinds else [])
    with pytest.raises(factors.NotProved):
        factors.check_code(asta.user, asta.codes[3].replace(" ", ""))


def show_code_of_another(asta):
    browser = Client()
    show_password(browser, asta.user.email)
    return show_code(browser, asta.codes[4].replace(" ", ""))


def test_five_minutes_after_the_password_it_is_asked_for_again(asta, client, clock):
    show_password(client, asta.user.email)
    clock.shift(timedelta(minutes=5, seconds=1))
    assert show_code(client, code_of(asta.secret)).headers["Location"] == reverse("sign-in")


def test_the_code_of_somebody_else_does_not_lead_in(asta, client, colleague_in_the_region, clock):
    from tests.staff.coming_in import with_access

    other = with_access(colleague_in_the_region)
    clock.shift(timedelta(minutes=1))
    show_password(client, asta.user.email)
    assert show_code(client, code_of(other.secret)).status_code == 422


class TestStrangers:
    """Somebody who does not know learns nothing: not who is here, not who has an app."""

    def shown(self, page):
        return page.status_code, page.headers["Content-Type"], masked(text(page))

    def test_a_wrong_password_and_an_unknown_address_look_the_same(self, asta):
        known = show_password(Client(), asta.user.email, "forkert")
        unknown = show_password(Client(), "nobody@vaern.invalid", "forkert")
        assert self.shown(known) == (
            unknown.status_code,
            unknown.headers["Content-Type"],
            masked(text(unknown)).replace("nobody@vaern.invalid", asta.user.email),
        )

    def test_and_take_the_same_work(self, asta, monkeypatch):
        hashed = []
        from django.contrib.auth.hashers import ScryptPasswordHasher

        real = ScryptPasswordHasher.encode
        monkeypatch.setattr(
            ScryptPasswordHasher, "encode", lambda *args, **more: hashed.append(1) or real(*args, **more)
        )
        invited = User.objects.create(email="not.yet@vaern.invalid", first_name="Ny", is_active=False, password="!x")
        found = []
        for email in (asta.user.email, "nobody@vaern.invalid", invited.email):
            hashed.clear()
            show_password(Client(), email, "forkert")
            found.append(len(hashed))
        assert found == [1, 1, 1]

    def test_and_are_slowed_alike(self, asta):
        for email in (asta.user.email, "nobody@vaern.invalid"):
            browser = Client()
            answers = [show_password(browser, email, "forkert").status_code for _ in range(7)]
            assert answers == [422, 422, 422, 422, 422, 429, 429]

    def test_the_trail_knows_the_account_and_never_what_was_typed(self, asta):
        show_password(Client(), asta.user.email, "forkert-abc")
        show_password(Client(), "nobody@vaern.invalid", "forkert-abc")
        told = Event.objects.filter(act="signin.failed")  # both at one moment: the clock stands still
        assert Counter((event.by, event.about, event.code, event.refused) for event in told) == {
            (None, asta.user.pk, "password", True): 1,
            (None, None, "password", True): 1,
        }

    def test_an_account_that_was_closed_is_unknown(self, asta, client):
        User.objects.filter(pk=asta.user.pk).update(is_active=False)
        assert show_password(client, asta.user.email).status_code == 422


def masked(page):
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


class TestSession:
    def test_the_session_before_signing_in_is_not_the_one_after(self, asta, client):
        show_password(client, asta.user.email)
        before = client.session.session_key
        show_code(client, code_of(asta.secret))
        assert client.session.session_key != before
        stolen = Client()
        stolen.cookies["s"] = before
        assert not is_inside(stolen)

    def test_what_a_stranger_put_in_the_session_does_not_come_along(self, asta, client):
        session = client.session
        session["planted"] = "x"
        session.save()
        client.cookies["s"] = session.session_key
        show_password(client, asta.user.email)
        show_code(client, code_of(asta.secret))
        assert "planted" not in client.session

    @pytest.mark.parametrize("name", ["sign-in", "sign-in-code", "sign-in-passkey", "sign-in-passkey-question"])
    def test_a_form_from_elsewhere_is_refused(self, asta, name):
        browser = Client(enforce_csrf_checks=True)
        assert browser.post(reverse(name), {"email": asta.user.email, "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize(
    "address", ["https://evil.invalid/", "//evil.invalid/desk/", "javascript:alert(1)", "/\\evil.invalid", "http:///x"]
)
def test_nobody_is_sent_to_another_site(asta, client, address):
    client.post(reverse("sign-in"), {"email": asta.user.email, "password": PASSWORD, "next": address})
    assert show_code(client, code_of(asta.secret)).headers["Location"] == reverse("my-day")


def test_who_was_on_the_way_somewhere_gets_there(asta, client):
    where = reverse("inquiries")
    client.post(reverse("sign-in"), {"email": asta.user.email, "password": PASSWORD, "next": where})
    assert show_code(client, code_of(asta.secret)).headers["Location"] == where


def test_a_made_up_answer_of_a_passkey_does_not_lead_in(asta, client):
    for answer in ("", "{}", "[]", "null", '{"response": null}', '{"response": {"userHandle": "AAAA"}}', "x" * 30_000):
        client.post(reverse("sign-in-passkey-question"))
        assert client.post(reverse("sign-in-passkey"), {"answer": answer}).status_code == 422
    assert not is_inside(client)


def test_no_invented_person_is_picked_where_the_demo_is_off(asta, client):
    assert client.post(reverse("sign-in"), {"person": str(asta.user.pk)}).status_code == 404


def test_no_page_of_the_library_is_routed(client):
    for address in ("accounts/login/", "accounts/signup/", "accounts/password/reset/", "konto/signup/", "konto/2fa/"):
        assert client.get(f"/{address}").status_code == 404


class TestSecrets:
    """The secret of an app, and what recovery codes are made from, stand in no column."""

    def everything(self):
        with connection.cursor() as cursor:
            for table in tables_of(connection):
                cursor.execute(f"SELECT * FROM {table}")
                for row in cursor.fetchall():
                    for value in row:
                        yield bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()

    def test_they_are_sealed(self, asta):
        [app], [codes] = (factors.factors_of(asta.user, kind) for kind in (factors.APP, factors.CODES))
        seed = factors.Factors().decrypt(codes.data["seed"])
        assert factors.Factors().decrypt(app.data["secret"]) == asta.secret
        planted = [asta.secret.encode(), seed.encode(), *(code.replace(" ", "").encode() for code in asta.codes)]
        stored = list(self.everything())
        assert len(stored) > 50
        assert not [secret for secret in planted for value in stored if secret in value]

    def test_nor_while_somebody_is_setting_an_app_up(self, asta, client):
        show_password(client, asta.user.email)
        show_code(client, code_of(asta.secret))
        page = text(client.get(reverse("own-app")))
        secret = page.split('<code class="secret">')[1].split("<")[0].replace(" ", "").encode()
        assert not [value for value in self.everything() if secret in value]

    def test_the_key_goes_with_the_app(self, asta, django_capture_on_commit_callbacks):
        from vaern.vault.models import Key, Tombstone

        keys = set(FactorSecret.objects.values_list("key_id", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            factors.remove_all_factors(user=asta.user, by=asta.user.pk, at=MORNING)
        assert not FactorSecret.objects.exists()
        assert not Key.objects.filter(pk__in=keys).exists()
        assert set(Tombstone.objects.values_list("key_id", flat=True)) == keys


class TestInProduction:
    """With VAERN_PRODUCTION this is the way in, and there is no other."""

    def test_the_demo_is_refused(self, settings):
        settings.DEMO, settings.PRODUCTION = True, True
        assert [found.id for found in demo_never_in_production(None)] == ["vaern.E001"]

    def test_somebody_comes_in_over_an_encrypted_line(self, asta, client, settings):
        settings.PRODUCTION = settings.SESSION_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
        sent = {"email": asta.user.email, "password": PASSWORD}
        assert client.get(reverse("sign-in")).status_code == 301
        client.post(reverse("sign-in"), sent, secure=True)
        client.post(reverse("sign-in-code"), {"code": code_of(asta.secret)}, secure=True)
        assert client.get(reverse("my-day"), secure=True).status_code == 200
        assert client.cookies["s"]["secure"]
        assert client.cookies["s"]["httponly"]
        assert client.cookies["s"]["samesite"] == "Strict"
