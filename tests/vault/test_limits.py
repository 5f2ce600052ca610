"""The limits on opening keys, against a clock of the test's own."""

from uuid import UUID, uuid4

import pytest

from tests.cast import MORNING
from vaern.law.values import KEYS_OPENED_BY_ALL_PER_HOUR, KEYS_OPENED_PER_HOUR, KEYS_OPENED_PER_MINUTE
from vaern.vault.limits import Limits
from vaern.vault.sealing import TooManyOpened
from vaern.vault.terms import Purpose

TODAY = MORNING.date()
MINUTE, HOUR, ALL = (
    value.on(TODAY) for value in (KEYS_OPENED_PER_MINUTE, KEYS_OPENED_PER_HOUR, KEYS_OPENED_BY_ALL_PER_HOUR)
)
SOMEBODY = UUID(int=1)


class Opening:
    """Opens keys at a moment that the test sets, in seconds."""

    def __init__(self):
        self.now = 0.0
        self.limits = Limits(clock=lambda: self.now)

    def __call__(self, key_id=None, *, by=SOMEBODY, purpose=Purpose.CASEWORK):
        """Open a key, another one unless told which; return it, or the limit that refused it."""
        key_id = key_id or uuid4()
        try:
            self.limits.admit(key_id, purpose=purpose, by=by, day=TODAY)
        except TooManyOpened as refusal:
            return refusal.limit
        return key_id


@pytest.fixture
def opening():
    return Opening()


def test_the_last_within_a_minute_opens_and_the_next_does_not(opening):
    assert all(isinstance(opening(), UUID) for _ in range(MINUTE))
    assert opening() == "minute"


def test_after_the_minute_it_opens(opening):
    for _ in range(MINUTE):
        opening()
    opening.now = 59.9
    assert opening() == "minute"
    opening.now = 60.0
    assert isinstance(opening(), UUID)


def test_the_last_within_an_hour_opens_and_the_next_does_not_until_the_first_is_an_hour_old(opening):
    for number in range(HOUR):
        opening.now = number * 10.0
        assert isinstance(opening(), UUID)
    opening.now = 3599.9
    assert opening() == "hour"
    opening.now = 3600.0
    assert isinstance(opening(), UUID)


def test_the_same_key_counts_once_and_opens_beyond_the_limit(opening):
    at_hand = opening()
    for _ in range(5 * MINUTE):
        assert opening(at_hand) == at_hand
    while isinstance(opening(), UUID):
        pass
    assert opening(at_hand) == at_hand


def test_a_refusal_counts_nothing(opening):
    for _ in range(MINUTE + 50):
        opening()
    opening.now = 60.0
    assert isinstance(opening(), UUID)


@pytest.mark.parametrize("purpose", [Purpose.CALL, Purpose.BREAK_GLASS])
def test_acute_work_is_counted_apart_and_has_a_limit_too(opening, purpose):
    while isinstance(opening(), UUID):
        pass
    assert all(isinstance(opening(purpose=purpose), UUID) for _ in range(MINUTE))
    assert opening(purpose=purpose) == "minute"


def test_a_thief_who_invents_people_meets_the_limit_of_all(opening):
    for _ in range(ALL):
        assert isinstance(opening(by=uuid4()), UUID)
    assert opening(by=uuid4()) == "all"
    assert isinstance(opening(by=SOMEBODY, purpose=Purpose.CALL), UUID)


def test_what_is_an_hour_old_is_forgotten(opening):
    for _ in range(50):
        opening(by=uuid4())
    opening.now = 3600.0
    opening()
    assert [len(people) for people in opening.limits.opened.values()] == [0, 1]
