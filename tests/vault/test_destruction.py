"""Destroying a key, and mending what a crash left: what must go goes, and what is in use never does."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from tests.cast import person
from tests.vault.conftest import key_of, new_draft
from vaern.audit import trail
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Event
from vaern.law.values import ORPHAN_KEY_KEPT_HOURS
from vaern.vault import actions
from vaern.vault.actions import destroy_key, reconcile, sweep_orphans
from vaern.vault.broker import KeyGone, broker
from vaern.vault.models import Key, Tombstone
from vaern.vault.terms import TombstoneReason

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime.now(tz=UTC)
DAY = timedelta(hours=ORPHAN_KEY_KEPT_HOURS.on(NOW.date()))
A_DAY_LATER = NOW + DAY + timedelta(hours=6)  # read once, long before the last test: a suite takes its time


def the_site_is_at_work():
    trail.record_refusal("route.refused", by=None, code="my-day")


def destroy(key_id, reason=TombstoneReason.DONE):
    destroy_key(key_id=key_id, reason=reason, by=uuid4(), at=NOW)


class TestDestroying:
    def test_a_destroyed_key_is_dropped_and_has_a_tombstone_and_an_event(self, opened):
        destroy(opened.key_id)
        assert not Key.objects.exists()
        assert Tombstone.objects.get().pk == opened.key_id
        event = Event.objects.get(act="key.destroyed")
        assert (event.about, event.code) == (opened.key_id, "done")
        with pytest.raises(KeyGone):
            key_of(opened)

    def test_destroying_again_leaves_one_tombstone_and_one_event(self, opened):
        destroy(opened.key_id)
        destroy(opened.key_id, TombstoneReason.EXPIRED)
        assert Tombstone.objects.get().reason == TombstoneReason.DONE
        assert Event.objects.filter(act="key.destroyed").count() == 1

    def test_an_act_that_fails_destroys_nothing(self, opened):
        with transaction.atomic():
            destroy(opened.key_id)
            transaction.set_rollback(True)
        assert not Tombstone.objects.exists()
        assert key_of(opened)

    def test_the_key_goes_only_after_the_tombstone_is_committed(self, opened):
        with transaction.atomic():
            destroy(opened.key_id)
            assert Key.objects.filter(pk=opened.key_id).exists()
        assert not Key.objects.exists()

    def test_nothing_of_a_destroyed_key_stays_in_the_files_of_the_key_store(self, owner):
        """SQLite keeps what it wrote in its log; on PostgreSQL a new team key makes the remains worthless."""
        if connections["keys"].vendor != "sqlite":
            pytest.skip("files of SQLite")
        kept, gone = new_draft(owner), new_draft(owner)
        wrapped = {row.pk: bytes(row.wrapped)[100:164] for row in Key.objects.all()}
        destroy(gone.key_id)
        files = b"".join(path.read_bytes() for path in settings.HOME.glob("test-keys.sqlite3*"))
        assert wrapped[kept.key_id] in files
        assert wrapped[gone.key_id] not in files

    @pytest.mark.parametrize("change", [Tombstone.objects.all().update, Tombstone.objects.all().delete])
    def test_a_tombstone_is_neither_moved_nor_removed(self, opened, change):
        destroy(opened.key_id)
        with pytest.raises(AppendOnlyViolation):
            change()
        for statement in ("UPDATE vault_tombstone SET reason = 'x'", "DELETE FROM vault_tombstone"):
            with pytest.raises(DatabaseError), connection.cursor() as cursor:
                cursor.execute(statement)
        assert Tombstone.objects.count() == 1


class TestReconcile:
    def test_a_key_with_a_tombstone_is_dropped_and_the_others_stay(self, opened, owner):
        other = new_draft(owner)
        Tombstone(key_id=opened.key_id, reason=TombstoneReason.DONE, at=NOW).save()
        assert reconcile() == 1
        assert list(Key.objects.values_list("pk", flat=True)) == [other.key_id]
        assert reconcile() == 0

    def test_an_older_key_store_put_back_is_cleared_of_the_dead(self, owner, monkeypatch):
        monkeypatch.setattr(actions, "BATCH", 2)
        drafts = [new_draft(owner) for _ in range(5)]
        older = list(Key.objects.all())
        for draft in drafts[:4]:
            destroy(draft.key_id)
        Key.objects.exclude(pk=None).delete()
        Key.objects.bulk_create(older)
        assert reconcile() == 4
        assert list(Key.objects.values_list("pk", flat=True)) == [drafts[4].key_id]


class TestOrphans:
    def test_a_key_without_a_row_is_swept_after_its_day_and_not_before(self, db):
        orphan = broker().new()
        the_site_is_at_work()
        made = Key.objects.get().made_at
        assert sweep_orphans(at=made + DAY) == 0
        assert Key.objects.exists()
        assert sweep_orphans(at=made + DAY + timedelta(microseconds=1)) == 1
        assert not Key.objects.exists()
        assert Tombstone.objects.get().pk == orphan.id
        assert Event.objects.get(act="key.destroyed").code == "orphan"

    def test_a_key_with_a_row_is_never_swept(self, opened):
        the_site_is_at_work()
        assert sweep_orphans(at=A_DAY_LATER + timedelta(days=1000)) == 0
        assert key_of(opened)

    def test_a_draft_filed_while_the_sweep_goes_on_keeps_its_key(self, opened, monkeypatch):
        """All tables are asked in one statement: the key leaves one for another in a single commit."""
        asked = []
        with connection.execute_wrapper(lambda run, sql, *rest: (asked.append(sql), run(sql, *rest))[1]):
            assert actions.in_use([opened.key_id]) == {opened.key_id}
        assert len(asked) == 1
        assert all(model._meta.db_table in asked[0] for model in actions.sealed_models())

    def test_more_keys_than_one_batch_are_swept(self, owner, monkeypatch):
        monkeypatch.setattr(actions, "BATCH", 2)
        used = [new_draft(owner) for _ in range(3)]
        for _ in range(4):
            broker().new()
        the_site_is_at_work()
        assert sweep_orphans(at=A_DAY_LATER) == 4
        assert set(Key.objects.values_list("pk", flat=True)) == {draft.key_id for draft in used}


class TestAnotherDatabaseInPlaceOfOurs:
    """An older copy, or an empty one, makes good keys look like orphans. Their day is not in its trail: they stay."""

    def test_an_empty_database_sweeps_nothing(self, db):
        for _ in range(3):
            broker().new()
        assert sweep_orphans(at=A_DAY_LATER) == 0
        assert Key.objects.count() == 3

    def test_one_that_woke_up_after_the_day_of_the_key_sweeps_nothing(self, db, time_machine):
        broker().new()
        time_machine.move_to(A_DAY_LATER + timedelta(days=3), tick=False)
        person("Bo")
        the_site_is_at_work()
        assert sweep_orphans(at=A_DAY_LATER + timedelta(days=5)) == 0
        assert Key.objects.count() == 1
