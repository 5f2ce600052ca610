"""The open site as a visitor meets it: a known directory, a known clock, a client checked like a stranger."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from vaern.directory.loading import load_directory

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=COPENHAGEN)


@pytest.fixture
def clock(time_machine):
    """Set the time with ``clock(moment)``; it stands still."""

    def stand_at(moment):
        time_machine.move_to(moment, tick=False)

    stand_at(MONDAY_MORNING)
    return stand_at


@pytest.fixture
def directory(db):
    load_directory(on=date(2026, 11, 1))


@pytest.fixture
def visitor(directory, clock):
    """Somebody who has never been here and whose requests are checked as a stranger's are."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def ask(visitor):
    """Put the three questions of the finder."""

    def put(municipality="Aarhus", concern="honour", soon="no"):
        answers = {"municipality": municipality, "concern": concern, "soon": soon}
        return visitor.post("/find/", answers)

    return put
