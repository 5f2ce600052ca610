import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vaern.audit import chain


class Command(BaseCommand):
    help = "Tell whether the trail is whole. Ends with 1 if it is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", default="", help="a head that export_audit_head printed: it must be in the chain")

    def handle(self, *args: Any, head: str, **options: Any) -> None:
        try:
            exported = chain.Head.parse(head) if head else None
        except ValueError as error:
            raise CommandError("A head looks like 42:0f3a…: a number, a colon, and what follows.") from error
        found = chain.verify(exported)
        for fault in found.faults:
            self.stdout.write(f"  {fault}")
        self.stdout.write("Whole." if found.is_whole else "NOT WHOLE.")
        self.stdout.write(f"{found.sealed} links, {found.destroyed} of events that two people had destroyed.")
        self.stdout.write(f"{found.unsealed} events not sealed yet.")
        self.stdout.write(f"Head {found.head or 'none'}")
        if not found.is_whole:
            sys.exit(1)
