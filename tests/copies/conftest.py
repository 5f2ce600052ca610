"""A recovery key, copies of a database full of canaries, and machines on which nothing is installed yet."""

import sqlite3
from contextlib import closing, contextmanager
from functools import partial
from io import StringIO
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import connections
from django.db.utils import ConnectionHandler

from tests.cast import person
from tests.databases import connected_as_owner
from tests.vault.canaries import plant
from tests.vault.conftest import keeper  # noqa: F401 -- a fixture: a broker of each test
from vaern import environment
from vaern.audit import chain
from vaern.operations import copies as copies_of_rows
from vaern.staff.roles import CONSULTANT

KINDS = ("data", "keys", "broker")
MADE: dict = {}  # of each schema: an empty database as the migrations made it, or what they told PostgreSQL


@pytest.fixture(autouse=True)
def schema_made_once(monkeypatch, tmp_path_factory):
    """Let a schema be made by the migrations for the first database of its kind, and made after it for the others.

    Making it takes seconds, and no test here is about how it is made twice. SQLite copies the file that came of it,
    PostgreSQL is told once more what the migrations told it.
    """

    def migrate_as(connection, applied):
        kind = connection.vendor, connection.alias, frozenset(applied)
        if connection.vendor == "sqlite":
            make_sqlite(connection, kind)
        elif kind in MADE:
            with connection.cursor() as cursor:
                for statement, values in MADE[kind]:
                    cursor.execute(statement, values)
        else:
            MADE[kind] = []
            with connection.execute_wrapper(partial(note_what_is_told, MADE[kind])):
                really(connection, kind[-1])

    def make_sqlite(connection, kind):
        connection.ensure_connection()
        if kind in MADE:
            with closing(sqlite3.connect(MADE[kind])) as empty:
                empty.backup(connection.connection)
            return
        really(connection, kind[-1])
        MADE[kind] = tmp_path_factory.mktemp("schema") / "empty.sqlite3"
        with closing(sqlite3.connect(MADE[kind])) as made:
            connection.connection.backup(made)

    really = copies_of_rows.migrate_as
    monkeypatch.setattr(copies_of_rows, "migrate_as", migrate_as)


def note_what_is_told(told, execute, statement, values, many, context):
    """Note a statement that changes something; a wrapper of Django's."""
    if not statement.startswith(("SELECT", "SAVEPOINT", "RELEASE")):
        told.append((statement, values))
    return execute(statement, values, many, context)


@pytest.fixture
def recovery(settings, tmp_path):
    """The private half of the recovery key, as a file; the public half lies with the site."""
    settings.RECOVERY_KEY = tmp_path / "recovery.public"
    private = tmp_path / "recovery.txt"
    run("make_recovery_key", "--to", str(private))
    return private


@pytest.fixture
def planted(transactional_db, keeper):  # noqa: F811 -- the fixture above
    """A consultant who was told every canary."""
    consultant = person("Asta", CONSULTANT, regions=["1082", "1081"])
    inquiry = plant(consultant).inquiry
    return SimpleNamespace(consultant=consultant, inquiry=inquiry, head=chain.newest_head())


@pytest.fixture
def copies(planted, recovery, tmp_path):
    """Copies of everything, taken one after the other as the manual says."""
    taken = {what: tmp_path / f"first.{what}" for what in KINDS}
    for what, path in taken.items():
        run("backup", "--what", what, "--to", str(path))
    return taken


def run(command, *words, **options):
    said = StringIO()
    call_command(command, *words, stdout=said, stderr=said, **options)
    return said.getvalue()


@contextmanager
def another_machine(home):
    """Give this thread the databases and the broker's folder of a machine that has none yet."""
    home.mkdir()
    own, own_broker = {alias: connections[alias] for alias in connections}, site.BROKER_FOLDER
    if connections["default"].vendor == "sqlite":
        databases = {alias: environment.sqlite(str(home / f"{alias}.sqlite3")) for alias in own}
        created = {}
    else:
        created = {alias: f"machine_{uuid4().hex[:12]}" for alias in own}
        with connected_as_owner(own["default"]) as owner, owner.cursor() as cursor:
            for name in created.values():
                cursor.execute(f"CREATE DATABASE {name}")
        databases = {
            alias: connection.settings_dict
            | {"NAME": created[alias], "USER": connection.settings_dict["TEST"]["OWNER"]}
            for alias, connection in own.items()
        }
    handler = ConnectionHandler(databases)
    try:
        for alias in own:
            connections[alias] = handler[alias]
        site.BROKER_FOLDER = home / "broker"
        yield
    finally:
        site.BROKER_FOLDER = own_broker
        for alias, connection in own.items():
            connections[alias].close()
            connections[alias] = connection
        if created:
            with connected_as_owner(own["default"]) as owner, owner.cursor() as cursor:
                for name in created.values():
                    cursor.execute(f"DROP DATABASE {name}")
