"""An unsafe setting is refused at start, with words that say what to do. Each case is one setting from a safe one."""

import os
import re
import secrets
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as product
from django.core import checks
from django.db import connections

from setup.places import ROOT
from tests.databases import connected_as_owner
from tests.needs import needs_postgres
from tests.served import manage
from vaern import environment
from vaern.config import settings as written
from vaern.config.checks import the_site_owns_no_table

KEY = secrets.token_urlsafe(60)
NOBODY = 65534  # a user without anything, on every Linux
DATA = {"ENGINE": "django.db.backends.postgresql", "NAME": "data", "HOST": "", "PORT": ""}
LOGGING = written.LOGGING
OF_THE_OPEN_SITE = {"E015", "E016", "E019", "E020", "E021"}  # test_checks_open.py
SAFE = {
    "PRODUCTION": True,
    "DEMO": False,
    "DEBUG": False,
    "DEBUG_PROPAGATE_EXCEPTIONS": False,
    "TEMPLATES": [{"OPTIONS": {}}],
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": ["vaern.example"],
    "BEHIND_PROXY": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "SECURE_SSL_REDIRECT": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "DATABASES": {"default": DATA, "keys": DATA | {"NAME": "keys"}},
    "EXIT_ADDRESS": "https://weather.example/",
    "SCANNER": "/run/clamav/clamd.ctl",
    "WRITTEN_CONTACT": "mailto:tilgaengelighed@vaern.example",
    "SECURITY_CONTACT": "",
    "LOGGING": LOGGING,
    "TIME_ZONE": "Europe/Copenhagen",
    "USE_TZ": True,
}
UNSAFE = {
    "the demo": ({"DEMO": True}, "E001"),
    "requests in one transaction": (
        {"DATABASES": {"default": DATA | {"ATOMIC_REQUESTS": True}, "keys": DATA | {"NAME": "keys"}}},
        "E002",
    ),
    "the demo's secret key": ({"SECRET_KEY": written.DEFAULT_KEY}, "E003"),
    "a short secret key": ({"SECRET_KEY": KEY[:49]}, "E003"),
    "a secret key of one letter": ({"SECRET_KEY": "a" * 80}, "E003"),
    "keys beside the data": ({"DATABASES": {"default": DATA, "keys": DATA}}, "E004"),
    "debugging": ({"DEBUG": True}, "E005"),
    "templates that debug": ({"TEMPLATES": [{"OPTIONS": {"debug": True}}]}, "E005"),
    "exceptions let out": ({"DEBUG_PROPAGATE_EXCEPTIONS": True}, "E005"),
    "no host": ({"ALLOWED_HOSTS": []}, "E006"),
    "this machine's names only": ({"ALLOWED_HOSTS": ["localhost", "127.0.0.1"]}, "E006"),
    "any host": ({"ALLOWED_HOSTS": ["*"]}, "E006"),
    "any host below one": ({"ALLOWED_HOSTS": [".vaern.example"]}, "E006"),
    "no word about a proxy": ({"BEHIND_PROXY": False}, "E007"),
    "a proxy nobody believes": ({"SECURE_PROXY_SSL_HEADER": None}, "E007"),
    "pages without TLS": ({"SECURE_SSL_REDIRECT": False}, "E008"),
    "sessions without TLS": ({"SESSION_COOKIE_SECURE": False}, "E008"),
    "no exit": ({"EXIT_ADDRESS": ""}, "E010"),
    "an exit without TLS": ({"EXIT_ADDRESS": "http://weather.example/"}, "E010"),
    "an exit back to ourselves": ({"EXIT_ADDRESS": "https://vaern.example/"}, "E010"),
    "no word about a virus scanner": ({"SCANNER": ""}, "E017"),
    "no word about where to write": ({"WRITTEN_CONTACT": None}, "E022"),
    "an address to write to that no browser opens": ({"WRITTEN_CONTACT": "tilgaengelighed@vaern.example"}, "E022"),
    "no word about where to report a weakness": ({"SECURITY_CONTACT": None}, "E022"),
    "a log of queries": ({"LOGGING": LOGGING | {"root": {"level": "DEBUG"}}}, "E011"),
    "a log in others' words": (
        {"LOGGING": LOGGING | {"handlers": {"stderr": {"class": "logging.StreamHandler"}}}},
        "E011",
    ),
    "another time zone": ({"TIME_ZONE": "UTC"}, "E012"),
    "no time zone": ({"USE_TZ": False}, "E012"),
}


