"""The pages anyone can read. They read the clock and the directory, set no cookie and keep nothing."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from vaern.directory.finder import find, others, teams
from vaern.directory.opening import State, opening
from vaern.directory.terms import Concern
from vaern.law.notification import ADVICE_ON_NOTIFYING
from vaern.public.forms import FinderForm, Soon


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "public/front.html", every_number())


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "public/numbers.html", every_number())


# Asked by POST so that no answer stands in an address or comes back with Back. It changes nothing and needs no
# token, and a token would need a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def finder(request: HttpRequest) -> HttpResponse:
    now = localtime()
    form = FinderForm(request.POST if request.method == "POST" else None, on=now.date())
    if not form.is_valid():
        return render(request, "public/finder.html", {"form": form})
    concern, soon = Concern(form.cleaned_data["concern"]), Soon(form.cleaned_data["soon"])
    answer = find(municipality_code=form.place.code, concern=concern, on=now.date())
    page = {
        "answer": answer,
        "opening": opening(region=answer.region.code, at=now) if answer.region else None,
        "today": now.date(),
        "soon": soon,
        "notifying": ADVICE_ON_NOTIFYING,
    }
    response = render(request, "public/answer.html", page)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    # It lists no address: a list of what to stay away from is a list of where to look.
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "public/not_found.html", status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that could not be read, such as one with a host that is not ours or too many fields."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "ui/trouble.html", {"what": "large", "number": ""}, status=413)
    return render(request, "public/refused.html", status=400)


def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/trouble.html", {"what": "", "number": request.META.get("vaern.number", "")}, status=500)


def every_number() -> dict[str, object]:
    """Return every region's team and the numbers that answer when they do not, for a page that lists them."""
    now = localtime()
    regions = teams(at=now)
    return {
        "today": now.date(),
        "teams": regions,
        "stated": [team for team in regions if team.opening.state is not State.NOT_STATED],
        "unstated": [team for team in regions if team.opening.state is State.NOT_STATED],
        "others": others(now.date()),
    }
