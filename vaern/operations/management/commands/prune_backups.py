from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from vaern.law.clocks import local_day
from vaern.law.values import DATA_COPY_KEPT_DAYS, KEY_COPY_KEPT_DAYS
from vaern.vault.archive import NotACopy, title_of

LIFE = {"data": DATA_COPY_KEPT_DAYS, "keys": KEY_COPY_KEPT_DAYS, "broker": KEY_COPY_KEPT_DAYS}


class Command(BaseCommand):
    help = (
        "Remove copies that have had their life. Copies of keys and broker live shorter than copies of data: with the "
        "last of them a destroyed text is shut for good. The newest copy of each kind always stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        now = timezone.now()
        found: dict[str, list[tuple[Any, Path]]] = {}
        for path in sorted(folder.iterdir()):
            try:
                with path.open("rb") as file:
                    title = title_of(file)
            except (NotACopy, OSError):
                continue
            found.setdefault(title.what, []).append((title.made_at, path))
        for what, copies in found.items():
            before = now - timedelta(days=LIFE[what].on(local_day(now)))
            *older, _ = sorted(copies)
            for made_at, path in older:
                if made_at < before:
                    path.unlink()
                    self.stdout.write(f"{path.name} removed.")
