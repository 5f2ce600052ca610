"""Somebody signed in: a browser's part, one kept connection, and the pages and forms that are asked for."""

import http.client
import secrets
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from importlib import import_module
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse
from django.utils.timezone import localdate, now

from vaern.bench.server import HOST
from vaern.bench.timing import Failed, timed
from vaern.inquiries.surroundings import regions
from vaern.staff.models import User
from vaern.staff.sessions import put_on_the_list
from vaern.staff.terms import Device

HEAVIEST = 100_000  # bytes of a list
LISTS = ("inquiries", "cases")  # the row is the slower of the two


class Site:
    """A browser's part: one kept connection, the session, and a token for forms."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.token = secrets.token_hex(16)  # 32 letters, the form Django gives a token
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.token}"}

    def ask(self, method: str, path: str, form: dict[str, str] | None, expected: int) -> bytes:
        headers = self.headers | {"X-CSRFToken": self.token}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form else None, headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != expected:
            raise Failed(f"{method} {path.split('/')[2]}: {answer.status}")
        return body

    def slowest(self, paths: Iterable[str]) -> float:
        """Return the median milliseconds of the slowest of some pages."""
        self.connection.close()  # the server may have let go of one that was idle while data were made
        return max(timed(partial(self.ask, "GET", path, None, 200), times=30) for path in paths)

    def slower_list(self) -> float:
        """Return the median milliseconds of the slower worklist. Raises Failed for one that is too heavy."""
        paths = [reverse(name) for name in LISTS]
        self.connection.close()
        for path in paths:
            weight = len(self.ask("GET", path, None, 200))
            if weight > HEAVIEST:
                raise Failed(f"{path.split('/')[2]} weighs {weight} bytes")
        return self.slowest(paths)

    def file_a_call(self) -> None:
        self.ask("POST", f"/desk/samtale/{uuid4()}/", a_call(), 302)


def session_of(user: User) -> str:
    """Return the key of a signed-in session, as signing in makes one."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    put_on_the_list(store, user, device=Device.COMPUTER, at=now())
    store.save()
    return store.session_key


def case_pages(case_id: UUID) -> list[str]:
    """Return the addresses that open a case: its overview, and all of its journal."""
    return [reverse(name, args=[case_id]) for name in ("case", "case-journal")]


def a_call() -> dict[str, str]:
    soon = localdate() + timedelta(days=3)
    code = regions(now())[0][0]
    return {
        "revision": "0", "safety": "Ja, på skolen", "note": "En lærer er bekymret for en elev. " * 20,
        "caller": "school", "subject": "control", "haste": "week", "age": "adult", "region": code,
        "summary": "Må ikke komme med på lejrskole", "advice": "Tal med eleven alene.", "told": "", "minutes": "9",
        "next_step": "follow-up", "next_text": "Hør, hvordan det gik", "next_on": soon.isoformat(), "act": "gem",
    }  # fmt: skip
