"""The open site in a process of its own starts as itself alone: its key, its two roles, nothing of the house."""

import os
import re

import pytest
from django.conf import settings as product
from django.core import checks
from django.core.management import call_command
from django.db import connection

from setup.postgres import APPLICATION, DROP, MAILBOX
from tests.config.test_checks import KEY, SAFE
from tests.databases import connected_as_owner
from tests.needs import needs_postgres
from tests.served import manage
from vaern.config.checks import the_open_site_may_do_what_it_needs_and_no_more
from vaern.config.management.commands import serve
from vaern.operations.rights import DROP_ADDS_ONLY, grant_rights, name_of_policy

MODULE = "DJANGO_SETTINGS_MODULE"
DROPS = {"ENGINE": "django.db.backends.postgresql", "NAME": "data", "HOST": "", "PORT": "", "USER": "vaern_drop"}
READS = DROPS | {"USER": "vaern_mailbox"}
SQLITE = DROPS | {"ENGINE": "django.db.backends.sqlite3", "NAME": "/nowhere/data.sqlite3"}
ITS_OWN = SAFE | {
    "BROKER_FOLDER": None,
    "SCANNER": "",
    "DATABASES": {"default": DROPS, "mailbox": READS},
    "MAILBOX_DATABASE": "mailbox",
    "DROP_IS_NAMED": True,
    "HOUSE_IS_NAMED": [],
}
UNSAFE = {
    "the adding role forgotten: the house's own database": ({"DROP_IS_NAMED": False}, "E016"),
    "the reading role forgotten": ({"MAILBOX_DATABASE": "default", "DATABASES": {"default": DROPS}}, "E016"),
    "one role under both names": ({"DATABASES": {"default": DROPS, "mailbox": DROPS}}, "E016"),
    "nobody's name twice": ({"DATABASES": {"default": DROPS | {"USER": ""}, "mailbox": DROPS | {"USER": ""}}}, "E016"),
    "two databases": ({"DATABASES": {"default": DROPS, "mailbox": READS | {"NAME": "copy"}}}, "E016"),
    "SQLite, which has no roles": ({"DATABASES": {"default": SQLITE, "mailbox": SQLITE | {"USER": "other"}}}, "E016"),
    "the house's database in its environment": ({"HOUSE_IS_NAMED": ["VAERN_DATABASE"]}, "E019"),
}


@pytest.fixture
def folder(tmp_path):
    tmp_path.chmod(0o700)
    (tmp_path / "team-1.public").touch()
    return tmp_path


@pytest.fixture
def found(monkeypatch, folder):
    def ask(**changes):
        for name, value in (ITS_OWN | {"PUBLIC_KEY_FOLDER": folder} | changes).items():
            monkeypatch.setattr(product, name, value, raising=False)
        said = checks.run_checks(tags=[checks.Tags.security])
        return {each.id.removeprefix("vaern."): each for each in said if each.id.startswith("vaern.")}

    return ask


def test_two_roles_and_the_public_key_are_let_through(found):
    assert found() == {}


@pytest.mark.parametrize("change, number", UNSAFE.values(), ids=UNSAFE)
def test_one_step_from_it_is_refused_with_what_to_do(found, change, number):
    said = found(**change)
    assert list(said) == [number]
    assert len(said[number].hint) > 20


@pytest.mark.parametrize("name", ["fingerprint", "team-1.private"])
def test_a_folder_with_a_secret_of_the_brokers_is_refused(found, folder, name):
    (folder / name).touch()
    assert list(found()) == ["E015"]


def its_environment(folder, **changes):
    return {
        "VAERN_PRODUCTION": 1,
        "VAERN_BEHIND_PROXY": 1,
        "VAERN_SECRET_KEY": KEY,
        "VAERN_HOSTS": "vaern.example",
        "VAERN_WRITTEN_CONTACT": "none",
        "VAERN_SECURITY_CONTACT": "none",
        "VAERN_HOME": folder,
        "VAERN_PUBLIC_KEY_FOLDER": folder,
        "VAERN_MAILBOX_DATABASE": "postgresql://vaern_mailbox@/data?host=/nowhere",
    } | changes


