"""A case that can be closed, closed and past its day, and ways to say its end otherwise by one fact."""

from datetime import date, datetime, timedelta

import pytest

from tests.cases.conftest import case, consultant_on_the_case  # noqa: F401  the case of the fixed cast
from tests.cast import MORNING, person, text
from vaern.closing.actions.closing import Ending, Informed, TaskEnd, close_case
from vaern.closing.actions.moving import Move
from vaern.closing.reading import parties_of
from vaern.closing.terms import Outcome, Told
from vaern.inquiries.actions.journal import close as close_inquiry
from vaern.inquiries.terms import Closing
from vaern.law.clocks import COPENHAGEN
from vaern.law.closing import CloseReason
from vaern.staff.roles import TEAM_LEAD

HELPED = "At skolen talte med hende alene."
RISK = "Broderen kommer hjem i juni."
LATER = MORNING + timedelta(days=1)
PAST_KEEPING = datetime(2031, 11, 25, 9, 0, tzinfo=COPENHAGEN)  # the day after five years

AARHUS, AALBORG = "0751", "0851"


def an_ending(case, by, *, at=LATER, **changes):  # noqa: F811
    """Return everything a case is closed with, with ``changes``."""
    facts = {
        "reason": CloseReason.CALM,
        "helped": text(HELPED),
        "hindered": text("At mødet kom for sent."),
        "remaining_risk": text(RISK),
        "accountable": text("Sagsbehandler i voksenteamet"),
        "check_on": date(2027, 6, 1),
        "why_no_check": text(""),
        "tasks": {task.pk: TaskEnd(outcome=Outcome.FINISHED, why=text("")) for task in case.tasks.open()},
        "parties": {party.key: Informed(told=Told.YES, why=text("")) for party in parties_of(case, by=by, at=at)},
    }
    return Ending(**(facts | changes))


def closed(case, by, inquiry, *, at=LATER, **changes):  # noqa: F811
    """Close the case of the cast, and the inquiry it came from."""
    ending = an_ending(case, by, at=at, **changes)
    close_case(case=case, inquiry=inquiry, ending=ending, seen=None, by=by, at=at)
    return case


def a_move(**changes):
    facts = {
        "from_place": AARHUS,
        "to_place": AALBORG,
        "on": date(2026, 12, 1),
        "ask_on": date(2026, 11, 26),
        "carries_risk": text("Sagsbehandleren i den gamle kommune"),
        "handed_over": text("Planen og vurderingen"),
        "receiver": text("Leder af familieafdelingen"),
    }
    return Move(**(facts | changes))


@pytest.fixture
def closed_case(case, inquiry, consultant_on_the_case):  # noqa: F811
    """Closed as calm, to be kept for five years; its inquiry is closed too."""
    closed(case, consultant_on_the_case, inquiry)
    remark = text("Rådgivet.")
    close_inquiry(inquiry=inquiry, reason=Closing.ADVICE_GIVEN, remark=remark, by=consultant_on_the_case, at=LATER)
    return case


@pytest.fixture
def another_lead(db):
    """The second person."""
    return person("Egon", TEAM_LEAD)
