"""The server's half of the quick exit. The page's half, which does not wait for this one, is ui/exit.js."""

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST


@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Send the reader to the neutral address and forget them: the exit of a page whose script does not run."""
    response = HttpResponse(status=303, headers={"Location": settings.EXIT_ADDRESS})
    # Another site may link here, even as a picture; it must not be able to sign a consultant out.
    if request.headers.get("Sec-Fetch-Site") != "cross-site":
        forget(request)
        response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return response


# The beacon is sent while the page is already gone: no token can be asked for. It can only end a session, and the
# session cookie does not follow a request from another site.
@csrf_exempt
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    forget(request)
    return HttpResponse(status=204)


def forget(request: HttpRequest) -> None:
    """End the session, if there is one. A database that does not answer keeps nobody on the page."""
    try:
        request.session.flush()
    except (DatabaseError, InterfaceError):
        request.session = type(request.session)()  # the cookie goes at least; the server's half runs out by itself
