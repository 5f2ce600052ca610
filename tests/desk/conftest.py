"""What the tests of the workbench share: the clock of the directory's pages, and who sits at the screen."""

from datetime import UTC, datetime

import pytest

from tests.cases.conftest import case, consultant_on_the_case  # noqa: F401  the case of the fixed cast
from tests.cast import signed_in
from tests.desk.screenings import HIGH
from tests.risk.filled import begun
from tests.travel.conftest import trip  # noqa: F401  a trip of that case


@pytest.fixture
def monday(time_machine):
    """Ten o'clock on a Monday before the regions change."""
    time_machine.move_to(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False)


@pytest.fixture
def new_year(time_machine, monday):
    """The first Monday with four regions."""
    time_machine.move_to(datetime(2027, 1, 4, 9, 0, tzinfo=UTC), tick=False)


@pytest.fixture
def lead(team_lead):
    return signed_in(team_lead)


@pytest.fixture
def caller(consultant_on_the_inquiry):
    """Answers calls: may look everything up, one permission from changing it."""
    return signed_in(consultant_on_the_inquiry)


@pytest.fixture
def holder(consultant_on_the_case):  # noqa: F811  a fixture is asked for by its name
    """Holds the case of `case`, and the inquiry it came from."""
    return signed_in(consultant_on_the_case)


@pytest.fixture
def colleague(colleague_in_the_region):
    """On duty for the same region, one fact from holding the case."""
    return signed_in(colleague_in_the_region)


@pytest.fixture
def asta(consultant_on_the_inquiry):
    return signed_in(consultant_on_the_inquiry)


@pytest.fixture
def bo(colleague_in_the_region):
    return signed_in(colleague_in_the_region)


@pytest.fixture
def draft(inquiry, consultant_on_the_inquiry):
    """A whole, unsigned screening: nothing acute, low, on good knowledge."""
    return begun(inquiry, consultant_on_the_inquiry)


@pytest.fixture
def with_card(inquiry, consultant_on_the_inquiry):
    """A draft in which the card about the police on 114 stands open."""
    return begun(inquiry, consultant_on_the_inquiry, **HIGH)
