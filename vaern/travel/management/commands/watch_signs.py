"""Write down the signs of life that have not come. Run it every few minutes; upkeep does the same once an hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from vaern.travel.actions.signs import alarm_missed


class Command(BaseCommand):
    help = "Alarm the watchers of missing signs of life; run every few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{alarm_missed(at=now())} missing signs of life alarmed")
