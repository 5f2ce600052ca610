"""Until when a closed case is kept: from its reason, or set by a person with words."""

from datetime import date, datetime

from django.db import transaction

from vaern.audit import trail
from vaern.cases.models import Case
from vaern.cases.terms import TaskKind
from vaern.closing.models import Keeping
from vaern.guard import Guarded
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.work.rows import lock


class NotClosedYet(Exception):
    """Only a closed case has a day it is kept until."""


class NoWhy(Exception):
    """Whoever sets the day says why."""


class DayIsOver(Exception):
    """A case is kept at least until today."""


@transaction.atomic
def set_keeping(*, case: Case, until: date, why: Guarded, by: User, at: datetime) -> None:
    """Set the last day a closed case is kept; the task to do so is done. Raises NotClosedYet, NoWhy, DayIsOver."""
    if lock(case).is_open:
        raise NotClosedYet(case.pk)
    if not why.text.strip():
        raise NoWhy(case.pk)
    if until < local_day(at):
        raise DayIsOver(case.pk)
    write_keeping(case, until, why=why, by=by, at=at)
    for task in case.tasks.open().filter(kind=TaskKind.KEEPING):
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
        trail.record("task.done", by=by.pk, about=case.pk, subject=task.pk, code=task.kind)


def write_keeping(case: Case, until: date | None, *, why: Guarded | None, by: User, at: datetime) -> Keeping:
    row = Keeping(
        case=case,
        number=case.keepings.count() + 1,
        at=at,
        by=by,
        keep_until=until,
        why=why.text if why else None,
    ).opened_with(case.key_in_hand)
    row.save()
    trail.record("case.keeping_set", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    return row
