"""Serve the site on this machine: `manage.py serve --port 8000`."""

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

HOST = "127.0.0.1"
THREADS = 64  # per worker: measured, twenty slow clients freeze a server with four


class Command(BaseCommand):
    help = "Serve the site on 127.0.0.1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        refuse_a_used_port(port)
        self.stdout.write(f"\nVærn: http://{HOST}:{port}/  (den åbne side)")
        self.stdout.write(f"      http://{HOST}:{port}/desk/  (for medarbejdere)")
        if settings.DEMO:
            self.stdout.write("Sign in by picking one of the invented people; there is no password. Ctrl-C stops it.\n")
        self.stdout.flush()
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port),
            "--workers", str(options["workers"]), "--blocking-threads", str(THREADS), "--backpressure", "128",
            "--no-ws", "--no-access-log", "--log-level", "error", "--workers-kill-timeout", "10s",
            "vaern.config.wsgi:application",
        ]  # fmt: skip
        os.execv(sys.executable, command)  # noqa: S606  no shell, fixed words and a number


def refuse_a_used_port(port: int) -> None:
    """Raise CommandError if something listens on the port: a second server would start and share the requests."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        if probe.connect_ex((HOST, port)) == 0:
            raise CommandError(f"Port {port} is in use. Stop what runs there, or choose another: make run PORT=8001")
