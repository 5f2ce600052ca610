from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vaern.vault.broker import AlreadyFounded, FileBroker


class Command(BaseCommand):
    help = "Make the broker's folder and the team's first key. Once, before the first row is sealed."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BROKER_FOLDER
        try:
            FileBroker(folder).found()
        except AlreadyFounded as error:
            raise CommandError(f"{folder} holds a team key already. Change it with rotate_keys.") from error
        self.stdout.write(f"The team's key is in {folder}. Take a copy now: backup --what broker.")
