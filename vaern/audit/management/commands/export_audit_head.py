from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vaern.audit import chain


class Command(BaseCommand):
    help = "Print the newest link of the trail, to be kept where the site cannot reach: a chain cut later shows by it."

    def handle(self, *args: Any, **options: Any) -> None:
        chain.seal()
        head = chain.newest_head()
        if head is None:
            raise CommandError("The trail is empty.")
        self.stdout.write(str(head))
