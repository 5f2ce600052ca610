"""Brokers in processes of their own, to be asked, stopped and killed by tests.

One process is started and gets ready; each broker is then a fork of it, which takes no time.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from setup.places import ROOT
from tests.trouble.children import environment, kill_at_commit


class Brokers:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def start(self, folder: Path, place: Path, ledger: Path, *, kill_at: int = 0, users: tuple[int, ...] = ()) -> int:
        """Let a broker answer at ``place`` and return its process; it kills itself at commit point ``kill_at``."""
        return self.ask("start", str(folder), str(place), str(ledger), kill_at, list(users or (os.getuid(),)))

    def kill(self, process: int) -> None:
        """kill -9, unless it has done that itself."""
        self.ask("kill", process)

    def ask(self, *what: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def brokers():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.vault.brokers"],
        cwd=ROOT,
        env=os.environ | environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Brokers(process)
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(timeout=20)


def main() -> None:
    import django

    django.setup()
    acts = {"start": start, "kill": kill}
    for line in sys.stdin:
        act, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(acts[act](*arguments)) + "\n")
        sys.stdout.flush()


def start(folder: str, place: str, ledger: str, kill_at: int, users: list[int]) -> int:
    from vaern.vault.broker import FileBroker
    from vaern.vault.ledger import Ledger
    from vaern.vault.limits import Limits
    from vaern.vault.serving import Server

    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        with os.fdopen(reading) as pipe:
            assert pipe.readline() == "ready\n"
        return child
    if kill_at:
        kill_at_commit(kill_at)
    server = Server(FileBroker(Path(folder)), Ledger(Path(ledger)), Limits(), frozenset(users))
    listening = server.listen(Path(place))
    os.write(writing, b"ready\n")
    os.close(writing)
    server.run(listening)
    os._exit(0)


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)  # it is our child, and waits to be counted even if it is gone
    os.waitpid(process, 0)


if __name__ == "__main__":
    main()
