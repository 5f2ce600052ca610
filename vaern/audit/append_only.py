"""Rows that may be added and read, and nothing else.

Three guards, since each alone has been walked around somewhere: the model and its querysets raise, a trigger in the
database refuses, and on PostgreSQL the application's role has no right to change the table (`grant_rights`).
"""

from typing import Any, NoReturn

from django.db import models, router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AppendOnlyViolation(Exception):
    """The row may be followed by another, but not changed or removed."""


def refuse(*args: Any, **kwargs: Any) -> NoReturn:
    raise AppendOnlyViolation("These rows are only ever added.")


class AppendOnlyQuerySet(models.QuerySet):
    """A queryset that can add and read."""

    update = refuse
    delete = refuse
    bulk_update = refuse
    update_or_create = refuse
    aupdate = refuse
    adelete = refuse
    abulk_update = refuse
    aupdate_or_create = refuse

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> Any:
        if options.get("update_conflicts"):
            refuse()
        return super().bulk_create(objs, *args, **options)


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse()
        super().save(**(kwargs | {"force_insert": True}))

    delete = refuse


class append_only(Operation):  # noqa: N801 -- reads in a migration as what it does
    """The migration step that puts the triggers on ``table``.

    ``about`` is the SQL that says what a row belongs to (``OLD.inquiry_id``): a Destruction of that id, ordered and
    confirmed by two different people, is the only thing that lets the row go. ``once`` says from when a row may no
    longer change (``OLD.signed_at IS NOT NULL``), where that is not from the start. An operation of its own: RunPython
    would make Django build all models anew for each of them, which is most of the time a migration takes.
    """

    def __init__(self, table: str, *, about: str, once: str = "TRUE") -> None:
        self.table, self.about, self.once = table, about, once

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave the models as they are."""

    def database_forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, before: ProjectState, after: ProjectState
    ) -> None:
        if router.allow_migrate(editor.connection.alias, app_label):
            for statement in statements(editor.connection.vendor, self.table, self.about, self.once):
                editor.execute(statement)

    def database_backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, before: ProjectState, after: ProjectState
    ) -> None:
        if not router.allow_migrate(editor.connection.alias, app_label):
            return
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP FUNCTION IF EXISTS {self.table}_append_only() CASCADE")
        else:
            for act in ("update", "delete"):
                editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_no_{act}")

    def describe(self) -> str:
        return f"Let rows of {self.table} only be added"


def statements(vendor: str, table: str, about: str, once: str) -> list[str]:
    """Return the trigger statements for one table; names come from our own migrations, never from input."""
    decision = f"audit_destruction d WHERE d.about = {about} AND d.ordered_by <> d.confirmed_by"
    let_go = f"EXISTS (SELECT 1 FROM {decision})"  # noqa: S608 -- see above
    # On PostgreSQL a temporary table of the same name would be found first, and could say that anything may go.
    path = "SET search_path = pg_catalog, public, pg_temp"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            f" WHEN {once} BEGIN SELECT RAISE(ABORT, 'append-only'); END",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
            f" WHEN {once} AND NOT {let_go} BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        ]
    if vendor == "postgresql":
        return [
            f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql {path} AS $$ BEGIN"
            f" IF TG_OP = 'DELETE' THEN IF {let_go} THEN RETURN OLD; END IF; END IF;"
            " RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            f" FOR EACH ROW WHEN ({once}) EXECUTE FUNCTION {table}_append_only()",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
            f" FOR EACH ROW WHEN ({once}) EXECUTE FUNCTION {table}_append_only()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
        ]
    raise NotImplementedError(f"No append-only triggers for {vendor}.")
