from typing import Any

from django.core.management.base import BaseCommand

from vaern.mailbox.actions import release_all


class Command(BaseCommand):
    help = "Let codes open the mailboxes again that a restore has held. Only when the team has decided so."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{release_all()} mailboxes released.")
