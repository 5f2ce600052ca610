"""The production server on a free port, and the memory its processes hold."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from vaern.bench.timing import Failed

HOST = "127.0.0.1"


@contextmanager
def server() -> Iterator[tuple[int, Callable[[], list[int]]]]:
    """Start the production server on a free port; yield the port and a way to ask for its processes."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603  our own interpreter and command
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    try:
        wait_for(port, process)
        yield port, lambda: [process.pid, *children_of(process.pid)]
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise Failed("the server did not start")


def children_of(pid: int) -> list[int]:
    return [int(word) for word in asked_of_ps("pid", "--ppid", pid).split()]


def resident_mib(pid: int) -> float:
    """Return the memory a process holds, in MiB; 0 for one that has gone."""
    return int(asked_of_ps("rss", "-p", pid).strip() or 0) / 1024


def asked_of_ps(column: str, by: str, pid: int) -> str:
    command = ["ps", "-o", f"{column}=", by, str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603  fixed words
