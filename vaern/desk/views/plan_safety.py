"""The safety plan: its steps, what goes for the whole of it, and its two renderings."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from vaern.cases import reading
from vaern.cases.plan import safety as acts
from vaern.cases.plan.pocket import TellTaleWord
from vaern.cases.plan.rows import only_item, rows_of
from vaern.cases.plan.terms import PlanKind
from vaern.desk.forms.plan import NO, YES, FrameForm, StepOfPlanForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.desk.views.case_course import seen_in
from vaern.desk.views.case_tasks import owners_of
from vaern.desk.views.plan import citizen_as_form, typed_again
from vaern.desk.views.plan_parts import Showing, Tried, carry_out, part_of, plan_form, telling
from vaern.law.clocks import local_day


@require_safe
def full(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the whole plan, as staff read and print it."""
    at = now()
    case = opened(request, case_id, at)
    standings = reading.standings_of(case)
    facts = reading.facts_in(standings)
    permitted = acts.safety_finding(case, at=at, age=facts.age)
    shown = {"plan": acts.safety_plan_of(case), "today": local_day(at), "permitted": permitted, "standings": standings}
    return case_page(request, "desk/plan/safety.html", case, at, here="plan", **shown)


@require_safe
def pocket(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the plan in neutral words alone, as it may lie in a pocket; or which words tell, and nothing else."""
    at = now()
    case = opened(request, case_id, at)
    lines, trouble = [], ""
    try:
        lines = acts.pocket_lines(case)
    except TellTaleWord as refusal:
        trouble = telling(refusal.words)
    shown = {"lines": lines, "trouble": trouble}
    return case_page(request, "desk/plan/pocket.html", case, at, here="plan", status=409 if trouble else None, **shown)


@shows_and_takes_a_form
def add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    form = StepOfPlanForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    tried = Tried()
    if request.method == "POST":
        tried = carry_out(form, lambda: acts.add_step(case=case, said=form.step(), by=request.user, at=at))
        if tried.done:
            return redirect("case-plan-safety", case_id=case.pk)
    standings = reading.standings_of(case)
    facts = reading.facts_in(standings)
    permitted = acts.safety_finding(case, at=at, age=facts.age)
    return plan_form(request, "desk/plan/step.html", case, at, form, tried, standings=standings, permitted=permitted)


@shows_and_takes_a_form
def revise(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Say how a step stands now; how it stood before is beside it."""
    at = now()
    case = opened(request, case_id, at)
    item = part_of(case, PlanKind.STEP, step_id)
    rows = rows_of(case, item)
    stands = acts.planned(rows[0])
    form = StepOfPlanForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    form.initial = form.initial | as_form(stands) | typed_again(form)
    seen, tried = seen_in(request, stands.number), Tried()
    if request.method == "POST":
        said = {"item": item, "seen": seen, "by": request.user, "at": at}
        tried = carry_out(form, lambda: acts.revise_step(case=case, said=form.step(), **said))
        if tried.done:
            return redirect("case-plan-safety", case_id=case.pk)
    standings = reading.standings_of(case)
    facts = reading.facts_in(standings)
    more = {"showing": Showing(seen, rows), "standings": standings}
    more |= {"permitted": acts.safety_finding(case, at=at, age=facts.age)}
    return plan_form(request, "desk/plan/step.html", case, at, form, tried, **more)


def as_form(stands: acts.Planned) -> dict[str, Any]:
    names = ("area", "what", "who", "by_on", "state", "reason", "safe_now", "side_effects", "pocket")
    owner = {"owner": str(stands.remind_by)} if stands.remind_by else {}
    return {name: getattr(stands, name) for name in names} | owner | citizen_as_form(stands.citizen)


@shows_and_takes_a_form
def frame(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say with whom the plan is made, where it is kept and when it is looked at again: a new version."""
    at = now()
    case = opened(request, case_id, at)
    item = only_item(case, PlanKind.FRAME)
    rows = rows_of(case, item) if item else []
    form = FrameForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    if rows:
        form.initial = form.initial | frame_as_form(rows[0]) | typed_again(form)
    seen, tried = seen_in(request, rows[0].number if rows else 0), Tried()
    if request.method == "POST":
        tried = carry_out(
            form, lambda: acts.frame_plan(case=case, said=form.frame(), seen=seen, by=request.user, at=at)
        )
        if tried.done:
            return redirect("case-plan-safety", case_id=case.pk)
    return plan_form(request, "desk/plan/frame.html", case, at, form, tried, showing=Showing(seen, rows))


def frame_as_form(row: Any) -> dict[str, Any]:
    stands, task = acts.framed(row), row.task
    names = ("made_with", "kept", "by_heart", "triggers")
    review = local_day(task.due_at) if task and task.done_at is None else None
    values = {name: getattr(stands, name) for name in names}
    return values | {"read_aloud": YES if stands.read_aloud else NO, "review_on": review}
