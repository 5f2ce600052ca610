"""Check everything: `python -m setup.check`, which is what `make test` runs once things are prepared.

The short checks come first and all of them run, so that one mistake does not hide the next. Then pytest in five runs,
three at a time: whoever is done takes the next. On the two cores of a small machine a third fills the time in which
the others wait, for a browser, a process or the disk. One of the three is shown as it goes, the others when they are
done. Each run has databases, a broker and a PostgreSQL of its own, and pytest's own summary comes last. A browser
test that failed is asked once more and named: a browser races with a loaded machine, a mistake fails twice.
`--fast` is the part for every few minutes: the short checks and pytest on SQLite without browser, PostgreSQL and slow
tests.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from setup.commands import complain, say
from setup.places import PYTHON, ROOT
from setup.postgres import APPLICATION, OWNER, NoPostgres, running

TYPED = ("vaern/law", "vaern/vault", "vaern/audit", "vaern/guard", "setup")
PLUGINS = (
    "django",
    "hypothesispytest",
    "time_machine",
    "tests.needs",
)  # only these: finding plugins by itself costs pytest seconds

QUIET_LANES = 2
IMPORT_LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@dataclass
class Report:
    """What was run and what failed."""

    failed: list[str] = field(default_factory=list)

    def step(self, name: str, command: Sequence[str]) -> None:
        """Run one short check and print one line, and what it said if it failed."""
        started = time.monotonic()
        done = subprocess.run(
            [str(PYTHON), *command],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        say(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}  ({time.monotonic() - started:.1f} s)")
        if done.returncode:
            self.failed.append(name)
            say(done.stdout.rstrip() + "\n")

    def share(self, runs: Sequence["Run"]) -> None:
        """Do runs at the same time: one printed as it goes, those of the quiet lanes when they are done."""
        left, lanes = deque(runs), [Lane() for _ in range(QUIET_LANES)]
        with ThreadPoolExecutor(max_workers=QUIET_LANES) as beside:
            waiting = [beside.submit(lane.work_through, left) for lane in lanes]
            try:
                while (run := taken_from(left)) is not None:
                    say(f"\n{run.name}")
                    self.note(run, run.carry_out(start=aloud))
                    self.tell(lanes)
                for each in waiting:
                    each.result()
                self.tell(lanes)
            finally:
                for lane in lanes:
                    lane.close()

    def tell(self, lanes: Sequence["Lane"]) -> None:
        """Print what the quiet lanes have finished since the last time."""
        for lane in lanes:
            while lane.done:
                run, returned, said = lane.done.popleft()
                self.note(run, returned)
                say(f"\n{run.name}\n{said}")

    def note(self, run: "Run", returned: int) -> None:
        if returned:
            self.failed.append(run.name)


Carried = Callable[[Sequence[str], dict[str, Any]], int]


@dataclass(frozen=True)
class Run:
    """One run of pytest, on SQLite or on a PostgreSQL of its own."""

    name: str
    arguments: Sequence[str]
    on_postgres: bool = False

    def carry_out(self, *, start: Carried) -> int:
        """Return what pytest returned. ``start`` starts it and waits for it.

        Where there is no PostgreSQL pytest reports every test of it as skipped (failed under CI=true).
        """
        with ExitStack() as stack:
            extra = stack.enter_context(postgres_for_tests()) if self.on_postgres else {}
            return start(pytest_command(self.arguments), surroundings(extra))


def aloud(command: Sequence[str], around: dict[str, Any]) -> int:
    return subprocess.call(command, **around)


class Lane:
    """One run of pytest at a time, kept quiet. ``done`` has each with what it returned and what it printed."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        self.is_closed = False
        self.done: deque[tuple[Run, int, str]] = deque()

    def work_through(self, left: "deque[Run]") -> None:
        while not self.is_closed and (run := taken_from(left)) is not None:
            said: list[str] = []
            returned = run.carry_out(start=partial(self.quietly, said))
            self.done.append((run, returned, "".join(said).rstrip()))

    def quietly(self, said: list[str], command: Sequence[str], around: dict[str, Any]) -> int:
        self.process = subprocess.Popen(
            command, **around, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
        said.append(self.process.communicate()[0])
        return self.process.returncode

    def close(self) -> None:
        """Let nothing go on; what is done is done."""
        self.is_closed = True
        if self.process:
            self.process.kill()


def taken_from(left: "deque[Run]") -> Run | None:
    """Return the next run, or None when all are taken."""
    try:
        return left.popleft()
    except IndexError:
        return None


def pytest_command(arguments: Sequence[str]) -> list[str]:
    plugins = [word for plugin in PLUGINS for word in ("-p", plugin)]
    return [str(PYTHON), "-m", "pytest", *plugins, *arguments]


def surroundings(extra: dict[str, str]) -> dict[str, Any]:
    """Return where and with what a run of pytest is started."""
    env = environment() | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | extra
    return {"cwd": ROOT, "env": env, "stdin": subprocess.DEVNULL}


def environment() -> dict[str, str]:
    """Return the environment of every check: ours, without settings of a site that may be set up here.

    Python keeps what it has compiled, whatever the caller says: each run would else rewrite the asserts of every test
    anew (11 of 19 seconds of collecting), and each process that a test starts would compile what it imports.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VAERN_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def short_checks(report: Report) -> None:
    report.step("ruff check", ["-m", "ruff", "check", "."])
    report.step("ruff format", ["-m", "ruff", "format", "--check", "."])
    report.step("rooms import downwards", ["-c", IMPORT_LINTER, "--cache-dir", "build/import-linter"])
    report.step("types", ["-m", "mypy", *TYPED])
    report.step("migrations are complete", ["manage.py", "makemigrations", "--check", "--dry-run"])
    report.step("generated docs are fresh", ["manage.py", "generate_docs", "--check"])


@contextmanager
def postgres_for_tests() -> Iterator[dict[str, str]]:
    """Start a PostgreSQL and give what pytest must know of it, or why there is none."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running())
        except NoPostgres as reason:
            yield {"VAERN_TEST_NO_POSTGRES": " ".join(str(reason).split())}
        else:
            yield {
                "VAERN_DATABASE": server.url(OWNER, "data"),
                "VAERN_KEYS_DATABASE": server.url(OWNER, "keys"),
                "VAERN_TEST_POSTGRES": server.url(OWNER, "data"),
                "VAERN_TEST_POSTGRES_APPLICATION": APPLICATION,
            }


ON_POSTGRES = "not browser and not any_database and (postgres or not once)"
PAGES = ("tests/desk", "tests/public")
ONCE_MORE = ("-p", "rerunfailures", "--reruns", "1", "-rsfER")  # says each test it asked again
RUNS = (  # the longest first
    Run("pytest in the browser", ["-m", "browser", *ONCE_MORE]),
    Run("pytest on SQLite", ["-m", "not once and not postgres and not browser"]),
    Run("pytest on PostgreSQL, the rooms", ["-m", ON_POSTGRES, *(f"--ignore={path}" for path in PAGES)], True),
    Run("pytest without a database", ["-m", "once and not browser and not postgres"]),
    Run("pytest on PostgreSQL, the pages", ["-m", ON_POSTGRES, *PAGES], True),
)
FAST = Run("pytest on SQLite, fast part", ["-m", "not browser and not postgres and not slow"])


def main() -> int:
    parser = argparse.ArgumentParser(description="Check everything.")
    parser.add_argument("--fast", action="store_true", help="leave out the browser, PostgreSQL and slow tests")
    fast = parser.parse_args().fast
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the PostgreSQL started here is stopped too
    report = Report()
    short_checks(report)
    if report.failed:
        say(f"\nFailed so far: {', '.join(report.failed)}")
    report.share([FAST] if fast else RUNS)
    if report.failed:
        complain(f"Failed: {', '.join(report.failed)}")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
