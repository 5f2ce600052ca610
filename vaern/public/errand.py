"""An errand: what somebody came to write or to read, from the first button until they leave.

Back shows none of it, but a browser that is told to may send an earlier form once more, with all that stood in it. So a
form is answered only beside the cookie of the errand it belongs to, and the quick exit takes the cookie away: without
it the same form meets the way in, and nothing of what it held. Nothing is kept on the server (docs/decisions/0019).
"""

from collections.abc import Callable
from functools import wraps
from secrets import token_hex

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.crypto import constant_time_compare, salted_hmac

from vaern.public import cookies
from vaern.public.headers import hidden_from_search

FIELD = "errand"
KEPT = "errand_field"  # what the request carries it as from the view to its page
IDLE_SECONDS = 60 * 60  # from one answer to the next form; the browser may keep the cookie longer, we do not honour it
SIGNER = signing.TimestampSigner(salt="errand")
View = Callable[[HttpRequest], HttpResponse]


def in_one_errand(start: str) -> Callable[[View], View]:
    """Let a view answer the forms of one errand alone; everything else meets the page ``start``, the neutral way in.

    The button of that page sends nothing and begins the errand, or goes on with the one there is: two tabs share
    one errand. ``end`` ends it.
    """

    def around(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            if request.method != "POST":
                return hidden_from_search(render(request, start))
            errand = named_by_cookie(request)
            if "act" not in request.POST:
                errand = errand or token_hex(16)
                request.POST = QueryDict()  # whatever came with the first button is no form of this errand
            elif not errand or not constant_time_compare(request.POST.get(FIELD, ""), field_of(errand)):
                return hidden_from_search(render(request, start, {"closed": True}))
            setattr(request, KEPT, field_of(errand))
            response = hidden_from_search(view(request))
            if settings.ERRAND_COOKIE not in response.cookies:
                cookies.keep(response, settings.ERRAND_COOKIE, SIGNER.sign(errand))
            return response

        return answer

    return around


def named_by_cookie(request: HttpRequest) -> str:
    """Return the errand this browser is on; nothing where there is none, or where nothing was done for too long."""
    try:
        return SIGNER.unsign(request.COOKIES.get(settings.ERRAND_COOKIE, ""), max_age=IDLE_SECONDS)
    except signing.BadSignature:
        return ""


def field_of(errand: str) -> str:
    """Return what the forms of an errand carry. It is not the cookie: who reads the page cannot make one of it."""
    return salted_hmac("form of an errand", errand, algorithm="sha256").hexdigest()


def field_on(request: HttpRequest) -> str:
    """Return what the forms of the page that answers ``request`` carry. Only in a view of an errand."""
    return str(getattr(request, KEPT))


def end(response: HttpResponse) -> None:
    cookies.forget(response, settings.ERRAND_COOKIE)


def leave(request: HttpRequest, response: HttpResponse) -> None:
    """End the errand of whoever takes the quick exit."""
    if settings.ERRAND_COOKIE in request.COOKIES:
        end(response)
