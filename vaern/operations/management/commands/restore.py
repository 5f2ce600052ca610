import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from vaern.audit import trail
from vaern.mailbox.actions import hold_all
from vaern.operations.copies import WrongDatabase
from vaern.operations.restoring import NotEmpty, StillAtWork, put_back, try_out
from vaern.staff.joining import withdraw_all_links
from vaern.vault.actions import reconcile
from vaern.vault.archive import NotACopy, from_paper, keep_public_half
from vaern.vault.envelope import Malformed, Tampered, TeamPrivateKey
from vaern.vault.sealing import BrokerClosed


class Command(BaseCommand):
    help = (
        "Put copies back: of the broker, the keys, the data, or all three at once. With --verify they go into a "
        "temporary place instead: rows are counted, the trail's chain is walked, every sealed value is opened, and "
        "nothing is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("copies", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--recovery-key", required=True, metavar="FILE", help="the private half; - to type it in")
        parser.add_argument("--verify", action="store_true", help="only see whether the copies are good")
        parser.add_argument("--replace-database", action="store_true", help="replace what is there: it is lost")

    def handle(self, *args: Any, copies: list[Path], **options: Any) -> None:
        private = self.recovery_key(options["recovery_key"])
        try:
            if options["verify"]:
                self.verify(copies, private)
            else:
                self.restore(copies, private, replacing=options["replace_database"])
        except NotACopy as error:
            raise CommandError("One of the files is no copy of ours.") from error
        except Tampered as error:
            raise CommandError("A copy does not open: it was changed, or cut, or sealed to another key.") from error
        except WrongDatabase as error:
            raise CommandError(f"The copy was not put back: {error}.") from error
        except OSError as error:
            raise CommandError(f"The copy was not put back: {error.strerror}.") from error

    def recovery_key(self, place: str) -> TeamPrivateKey:
        try:
            return from_paper(sys.stdin.read() if place == "-" else Path(place).read_text(encoding="utf-8"))
        except (OSError, ValueError, Malformed) as error:
            raise CommandError("That is not a recovery key: it is mistyped, or a line is missing.") from error

    def restore(self, copies: list[Path], private: TeamPrivateKey, *, replacing: bool) -> None:
        done = []
        try:
            for title, counts in put_back(copies, private, replacing=replacing):
                done.append(title.what)
                self.stdout.write(
                    f"{title.what}: {sum(counts.values())} of {title.made_at:%Y-%m-%d %H:%M} UTC put back."
                )
        except NotEmpty as found:
            raise CommandError(
                f"There is already something where the {found} would go. Move a broker's folder away yourself; a "
                "database is replaced, and lost, with --replace-database."
            ) from found
        except StillAtWork as error:
            raise CommandError("The database is in use. Stop the site and the broker, and try again.") from error
        for what in sorted(done, key=["data", "keys", "broker"].index):  # what lets people in is shut first
            self.afterwards(what)
        self.keep_recovery_key(private)
        self.stdout.write("Now: migrate, grant_rights on PostgreSQL, start broker and site, verify_audit.")

    def afterwards(self, what: str) -> None:
        """Write the restore into the trail, where there is one; shut what lets in; drop again what was destroyed."""
        try:
            trail.record_alone("copy.put_back", code=what)
            if what == "data":
                held, links = hold_all(at=timezone.now()), withdraw_all_links(at=timezone.now())
                self.stdout.write(
                    f"{held} mailboxes held: some were perhaps closed, or messages in them removed, after the copy "
                    "was made. Let the team decide, then release_mailboxes."
                )
                self.stdout.write(
                    f"{links} one-time links withdrawn. Access, passwords and devices are as they were when the copy "
                    "was made: end_access for everybody whose access was ended since, before the site starts."
                )
            if what == "keys":
                self.stdout.write(f"{reconcile()} destroyed keys dropped again.")
        except DatabaseError:
            self.stdout.write("The data are not there yet: put them back too, and run upkeep.")
        except BrokerClosed:
            self.stdout.write("The broker does not answer: start it, and run upkeep, which drops destroyed keys again.")

    def keep_recovery_key(self, private: TeamPrivateKey) -> None:
        """Let the next copy be sealed to the key that opened this one: its public half is in no copy."""
        try:
            keep_public_half(settings.RECOVERY_KEY, private)
        except FileExistsError:
            return
        except OSError:
            self.stdout.write("No copy can be taken until somebody has put a copy back as the site's user.")
        else:
            self.stdout.write(f"The public half of the recovery key is in {settings.RECOVERY_KEY}.")

    def verify(self, copies: list[Path], private: TeamPrivateKey) -> None:
        verdict = try_out(copies, private)
        for line in verdict.told:
            self.stdout.write(line)
        for fault in verdict.faults:
            self.stdout.write(f"  {fault}")
        self.stdout.write("NOT WHOLE." if verdict.faults else "Whole.")
        if verdict.faults:
            sys.exit(1)
