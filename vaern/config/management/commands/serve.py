"""Serve the site: `manage.py serve`. Where and how wide comes from the environment (deploy/vaern.env)."""

import os
import socket
import sys
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from vaern.config.serving import HOST, Serving
from vaern.play import demo_code

OF_THE_OPEN_SITE = "vaern.config.settings_open"


class Command(BaseCommand):
    help = "Serve the site on 127.0.0.1, or on the Unix socket VAERN_SOCKET. In production: only if every check holds."
    requires_system_checks: list[str] = []  # asked below, with the settings that are served

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, help="instead of VAERN_PORT")
        parser.add_argument("--workers", type=int, help="instead of VAERN_WORKERS")
        parser.add_argument("--only", choices=["public"], help="serve the open site alone, without broker or staff")

    def handle(self, *args: Any, **options: Any) -> None:
        changes = {name: options[name] for name in ("port", "workers") if options[name] is not None}
        os.chdir(settings.BASE_DIR)
        if options["only"] and os.environ.get("DJANGO_SETTINGS_MODULE") != OF_THE_OPEN_SITE:
            begin_again_as_the_open_site(changes)
            return
        if settings.PRODUCTION:
            call_command("check", deploy=True, databases=list(settings.DATABASES), fail_level="WARNING")
        else:
            self.check()
        serving = replace(Serving.from_environment(), **changes)
        if serving.socket is None:
            refuse_a_used_port(serving.port)
            self.say_where(serving.port)
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
                    "Karen has the same conversation in her inbox. The code is new each time the demo is prepared.\n"
                    f"It is kept only in {demo_code.place()}. A real code is written down nowhere."
                )
            self.stdout.write("")
        self.stdout.flush()


def begin_again_as_the_open_site(changes: dict[str, int]) -> None:
    """Become this command with the open site's settings: what is checked is then what is served."""
    os.environ["DJANGO_SETTINGS_MODULE"] = OF_THE_OPEN_SITE
    words = [word for name, number in changes.items() for word in (f"--{name}", str(number))]
    os.execv(sys.executable, [sys.executable, "manage.py", "serve", "--only", "public", *words])  # noqa: S606  as above


def refuse_a_used_port(port: int) -> None:
    """Raise CommandError if something listens on the port: a second server would start and share the requests."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        if probe.connect_ex((HOST, port)) == 0:
            raise CommandError(f"Port {port} is in use. Stop what runs there, or choose another: make run PORT=8001")
