"""The broker as a process of its own: who may ask it, how much, what it writes down, and what happens when it dies."""

import json
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connections

from setup.places import ROOT
from tests.cast import CONSULTANT, person
from tests.databases import every_row, owner_of
from tests.trouble.children import environment
from tests.vault.canaries import canaries_in, plant
from vaern.config.checks import a_broker_apart_is_apart
from vaern.vault.broker import FileBroker, broker
from vaern.vault.ledger import Ledger
from vaern.vault.models import Key
from vaern.vault.remote import RemoteBroker
from vaern.vault.sealing import BrokerClosed, KeyGone, TooManyOpened
from vaern.vault.terms import Purpose

pytestmark = pytest.mark.django_db(transaction=True)

SOMEBODY, SOMEBODY_ELSE = UUID(int=1), UUID(int=2)
NOBODYS = 54_321  # the number of an account that no test runs as


class Kept:
    """A broker in a process of its own, and everything around it."""

    def __init__(self, folder, brokers):
        self.brokers, self.place = brokers, folder / "s"
        self.folder, self.log = folder / "broker", folder / "log"
        self.files = FileBroker(self.folder)
        self.files.found()
        self.site = RemoteBroker(self.place)
        self.process = None

    def start(self, **how):
        self.process = self.brokers.start(self.folder, self.place, self.log, **how)

    def kill(self):
        if self.process:
            self.brokers.kill(self.process)
            self.process = None

    def lines(self):
        return Ledger(self.log).lines()


@pytest.fixture
def kept(brokers, tmp_path):
    kept = Kept(tmp_path, brokers)
    yield kept
    kept.kill()


@pytest.fixture
def running(kept):
    kept.start()
    return kept


def opened(site, key, *, purpose=Purpose.CASEWORK, by=SOMEBODY):
    return site.open(key.id, purpose=purpose, by=by)


