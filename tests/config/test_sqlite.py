"""A connection to SQLite is kept between requests, and never writes into a file that is no longer the site's."""

import shutil

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from vaern import environment


@pytest.fixture
def path(tmp_path):
    return tmp_path / "site.sqlite3"


@pytest.fixture
def connection(path, django_db_blocker):
    django_db_blocker.unblock()  # a file of its own
    connection = ConnectionHandler({"default": environment.sqlite(str(path))})["default"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE told (words text)")
    yield connection
    connection.close()
    django_db_blocker.restore()


def request(connection, words):
    """Write as a request does, and end it as Django does."""
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO told VALUES (%s)", [words])
    connection.close_if_unusable_or_obsolete()
    return connection.connection


def told(path):
    other = ConnectionHandler({"default": environment.sqlite(str(path))})["default"]
    with other.cursor() as cursor:
        cursor.execute("SELECT words FROM told")
        found = [words for (words,) in cursor.fetchall()]
    other.close()
    return found


def test_a_second_request_has_the_connection_of_the_first(connection):
    assert request(connection, "one") is request(connection, "two")


def test_what_is_written_after_the_file_was_replaced_is_in_the_new_file(connection, path):
    request(connection, "one")
    new = path.with_name("new")
    connection.close()
    shutil.copy(path, new)
    before = request(connection, "lost")
    new.replace(path)
    for left in path.parent.glob("site.sqlite3-*"):
        left.unlink()
    assert request(connection, "two") is not before
    assert told(path) == ["one", "two"]


def test_a_file_that_is_gone_is_missed_at_once_and_not_written_into_unseen(connection, path):
    request(connection, "one")
    path.rename(path.with_name("away"))
    with pytest.raises(OperationalError, match="no such table"):
        request(connection, "two")
