import sys
from argparse import ArgumentParser
from os.path import relpath
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from vaern.play.player import play_files
from vaern.play.reference import reference


class Command(BaseCommand):
    help = (
        "Play vignettes: take their steps with the real actions against fresh databases, and say which of their "
        "expectations hold. Ends with 1 if one is broken. See docs/vignettes.md."
    )
    requires_system_checks: list[str] = []  # it touches nothing of this installation

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="vignettes; all in vignettes/ when none is named")
        parser.add_argument("--list", action="store_true", help="print every step and expectation with its fields")

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        if options["list"]:
            self.stdout.write(reference())
            return
        paths = [Path(file) for file in files] or shipped()
        held = broken = 0
        for result in play_files(paths):
            self.stdout.write(str(result))
            held, broken = held + result.held, broken + (not result.held)
        self.stdout.write(f"{held} held, {broken} broken")
        if broken or not paths:
            sys.exit(1)


def shipped() -> list[Path]:
    """Return the vignettes of the project, named from where one stands."""
    return [Path(relpath(path)) for path in sorted((settings.BASE_DIR / "vignettes").glob("*.toml"))]