def ask_raw(place, body, *, length=None):
    """Send bytes as they are; return what came back before the line was closed."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(5)
        line.connect(str(place))
        line.sendall(struct.pack(">I", len(body) if length is None else length) + body)
        line.shutdown(socket.SHUT_WR)
        return line.recv(4096)


class TestWhoMayAsk:
    def test_only_the_user_of_the_broker_can_reach_the_socket(self, running):
        assert stat.S_IMODE(running.place.stat().st_mode) == 0o600

    def test_a_process_of_another_account_is_not_answered_and_that_is_written_down(self, kept):
        kept.start(users=(NOBODYS,))
        with pytest.raises(BrokerClosed):
            kept.site.new()
        assert [(line["outcome"], line["user"]) for line in kept.lines()] == [("stranger", os.getuid())]
        assert not Key.objects.exists()

    def test_the_site_of_this_account_is(self, kept):
        kept.start(users=(NOBODYS, os.getuid()))
        assert kept.site.new()

    @pytest.mark.parametrize(
        "body",
        [b"", b"{", b"[]", b'"open"', b'{"call": "list"}', b'{"call": "rewrap"}', b'{"call": "open", "key": "x"}'],
    )
    def test_what_is_no_question_gets_no_answer_and_the_next_one_does(self, running, body):
        assert ask_raw(running.place, body) == b""
        assert running.site.new()

    def test_a_list_of_ids_is_no_id(self, running):
        keys = [running.site.new().id.hex for _ in range(2)]
        question = {"call": "open", "key": keys, "purpose": "casework", "by": SOMEBODY.hex}
        assert ask_raw(running.place, json.dumps(question).encode()) == b""

    def test_a_question_without_end_is_not_waited_for(self, running):
        assert ask_raw(running.place, b"", length=2**32 - 1) == b""
        assert ask_raw(running.place, b"{", length=100) == b""
        assert running.site.new()


class TestLimits:
    def test_one_person_opens_so_many_different_keys_a_minute_and_another_person_goes_on(self, running):
        keys = [running.site.new() for _ in range(21)]
        for key in keys[:20]:
            opened(running.site, key)
        with pytest.raises(TooManyOpened) as refusal:
            opened(running.site, keys[20])
        assert (refusal.value.by, refusal.value.key_id, refusal.value.limit) == (SOMEBODY, keys[20].id, "minute")
        assert opened(running.site, keys[20], by=SOMEBODY_ELSE)
        assert running.lines()[-2]["outcome"] == "limit"

    def test_beyond_the_limit_the_call_at_hand_goes_on_and_a_new_one_can_be_written(self, running):
        keys = [running.site.new() for _ in range(21)]
        for key in keys[:20]:
            opened(running.site, key)
        assert opened(running.site, keys[0]), "open already: it does not count again"
        assert running.site.new(), "whoever rings in can be written down"
        assert opened(running.site, keys[20], purpose=Purpose.CALL), "counted apart"
        assert opened(running.site, keys[20], purpose=Purpose.BREAK_GLASS)
        with pytest.raises(TooManyOpened):
            opened(running.site, keys[20])


class TestWhatIsWrittenDown:
    def test_each_call_stands_with_ids_purpose_and_outcome(self, running):
        key = running.site.new()
        opened(running.site, key)
        running.site.destroy(key.id)
        with pytest.raises(KeyGone):
            opened(running.site, key)
        assert [(line["call"], line["outcome"]) for line in running.lines()] == [
            ("new", "done"),
            ("open", "done"),
            ("destroy", "done"),
            ("open", "gone"),
        ]
        assert {line["key"] for line in running.lines()} == {key.id.hex}
        line = running.lines()[1]
        assert (line["purpose"], line["by"], line["user"]) == ("casework", SOMEBODY.hex, os.getuid())

    def test_no_key_stands_in_it_in_any_form(self, running):
        keys = [running.site.new() for _ in range(3)]
        for key in keys:
            opened(running.site, key)
        running.site.fingerprint(b"message")
        written = b"".join(path.read_bytes() for path in running.log.iterdir())
        secrets = [key.secret for key in keys] + [path.read_bytes() for path in running.folder.iterdir()]
        assert len(written) > 500
        for secret in secrets:
            assert secret not in written
            assert secret[:12].hex().encode() not in written

    def test_only_the_broker_can_read_it_and_lines_are_only_added(self, running):
        running.site.new()
        (path,) = running.log.iterdir()
        before = path.read_bytes()
        running.site.new()
        assert path.read_bytes().startswith(before)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    @pytest.mark.drill(
        "full disk",
        tried="the disk of the log of the broker is full",
        lost="nothing; no key is opened without a line",
        shown="the page with phone numbers",
    )
    def test_what_cannot_be_written_down_is_not_opened(self, running):
        key = running.site.new()
        (path,) = running.log.iterdir()
        path.unlink()
        path.mkdir()  # stands for a full disk
        with pytest.raises(BrokerClosed):
            opened(running.site, key)
        path.rmdir()
        assert opened(running.site, key)

    def test_a_line_cut_by_a_pulled_plug_does_not_hide_the_others(self, running):
        running.site.new()
        (path,) = running.log.iterdir()
        path.write_bytes(path.read_bytes() + b'{"at": "2026\n')
        running.site.new()
        assert len(running.lines()) == 2


class TestStolenHost:
    """Somebody holds the site's machine: its databases, its settings, its account, and the socket of the broker."""

    @pytest.fixture
    def planted(self, running, settings):
        settings.BROKER_FOLDER = running.folder
        asta = person("Asta", CONSULTANT, regions=["1082", "1081"])
        for _ in range(12):
            plant(asta)
        settings.BROKER_FOLDER, settings.BROKER_SOCKET = running.folder.with_name("elsewhere"), str(running.place)
        return running

    @pytest.mark.slow
    @pytest.mark.drill(
        "stolen application host",
        tried="every key asked for, one by one, as the signed-in consultant, with every purpose there is",
        lost="20 texts a minute and 120 an hour, twice that with acute purposes; with invented names 600 an hour",
        shown="a page that says the limit is reached; each opening in the broker's own log, with the hour and the name",
    )
    def test_who_asks_for_everything_gets_what_a_person_can_read_and_is_written_down(self, planted):
        keys = list(Key.objects.values_list("pk", flat=True))
        assert len(keys) == 48
        taken = {}
        for purpose in Purpose.values:
            for key_id in keys:
                with suppress(TooManyOpened, KeyGone):
                    taken[key_id, purpose] = planted.site.open(key_id, purpose=purpose, by=SOMEBODY)
        assert len({key_id for key_id, _ in taken}) <= 40
        lines = [line for line in planted.lines() if line.get("by") == SOMEBODY.hex]
        assert len(lines) == len(keys) * len(Purpose.values)
        assert {line["outcome"] for line in lines} == {"done", "limit"}

    @pytest.mark.drill(
        "stolen application host",
        tried="the files of the machine searched, with both databases beside them",
        lost="what a copy of the databases loses: no name, number, place or word",
        shown="nothing",
    )
    def test_what_lies_on_the_machine_opens_nothing_without_the_broker(self, planted):
        planted.kill()
        stored = Key.objects.all()
        for row in stored:
            with pytest.raises(BrokerClosed):
                broker().open(row.pk, purpose=Purpose.CASEWORK, by=SOMEBODY)
        for connection in connections.all():
            with owner_of(connection) as cursor:
                for table in connection.introspection.table_names():
                    for row in every_row(cursor, table):
                        assert canaries_in(b"|".join(map(raw, row))) == set(), table


