"""Do what is due: let go what has run out, and finish what a crash left. Run it once an hour; twice does no harm."""

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from vaern.audit import chain
from vaern.inquiries.actions.drafts import discard_forgotten_drafts
from vaern.inquiries.actions.emergency import expire_emergency_notes
from vaern.staff.sessions import forget_old_sessions
from vaern.staff.slowing import forget_old_guesses
from vaern.vault.actions import reconcile, sweep_orphans


class Command(BaseCommand):
    help = "Expire, sweep and reconcile; run once an hour."

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        steps: dict[str, Callable[[], object]] = {
            "emergency notes expired": lambda: expire_emergency_notes(at=at),
            "forgotten drafts discarded": lambda: discard_forgotten_drafts(at=at),
            "destroyed keys dropped": reconcile,
            "keys without a row swept": lambda: sweep_orphans(at=at),
            "events sealed": chain.seal,
            "sessions forgotten": lambda: forget_old_sessions(at=at),
            "wrong guesses forgotten": lambda: forget_old_guesses(at=at),
            "old sessions cleared": lambda: SessionStore.clear_expired() or "all",
        }
        failed = []
        for what, step in steps.items():
            try:
                self.stdout.write(f"{step()} {what}")
            except Exception as error:  # one step that fails must not keep the others from being done
                failed.append(what)
                self.stderr.write(f"not done: {what} ({type(error).__name__})")
        if failed:
            raise CommandError(f"{len(failed)} of {len(steps)} steps failed.")
