from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.timezone import localtime, now

from vaern.law.clocks import local_day
from vaern.staff.joining import AlreadyKnown, NotNow, invite_first_administrator


class Command(BaseCommand):
    help = "Invite the first administrator: prints an address and a code, once. Works until one has accepted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("first_name")
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        try:
            validate_email(options["email"])
            handed = invite_first_administrator(
                first_name=options["first_name"], email=options["email"], on=local_day(at), at=at
            )
        except NotNow as error:
            raise CommandError("There is an administrator already. Ask them for an invitation.") from error
        except AlreadyKnown as error:
            raise CommandError("Somebody has this e-mail address already. Use another.") from error
        except ValidationError as error:
            raise CommandError("That is not an e-mail address.") from error
        self.stdout.write(f"Address: {reverse('link', args=[handed.link.pk])}  (on this site)")
        self.stdout.write(f"Code:    {handed.code}")
        self.stdout.write(f"Both work once, until {localtime(handed.link.lapses_at):%Y-%m-%d %H:%M}.")
