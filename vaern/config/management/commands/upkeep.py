"""Do what is due: let go what has run out, and finish what a crash left. Run it once an hour; twice does no harm."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand
from django.utils.timezone import now

from vaern.audit import chain
from vaern.inquiries.actions.drafts import discard_forgotten_drafts
from vaern.inquiries.actions.emergency import expire_emergency_notes
from vaern.vault.actions import reconcile, sweep_orphans


class Command(BaseCommand):
    help = "Expire, sweep and reconcile; run once an hour."

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        done = {
            "emergency notes expired": expire_emergency_notes(at=at),
            "forgotten drafts discarded": discard_forgotten_drafts(at=at),
            "destroyed keys dropped": reconcile(),
            "keys without a row swept": sweep_orphans(at=at),
            "events sealed": chain.seal(),
        }
        SessionStore.clear_expired()
        for what, count in done.items():
            self.stdout.write(f"{count} {what}")
