from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vaern.vault.archive import keep_public_half, on_paper
from vaern.vault.broker import write_secret
from vaern.vault.envelope import TeamPrivateKey


class Command(BaseCommand):
    help = (
        "Make the recovery key. Copies are sealed to its public half, which stays here. The private half is given out "
        "once and kept nowhere: print it or put it on a stick, and keep it away from every machine."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="a file for the private half; it is printed when none is named")

    def handle(self, *args: Any, to: Path | None, **options: Any) -> None:
        place = settings.RECOVERY_KEY
        for there in (place, to):
            if there and there.exists():
                raise CommandError(
                    f"{there} is there already. To change the recovery key, move it away, make a new one, and take new "
                    "copies; keep the old private half as long as the old copies."
                )
        private = TeamPrivateKey.generate()
        if to:
            write_secret(to, on_paper(private).encode())
        keep_public_half(place, private)
        self.stdout.write(f"The public half is in {place}.")
        if to:
            self.stdout.write(f"The private half is in {to}. Move it away from this machine.")
        else:
            self.stdout.write("The private half. It is shown this once:\n")
            self.stdout.write(on_paper(private))
