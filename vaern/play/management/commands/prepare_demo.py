from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from vaern.play import demo_code
from vaern.play.fresh import Fresh, prepare
from vaern.play.training import DoesNotPlay, Interrupted, load_month

MONTH = settings.BASE_DIR / "vignettes" / "demo"
BEFORE_THE_MONTH = timedelta(weeks=8)  # the directory of a demo holds from here, so that the whole month can use it


class Command(BaseCommand):
    help = "Make the databases ready for a demo and put an invented month of the service into them, once."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This puts invented people and calls into the databases. Set VAERN_DEMO=1 if you mean it."
            )
        now = localtime().replace(second=0, microsecond=0)
        try:
            if files := missing_files():
                with made_aside(files):
                    is_loaded = ready(now)
            else:
                is_loaded = ready(now)
        except Interrupted as error:
            raise CommandError(
                "The training month stopped while it was loaded. Remove the databases of the demo, and run this again."
            ) from error
        except DoesNotPlay as error:
            raise CommandError(f"The training month does not play: {error}") from error
        self.stdout.write("The training month is loaded." if is_loaded else "The training month was loaded before.")


def ready(now: datetime) -> bool:
    """Load the month unless it is there, and keep the code of the mailbox to try; say whether it was loaded."""
    prepare(on=(now - BEFORE_THE_MONTH).date())
    loaded = load_month(MONTH, now=now)
    if loaded and loaded.to_try:
        demo_code.keep(loaded.to_try)
    return loaded is not None


def missing_files() -> dict[str, Path]:
    """Return the database files that are still to be made; none where the data are there already, or on PostgreSQL."""
    databases = settings.DATABASES
    if any(not database["ENGINE"].endswith("sqlite3") for database in databases.values()):
        return {}
    files = {alias: Path(database["NAME"]) for alias, database in databases.items()}
    return {} if files["default"].exists() else files


@contextmanager
def made_aside(files: Mapping[str, Path]) -> Iterator[None]:
    """Make databases beside their place and put them there when they are whole, the data last.

    Whoever interrupts this leaves no data behind, and the next run begins anew.
    """
    aside = {alias: file.with_name(f"{file.name}.new") for alias, file in files.items()}
    for file in aside.values():
        file.parent.mkdir(parents=True, exist_ok=True)
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()
    with Fresh(aside, settings.BROKER_FOLDER).at_work():
        yield
    for alias in sorted(files, key="default".__eq__):
        aside[alias].replace(files[alias])
