"""Copies put back: a backup of one database does not bring a destroyed text to life again."""

from uuid import uuid4

import pytest

from tests.cast import MORNING, person
from tests.databases import CopyOf
from tests.vault.canaries import CANARIES, canaries_in, plant
from vaern.inquiries.models import Draft, EmergencyNote
from vaern.staff.roles import CONSULTANT
from vaern.vault.actions import destroy_key, reconcile
from vaern.vault.broker import KeyGone, broker
from vaern.vault.models import Key, Tombstone
from vaern.vault.terms import Purpose, TombstoneReason

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def copies(db):
    """A call full of canaries, and a copy of both databases from before anything was destroyed."""
    plant(person("Asta", CONSULTANT, regions=["1082"]))
    return {alias: CopyOf(alias) for alias in ("default", "keys")}


@pytest.fixture
def destroyed(copies):
    """The emergency note's key is destroyed after the copies were taken; the draft's is not."""
    note = EmergencyNote.objects.get()
    destroy_key(key_id=note.key_id, reason=TombstoneReason.EXPIRED, by=None, at=MORNING)
    return note.key_id


def test_the_copied_data_beside_todays_keys_stays_shut(copies, destroyed):
    copies["default"].put_back()
    assert not Tombstone.objects.exists(), "the copy is from before"
    with pytest.raises(KeyGone):
        read(EmergencyNote.objects.get())


def test_what_was_not_destroyed_opens_in_the_copied_data(copies, destroyed):
    copies["default"].put_back()
    assert canaries_in(read(Draft.objects.get()).content["note"].encode()) == set(CANARIES)


def test_an_old_key_store_beside_todays_data_stays_shut(copies, destroyed):
    copies["keys"].put_back()
    assert Key.objects.filter(pk=destroyed).exists(), "the old key store still has it"
    with pytest.raises(KeyGone):
        read(EmergencyNote.objects.get())


def test_and_reconcile_drops_the_key_again(copies, destroyed):
    copies["keys"].put_back()
    before = Key.objects.count()
    assert reconcile() == 1
    assert Key.objects.count() == before - 1
    assert not Key.objects.filter(pk=destroyed).exists()
    assert read(Draft.objects.get()).content


@pytest.mark.drill(
    "stolen data",
    tried="old copies of data and keys carried off together with the team key of that day",
    lost="what had been destroyed since: why copies of keys live 30 days",
    shown="nothing",
)
def test_only_old_copies_of_both_together_open_it(copies, destroyed):
    """Why copies of the key store are kept for a shorter time, and the team's key is changed: see the threat model."""
    for copy in copies.values():
        copy.put_back()
    assert canaries_in(read(EmergencyNote.objects.get()).text.encode()) == set(CANARIES)


def read(row):
    return row.opened_with(broker().open(row.key_id, purpose=Purpose.CASEWORK, by=uuid4()))
