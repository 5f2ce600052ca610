"""The PostgreSQL for tests: reachable by both roles, closed to others, gone afterwards."""

import os
import stat

import psycopg
import pytest

from setup import postgres
from tests.needs import go_without

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server():
    try:
        with postgres.running() as server:
            yield server
    except postgres.NoPostgres as reason:
        go_without(f"no PostgreSQL: {reason}")


def test_the_owner_may_make_tables_and_databases(server):
    with psycopg.connect(server.url(postgres.OWNER), autocommit=True) as connection:
        connection.execute("CREATE TABLE owned (id int)")
        connection.execute("CREATE DATABASE another")


@pytest.mark.parametrize("statement", ["CREATE TABLE mine (id int)", "CREATE DATABASE mine", "SELECT * FROM closed"])
def test_the_application_may_do_only_what_it_was_granted(server, statement):
    with psycopg.connect(server.url(postgres.OWNER), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS closed (id int)")
        connection.execute("CREATE TABLE IF NOT EXISTS open (id int)")
        connection.execute(f"GRANT SELECT ON open TO {postgres.APPLICATION}")
    with psycopg.connect(server.url(postgres.APPLICATION), autocommit=True) as connection:
        connection.execute("SELECT * FROM open")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


def test_nobody_else_can_reach_it(server):
    assert stat.S_IMODE(server.folder.parent.stat().st_mode) == 0o700
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_nothing_of_it_is_left_behind_also_when_a_test_in_it_fails():
    seen = []

    def fail_in_it():
        with postgres.running() as server:
            seen.append(server)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_in_it()
    assert not seen[0].folder.parent.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(seen[0].process.pid, 0)
