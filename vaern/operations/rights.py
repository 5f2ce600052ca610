"""What each role may do on PostgreSQL: what it needs, and never change what is append-only.

The site has one role, a broker of its own another. The open site, in a process of its own, has two: `drop` adds what
comes in, and reads only what is public anyway; `mailbox` reads threads that it cannot open, and removes what their
writers remove.

The owner of the tables migrates and then runs `manage.py grant_rights ROLE`; the site connects as that role.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import models
from psycopg import sql

from vaern.audit.append_only import AppendOnly
from vaern.vault.envelope import WRAPPED
from vaern.vault.handed_in import HandedIn

EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
ONLY_ADD = "SELECT, INSERT"
ONLY_READ = "SELECT"
RIGHTS = {
    "audit.waiting": "SELECT, INSERT, DELETE",
    # A link is used or withdrawn, never renamed, given to another or taken out of sight.
    "staff.onetimelink": "SELECT, INSERT, UPDATE (used_at, withdrawn_at)",
    "staff.recovery": "SELECT, INSERT, UPDATE (confirmed_by_id, confirmed_at)",
    "vault.key": "SELECT, INSERT, DELETE, UPDATE (wrapped, team_version)",  # a key is rewrapped, never renamed
}
# A broker of its own: the wrapped keys, what shuts them, and what it writes down; nothing that a key opens.
RIGHTS_OF_A_BROKER = {"vault.key", "vault.tombstone", "audit.event", "audit.waiting", "audit.seal"}
# And, for the change of the team's key, the wrapped keys that lie on what came in, until they are taken in.
HANDED_IN = "SELECT (id, key_id, for_team, team_version), UPDATE (for_team, team_version)"
DROP = {
    "mailbox.thread": "INSERT",
    "mailbox.message": "INSERT",
    "mailbox.signal": "INSERT",
    "mailbox.visit": "INSERT",
    "mailbox.sitting": "INSERT",
    "audit.event": "INSERT",
    "audit.waiting": "INSERT",
    "languages.review": ONLY_READ,
}
MAILBOX = {
    "mailbox.thread": ONLY_READ,
    "mailbox.message": "SELECT, DELETE",
    "mailbox.signal": ONLY_READ,
    "mailbox.visit": "SELECT, DELETE",
    "mailbox.sitting": "SELECT, DELETE",
}
# What `drop` adds must be what the open site may say: nothing in the team's name, and of the trail its own acts alone.
ITS_ACTS = ("thread.dropped", "thread.written", "thread.removed", "thread.closed", "value.tampered")
# Nor a moment that has not come, or that we could not read back, such as PostgreSQL's "infinity": every list with it
# would fail, and what it says would never lapse. An hour, because two machines' clocks differ.
HAS_BEEN = "{} BETWEEN '2020-01-01' AND now() + interval '1 hour'"
FEW = "number BETWEEN {} AND 100000"  # a mailbox holds far fewer, and the number after the last must still fit
WITHIN_REACH = "expires_on BETWEEN '2020-01-01' AND current_date + 366"
MOST_BYTES = 2 * 1024 * 1024  # of a message: 100,000 characters, each as long as JSON makes it
DROP_ADDS_ONLY = {
    "audit.event": f"by IS NULL AND act = ANY (ARRAY{list(ITS_ACTS)}) AND {HAS_BEEN.format('at')}",
    "mailbox.thread": (
        f"octet_length(for_team) = {WRAPPED} AND team_version IS NOT NULL"
        f" AND {HAS_BEEN.format('dropped_at')} AND {WITHIN_REACH}"
    ),
    "mailbox.message": (
        f"by IS NULL AND NOT from_team AND {HAS_BEEN.format('at')} AND {FEW.format(1)}"
        f" AND octet_length(content) <= {MOST_BYTES}"
    ),
    "mailbox.signal": f"kind IN ('closed', 'removed') AND {HAS_BEEN.format('at')} AND {FEW.format(0)}",
    "mailbox.visit": HAS_BEEN.format("at"),
    "mailbox.sitting": f"{HAS_BEEN.format('begun_at')} AND (before IS NULL OR {HAS_BEEN.format('before')})",
}
NOT_WRITTEN = {"auth", "contenttypes", "account"}  # Django's and django-allauth's own, written by migrations at most


class RoleTooStrong(Exception):
    """The role could give itself what is withheld here; the message says how."""


def grant_rights(connection: Any, *, role: str, is_broker: bool = False, only: str = "") -> None:
    """Give ``role`` its rights on this database, and take any other; run again after each migration.

    ``is_broker`` gives it what a broker in a process of its own needs, and no more; ``only`` what the open site's own
    process needs, as ``drop`` or as ``mailbox``.

    Raises RoleTooStrong for a role that owns tables, belongs to one that does, or is a superuser.
    """
    person = sql.Identifier(role)
    with connection.cursor() as cursor:
        refuse_strong(cursor, role)
        database = sql.Identifier(connection.settings_dict["NAME"])
        cursor.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC, {}").format(database, person))
        for statement in (
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {}",
            "REVOKE CREATE ON SCHEMA public FROM {}",
            "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {}",
            "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {}",
        ):
            cursor.execute(sql.SQL(statement).format(person))
        present = set(connection.introspection.table_names())
        given = open_rights_of_tables(present, OPEN[only]) if only else rights_of_tables(present, is_broker=is_broker)
        has_any = False
        for table, rights in given:
            has_any = True
            grant = sql.SQL("GRANT {} ON {} TO {}")
            cursor.execute(grant.format(sql.SQL(rights), sql.Identifier(table), person))
        connect_only_who_has_rights(cursor, database, person if has_any else None, role)
        hold_to_its_own(cursor, present, role, is_drop=only == "drop")


def connect_only_who_has_rights(cursor: Any, database: Any, person: Any, role: str) -> None:
    """Let in whoever has rights here, ``person`` among them unless it is None, and close the door to all others."""
    cursor.execute("SELECT DISTINCT grantee FROM information_schema.role_table_grants WHERE table_schema = 'public'")
    others = [name for (name,) in cursor.fetchall() if name not in {"PUBLIC", role}]
    cursor.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC, {}").format(database, sql.Identifier(role)))
    for each in [*map(sql.Identifier, others), *([person] if person else [])]:
        cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, each))


def hold_to_its_own(cursor: Any, present: set[str], role: str, *, is_drop: bool) -> None:
    """Check every row that `drop` adds against what the open site may say. Other roles meet no check."""
    for name, allowed in tables_that_drop_adds_to(present):
        table = sql.Identifier(name)
        cursor.execute("SELECT policyname, roles FROM pg_policies WHERE tablename = %s", [name])
        policies = dict(cursor.fetchall())
        if "everybody" not in policies:
            cursor.execute(sql.SQL("CREATE POLICY everybody ON {} USING (true) WITH CHECK (true)").format(table))
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table))
        for policy in (policy for policy, roles in policies.items() if roles == [role]):
            cursor.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(policy), table))
        if is_drop:
            restrict = sql.SQL("CREATE POLICY {} ON {} AS RESTRICTIVE FOR INSERT TO {} WITH CHECK ({})")
            policy = sql.Identifier(name_of_policy(role, allowed))
            cursor.execute(restrict.format(policy, table, sql.Identifier(role), sql.SQL(allowed)))


def tables_that_drop_adds_to(present: set[str]) -> list[tuple[str, str]]:
    """Return each table whose new rows are checked, with what a row must be."""
    tables = {model._meta.db_table: model._meta.label_lower for model in apps.get_models()}
    return [
        (name, DROP_ADDS_ONLY[label]) for name, label in tables.items() if label in DROP_ADDS_ONLY if name in present
    ]


def name_of_policy(role: str, allowed: str) -> str:
    """Name a policy after what it allows: one of an earlier release is then known for what it is."""
    return f"{role[:30]} adds only its own {sha256(allowed.encode()).hexdigest()[:12]}"


def rights_of_tables(present: set[str], *, is_broker: bool = False) -> Iterator[tuple[str, str]]:
    """Yield what the site, or a broker, may do with each table that this database has."""
    yield "django_migrations", ONLY_READ  # so that a copy can say which schema it has
    for model in apps.get_models(include_auto_created=True):
        is_meant = not is_broker or model._meta.label_lower in RIGHTS_OF_A_BROKER
        if is_meant and model._meta.db_table in present:
            yield model._meta.db_table, rights_on(model)
        elif is_broker and issubclass(model, HandedIn) and model._meta.db_table in present:
            yield model._meta.db_table, HANDED_IN


def open_rights_of_tables(
    present: set[str], rights_of: Callable[[type[models.Model]], str]
) -> Iterator[tuple[str, str]]:
    """Yield what a role of the open site may do with each table that it may use at all."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in present and (rights := rights_of(model)):
            yield model._meta.db_table, rights


