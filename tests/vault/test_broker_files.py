"""The file broker's folder: who may read it, and what happens when a file is missing, torn or empty."""

import stat
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from vaern.vault.broker import AlreadyFounded, BrokerClosed, FileBroker, broker
from vaern.vault.models import Key

pytestmark = pytest.mark.django_db(transaction=True)


def test_only_the_user_of_the_site_can_read_the_folder_and_its_files(keeper):
    keeper.add_team_key()
    assert stat.S_IMODE(keeper.folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in keeper.folder.iterdir()}
    assert set(modes) == {
        "fingerprint",
        "team-1.private",
        "team-1.public",
        "team-2.private",
        "team-2.public",
    }
    assert set(modes.values()) == {0o600}


def test_a_folder_that_was_open_to_others_is_shut(tmp_path):
    folder = tmp_path / "broker"
    folder.mkdir(mode=0o755)
    FileBroker(folder).found()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_team_key_is_never_written_over(keeper):
    before = contents(keeper)
    with pytest.raises(AlreadyFounded):
        keeper.found()
    assert contents(keeper) == before


def test_a_lost_public_half_does_not_let_the_private_half_be_written_over(keeper):
    before = contents(keeper)
    (keeper.folder / "team-1.public").unlink()
    assert keeper.found() == 2
    after = contents(keeper)
    assert after["team-1.private"] == before["team-1.private"]
    assert after["fingerprint"] == before["fingerprint"]


@pytest.mark.parametrize("torn", [b"", b"half"])
def test_a_version_whose_public_half_is_torn_does_not_count(keeper, torn):
    (keeper.folder / "team-2.private").write_bytes(b"half")
    (keeper.folder / "team-2.public").write_bytes(torn)
    assert keeper.newest() == 1
    assert broker().open(broker().new().id, purpose="call", by=uuid4())
    assert keeper.add_team_key() == 3


@pytest.mark.parametrize("name", ["team-1.public.old", "team-x.public", "team-0.public", "team--1.public", "notes.txt"])
def test_other_files_in_the_folder_are_left_alone(keeper, name):
    (keeper.folder / name).write_bytes(b"x" * 1216)
    assert keeper.newest() == 1


@pytest.mark.parametrize("name", ["team-1.private", "team-1.public", "fingerprint"])
@pytest.mark.parametrize("damage", ["missing", "empty", "a folder", "noise"])
def test_a_damaged_file_closes_the_broker_instead_of_weakening_it(keeper, name, damage):
    key, path = broker().new(), keeper.folder / name
    path.unlink()
    if damage == "empty":
        path.write_bytes(b"")
    elif damage == "noise":
        path.write_bytes(b"noise")
    elif damage == "a folder":
        path.mkdir()
    act = {
        "team-1.private": lambda: broker().open(key.id, purpose="call", by=uuid4()),
        "team-1.public": broker().new,
        "fingerprint": lambda: broker().fingerprint(b"message"),
    }[name]
    with pytest.raises(BrokerClosed):
        act()
    assert Key.objects.count() == 1


def test_a_folder_that_is_a_file_closes_the_broker(keeper, settings, tmp_path):
    settings.BROKER_FOLDER = tmp_path / "a file"
    settings.BROKER_FOLDER.write_text("")
    with pytest.raises(BrokerClosed):
        broker().new()


class TestCommands:
    def test_make_team_key_founds_the_folder_once(self, settings, tmp_path):
        settings.BROKER_FOLDER = tmp_path / "new"
        call_command("make_team_key")
        before = contents(FileBroker(settings.BROKER_FOLDER))
        with pytest.raises(CommandError, match="rotate_keys"):
            call_command("make_team_key")
        assert contents(FileBroker(settings.BROKER_FOLDER)) == before


def contents(keeper):
    return {path.name: path.read_bytes() for path in keeper.folder.iterdir()}
