"""What every key broker must do: the one in a folder beside the site, and the one in a process of its own."""

import inspect
import shutil
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from tests.cast import MORNING
from tests.databases import as_owner
from vaern.vault.broker import Broker, BrokerClosed, FileBroker, KeyBeforeRow, KeyGone, NobodyAsks
from vaern.vault.envelope import Tampered
from vaern.vault.models import Key, Tombstone
from vaern.vault.remote import RemoteBroker
from vaern.vault.terms import Purpose, TombstoneReason

pytestmark = pytest.mark.django_db(transaction=True)

SOMEBODY, ROW = UUID(int=1), UUID(int=2)


class FileKeeper:
    """Whoever keeps the folder of a FileBroker."""

    def __init__(self, folder):
        self.folder = folder
        self.files = self.broker = FileBroker(folder)
        self.files.found()

    def change_the_team_key(self):
        return self.files.add_team_key()

    def remove_the_team_key(self, version):
        self.files.remove_team_key(version)

    def lose_everything(self):
        shutil.rmtree(self.folder)


class ProcessKeeper(FileKeeper):
    """Whoever keeps the folder that a process of its own reads; the site asks through a socket."""

    def __init__(self, folder, brokers):
        super().__init__(folder)
        self.brokers, place = brokers, folder.with_name("s")
        self.process = brokers.start(folder, place, folder.with_name("log"))
        self.broker = RemoteBroker(place)

    def leave(self):
        self.brokers.kill(self.process)


@pytest.fixture(params=[FileKeeper, ProcessKeeper])
def keeper(request, tmp_path):
    if request.param is FileKeeper:
        yield FileKeeper(tmp_path / "broker")
        return
    keeper = ProcessKeeper(tmp_path / "broker", request.getfixturevalue("brokers"))
    yield keeper
    keeper.leave()


@pytest.fixture
def broker(keeper) -> Broker:
    return keeper.broker


def opened(broker, key_id):
    return broker.open(key_id, purpose=Purpose.CASEWORK, by=SOMEBODY)


def test_a_new_key_seals_and_the_same_key_opened_later_reads(broker):
    key = broker.new()
    sealed = key.seal("entry.note", ROW, b"ord")
    assert opened(broker, key.id).open("entry.note", ROW, sealed) == b"ord"


def test_every_key_is_another(broker):
    keys = [broker.new() for _ in range(5)]
    assert len({key.id for key in keys}) == len({key.secret for key in keys}) == 5


def test_a_new_key_is_committed_before_the_act_around_it_is(broker):
    with transaction.atomic():
        key = broker.new()
        transaction.set_rollback(True)
    assert opened(broker, key.id).secret == key.secret


def test_a_key_inside_a_transaction_of_the_key_store_is_refused(broker):
    with pytest.raises(KeyBeforeRow), transaction.atomic(using="keys"):
        broker.new()
    assert not Key.objects.exists()


@pytest.mark.parametrize(
    "purpose,by",
    [("", SOMEBODY), ("because", SOMEBODY), (Purpose.CASEWORK, None), (Purpose.CASEWORK, "")],
    ids=["no purpose", "a purpose of their own", "nobody", "a blank"],
)
def test_a_key_is_opened_for_a_person_and_a_purpose(broker, purpose, by):
    key = broker.new()
    with pytest.raises(NobodyAsks):
        broker.open(key.id, purpose=purpose, by=by)
    assert broker.open(key.id, purpose=Purpose.CASEWORK, by=SOMEBODY).secret == key.secret


def test_a_key_that_never_was_is_gone(broker):
    with pytest.raises(KeyGone):
        opened(broker, uuid4())


def test_a_destroyed_key_is_gone_and_its_neighbour_is_not(broker):
    key, neighbour = broker.new(), broker.new()
    broker.destroy(key.id)
    with pytest.raises(KeyGone):
        opened(broker, key.id)
    assert opened(broker, neighbour.id).secret == neighbour.secret


def test_destroying_twice_does_no_harm(broker):
    key = broker.new()
    broker.destroy(key.id)
    broker.destroy(key.id)
    assert not Key.objects.exists()


def test_a_tombstone_shuts_a_key_before_it_is_dropped(broker):
    key = broker.new()
    bury(key.id)
    with pytest.raises(KeyGone):
        opened(broker, key.id)


def test_a_tombstone_shuts_a_key_that_an_older_key_store_brought_back(broker):
    key = broker.new()
    older = list(Key.objects.all())
    bury(key.id)
    broker.destroy(key.id)
    Key.objects.bulk_create(older)
    with pytest.raises(KeyGone):
        opened(broker, key.id)


