"""Write the page that a proxy shows while the site does not answer: `manage.py write_offline_page build/offline.html`.

It holds the numbers of the day it was written, so write it again when the directory changes. Opening hours are left
out: nobody can tell them from a page that stands still.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from vaern.public.views import offline_page


class Command(BaseCommand):
    help = "Write the page that a proxy shows while the site does not answer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(offline_page(), encoding="utf-8")
        self.stdout.write(f"Written: {path}.")
