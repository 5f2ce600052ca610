"""The Python packages: a virtual environment filled from the hashed lock files.

uv does the work where it can be had, pip otherwise; both read the same files and check the same hashes.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from setup.commands import CommandFailed, run, say
from setup.places import PYTHON, REQUIREMENTS, VENV
from setup.stamps import digest, do, forget, is_done

OLDEST = (3, 11)
RUN = REQUIREMENTS / "run.txt"
TEST = REQUIREMENTS / "test.txt"  # holds run.txt too
UV = REQUIREMENTS / "uv.txt"


class NoPython(Exception):
    """The machine has no Python that is new enough, or one that cannot make virtual environments."""


def prepare(*, for_tests: bool) -> None:
    """Make .venv and install what running, or testing, needs."""
    make_environment()
    if is_done("packages-test", digest(TEST, environment_in_use())):
        return
    lock = TEST if for_tests else RUN
    forget("packages-run" if for_tests else "packages-test")  # one lock may now take away what the other put there
    do(
        "packages-test" if for_tests else "packages-run",
        digest(lock, environment_in_use()),
        lambda: install(lock),
        title=f"Python packages from {lock.name}",
    )


def make_environment() -> None:
    """Make .venv, anew where its Python no longer starts or the making was interrupted."""
    if _version(PYTHON) < OLDEST:
        forget("environment")
    do("environment", digest(str(OLDEST)), _make_environment, products=[PYTHON], title=VENV.name)


def _make_environment() -> None:
    python = find_python()
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        run([python, "-m", "venv", VENV])
    except CommandFailed as error:
        raise NoPython(
            f"{python} cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv.\n{error}"
        ) from error


def find_python() -> str:
    """Return the first interpreter that is new enough: the one running this, then those on the PATH."""
    names = [sys.executable, *(f"python3.{minor}" for minor in (13, 12, 11))]
    for name in names:
        if (found := shutil.which(name)) and _version(Path(found)) >= OLDEST:
            return found
    raise NoPython("Værn needs Python 3.11 or newer, and this machine has none on its PATH.")


def environment_in_use() -> str:
    """Return what tells one .venv from another; a new one has none of the packages."""
    return (VENV / "pyvenv.cfg").read_text() + str((VENV / "pyvenv.cfg").stat().st_ctime_ns)


def install(lock: Path) -> None:
    """Install exactly what ``lock`` lists; a package with another hash is refused."""
    if uv := _uv():
        run([*uv, "pip", "install", "--require-hashes", "--python", PYTHON, "-r", lock])
    else:
        run([PYTHON, "-m", "pip", "install", "--require-hashes", "-r", lock])


def _uv() -> list[str | Path] | None:
    """Return how to call our own uv, which is first installed by pip; None where it cannot be had."""
    try:
        run([PYTHON, "-m", "pip", "install", "--require-hashes", "-r", UV])
        run([PYTHON, "-m", "uv", "--version"])
    except CommandFailed:
        say("  uv cannot be had here; pip does the same in more time")
        return None
    return [PYTHON, "-m", "uv"]


def _version(python: Path) -> tuple[int, int]:
    """Return the version of an interpreter, or (0, 0) if it does not start."""
    try:
        printed = subprocess.run(
            [python, "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
        major, minor = printed.split()
    except (OSError, subprocess.SubprocessError, ValueError):
        return (0, 0)
    return (int(major), int(minor))
