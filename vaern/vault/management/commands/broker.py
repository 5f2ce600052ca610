"""Keep the team's key in a process of its own: `manage.py broker --socket /run/vaern-broker/socket`."""

import grp
import os
import pwd
import resource
import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vaern.vault.broker import FileBroker
from vaern.vault.ledger import Ledger
from vaern.vault.limits import Limits
from vaern.vault.sealing import BrokerClosed
from vaern.vault.serving import InUse, Server


class Command(BaseCommand):
    help = (
        "Answer the site's calls for keys on a socket, as a process and a user of its own, so that the site holds no "
        "private key. The site finds it by VAERN_BROKER. Stops at SIGTERM, after the calls that have begun."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--socket", type=Path, required=True, help="where to listen; VAERN_BROKER of the site")
        parser.add_argument("--user", action="append", default=[], help="an account of the site; without one, ours")
        parser.add_argument("--group", help="a group of the site's account, which may reach the socket")

    def handle(self, *args: Any, **options: Any) -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the team's key
        keeper = FileBroker(settings.BROKER_FOLDER)
        try:
            keeper.newest()
        except BrokerClosed as error:
            raise CommandError(f"No team key in {keeper.folder}. Make one with make_team_key.") from error
        server = Server(keeper, Ledger(settings.BROKER_LOG), Limits(), users(options["user"]))
        try:
            listening = server.listen(options["socket"], group=group(options["group"]))
        except InUse as error:
            raise CommandError(f"Another broker answers on {options['socket']}.") from error
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: server.stop())
        self.stdout.write(f"The broker answers on {options['socket']}.")
        self.stdout.flush()
        server.run(listening)
        options["socket"].unlink(missing_ok=True)


def users(names: list[str]) -> frozenset[int]:
    try:
        return frozenset(pwd.getpwnam(name).pw_uid for name in names) or frozenset({os.getuid()})
    except KeyError as error:
        raise CommandError(f"No such user: {error.args[0]}") from error


def group(name: str | None) -> int | None:
    try:
        return grp.getgrnam(name).gr_gid if name else None
    except KeyError as error:
        raise CommandError(f"No such group: {name}") from error
