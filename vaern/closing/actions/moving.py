"""Move a case to another municipality: who carries the risk meanwhile, what was handed over, and that they confirm."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from vaern.audit import trail
from vaern.cases.actions.tasks import set_task
from vaern.cases.models import Case
from vaern.cases.terms import TaskKind
from vaern.closing.models import Receipt, Transfer
from vaern.closing.reading import nine_o_clock, transfer_waits
from vaern.guard import Guarded
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import LastStep, NewTask, show_next_step


class CaseIsClosed(Exception):
    """A closed case moves nowhere; reopen it first."""


class SameMunicipality(Exception):
    """From and to are one municipality."""


class MoveIncomplete(Exception):
    """A move says who carries the risk meanwhile, what has been handed over, and to whom. ``names`` says what lacks."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class MovesAlready(Exception):
    """The case is on its way already, and the receiver has not confirmed."""


class AlreadyConfirmed(Exception):
    """The receiver has confirmed before."""


class ConfirmedTooSoon(Exception):
    """They cannot have confirmed on a day that has not come."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """From and to are codes of municipalities; ``ask_on``: the day to ask whether they have taken it."""

    from_place: str
    to_place: str
    on: date
    ask_on: date
    carries_risk: Guarded
    handed_over: Guarded
    receiver: Guarded


@transaction.atomic
def begin_move(*, case: Case, move: Move, by: User, at: datetime) -> Transfer:
    """Write down that an open case moves, with a dated task until the receiver confirms.

    Raises CaseIsClosed, SameMunicipality, MoveIncomplete, MovesAlready.
    """
    if not lock(case).is_open:
        raise CaseIsClosed(case.pk)
    if move.from_place == move.to_place:
        raise SameMunicipality(case.pk)
    texts = {"carries_risk": move.carries_risk, "handed_over": move.handed_over, "receiver": move.receiver}
    if lacking := tuple(name for name, words in texts.items() if not words.text.strip()):
        raise MoveIncomplete(lacking)
    if transfer_waits(case):
        raise MovesAlready(case.pk)
    owner = case.consultant or by
    due = max(nine_o_clock(move.ask_on), at)
    task = set_task(case=case, task=NewTask(kind=TaskKind.RECEIVER, due_at=due, owner=owner), by=by, at=at)
    row = Transfer(
        case=case,
        number=case.transfers.count() + 1,
        at=at,
        by=by,
        task=task,
        facts={"from": move.from_place, "to": move.to_place, "on": move.on.isoformat()},
        **{name: words.text for name, words in texts.items()},
    ).opened_with(case.key_in_hand)
    row.save()
    trail.record("case.transfer_begun", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    return row


@transaction.atomic
def confirm_move(
    *,
    case: Case,
    transfer: Transfer,
    who: Guarded,
    on: date,
    then: NewTask | None,
    by: User,
    at: datetime,
) -> Receipt:
    """Write down that the receiver has confirmed; the task to ask them is done, ``then`` is the next step.

    Raises AlreadyConfirmed, MoveIncomplete, ConfirmedTooSoon, LastStep.
    """
    lock(case)
    if Receipt.objects.filter(transfer=transfer).exists():
        raise AlreadyConfirmed(transfer.pk)
    if not who.text.strip():
        raise MoveIncomplete(("who",))
    if on > local_day(at):
        raise ConfirmedTooSoon(transfer.pk)
    row = Receipt(transfer=transfer, at=at, by=by, facts={"on": on.isoformat()}, who=who.text)
    row.opened_with(case.key_in_hand).save()
    trail.record("case.transfer_confirmed", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    if then:
        set_task(case=case, task=then, by=by, at=at)
    for task in case.tasks.open().filter(pk=transfer.task_id):
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
        trail.record("task.done", by=by.pk, about=case.pk, subject=task.pk, code=task.kind)
    if case.is_open and not case.tasks.open().exists():
        raise LastStep(case.pk)
    show_next_step(case)
    return row
