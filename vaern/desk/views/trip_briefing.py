"""The briefing for 114 that is filled in, printed and stored nowhere: for a child no consent can be asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from vaern.audit import trail
from vaern.desk.forms.briefing import BriefingForm
from vaern.desk.requests import shows_and_takes_a_form
from vaern.travel.papers import filled_briefing

FILE_NAME = "papir.pdf"  # tells nothing in a list of downloads


@shows_and_takes_a_form
def fill(request: HttpRequest) -> HttpResponse:
    """Show the empty briefing, or answer with what was typed as one page. The trail says that it was made, by whom."""
    form = BriefingForm(request.POST, request.FILES) if request.method == "POST" else BriefingForm()
    if request.method == "POST" and form.is_valid():
        made = filled_briefing(form.briefing(), photo=form.cleaned_data["photo"], at=now())
        trail.record_opening("trip.briefing_filled", by=request.user.pk, about=request.user.pk, code="")
        return as_page(made)
    context: dict[str, Any] = {"form": form, "at": now()}
    return render(request, "desk/trip/briefing.html", context, status=422 if form.errors else 200)


def as_page(made: bytes) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    answer["Cache-Control"] = "no-store"
    return answer
