from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    name = "vaern.audit"

    def ready(self) -> None:
        connection_created.connect(let_triggers_see_replacements)


def let_triggers_see_replacements(connection: Any, **kwargs: Any) -> None:
    """Make SQLite run the delete triggers for INSERT OR REPLACE too, which otherwise removes a row unseen."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")