def rights_of_drop(model: type[models.Model]) -> str:
    return ONLY_READ if model._meta.app_label == "directory" else DROP.get(model._meta.label_lower, "")


def rights_of_mailbox(model: type[models.Model]) -> str:
    return MAILBOX.get(model._meta.label_lower, "")


OPEN = {"drop": rights_of_drop, "mailbox": rights_of_mailbox}
ON_A_TABLE = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
ON_COLUMNS = ("SELECT", "INSERT", "UPDATE", "REFERENCES")  # a right on one column is a right too


def unlike_its_rights(connection: Any, only: str) -> list[str]:
    """Return the tables on which the role we connect as may do more than the open site's ``only`` needs, or less.

    More is also what the rows it adds are not checked for.
    """
    present = connection.introspection.table_names()
    needed = {table: set(rights.split(", ")) for table, rights in open_rights_of_tables(set(present), OPEN[only])}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, p.act FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN unnest(%s::text[]) AS p(act)
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND (
                has_table_privilege(c.oid, p.act)
                OR CASE WHEN p.act = ANY(%s::text[]) THEN has_any_column_privilege(c.oid, p.act) ELSE false END
            )
            """,
            [list(ON_A_TABLE), list(ON_COLUMNS)],
        )
        held: dict[str, set[str]] = {}
        for table, act in cursor.fetchall():
            held.setdefault(table, set()).add(act)
        unheld = tables_not_held_to_their_policy(cursor, set(present)) if only == "drop" else set()
    unlike = {table for table in held.keys() | needed.keys() if held.get(table, set()) != needed.get(table, set())}
    return sorted(unlike | unheld)


def tables_not_held_to_their_policy(cursor: Any, present: set[str]) -> set[str]:
    """Return the tables whose new rows are not checked, when we add them, against what this release says of them."""
    cursor.execute(
        """
        SELECT c.relname, p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE c.relnamespace = 'public'::regnamespace AND row_security_active(c.oid) AND NOT p.polpermissive
            AND p.polcmd = 'a' AND p.polroles = ARRAY[(SELECT oid FROM pg_roles WHERE rolname = current_user)]
            AND pg_get_expr(p.polwithcheck, p.polrelid) <> 'true'
        """
    )
    checked = set(cursor.fetchall())
    cursor.execute("SELECT current_user")
    [role] = cursor.fetchone()
    return {
        name
        for name, allowed in tables_that_drop_adds_to(present)
        if (name, name_of_policy(role, allowed)) not in checked
    }


def rights_on(model: type[models.Model]) -> str:
    if issubclass(model, AppendOnly):
        return ONLY_ADD
    if model._meta.app_label in NOT_WRITTEN:
        return ONLY_READ
    return RIGHTS.get(model._meta.label_lower, EVERYTHING)


def refuse_strong(cursor: Any, role: str) -> None:
    cursor.execute(
        """
        SELECT me.rolsuper, me.rolcreaterole, me.rolreplication, me.rolbypassrls, EXISTS (
            SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND pg_has_role(me.oid, c.relowner, 'MEMBER')
        ) FROM pg_roles me WHERE me.rolname = %s
        """,
        [role],
    )
    found = cursor.fetchone()
    if found is None:
        raise RoleTooStrong("there is no such role")
    reasons = (
        "is a superuser",
        "may make roles",
        "may replicate",
        "passes by the checks of rows",
        "owns the tables, or belongs to a role that does",
    )
    if said := [reason for reason, so in zip(reasons, found, strict=True) if so]:
        raise RoleTooStrong("; ".join(said))
