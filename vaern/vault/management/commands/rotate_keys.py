from argparse import ArgumentParser
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vaern.audit import trail
from vaern.vault.actions import SomeNotTakenIn, give_up, handed_in_to, not_taken_in, rewrap_all, take_in_all
from vaern.vault.broker import FileBroker
from vaern.vault.sealing import BrokerClosed


class Command(BaseCommand):
    help = (
        "Make a new version of the team's key, wrap every data key to it while the site works on, and destroy the "
        "older versions. Run as the broker's user. Stopped halfway, it goes on where it was when it is run again. "
        "Where keys do not open it keeps the older versions, and says how many; see docs/operations.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--give-up",
            dest="most",
            type=int,
            default=0,
            metavar="MOST",
            help="do not wait for keys that do not open, up to MOST",
        )

    def handle(self, *args: Any, most: int = 0, **options: Any) -> None:
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
        with suppress(SomeNotTakenIn):  # each is alarmed, and looked at below
            take_in_all()  # what came in at the open door lies wrapped on its row until then
        done = rewrap_all(version, each=self.progress)
        self.stdout.write(f"{done.count} keys wrapped to version {version}.")
        self.let_go_of({*done.unopened, *not_taken_in(handed_in_to(keeper.older_versions()))}, most=most)
        for older in keeper.older_versions():
            if handed_in_to([older]):
                raise CommandError(f"Something came in wrapped to version {older} meanwhile. Run this again.")
            keeper.remove_team_key(older)
            trail.record_alone("team_key.removed", code=f"version-{older}")
            self.stdout.write(f"Version {older} destroyed.")
        self.stdout.write("Now take copies of keys and broker: no copy from before opens what is made from now on.")

    def let_go_of(self, unopened: set[UUID], *, most: int) -> None:
        """Give up what does not open, or keep the older versions: a copy of it from before would need them."""
        if len(unopened) > most:
            raise CommandError(
                f"{len(unopened)} keys do not open; the trail names them. All others are wrapped anew, and the older "
                f"versions are kept. When nothing can be had back, run this again with --give-up {len(unopened)}."
            )
        give_up(unopened)
        if unopened:
            self.stdout.write(f"{len(unopened)} keys that do not open were given up.")

    def progress(self, done: int, left: int) -> None:
        self.stdout.write(f"{done} done, {left} left")
        self.stdout.flush()