@pytest.fixture
def folder(tmp_path):
    """A broker's folder that only its owner reaches."""
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.fixture
def found(monkeypatch, folder):
    """Return what our checks say of the safe settings with some of them changed."""

    def ask(**changes):
        for name, value in (SAFE | {"BROKER_FOLDER": folder} | changes).items():
            monkeypatch.setattr(product, name, value)
        said = checks.run_checks(tags=[checks.Tags.security])
        return {each.id.removeprefix("vaern."): each for each in said if each.id.startswith("vaern.")}

    return ask


def test_a_safe_configuration_is_let_through(found):
    assert found() == {}


@pytest.mark.parametrize("change, number", UNSAFE.values(), ids=UNSAFE)
def test_one_unsafe_setting_is_refused_with_what_to_do(found, change, number):
    said = found(**change)
    assert list(said) == [number]
    assert said[number].is_serious()
    assert len(said[number].hint) > 20


@pytest.mark.parametrize("change, number", UNSAFE.values(), ids=UNSAFE)
def test_a_machine_without_real_people_is_left_alone(found, change, number):
    if number not in {"E001", "E002"}:
        no_real_people = {"PRODUCTION": False, "SECURE_SSL_REDIRECT": False, "SESSION_COOKIE_SECURE": False}
        assert found(**change | no_real_people) == {}


def test_every_refusal_has_a_case():
    text = (ROOT / "vaern" / "config" / "checks.py").read_text(encoding="utf-8")
    numbered = {f"E{int(number):03}" for number in re.findall(r"\berror\(\s*(\d+),", text)}
    assert len(numbered) == text.count("error(") - text.count("def error(")
    of_their_own = {"E009", "E013", "E014", "E018"} | OF_THE_OPEN_SITE
    assert numbered - {number for _, number in UNSAFE.values()} == of_their_own, "these have tests of their own"


@pytest.mark.parametrize("mode, refused", [(0o700, False), (0o710, True), (0o704, True), (0o701, True)])
def test_a_broker_folder_that_others_reach_is_refused(found, folder, mode, refused):
    folder.chmod(mode)
    assert ("E009" in found()) is refused


@pytest.mark.parametrize("socket, refused", [("", False), ("/run/vaern-broker/socket", True)])
def test_a_site_that_reads_the_key_of_a_broker_of_its_own_is_refused(found, folder, socket, refused):
    assert found(BROKER_SOCKET=socket) == {}
    (folder / "team-1.private").touch()
    assert ("E014" in found(BROKER_SOCKET=socket)) is refused


@contextmanager
def nobody_let_in(home):
    """Shut a folder to us; root steps down for as long, since no mode shuts anything to it."""
    ours = os.geteuid()
    home.chmod(0)
    try:
        if ours == 0:
            os.seteuid(NOBODY)
        yield
    finally:
        os.seteuid(ours)
        home.chmod(0o700)


@pytest.mark.parametrize("socket", ["", "/run/vaern-broker/socket"], ids=["beside the site", "of its own"])
def test_a_user_who_cannot_reach_the_broker_s_folder_runs_its_commands_all_the_same(found, folder, socket):
    """The owner of the tables, who migrates, is such a user."""
    home = folder / "home"
    (home / "broker").mkdir(parents=True)
    (home / "broker" / "team-1.private").touch()
    with nobody_let_in(home):
        assert found(BROKER_FOLDER=home / "broker", BROKER_SOCKET=socket) == {}


