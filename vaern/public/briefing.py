"""The page to read aloud to 114, for a caseworker: filled in, printed, and kept nowhere.

For a child who may be sent away by the very people who would have to consent. What is typed travels in the form from
page to page and each page is the answer to a POST; the photo is put into the page by the browser and is never sent.
"""

from dataclasses import fields

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from vaern.public.forms import BriefingForm
from vaern.public.headers import hidden_from_search
from vaern.public.origin import own_forms_only
from vaern.ui.briefing import ASKED, HEADINGS, UNKNOWN, Briefing

SHEET, EDIT = "sheet", "edit"


@own_forms_only
@require_http_methods(["GET", "HEAD", "POST"])
def briefing(request: HttpRequest) -> HttpResponse:
    """Show the way in, the lines to fill in, or the sheet."""
    if request.method != "POST":
        return render(request, "public/briefing/begin.html")
    act = request.POST.get("act", "")
    form = BriefingForm(request.POST if act in {SHEET, EDIT} else None)
    if act != SHEET or not form.is_valid():
        return hidden_from_search(render(request, "public/briefing/fill.html", {"form": form}))
    filled = Briefing(**form.cleaned_data)
    lines = [(HEADINGS[each.name], getattr(filled, each.name) or UNKNOWN, each.name) for each in fields(filled)]
    page = {
        "lines": [(heading, said, said is UNKNOWN) for heading, said, _ in lines],
        "carried": [(name, said) for _, said, name in lines if said is not UNKNOWN],
        "asked": ASKED,
        "at": localtime(),
    }
    return hidden_from_search(render(request, "public/briefing/sheet.html", page))
