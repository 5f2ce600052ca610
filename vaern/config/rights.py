"""What the application's role may do on PostgreSQL: what the site needs, and never change what is append-only.

The owner of the tables migrates and then runs `manage.py grant_rights ROLE`; the site connects as that role.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from psycopg import sql

from vaern.audit.append_only import AppendOnly

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
NOT_WRITTEN = {"auth", "contenttypes", "account"}  # Django's and django-allauth's own, written by migrations at most


class RoleTooStrong(Exception):
    """The role could give itself what is withheld here; the message says how."""


def grant_rights(connection: Any, *, role: str, is_broker: bool = False) -> None:
    """Give ``role`` its rights on this database, and take any other; run again after each migration.

    ``is_broker`` gives it what a broker in a process of its own needs, and no more.

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
        for table, rights in rights_of_tables(set(connection.introspection.table_names()), is_broker=is_broker):
            grant = sql.SQL("GRANT {} ON {} TO {}")
            cursor.execute(grant.format(sql.SQL(rights), sql.Identifier(table), person))


def rights_of_tables(present: set[str], *, is_broker: bool = False) -> Iterator[tuple[str, str]]:
    """Yield what the site, or a broker, may do with each table that this database has."""
    yield "django_migrations", ONLY_READ  # so that a copy can say which schema it has
    for model in apps.get_models(include_auto_created=True):
        is_meant = not is_broker or model._meta.label_lower in RIGHTS_OF_A_BROKER
        if is_meant and model._meta.db_table in present:
            yield model._meta.db_table, rights_on(model)


def rights_on(model: type[models.Model]) -> str:
    if issubclass(model, AppendOnly):
        return ONLY_ADD
    if model._meta.app_label in NOT_WRITTEN:
        return ONLY_READ
    return RIGHTS.get(model._meta.label_lower, EVERYTHING)


def refuse_strong(cursor: Any, role: str) -> None:
    cursor.execute(
        """
        SELECT me.rolsuper, me.rolcreaterole, me.rolreplication, EXISTS (
            SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND pg_has_role(me.oid, c.relowner, 'MEMBER')
        ) FROM pg_roles me WHERE me.rolname = %s
        """,
        [role],
    )
    found = cursor.fetchone()
    if found is None:
        raise RoleTooStrong("there is no such role")
    reasons = ("is a superuser", "may make roles", "may replicate", "owns the tables, or belongs to a role that does")
    if said := [reason for reason, so in zip(reasons, found, strict=True) if so]:
        raise RoleTooStrong("; ".join(said))
