"""What the application's role may do on PostgreSQL: everything but change what is append-only.

The owner of the tables migrates and then runs `manage.py grant_rights ROLE`; the site connects as that role.
"""

from typing import Any

from django.apps import apps
from psycopg import sql

from vaern.audit.append_only import AppendOnly


def grant_rights(connection: Any, *, role: str) -> None:
    """Give ``role`` its rights on every table of this database; run again after each migration."""
    present = set(connection.introspection.table_names())
    person = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(person))
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(person))
        cursor.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(person))
        for model in apps.get_models(include_auto_created=True):
            if model._meta.db_table in present:
                rights = "SELECT, INSERT" if issubclass(model, AppendOnly) else "SELECT, INSERT, UPDATE, DELETE"
                cursor.execute(
                    sql.SQL("GRANT {} ON {} TO {}").format(
                        sql.SQL(rights), sql.Identifier(model._meta.db_table), person
                    )
                )
