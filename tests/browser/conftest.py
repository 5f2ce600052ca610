"""A real browser against a real server. What is off by default in an automated browser but on for people is on here."""

import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.firefox import Firefox, running
from tests.cast import signed_in
from tests.needs import needs_browser, needs_firefox

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
PATIENCE = 30_000  # milliseconds; waiting longer costs nothing where all is well, and other tests run beside
expect.set_options(timeout=PATIENCE / 2)


def pytest_collection_modifyitems(items):
    for item in items:
        if {"chromium", "firefox"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter):
    """Say what a test that passed when it was asked once more said the first time: it may be the site that races."""
    for report in terminalreporter.stats.get("rerun", ()):
        terminalreporter.section(f"asked once more: {report.nodeid}")
        terminalreporter.line(report.longreprtext)


@pytest.fixture(scope="module")
def chromium(request) -> Iterator:
    """The browser the set-up found, with the back/forward cache that Playwright would switch off.

    A module that says ``KEEPS_PAGES`` gets the one that has such a cache.
    """
    launch = needs_browser(keeping_pages=getattr(request.module, "KEEPS_PAGES", False))
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread while it waits; nothing of the site is asynchronous.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        launch["env"]["LC_ALL"] = "da_DK.UTF-8"  # dates are typed and shown as in Denmark
        browser = playwright.chromium.launch(**launch, ignore_default_args=["--disable-back-forward-cache"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    with running(**needs_firefox()) as started:
        yield started


@pytest.fixture
def open_tab(chromium):
    """Open a fresh visitor's tab; options are those of Playwright's ``new_context``."""
    contexts = []

    def open_one(viewport=PHONE, **options):
        contexts.append(chromium.new_context(viewport=viewport, locale="da-DK", **options))
        contexts[-1].set_default_timeout(PATIENCE)
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


def sign_in(page, site, user):
    """Let the tab's window carry the sign-in of ``user``."""
    cookie = signed_in(user).cookies["s"]
    page.context.add_cookies([{"name": "s", "value": cookie.value, "url": site}])


class Elsewhere(BaseHTTPRequestHandler):
    """The neutral page: another origin, which remembers what it was told about where people came from."""

    def do_GET(self):
        self.server.told.append(dict(self.headers))
        sleep(self.server.seconds_to_answer)
        body = b"<!doctype html><title>Vejret</title><h1>Vejret</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored):
        pass


@pytest.fixture
def elsewhere(settings):
    """Serve the neutral page and make it the exit's address. ``told`` holds the headers of each request."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    server.told, server.seconds_to_answer = [], 0
    server.address = f"http://127.0.0.1:{server.server_port}/"
    settings.EXIT_ADDRESS = server.address
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
