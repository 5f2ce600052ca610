"""Rows that are only ever added: by the model, by the database, and by no way round either."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.cast import MORNING
from tests.databases import as_owner
from tests.needs import needs_postgres
from vaern.audit import chain, trail
from vaern.audit.append_only import AppendOnly, AppendOnlyViolation
from vaern.audit.models import Destruction, Event

pytestmark = pytest.mark.django_db(transaction=True)

ONE, OTHER = uuid4(), uuid4()
EVENT_COLUMNS = "id, at, act, refused, code"


@pytest.fixture
def event(db):
    trail.record_refusal("inquiry.refused", by=ONE, about=OTHER, code="casework")
    return Event.objects.get()


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.save(update_fields=["code"]),
        lambda event: event.delete(),
        lambda event: Event.objects.update(code="x"),
        lambda event: Event.objects.filter(pk=event.pk).delete(),
        lambda event: Event.objects.bulk_update([event], ["code"]),
        lambda event: Event.objects.update_or_create(pk=event.pk, defaults={"code": "x"}),
        lambda event: Event.objects.bulk_create(
            [event], update_conflicts=True, unique_fields=["id"], update_fields=["code"]
        ),
    ],
    ids=["save", "save some", "delete", "update", "delete all", "bulk_update", "update_or_create", "bulk_create over"],
)
def test_the_model_refuses_to_change_what_was_written(event, change):
    event.code = "another"
    with pytest.raises(AppendOnlyViolation):
        change(event)
    assert Event.objects.get().code == "casework"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET code = 'x'",
        "UPDATE audit_event SET code = code WHERE refused",
        "DELETE FROM audit_event",
        f"INSERT INTO audit_event ({EVENT_COLUMNS}) SELECT {EVENT_COLUMNS} FROM audit_event WHERE true"
        " ON CONFLICT (id) DO UPDATE SET code = 'x'",
    ],
    ids=["update", "update to the same", "delete", "insert over"],
)
@pytest.mark.parametrize("run", ["as the site", "as the owner"])
def test_the_database_refuses_it_too_even_to_the_owner_of_the_tables(event, statement, run):
    with pytest.raises(DatabaseError):
        as_owner(statement) if run == "as the owner" else as_the_site(statement)
    assert Event.objects.get().code == "casework"


@pytest.mark.parametrize(
    "statement",
    [
        f"REPLACE INTO audit_event ({EVENT_COLUMNS}) SELECT id, at, act, 0, 'x' FROM audit_event",
        f"INSERT OR REPLACE INTO audit_event (rowid, {EVENT_COLUMNS})"
        " SELECT rowid, '0', at, act, 0, 'x' FROM audit_event",
        "UPDATE OR REPLACE audit_event SET code = 'x'",
    ],
    ids=["by id", "by the hidden row number", "by an update"],
)
def test_sqlite_lets_no_row_be_replaced(event, statement):
    if connection.vendor != "sqlite":
        pytest.skip("a way of SQLite")
    with pytest.raises(DatabaseError, match="append-only"):
        as_the_site(statement)
    assert Event.objects.get().code == "casework"


@pytest.mark.parametrize(
    "statement", ["TRUNCATE audit_event", "TRUNCATE audit_event CASCADE", "TRUNCATE audit_event, audit_waiting"]
)
@pytest.mark.postgres
def test_postgresql_lets_no_table_be_emptied(event, statement):
    needs_postgres()
    with pytest.raises(DatabaseError, match="append-only"):
        as_owner(statement)
    assert Event.objects.exists()


def test_every_append_only_table_has_its_triggers():
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)}
    assert {
        "audit_event",
        "audit_seal",
        "audit_destruction",
        "vault_tombstone",
        "inquiries_entry",
        "cases_entry",
    } <= tables
    ask = {
        "sqlite": "SELECT tbl_name || ' ' || name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(ask[connection.vendor])
        found = {row[0] for row in cursor.fetchall()}
    acts = ["update", "delete"] + (["truncate"] if connection.vendor == "postgresql" else [])
    assert {f"{table} {table}_no_{act}" for table in tables for act in acts} <= found


class TestDestruction:
    """Two people may let the rows of one inquiry or case go; nobody else, nothing else."""

    def test_two_people_let_rows_go(self, event):
        Destruction(about=OTHER, ordered_by=ONE, confirmed_by=uuid4(), at=MORNING).save()
        assert delete_events() == 1
        found = chain.verify()
        assert (found.destroyed, found.faults) == (1, [])

    def test_the_rows_of_something_else_stay(self, event):
        Destruction(about=uuid4(), ordered_by=ONE, confirmed_by=uuid4(), at=MORNING).save()
        with pytest.raises(DatabaseError):
            delete_events()
        assert Event.objects.exists()

    def test_the_same_person_twice_is_refused(self, event):
        with pytest.raises(DatabaseError), transaction.atomic():
            Destruction(about=OTHER, ordered_by=ONE, confirmed_by=ONE, at=MORNING).save()
        with pytest.raises(DatabaseError):
            delete_events()
        assert Event.objects.exists()

    def test_the_same_person_twice_opens_nothing_even_past_the_constraint(self, event):
        with without_the_constraint():
            as_owner(
                "INSERT INTO audit_destruction (id, about, ordered_by, confirmed_by, at) VALUES (%s, %s, %s, %s, %s)",
                [uuid4(), OTHER, ONE, ONE, MORNING],
            )
            with pytest.raises(DatabaseError):
                delete_events()
            assert Event.objects.exists()

    def test_a_decision_to_destroy_is_neither_changed_nor_removed(self, event):
        Destruction(about=uuid4(), ordered_by=ONE, confirmed_by=uuid4(), at=MORNING).save()
        for statement in ("UPDATE audit_destruction SET about = ordered_by", "DELETE FROM audit_destruction"):
            with pytest.raises(DatabaseError):
                as_owner(statement)

    @pytest.mark.postgres
    def test_a_temporary_table_of_the_same_name_opens_nothing(self, event):
        needs_postgres()
        with pytest.raises(DatabaseError, match="append-only"):
            as_owner(
                "CREATE TEMP TABLE audit_destruction AS SELECT about, id AS ordered_by, about AS confirmed_by"
                " FROM audit_event; DELETE FROM audit_event"
            )
        assert Event.objects.exists()


def as_the_site(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def delete_events():
    """As the owner: the site's own role may not even ask."""
    return as_owner("DELETE FROM audit_event WHERE about = %s", [OTHER])


class without_the_constraint:  # noqa: N801 -- reads as the sentence it stands in
    def __enter__(self):
        if connection.vendor == "sqlite":
            as_owner("PRAGMA ignore_check_constraints=ON")
        else:
            as_owner("ALTER TABLE audit_destruction DROP CONSTRAINT destruction_needs_two_people")

    def __exit__(self, *raised):
        if connection.vendor == "sqlite":
            as_owner("PRAGMA ignore_check_constraints=OFF")
        else:
            as_owner(
                "ALTER TABLE audit_destruction ADD CONSTRAINT destruction_needs_two_people"
                " CHECK (ordered_by <> confirmed_by) NOT VALID"
            )
