"""The server's half of the quick exit. The page's half, which does not wait for this one, is ui/exit.js."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from vaern.public import errand, mailbox
from vaern.ui.databases import NO_DATABASE


@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Send the reader to the neutral address and forget them: the exit of a page whose script does not run."""
    response = HttpResponse(status=303, headers={"Location": settings.EXIT_ADDRESS})
    # Another site may link here, even as a picture; it must not be able to sign a consultant out.
    if request.headers.get("Sec-Fetch-Site") != "cross-site":
        forget(request, response)
        response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return response


# The beacon is sent while the page is already gone: no token can be asked for. It can only end a session, and the
# session cookie does not follow a request from another site.
@csrf_exempt
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(status=204)
    forget(request, response)
    return response


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """End the errand, the sitting and the session, if any. A database that does not answer keeps nobody on the page."""
    errand.leave(request, response)
    mailbox.leave(request, response)
    if not hasattr(request, "session"):  # the open site in a process of its own has none
        return
    try:
        request.session.flush()
    except NO_DATABASE:
        request.session = type(request.session)()  # the cookie goes at least; the server's half runs out by itself
