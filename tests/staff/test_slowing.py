"""Guessing is slowed, in all processes together; whoever knows, from elsewhere, is not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.cast import MORNING, person
from tests.staff.coming_in import PASSWORD, code_of, show_code, show_password, with_access
from tests.trouble.children import children
from vaern.staff.models import Guessing
from vaern.staff.roles import CONSULTANT
from vaern.staff.slowing import ADDRESS, Wait, address_of, count_try, counter, forget_old_guesses, wait_after, was_right
from vaern.staff.slowing import PASSWORD as PASSWORD_KIND

pytestmark = pytest.mark.django_db


def guess(asta, times, **more):
    return [show_password(Client(), asta.user.email, "forkert", **more).status_code for _ in range(times)]


def test_five_wrong_passwords_are_free_and_then_one_waits(asta):
    assert guess(asta, 7) == [422] * 5 + [429] * 2


def test_while_one_waits_even_the_right_password_is_not_looked_at(asta, client, clock):
    guess(asta, 6)
    assert show_password(client, asta.user.email).status_code == 429
    clock.shift(timedelta(seconds=3))
    assert show_password(client, asta.user.email).status_code == 302


def test_a_stranger_elsewhere_slows_only_themselves(asta, client):
    assert guess(asta, 9, REMOTE_ADDR="203.0.113.9")[-1] == 429
    assert show_password(client, asta.user.email, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_one_address_that_tries_everybody_is_slowed_too(clock):
    tries = [show_password(Client(), f"nobody{n}@vaern.invalid", "forkert").status_code for n in range(62)]
    assert tries == [422] * 60 + [429] * 2


def test_the_wait_doubles_and_has_an_end():
    waits = [wait_after(PASSWORD_KIND, tries).total_seconds() for tries in range(1, 16)]
    assert waits == [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_who_knew_begins_anew(asta):
    guess(asta, 4)
    show_password(Client(), asta.user.email)
    assert guess(asta, 5) == [422] * 5


def test_wrong_codes_are_slowed_wherever_they_come_from(asta):
    """Only who has the password gets to try a code: these are no strangers' tries."""
    answers = []
    for number in range(7):
        browser = Client(REMOTE_ADDR=f"203.0.113.{number}")
        show_password(browser, asta.user.email)
        answers.append(show_code(browser, "000000").status_code)
    assert answers == [422] * 5 + [429] * 2


def test_a_right_code_clears_the_wrong_ones(asta, clock):
    for code in ("000000", "111111", code_of(asta.secret)):
        browser = Client()
        show_password(browser, asta.user.email)
        answer = show_code(browser, code)
    assert answer.status_code == 302
    assert not Guessing.objects.filter(digest=counter(PASSWORD_KIND, asta.user.email, "127.0.0.1").digest).exists()


def test_a_day_without_guessing_is_forgotten(asta, clock):
    guess(asta, 5)
    assert forget_old_guesses(at=MORNING + timedelta(hours=23)) == 0
    clock.shift(timedelta(hours=25))
    assert guess(asta, 5) == [422] * 5
    clock.shift(timedelta(hours=25))
    assert forget_old_guesses(at=MORNING + timedelta(hours=60)) == 2


def test_no_address_and_no_account_is_kept_in_clear(asta):
    guess(asta, 2, REMOTE_ADDR="203.0.113.9")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM staff_guessing")
        stored = str(cursor.fetchall())
    assert "203.0.113" not in stored
    assert "vaern.invalid" not in stored


@pytest.mark.parametrize(
    "header,sent,found",
    [
        ("", {}, "192.0.2.4"),
        ("", {"HTTP_X_REAL_IP": "203.0.113.9"}, "192.0.2.4"),
        ("X-Real-IP", {"HTTP_X_REAL_IP": "203.0.113.9"}, "203.0.113.9"),
        ("X-Real-IP", {"HTTP_X_REAL_IP": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::"),
        ("X-Real-IP", {"HTTP_X_REAL_IP": "::ffff:203.0.113.9"}, "203.0.113.9"),
        ("X-Real-IP", {"HTTP_X_REAL_IP": "nonsense"}, "unknown"),
        ("X-Real-IP", {}, "unknown"),
    ],
)
def test_the_address_is_read_where_the_installation_says(settings, header, sent, found):
    settings.ADDRESS_HEADER = header
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="192.0.2.4", **sent)) == found


def test_a_wrong_own_password_is_slowed_as_at_the_door(asta, client):
    show_password(client, asta.user.email)
    show_code(client, code_of(asta.secret))
    shown = [client.post(reverse("own-codes"), {"own_password": "forkert"}).content.decode() for _ in range(6)]
    assert "Adgangskoden passer ikke" in shown[4]
    assert "Vent 2 sekunder" in shown[5]


@pytest.mark.django_db(transaction=True)
def test_processes_share_one_count():
    """Twelve processes try at once; only the free tries are judged by any of them."""
    at = MORNING
    shared = [counter(PASSWORD_KIND, "asta@vaern.invalid", "203.0.113.9"), counter(ADDRESS, "203.0.113.9")]
    with children() as processes:
        ended = processes.run_all([("try_a_password", (at.isoformat(),)) for _ in range(12)])
    assert [each.error for each in ended if each.error] == []
    assert sorted(said for each in ended for said in each.confirmed) == ["judged"] * 5 + ["waits"] * 7
    with pytest.raises(Wait):
        count_try(shared, at=at)
    was_right(shared)
    count_try(shared, at=at)


@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_code_let_one_in(time_machine):
    time_machine.move_to(MORNING, tick=False)
    access = with_access(person("Asta", CONSULTANT))
    time_machine.shift(timedelta(minutes=1))
    code = code_of(access.secret)
    with children() as processes:
        moment = (MORNING + timedelta(minutes=1)).isoformat()
        ended = processes.run_all([("show_a_code", (str(access.user.pk), code, moment)) for _ in range(4)])
    assert [each.error for each in ended if each.error] == []
    assert sorted(said for each in ended for said in each.confirmed) == ["app"] + ["not proved"] * 3
    assert PASSWORD
