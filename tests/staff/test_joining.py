"""Coming by invitation, coming back with the help of two, and leaving; each refusal one fact from what is allowed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import MIDTJYLLAND, MORNING, file_a_call, person, signed_in
from tests.staff.coming_in import PASSWORD, code_of, come_in, handed, is_inside, show_code, show_password
from vaern.audit.models import Event
from vaern.staff.models import OneTimeLink, Recovery, SignedIn, User
from vaern.staff.roles import CONSULTANT, GUEST

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("directory", "clock")]

NEW = {"first_name": "Gry", "email": "Gry@vaern.invalid", "role": "consultant", "regions": [MIDTJYLLAND]}
TODAY = MORNING.date()


@pytest.fixture
def admin(administrator):
    return signed_in(administrator)


@pytest.fixture
def invited(admin):
    """Gry's link and code, as the administrator saw them."""
    return handed(admin.post(reverse("user-invite"), NEW))


def gry():
    return User.objects.get(email="gry@vaern.invalid")


def acts(**about):
    return list(Event.objects.filter(**about).order_by("at", "pk").values_list("act", flat=True))


# Coming


def test_somebody_invited_comes_in_with_password_app_and_codes(invited, clock, client):
    page, secret = come_in(client, *invited)
    assert page.content.decode().count("<li><code>") == 10
    assert is_inside(client)
    assert [role.code for role in gry().roles_on(TODAY)] == ["consultant"]
    assert gry().regions_on(TODAY) == [MIDTJYLLAND]
    clock.shift(timedelta(minutes=1))
    again = Client()
    show_password(again, "gry@vaern.invalid")
    assert show_code(again, code_of(secret)).status_code == 302
    assert is_inside(again)


def test_guests_stand_apart_and_however_many_came_the_list_costs_the_same(
    admin, invited, django_assert_max_num_queries
):
    admin.get(reverse("users"))
    with CaptureQueriesContext(connection) as before:
        admin.get(reverse("users"))
    for number in range(52):
        person(f"Gert {number:02}", GUEST)
    person("Else", GUEST, CONSULTANT)
    with django_assert_max_num_queries(len(before) + 4):
        page = admin.get(reverse("users"))
    assert {"Else", "Gry"} <= {each.first_name for each in page.context["people"]}
    assert [each.first_name for each in page.context["guests"]] == [f"Gert {number:02}" for number in range(50)]
    assert 'Gæster i en sag <span class="count">52</span>' in page.content.decode()
    second = admin.get(reverse("users") + "?side=2").content.decode()
    assert ("Gert 51" in second, "Gert 49" in second, "Side 2 af 2" in second) == (True, False, True)


def test_all_of_it_is_on_record_with_ids_and_codes(invited, administrator, client):
    come_in(client, *invited)
    about = gry().pk
    told = acts(about=about)
    for act in (
        "user.invited",
        "role.given",
        "duty.given",
        "user.link_made",
        "factor.added",
        "password.set",
        "user.joined",
    ):
        assert act in told
    assert Event.objects.get(act="user.invited").by == administrator.pk
    assert Event.objects.get(act="user.joined").by == about
    assert not [event for event in Event.objects.all() if "gry" in event.code.lower()]


def test_before_that_they_can_do_nothing_and_nobody_is_sent_to_them(invited, client):
    assert not gry().is_active
    assert show_password(client, "gry@vaern.invalid").status_code == 422
    assert gry() not in User.objects.with_role(CONSULTANT, TODAY)


def test_the_link_counts_once(invited, client):
    come_in(client, *invited)
    other = Client()
    assert other.post(invited[0], {"code": invited[1]}).status_code == 422
    assert other.get(reverse("link-password")).status_code == 410


def test_two_who_hold_the_same_link_do_not_both_come_in(invited, client):
    other = Client()
    other.post(invited[0], {"code": invited[1]})
    come_in(client, *invited)
    assert other.get(reverse("link-password")).status_code == 410
    assert come_in_anyway(other).status_code == 410


def come_in_anyway(browser):
    return browser.post(reverse("link-factor"), {"offer": "x", "code": "000000"})


@pytest.mark.parametrize("hours,status", [(71, 302), (73, 422)])
def test_the_link_lapses_after_three_days(invited, clock, client, hours, status):
    clock.shift(timedelta(hours=hours))
    assert client.post(invited[0], {"code": invited[1]}).status_code == status


def test_a_wrong_code_opens_nothing_and_a_made_up_link_looks_the_same(invited, client):
    wrong = client.post(invited[0], {"code": "AAAA-BBBB-CCCC-DDDD"})
    nowhere = client.post(reverse("link", args=["00000000-0000-4000-8000-000000000000"]), {"code": "AAAA"})
    assert wrong.status_code == nowhere.status_code == 422
    assert "Koden passer ikke" in wrong.content.decode()
    assert "Koden passer ikke" in nowhere.content.decode()
    assert client.get(reverse("link-password")).status_code == 410


def test_the_code_may_be_typed_as_it_was_heard(invited, client):
    assert client.post(invited[0], {"code": invited[1].lower().replace("-", " ")}).status_code == 302


