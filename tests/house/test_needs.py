"""A test whose tool is missing is skipped with the reason; under CI it fails instead."""

import json

import pytest

from tests import needs

Skipped, Failed = pytest.skip.Exception, pytest.fail.Exception


@pytest.fixture
def browser_found(tmp_path, monkeypatch):
    """Write what the set-up found, in a place of the test's own."""
    file = tmp_path / "browser.json"
    monkeypatch.setattr(needs, "BROWSER_FOUND", file)
    return lambda found: file.write_text(json.dumps(found), encoding="utf-8")


def test_a_browser_that_was_found_is_handed_over_ready_to_launch(browser_found):
    browser_found({"path": "/usr/bin/chromium", "args": ["--no-sandbox"], "env": {"LANG": "da"}, "version": "1"})
    launch = needs.needs_browser()
    assert (launch["executable_path"], launch["args"], launch["env"]["LANG"]) == (
        "/usr/bin/chromium",
        ["--no-sandbox"],
        "da",
    )


@pytest.mark.parametrize("ci, outcome", [("", Skipped), ("false", Skipped), ("true", Failed)])
def test_without_a_browser_a_test_is_skipped_and_under_ci_failed(browser_found, monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    browser_found({"missing": "libnss3 is not there"})
    with pytest.raises(outcome, match="libnss3 is not there"):
        needs.needs_browser()


@pytest.mark.parametrize("ci", ["", "true"])
def test_without_firefox_or_kept_pages_a_test_is_skipped_under_ci_too(browser_found, monkeypatch, ci, tmp_path):
    """They are asked for where they can be installed, and Debian's packages are not everywhere."""
    monkeypatch.setenv("CI", ci)
    browser_found({"path": "/usr/bin/chromium", "args": [], "env": {}, "version": "1", "keeps_pages": False})
    monkeypatch.setattr(needs, "KEEPING_FOUND", tmp_path / "keeping.json")
    (tmp_path / "keeping.json").write_text('{"missing": "this machine has no apt"}')
    with pytest.raises(Skipped, match="back/forward cache"):
        needs.needs_kept_pages()
    assert needs.needs_browser(keeping_pages=True)["executable_path"] == "/usr/bin/chromium"
    monkeypatch.setattr(needs, "FIREFOX_FOUND", tmp_path / "firefox.json")
    (tmp_path / "firefox.json").write_text('{"missing": "this machine has no apt"}')
    with pytest.raises(Skipped, match="this machine has no apt"):
        needs.needs_firefox()


@pytest.mark.parametrize("ci, outcome", [("", Skipped), ("true", Failed)])
def test_without_postgres_a_run_meant_for_it_is_skipped_and_under_ci_failed(monkeypatch, request, ci, outcome):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("VAERN_TEST_NO_POSTGRES", "the wheel does not start")
    with pytest.raises(outcome, match="the wheel does not start"):
        needs.pytest_runtest_setup(request.node)


def test_a_run_meant_for_sqlite_goes_on(monkeypatch, request):
    monkeypatch.setenv("CI", "true")
    monkeypatch.delenv("VAERN_TEST_NO_POSTGRES", raising=False)
    needs.pytest_runtest_setup(request.node)


def test_the_address_for_the_application_differs_in_the_role_alone():
    assert needs.application_url("postgresql://vaern_owner@/data?host=%2Fs") == "postgresql://vaern_app@/data?host=%2Fs"
