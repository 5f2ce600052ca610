"""The role the site connects as on PostgreSQL: it may do its work, and nothing that would undo the trail.

The whole suite runs as this role there; these tests are about what it may not.
"""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections
from django.db.utils import DataError, NotSupportedError

from setup.postgres import APPLICATION, OWNER, SUPERUSER
from tests.databases import as_owner, connected_as_owner
from tests.needs import needs_postgres
from vaern.audit import trail
from vaern.audit.append_only import AppendOnly
from vaern.audit.models import Event
from vaern.operations.rights import RoleTooStrong, grant_rights
from vaern.vault.actions import handed_in_to, take_in_all
from vaern.vault.broker import broker
from vaern.vault.models import Key

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

DENIED = "permission denied|must be owner|must be superuser|not allowed"
APPEND_ONLY = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))


@pytest.fixture(autouse=True)
def postgres():
    needs_postgres()


def as_the_site(statement, alias="default"):
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)


def test_the_tests_connect_as_the_sites_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (APPLICATION,)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "act", ["DELETE FROM {}", "TRUNCATE {}", "ALTER TABLE {} DISABLE TRIGGER USER", "DROP TABLE {}"]
)
def test_no_append_only_table_is_emptied_or_unlocked(table, act):
    with pytest.raises(ProgrammingError, match=DENIED):
        as_the_site(act.format(table))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_column_of_an_append_only_table_is_changed(table):
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    for column in columns:
        with pytest.raises(ProgrammingError, match=DENIED):
            as_the_site(f'UPDATE {table} SET "{column}" = "{column}"')


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER audit_event_no_delete ON audit_event",
        "ALTER TABLE audit_event OWNER TO CURRENT_USER",
        "ALTER TABLE audit_event ADD COLUMN x int",
        "ALTER FUNCTION audit_event_append_only() RENAME TO x",
        "CREATE OR REPLACE FUNCTION audit_event_append_only() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
        "CREATE TRIGGER x BEFORE INSERT ON audit_event EXECUTE FUNCTION audit_event_append_only()",
        "CREATE RULE x AS ON INSERT TO audit_event DO INSTEAD NOTHING",
        "CREATE TABLE x (y int)",
        "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TEMP TABLE audit_destruction (about uuid)",
        "CREATE SCHEMA x",
        "GRANT DELETE ON audit_event TO CURRENT_USER",
        "SET session_replication_role = replica",
        f"SET ROLE {OWNER}",
        f"SET SESSION AUTHORIZATION {OWNER}",
        "COPY audit_event TO PROGRAM 'cat'",
        "COPY audit_event TO '/dev/null'",
        "ALTER SYSTEM SET log_statement = 'all'",
        "UPDATE django_migrations SET name = name",
        "UPDATE audit_waiting SET event = event",
        "DELETE FROM django_content_type",
        "INSERT INTO auth_group (name) VALUES ('x')",
    ],
)
def test_no_way_round_the_rights_is_open(statement):
    if statement.startswith("GRANT"):  # not an error but a warning: nothing was granted
        as_the_site(statement)
        with pytest.raises(ProgrammingError, match=DENIED):
            as_the_site("DELETE FROM audit_event")
        return
    with pytest.raises((ProgrammingError, NotSupportedError, DataError), match=DENIED):
        as_the_site(statement)


class TestKeyStore:
    def test_a_key_is_rewrapped_and_dropped_and_nothing_else_about_it_changes(self, db):
        key = broker().new()
        as_the_site("UPDATE vault_key SET wrapped = wrapped, team_version = team_version", "keys")
        for column in ("id", "version", "made_at"):
            with pytest.raises(ProgrammingError, match=DENIED):
                as_the_site(f"UPDATE vault_key SET {column} = {column}", "keys")
        broker().destroy(key.id)
        assert not Key.objects.exists()

    @pytest.mark.parametrize("statement", ["TRUNCATE vault_key", "DROP TABLE vault_key", "CREATE TABLE x ()"])
    def test_the_table_itself_is_out_of_reach(self, statement):
        with pytest.raises(ProgrammingError, match=DENIED):
            as_the_site(statement, "keys")

    def test_there_is_nothing_else_in_that_database(self, db):
        tables = set(connections["keys"].introspection.table_names())
        assert tables - {"django_migrations"} == {"vault_key"}


class TestGranting:
    def test_it_may_be_run_again_and_takes_back_what_was_given_by_hand(self, db):
        as_owner(f"GRANT ALL ON audit_event TO {APPLICATION}")
        as_owner(f"GRANT UPDATE (code) ON audit_event TO {APPLICATION}")
        as_owner("GRANT DELETE ON audit_seal TO PUBLIC")
        with connected_as_owner(connection) as owner:
            grant_rights(owner, role=APPLICATION)
            grant_rights(owner, role=APPLICATION)
        for statement in ("DELETE FROM audit_event", "UPDATE audit_event SET code = ''", "DELETE FROM audit_seal"):
            with pytest.raises(ProgrammingError, match=DENIED):
                as_the_site(statement)
        trail.record_refusal("route.refused", by=None, code="my-day")
        assert Event.objects.exists()

    @pytest.mark.parametrize(
        "role,why", [(OWNER, "owns the tables"), (SUPERUSER, "superuser"), ("nobody_there", "no such role")]
    )
    def test_a_role_that_could_take_more_is_refused(self, db, role, why):
        with connected_as_owner(connection) as owner, pytest.raises(RoleTooStrong, match=why):
            grant_rights(owner, role=role)

    def test_the_command_does_both_databases_and_names_what_is_wrong(self, db, capsys):
        with connections_of_the_owner():
            call_command("grant_rights", APPLICATION)
            with pytest.raises(CommandError, match="owns the tables"):
                call_command("grant_rights", OWNER)
        assert capsys.readouterr().out.count(APPLICATION) == 2


@contextmanager
def connections_of_the_owner():
    """Let `manage.py` run as it is run after a migration."""
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["USER"] = OWNER
    try:
        yield
    finally:
        for alias in connections:
            connections[alias].close()
            connections[alias].settings_dict["USER"] = APPLICATION


class TestBrokerOfItsOwn:
    @pytest.fixture
    def as_the_broker(self, db):
        """The role of the tests, for a while with the rights of a broker."""
        for alias in connections:
            with connected_as_owner(connections[alias]) as owner:
                grant_rights(owner, role=APPLICATION, is_broker=True)
        yield
        for alias in connections:
            with connected_as_owner(connections[alias]) as owner:
                grant_rights(owner, role=APPLICATION)

    def test_it_does_its_work(self, as_the_broker):
        key = broker().new()
        assert broker().open(key.id, purpose="upkeep", by=key.id).secret == key.secret
        trail.record_alone("team_key.made", code="version-2")
        assert Event.objects.count() == 1
        broker().destroy(key.id)
        assert (take_in_all(), handed_in_to([1])) == (0, set())

    @pytest.mark.parametrize("table", ["inquiries_draft", "inquiries_entry", "cases_case", "staff_user"])
    def test_it_reads_nothing_that_a_key_opens_or_that_names_anyone(self, as_the_broker, table):
        with pytest.raises(ProgrammingError, match=DENIED):
            as_the_site(f"SELECT * FROM {table}")