def test_the_code_is_kept_nowhere(invited):
    kept = OneTimeLink.objects.get()
    assert invited[1].replace("-", "") not in str(vars(kept))


def test_a_factor_is_not_left_out(invited, client):
    client.post(invited[0], {"code": invited[1]})
    client.post(reverse("link-password"), {"password": PASSWORD, "again": PASSWORD})
    assert not is_inside(client)
    answer = client.post(reverse("link-factor"), {"offer": "made up", "code": "000000"})
    assert answer.status_code == 422
    assert not gry().is_active
    assert OneTimeLink.objects.get().used_at is None


def test_nor_is_the_password(invited, client):
    client.post(invited[0], {"code": invited[1]})
    assert client.get(reverse("link-factor")).headers["Location"] == reverse("link-password")


@pytest.mark.parametrize("password,again", [("kort", "kort"), ("password1234", "password1234"), (PASSWORD, "andet")])
def test_a_weak_or_misspelt_password_is_not_taken(invited, client, password, again):
    client.post(invited[0], {"code": invited[1]})
    assert client.post(reverse("link-password"), {"password": password, "again": again}).status_code == 422


def test_a_new_invitation_kills_the_older_link(invited, admin, client):
    newer = handed(admin.post(reverse("user-link", args=[gry().pk])))
    assert client.post(invited[0], {"code": invited[1]}).status_code == 422
    assert client.post(newer[0], {"code": newer[1]}).status_code == 302


def test_who_has_come_in_is_not_invited_again(invited, admin, client):
    come_in(client, *invited)
    assert admin.post(reverse("user-link", args=[gry().pk])).status_code == 409


def test_nobody_is_invited_twice(invited, admin):
    assert admin.post(reverse("user-invite"), NEW | {"email": "gry@VAERN.invalid"}).status_code == 422
    assert User.objects.filter(email__icontains="gry").count() == 1


@pytest.mark.parametrize("change", [{"first_name": ""}, {"email": "gry"}, {"role": "minister"}, {"regions": ["9"]}])
def test_an_invitation_needs_every_fact(admin, change):
    assert admin.post(reverse("user-invite"), NEW | change).status_code == 422
    assert not OneTimeLink.objects.exists()


def test_only_a_consultant_is_on_duty(admin):
    admin.post(reverse("user-invite"), NEW | {"role": "team-lead"})
    assert gry().regions_on(TODAY) == []


class TestFirstAdministrator:
    def invite(self, email="emil@vaern.invalid"):
        said = StringIO()
        call_command("invite_first_administrator", "Emil", email, stdout=said)
        lines = said.getvalue().splitlines()
        return lines[0].split()[1], lines[1].split()[1]

    def test_comes_in_by_the_printed_link(self, client):
        come_in(client, *self.invite())
        assert client.get(reverse("users")).status_code == 200
        assert Event.objects.get(act="user.invited").by is None

    def test_may_get_another_link_until_one_is_used(self, client):
        first, second = self.invite(), self.invite()
        assert client.post(first[0], {"code": first[1]}).status_code == 422
        come_in(client, *second)
        with pytest.raises(CommandError, match="already"):
            self.invite("another@vaern.invalid")

    def test_has_an_address(self):
        with pytest.raises(CommandError):
            self.invite("emil")


# Coming back


