"""How the site is served: the numbers, and the words they become for the web server.

The numbers were measured (docs/decisions/); the environment may change those that depend on the machine.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from vaern import environment

HEADER_MILLISECONDS = 10_000  # for the head of a request, and as long an idle connection is kept
CONNECTIONS = 1024  # per worker; one that is slow costs no thread
BACKLOG = 2048
STOP_SECONDS = 30  # what runs when we are told to stop may take this long to end
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Serving:
    """Where and how wide the site is served."""

    port: int
    socket: Path | None  # a Unix socket instead of the port, for a proxy on the same machine
    workers: int
    working: int  # requests that a worker carries out at once; each may hold a connection to both databases
    worker_mib: int  # a worker that needs more memory than this is replaced
    body_seconds: int

    @classmethod
    def from_environment(cls) -> "Serving":
        return cls(
            port=environment.number("VAERN_PORT", 8000, least=1, most=65535),
            socket=Path(path) if (path := environment.text("VAERN_SOCKET", "")) else None,
            workers=environment.number("VAERN_WORKERS", 2, least=1, most=32),
            working=environment.number("VAERN_WORKING", 12, least=1, most=64),
            worker_mib=environment.number("VAERN_WORKER_MIB", 400, least=150, most=4096),
            body_seconds=environment.number("VAERN_BODY_SECONDS", 20, least=1, most=120),
        )

    def command(self) -> list[str]:
        """Return the web server's command line."""
        place = ["--host", HOST, "--port", str(self.port)]
        if self.socket:
            place = ["--uds", str(self.socket), "--uds-permissions", "0o660"]
        return [
            sys.executable, "-m", "granian", "--interface", "rsgi", "--loop", "asyncio", *place,
            "--http", "1", "--no-ws", "--workers", str(self.workers),
            "--backlog", str(BACKLOG), "--backpressure", str(CONNECTIONS),
            "--http1-header-read-timeout", str(HEADER_MILLISECONDS), "--http1-buffer-size", str(64 * 1024),
            "--respawn-failed-workers", "--respawn-interval", "1",
            "--workers-max-rss", str(self.worker_mib), "--rss-sample-interval", "30s", "--rss-samples", "2",
            "--workers-kill-timeout", f"{STOP_SECONDS}s",
            "--no-access-log", "--log-level", "error", "--log-config", "vaern/config/server_log.json",
            "vaern.config.server:application",
        ]  # fmt: skip
