"""The directory as the files have it, on a Monday before the regions change, and the people the tests speak of."""

from datetime import date
from uuid import uuid4

import pytest

from vaern.directory.loading import load_directory
from vaern.directory.models import ConsultantListing, Coverage

MONDAY = date(2026, 11, 23)
LAST_DAY_OF_FIVE_REGIONS = date(2026, 12, 31)
FIRST_DAY_OF_FOUR_REGIONS = date(2027, 1, 1)

COPENHAGEN_CITY, AARHUS, AALBORG, ROSKILDE, FANO = "0101", "0751", "0851", "0265", "0563"
TEAM_LEAD = uuid4()


@pytest.fixture
def directory(db):
    load_directory(on=MONDAY)


@pytest.fixture
def nana(directory):
    return listing_of("Nana")


@pytest.fixture
def fiolla(directory):
    return listing_of("Fiolla")


@pytest.fixture
def maria(directory):
    """The one who only advises on journeys."""
    return listing_of("Maria")


def listing_of(first_name, on=MONDAY):
    return ConsultantListing.objects.on(on).get(first_name=first_name)


def coverage_of(listing, municipality, on=MONDAY):
    return Coverage.objects.on(on).get(consultant=listing.consultant_id, municipality=municipality)


def names(contacts):
    return [contact.first_name for contact in contacts]
