"""The open site in a process of its own: it works, it holds nothing that opens, and its roles may do little.

The stolen process: whoever carries off all it holds (its files, its secret key, every row its roles can read) reads
nothing that came in before.
"""

import hashlib
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from setup.places import ROOT
from setup.postgres import APPLICATION, DROP, MAILBOX, OWNER
from tests.cast import MORNING
from tests.databases import connected_as_owner
from tests.mailbox.conftest import WORDS, leave_a_message
from tests.mailbox.open_process import WORDS as TOLD
from tests.needs import needs_postgres
from vaern.audit import chain, trail
from vaern.mailbox.access import open_thread
from vaern.mailbox.actions import expire_threads
from vaern.mailbox.door import sitting
from vaern.mailbox.models import Message, Sitting, Thread
from vaern.operations import rights
from vaern.operations.rights import grant_rights
from vaern.vault.envelope import OpenKey, Tampered
from vaern.vault.models import Key

pytestmark = pytest.mark.django_db(transaction=True)

DENIED = "permission denied|must be owner|must be superuser|must be a superuser|only roles with|not allowed"
OPEN_TABLES = ["mailbox_thread", "mailbox_message", "mailbox_signal", "mailbox_visit", "mailbox_sitting"]
APPS = {"ui", "audit", "vault", "directory", "languages", "mailbox", "public", "config"}


