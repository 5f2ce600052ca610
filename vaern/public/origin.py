"""A form of ours is answered only when it was sent from a page of ours.

Without a cookie there is no token to ask for, and none is needed: the browser itself says where a form was sent from.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from vaern.public.language import language_of_refusal

View = Callable[..., HttpResponse]


def sent_from_here(request: HttpRequest) -> bool:
    """Say whether a request came from a page of ours: not from ``Origin: null``, perhaps where nothing is said."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}


def refused(request: HttpRequest, *, status: int = 403) -> HttpResponse:
    language = language_of_refusal(request)
    with translation.override(language):
        response = render(request, "public/refused.html", status=status)
    response.headers["Content-Language"] = language
    return response


def own_forms_only(view: View) -> View:
    """Refuse a POST from a page of somebody else, instead of asking for a token that would need a cookie."""

    @csrf_exempt
    @wraps(view)
    def asked_from_here(request: HttpRequest, **named: Any) -> HttpResponse:
        if request.method == "POST" and not sent_from_here(request):
            return refused(request)
        return view(request, **named)

    return asked_from_here
