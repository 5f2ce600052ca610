"""Serve the site: `manage.py serve`. Where and how wide comes from the environment (deploy/vaern.env)."""

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from vaern.config import demo_code
from vaern.config.serving import HOST, Serving


class Command(BaseCommand):
    help = "Serve the site on 127.0.0.1, or on the Unix socket VAERN_SOCKET. In production: only if every check holds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, help="instead of VAERN_PORT")
        parser.add_argument("--workers", type=int, help="instead of VAERN_WORKERS")
        parser.add_argument("--only", choices=["public"], help="serve the open site alone, without broker or staff")

    def handle(self, *args: Any, **options: Any) -> None:
        serving = Serving.from_environment()
        changes = {name: options[name] for name in ("port", "workers") if options[name] is not None}
        serving = replace(serving, **changes)
        if options["only"]:
            settings_of_the_open_site()
        elif settings.PRODUCTION:
            call_command("check", deploy=True, databases=list(settings.DATABASES), fail_level="WARNING")
        if serving.socket is None:
            refuse_a_used_port(serving.port)
            self.say_where(serving.port)
        os.chdir(settings.BASE_DIR)
        command = serving.command()
        os.execv(command[0], command)  # noqa: S606  no shell, fixed words and numbers

    def say_where(self, port: int) -> None:
        if settings.PRODUCTION:
            return
        self.stdout.write(f"\nVærn: http://{HOST}:{port}/  (den åbne side)")
        self.stdout.write(f"      http://{HOST}:{port}/desk/  (for medarbejdere)")
        if settings.DEMO:
            self.stdout.write("Sign in by picking one of the invented people; there is no password. Ctrl-C stops it.")
            if words := demo_code.words():
                self.stdout.write(
                    f"\nTo try a mailbox as the one who wrote: http://{HOST}:{port}/svar/ with the code\n"
                    f"      {words}\n"
                    "It is Karen's thread in the inbox. The code is drawn anew in each preparation and lies only in\n"
                    f"{demo_code.place()}. A real code is written down nowhere."
                )
            self.stdout.write("")
        self.stdout.flush()


def settings_of_the_open_site() -> None:
    """Let the server start with the open site's settings, once their own checks have passed. Raises CommandError."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vaern.config.settings_open"
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "check"]
    checked = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603  our own command
    if checked.returncode:
        raise CommandError("The open site does not start like this; see above.")


def refuse_a_used_port(port: int) -> None:
    """Raise CommandError if something listens on the port: a second server would start and share the requests."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        if probe.connect_ex((HOST, port)) == 0:
            raise CommandError(f"Port {port} is in use. Stop what runs there, or choose another: make run PORT=8001")
