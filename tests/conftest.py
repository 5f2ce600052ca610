"""The harness: databases as in production, a broker of its own, and a fixed cast."""

import os
import shutil

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis

from tests.databases import empty_everything
from tests.needs import pytest_runtest_setup  # noqa: F401 -- a hook: keeps a run meant for PostgreSQL off SQLite
from vaern.vault.broker import FileBroker

pytest_plugins = ["tests.cast"]
hypothesis.register_profile("house", deadline=None)  # how long a first call takes says nothing on a busy machine
hypothesis.load_profile("house")

# A flush would delete rows that may not be deleted; ours lifts the triggers for a moment.
TransactionTestCase._fixture_teardown = lambda case: empty_everything()


@pytest.fixture(scope="session", autouse=True)
def home():
    """The folder of databases and broker of this run; gone afterwards."""
    FileBroker(settings.BROKER_FOLDER).found()
    yield settings.HOME
    shutil.rmtree(settings.HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """On PostgreSQL: remember who owns the tables; the tests themselves connect as the application's role."""
    for alias in connections:
        connection = connections[alias]
        if connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["OWNER"] = connection.settings_dict["USER"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After the owner has migrated, go on as the role that cannot change what is append-only."""
    application = os.environ.get("VAERN_TEST_POSTGRES_APPLICATION")
    if application:
        from vaern.operations.rights import grant_rights

        with django_db_blocker.unblock():
            for alias in connections:
                connection = connections[alias]
                grant_rights(connection, role=application)
                connection.close()
                connection.settings_dict["USER"] = application
    yield
    for alias in connections:
        connection = connections[alias]
        if application:
            connection.close()
            connection.settings_dict["USER"] = connection.settings_dict["TEST"]["OWNER"]


PAGES = ("desk", "public")
ON_POSTGRESQL_TOO = ("_routes.py", "test_call_log.py", "test_inbox.py", "test_answering.py")


def pytest_addoption(parser):
    parser.addoption("--check", help="only the tests that hold this acceptance check of the open site (docs/checks.md)")


def pytest_collection_modifyitems(config, items):
    """Let every database test use both databases: the keys are never far. One that asks for none is run once.

    A page reaches rows only through the rooms, and those are tried on both kinds of database. On PostgreSQL every page
    is opened and sent as everybody (the tables of routes), the call log and the inbox are gone whole, and so is the
    open site in a process of its own; the rest is run on SQLite.
    """
    if number := config.getoption("--check"):
        items[:] = [item for item in items if any(number in marker.args for marker in item.iter_markers("check"))]
    for item in items:
        if item.path.parent.name in PAGES and not item.path.name.endswith(ON_POSTGRESQL_TOO):
            item.add_marker("any_database")
        marker = item.get_closest_marker("django_db")
        fixtures = getattr(item, "fixturenames", ())
        transactional = "transactional_db" in fixtures or "live_server" in fixtures
        if marker is not None:
            transactional = transactional or marker.kwargs.get("transaction", False)
        elif "db" not in fixtures and not transactional:
            item.add_marker("once")
            continue
        both = pytest.mark.django_db(transaction=transactional, databases=["default", "keys"])
        item.add_marker(both, append=False)
