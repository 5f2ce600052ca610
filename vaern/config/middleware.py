"""What every answer gets, whatever page it came from."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from vaern.audit import trail
from vaern.vault.broker import BrokerClosed, KeyGone
from vaern.vault.envelope import Tampered

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
# At the door a passkey may be made; nowhere else.
DENIED_AT_THE_DOOR = DENIED_TO_PAGES.replace("publickey-credentials-create=()", "publickey-credentials-create=(self)")


class Trouble:
    """Turn a failure that no page expected into a plain page with phone numbers, and lose nothing else.

    The page needs no database, no session and no template context. A value that would not open is an alarm.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
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
        alarm(request, error)
    if isinstance(error, (DatabaseError, InterfaceError)):
        drop_broken_connections()
    return HttpResponse(render_to_string("ui/trouble.html", {"what": known}), status=503)


def alarm(request: HttpRequest, error: Tampered) -> None:
    """Write down that a sealed value did not open; failing that, the log line above has to do."""
    try:
        by = request.user.pk if request.user.is_authenticated else None
        trail.record_refusal("value.tampered", by=by, about=error.row, code=error.name)
    except (DatabaseError, RuntimeError):
        logger.critical("a tampered value could not be recorded")


def drop_broken_connections() -> None:
    """Let the next request begin on a connection that works."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


class QuietHeaders:
    """Headers for every HTML answer: nothing is cached, nothing is shared, no feature of the device is asked for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        at_the_door = request.path.startswith(DOOR)
        response.headers["Permissions-Policy"] = DENIED_AT_THE_DOOR if at_the_door else DENIED_TO_PAGES
        response.headers["Server"] = "web"  # or the server would tell its own name
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store"
        if not request.path.startswith(STAFF_PATHS):
            response.headers["Request-OTR"] = "1"
            response.headers.setdefault("X-Robots-Tag", "noarchive")
        else:
            response.headers["X-Robots-Tag"] = "noindex"
        return response


DOOR = "/konto/"
STAFF_PATHS = ("/desk/", DOOR)
KNOWN_TROUBLE: list[tuple[type[Exception], str]] = [
    (BrokerClosed, "keys"),
    (KeyGone, "gone"),
    (Tampered, "tampered"),
    (DatabaseError, "database"),
    (InterfaceError, "database"),
    (OSError, "disk"),
]