def test_a_key_survives_a_change_of_the_team_key_and_the_loss_of_the_old_one(keeper, broker):
    key = broker.new()
    sealed = key.seal("entry.note", ROW, b"ord")
    keeper.change_the_team_key()
    assert opened(broker, key.id).open("entry.note", ROW, sealed) == b"ord", "readable while the change goes on"
    broker.rewrap(key.id)
    keeper.remove_the_team_key(1)
    assert opened(broker, key.id).open("entry.note", ROW, sealed) == b"ord"


def test_a_key_that_was_not_rewrapped_goes_with_the_old_team_key(keeper, broker):
    key = broker.new()
    keeper.change_the_team_key()
    keeper.remove_the_team_key(1)
    with pytest.raises(BrokerClosed):
        opened(broker, key.id)
    assert opened(broker, broker.new().id)


def test_new_keys_are_wrapped_to_the_newest_team_key(keeper, broker):
    version = keeper.change_the_team_key()
    broker.new()
    assert Key.objects.team_versions() == {version}


def test_rewrapping_twice_or_what_is_gone_does_no_harm(keeper, broker):
    key = broker.new()
    keeper.change_the_team_key()
    for key_id in (key.id, key.id, uuid4()):
        broker.rewrap(key_id)
    assert opened(broker, key.id).secret == key.secret


@pytest.mark.parametrize("what", ["wrapped", "version", "team_version"])
def test_a_key_store_that_was_meddled_with_is_refused(keeper, broker, what):
    keeper.change_the_team_key()
    key, other = broker.new(), broker.new()
    assert opened(broker, key.id).secret == key.secret
    swapped = {"wrapped": bytes(Key.objects.get(pk=other.id).wrapped), "version": 2, "team_version": 1}[what]
    as_owner(f"UPDATE vault_key SET {what} = %s WHERE id = %s", [swapped, key.id], alias="keys")
    with pytest.raises(Tampered):
        opened(broker, key.id)
    keeper.change_the_team_key()
    with pytest.raises(Tampered):
        broker.rewrap(key.id)


@pytest.mark.drill(
    "forged rows",
    tried="two wrapped keys exchanged in the key store",
    lost="nothing",
    shown="the page of a changed text",
)
def test_two_keys_that_changed_names_are_both_refused(broker):
    one, other = Key.objects.get(pk=broker.new().id), Key.objects.get(pk=broker.new().id)
    Key.objects.all().delete()
    Key.objects.bulk_create([replace_wrapped(one, other.wrapped), replace_wrapped(other, one.wrapped)])
    for key_id in (one.pk, other.pk):
        with pytest.raises(Tampered):
            opened(broker, key_id)


def test_a_key_opened_under_another_version_does_not_read_what_was_sealed(broker):
    key = broker.new()
    sealed = key.seal("entry.note", ROW, b"ord")
    with pytest.raises(Tampered):
        replace(opened(broker, key.id), version=2).open("entry.note", ROW, sealed)


def test_a_broker_without_its_secrets_is_closed_and_nothing_is_half_done(keeper, broker):
    key = broker.new()
    keeper.lose_everything()
    for act in (
        broker.new,
        lambda: opened(broker, key.id),
        lambda: broker.rewrap(key.id),
        lambda: broker.fingerprint(b"message"),
    ):
        with pytest.raises(BrokerClosed):
            act()
    assert list(Key.objects.values_list("pk", flat=True)) == [key.id]


def test_a_fingerprint_is_the_same_each_time_and_another_for_another_message(broker):
    assert broker.fingerprint(b"one") == broker.fingerprint(b"one") != broker.fingerprint(b"other")
    assert len(broker.fingerprint(b"one")) == 32


def test_a_change_of_the_team_key_leaves_the_fingerprints_alone(keeper, broker):
    before = broker.fingerprint(b"one")
    keeper.change_the_team_key()
    assert broker.fingerprint(b"one") == before


def test_two_brokers_share_no_fingerprint(tmp_path):
    one, other = FileKeeper(tmp_path / "one"), FileKeeper(tmp_path / "other")
    assert one.broker.fingerprint(b"same") != other.broker.fingerprint(b"same")


def test_there_is_no_call_that_lists_keys_or_opens_more_than_one():
    calls = {name for name in vars(Broker) if not name.startswith("_")}
    assert calls == {"new", "adopt", "open", "rewrap", "destroy", "fingerprint"}
    for name in calls:
        takes = [each.annotation for each in inspect.signature(getattr(Broker, name)).parameters.values()]
        assert not any("list" in str(kind).lower() or "iter" in str(kind).lower() for kind in takes)


def bury(key_id):
    Tombstone(key_id=key_id, reason=TombstoneReason.DESTRUCTION, by=SOMEBODY, at=MORNING).save()


def replace_wrapped(key, wrapped):
    return Key(id=key.pk, version=key.version, team_version=key.team_version, wrapped=wrapped, made_at=key.made_at)
