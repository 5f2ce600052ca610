"""The team lead's overview: load and what waits, by reference, without reading anything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_safe

from vaern.inquiries.access import emergency_notes_to_review
from vaern.inquiries.surroundings import regions
from vaern.inquiries.worklist import load_of, nobody_has
from vaern.staff.people import consultants_on


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    at = now()
    context = {
        "at": at,
        "load": load_of(consultants_on(localtime(at).date()), at=at),
        "nobody_has": nobody_has(),
        "names": dict(regions(at)),
        "to_review": list(emergency_notes_to_review()[:50]),
    }
    return render(request, "desk/team.html", context)
