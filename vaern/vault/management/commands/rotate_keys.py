from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vaern.audit import trail
from vaern.vault.actions import rewrap_all, take_in_all, versions_handed_in
from vaern.vault.broker import FileBroker
from vaern.vault.sealing import BrokerClosed


class Command(BaseCommand):
    help = (
        "Make a new version of the team's key, wrap every data key to it while the site works on, and destroy the "
        "older versions. Run as the broker's user. Stopped halfway, it goes on where it was when it is run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        keeper = FileBroker(settings.BROKER_FOLDER)
        try:
            is_changing = keeper.is_changing()
        except BrokerClosed as error:
            raise CommandError(f"No team key in {keeper.folder}. Run this as the broker's user.") from error
        if is_changing:
            self.stdout.write("Going on with the change that was begun.")
        else:
            trail.record_alone("team_key.made", code=f"version-{keeper.add_team_key()}")
        version = keeper.newest()
        take_in_all()  # what came in at the open door lies wrapped on its row until then
        count = rewrap_all(version, each=self.progress)
        self.stdout.write(f"{count} keys wrapped to version {version}.")
        for older in keeper.older_versions():
            if older in versions_handed_in():
                raise CommandError(f"Something came in wrapped to version {older} meanwhile. Run this again.")
            keeper.remove_team_key(older)
            trail.record_alone("team_key.removed", code=f"version-{older}")
            self.stdout.write(f"Version {older} destroyed.")
        self.stdout.write("Now take copies of keys and broker: no copy from before opens what is made from now on.")

    def progress(self, done: int, left: int) -> None:
        self.stdout.write(f"{done} done, {left} left")
        self.stdout.flush()
