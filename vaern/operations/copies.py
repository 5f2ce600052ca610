"""Copies of the databases: every row as of one moment, and back into a database that is empty.

Both databases go the same way, on SQLite and PostgreSQL: rows in JSON, one a line, inside one reading transaction, so
the site goes on writing meanwhile. The schema is not copied: the copy says which migrations it had, and they are run
first. A copy from an older version of Værn is so brought to today's.

Sessions are left out: after a restore everybody signs in anew.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO
from uuid import UUID

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

LEFT_OUT = {"django_session", "django_migrations"}
AT_A_TIME = 500

Counts = dict[str, int]


class WrongDatabase(Exception):
    """The copy cannot go into this database; the message says why."""


def write_rows(alias: str, into: BinaryIO) -> Counts:
    """Write every row of a database into a stream; return how many of each table."""
    counts: Counts = {}
    with one_moment(alias) as connection:
        applied = sorted(MigrationRecorder(connection).applied_migrations())
        put(into, {"vendor": connection.vendor, "database": alias, "migrations": applied})
        with connection.cursor() as cursor:
            tables = {name: columns_of(connection, cursor, name) for name in tables_of(connection, cursor)}
        for table, columns in tables.items():
            put(into, {"table": table, "columns": columns})
            counts[table] = 0
            with connection.chunked_cursor() as cursor:
                cursor.execute(select(connection, table, columns))
                while rows := cursor.fetchmany(AT_A_TIME):
                    for row in rows:
                        put(into, [packed(value) for value in row])
                    counts[table] += len(rows)
    put(into, {"counts": counts})
    return counts


@contextmanager
def one_moment(alias: str) -> Iterator[Any]:
    """Give a connection of its own that sees the database as it is when the block begins."""
    connection = connections[alias].copy()
    begin = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "sqlite": "BEGIN"}
    try:
        with connection.cursor() as cursor:
            cursor.execute(begin[connection.vendor])
        yield connection
    finally:
        connection.close()


def read_rows(alias: str, source: BinaryIO) -> Counts:
    """Put the rows of a copy into an empty database and bring it to today's schema; return how many of each table.

    Raises WrongDatabase. A copy of PostgreSQL may also go into SQLite, to be looked at.
    """
    connection = connections[alias]
    head = get(source)
    refuse_the_wrong(connection, alias, head)
    migrate_as(connection, {(app, name) for app, name in head["migrations"]})
    counts: Counts = {}
    table, columns, waiting = "", [], []
    with all_or_nothing(connection) as cursor:
        while True:
            line = get(source)
            if isinstance(line, list):
                waiting.append([unpacked(value, connection.vendor) for value in line])
                if len(waiting) < AT_A_TIME:
                    continue
            insert(connection, cursor, table, columns, waiting)
            counts[table] = counts.get(table, 0) + len(waiting)
            waiting = []
            if isinstance(line, dict) and "counts" in line:
                break
            if isinstance(line, dict):
                table, columns = line["table"], line["columns"]
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- ours; what migrations put in
                counts[table] = 0
        del counts[""]
        if counts != line["counts"]:
            raise WrongDatabase("the copy has other rows than it says")
        advance_sequences(connection, cursor, counts)
    call_command("migrate", database=alias, interactive=False, verbosity=0)
    return counts


def migrate_as(connection: Any, applied: set[tuple[str, str]]) -> None:
    """Run exactly the migrations that a copy had."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    followed = {
        each for each in applied for then in nodes[each].children if then.key in applied and then.key[0] == each[0]
    }
    executor.migrate(sorted(applied - followed))


def refuse_the_wrong(connection: Any, alias: str, head: dict[str, Any]) -> None:
    if head.get("database") != alias:
        raise WrongDatabase(f"it is a copy of {head.get('database')}, not of {alias}")
    if connection.vendor == "postgresql" != head["vendor"]:
        raise WrongDatabase("a copy of SQLite does not go into PostgreSQL")
    known = MigrationExecutor(connection).loader.disk_migrations
    if newer := sorted({app for app, name in head["migrations"] if (app, name) not in known}):
        raise WrongDatabase(f"it was taken by a newer version of Værn ({', '.join(newer)})")


@contextmanager
def all_or_nothing(connection: Any) -> Iterator[Any]:
    """Give a cursor whose rows are all kept or none, and which may insert in any order."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # inside the transaction of whoever restores
            yield cursor
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return
        cursor.execute("BEGIN IMMEDIATE")
        try:
            cursor.execute("PRAGMA defer_foreign_keys=ON")
            yield cursor
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")


def insert(connection: Any, cursor: Any, table: str, columns: list[str], rows: list[list[Any]]) -> None:
    if rows:
        names = ", ".join(connection.ops.quote_name(name) for name in columns)
        marks = ", ".join("%s" for _ in columns)
        cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({marks})", rows)  # noqa: S608 -- names are the schema's


def advance_sequences(connection: Any, cursor: Any, tables: Iterable[str]) -> None:
    """Let the numbers that PostgreSQL gives out itself go on after those that came with the copy."""
    if connection.vendor != "postgresql":
        return
    for table in tables:
        for column in connection.introspection.get_sequences(cursor, table):
            name = connection.ops.quote_name(column["column"])
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), COALESCE(MAX({name}), 1))"  # noqa: S608 -- names are the schema's
                f" FROM {connection.ops.quote_name(table)}",
                [table, column["column"]],
            )


def tables_of(connection: Any, cursor: Any) -> list[str]:
    return sorted(set(connection.introspection.table_names(cursor)) - LEFT_OUT)


def columns_of(connection: Any, cursor: Any, table: str) -> list[str]:
    return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def select(connection: Any, table: str, columns: list[str]) -> str:
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    return f"SELECT {names} FROM {connection.ops.quote_name(table)}"  # noqa: S608 -- names are the schema's


def put(into: BinaryIO, line: Any) -> None:
    into.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")


def get(source: BinaryIO) -> Any:
    """Return the next line. Raises WrongDatabase where the copy ends too early."""
    line = source.readline()
    if not line:
        raise WrongDatabase("the copy ends in the middle")
    return json.loads(line)


def packed(value: Any) -> Any:
    """Return a value as JSON can hold it; what is no plain value becomes a pair of its kind and its text."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case bytes() | bytearray() | memoryview():
            return ["bytes", base64.b64encode(bytes(value)).decode()]
        case UUID():
            return ["uuid", value.hex]
        case datetime():
            return ["moment", value.isoformat()]
        case date():
            return ["day", value.isoformat()]
        case time():
            return ["time", value.isoformat()]
        case Decimal():
            return ["decimal", str(value)]
    raise TypeError(type(value).__name__)


def unpacked(value: Any, vendor: str) -> Any:
    """Return the value as this kind of database takes it."""
    if not isinstance(value, list):
        return value
    kind, text = value
    if kind == "bytes":
        return base64.b64decode(text)
    if vendor == "postgresql":
        read = {"uuid": UUID, "moment": datetime.fromisoformat, "day": date.fromisoformat}
        return read.get(kind, str)(text)
    if kind == "moment":
        moment = datetime.fromisoformat(text)
        return str(moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment)
    return text
