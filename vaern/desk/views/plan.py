"""The plan of a case on one page, and its recommendations."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from vaern.cases import reading
from vaern.cases.plan import recommendations as acts
from vaern.cases.plan.meetings import meetings_of
from vaern.cases.plan.questions import board_of, without_route
from vaern.cases.plan.rows import rows_of
from vaern.cases.plan.safety import safety_plan_of
from vaern.cases.plan.terms import PlanKind
from vaern.cases.plan.worksheets import sheet_of
from vaern.cases.terms import AuthorityState
from vaern.desk.forms.plan import RecommendationForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.desk.views.case_course import seen_in
from vaern.desk.views.case_tasks import owners_of
from vaern.desk.views.plan_parts import Showing, Tried, carry_out, part_of, plan_form
from vaern.law.clocks import local_day


@require_safe
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show where everything of the plan stands."""
    at = now()
    case = opened(request, case_id, at)
    shown = {
        "today": local_day(at),
        "recommendations": acts.recommendations_of(case),
        "safety": safety_plan_of(case),
        "board": board_of(case),
        "without_route": without_route(case),
        "meetings": meetings_of(case),
        "sheets": [sheet_of(case, PlanKind.CASEWORKER_SHEET), sheet_of(case, PlanKind.CITIZEN_SHEET)],
    }
    return case_page(request, "desk/plan/plan.html", case, at, here="plan", **shown)


@shows_and_takes_a_form
def recommend(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    standings = reading.standings_of(case)
    facts = reading.facts_in(standings)
    form = RecommendationForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    if facts.responsible.state == AuthorityState.FOUND:
        decides = {"decides": facts.responsible.kind, "decides_role": facts.responsible.role}
        form.initial = decides | form.initial
    tried = Tried()
    if request.method == "POST":
        tried = carry_out(form, lambda: acts.recommend(case=case, said=form.recommendation(), by=request.user, at=at))
        if tried.done:
            return redirect("case-plan", case_id=case.pk)
    finding = acts.recommendation_finding(case, at=at, age=facts.age)
    return plan_form(
        request, "desk/plan/recommendation.html", case, at, form, tried, standings=standings, permitted=finding
    )


@shows_and_takes_a_form
def revise(request: HttpRequest, case_id: UUID, recommendation_id: UUID) -> HttpResponse:
    """Say how a recommendation stands now; how it stood before is beside it."""
    at = now()
    case = opened(request, case_id, at)
    item = part_of(case, PlanKind.RECOMMENDATION, recommendation_id)
    rows = rows_of(case, item)
    stands = acts.recommended(rows[0])
    standings = reading.standings_of(case)
    facts = reading.facts_in(standings)
    form = RecommendationForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    form.initial = form.initial | as_form(stands) | typed_again(form)
    seen, tried = seen_in(request, stands.number), Tried()
    if request.method == "POST":
        said = {"item": item, "seen": seen, "by": request.user, "at": at}
        tried = carry_out(form, lambda: acts.revise_recommendation(case=case, said=form.recommendation(), **said))
        if tried.done:
            return redirect("case-plan", case_id=case.pk)
    showing = Showing(seen, rows)
    finding = acts.recommendation_finding(case, at=at, age=facts.age)
    more = {"showing": showing, "standings": standings, "permitted": finding}
    return plan_form(request, "desk/plan/recommendation.html", case, at, form, tried, **more)


def typed_again(form: Any) -> dict[str, Any]:
    """Return what was typed, where the page is shown again with the guard's proposals put in; else nothing."""
    return dict(form.initial) if "confirmed" in form.initial else {}


def as_form(stands: acts.Recommended) -> dict[str, Any]:
    asked = {f"asked_{code}": words for code, words in stands.asked_by_code.items()}
    follow_on = local_day(stands.follow_up_at) if stands.follow_up_at else None
    owner = {"owner": str(stands.follow_up_by)} if stands.follow_up_by else {}
    return (
        {
            "what": stands.what,
            "why": stands.why,
            "decides": stands.owner,
            "decides_role": stands.owner_role,
            "state": stands.state,
            "reason": stands.reason,
            "follow_on": follow_on,
        }
        | asked
        | owner
        | citizen_as_form(stands.citizen)
    )


def citizen_as_form(citizen: Any) -> dict[str, Any]:
    names = ("wish", "agreement", "told", "told_on", "told_how", "why_not")
    return {name: getattr(citizen, name) for name in names}
