"""Changing the team's key while the site works on: every word stays readable, and what was before opens nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from tests.cast import MORNING
from vaern.audit.models import Event
from vaern.inquiries.access import open_draft
from vaern.inquiries.actions.drafts import save_draft
from vaern.inquiries.models import Draft
from vaern.vault import actions
from vaern.vault.broker import BrokerClosed, FileBroker, broker
from vaern.vault.models import Key

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "det, der blev sagt"


def rotate(capsys):
    call_command("rotate_keys")
    return capsys.readouterr().out


def secret_of(key):
    return broker().open(key.id, purpose="call", by=uuid4()).secret


def test_every_key_is_rewrapped_the_older_version_is_gone_and_all_stay_readable(keeper, capsys):
    keys = [broker().new() for _ in range(5)]
    said = rotate(capsys)
    assert "5 keys wrapped to version 2" in said
    assert "Version 1 destroyed" in said
    assert Key.objects.team_versions() == {2}
    assert sorted(path.name for path in keeper.folder.iterdir()) == ["fingerprint", "team-2.private", "team-2.public"]
    assert [secret_of(key) for key in keys] == [key.secret for key in keys]


def test_a_key_store_from_before_opens_nothing_afterwards(keeper, capsys):
    key = broker().new()
    older = list(Key.objects.all())
    rotate(capsys)
    Key.objects.all().delete()
    Key.objects.bulk_create(older)
    with pytest.raises(BrokerClosed):
        secret_of(key)


def test_it_tells_how_far_it_is_batch_by_batch(keeper, capsys, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 3)
    for _ in range(8):
        broker().new()
    assert [line for line in rotate(capsys).splitlines() if "left" in line] == [
        "3 done, 5 left",
        "6 done, 2 left",
        "8 done, 0 left",
    ]


def test_each_change_is_in_the_trail(keeper, capsys):
    rotate(capsys)
    told = Event.objects.order_by("at").values_list("act", "code")
    assert list(told) == [("team_key.made", "version-2"), ("team_key.removed", "version-1")]


def test_without_a_key_nothing_is_made_and_it_says_who_must_run_it(settings, tmp_path):
    settings.BROKER_FOLDER = tmp_path / "elsewhere"
    with pytest.raises(CommandError, match="broker's user"):
        call_command("rotate_keys")
    assert not settings.BROKER_FOLDER.exists()


@pytest.mark.parametrize("rewrapped", [0, 1, 3])
def test_a_change_that_was_stopped_goes_on_with_the_version_it_had_made(keeper, capsys, rewrapped):
    keys = [broker().new() for _ in range(3)]
    keeper.add_team_key()
    for key in keys[:rewrapped]:
        broker().rewrap(key.id)
    assert "Going on" in rotate(capsys)
    assert keeper.team_versions() == [2]
    assert [secret_of(key) for key in keys] == [key.secret for key in keys]


def test_a_half_made_version_is_passed_over_and_cleared_away(keeper, capsys):
    key = broker().new()
    (keeper.folder / "team-2.private").write_bytes(b"half")
    rotate(capsys)
    assert keeper.team_versions() == [3]
    assert secret_of(key) == key.secret


def test_a_key_made_while_the_team_key_changes_is_never_left_to_the_older_version(keeper, monkeypatch):
    """The change begins, and looks for older keys, between the wrapping of a new key and its commit."""
    save = Key.save

    def change_first(row, **how):
        monkeypatch.undo()
        keeper.add_team_key()
        assert actions.rewrap_all(2).count == 0
        save(row, **how)

    monkeypatch.setattr(Key, "save", change_first)
    key = broker().new()
    keeper.remove_team_key(1)
    assert secret_of(key) == key.secret


def test_a_key_read_just_before_its_team_key_went_is_read_again(keeper, monkeypatch):
    key = broker().new()
    unwrap = FileBroker.unwrap

    def change_first(files, stored):
        monkeypatch.undo()
        call_command("rotate_keys")
        return unwrap(files, stored)

    monkeypatch.setattr(FileBroker, "unwrap", change_first)
    assert secret_of(key) == key.secret


@pytest.mark.slow
@pytest.mark.drill(
    "key rotation",
    tried="the team's key changed three times while four consultants read and write",
    lost="nothing",
    shown="nothing: every save and every reading went through",
)
def test_four_people_read_and_write_while_the_key_is_changed_three_times(keeper, owner, capsys, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 5)
    ended = threading.Event()

    def work():
        saved = []
        try:
            while not ended.is_set():
                draft_id = uuid4()
                save_draft(draft_id=draft_id, base=0, content={"note": WORDS}, by=owner, at=MORNING)
                save_draft(draft_id=draft_id, base=1, content={"note": f"{WORDS}!"}, by=owner, at=MORNING)
                saved.append(draft_id)
                assert open_draft(user=owner, draft_id=saved[0]).content["note"] == f"{WORDS}!"
        finally:
            connections.close_all()
        return saved

    with ThreadPoolExecutor(4) as people:
        working = [people.submit(work) for _ in range(4)]
        try:
            for _ in range(3):
                rotate(capsys)
        finally:
            ended.set()
    saved = [draft_id for each in working for draft_id in each.result()]
    assert len(saved) >= 4
    assert Draft.objects.count() == len(saved)
    assert keeper.team_versions() == [4] == sorted(Key.objects.team_versions())
    for draft_id in saved:
        assert open_draft(user=owner, draft_id=draft_id).content["note"] == f"{WORDS}!"
