"""Do what is due: let go what has run out, and finish what a crash left. Run it once an hour; twice does no harm.

What lets go of anything is held back when the clock seems to have jumped: a clock that stands a year ahead for an hour
would otherwise take every draft and emergency note with it.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.timezone import now

from vaern.audit import chain, trail
from vaern.audit.models import Event
from vaern.guests.actions import close_idle_logins
from vaern.inquiries.actions.drafts import discard_forgotten_drafts
from vaern.inquiries.actions.emergency import expire_emergency_notes
from vaern.mailbox.actions import expire_threads
from vaern.staff.sessions import forget_old_sessions
from vaern.staff.slowing import forget_old_guesses
from vaern.travel.actions.signs import alarm_missed
from vaern.vault.actions import reconcile, sweep_orphans, take_in_all
from vaern.vault.broker import forget_the_log

LONGEST_REST = timedelta(days=3)  # between two runs, before somebody must say that the clock is right
SLACK = timedelta(minutes=5)  # a clock is put right by this much without harm
COPIED_WITHIN = timedelta(days=1)  # of a change of the team's key
WRITTEN_EVERY = timedelta(hours=12)  # a run stands in the trail twice a day, so that the next can tell the time


class NotCopied(Exception):
    """The team's key was changed and its folder not copied since: a lost disk would take all that was sealed after."""


class Command(BaseCommand):
    help = "Expire, sweep and reconcile; run once an hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clock-is-right", action="store_true", help="let go what is due after a long rest too")

    def handle(self, *args: Any, clock_is_right: bool = False, **options: Any) -> None:
        at = now()
        last = Event.objects.acts("upkeep.done").newest_first().first()
        jumped = bool(last) and not -SLACK <= at - last.at <= LONGEST_REST and not clock_is_right
        steps = [step for step in STEPS if not (jumped and step.lets_go)]
        failed = []
        for step in steps:
            try:
                self.stdout.write(f"{step.act(at)} {step.what}")
            except Exception as error:  # one step that fails must not keep the others from being done
                failed.append(step)
                self.stderr.write(f"not done: {step.what} ({type(error).__name__})")
        if jumped:
            raise CommandError(
                f"The clock says {at:%Y-%m-%d %H:%M} UTC, and upkeep last ran {last.at:%Y-%m-%d %H:%M}. "
                "Nothing was let go. If the clock is right, run upkeep --clock-is-right."
            )
        if last is None or at - last.at > WRITTEN_EVERY or clock_is_right:
            trail.record_alone("upkeep.done", code="")
        if failed:
            raise CommandError(f"{len(failed)} of {len(steps)} steps failed.")


def changes_copied(*, at: datetime) -> int:
    """Return how many changes of the team's key there were. Raises NotCopied where the newest is in no copy."""
    changes = Event.objects.acts("team_key.made")
    newest = changes.newest_first().first()
    if newest and at - newest.at > COPIED_WITHIN:
        copies = Event.objects.acts("copy.taken").filter(code="broker")
        if not copies.between(newest.at, at).exists():
            raise NotCopied
    return changes.count()


def forget_the_logs() -> int:
    """Empty the write-ahead logs, which keep what was removed; return how many."""
    for connection in connections.all():
        forget_the_log(connection)
    return len(connections.all())


@dataclass(frozen=True)
class Step:
    """One thing that is due each hour: ``act`` returns how many; what a step ``lets_go`` is gone."""

    what: str
    act: Callable[[datetime], object]
    lets_go: bool = False


STEPS = (
    Step("missing signs of life alarmed", lambda at: alarm_missed(at=at)),
    Step("emergency notes expired", lambda at: expire_emergency_notes(at=at), lets_go=True),
    Step("forgotten drafts discarded", lambda at: discard_forgotten_drafts(at=at), lets_go=True),
    Step("keys of new messages taken in", lambda at: take_in_all()),
    Step("mailboxes expired", lambda at: expire_threads(at=at), lets_go=True),
    Step("destroyed keys dropped", lambda at: reconcile()),
    Step("changes of the team's key, each in a copy", lambda at: changes_copied(at=at)),
    Step("logs of the databases emptied", lambda at: forget_the_logs()),
    Step("keys without a row swept", lambda at: sweep_orphans(at=at), lets_go=True),
    Step("guest logins closed", lambda at: close_idle_logins(at=at), lets_go=True),
    Step("events sealed", lambda at: chain.seal()),
    Step("sessions forgotten", lambda at: forget_old_sessions(at=at)),
    Step("wrong guesses forgotten", lambda at: forget_old_guesses(at=at)),
    Step("old sessions cleared", lambda at: SessionStore.clear_expired() or "all"),
)
