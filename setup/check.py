"""Check everything: `python -m setup.check`, which is what `make test` runs once things are prepared.

The short checks come first and all of them run, so that one mistake does not hide the next. Then pytest in two lanes,
one for each core of a small machine: on SQLite and then on PostgreSQL, shown as they go; and beside them the browser
tests and those that ask for no database, shown when they are done. Each run has databases and a broker of its own, and
pytest's own summary is the last thing printed. `--fast` is the part for every few minutes: the short checks and pytest
on SQLite without browser, PostgreSQL and slow tests.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from setup.commands import say
from setup.places import PYTHON, ROOT
from setup.postgres import APPLICATION, OWNER, NoPostgres, running

TYPED = ("vaern/law", "vaern/vault", "vaern/audit", "vaern/guard", "setup")
PLUGINS = (
    "django",
    "hypothesispytest",
    "time_machine",
    "tests.needs",
)  # only these: finding plugins by itself costs pytest seconds

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

    def pytest(self, name: str, arguments: Sequence[str], extra: dict[str, str]) -> None:
        """Run pytest, printing as it goes."""
        say(f"\n{name}")
        done = subprocess.run(pytest_command(arguments), **surroundings(extra), check=False)
        if done.returncode:
            self.failed.append(name)

    @contextmanager
    def beside(self, *runs: tuple[str, Sequence[str]]) -> Iterator[None]:
        """Run pytest several times in a row while something else goes on; print what each said at the end."""
        lane = Lane()
        with ThreadPoolExecutor(max_workers=1) as worker:
            waiting = [(name, worker.submit(lane.run, arguments)) for name, arguments in runs]
            try:
                yield
                for name, run in waiting:
                    returned, said = run.result()
                    if returned:
                        self.failed.append(name)
                    say(f"\n{name}\n{said}")
                    if name != waiting[-1][0] and self.failed:
                        say(f"\nFailed so far: {', '.join(self.failed)}")
            finally:
                lane.close()


class Lane:
    """One run of pytest at a time, kept quiet."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        self.is_closed = False

    def run(self, arguments: Sequence[str]) -> tuple[int, str]:
        """Return what a run returned, and what it printed."""
        if self.is_closed:
            return 1, ""
        self.process = subprocess.Popen(
            pytest_command(arguments), **surroundings({}), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        said, _ = self.process.communicate()
        return self.process.returncode, said.rstrip()

    def close(self) -> None:
        """Let nothing go on; what is done is done."""
        self.is_closed = True
        if self.process:
            self.process.kill()


def pytest_command(arguments: Sequence[str]) -> list[str]:
    plugins = [word for plugin in PLUGINS for word in ("-p", plugin)]
    return [str(PYTHON), "-m", "pytest", *plugins, *arguments]


def surroundings(extra: dict[str, str]) -> dict[str, Any]:
    """Return where and with what a run of pytest is started."""
    env = environment() | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | extra
    return {"cwd": ROOT, "env": env, "stdin": subprocess.DEVNULL}


def environment() -> dict[str, str]:
    """Return the environment of every check: ours, without settings of a site that may be set up here."""
    return {name: value for name, value in os.environ.items() if not name.startswith("VAERN_")}


def short_checks(report: Report) -> None:
    report.step("ruff check", ["-m", "ruff", "check", "."])
    report.step("ruff format", ["-m", "ruff", "format", "--check", "."])
    report.step("rooms import downwards", ["-c", IMPORT_LINTER, "--cache-dir", "build/import-linter"])
    report.step("types", ["-m", "mypy", *TYPED])
    report.step("migrations are complete", ["manage.py", "makemigrations", "--check", "--dry-run"])
    report.step("generated docs are fresh", ["manage.py", "generate_docs", "--check"])


def on_postgres(report: Report) -> None:
    """Run the suite against PostgreSQL, or let pytest report every test of it as skipped (failed under CI=true)."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running())
        except NoPostgres as reason:
            title, extra = "pytest on PostgreSQL", {"VAERN_TEST_NO_POSTGRES": " ".join(str(reason).split())}
        else:
            title = f"pytest on PostgreSQL {server.version}"
            extra = {
                "VAERN_DATABASE": server.url(OWNER, "data"),
                "VAERN_KEYS_DATABASE": server.url(OWNER, "keys"),
                "VAERN_TEST_POSTGRES": server.url(OWNER, "data"),
                "VAERN_TEST_POSTGRES_APPLICATION": APPLICATION,
            }
        if report.failed:
            say(f"\nFailed so far: {', '.join(report.failed)}")
        report.pytest(title, ["-m", "not browser and (postgres or not once)"], extra)


def main() -> int:
    parser = argparse.ArgumentParser(description="Check everything.")
    parser.add_argument("--fast", action="store_true", help="leave out the browser, PostgreSQL and slow tests")
    fast = parser.parse_args().fast
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the PostgreSQL started here is stopped too
    report = Report()
    short_checks(report)
    if fast:
        if report.failed:
            say(f"\nFailed so far: {', '.join(report.failed)}")
        report.pytest("pytest on SQLite, fast part", ["-m", "not browser and not postgres and not slow"], {})
    else:
        browser = ("pytest in the browser", ["-m", "browser"])
        once = ("pytest without a database", ["-m", "once and not browser and not postgres"])
        with report.beside(browser, once):
            report.pytest("pytest on SQLite", ["-m", "not once and not postgres and not browser"], {})
            on_postgres(report)
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
