"""Write the pages that the proxy shows when the site does not answer: `manage.py error_pages FOLDER`."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localtime

from vaern.config.intake import EXIT_BEACON
from vaern.public.numbers import every_number

PAGES = {
    "400.html": "unreadable",
    "408.html": "slow",
    "413.html": "large",
    "414.html": "address",
    "431.html": "headers",
    "503.html": "down",
}
NO_ANSWER = {"headers", "down"}  # the site does not run, or /ud would be refused with the same headers as the page was
SERVED_AT = "/fejl/"  # by deploy/nginx.conf, out of the folder these are written to


class Command(BaseCommand):
    help = "Write the pages for when the site does not answer, with all they need, for the proxy to serve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, what in PAGES.items():
            put(folder / name, stand_alone(with_its_exit(what, page_about(what)), folder).encode())
        self.stdout.write(f"{len(PAGES)} pages written to {folder}. They hold the numbers of today.")


def page_about(what: str) -> str:
    """Return a page as the site itself would show it; the one for a site that is down lists the numbers to ring."""
    if what == "down":
        page = {"what": what, "number": "", "for_staff": False} | every_number(at=localtime())
        return render_to_string("public/down.html", page)
    return render_to_string("ui/trouble.html", {"what": what, "number": ""})


def put(path: Path, content: bytes) -> None:
    """Write a file that the proxy's user may read, whatever the site's own files are."""
    path.write_bytes(content)
    path.chmod(0o644)


def stand_alone(page: str, folder: Path) -> str:
    """Return the page with its files beside it; copy the files."""
    for address in set(re.findall(rf'"({settings.STATIC_URL}[^"]+)"', page)):
        name = address.removeprefix(settings.STATIC_URL)
        with staticfiles_storage.open(name) as file:
            put(folder / Path(name).name, file.read())
        page = page.replace(f'"{address}"', f'"{SERVED_AT}{Path(name).name}"')
    return page


def with_its_exit(what: str, page: str) -> str:
    """Return the page with the way out that works where it is shown.

    Most are shown while the site runs and keep its own exit, which alone takes the cookies away where no script does.
    Where the site would not answer the exit leads straight away; a browser that can tells us all the same.
    """
    if what not in NO_ANSWER:
        return page
    straight = f'href="{escape(settings.EXIT_ADDRESS)}" ping="{EXIT_BEACON}"'
    return page.replace(f'href="{reverse("exit")}"', straight)
