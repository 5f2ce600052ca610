"""Write the pages of docs/ that are made from the code; with --check, say which are stale."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vaern.docs.pages import PAGES


class Command(BaseCommand):
    help = "Write the generated pages of docs/."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs"
        stale = []
        for name, page in PAGES.items():
            path, text = folder / name, page()
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
                if not options["check"]:
                    path.write_text(text, encoding="utf-8")
        if stale and options["check"]:
            raise CommandError(f"Stale: {', '.join(stale)}. Run `make docs` and commit the result.")
        self.stdout.write(f"{len(PAGES)} pages are fresh." if not stale else f"Written: {', '.join(stale)}.")
