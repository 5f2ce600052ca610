"""Copies taken while the site works, put back on a machine that has nothing, and what they do not bring to life."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from tests.cast import MORNING
from tests.copies.conftest import another_machine, run
from tests.databases import as_owner, without_triggers
from tests.vault.canaries import CANARIES, canaries_in, plant
from vaern.audit import chain
from vaern.audit.models import Event
from vaern.inquiries.access import open_inquiry
from vaern.inquiries.models import Draft, EmergencyNote, Inquiry
from vaern.operations import copies as copies_of_rows
from vaern.staff.joining import check_link, invite
from vaern.staff.models import OneTimeLink, User
from vaern.staff.roles import CONSULTANT
from vaern.vault.actions import destroy_key
from vaern.vault.broker import KeyGone, broker
from vaern.vault.models import Key, Tombstone
from vaern.vault.terms import Purpose, TombstoneReason

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

FLAG = "--replace-database"


def restore(recovery, *copies, flags=()):
    return run("restore", *map(str, copies), "--recovery-key", str(recovery), *flags)


def everything():
    """Return every row of both databases, as they are, but for what a restore itself writes down."""
    found = {}
    for alias in connections:
        connection = connections[alias]
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                if table in {"django_migrations", "django_session", "audit_event", "audit_seal", "audit_waiting"}:
                    continue
                cursor.execute(f"SELECT * FROM {table}")
                found[alias, table] = sorted(map(repr, cursor.fetchall()))
    return found


@pytest.mark.drill(
    "machine lost",
    tried="copies of data, keys and broker put back on a machine that has nothing",
    lost="what was done after the copies were taken",
    shown="sign in anew; everything else as it was",
)
def test_a_lost_machine_is_running_again_with_every_row_and_every_word(copies, recovery, planted, tmp_path):
    before, head = everything(), planted.head
    with another_machine(tmp_path / "new"):
        said = restore(recovery, *copies.values())
        assert "data:" in said
        assert "0 mailboxes held" in said
        assert everything() == before
        assert chain.verify(head).faults == []
        asta = User.objects.get(pk=planted.consultant.pk)
        opened = open_inquiry(user=asta, inquiry_id=planted.inquiry.pk, purpose=Purpose.CASEWORK, at=MORNING)
        assert "words" in canaries_in(next(iter(opened.entries.all())).opened_with(opened.key_in_hand).note.encode())
        assert Event.objects.filter(act="copy.put_back").count() == 3
        assert chain.verify(head).is_whole
        call_command("migrate", check=True, verbosity=0)


def test_a_machine_that_was_put_back_takes_copies_for_the_same_recovery_key(copies, recovery, tmp_path, settings):
    with another_machine(tmp_path / "new"):
        settings.RECOVERY_KEY = tmp_path / "new" / "recovery.public"
        said = restore(recovery, *copies.values())
        assert "public half" in said
        assert settings.RECOVERY_KEY.stat().st_mode & 0o777 == 0o644
        run("backup", "--what", "keys", "--to", str(tmp_path / "again"))
        assert "keys:" in restore(recovery, tmp_path / "again", flags=[FLAG])


def test_a_user_who_may_not_write_the_recovery_key_puts_the_copy_back_and_is_told(
    planted, recovery, tmp_path, settings
):
    """The owner of the tables, say: the site's user comes after it."""
    run("backup", "--what", "data", "--to", str(tmp_path / "copy"))
    with another_machine(tmp_path / "new"):
        settings.RECOVERY_KEY = Path("/proc/recovery.public")  # nobody makes a file there, root neither
        assert "as the site's user" in restore(recovery, tmp_path / "copy")
        assert User.objects.get().first_name == "Asta"


def test_a_copy_gives_away_nothing(copies):
    for what, path in copies.items():
        content = path.read_bytes()
        assert len(content) > 1000
        assert canaries_in(content) == set()
        assert path.stat().st_mode & 0o777 == 0o600, what
        for telling in (b"vault_key", b"@vaern.invalid", b"fingerprint"):
            assert telling not in content


def test_nobody_stays_signed_in_over_a_restore_and_no_link_leads_in(planted, recovery, tmp_path):
    session = SessionStore()
    session.save()
    handed = invite(
        first_name="Gry", email="gry@vaern.invalid", role=CONSULTANT, regions=(), by=None, on=MORNING.date(), at=MORNING
    )
    assert check_link(link_id=handed.link.pk, code=handed.code, at=MORNING)
    run("backup", "--what", "data", "--to", str(tmp_path / "copy"))
    with another_machine(tmp_path / "new"):
        assert "1 one-time links withdrawn" in restore(recovery, tmp_path / "copy")
        assert not SessionStore().exists(session.session_key)
        link = OneTimeLink.objects.get()
        assert not link.is_good(MORNING)
        told = Event.objects.filter(act="user.link_withdrawn").values_list("about", "subject")
        assert list(told) == [(link.user_id, link.pk)]


