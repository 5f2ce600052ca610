"""The fixed cast, introduced by what each may see. All invented.

The inquiry of most tests belongs to Midtjylland and is held by `consultant_on_the_inquiry`.
"""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from vaern.staff.actions import give_duty, give_role
from vaern.staff.models import User
from vaern.staff.roles import ADMINISTRATOR, CONSULTANT, TEAM_LEAD

MIDTJYLLAND, NORDJYLLAND, SYDDANMARK = "1082", "1081", "1083"
LONG_AGO = date(2024, 1, 1)
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday; 10 o'clock in Copenhagen


def person(first_name, *roles, regions=()):
    user = User.objects.create(email=f"{first_name.lower()}@vaern.invalid", first_name=first_name)
    for role in roles:
        give_role(user=user, role=role, by=None, on=LONG_AGO)
    for region in regions:
        give_duty(user=user, region=region, by=None, on=LONG_AGO)
    return user


@pytest.fixture
def consultant_on_the_inquiry(db):
    """Answers calls in Midtjylland and holds the inquiry."""
    return person("Asta", CONSULTANT, regions=[MIDTJYLLAND])


@pytest.fixture
def colleague_in_the_region(db):
    """On duty for Midtjylland too: sees the region's inquiries."""
    return person("Bo", CONSULTANT, regions=[MIDTJYLLAND])


@pytest.fixture
def consultant_from_elsewhere(db):
    """The same role in Nordjylland: one fact, the region, from being allowed."""
    return person("Carla", CONSULTANT, regions=[NORDJYLLAND])


@pytest.fixture
def team_lead(db):
    """Sees load and reviews emergency notes; reads no inquiry."""
    return person("Dina", TEAM_LEAD)


@pytest.fixture
def administrator(db):
    """Runs the installation; sees nothing of what people told."""
    return person("Emil", ADMINISTRATOR)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="vaern.staff.signin.RolesBackend")
    return client
