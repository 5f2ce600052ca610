"""Processes of their own, beside the one that tests: to be killed at a chosen point, or to write all at once.

One child is started and gets ready; each act then runs in a fork of it, which takes no time. Nothing in the product
knows of this: the fork counts what it commits and kills itself (SIGKILL) before or after the one it was told.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from setup.places import ROOT


@dataclass(frozen=True)
class Ended:
    """How one act ended: killed or not, what it had confirmed by then, and what went wrong if something did."""

    killed: bool
    confirmed: list[str]
    error: str


class Children:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def run(self, act: str, *arguments: str, kill_at: int = 0) -> Ended:
        """Run one act in a fork that kills itself at commit point ``kill_at``; 0 lets it finish."""
        return self.run_all([(act, arguments)], kill_at)[0]

    def run_all(self, acts: list[tuple[str, tuple[str, ...]]], kill_at: int = 0) -> list[Ended]:
        """Run several acts at once, each in a fork of its own."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([acts, kill_at]) + "\n")
        self.process.stdin.flush()
        return [Ended(**each) for each in json.loads(self.process.stdout.readline())]


@contextmanager
def children():
    """Start the process that forks, with the databases and the broker of this test run."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.trouble.children"],
        cwd=ROOT,
        env=os.environ | environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Children(process)
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(timeout=20)


def environment() -> dict[str, str]:
    from django.conf import settings
    from django.db import connections

    return {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "VAERN_HOME": str(settings.HOME),
        "VAERN_BROKER_FOLDER": str(settings.BROKER_FOLDER),
        "VAERN_DATABASE": address(connections["default"].settings_dict),
        "VAERN_KEYS_DATABASE": address(connections["keys"].settings_dict),
    }


def address(database: dict[str, Any]) -> str:
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite://{database['NAME']}"
    return f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(database['HOST'], safe='')}"


def kill_at_commit(point: int) -> None:
    """Count what is committed, before and after, in both databases; at ``point`` be gone like a pulled plug."""
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper

    passed = 0

    def pass_point() -> None:
        nonlocal passed
        passed += 1
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    commit, execute = BaseDatabaseWrapper.commit, CursorWrapper.execute

    def counted_commit(connection: Any) -> None:
        pass_point()
        commit(connection)
        pass_point()

    def counted_execute(cursor: Any, sql: Any, params: Any = None) -> Any:
        writes = str(sql).lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        if cursor.db.in_atomic_block or not writes:
            return execute(cursor, sql, params)
        pass_point()
        done = execute(cursor, sql, params)
        pass_point()
        return done

    BaseDatabaseWrapper.commit, CursorWrapper.execute = counted_commit, counted_execute


def main() -> None:
    import django

    django.setup()
    from tests.trouble import acts

    for line in sys.stdin:
        wanted, kill_at = json.loads(line)
        started = [start(getattr(acts, act), arguments, kill_at) for act, arguments in wanted]
        sys.stdout.write(json.dumps([finish(*each) for each in started]) + "\n")
        sys.stdout.flush()


def start(act: Any, arguments: list[str], kill_at: int) -> tuple[int, int]:
    """Fork; the fork runs the act and tells what it confirms through a pipe, line by line."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    if kill_at:
        kill_at_commit(kill_at)
    try:
        act(lambda said: os.write(writing, f"{said}\n".encode()), *arguments)
        os._exit(0)
    except BaseException:
        os.write(writing, f"error {traceback.format_exc()!r}\n".encode())
        os._exit(1)


def finish(child: int, reading: int) -> dict[str, Any]:
    with os.fdopen(reading, encoding="utf-8") as pipe:
        lines = pipe.read().splitlines()
    _, status = os.waitpid(child, 0)
    return {
        "killed": os.WIFSIGNALED(status),
        "confirmed": [line for line in lines if not line.startswith("error ")],
        "error": "".join(line for line in lines if line.startswith("error ")),
    }


if __name__ == "__main__":
    main()