def test_a_copy_is_never_written_over_another_and_needs_a_recovery_key(copies, settings, tmp_path):
    before = copies["data"].read_bytes()
    with pytest.raises(CommandError, match="there already"):
        run("backup", "--what", "data", "--to", str(copies["data"]))
    assert copies["data"].read_bytes() == before
    settings.RECOVERY_KEY = tmp_path / "nowhere"
    with pytest.raises(CommandError, match="make_recovery_key"):
        run("backup", "--what", "data", "--to", str(tmp_path / "another"))
    assert not (tmp_path / "another").exists()


class TestALivingDatabase:
    def test_is_not_replaced_unless_that_is_said(self, copies, recovery, tmp_path):
        with another_machine(tmp_path / "new"):
            restore(recovery, *copies.values())
            User.objects.update(first_name="Birk")
            before = everything()
            for what in ("data", "keys"):
                with pytest.raises(CommandError, match=FLAG):
                    restore(recovery, copies[what])
            assert everything() == before
            restore(recovery, copies["data"], flags=[FLAG])
            assert User.objects.get().first_name == "Asta"

    @pytest.mark.skipif("sqlite" not in site.DATABASES["default"]["ENGINE"], reason="a way of SQLite")
    def test_one_that_somebody_has_open_is_not_replaced_and_nothing_is_left_lying_beside_it(
        self, copies, recovery, tmp_path
    ):
        with another_machine(tmp_path / "new"):
            restore(recovery, *copies.values())
            User.objects.update(first_name="Birk")
            site_at_work = connections["default"].copy()
            with site_at_work.cursor() as cursor:
                cursor.execute("SELECT 1 FROM staff_user")
            with pytest.raises(CommandError, match="Stop the site"):
                restore(recovery, copies["data"], flags=[FLAG])
            site_at_work.close()
            assert User.objects.get().first_name == "Birk"
            assert not list((tmp_path / "new").glob("*restoring*"))
            restore(recovery, copies["data"], flags=[FLAG])
            assert User.objects.get().first_name == "Asta"

    def test_a_brokers_folder_is_never_replaced(self, copies, recovery, keeper):
        before = {path.name: path.read_bytes() for path in keeper.folder.iterdir()}
        with pytest.raises(CommandError, match="Move a broker's folder away"):
            restore(recovery, copies["broker"], flags=[FLAG])
        assert {path.name: path.read_bytes() for path in keeper.folder.iterdir()} == before

    def test_one_that_was_only_migrated_takes_a_copy(self, copies, recovery, tmp_path):
        with another_machine(tmp_path / "new"):
            for connection in connections.all():
                copies_of_rows.migrate_as(connection, set(MigrationExecutor(connection).loader.graph.nodes))
            restore(recovery, *copies.values())
            assert User.objects.get().first_name == "Asta"


class TestDestroyed:
    """A key destroyed after the copies: what was told under it stays shut, whichever copy comes back."""

    @pytest.fixture
    def destroyed(self, copies):
        note = EmergencyNote.objects.get()
        destroy_key(key_id=note.key_id, reason=TombstoneReason.EXPIRED, by=None, at=MORNING)
        return note.key_id

    @pytest.mark.drill(
        "destruction",
        tried="a key destroyed, an older copy of the data put back beside today's keys",
        lost="nothing that was to be kept",
        shown="the page that says the text is gone for ever",
    )
    def test_an_older_copy_of_the_data_beside_todays_keys_stays_shut(self, copies, destroyed, recovery, tmp_path):
        today = tmp_path / "today"
        run("backup", "--what", "keys", "--to", str(today))
        with another_machine(tmp_path / "new"):
            restore(recovery, copies["data"], today, copies["broker"])
            assert not Tombstone.objects.exists(), "the copy is from before"
            with pytest.raises(KeyGone):
                read(EmergencyNote.objects.get())
            assert canaries_in(read(Draft.objects.get()).content["note"].encode()) == set(CANARIES)

    @pytest.mark.drill(
        "destruction",
        tried="a key destroyed, an older copy of the keys put back beside today's data",
        lost="nothing that was to be kept",
        shown="the page that says the text is gone for ever; the key is dropped again",
    )
    def test_an_older_copy_of_the_keys_loses_the_destroyed_one_again(self, copies, destroyed, recovery, tmp_path):
        today = tmp_path / "today"
        run("backup", "--what", "data", "--to", str(today))
        with another_machine(tmp_path / "new"):
            said = restore(recovery, today, copies["keys"], copies["broker"])
            assert "1 destroyed keys dropped again" in said
            assert not Key.objects.filter(pk=destroyed).exists()
            with pytest.raises(KeyGone):
                read(EmergencyNote.objects.get())

    def test_where_the_broker_does_not_answer_the_mailboxes_are_held_all_the_same(
        self, copies, destroyed, recovery, tmp_path, settings
    ):
        """A broker of its own is stopped during a restore; what it could not drop waits for the upkeep."""
        today = tmp_path / "today"
        run("backup", "--what", "data", "--to", str(today))
        with another_machine(tmp_path / "new"):
            settings.BROKER_SOCKET = str(tmp_path / "nobody-answers")
            said = restore(recovery, today, copies["keys"], copies["broker"])
            assert said.index("mailboxes held") < said.index("start it, and run upkeep")
            assert Event.objects.filter(act="copy.put_back").count() == 3
            assert Key.objects.filter(pk=destroyed).exists()
            settings.BROKER_SOCKET = ""
            run("upkeep")
            assert not Key.objects.filter(pk=destroyed).exists()


