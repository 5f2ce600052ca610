"""Where things are in the clone."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"  # made by the set-up, thrown away by `make clean`
STAMPS = BUILD / "stamps"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
NODE_MODULES = ROOT / "node_modules"
DKFDS = BUILD / "static" / "dkfds"
BROWSER = BUILD / "browser"
BROWSER_FOUND = BUILD / "browser.json"
KEEPING_FOUND = BUILD / "keeping.json"
FIREFOX_FOUND = BUILD / "firefox.json"
DEBIAN = BUILD / "debian"  # programs of the machine's own Debian, for the tests