@pytest.mark.parametrize("mode, refused", [(0o700, False), (0o750, True)])
def test_a_folder_of_sqlite_files_that_others_reach_is_refused(found, folder, mode, refused):
    home = folder / "data"
    home.mkdir(mode=0o700)
    home.chmod(mode)
    sqlite = {"ENGINE": "django.db.backends.sqlite3"}
    files = {alias: sqlite | {"NAME": str(home / alias)} for alias in ("default", "keys")}
    assert ("E009" in found(DATABASES=files)) is refused


def test_one_sqlite_file_by_two_names_is_one_database(found, folder):
    (folder / "also").symlink_to(folder / "data")
    sqlite = {"ENGINE": "django.db.backends.sqlite3"}
    files = {"default": sqlite | {"NAME": str(folder / "data")}, "keys": sqlite | {"NAME": str(folder / "also")}}
    assert list(found(DATABASES=files)) == ["E004"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_role_that_owns_the_tables_may_not_serve(monkeypatch):
    needs_postgres()
    monkeypatch.setattr(product, "PRODUCTION", True)
    assert the_site_owns_no_table(None, databases=list(connections)) == []
    ours = connections["default"]
    with connected_as_owner(ours) as owner:
        connections["default"] = owner
        try:
            [said] = the_site_owns_no_table(None, databases=["default"])
        finally:
            connections["default"] = ours
    assert said.id == "vaern.E013"


def production(home: Path, **changes):
    """The environment of a safe installation on one machine."""
    return {
        "VAERN_PRODUCTION": 1,
        "VAERN_SCANNER": "none",
        "VAERN_WRITTEN_CONTACT": "none",
        "VAERN_SECURITY_CONTACT": "none",
        "VAERN_BEHIND_PROXY": 1,
        "VAERN_SECRET_KEY": KEY,
        "VAERN_HOSTS": "vaern.example",
        "VAERN_HOME": home,
    } | changes


def test_the_environment_of_a_safe_installation_passes_djangos_checks_too(folder):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **production(folder))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("said, means", [(None, None), ("", None), ("none", ""), ("mailto:a@b.example",) * 2])
def test_nobody_to_write_to_is_another_thing_than_nothing_said_about_it(monkeypatch, said, means):
    monkeypatch.delenv("VAERN_WRITTEN_CONTACT", raising=False)
    if said is not None:
        monkeypatch.setenv("VAERN_WRITTEN_CONTACT", said)
    assert environment.contact("VAERN_WRITTEN_CONTACT") == means


def test_the_session_cookie_belongs_to_this_host_alone_where_there_is_tls(folder):
    ask = "from django.conf import settings; print(settings.SESSION_COOKIE_NAME)"
    done = manage("shell", "--command", ask, **production(folder))
    assert done.stdout.split()[-1] == "__Host-s", done.stderr
    assert (product.SESSION_COOKIE_NAME, product.SESSION_COOKIE_DOMAIN, product.SESSION_COOKIE_PATH) == ("s", None, "/")


@pytest.mark.parametrize(
    "change, said",
    [
        ({"VAERN_DEMO": 1}, "vaern.E001"),
        ({"VAERN_HOSTS": ""}, "vaern.E006"),
        ({"VAERN_BEHIND_PROXY": 0}, "vaern.E007"),
        ({"VAERN_LOG_LEVEL": "DEBUG"}, "VAERN_LOG_LEVEL must be one of"),
        ({"VAERN_SECRET_KEY_FILE": "nowhere"}, "VAERN_SECRET_KEY_FILE names a file that cannot be read"),
        ({"VAERN_WORKERS": "many"}, "VAERN_WORKERS must be a whole number from 1 to 32"),
    ],
)
def test_the_server_does_not_start_with_an_unsafe_environment(folder, change, said):
    done = manage("serve", **production(folder, **change))
    assert done.returncode != 0
    assert said in done.stderr
