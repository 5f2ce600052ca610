"""One row with a sealed column, and the words in it."""

from uuid import uuid4

import pytest

from tests.cast import MORNING, person
from tests.vault.brokers import brokers as started_brokers
from vaern.inquiries.models import Draft
from vaern.vault.broker import FileBroker, broker

WORDS = {"note": "Hun er bange for sin onkel og ringer fra en lånt telefon."}


@pytest.fixture
def keeper(settings, tmp_path):
    """The site's own broker, in a folder of this test."""
    settings.BROKER_FOLDER = tmp_path / "broker"
    founded = FileBroker(settings.BROKER_FOLDER)
    founded.found()
    return founded


@pytest.fixture
def owner(db):
    """Somebody a draft can belong to."""
    return person("Asta")


@pytest.fixture
def opened(owner):
    """A saved draft with its key in hand."""
    return new_draft(owner)


@pytest.fixture
def shut(opened):
    """The same draft as anybody finds it in the database."""
    return Draft.objects.get(pk=opened.pk)


def new_draft(owner, content=WORDS):
    draft = Draft(id=uuid4(), owner=owner, content=content, started_at=MORNING, saved_at=MORNING)
    draft.opened_with(broker().new()).save()
    return draft


def key_of(row):
    return broker().open(row.key_id, purpose="casework", by=uuid4())


@pytest.fixture(scope="session")
def brokers(django_db_setup):
    """Starts brokers in processes of their own, on the databases of this run."""
    with started_brokers() as running:
        yield running
