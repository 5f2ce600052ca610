from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from vaern.operations.rights import OPEN, RoleTooStrong, grant_rights


class Command(BaseCommand):
    help = "Give the role the site connects as its rights in both databases. Run as their owner, after each migration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role")
        parser.add_argument("--broker", action="store_true", help="the role of a broker in a process of its own")

        parser.add_argument("--only", choices=OPEN, default="", help="a role of the open site in a process of its own")

    def handle(self, *args: Any, role: str, broker: bool, only: str, **options: Any) -> None:
        for alias in connections:
            connection = connections[alias]
            if connection.vendor != "postgresql":
                raise CommandError(f"The database {alias} is not PostgreSQL: it has no roles.")
            try:
                grant_rights(connection, role=role, is_broker=broker, only=only)
            except RoleTooStrong as reason:
                raise CommandError(f"{role} cannot be held to any rights: {reason}.") from reason
            who = only or ("broker" if broker else "site")
            self.stdout.write(f"{alias}: {role} may do what the {who} needs, and nothing else.")
