"""The clock of signing in, and somebody who can."""

from datetime import timedelta

import pytest

from tests.cast import MORNING
from tests.staff.coming_in import with_access
from vaern.config import settings as product


@pytest.fixture
def clock(time_machine):
    """A clock that stands still until it is moved."""
    time_machine.move_to(MORNING, tick=False)
    return time_machine


@pytest.fixture
def asta(consultant_on_the_inquiry, clock):
    """A consultant with password, app and recovery codes; the app's next code is a new one."""
    access = with_access(consultant_on_the_inquiry)
    clock.move_to(MORNING + timedelta(minutes=1), tick=False)
    return access


@pytest.fixture(autouse=True)
def sessions_as_in_the_product(settings):
    settings.SESSION_IDLE_MINUTES = product.SESSION_IDLE_MINUTES
    settings.SESSION_ABSOLUTE_HOURS = product.SESSION_ABSOLUTE_HOURS
