"""Whoever watches the machine learns whether the site works, and nothing else; asking often costs nothing."""

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