def test_in_production_it_does_not_start_on_the_house_s_database_because_a_setting_is_missing(folder):
    done = manage("serve", "--only", "public", **its_environment(folder, VAERN_DATABASE="postgresql:///data"))
    assert done.returncode != 0
    assert set(re.findall(r"vaern\.(E\d+)", done.stderr)) == {"E016", "E019", "E021"}
    assert "VAERN_DROP_DATABASE" in done.stderr


def test_serving_it_alone_is_this_command_again_with_its_settings(monkeypatch):
    begun = []
    monkeypatch.setattr(serve.os, "execv", lambda program, words: begun.append((os.environ[MODULE], words[1:])))
    monkeypatch.setenv(MODULE, "tests.settings")
    call_command("serve", "--only", "public", "--port", "8172")
    again = ["manage.py", "serve", "--only", "public", "--port", "8172"]
    assert begun == [("vaern.config.settings_open", again)]
    call_command(*again[1:])
    assert begun[1][1][:2] == ["-m", "granian"], "and now it serves"


def test_what_is_served_has_been_checked_with_what_the_databases_say(monkeypatch, settings):
    asked = []
    monkeypatch.setattr(serve.os, "execv", lambda *command: asked.append("served"))
    monkeypatch.setattr(serve, "call_command", lambda *words, **how: asked.append((words, how)))
    monkeypatch.setenv(MODULE, "vaern.config.settings_open")
    settings.PRODUCTION = True
    call_command("serve", "--only", "public", "--port", "8172")
    check = {"deploy": True, "databases": ["default", "keys"], "fail_level": "WARNING"}
    assert asked == [(("check",), check), "served"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_each_role_may_do_what_it_needs_and_not_one_thing_more_or_less(monkeypatch):
    """The house's own role, which owns nothing and reads everything, is refused as well."""
    needs_postgres()

    def told():
        return [each.id for each in the_open_site_may_do_what_it_needs_and_no_more(None, databases=[*places])]

    of_messages = name_of_policy(DROP, DROP_ADDS_ONLY["mailbox.message"])
    places = {"default": connection.copy(), "mailbox": connection.copy()}
    for place, role in zip(places.values(), (DROP, MAILBOX), strict=True):
        place.settings_dict = connection.settings_dict | {"USER": role}
    for name, value in ITS_OWN.items():
        monkeypatch.setattr(product, name, value, raising=False)
    monkeypatch.setattr("vaern.config.checks.connections", places)
    try:
        with connected_as_owner(connection) as owner, owner.cursor() as cursor:
            grant_rights(owner, role=DROP, only="drop")
            grant_rights(owner, role=MAILBOX, only="mailbox")
            assert told() == []
            for change in (
                f"GRANT SELECT ON mailbox_message TO {DROP}",
                f"GRANT UPDATE (is_urgent) ON mailbox_message TO {MAILBOX}",
                f"GRANT TRUNCATE ON staff_user TO {DROP}",
                f"REVOKE INSERT ON mailbox_visit FROM {DROP}",
                f"REVOKE DELETE ON mailbox_message FROM {MAILBOX}",
            ):
                cursor.execute(change)
                assert told() == ["vaern.E020"], change
                grant_rights(owner, role=DROP, only="drop")
                cursor.execute(f"REVOKE ALL (is_urgent) ON mailbox_message FROM {MAILBOX}")
                grant_rights(owner, role=MAILBOX, only="mailbox")
                assert told() == [], change
            for change in (
                "ALTER TABLE mailbox_message DISABLE ROW LEVEL SECURITY",
                f'DROP POLICY "{of_messages}" ON mailbox_message',
                f'ALTER POLICY "{of_messages}" ON mailbox_message RENAME TO "of an earlier release"',
                f'ALTER POLICY "{of_messages}" ON mailbox_message TO {APPLICATION}',
                f'ALTER POLICY "{of_messages}" ON mailbox_message WITH CHECK (true)',
            ):
                cursor.execute(change)
                assert told() == ["vaern.E020"], change
                cursor.execute(f'DROP POLICY IF EXISTS "{of_messages}" ON mailbox_message')
                grant_rights(owner, role=DROP, only="drop")
                assert told() == [], change
        places["default"].close()
        places["default"] = connection
        assert told() == ["vaern.E020"], "the house's own role"
    finally:
        for place in places.values():
            if place is not connection:
                place.close()
