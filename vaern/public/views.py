"""The pages that are read, the finder and the question before consent: the clock and the directory, and no cookie."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_http_methods, require_safe

from vaern.directory.finder import OtherNumber, find, others
from vaern.directory.opening import opening
from vaern.directory.terms import Concern
from vaern.law import sources
from vaern.law.notification import ADVICE_ON_NOTIFYING, EXPLAINING_THE_DUTY
from vaern.law.values import (
    ASSESS_WITHIN_HOURS,
    DATA_COPY_KEPT_DAYS,
    KEEP_AFTER_HELP_YEARS,
    MAILBOX_KEPT_DAYS,
    RECEIPT_WITHIN_WORKING_DAYS,
)
from vaern.mailbox.door.sitting import IDLE, LONGEST
from vaern.public.forms import FinderForm, SafetyForm, Soon
from vaern.public.headers import hidden_from_search
from vaern.public.numbers import every_number
from vaern.public.origin import own_forms_only

BEGIN = "begin"  # the finder, from the front page for professionals: the municipality is typed there
ABROAD = "Udenrigsministeriets Globale Vagtcenter"  # by its name in the directory
BEHIND_THE_DUTIES = (
    sources.SCHEME_PAGE,
    sources.BARNETS_LOV_133,
    sources.BARNETS_LOV_135,
    sources.NOTIFYING_GOES_BEFORE_SECRECY,
    sources.HONOUR_ACTION_CARD,
    sources.ASSESSED_WITHIN_A_DAY,
    sources.RECEIPT_FOR_A_NOTIFICATION,
    sources.UDLAENDINGELOVEN_44_C,
)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "public/front.html", every_number(at=localtime()))


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "public/numbers.html", every_number(at=localtime()))


def nothing() -> dict[str, Any]:
    return {}


def page(template: str, told: Callable[[], dict[str, Any]] = nothing) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view of a page that asks nothing; ``told`` gives what it shows beside its own words."""

    @require_safe
    def show(request: HttpRequest) -> HttpResponse:
        return render(request, f"public/{template}.html", told())

    return show


def numbers_of_others() -> dict[str, Any]:
    return listed(others(localdate()))


def listed(found: tuple[OtherNumber, ...]) -> dict[str, Any]:
    return {"others": found, "abroad": next((other for other in found if other.name == ABROAD), None)}


def before_a_trip() -> dict[str, Any]:
    today = localdate()
    return listed(others(today)) | {"hours": ASSESS_WITHIN_HOURS.on(today)}


def who_does_what() -> dict[str, Any]:
    today = localdate()
    return {
        "duty": EXPLAINING_THE_DUTY[0],
        "advising": ADVICE_ON_NOTIFYING,
        "hours": ASSESS_WITHIN_HOURS.on(today),
        "days": RECEIPT_WITHIN_WORKING_DAYS.on(today),
        "sources": BEHIND_THE_DUTIES,
    }


def what_is_kept() -> dict[str, Any]:
    today = localdate()
    return {
        "contact": settings.SECURITY_CONTACT,
        "days": MAILBOX_KEPT_DAYS.on(today),
        "idle": IDLE // timedelta(minutes=1),
        "longest": LONGEST // timedelta(minutes=1),
        "copy_days": DATA_COPY_KEPT_DAYS.on(today),
        "years": KEEP_AFTER_HELP_YEARS.on(today),
    }


def who_to_write_to() -> dict[str, Any]:
    contact = settings.WRITTEN_CONTACT or ""
    return {"contact": contact, "contact_shown": contact.removeprefix("mailto:").removeprefix("https://")}


def for_professionals() -> dict[str, Any]:
    at = localtime()
    return every_number(at=at) | {"form": FinderForm(on=at.date())}


danger = page("danger", numbers_of_others)
device = page("device")
recognise = page("recognise")
trip = page("trip", numbers_of_others)
abilities = page("abilities")
another = page("another")
closed = page("closed")
privacy = page("privacy", what_is_kept)
accessibility = page("accessibility", who_to_write_to)
professionals = page("professionals", for_professionals)
soon = page("soon", before_a_trip)
duties = page("duties", who_does_what)
afterwards = page("afterwards")
words = page("words")
scheme = page("scheme")


# Asked by POST so that no answer stands in an address or comes back with Back.
@own_forms_only
@require_http_methods(["GET", "HEAD", "POST"])
def finder(request: HttpRequest) -> HttpResponse:
    now = localtime()
    if request.method == "POST" and request.POST.get("act") == BEGIN:
        form = FinderForm(initial={"municipality": request.POST.get("municipality", "")}, on=now.date())
    else:
        form = FinderForm(request.POST if request.method == "POST" else None, on=now.date())
    if not form.is_valid():
        return render(request, "public/finder.html", {"form": form})
    concern, near = Concern(form.cleaned_data["concern"]), Soon(form.cleaned_data["soon"])
    answer = find(municipality_code=form.place.code, concern=concern, on=now.date())
    context = {
        "answer": answer,
        "opening": opening(region=answer.region.code, at=now) if answer.region else None,
        "today": now.date(),
        "soon": near,
        "notifying": ADVICE_ON_NOTIFYING,
    }
    return hidden_from_search(render(request, "public/finder_result.html", context))


@own_forms_only
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """Ask whether it is safe to ask, and speak of consent only after that."""
    form = SafetyForm(request.POST if request.method == "POST" else None)
    answer = form.cleaned_data["safe"] if form.is_valid() else ""
    return render(request, "public/consent.html", {"form": form, "answer": answer})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    # It lists no address: a list of what to stay away from is a list of where to look.
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain; charset=utf-8")


@require_safe
def accessibility_from_outside(request: HttpRequest) -> HttpResponse:
    """Lead to the statement from the address that public sites have for it in common."""
    return redirect("accessibility")


@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Say where a weakness can be reported, as RFC 9116 has it. An installation that names nobody has no such page."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {end_of_next_month(localdate()).isoformat()}T00:00:00Z",
        "Preferred-Languages: da, en",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def end_of_next_month(day: date) -> date:
    """Return a day some weeks ahead that stays the same for a month: the file is true for as long as it is served."""
    later = day.replace(day=1) + timedelta(days=62)
    return later.replace(day=1)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "public/not_found.html", status=404)
