from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from vaern.law.clocks import local_day
from vaern.staff.joining import NotNow, end_access
from vaern.staff.models import User
from vaern.staff.signin import normal


class Command(BaseCommand):
    help = (
        "End somebody's access at once, as an administrator does under Brugere: for when nobody may sign in yet, after "
        "a restore. What they did stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        at = now()
        try:
            user = User.objects.filter(email=normal(email)).first()
            if user is None:
                raise NotNow
            end_access(user_id=user.pk, by=None, on=local_day(at), at=at)
        except NotNow as error:
            raise CommandError("Nobody with this address has access: it is mistyped, or was ended before.") from error
        self.stdout.write("Their access is ended: sessions, links, factors, roles and duties.")
