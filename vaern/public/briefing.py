"""The page to read aloud to 114, for a caseworker: filled in, printed, and kept nowhere.

For a child who may be sent away by the very people who would have to consent. What is typed travels in the form from
page to page and each page is the answer to a POST; after the quick exit none is answered though it is sent again
(errand.py). The photo is put into the page by the browser and is never sent.
"""

from dataclasses import fields

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from vaern.public import errand
from vaern.public.errand import STAY, in_one_errand, stayed
from vaern.public.forms import BriefingForm
from vaern.public.origin import own_forms_only
from vaern.ui.briefing import ASKED, HEADINGS, UNKNOWN, Briefing

SHEET, EDIT = "sheet", "edit"
ROOM_IN_LARGE_PRINT = 2_000  # characters: a sheet with more is printed smaller, so that one page of paper holds it


@own_forms_only
@require_http_methods(["GET", "HEAD", "POST"])
@in_one_errand("public/briefing/begin.html")
def briefing(request: HttpRequest) -> HttpResponse:
    """Show the lines to fill in, or the sheet."""
    act = request.POST.get("act", "")
    if act == STAY:
        return stayed()
    form = BriefingForm(request.POST if act in {SHEET, EDIT} else None)
    if act != SHEET or not form.is_valid():
        page = {"form": form, "closed_soon": errand.IDLE_SECONDS}
        return render(request, "public/briefing/fill.html", page)
    filled = Briefing(**form.cleaned_data)
    lines = [(HEADINGS[each.name], getattr(filled, each.name) or UNKNOWN, each.name) for each in fields(filled)]
    page = {
        "lines": [(heading, said, said is UNKNOWN) for heading, said, _ in lines],
        "carried": [(name, said) for _, said, name in lines if said is not UNKNOWN],
        "asked": ASKED,
        "is_long": sum(len(said) for _, said, _ in lines) > ROOM_IN_LARGE_PRINT,
        "at": localtime(),
        "closed_soon": errand.IDLE_SECONDS,
    }
    return render(request, "public/briefing/sheet.html", page)
