"""Databases and a broker of a vignette's own, on SQLite in a folder of its own. The configured ones are not touched."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.utils import ConnectionHandler

from vaern.directory.loading import load_directory
from vaern.play.cast import LONG_AGO
from vaern.vault.broker import FileBroker

Sqlite = Callable[[str], dict[str, Any]]  # the settings of a database at a path, as config makes them
BROKER = "broker"


@dataclass(frozen=True)
class Fresh:
    """A folder with the databases and the broker of one vignette."""

    folder: Path
    sqlite: Sqlite

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let this thread use what is in the folder, and give it its own databases and broker back afterwards."""
        own = {alias: connections[alias] for alias in connections}
        own_broker = settings.BROKER_FOLDER
        handler = ConnectionHandler({alias: self.database(alias) for alias in own})
        try:
            for alias in own:
                connections[alias] = handler[alias]
            settings.BROKER_FOLDER = self.folder / BROKER
            yield
        finally:
            settings.BROKER_FOLDER = own_broker
            for alias, connection in own.items():
                connections[alias].close()
                connections[alias] = connection

    def database(self, alias: str) -> dict[str, Any]:
        """Return the settings of one database: as in production, but the disk is not waited for."""
        database = self.sqlite(str(self.folder / f"{alias}.sqlite3"))
        database["OPTIONS"]["init_command"] = database["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
        return database

    def make(self) -> None:
        """Make what every vignette begins with: empty databases but for the directory, which holds from long ago."""
        self.folder.mkdir(parents=True)
        with self.at_work():
            FileBroker(settings.BROKER_FOLDER).found()
            migrate()
            load_directory(on=LONG_AGO)

    def copied_to(self, folder: Path) -> "Fresh":
        shutil.copytree(self.folder, folder)
        return Fresh(folder, self.sqlite)


def migrate() -> None:
    for alias in connections:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
