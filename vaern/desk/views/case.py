"""A case: its overview, the question before the first opening, and what every page of a case shares."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from vaern.cases import access, reading
from vaern.cases.actions.staffing import answer_family_question
from vaern.cases.basis import basis_said_in
from vaern.cases.plan.reading import plan_glance
from vaern.cases.terms import Respect
from vaern.desk.case_words import in_order, lines_of, missing_facts
from vaern.desk.forms.case import FamilyForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.inquiries.access import agreed_with_the_citizen, may_see
from vaern.inquiries.surroundings import region_name
from vaern.law.clocks import local_day
from vaern.law.contact import may_call_the_citizen
from vaern.risk.access import HIDDEN, judgement_of, rated_blindly
from vaern.sharing.reading import kept_from_in, matrix_of, to_call
from vaern.vault.terms import Purpose

NEWEST = 7  # lines of the history on the overview: more does not fit beside the rest without scrolling


def opened(request: HttpRequest, case_id: UUID, at: datetime) -> Any:
    return access.open_case(user=request.user, case_id=case_id, purpose=Purpose.CASEWORK, at=at)


def case_page(
    request: HttpRequest,
    template: str,
    case: Any,
    at: datetime,
    *,
    here: str = "",
    status: int | None = None,
    **more: Any,
) -> HttpResponse:
    """Show one page of an opened case under its bar. ``here`` is the code of the sub-page, for the marked link.

    What a page has read already it hands on (``standings``, ``judged``, ``blind``), and it is not read again. Who
    rates the case blindly sees no level on any page of it. With a ``form`` that has errors the answer is 422.
    """
    form = more.get("form")
    standings = more.pop("standings", None) or reading.standings_of(case)
    blind = more.pop("blind") if "blind" in more else rates_blindly(request, case)
    judged = more.pop("judged", None)
    context = {
        "case": case,
        "at": at,
        "here": here,
        "region": region_name(case.region, at),
        "facts": reading.facts_in(standings),
        "judged": HIDDEN if blind else judged or judgement_of(case, at=at),
        "blind": blind,
        "basis": basis_said_in(standings.newest(Respect.BASIS), on=local_day(at)),
        "sees_inquiry": may_see(request.user, case.inquiry, at=at, let_in=access.is_on_the_case),
    }
    wrong = form is not None and form.is_bound and form.errors
    return render(request, template, context | more, status=status or (422 if wrong else 200))


def rates_blindly(request: HttpRequest, case: Any) -> bool:
    """Tell whether the reader has a blind rating of the case that is neither signed nor given back."""
    return bool(rated_blindly([case.inquiry_id], by=request.user))


@require_safe
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case on one screen: what is next, what has happened, who is in it and what is missing."""
    at = now()
    case = opened(request, case_id, at)
    standings, described = reading.standings_of(case), reading.persons_of(case)
    facts, persons = reading.facts_in(standings), in_order(described)
    judged, blind = judgement_of(case, at=at), rates_blindly(request, case)
    level = HIDDEN.standing if blind else judged.standing
    history = reading.history_of(case, standings=standings, most=NEWEST)
    knowing = matrix_of(case, now=judged, persons=described)
    inquiry = case.inquiry if may_see(request.user, case.inquiry, at=at, let_in=access.is_on_the_case) else None
    return case_page(
        request,
        "desk/case/overview.html",
        case,
        at,
        here="overview",
        standings=standings,
        tasks=reading.tasks_of(case),
        plan=plan_glance(case),
        lines=lines_of(history),
        happened=reading.happened_in(case, standings),
        persons=persons,
        judged=judged,
        blind=blind,
        missing=missing_facts(case, facts, persons, level, sees_inquiry=inquiry is not None),
        kept=kept_from_in(knowing),
        to_call=to_call(knowing),
        inquiry=inquiry,
        **contact_rule(case, at),
    )


def contact_rule(case: Any, at: datetime) -> dict[str, Any]:
    """Return whether the citizen may be called, and the call-back that waits: to whose phone, until when."""
    call_back, agreed = agreed_with_the_citizen(case.inquiry)
    return {"contact": may_call_the_citizen(agreed, on=local_day(at)), "call_back": call_back}


@shows_and_takes_a_form
def family(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask whether somebody knows the family: before their first opening, and again whenever they find out."""
    at = now()
    case = access.require_way_in(request.user, case_id, at=at, code="family")
    form = FamilyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        knows = form.knows_the_family()
        answer_family_question(user=request.user, case_id=case.pk, knows=knows, at=at)
        return redirect("case-known-family") if knows else redirect("case", case_id=case.pk)
    context = {"case": case, "at": at, "form": form, "region": region_name(case.region, at)}
    return render(request, "desk/case/family.html", context, status=422 if form.errors else 200)


@require_safe
def known_family(request: HttpRequest) -> HttpResponse:
    """Confirm that a case is gone for somebody who knows the family. Names no case."""
    return render(request, "desk/case/known_family.html")
