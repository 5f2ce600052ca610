"""Ask the site that runs on this machine whether it works: `manage.py healthy`."""

import http.client
import socket
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vaern.config.serving import HOST, Serving

PATIENCE = 10.0  # seconds for one answer


class Command(BaseCommand):
    help = "Ask the running site whether it works. Ends with 1 if it does not, after trying for --wait seconds."
    requires_system_checks: list[str] = []  # it looks at the running site, not at this process

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--wait", type=int, default=0, metavar="SECONDS")

    def handle(self, *args: Any, wait: int, **options: Any) -> None:
        serving = Serving.from_environment()
        deadline = time.monotonic() + wait
        while (said := answer(serving)) != "200":
            if time.monotonic() >= deadline:
                raise CommandError(f"The site does not work: {said}.")
            time.sleep(0.5)
        self.stdout.write("The site works.")


def answer(serving: Serving) -> str:
    """Return the status, or why there is none. We speak as the proxy would."""
    connection = http.client.HTTPConnection(HOST, serving.port, timeout=PATIENCE)
    try:
        if serving.socket:
            connection.sock = socket.socket(socket.AF_UNIX)
            connection.sock.settimeout(PATIENCE)
            connection.sock.connect(str(serving.socket))
        names = {"Host": settings.ALLOWED_HOSTS[0], "X-Forwarded-Proto": "https"}
        connection.request("GET", "/sundhed/", headers=names)
        return str(connection.getresponse().status)
    except OSError as error:
        return error.strerror or type(error).__name__
    finally:
        connection.close()
