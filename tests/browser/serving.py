"""The production server over the databases of the test run, in a process that a test may kill."""

import os
import signal
import socket
import subprocess
import sys
import time
from functools import cache

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

from vaern.config.intake import Intake

WAIT_SECONDS = 30


class Server:
    """`start` returns when it answers; `kill` takes it and its worker away at once, as a power cut would."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            sys.executable, "-m", "granian", "--interface", "rsgi", "--loop", "asyncio",
            "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--no-ws", "--no-access-log", "--log-level", "error",
            "tests.browser.serving:application",
        ]  # fmt: skip
        places = {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "VAERN_HOME": str(settings.HOME),
            "VAERN_DATABASE": f"sqlite://{settings.DATABASES['default']['NAME']}",
            "VAERN_KEYS_DATABASE": f"sqlite://{settings.DATABASES['keys']['NAME']}",
        }
        self.process = subprocess.Popen(command, env=os.environ | places, start_new_session=True)
        deadline = time.monotonic() + WAIT_SECONDS
        while not self.answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("the server did not start")
            time.sleep(0.1)

    def answers(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)  # its own group: the server and its worker, nothing else
        self.process.wait()


@cache
def site():
    return StaticFilesHandler(get_wsgi_application())


def site_with_static_files(environ, start_response):
    """Serve the site and its static files; Django is set up by the first request, never by importing this."""
    return site()(environ, start_response)


application = Intake(site_with_static_files, body_bytes=3 * 1024 * 1024, seconds=20, working=8)
