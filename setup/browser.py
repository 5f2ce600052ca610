"""The browser for the tests: one that really starts, found or unpacked, and written down in build/browser.json.

Looked for in this order: $CHROMIUM, the machine's own, then the one inside the npm package @sparticuz/chromium.
A browser counts only after the tests' own driver, Playwright, has shown a page in it; a path alone says nothing
(libraries may be missing, the processor may be another).
build/browser.json holds {"path", "args", "env", "version"}, or {"missing": reason}; tests read it and nothing else.
"""

import json
import os
import shutil
import tarfile
from pathlib import Path
from typing import Any

from setup.commands import CommandFailed, run, say
from setup.node import CHROMIUM, LOCK, node_and_npm
from setup.places import BROWSER, BROWSER_FOUND, PYTHON
from setup.stamps import digest, do

INSTALLED = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = ["--no-sandbox", "--disable-gpu", "--no-zygote", "--disable-dev-shm-usage"]  # also runs as root, in a container
FONTS_OF_THE_MACHINE = Path("/etc/fonts/fonts.conf")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
TRIAL = """
import json, os, sys
from playwright.sync_api import sync_playwright
browser = json.loads(sys.argv[1])
with sync_playwright() as playwright:
    opened = playwright.chromium.launch(
        executable_path=browser["path"], args=browser["args"], env={**os.environ, **browser["env"]}, timeout=30_000)
    page = opened.new_page()
    page.set_content("<p>Goddag</p>")
    assert page.inner_text("p") == "Goddag"
    page.screenshot()
    print(opened.version)
    opened.close()
"""
UNPACK = """
const fs = require("fs"), zlib = require("zlib");
const [from, to] = process.argv.slice(1);
require("stream").pipeline(
  fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to),
  error => { if (error) throw error });
"""


def prepare() -> None:
    """Find a browser that starts and write it to build/browser.json, or the reason why there is none."""
    found = find()
    BROWSER_FOUND.parent.mkdir(parents=True, exist_ok=True)
    BROWSER_FOUND.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    say(f"  browser: Chromium {found['version']}" if "version" in found else f"  no browser: {found['missing']}")


def find() -> dict[str, Any]:
    """Return the first browser that starts, or {"missing": why each one was passed over}."""
    reasons: list[str] = []
    for candidate in (_asked_for, _installed, _carried_by_npm):
        try:
            browser = candidate()
            if browser is None:
                continue
            version = _try(browser)
            for reason in reasons:
                say(f"  passed over: {reason}")
            return {**browser, "version": version}
        except (CommandFailed, OSError, tarfile.TarError) as error:
            reasons.append(str(error).strip().splitlines()[0])
    return {"missing": "; ".join(reasons) or "no Chromium on the machine or in node_modules"}


def _asked_for() -> dict[str, Any] | None:
    path = os.environ.get("CHROMIUM")
    return {"path": path, "args": ARGS, "env": {}} if path else None


def _installed() -> dict[str, Any] | None:
    path = next(filter(None, map(shutil.which, INSTALLED)), None)
    return {"path": path, "args": ARGS, "env": {}} if path else None


def _carried_by_npm() -> dict[str, Any] | None:
    if not CHROMIUM.is_dir():
        return None
    program = BROWSER / "chromium"
    do("browser", digest(LOCK, Path(__file__)), _unpack, products=[program], title="browser from npm")
    env = {"LD_LIBRARY_PATH": str(BROWSER / "lib")}  # its own NSS; the machine's need not be there
    if not FONTS_OF_THE_MACHINE.exists():
        env["FONTCONFIG_FILE"] = str(BROWSER / "fonts.conf")
    return {"path": str(program), "args": ARGS, "env": env}


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
    (BROWSER / "fonts.conf").write_text(FONTS.format(fonts=BROWSER / "fonts", cache=BROWSER / "font-cache"))
    (BROWSER / "chromium").chmod(0o755)


def _try(browser: dict[str, Any]) -> str:
    """Show a page in the browser and return its version; raise CommandFailed if it does not work."""
    try:
        return run([PYTHON, "-c", TRIAL, json.dumps(browser)], seconds=120).strip()
    except CommandFailed as error:
        raise CommandFailed(f"{browser['path']} does not start: {_cause(str(error))}") from error


def _cause(text: str) -> str:
    """Return the line of a trace that says most: the one with the error's name."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in reversed(lines) if "error while loading" in line or "Error:" in line), lines[-1])
