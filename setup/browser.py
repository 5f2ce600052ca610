"""The browsers for the tests: those that really start, found or unpacked, and written down in build/.

Chromium is looked for in this order: $CHROMIUM, the machine's own, the one inside the npm package @sparticuz/chromium,
and Debian's unpacked into build/debian. npm's is a headless shell that keeps no page alive for Back, and the quicker by
a third: where the first found keeps none, Debian's is found beside it for the tests about Back. Firefox: $FIREFOX, the
machine's own, Debian's. A browser counts only after the driver of the tests has shown a page in it; a path alone says
nothing (libraries may be missing, the processor may be another).
build/browser.json, keeping.json and firefox.json hold {"path", "args", "env", "version"}, a Chromium's "keeps_pages"
too, or {"missing": reason}; tests read these and nothing else.
"""

import json
import os
import shutil
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from setup import debian
from setup.commands import CommandFailed, run, say
from setup.node import CHROMIUM, LOCK, node_and_npm
from setup.places import BROWSER, BROWSER_FOUND, FIREFOX_FOUND, KEEPING_FOUND, PYTHON
from setup.stamps import digest, do

INSTALLED = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALLED_FIREFOX = ("firefox-esr", "firefox")
ARGS = ["--no-sandbox", "--disable-gpu", "--no-zygote", "--disable-dev-shm-usage"]  # also runs as root, in a container
TRIAL = """
import json, os, sys
from playwright.sync_api import sync_playwright
browser = json.loads(sys.argv[1])
with sync_playwright() as playwright:
    opened = playwright.chromium.launch(
        executable_path=browser["path"], args=browser["args"], env={**os.environ, **browser["env"]}, timeout=30_000,
        ignore_default_args=["--disable-back-forward-cache"])
    page = opened.new_page()
    body = "<link rel=icon href=data:,><p>Goddag</p>"
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto("http://localhost/first")
    assert page.inner_text("p") == "Goddag"
    page.screenshot()
    page.evaluate("window.kept = true")
    page.goto("http://localhost/second")
    page.evaluate("history.back()")
    page.wait_for_timeout(500)
    print(json.dumps({"version": opened.version, "keeps_pages": page.evaluate("window.kept === true")}))
    opened.close()
"""
TRIAL_OF_FIREFOX = """
import json, os, sys
from tests.browser.firefox import running
browser = json.loads(sys.argv[1])
env = {**os.environ, **browser["env"]}
with running(browser["path"], browser["args"], env) as firefox, firefox.visitor() as visitor:
    assert visitor.open("data:text/html,<p>Goddag</p>").evaluate("document.body.textContent") == "Goddag"
    print(json.dumps({"version": firefox.version}))
"""
UNPACK = """
const fs = require("fs"), zlib = require("zlib");
const [from, to] = process.argv.slice(1);
require("stream").pipeline(
  fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to),
  error => { if (error) throw error });
"""
Found = dict[str, Any]


def prepare() -> None:
    """Find the browsers that start and write them to build/, or the reason why there is none."""
    chromium = find((_asked_for, _installed, _carried_by_npm, _of_debian), TRIAL)
    keeping = chromium if chromium.get("keeps_pages") else find((_of_debian,), TRIAL)
    firefox = find((_firefox_asked_for, _firefox_installed, _firefox_of_debian), TRIAL_OF_FIREFOX)
    for name, found, file in (
        ("Chromium", chromium, BROWSER_FOUND),
        ("Chromium that keeps pages", keeping, KEEPING_FOUND),
        ("Firefox", firefox, FIREFOX_FOUND),
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        say(f"  browser: {name} {found['version']}" if "version" in found else f"  no {name}: {found['missing']}")


def find(candidates: Sequence[Callable[[], Found | None]], trial: str) -> Found:
    """Return the first browser that starts, or {"missing": why each one was passed over}."""
    reasons: list[str] = []
    for candidate in candidates:
        try:
            browser = candidate()
            if browser is None:
                continue
            told = _try(browser, trial)
            for reason in reasons:
                say(f"  passed over: {reason}")
            return browser | told
        except (CommandFailed, OSError, tarfile.TarError) as error:
            reasons.append(str(error).strip().splitlines()[0])
    return {"missing": "; ".join(reasons) or "none on the machine"}


def _asked_for() -> Found | None:
    return _at(os.environ.get("CHROMIUM"), ARGS)


def _installed() -> Found | None:
    return _at(next(filter(None, map(shutil.which, INSTALLED)), None), ARGS)


def _of_debian() -> Found:
    return {"args": ARGS, **debian.unpacked("chromium", "usr/lib/chromium/chromium")}


def _firefox_asked_for() -> Found | None:
    return _at(os.environ.get("FIREFOX"), [])


def _firefox_installed() -> Found | None:
    return _at(next(filter(None, map(shutil.which, INSTALLED_FIREFOX)), None), [])


def _firefox_of_debian() -> Found:
    return {"args": [], **debian.unpacked("firefox-esr", "usr/lib/firefox-esr/firefox-esr")}


def _at(path: str | None, args: list[str]) -> Found | None:
    return {"path": path, "args": args, "env": {}} if path else None


def _carried_by_npm() -> Found | None:
    if not CHROMIUM.is_dir():
        return None
    program = BROWSER / "chromium"
    do("browser", digest(LOCK, Path(__file__)), _unpack, products=[program], title="browser from npm")
    env = {"LD_LIBRARY_PATH": str(BROWSER / "lib")}  # its own NSS; the machine's need not be there
    return {"path": str(program), "args": ARGS, "env": env | debian.fonts_of(BROWSER)}


def _unpack() -> None:
    """Unpack the package's brotli files with Node, which can; Python's standard library cannot."""
    node, _ = node_and_npm()
    shutil.rmtree(BROWSER, ignore_errors=True)
    BROWSER.mkdir(parents=True)
    for packed in sorted(CHROMIUM.glob("*.br")):
        run([node, "-e", UNPACK, packed, BROWSER / packed.stem])
    for archive in sorted(BROWSER.glob("*.tar")):
        with tarfile.open(archive) as opened:
            # Python before 3.11.4 has no filters and ignores this; the archive's hash is in the npm lock either way.
            opened.extraction_filter = getattr(tarfile, "data_filter", None)
            opened.extractall(BROWSER)  # noqa: S202 -- see above
        archive.unlink()
    (BROWSER / "chromium").chmod(0o755)


def _try(browser: Found, trial: str) -> Found:
    """Show a page in the browser and return what the trial found out; raise CommandFailed if it does not work."""
    try:
        said = run([PYTHON, "-W", "ignore", "-c", trial, json.dumps(browser)], seconds=120)
        return dict(json.loads(said.strip().splitlines()[-1]))
    except CommandFailed as error:
        raise CommandFailed(f"{browser['path']} does not start: {_cause(str(error))}") from error


def _cause(text: str) -> str:
    """Return the line of a trace that says most: the one with the error's name."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in reversed(lines) if "error while loading" in line or "Error:" in line), lines[-1])
