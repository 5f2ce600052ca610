"""Databases and a broker of a vignette's own, on SQLite in a folder of its own. The configured ones are not touched."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.utils import ConnectionHandler

from vaern import environment
from vaern.directory.loading import load_directory
from vaern.play.cast import LONG_AGO
from vaern.vault.broker import AlreadyFounded, FileBroker


@dataclass(frozen=True)
class Fresh:
    """Database files by alias, and a broker's folder, beside those of the installation."""

    files: Mapping[str, Path]
    broker: Path

    @classmethod
    def within(cls, folder: Path) -> "Fresh":
        """Return what lies, or is to lie, in one folder."""
        return cls({alias: folder / f"{alias}.sqlite3" for alias in connections}, folder / "broker")

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let this thread use these databases and this broker, and give it its own back afterwards."""
        own = {alias: connections[alias] for alias in connections}
        own_broker, own_socket, own_public = settings.BROKER_FOLDER, settings.BROKER_SOCKET, settings.PUBLIC_KEY_FOLDER
        handler = ConnectionHandler({alias: self.database(alias) for alias in own})
        try:
            for alias in own:
                connections[alias] = handler[alias]
            settings.BROKER_FOLDER, settings.BROKER_SOCKET = self.broker, ""
            settings.PUBLIC_KEY_FOLDER = self.broker
            yield
        finally:
            settings.BROKER_FOLDER, settings.BROKER_SOCKET = own_broker, own_socket
            settings.PUBLIC_KEY_FOLDER = own_public
            for alias, connection in own.items():
                connections[alias].close()
                connections[alias] = connection

    def database(self, alias: str) -> dict[str, Any]:
        """Return the settings of one database: as in production, but the disk is not waited for."""
        database = environment.sqlite(str(self.files[alias]))
        database["OPTIONS"]["init_command"] = database["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
        return database


def make_template(folder: Path) -> None:
    """Make what every vignette begins with: databases empty but for the directory, which holds from long ago."""
    folder.mkdir(parents=True)
    with Fresh.within(folder).at_work():
        prepare(on=LONG_AGO)


def prepare(*, on: date) -> None:
    """Bring the databases and the broker at hand to where work can begin. Can be run again."""
    for alias in connections:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    with suppress(AlreadyFounded):
        FileBroker(settings.BROKER_FOLDER).found()
    load_directory(on=on)
