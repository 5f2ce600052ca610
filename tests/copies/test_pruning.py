"""Copies have a life: those of keys and broker a shorter one, so that what was destroyed stays destroyed."""

from datetime import timedelta

import pytest

from tests.cast import MORNING
from tests.copies.conftest import run
from vaern.law.values import DATA_COPY_KEPT_DAYS, KEY_COPY_KEPT_DAYS
from vaern.vault.archive import sealed_file
from vaern.vault.envelope import TeamPrivateKey

PUBLIC = TeamPrivateKey.generate().public()
DAYS = {
    "data": DATA_COPY_KEPT_DAYS.on(MORNING.date()),
    "keys": KEY_COPY_KEPT_DAYS.on(MORNING.date()),
    "broker": KEY_COPY_KEPT_DAYS.on(MORNING.date()),
}


def copy(folder, what, age):
    path = folder / f"{what}-{age.days}-{age.seconds}"
    with sealed_file(path, PUBLIC, what=what, at=MORNING - age) as into:
        into.write(b"rows")
    return path


@pytest.mark.parametrize("what", DAYS)
def test_a_copy_goes_after_its_life_and_not_before(tmp_path, time_machine, what):
    time_machine.move_to(MORNING, tick=False)
    life = timedelta(days=DAYS[what])
    newest, kept, gone = (copy(tmp_path, what, age) for age in (timedelta(), life, life + timedelta(seconds=1)))
    assert run("prune_backups", str(tmp_path)) == f"{gone.name} removed.\n"
    assert sorted(tmp_path.iterdir()) == sorted([newest, kept])


def test_keys_live_shorter_than_data():
    assert DAYS["keys"] == DAYS["broker"] < DAYS["data"]


def test_the_newest_of_each_kind_stays_however_old_it_is_and_other_files_are_left_alone(tmp_path, time_machine):
    """A clock that jumped years ahead takes no last copy."""
    time_machine.move_to(MORNING, tick=False)
    left = [copy(tmp_path, what, timedelta(days=4000)) for what in DAYS]
    for what in DAYS:
        copy(tmp_path, what, timedelta(days=5000))
    (tmp_path / "notes.txt").write_text("ours")
    run("prune_backups", str(tmp_path))
    assert sorted(tmp_path.iterdir()) == sorted([*left, tmp_path / "notes.txt"])
