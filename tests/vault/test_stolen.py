"""Whoever carries off everything but the broker's private files holds no name, number, place or word.

The call is told through the real acts. Then the thief's own pocket is searched, byte by byte: the files of both
databases with their logs, every column of every table, what was printed and logged, and the broker's public files.
"""

import logging
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.cast import MORNING, person
from tests.databases import every_row, owner_of, sqlite_files
from tests.needs import needs_postgres
from tests.vault.canaries import CANARIES, canaries_in, plant
from vaern.inquiries.access import journal_of, open_inquiry
from vaern.inquiries.models import CallBack, Draft, EmergencyNote
from vaern.staff.roles import CONSULTANT
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def consultant(db):
    """Answers calls, and is on duty where the call ends up."""
    return person("Asta", CONSULTANT, regions=["1082", "1081"])


@pytest.fixture
def planted(consultant):
    return plant(consultant)


def test_whoever_holds_the_key_reads_every_canary(planted, consultant):
    """Without this, not finding them would prove nothing."""
    inquiry = open_inquiry(user=consultant, inquiry_id=planted.inquiry.pk, purpose=Purpose.CASEWORK, at=MORNING)
    entries = journal_of(inquiry)
    assert len(entries) == 3
    for entry in entries:
        assert "words" in canaries_in(entry.note.encode())
    assert canaries_in(read(Draft.objects.get()).content["safety"].encode()) == set(CANARIES)
    assert canaries_in(read(EmergencyNote.objects.get()).text.encode()) == set(CANARIES)
    assert "phone" in canaries_in(read(CallBack.objects.get()).contact["number"].encode())


@pytest.mark.parametrize("alias", ["default", "keys"])
@pytest.mark.drill(
    "stolen data",
    tried="both databases carried off, file by file with their logs, and searched for words that were told",
    lost="reference, cover name, kind, stage, region, who and when; no name, number, place or word",
    shown="nothing",
)
def test_the_files_of_the_database_hold_none(planted, alias):
    taken = b"".join(without_blanks(path.read_bytes()) for path in files_of(connections[alias]))
    assert len(taken) > 10_000
    assert canaries_in(taken) == set()


def without_blanks(content):
    """Leave out most of the empty space between rows: nothing can stand in it, and it is most of a file."""
    return re.sub(rb"\0{64,}", bytes(64), content)


@pytest.mark.parametrize("alias", ["default", "keys"])
@pytest.mark.drill(
    "stolen data",
    tried="every column of every table searched",
    lost="the same",
    shown="nothing",
)
def test_no_column_of_any_table_holds_one(planted, alias):
    connection = connections[alias]
    with owner_of(connection) as cursor:
        for table in connection.introspection.table_names():
            for row in every_row(cursor, table):
                for value in row:
                    raw = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                    assert canaries_in(raw) == set(), table


@pytest.mark.postgres
@pytest.mark.parametrize("alias", ["default", "keys"])
def test_a_dump_of_postgresql_holds_none(planted, alias):
    needs_postgres()
    connection = connections[alias]
    with owner_of(connection) as cursor:
        for table in connection.introspection.table_names():
            for form in ("text", "csv", "binary"):
                with cursor.copy(f"COPY {table} TO STDOUT (FORMAT {form})") as copy:
                    assert canaries_in(b"".join(bytes(part) for part in copy)) == set(), table


@pytest.mark.drill(
    "stolen data",
    tried="what is printed, logged and asked of the database searched",
    lost="nothing",
    shown="nothing",
)
def test_nothing_printed_logged_or_asked_of_the_database_holds_one(consultant, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connections["default"]) as asked, CaptureQueriesContext(connections["keys"]) as keys:
        plant(consultant)
    printed = capfd.readouterr()
    assert canaries_in((printed.out + printed.err + caplog.text).encode()) == set()
    assert len(asked) > 50
    assert canaries_in(repr([asked.captured_queries, keys.captured_queries]).encode()) == set()


@pytest.mark.drill(
    "stolen data",
    tried="every file of the site but the private half of the team key searched",
    lost="nothing",
    shown="nothing",
)
def test_no_file_of_the_site_but_the_brokers_secrets_holds_one(planted):
    files = [path for path in settings.HOME.rglob("*") if path.is_file()]
    secrets = {path for path in files if path.suffix == ".private" or path.name == "fingerprint"}
    assert {path.parent for path in secrets} == {settings.BROKER_FOLDER}
    taken = [path for path in files if path not in secrets]
    assert any(path.suffix == ".public" for path in taken)
    for path in taken:
        assert canaries_in(path.read_bytes()) == set(), path.name


def files_of(connection):
    """Return every file the database keeps: with its log on SQLite, of the whole cluster on PostgreSQL."""
    if connection.vendor == "sqlite":
        return sqlite_files(connection)
    cluster = Path(connection.settings_dict["HOST"]).parent / "cluster"
    return [path for folder in ("base", "pg_wal") for path in (cluster / folder).rglob("*") if path.is_file()]


def read(row):
    return row.opened_with(broker().open(row.key_id, purpose=Purpose.CASEWORK, by=uuid4()))
