"""The cases one may see: by next step, filtered and by page; and a search for one. Nothing is opened."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from vaern.cases.terms import Situation, Stage
from vaern.cases.worklist import search as search_for
from vaern.cases.worklist import unclaimed_for
from vaern.cases.worklist import worklist as worklist_of
from vaern.desk.forms.case import SearchForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.inquiries.surroundings import regions
from vaern.risk.access import judgements_shown

OPEN_STAGES = [stage for stage in Stage if stage != Stage.CLOSED]


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    at = now()
    names = dict(regions(at))
    chosen: dict[str, Any] = {
        "mine": request.GET.get("kun") == "mine",
        "region": one_of(names, request.GET.get("region", "")),
        "stage": one_of(OPEN_STAGES, request.GET.get("fase", "")),
        "situation": one_of(list(Situation), request.GET.get("situation", "")),
    }
    after = request.GET.get("efter", "")
    page = worklist_of(
        request.user,
        at=at,
        mine=chosen["mine"],
        region=chosen["region"],
        stage=Stage(chosen["stage"]) if chosen["stage"] else None,
        situation=Situation(chosen["situation"]) if chosen["situation"] else None,
        after=after,
    )
    kept = request.GET.copy()
    kept.pop("efter", None)
    is_narrowed = any(chosen.values())
    context = {
        "at": at,
        "rows": listed(page.rows, request.user, at),
        "names": names,
        "stages": [(stage.value, stage.label) for stage in OPEN_STAGES],
        "situations": Situation.choices,
        "is_narrowed": is_narrowed,
        "unclaimed": [] if is_narrowed or after else unclaimed_for(request.user, at=at),
        "first": f"?{kept.urlencode()}" if after else "",
        "next": f"?{kept.urlencode()}&efter={page.next}" if page.next else "",
        "search": SearchForm(),
    }
    return render(request, "desk/case/list.html", context | chosen)


def one_of(allowed: Any, typed: str) -> str:
    """Return what was chosen in a filter; "" for anything that is not offered."""
    return typed if typed in allowed else ""


def listed(cases: list[Any], user: Any, at: Any) -> list[tuple[Any, Any]]:
    """Return each case with its current level as ``user`` may see it. Three queries, and nothing is opened."""
    judged = judgements_shown([case.inquiry_id for case in cases], to=user, at=at)
    return [(case, judged[case.inquiry_id].standing) for case in cases]


@shows_and_takes_a_form
def search(request: HttpRequest) -> HttpResponse:
    """Find a case by reference or cover name. Posted, so that the words stand in no address."""
    at = now()
    form = SearchForm(sent(request))
    found = None
    if request.method == "POST" and form.is_valid():
        found = listed(search_for(request.user, form.cleaned_data["words"], at=at), request.user, at)
    context = {"at": at, "form": form, "found": found, "names": dict(regions(at))}
    return render(request, "desk/case/search.html", context, status=422 if form.errors else 200)