def raw(value):
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()


class TestDying:
    def test_nobody_answers_and_the_next_broker_does(self, running):
        key = running.site.new()
        running.kill()
        for act in (running.site.new, lambda: opened(running.site, key), lambda: running.site.fingerprint(b"x")):
            with pytest.raises(BrokerClosed):
                act()
        running.start()  # over the socket that the killed one left
        assert opened(running.site, key).secret == key.secret

    @pytest.mark.parametrize("call", ["new", "open", "rewrap", "destroy", "fingerprint"])
    @pytest.mark.drill(
        "kill -9",
        tried="the broker killed while it holds a call",
        lost="nothing",
        shown="the page with phone numbers; the next try works once it runs again",
    )
    def test_killed_while_it_holds_a_call_the_caller_is_told_and_nothing_is_lost(self, running, call):
        key = running.site.new()
        acts = {
            "new": running.site.new,
            "open": lambda: opened(running.site, key),
            "rewrap": lambda: running.site.rewrap(key.id),
            "destroy": lambda: running.site.destroy(key.id),
            "fingerprint": lambda: running.site.fingerprint(b"x"),
        }
        os.kill(running.process, signal.SIGSTOP)
        with ThreadPoolExecutor(1) as beside:
            asking = beside.submit(acts[call])
            time.sleep(0.1)
            running.kill()
            with pytest.raises(BrokerClosed):
                asking.result()
            beside.submit(connections.close_all).result()
        running.start()
        assert opened(running.site, key).secret == key.secret
        acts[call]()

    @pytest.mark.parametrize("call", ["new", "destroy", "rewrap"])
    @pytest.mark.drill(
        "kill -9",
        tried="the broker killed at each commit point of making, rewrapping and destroying a key",
        lost="nothing; a key nobody received goes after a day",
        shown="the page with phone numbers",
    )
    def test_killed_at_each_commit_point_every_key_is_whole_or_gone(self, kept, call):
        for point in range(1, 20):
            key = kept.files.new()
            if call == "rewrap":
                kept.files.add_team_key()
            kept.start(kill_at=point)
            try:
                getattr(kept.site, call)(*([] if call == "new" else [key.id]))
            except BrokerClosed:
                was_killed = True
            else:
                was_killed = False
            kept.kill()
            for key_id in Key.objects.values_list("pk", flat=True):
                assert kept.files.open(key_id, purpose=Purpose.CASEWORK, by=SOMEBODY)
            if not was_killed:
                assert point > 1
                return
        raise AssertionError("the call never ran through")


@pytest.mark.parametrize("found", [True, False], ids=["readable", "elsewhere"])
def test_a_site_that_asks_a_broker_and_can_read_its_key_all_the_same_does_not_start(settings, tmp_path, found):
    settings.PRODUCTION, settings.BROKER_SOCKET = True, str(tmp_path / "s")
    settings.BROKER_FOLDER = tmp_path / "broker"
    if found:
        FileBroker(settings.BROKER_FOLDER).found()
    assert bool(a_broker_apart_is_apart(None)) == found


class TestAsACommand:
    @pytest.fixture
    def command(self, tmp_path, monkeypatch):
        """Start `manage.py broker` as an operator would, and end it."""
        FileBroker(tmp_path / "broker").found()
        own = {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "VAERN_BROKER_FOLDER": str(tmp_path / "broker"),
            "VAERN_BROKER_LOG": str(tmp_path / "log"),
        }
        started = []

        def start():
            words = [sys.executable, "manage.py", "broker", "--socket", str(tmp_path / "s")]
            env = os.environ | environment() | own
            process = subprocess.Popen(
                words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            started.append(process)
            return process, process.stdout.readline()

        yield start
        for process in started:
            if process.poll() is None:
                process.kill()
            process.stdout.close()
            process.wait()

    def test_it_answers_the_site_until_it_is_told_to_stop(self, command, tmp_path, monkeypatch):
        monkeypatch.setattr(settings, "BROKER_SOCKET", str(tmp_path / "s"))
        process, said = command()
        assert said.startswith("The broker answers on")
        key = broker().new()
        assert broker().open(key.id, purpose=Purpose.CALL, by=uuid4()).secret == key.secret
        second, said = command()
        assert "Another broker answers" in said
        assert second.wait(timeout=20) == 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert not (tmp_path / "s").exists()
        with pytest.raises(BrokerClosed):
            broker().new()

    def test_without_a_team_key_it_says_what_to_do(self, command, tmp_path):
        for path in (tmp_path / "broker").iterdir():
            path.unlink()
        process, said = command()
        assert "make_team_key" in said
        assert process.wait(timeout=20) == 1
