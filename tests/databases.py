"""What tests do to whole databases: empty them, meddle with them as their owner would, copy them and put them back."""

from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.db import connections, transaction

OURS = {
    "audit", "vault", "staff", "directory", "mailbox", "inquiries", "cases", "risk",
    "sharing", "travel", "guests", "closing", "sessions", "mfa",
}  # fmt: skip


def empty_everything() -> None:
    """Remove every row of our own tables and the sessions, in both databases, and put the triggers back."""
    for alias in connections:
        connection = connections[alias]
        if tables := tables_of(connection):
            (empty_sqlite if connection.vendor == "sqlite" else empty_postgres)(connection, tables)


def empty_sqlite(connection, tables) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        with transaction.atomic(using=connection.alias):
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")
            for _, statement in triggers:
                cursor.execute(statement)
        cursor.execute("PRAGMA foreign_keys=ON")


def empty_postgres(connection, tables) -> None:
    """Delete as the owner of the tables, since the application's role may not; only where there is something."""
    with owner_of(connection) as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables))
        filled = [table for (table,) in cursor.fetchall()]
        cursor.execute("BEGIN")
        for table in filled:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("COMMIT")
        for table in filled:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def undone():
    """Undo in both databases what happens within, so that one stage serves many tries.

    Savepoints, not ``atomic``: what is recorded durably refuses to nest in anything but a test.
    """
    before = {alias: transaction.savepoint(using=alias) for alias in connections}
    try:
        yield
    finally:
        for alias, savepoint in before.items():
            transaction.savepoint_rollback(savepoint, using=alias)


@contextmanager
def owner_of(connection):
    """Give a cursor to whoever owns the tables, as an intruder with the whole database would be."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            yield cursor
        return
    with connected_as_owner(connection) as owner, owner.cursor() as cursor:
        yield cursor


@contextmanager
def connected_as_owner(connection):
    """Give a connection to the same database for whoever migrates it."""
    owner = connection.copy()
    owner.settings_dict = connection.settings_dict | {"USER": connection.settings_dict["TEST"]["OWNER"]}
    try:
        yield owner
    finally:
        owner.close()


def as_owner(statement: str, values=(), *, alias: str = "default") -> int:
    """Run one statement as the owner of the tables, past the application's rights; return how many rows it met."""
    connection = connections[alias]
    with owner_of(connection) as cursor:
        cursor.execute(statement, [stored_form(connection, value) for value in values])
        return cursor.rowcount


def stored_form(connection, value):
    return value.hex if isinstance(value, UUID) and connection.vendor == "sqlite" else value


@contextmanager
def without_triggers(*tables: str):
    """Lift the triggers of some tables, as somebody could who owns the database, and put them back."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            marks = ", ".join("%s" for _ in tables)
            cursor.execute(
                f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({marks})", tables
            )
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            for _, statement in triggers:
                cursor.execute(statement)
        return
    for table in tables:
        as_owner(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        as_owner(f"ALTER TABLE {table} ENABLE TRIGGER USER")


class CopyOf:
    """A copy of one database, as a backup takes it: SQLite's files, or every row of PostgreSQL."""

    def __init__(self, alias: str) -> None:
        self.connection = connections[alias]
        if self.connection.vendor == "sqlite":
            self.connection.close()
            self.files = {path: path.read_bytes() for path in sqlite_files(self.connection)}
        else:
            with owner_of(self.connection) as cursor:
                self.rows = {table: every_row(cursor, table) for table in tables_of(self.connection)}

    def put_back(self) -> None:
        """Let the copy take the place of the database."""
        if self.connection.vendor == "sqlite":
            self.connection.close()
            for path in sqlite_files(self.connection):
                path.unlink()
            for path, content in self.files.items():
                path.write_bytes(content)
            return
        empty_postgres(self.connection, list(self.rows))
        with owner_of(self.connection) as cursor:
            cursor.execute("BEGIN; SET CONSTRAINTS ALL DEFERRED")
            for table, rows in self.rows.items():
                for row in rows:
                    marks = ", ".join("%s" for _ in row)
                    cursor.execute(f"INSERT INTO {table} VALUES ({marks})", row)
            cursor.execute("COMMIT")


def sqlite_files(connection) -> list[Path]:
    """Return the database's file and the log and index beside it."""
    path = Path(connection.settings_dict["NAME"])
    return sorted(path.parent.glob(f"{path.name}*"))


def tables_of(connection) -> list[str]:
    """Return the tables of ours that this database has."""
    present = set(connection.introspection.table_names())
    return [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS and model._meta.db_table in present
    ]


def every_row(cursor, table: str) -> list[tuple]:
    cursor.execute(f"SELECT * FROM {table}")
    return cursor.fetchall()
