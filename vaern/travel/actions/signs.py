"""Agree on a sign of life or a return, answer it, and raise the alarm when it does not come.

The watcher's task is set at once, due at the very moment of the sign: the alarm stands on their day by itself, whatever
runs or does not run in the background.
"""

from datetime import datetime, timedelta

from django.db import transaction

from vaern.audit import trail
from vaern.cases.access import ground_for
from vaern.cases.actions.opening import GateRefused
from vaern.cases.actions.tasks import set_task
from vaern.cases.models import Case
from vaern.cases.terms import TaskKind
from vaern.guard import Guarded
from vaern.law.terms import Finding
from vaern.law.travel import WatchFacts, may_agree_on_a_sign
from vaern.staff.models import User
from vaern.travel.actions.course import own
from vaern.travel.models import Sign, Trip
from vaern.travel.terms import SignKind, SignOutcome
from vaern.travel.watching import could_watch, is_at_work
from vaern.work.tasks import NewTask, finish_task_of, show_next_step

TASK_WORDS = {
    SignKind.LIFE: "Livstegn skal være kommet nu. Kommer det ikke: åbn ringelisten.",
    SignKind.RETURN: "Personen skal være hjemme nu. Er personen ikke det: åbn ringelisten.",
}


class SignInThePast(Exception):
    """A sign is agreed for a time that comes."""


class NothingAgreed(Exception):
    """How the sign is to come must stand there: who writes or calls whom, and with which words."""


class TripIsOver(Exception):
    """Of a trip that has ended no sign is awaited."""


class AlreadyAnswered(Exception):
    """The sign was answered before."""


def watch_finding(
    *, case: Case, watcher: User | None, due_at: datetime, by: User, takes_watch: bool, at: datetime
) -> Finding:
    """Ask the law whether a sign may be agreed for that hour with that watcher."""
    named = watcher is not None and watcher in could_watch(case, at=at)
    return may_agree_on_a_sign(
        WatchFacts(
            watcher_is_named=named,
            at_work_that_hour=named and watcher is not None and is_at_work(watcher, due_at),
            took_the_watch_themselves=takes_watch and watcher == by,
        )
    )


def agree_sign(
    *,
    trip: Trip,
    kind: SignKind,
    due_at: datetime,
    watcher: User | None,
    takes_watch: bool,
    how: Guarded,
    by: User,
    at: datetime,
) -> Sign:
    """Agree on a sign with a named watcher. Raises SignInThePast, NothingAgreed, TripIsOver.

    Raises GateRefused when nobody watches that hour, which stands in the trail; the citizen is then told so.
    """
    if due_at <= at:
        raise SignInThePast
    if trip.has_ended:
        raise TripIsOver
    if not how.text.strip():
        raise NothingAgreed
    finding = watch_finding(case=trip.case, watcher=watcher, due_at=due_at, by=by, takes_watch=takes_watch, at=at)
    if not finding.permits or watcher is None:
        trail.record_refusal("trip.gate_refused", by=by.pk, about=trip.case_id, code="watch")
        raise GateRefused(finding)
    with transaction.atomic():
        new = NewTask(kind=TaskKind.CHECK, due_at=due_at, owner=watcher, text=own(TASK_WORDS[kind]))
        task = set_task(case=trip.case, task=new, by=by, at=at)
        sign = Sign(
            trip=trip,
            kind=kind,
            due_at=due_at,
            watcher=watcher,
            took_watch=not is_at_work(watcher, due_at),
            task=task,
            agreed_at=at,
            agreed_by=by,
            how=how.text,
        ).opened_with(trip.key_in_hand)
        sign.save(force_insert=True)
        trail.record("trip.sign_agreed", by=by.pk, about=trip.case_id, subject=sign.pk, code=kind)
    return sign


@transaction.atomic
def answer_sign(*, sign: Sign, outcome: SignOutcome, words: Guarded, by: User, at: datetime) -> None:
    """Say that a sign has come, freely or with the word that means force, or is called off. Raises AlreadyAnswered.

    Its task is done. One that came by force asks for somebody at once: a new task is due now.
    """
    case = sign.trip.case
    held = Sign.objects.select_for_update(of=("self",)).get(pk=sign.pk)
    if held.outcome:
        raise AlreadyAnswered(sign.pk)
    sign.outcome, sign.answered_at, sign.answered_by, sign.words = outcome, at, by, words.text
    sign.save(update_fields=["outcome", "answered_at", "answered_by", "words"])
    trail.record("trip.sign_answered", by=by.pk, about=case.pk, subject=sign.pk, code=outcome)
    if outcome == SignOutcome.DURESS:
        text = own("Livstegnet kom med nødordet: personen er tvunget. Åbn ringelisten.")
        set_task(case=case, task=NewTask(kind=TaskKind.CALL, due_at=at, owner=by, text=text), by=by, at=at)
    task = case.tasks.get(pk=sign.task_id)
    if task.done_at is None:
        then = None
        if not case.tasks.open().exclude(pk=task.pk).exists():
            text = own("Følg op på rejsen.")
            then = NewTask(kind=TaskKind.FOLLOW_UP, due_at=at + timedelta(days=1), owner=by, text=text)
        finish_task_of(case, task, by=by, at=at, then=then)


def alarm_missed(*, at: datetime) -> int:
    """Write down every sign that has not come, and give its task to somebody who is there. Returns how many.

    Opens no key. Run it every few minutes; twice does no harm.
    """
    found = list(Sign.objects.missed_at(at).filter(alarmed_at=None).values_list("pk", flat=True))
    return sum(alarm(sign_id, at) for sign_id in found)


@transaction.atomic
def alarm(sign_id: object, at: datetime) -> bool:
    sign = Sign.objects.select_for_update(of=("self",)).select_related("trip__case", "watcher", "task").get(pk=sign_id)
    if sign.alarmed_at is not None or sign.outcome:
        return False
    case = sign.trip.case
    sign.alarmed_at = at
    if ground_for(sign.watcher, case.pk, at=at) is None:  # has left the case: whoever answers for it takes it
        sign.watcher = sign.task.owner = case.answers_for_it
        sign.task.save(update_fields=["owner"])
    if sign.task.done_at is not None:  # ticked off without an answer: it is due again
        sign.task.done_at = sign.task.done_by = None
        sign.task.save(update_fields=["done_at", "done_by"])
    sign.save(update_fields=["alarmed_at", "watcher"])
    show_next_step(case)
    trail.record("trip.sign_missed", by=None, about=case.pk, subject=sign.pk, code=sign.kind)
    return True
