"""A case on its way to another municipality: somebody carries the risk until the receiver has confirmed."""

from datetime import date, timedelta

import pytest

from tests.cases.conftest import a_task
from tests.cast import text
from tests.closing.conftest import AALBORG, AARHUS, LATER, a_move, closed
from vaern.audit.models import Event
from vaern.cases.actions.tasks import DoneElsewhere, finish_task
from vaern.cases.terms import TaskKind
from vaern.closing.actions import moving
from vaern.closing.actions.closing import MayNotCloseCase
from vaern.closing.models import Transfer
from vaern.closing.reading import transfers_of
from vaern.work.tasks import LastStep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


def test_it_moves_with_a_task_until_the_receiver_confirms(case, inquiry, consultant_on_the_case):
    ways = {"by": consultant_on_the_case, "at": LATER}
    transfer = moving.begin_move(case=case, move=a_move(), **ways)
    task = case.tasks.open().get(kind=TaskKind.RECEIVER)
    assert (task.due_at.date(), task.owner) == (date(2026, 11, 26), consultant_on_the_case)
    assert b"0751" not in bytes(Transfer.objects.values_list("facts", flat=True).get())
    with pytest.raises(moving.MovesAlready):
        moving.begin_move(case=case, move=a_move(), **ways)
    with pytest.raises(DoneElsewhere):
        finish_task(case=case, task=task, **ways)
    with pytest.raises(MayNotCloseCase) as refusal:
        closed(case, consultant_on_the_case, inquiry)
    assert refusal.value.findings[0].missing == ("transfer",)
    said = {"case": case, "transfer": transfer, "then": None, **ways}
    with pytest.raises(moving.ConfirmedTooSoon):
        moving.confirm_move(who=text("Lederen"), on=LATER.date() + timedelta(days=1), **said)
    with pytest.raises(moving.MoveIncomplete):
        moving.confirm_move(who=text(""), on=LATER.date(), **said)
    moving.confirm_move(who=text("Lederen, i telefonen"), on=LATER.date(), **said)
    with pytest.raises(moving.AlreadyConfirmed):
        moving.confirm_move(who=text("Lederen"), on=LATER.date(), **said)
    [row] = transfers_of(case)
    assert row.receipt.who == "Lederen, i telefonen"
    assert row.facts == {"from": AARHUS, "to": AALBORG, "on": "2026-12-01"}
    assert not case.tasks.open().filter(kind=TaskKind.RECEIVER).exists()
    acts = Event.objects.about(case.pk).values_list("act", flat=True)
    assert {"case.transfer_begun", "case.transfer_confirmed"} <= set(acts)


@pytest.mark.parametrize(
    "change, refusal",
    [
        ({"to_place": AARHUS}, moving.SameMunicipality),
        ({"carries_risk": text(" ")}, moving.MoveIncomplete),
        ({"handed_over": text("")}, moving.MoveIncomplete),
        ({"receiver": text("")}, moving.MoveIncomplete),
    ],
)
def test_a_move_that_leaves_something_open_is_not_begun(change, refusal, case, consultant_on_the_case):
    with pytest.raises(refusal):
        moving.begin_move(case=case, move=a_move(**change), by=consultant_on_the_case, at=LATER)
    assert not Transfer.objects.exists()


def test_a_closed_case_moves_nowhere(closed_case, consultant_on_the_case):
    with pytest.raises(moving.CaseIsClosed):
        moving.begin_move(case=closed_case, move=a_move(), by=consultant_on_the_case, at=LATER)


def test_confirmed_as_the_last_step_it_asks_for_the_next(case, consultant_on_the_case):
    ways = {"by": consultant_on_the_case, "at": LATER}
    first = case.tasks.get()
    transfer = moving.begin_move(case=case, move=a_move(), **ways)
    finish_task(case=case, task=first, **ways)
    said = {"case": case, "transfer": transfer, "who": text("Lederen"), "on": LATER.date(), **ways}
    with pytest.raises(LastStep):
        moving.confirm_move(then=None, **said)
    moving.confirm_move(then=a_task(consultant_on_the_case, hours=96), **said)
    case.refresh_from_db()
    assert case.next_step_kind == TaskKind.FOLLOW_UP
