"""The two worksheets: read and print one, and write its next version."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from vaern.cases.plan import worksheets as acts
from vaern.cases.plan.rows import only_item, rows_of
from vaern.cases.plan.terms import PlanKind
from vaern.desk.forms.plan import SheetForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.desk.views.case_course import seen_in
from vaern.desk.views.plan import typed_again
from vaern.desk.views.plan_parts import Showing, Tried, carry_out, plan_form

READ = {PlanKind.CASEWORKER_SHEET: "case-plan-caseworker", PlanKind.CITIZEN_SHEET: "case-plan-citizen"}
WRITE = {kind: f"{name}-write" for kind, name in READ.items()}


def read_sheet(request: HttpRequest, case_id: UUID, sheet: PlanKind) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    versions = acts.versions_of(case, sheet)
    shown = {"sheet": versions[0], "versions": versions, "write": WRITE[sheet]}
    return case_page(request, "desk/plan/sheet.html", case, at, here="plan", **shown)


def write_sheet(request: HttpRequest, case_id: UUID, sheet: PlanKind) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    item = only_item(case, sheet)
    rows = rows_of(case, item) if item else []
    form = SheetForm(sent(request), at=at, sheet=sheet)
    form.initial = form.initial | as_form(acts.sheet_of(case, sheet)) | typed_again(form)
    seen, tried = seen_in(request, rows[0].number if rows else 0), Tried()
    if request.method == "POST":
        said = {"sheet": sheet, "seen": seen, "by": request.user, "at": at}
        tried = carry_out(form, lambda: acts.fill_in(case=case, answers=form.answers(), **said))
        if tried.done:
            return redirect(READ[sheet], case_id=case.pk)
    # The newest version stands in the form itself; beside it, only what somebody wrote meanwhile.
    more = {"showing": Showing(seen), "sheet": sheet, "read": READ[sheet]}
    return plan_form(request, "desk/plan/sheet_write.html", case, at, form, tried, **more)


def as_form(sheet: acts.Sheet) -> dict[str, Any]:
    parts = ("so_far", "missing", "who", "on")
    return {f"{answer.code}-{part}": getattr(answer, part) for answer in sheet.answers for part in parts}


@require_safe
def caseworker(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return read_sheet(request, case_id, PlanKind.CASEWORKER_SHEET)


@shows_and_takes_a_form
def caseworker_write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return write_sheet(request, case_id, PlanKind.CASEWORKER_SHEET)


@require_safe
def citizen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return read_sheet(request, case_id, PlanKind.CITIZEN_SHEET)


@shows_and_takes_a_form
def citizen_write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return write_sheet(request, case_id, PlanKind.CITIZEN_SHEET)
