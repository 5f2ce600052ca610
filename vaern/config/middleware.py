"""What every answer gets, whatever page it came from."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from vaern.audit import trail
from vaern.config.intake import EXIT_BEACON, NUMBER, PAGES, REFUSED
from vaern.config.logs import numbered
from vaern.public.language import language_of_refusal
from vaern.ui.databases import NO_DATABASE
from vaern.vault.envelope import Tampered
from vaern.vault.sealing import BrokerClosed, KeyGone, TooManyOpened

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]

DENIED_TO_PAGES = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid "
        "magnetometer microphone midi payment publickey-credentials-create screen-wake-lock serial usb "
        "xr-spatial-tracking"
    ).split()
)
# Below the pages of signing in a passkey may be made; nowhere else.
DENIED_AT_SIGN_IN = DENIED_TO_PAGES.replace("publickey-credentials-create=()", "publickey-credentials-create=(self)")


class Trouble:
    """Turn a failure that no page expected into a plain page with phone numbers, and lose nothing else.

    The page needs no database, no session and no template context. A value that would not open is an alarm.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with numbered() as number:
            request.META[NUMBER] = number
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return trouble_page(request, error)


def trouble_page(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return the page for a failure we know, with the status that fits; None for one we do not."""
    known = next((text for kind, text in KNOWN_TROUBLE if isinstance(error, kind)), None)
    if known is None:
        return None
    logger.error("trouble", exc_info=error)
    if isinstance(error, Tampered):
        alarm("value.tampered", by=person_behind(request), about=error.row, code=error.name)
    if isinstance(error, TooManyOpened):
        alarm("key.limit_reached", by=error.by, about=error.key_id, code=error.limit)
    if isinstance(error, NO_DATABASE):
        drop_broken_connections()
    return plain_page(request, known, status=429 if known == "limit" else 503)


def plain_page(request: HttpRequest, what: str, *, status: int) -> HttpResponse:
    """Return the page for when something does not work, made without session or user.

    A database is asked only for an address in a language that needs a mark, and need not answer.
    """
    for_staff = request.path.startswith(STAFF_PATHS)
    number, language = request.META.get(NUMBER, ""), language_of_refusal(request)
    with translation.override(language):
        page = render_to_string("ui/trouble.html", {"what": what, "number": number, "for_staff": for_staff})
    return HttpResponse(page, status=status, headers={"Content-Language": language})


def person_behind(request: HttpRequest) -> UUID | None:
    try:
        user = getattr(request, "user", None)  # the open site, in a process of its own, knows no users
        return user.pk if user and user.is_authenticated else None
    except NO_DATABASE:
        return None


def alarm(act: str, *, by: UUID | None, about: UUID | None, code: str) -> None:
    """Write down what must not happen; failing that, the log line above has to do."""
    try:
        trail.record_refusal(act, by=by, about=about, code=code)
    except (*NO_DATABASE, RuntimeError):
        logger.critical("an alarm could not be recorded")


def drop_broken_connections() -> None:
    """Let the next request begin on a connection that works."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


class Refusals:
    """Answer what was not taken in (intake.py), or came by a method the page does not know, with what to do now.

    In neither case has the request been carried out.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSED)
        if status is None:
            response = self.get_response(request)
            return unlike_its_method(request, response) if response.status_code == 405 else response
        response = plain_page(request, REFUSALS[status], status=status)
        response.headers["Connection"] = "close"  # the rest of the body may still be on its way
        return response


class OpenSiteApart:
    """Take no form of the open site where that is a process of its own: what reads strangers' forms is not to run here.

    Its pages are shown, for drafts of a language; the exit works.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_ours = request.method in PAGES or request.path.startswith(STAFF_PATHS) or request.path == EXIT_BEACON
        if is_ours or not settings.OPEN_SITE_APART:
            return self.get_response(request)
        return plain_page(request, "", status=404)


def unlike_its_method(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """Return the page for a method that is not allowed, beside the list of those that are."""
    response = plain_page(request, "method", status=405)
    response.headers["Allow"] = refusal.headers["Allow"]
    return response


class QuietHeaders:
    """Headers for every answer: nothing but our files is cached, nothing shared, no feature of the device asked for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        signing_in = request.path.startswith(SIGN_IN)
        response.headers["Permissions-Policy"] = DENIED_AT_SIGN_IN if signing_in else DENIED_TO_PAGES
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if response.status_code not in A_FILE or not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store"
        if not request.path.startswith(STAFF_PATHS):
            response.headers["Request-OTR"] = "1"
            response.headers.setdefault("X-Robots-Tag", "noarchive")
        else:
            response.headers["X-Robots-Tag"] = "noindex"
        return response


REFUSALS = {400: "unreadable", 408: "slow", 413: "large", 414: "address", 431: "headers", 503: "busy"}
A_FILE = {200, 206, 304}  # below /static/ anything else is no file of ours
SIGN_IN = "/konto/"
STAFF_PATHS = ("/desk/", SIGN_IN)
KNOWN_TROUBLE: list[tuple[type[Exception], str]] = [
    (BrokerClosed, "keys"),
    (TooManyOpened, "limit"),
    (KeyGone, "gone"),
    (Tampered, "tampered"),
    *((kind, "database") for kind in NO_DATABASE),
    (OSError, "disk"),
]
