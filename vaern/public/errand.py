"""An errand: what somebody came to write or to read, from the first button until they leave.

Back shows none of it, but a browser that is told to may send an earlier form once more, with all that stood in it. So a
form is answered only beside the cookie of the errand it belongs to, and the quick exit takes the cookie away: without
it the same form meets the way in, and nothing of what it held. The hour stands in the form, and the cookie is set by
nothing but the beginning of a new errand: an answer on its way while somebody leaves in another tab brings back
nothing. Nothing is kept on the server (docs/decisions/0019).
"""

from collections.abc import Callable
from functools import wraps
from secrets import token_hex

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vaern.public import cookies
from vaern.public.headers import hidden_from_search

FIELD = "errand"
KEPT = "errand_field"  # what the request carries it as from the view to its page
RENEWED = "Errand"  # the header of an answer without a page: what the forms of the page carry from now on
STAY = "stay"
IDLE_SECONDS = 60 * 60  # from a page to its form; the browser may keep page and cookie longer, we do not honour it
SIGNER = signing.Signer(salt="errand")
View = Callable[[HttpRequest], HttpResponse]


def in_one_errand(start: str) -> Callable[[View], View]:
    """Let a view answer the forms of one errand alone; everything else meets the page ``start``, the neutral way in.

    The button of that page sends nothing and begins the errand, or goes on with the one there is: two tabs share one
    errand. ``end`` ends it.
    """

    def around(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            if request.method != "POST":
                return hidden_from_search(render(request, start))
            errand = named_by_cookie(request)
            if request.POST and not (errand and is_of(errand, request.POST.get(FIELD, ""))):
                return hidden_from_search(render(request, start, {"closed": True}))
            begun = errand or token_hex(16)
            setattr(request, KEPT, field_of(begun))
            response = hidden_from_search(view(request))
            if response.status_code == 204:
                response.headers[RENEWED] = field_on(request)
            if not errand:
                cookies.keep(response, settings.ERRAND_COOKIE, SIGNER.sign(begun))
            return response

        return answer

    return around


def named_by_cookie(request: HttpRequest) -> str:
    """Return the errand this browser is on; nothing where there is none."""
    try:
        return SIGNER.unsign(request.COOKIES.get(settings.ERRAND_COOKIE, ""))
    except signing.BadSignature:
        return ""


def signer_of(errand: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"form of an errand {errand}")


def field_of(errand: str) -> str:
    """Return what the forms of a page made now carry. It is not the cookie: no page tells that."""
    return signer_of(errand).sign("form")


def is_of(errand: str, field: str) -> bool:
    """Tell whether a form belongs to an errand and to a page that was made within the hour."""
    try:
        return bool(signer_of(errand).unsign(field, max_age=IDLE_SECONDS))
    except signing.BadSignature:
        return False


def field_on(request: HttpRequest) -> str:
    """Return what the forms of the page that answers ``request`` carry. Only in a view of an errand."""
    return str(getattr(request, KEPT))


def stayed() -> HttpResponse:
    """Answer who stays on a page: nothing of it changes but what its forms carry."""
    return HttpResponse(status=204)


def end(response: HttpResponse) -> None:
    cookies.forget(response, settings.ERRAND_COOKIE)


def leave(request: HttpRequest, response: HttpResponse) -> None:
    """End the errand of whoever takes the quick exit."""
    if settings.ERRAND_COOKIE in request.COOKIES:
        end(response)
