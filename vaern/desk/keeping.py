"""Keep what somebody typed when the sign-in ran out or the form grew old: the page gives it back, ready to send again.

So it does, to copy, when what it was written to is not there any more, or not theirs: the two look the same.

Nothing is stored: the text goes back to the browser it came from. A request from another site gets nothing back, so
that nobody can have a signed-in person send a form they did not write.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

LONG = 60  # characters from which a value is shown as text to copy


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer a form sent after the sign-in ended."""
    return give_back(request, why="signed-out", status=401)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token no longer counts, which a new sign-in in another tab makes of every older page."""
    return give_back(request, why="stale", status=403)


def gone(request: HttpRequest, *, text: str) -> HttpResponse:
    """Answer a form for something that is not there, or not for this person: ``text`` names the field to give back."""
    return give_back(request, why="gone", status=404, always=frozenset({text}))


def give_back(request: HttpRequest, *, why: str, status: int, always: frozenset[str] = frozenset()) -> HttpResponse:
    """Return the page with what was typed. Long values are shown, and those of the fields ``always`` names."""
    if wants_json(request):
        return JsonResponse({"error": why}, status=status)
    fields: list[tuple[str, str]] = []
    if comes_from_here(request):
        fields = [
            (name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values
        ]
    texts = [value for name, value in fields if len(value) >= LONG or (name in always and value.strip())]
    context = {"why": why, "fields": fields, "texts": texts, "address": request.path}
    return render(request, "desk/given_back.html", context, status=status)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def comes_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser says that one of our own pages sent this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
