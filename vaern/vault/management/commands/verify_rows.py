import sys
from typing import Any

from django.core.management.base import BaseCommand

from vaern.vault.comparison import rows_not_as_left


class Command(BaseCommand):
    help = "Tell whether sealed rows are as the trail says they were left. Opens no key. Ends with 1 if they are not."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for fault in rows_not_as_left():
            faults += 1
            self.stdout.write(f"  {fault}")
        self.stdout.write(f"NOT WHOLE: {faults} rows." if faults else "Whole.")
        if faults:
            sys.exit(1)
