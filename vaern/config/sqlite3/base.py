"""The database backend of `vaern.environment.sqlite`. The module's name is the one Django asks for.

Opening SQLite costs a request about 5 ms. A connection that is kept would go on writing into a file that was moved,
removed or replaced, and what was confirmed to a person would be nowhere. So each request first looks whether the file
is still there.
"""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    opened: tuple[int, int] | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        self.opened = identity_of(conn_params["database"])
        return connection

    def is_usable(self) -> bool:
        """Tell whether the file at the path is the one that is open. Asked once in a request (CONN_HEALTH_CHECKS)."""
        return self.opened == identity_of(self.settings_dict["NAME"])


def identity_of(path: str | Path) -> tuple[int, int] | None:
    """Return what tells one file from another that took its place, or None where no file is."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
