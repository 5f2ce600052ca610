"""Whoever watches the machine learns whether the site works, and nothing else; asking often costs nothing."""

import threading
from types import SimpleNamespace
from unittest.mock import Mock, call

import pytest
from django.conf import settings
from django.urls import reverse

from vaern.config import health, health_open, pulse
from vaern.directory.models import Region
from vaern.mailbox.models import Thread
from vaern.vault.broker import broker
from vaern.vault.models import Key, Tombstone

pytestmark = pytest.mark.django_db

EMPTY = b""


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(health, "pulse", pulse.Pulse(health.house_answers))


def ask(client):
    answer = client.get("/sundhed/")
    return answer.status_code, answer.content


def test_a_site_that_works_says_200_and_nothing_else(client):
    assert ask(client) == (200, EMPTY)


@pytest.mark.parametrize("model", [Tombstone, Key], ids=["the data", "the keys"])
def test_without_one_of_the_databases_it_says_503_and_nothing_else(client, monkeypatch, model):
    def gone():
        raise OSError("Amina Holm")

    monkeypatch.setattr(model.objects, "exists", gone)
    assert ask(client) == (503, EMPTY)


def test_without_the_broker_it_says_503_and_nothing_else(client, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "BROKER_FOLDER", tmp_path)
    assert ask(client) == (503, EMPTY)


def test_asking_a_thousand_times_looks_once_and_again_a_moment_later(monkeypatch):
    hands, answers = [100.0], iter([False, True])
    monkeypatch.setattr(pulse, "time", SimpleNamespace(monotonic=lambda: hands[0]))
    pulse_at_hand = pulse.Pulse(lambda: next(answers))
    assert not any(pulse_at_hand.beats() for _ in range(1000))
    hands[0] += pulse.SECONDS
    assert all(pulse_at_hand.beats() for _ in range(1000))


def test_while_somebody_looks_the_others_are_given_the_answer_from_before_and_no_longer_than_a_moment(monkeypatch):
    hands, hangs, began, ends = [100.0], [], threading.Event(), threading.Event()
    monkeypatch.setattr(pulse, "time", SimpleNamespace(monotonic=lambda: hands[0]))

    def look():
        began.set()
        return not hangs or ends.wait(10)

    pulse_at_hand = pulse.Pulse(look)
    assert pulse_at_hand.beats()
    hangs.append("the broker")
    began.clear()
    hands[0] += pulse.SECONDS
    looking = threading.Thread(target=pulse_at_hand.beats)
    looking.start()
    try:
        assert began.wait(5)
        assert all(pulse_at_hand.beats() for _ in range(1000)), "nobody waits for the one who looks"
        hands[0] += pulse.LONG
        assert not pulse_at_hand.beats(), "what hangs is not well"
    finally:
        ends.set()
        looking.join()
    assert pulse_at_hand.beats()


def test_a_look_that_fails_is_an_answer_and_does_not_keep_the_next_from_looking(monkeypatch):
    answers = iter([ZeroDivisionError(), True])

    def look():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    hands = [100.0]
    monkeypatch.setattr(pulse, "time", SimpleNamespace(monotonic=lambda: hands[0]))
    pulse_at_hand = pulse.Pulse(look)
    with pytest.raises(ZeroDivisionError):
        pulse_at_hand.beats()
    assert not pulse_at_hand.beats()
    hands[0] += pulse.SECONDS
    assert pulse_at_hand.beats()


def test_it_sets_no_cookie_and_asks_the_broker_for_nothing_but_a_fingerprint(client, monkeypatch):
    watched = Mock(wraps=broker())
    monkeypatch.setattr(health, "broker", lambda: watched)
    answer = client.get(reverse("health"))
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    assert watched.method_calls == [call.fingerprint(b"health")]


class TestTheOpenSiteApart:
    def test_it_is_well_when_both_roles_answer_and_it_can_seal(self):
        assert health_open.open_site_answers()

    @pytest.mark.parametrize("model", [Region, Thread], ids=["the role that adds", "the role that reads"])
    def test_without_one_of_its_roles_it_is_not(self, monkeypatch, model):
        def gone(*_):
            raise OSError("Amina Holm")

        monkeypatch.setattr(type(model.objects.none()), "exists", gone)
        assert not health_open.open_site_answers()

    def test_without_a_public_key_it_is_not(self, settings, tmp_path):
        settings.PUBLIC_KEY_FOLDER = tmp_path
        assert not health_open.open_site_answers()
