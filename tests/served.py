"""The site as a real process: `manage.py serve` on a free port, in a home of its own, with the log it writes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from setup.places import ROOT

MANAGE = [sys.executable, str(ROOT / "manage.py")]


def bare(**settings: object) -> dict[str, str]:
    """Return the environment of a fresh installation: this machine's, with only these settings of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VAERN_", "DJANGO_"))}
    return kept | {name: str(value) for name, value in settings.items()}


def manage(*words: str, cwd: Path = ROOT, **settings: object) -> "subprocess.CompletedProcess[str]":
    """Run one management command to its end."""
    return subprocess.run(
        [*MANAGE, *words],
        cwd=cwd,
        env=bare(**settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def must(*words: str, **settings: object) -> str:
    done = manage(*words, **settings)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Served:
    port: int
    process: "subprocess.Popen[bytes]"
    log: Path
    open_sockets: list[socket.socket] = field(default_factory=list)

    def ask(self, path: str, method: str = "GET", body: Any = None, seconds: float = 20, **headers: str):
        """Send one request and return the answer with its ``body``."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
            answer = connection.getresponse()
            answer.body = answer.read()
            return answer
        finally:
            connection.close()

    def begin(self, sent: bytes, *, receive_buffer: int | None = None) -> socket.socket:
        """Open a connection, send the beginning of something, and leave it open."""
        client = socket.socket()
        if receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.settimeout(20)
        client.connect(("127.0.0.1", self.port))
        client.sendall(sent)
        self.open_sockets.append(client)
        return client

    def let_go(self) -> None:
        for client in self.open_sockets:
            client.close()
        self.open_sockets.clear()

    def workers(self) -> list[int]:
        """Return the process ids of the workers, from what the system says of their parent."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        names = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children.split()}
        return [child for child, name in names.items() if b"resource_tracker" not in name]

    def logged(self) -> list[dict[str, Any]]:
        """Return the lines of the log; each must be JSON."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line]

    def stop(self, how: signal.Signals = signal.SIGTERM, seconds: float = 45) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=seconds)


@contextmanager
def served(
    home: Path, *, ready: Callable[[], bool] | None = None, before: tuple[str, ...] = (), **settings: object
) -> Iterator[Served]:
    """Serve what is in ``home``; the server answers when this yields, unless ``ready`` knows better how to tell.

    ``before`` is a command that runs it.
    """
    port, log = free_port(), home / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*before, *MANAGE, "serve", "--port", str(port)],
            cwd=ROOT,
            env=bare(VAERN_HOME=home, **settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
    site = Served(port, process, log)
    try:
        until_it_answers(site, ready or (lambda: answers(site)))
        yield site
    finally:
        site.let_go()
        if process.poll() is None:
            try:
                site.stop()
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def answers(site: Served) -> bool:
    try:
        return bool(site.ask("/robots.txt", seconds=5).status)
    except OSError:
        return False


def until_it_answers(site: Served, ready: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert site.process.poll() is None, site.log.read_text(encoding="utf-8")
        if ready():
            return
        time.sleep(0.1)
    raise AssertionError("the site did not come up: " + site.log.read_text(encoding="utf-8"))


INSTALL = """
import django
django.setup()
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
for database in ("default", "keys"):
    call_command("migrate", database=database, verbosity=0)
call_command("make_team_key")
call_command("load_directory")
"""


def install(home: Path) -> None:
    """Make databases, keys and directory in ``home`` with the commands of docs/operations.md, in one process."""
    env = bare(VAERN_HOME=home, DJANGO_SETTINGS_MODULE="vaern.config.settings")
    subprocess.run([sys.executable, "-c", INSTALL], cwd=ROOT, env=env, capture_output=True, check=True)
