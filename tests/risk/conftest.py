"""A screening as it is filled in on the phone, and the room's own steps in short."""

from datetime import timedelta

import pytest

from tests.cast import MORNING
from tests.risk.filled import begun, signed


@pytest.fixture
def draft(inquiry, consultant_on_the_inquiry):
    """A whole, unsigned screening of the inquiry: nothing acute, low, on good knowledge."""
    return begun(inquiry, consultant_on_the_inquiry)


@pytest.fixture
def low(inquiry, consultant_on_the_inquiry):
    """The same, signed."""
    return signed(inquiry, consultant_on_the_inquiry)


@pytest.fixture
def high(inquiry, consultant_on_the_inquiry):
    """High, signed, after an acute answer: an alarm."""
    return signed(
        inquiry,
        consultant_on_the_inquiry,
        **{
            "gate.A3": "yes",
            "level": "high",
            "soon": "day",
            "act": "yes",
            "act.who": "Politiet",
            "valid_until": "2026-11-30",
        },
    )


@pytest.fixture
def next_day():
    return MORNING + timedelta(days=1)
