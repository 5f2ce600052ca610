import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vaern.audit import trail
from vaern.operations.copies import write_rows
from vaern.operations.restoring import ALIAS, bytes_of_the_broker
from vaern.vault.archive import sealed_file
from vaern.vault.envelope import Malformed, TeamPublicKey


class Command(BaseCommand):
    help = (
        "Take a copy while the site works on, sealed to the recovery key: of the data, of the keys, or of the broker's "
        "folder. Data first and keys after, so that every row of the copy finds its key. Keep the three apart."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--what", choices=[*ALIAS, "broker"], required=True)
        parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="a file that is not there yet")

    def handle(self, *args: Any, what: str, to: Path, **options: Any) -> None:
        try:
            public = TeamPublicKey(settings.RECOVERY_KEY.read_bytes())
        except (OSError, Malformed) as error:
            raise CommandError("There is no recovery key. Make one with make_recovery_key.") from error
        try:
            with sealed_file(to, public, what=what, at=timezone.now()) as into:
                if what == "broker":
                    files = bytes_of_the_broker()
                    into.write(json.dumps(files).encode())
                    count = f"{len(files)} files"
                else:
                    count = f"{sum(write_rows(ALIAS[what], into).values())} rows"
        except FileExistsError as error:
            raise CommandError(f"{to} is there already. A copy is never written over another.") from error
        except OSError as error:
            raise CommandError(f"No copy was taken: {error.strerror}.") from error
        trail.record_alone("copy.taken", code=what)
        self.stdout.write(f"{what}: {count} in {to.name}.")
