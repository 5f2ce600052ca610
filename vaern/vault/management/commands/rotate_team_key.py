from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from vaern.audit import trail
from vaern.vault.actions import rewrap_all
from vaern.vault.broker import FileBroker
from vaern.vault.models import Key


class Command(BaseCommand):
    help = (
        "Make a new version of the team's key and wrap every data key to it, while the site works on. "
        "Later, with --finish, remove the versions nothing is wrapped to: older copies of the key store, and whatever "
        "a database still keeps of destroyed keys, are then shut for good."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--finish", action="store_true", help="make no new version; remove those nothing needs")

    def handle(self, *args: Any, finish: bool, **options: Any) -> None:
        keeper = FileBroker(settings.BROKER_FOLDER)
        if finish:
            version = keeper.newest()
        else:
            version = keeper.add_team_key()
            trail.record_alone("team_key.made", code=f"version-{version}")
        self.stdout.write(f"{rewrap_all(version)} keys wrapped to version {version}.")
        needed = {version, *Key.objects.team_versions()}
        for older in keeper.team_versions():
            if older in needed:
                continue
            if finish:
                keeper.remove_team_key(older)
                trail.record_alone("team_key.removed", code=f"version-{older}")
                self.stdout.write(f"Version {older} removed.")
            else:
                self.stdout.write(f"No key needs version {older}; remove it another day with --finish.")