class TestVerify:
    def test_good_copies_are_whole_and_nothing_is_kept(self, copies, recovery):
        before = everything()
        said = restore(recovery, *copies.values(), flags=["--verify"])
        assert "Whole." in said
        assert "0 shut" in said
        assert everything() == before

    def test_a_destroyed_key_is_no_fault(self, planted, recovery, tmp_path):
        note = EmergencyNote.objects.get()
        destroy_key(key_id=note.key_id, reason=TombstoneReason.EXPIRED, by=None, at=MORNING)
        for what in ("data", "keys"):
            run("backup", "--what", what, "--to", str(tmp_path / what))
        assert "1 shut" in restore(recovery, tmp_path / "data", tmp_path / "keys", flags=["--verify"])

    def test_keys_that_were_copied_before_the_rows_are_missed(self, copies, planted, recovery, tmp_path):
        plant(planted.consultant)
        later = tmp_path / "later"
        run("backup", "--what", "data", "--to", str(later))
        said = fails(recovery, later, copies["keys"])
        assert "has lost its key" in said

    def test_a_forged_trail_shows(self, planted, recovery, tmp_path):
        with without_triggers("audit_event"):
            as_owner("UPDATE audit_event SET code = 'x' WHERE act = 'inquiry.filed'")
        run("backup", "--what", "data", "--to", str(tmp_path / "copy"))
        assert "was changed" in fails(recovery, tmp_path / "copy")

    def test_keys_of_a_team_key_that_is_gone_show(self, planted, recovery, keeper, tmp_path):
        run("backup", "--what", "keys", "--to", str(tmp_path / "copy"))
        run("rotate_keys")
        assert "version 1" in fails(recovery, tmp_path / "copy")


@pytest.mark.drill(
    "machine lost",
    tried="copies taken while four people write",
    lost="nothing that was there when the copy began",
    shown="nothing",
)
def test_copies_taken_while_four_people_write_are_whole(planted, recovery, tmp_path):
    def write():
        try:
            for _ in range(2):
                plant(planted.consultant)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as people:
        writing = [people.submit(write) for _ in range(4)]
        rounds = 0
        while not all(each.done() for each in writing):
            taken = [tmp_path / f"{rounds}.{what}" for what in ("data", "keys")]
            for path in taken:
                run("backup", "--what", path.suffix[1:], "--to", str(path))
            rounds += 1
    for each in writing:
        each.result()
    assert rounds > 0
    assert Inquiry.objects.count() == 9
    for number in {0, rounds // 2, rounds - 1}:
        said = restore(recovery, *(tmp_path / f"{number}.{what}" for what in ("data", "keys")), flags=["--verify"])
        assert "Whole." in said


class TestVersions:
    @pytest.mark.drill(
        "two versions",
        tried="a copy taken with an older version put back under the newer",
        lost="nothing",
        shown="nothing",
    )
    def test_a_copy_from_an_older_schema_is_brought_to_todays(self, copies, recovery, tmp_path):
        with another_machine(tmp_path / "old"):
            restore(recovery, copies["data"], copies["broker"])
            call_command("migrate", "closing", "0001", verbosity=0)
            run("backup", "--what", "data", "--to", str(tmp_path / "older"))
        with another_machine(tmp_path / "new"):
            restore(recovery, tmp_path / "older", copies["broker"])
            assert User.objects.get().first_name == "Asta"
            call_command("migrate", check=True, verbosity=0)

    @pytest.mark.drill(
        "two versions",
        tried="a copy taken with a newer version put back under the older",
        lost="nothing; it is refused",
        shown="to whoever keeps the machine: which rooms are newer",
    )
    def test_a_copy_from_a_newer_version_is_refused(self, copies, recovery, tmp_path):
        with another_machine(tmp_path / "newer"):
            restore(recovery, copies["data"], copies["broker"])
            with connections["default"].cursor() as cursor:
                cursor.execute(
                    "INSERT INTO django_migrations (app, name, applied) VALUES ('risk', '9999_x', '2026-01-01')"
                )
            run("backup", "--what", "data", "--to", str(tmp_path / "copy"))
        with another_machine(tmp_path / "new"), pytest.raises(CommandError, match="newer version"):
            restore(recovery, tmp_path / "copy")


def fails(recovery, *copies):
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("restore", *map(str, copies), "--recovery-key", str(recovery), "--verify", stdout=said)
    assert ended.value.code == 1
    assert "NOT WHOLE." in said.getvalue()
    return said.getvalue()


def read(row):
    return row.opened_with(broker().open(row.key_id, purpose=Purpose.CASEWORK, by=row.pk))