class TestRecovery:
    @pytest.fixture
    def lead(self, team_lead):
        return signed_in(team_lead)

    def ask(self, browser, user):
        return browser.post(reverse("user-recover", args=[user.pk]))

    def confirm(self, browser, user):
        return browser.post(reverse("user-recover-confirm", args=[user.pk]))

    def test_one_asks_another_confirms_and_the_person_comes_back(self, asta, lead, admin, client, clock):
        old = Client()
        show_password(old, asta.user.email)
        show_code(old, code_of(asta.secret))
        assert self.ask(lead, asta.user).status_code == 302
        link = handed(self.confirm(admin, asta.user))
        new_password = "helt andre ord denne gang"
        come_in(client, *link, password=new_password)
        assert is_inside(client)
        assert not is_inside(old)
        clock.shift(timedelta(minutes=1))
        browser = Client()
        assert show_password(browser, asta.user.email, PASSWORD).status_code == 422
        assert show_password(browser, asta.user.email, new_password).status_code == 302
        assert show_code(browser, code_of(asta.secret)).status_code == 422
        assert show_code(browser, asta.codes[0]).status_code == 422

    def test_each_step_is_on_record_with_who_did_it(self, asta, lead, admin, team_lead, administrator, client):
        self.ask(lead, asta.user)
        come_in(client, *handed(self.confirm(admin, asta.user)))
        told = Event.objects.filter(about=asta.user.pk, act__startswith="user.reco").order_by("at", "pk")
        assert {(event.act, event.by) for event in told} == {
            ("user.recovery_asked", team_lead.pk),
            ("user.recovery_confirmed", administrator.pk),
            ("user.recovered", asta.user.pk),
        }

    def test_the_one_who_asked_cannot_confirm(self, asta, lead):
        self.ask(lead, asta.user)
        assert self.confirm(lead, asta.user).status_code == 409
        assert not OneTimeLink.objects.exists()

    def test_nobody_confirms_what_nobody_asked(self, asta, admin):
        assert self.confirm(admin, asta.user).status_code == 409
        assert not OneTimeLink.objects.exists()

    def test_nobody_asks_for_themselves(self, lead, team_lead):
        assert self.ask(lead, team_lead).status_code == 409
        assert not Recovery.objects.exists()

    def test_nobody_confirms_for_themselves(self, admin, lead, team_lead):
        self.ask(admin, team_lead)
        assert self.confirm(lead, team_lead).status_code == 409
        assert not OneTimeLink.objects.exists()

    def test_a_consultant_neither_asks_nor_confirms(self, asta, lead, colleague_in_the_region):
        browser = signed_in(colleague_in_the_region)
        assert self.ask(browser, asta.user).status_code == 404
        self.ask(lead, asta.user)
        assert self.confirm(browser, asta.user).status_code == 404

    @pytest.mark.parametrize("hours,status", [(23, 200), (25, 409)])
    def test_a_question_waits_a_day(self, asta, team_lead, administrator, clock, hours, status):
        self.ask(signed_in(team_lead), asta.user)
        clock.shift(timedelta(hours=hours))
        assert self.confirm(signed_in(administrator), asta.user).status_code == status

    def test_somebody_who_left_is_not_let_back_in(self, asta, lead, admin):
        admin.post(reverse("user-end", args=[asta.user.pk]))
        assert self.ask(lead, asta.user).status_code == 409

    def test_asking_alone_changes_nothing_for_the_person(self, asta, lead, client):
        self.ask(lead, asta.user)
        show_password(client, asta.user.email)
        assert show_code(client, code_of(asta.secret)).status_code == 302

    def test_the_database_wants_two_others_as_well(self, asta, team_lead):
        for asked, confirmed in ((asta.user, None), (team_lead, team_lead), (team_lead, asta.user)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Recovery.objects.create(
                    user=asta.user,
                    asked_by=asked,
                    asked_at=MORNING,
                    confirmed_by=confirmed,
                    confirmed_at=MORNING if confirmed else None,
                )


# Leaving


class TestLeaving:
    def test_ends_sessions_roles_duties_and_every_way_in(self, asta, admin, client):
        show_password(client, asta.user.email)
        show_code(client, code_of(asta.secret))
        assert admin.post(reverse("user-end", args=[asta.user.pk])).status_code == 302
        assert not is_inside(client)
        left = User.objects.get(pk=asta.user.pk)
        assert not left.is_active
        assert left.regions_on(TODAY) == []
        assert not SignedIn.objects.filter(user=left, ended_at=None).exists()
        assert show_password(Client(), left.email).status_code == 422
        for act in ("session.ended", "factor.removed", "role.ended", "duty.ended", "user.left"):
            assert act in acts(about=left.pk)

    def test_kills_an_invitation_that_waits(self, invited, admin, client):
        admin.post(reverse("user-end", args=[gry().pk]))
        assert client.post(invited[0], {"code": invited[1]}).status_code == 422

    def test_nobody_closes_their_own_access(self, admin, administrator):
        assert admin.post(reverse("user-end", args=[administrator.pk])).status_code == 409
        assert User.objects.get(pk=administrator.pk).is_active

    def test_nobody_leaves_twice(self, asta, admin):
        admin.post(reverse("user-end", args=[asta.user.pk]))
        assert admin.post(reverse("user-end", args=[asta.user.pk])).status_code == 409

    def test_can_be_done_where_the_machine_is_kept_before_anybody_signs_in(self, asta, client):
        with pytest.raises(CommandError, match="mistyped"):
            call_command("end_access", f"x{asta.user.email}")
        assert User.objects.get(pk=asta.user.pk).is_active
        call_command("end_access", f" {asta.user.email.upper()}", stdout=StringIO())
        assert show_password(client, asta.user.email).status_code == 422
        assert list(Event.objects.filter(act="user.left").values_list("by", "about")) == [(None, asta.user.pk)]
        with pytest.raises(CommandError, match="was ended before"):
            call_command("end_access", asta.user.email)

    def test_a_team_lead_sees_how_much_is_left_and_nothing_of_it(self, asta, admin, team_lead):
        inquiry = file_a_call(asta.user)
        lead = signed_in(team_lead)
        assert "stoppet" not in lead.get(reverse("team")).content.decode()
        admin.post(reverse("user-end", args=[asta.user.pk]))
        shown = lead.get(reverse("team")).content.decode()
        assert "<b>Asta</b> 1 åben henvendelse" in shown
        assert inquiry.cover_name not in shown

    def test_the_administrator_sees_nothing_of_anybodys_work(self, asta, admin):
        inquiry = file_a_call(asta.user)
        for address in (
            reverse("users"),
            reverse("user", args=[asta.user.pk]),
            reverse("user-end", args=[asta.user.pk]),
        ):
            shown = admin.get(address).content.decode()
            assert inquiry.reference not in shown
            assert inquiry.cover_name not in shown
