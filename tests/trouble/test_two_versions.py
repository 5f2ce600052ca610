"""Two versions run beside each other during an upgrade: the schema is changed first, and the older code works on.

So a migration may add what older code does not know of, and take nothing that it uses. What is taken goes a release
later. Held here against the real tables: each older state of each room's models must still be able to read, add and
change its rows.
"""

import pytest
from django.apps import apps
from django.db import connections
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db(transaction=True)

ROOMS = [config.label for config in apps.get_app_configs() if config.name.startswith("vaern.")]
LOADER = MigrationLoader(None)
STATES = sorted(
    key
    for key in LOADER.disk_migrations
    if key[0] in ROOMS and any(child.key[0] == key[0] for child in LOADER.graph.node_map[key].children)
)
# Before the first release nobody runs an older version. What landed until then, and would have broken one:
BEFORE_THE_FIRST_RELEASE = {"travel_fact.private is gone"}


def columns_now(table):
    """Return the columns a table really has: name, and whether a row can be added without it."""
    connection = connections["keys" if table == "vault_key" else "default"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA table_info({table})")
            return {name: not required or default is not None for _, name, _, required, default, _ in cursor.fetchall()}
        cursor.execute(
            "SELECT column_name, is_nullable = 'YES' OR column_default IS NOT NULL OR is_identity = 'YES'"
            " FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s",
            [table],
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize("state", STATES, ids="-".join)
@pytest.mark.drill(
    "two versions",
    tried="every older state of every table's model held against the tables as they are today",
    lost="nothing: older code still reads, adds and changes its rows",
    shown="nothing",
)
def test_code_of_an_older_state_still_reads_and_adds_its_rows(db, state):
    known = LOADER.project_state(state).apps.get_app_config(state[0]).get_models(include_auto_created=True)
    broken = []
    for model in known:
        table, now = model._meta.db_table, columns_now(model._meta.db_table)
        used = {field.column for field in model._meta.concrete_fields}
        broken += [f"{table}.{column} is gone" for column in used - now.keys()]
        broken += [f"{table}.{column} is required" for column in now.keys() - used if not now[column]]
    assert set(broken) - BEFORE_THE_FIRST_RELEASE == set()


def test_something_is_held_against_something():
    assert ("vault", "0001_initial") in STATES
    assert columns_now("vault_tombstone") == {"key_id": False, "reason": False, "by": True, "at": False}