@pytest.fixture
def public_folder(tmp_path):
    """A folder with the public half of the team's key, and nothing else of the broker's."""
    for path in settings.BROKER_FOLDER.glob("*.public"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def run_open(folder: Path, **places: str) -> dict:
    """Let the open site do its work in a process of its own, and return what it told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VAERN_", "DJANGO_"))}
    own = {"VAERN_PUBLIC_KEY_FOLDER": str(folder), "VAERN_HOME": str(folder), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "tests.mailbox.open_process"]
    done = subprocess.run(command, cwd=ROOT, env=kept | own | places, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@contextmanager
def roles_granted():
    """Give the two roles their rights on the test's own database."""
    with connected_as_owner(connection) as owner:
        grant_rights(owner, role=DROP, only="drop")
        grant_rights(owner, role=MAILBOX, only="mailbox")
        yield


def address_for(role: str) -> str:
    place = connection.settings_dict
    return f"postgresql://{role}@/{place['NAME']}?host={place['HOST']}"


@pytest.fixture
def told(public_folder):
    if connection.vendor == "sqlite":
        yield run_open(public_folder, VAERN_DATABASE=f"sqlite://{connection.settings_dict['NAME']}")
        return
    with roles_granted():
        yield run_open(
            public_folder, VAERN_DROP_DATABASE=address_for(DROP), VAERN_MAILBOX_DATABASE=address_for(MAILBOX)
        )


class TestItWorks:
    def test_a_message_is_sent_read_written_on_and_removed(self, told):
        assert told["sent"]
        assert told["folded"]
        assert told["read"]
        assert (told["left"], told["front"], told["desk"]) == (303, 200, 404)

    def test_it_loads_the_sealing_half_and_no_room_of_the_house(self, told):
        assert told["broker"] is False
        assert told["people"] == []
        assert {name.removeprefix("vaern.") for name in told["apps"]} == APPS
        assert "keys" not in told["databases"]

    def test_the_team_reads_what_it_took_in_and_the_trail_is_sealed_by_the_house(self, told, consultant_on_the_inquiry):
        thread = Thread.objects.get()
        opened = open_thread(user=consultant_on_the_inquiry, thread_id=thread.pk, regions=[])
        assert [message.content["text"] for message in opened.messages()] == [TOLD]
        assert opened.removed() == [2]


class TestTheStolenProcess:
    def test_with_all_it_holds_nothing_that_came_in_before_can_be_read(self, db, public_folder):
        writer = leave_a_message()
        mailbox = writer.comes_back()
        sitting.write(mailbox=mailbox, token=uuid4(), content={"text": WORDS}, is_urgent=False, at=MORNING)
        taken = b"".join(path.read_bytes() for path in public_folder.iterdir())
        rows = [*Thread.objects.values_list(), *Message.objects.values_list(), *Sitting.objects.values_list()]
        held = [taken, settings.SECRET_KEY.encode(), *(as_bytes(value) for row in rows for value in row)]
        everything = b"\n".join(held)
        for word in (WORDS, "Zubæydah", *writer.code.words, str(writer.code.number)):
            assert word.encode() not in everything
        thread = Thread.objects.get()
        for candidate in candidates(held):
            key = OpenKey(thread.key_id, 1, candidate)
            for message in Message.objects.all():
                with pytest.raises(Tampered):
                    _ = message.opened_with(key).content

    def test_the_broker_is_not_to_be_had_there(self, settings):
        settings.BROKER_FOLDER = None
        from vaern.vault.broker import broker

        with pytest.raises(Exception, match="NoneType"):
            broker().newest()

    def test_a_sitting_that_has_ended_leaves_nothing_to_open_its_cookie_with(self, db):
        writer = leave_a_message()
        mailbox = writer.comes_back()
        cookie = mailbox.cookie(MORNING)
        sitting.leave(cookie=cookie)
        assert not Sitting.objects.exists()
        with pytest.raises(sitting.SittingOver):
            sitting.resume(cookie=cookie, at=MORNING)


def candidates(held):
    """Return every 32 bytes somebody would try first: each value cut to size, and what is made of it."""
    for value in held:
        if len(value) >= 32:
            yield value[:32]
            yield value[-32:]
        yield hashlib.sha256(value).digest()
        yield hashlib.sha256(b"vaern sitting" + value).digest()


def added(table, row):
    return f"INSERT INTO {table} (id, {', '.join(row)}) VALUES ('{uuid4()}', {', '.join(row.values())})"


def as_bytes(value):
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()


def test_no_right_is_given_on_what_the_open_site_must_not_know():
    allowed = {"mailbox", "audit", "directory", "languages"}
    from django.apps import apps

    for model in apps.get_models(include_auto_created=True):
        given = {rights.rights_of_drop(model), rights.rights_of_mailbox(model)} - {""}
        assert not given or model._meta.app_label in allowed, model
        assert not any("UPDATE" in each for each in given)
    labels = {label for table in (rights.DROP, rights.MAILBOX) for label in table}
    assert "mailbox.holding" not in labels
    assert labels <= {model._meta.label_lower for model in apps.get_models()}


@pytest.mark.postgres
class TestTheRoles:
    @pytest.fixture(autouse=True)
    def granted(self, db):
        needs_postgres()
        self.writer = leave_a_message()
        self.writer.comes_back()
        with roles_granted():
            yield

    def as_role(self, role, statement):
        other = connection.copy()
        other.settings_dict = connection.settings_dict | {"USER": role}
        try:
            with other.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else cursor.rowcount
        finally:
            other.close()

    def refused(self, role, statement):
        with pytest.raises(ProgrammingError, match=DENIED):
            self.as_role(role, statement)

    @pytest.mark.parametrize("table", [*OPEN_TABLES, "audit_event", "audit_waiting"])
    def test_drop_reads_changes_and_removes_nothing_that_came_in(self, table):
        self.refused(DROP, f"SELECT * FROM {table}")
        self.refused(DROP, f"SELECT count(*) FROM {table}")
        self.refused(DROP, f"DELETE FROM {table}")
        self.refused(DROP, f"TRUNCATE {table}")
        columns = connection.introspection.get_table_description(connection.cursor(), table)
        for column in columns:
            self.refused(DROP, f'UPDATE {table} SET "{column.name}" = NULL')

    def test_drop_reads_what_is_public_anyway(self):
        assert self.as_role(DROP, "SELECT count(*) FROM directory_region") is not None

    @pytest.mark.parametrize("table", OPEN_TABLES)
    def test_mailbox_adds_and_changes_nothing(self, table):
        self.refused(MAILBOX, f"INSERT INTO {table} DEFAULT VALUES")
        self.refused(MAILBOX, f"TRUNCATE {table}")
        for column in connection.introspection.get_table_description(connection.cursor(), table):
            self.refused(MAILBOX, f'UPDATE {table} SET "{column.name}" = NULL')

    def test_mailbox_removes_messages_visits_and_sittings_and_nothing_else(self):
        for table in ("mailbox_thread", "mailbox_signal"):
            self.refused(MAILBOX, f"DELETE FROM {table}")
        for table in ("mailbox_message", "mailbox_visit", "mailbox_sitting"):
            assert self.as_role(MAILBOX, f"DELETE FROM {table}") == 1

    @pytest.mark.parametrize("role", [DROP, MAILBOX])
    def test_neither_knows_anything_of_the_house(self, role):
        tables = set(connection.introspection.table_names())
        open_to = {
            DROP: ("mailbox_", "audit_event", "audit_waiting", "directory_", "languages_"),
            MAILBOX: ("mailbox_",),
        }
        closed = sorted(table for table in tables if not table.startswith(open_to[role]) or table == "mailbox_holding")
        assert {"staff_user", "inquiries_inquiry", "inquiries_entry", "vault_tombstone", "mailbox_holding"} <= set(
            closed
        )
        for table in closed:
            self.refused(role, f"SELECT * FROM {table}")
            self.refused(role, f"DELETE FROM {table}")
            self.refused(role, f"INSERT INTO {table} DEFAULT VALUES")

    @pytest.mark.parametrize("role", [DROP, MAILBOX])
    def test_neither_reads_the_key_store(self, role):
        keys = connections["keys"]
        with connected_as_owner(keys) as owner:
            grant_rights(owner, role=APPLICATION)
            grant_rights(owner, role=role, only="drop" if role == DROP else "mailbox")
        other = keys.copy()
        other.settings_dict = keys.settings_dict | {"USER": role}
        with pytest.raises(OperationalError, match=DENIED):
            other.ensure_connection()
        assert not Key.objects.exists(), "the site itself is let in"

    @pytest.mark.parametrize("role", [DROP, MAILBOX])
    def test_neither_can_become_more(self, role):
        for statement in (
            "CREATE TABLE x (y int)",
            "CREATE TEMPORARY TABLE x (y int)",
            "CREATE SCHEMA x",
            "CREATE EXTENSION hstore",
            "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            f"SET ROLE {OWNER}",
            f"GRANT SELECT ON staff_user TO {role}",
            "SET session_replication_role = replica",
            "COPY staff_user TO STDOUT",
            "COPY (SELECT * FROM staff_user) TO STDOUT",
            "COPY mailbox_thread TO PROGRAM 'cat'",
            "COPY mailbox_thread FROM '/etc/passwd'",
            "SELECT pg_read_file('/etc/passwd')",
            "SELECT pg_ls_dir('.')",
            "ALTER TABLE mailbox_message DISABLE TRIGGER ALL",
            "ALTER TABLE mailbox_message DISABLE ROW LEVEL SECURITY",
            "TRUNCATE mailbox_message CASCADE",
            "DROP TABLE mailbox_visit",
            "DO $$ BEGIN LOCK TABLE audit_waiting IN SHARE UPDATE EXCLUSIVE MODE; END $$",
            "DO $$ BEGIN LOCK TABLE staff_user IN ACCESS SHARE MODE; END $$",
        ):
            self.refused(role, statement)

    @pytest.mark.parametrize("role", [DROP, MAILBOX])
    def test_no_sequence_and_no_function_of_ours_is_open_to_them(self, role):
        with connection.cursor() as cursor:
            cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
            sequences = [name for (name,) in cursor.fetchall()]
            cursor.execute("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef")
            assert cursor.fetchall() == [], "no function acts with more rights than its caller"
        for sequence in sequences:
            self.refused(role, f"SELECT nextval('{sequence}')")
            self.refused(role, f"SELECT last_value FROM {sequence}")

    @pytest.mark.parametrize("role", [DROP, MAILBOX])
    def test_no_lock_of_theirs_keeps_the_house_from_its_trail(self, role):
        other = connection.copy()
        other.settings_dict = connection.settings_dict | {"USER": role}
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(key) FROM generate_series(23200, 23300) AS key")
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
                trail.record("thread.expired", by=None, about=uuid4())
            assert chain.verify().unsealed == 0
        finally:
            other.close()

    def test_drop_speaks_neither_as_the_team_nor_of_what_the_team_did(self):
        thread = Thread.objects.get()
        said = "INSERT INTO mailbox_message (id, thread_id, number, from_team, is_urgent, at, by, content) VALUES "
        row = f"('{uuid4()}', '{thread.pk}', 7, {{}}, false, now(), {{}}, '')"
        for from_team, by in (("true", f"'{uuid4()}'"), ("true", "NULL")):
            self.refused_row(said + row.format(from_team, by))
        told = "INSERT INTO audit_event (id, at, act, refused, by, about, subject, code, digest) VALUES "
        row = f"('{uuid4()}', now(), '{{}}', false, {{}}, NULL, NULL, '', NULL)"
        for act, by in (("thread.opened", f"'{uuid4()}'"), ("thread.dropped", f"'{uuid4()}'"), ("case.closed", "NULL")):
            self.refused_row(told + row.format(act, by))
        assert self.as_role(DROP, told + row.format("thread.dropped", "NULL")) == 1

    def test_no_row_that_drop_may_add_stops_a_list_or_the_upkeep(self):
        """Each refused row is one step from the one that is added."""
        whole, thread = "decode(repeat('07', 1168), 'hex')", f"'{Thread.objects.get().pk}'"
        visit = {"thread_id": thread, "at": "now()"}
        signal = {"thread_id": thread, "kind": "'removed'", "number": "9", "at": "now()"}
        sitting = {"thread_id": thread, "half": "'x'", "begun_at": "now()", "before": "now()"}
        message = {"thread_id": thread, "key_id": f"'{uuid4()}'", "number": "9", "from_team": "false"}
        message |= {"is_urgent": "false", "at": "now()", "content": "'x'"}
        new = {"key_id": f"'{uuid4()}'", "kind": "'brief'", "for_team": whole, "team_version": "1"}
        new |= {"dropped_at": "now()", "expires_on": "current_date + 90"}
        event = {"at": "now()", "act": "'thread.dropped'", "refused": "false", "code": "''"}
        unread = ("'infinity'", "'-infinity'", "now() + interval '2 hours'", "'9999-12-30'")
        changes = [
            ("mailbox_visit", visit, {"at": unread}),
            ("mailbox_signal", signal, {"at": unread, "kind": ("'opened'",), "number": ("100001",)}),
            ("mailbox_sitting", sitting, {"begun_at": unread, "before": unread}),
            (
                "mailbox_message",
                message,
                {"at": unread, "number": ("0", "100001"), "content": ("repeat('x', 2097153)::bytea",)},
            ),
            ("mailbox_thread", new, {"dropped_at": unread, "for_team": ("NULL", "'x'")}),
            ("mailbox_thread", new, {"expires_on": ("'infinity'", "current_date + 367"), "team_version": ("NULL",)}),
            ("audit_event", event, {"at": unread}),
        ]
        for table, row, others in changes:
            for column, value in ((column, value) for column, values in others.items() for value in values):
                self.refused_row(added(table, row | {column: value}))
            own = {"key_id": f"'{uuid4()}'"} if "key_id" in row else {}
            assert self.as_role(DROP, added(table, row | own)) == 1
        expire_threads(at=timezone.now())
        assert Thread.objects.filter(kind="citizen").exists()

    def refused_row(self, statement):
        with pytest.raises(ProgrammingError, match="row-level security"):
            self.as_role(DROP, statement)

    def test_what_a_refusal_says_repeats_no_row(self):
        """A stolen process asks by inserting what may be there; the database must not answer with what it found."""
        message = Message.objects.get()
        found = []
        for statement in (
            f"INSERT INTO mailbox_message (id, thread_id, number, from_team, is_urgent, at, content) VALUES "
            f"('{message.pk}', '{message.thread_id}', 1, false, false, now(), '')",
            f"INSERT INTO mailbox_message (id, thread_id, number, from_team, is_urgent, at, content) VALUES "
            f"('{uuid4()}', '{uuid4()}', 1, false, false, now(), '')",
            f"INSERT INTO audit_event SELECT * FROM audit_event WHERE about = '{message.thread_id}'",
        ):
            with pytest.raises(DatabaseError) as refused:
                self.as_role(DROP, statement)
            found.append(str(refused.value))
        assert not any("Failing row" in each or str(message.at.year) in each for each in found)
        for number in range(3, 9):
            assert f"=({number}" not in " ".join(found)

    @pytest.mark.parametrize("role", [DROP, MAILBOX])
    def test_what_others_ask_of_the_database_is_hidden_from_them(self, role):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'zubæydah'")
            rows = self.as_role(role, "SELECT usename, query FROM pg_stat_activity")
        assert not [query for usename, query in rows if usename != role and query and "insufficient" not in query]
        assert not self.as_role(role, "SELECT * FROM pg_stats WHERE tablename LIKE 'staff%' OR tablename LIKE 'inq%'")
