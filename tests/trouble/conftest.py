"""One process that forks, for all tests of this folder."""

import pytest

from tests.cast import person
from tests.trouble.children import children
from vaern.staff.roles import CONSULTANT


@pytest.fixture(scope="session")
def started_children(django_db_setup):
    with children() as running:
        yield running


@pytest.fixture
def child(started_children, transactional_db):
    """Runs one act in a process of its own, on the same databases as the test."""
    return started_children


@pytest.fixture
def consultant(transactional_db):
    """Answers calls in Midtjylland."""
    return person("Asta", CONSULTANT, regions=["1082"])
