"""What the pages of an assessment share."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from vaern.cases.access import viewers_of
from vaern.desk.views.case import case_page
from vaern.law.terms import Finding
from vaern.risk import assessment_words, assessments
from vaern.risk.terms import Step
from vaern.staff.naming import first_names

ADDRESSES = {
    Step.CONTEXT: "sammenhaeng",
    Step.FACTORS: "forhold",
    Step.SCENARIOS: "scenarier",
    Step.MEASURES: "tiltag",
    Step.CONCLUSIONS: "konklusion",
}


def step_address(case: Any, draft: Any, step: Step) -> str:
    return reverse(f"case-assessment-{step}", kwargs={"case_id": case.pk, "assessment_id": draft.pk})


def found(request: HttpRequest, case: Any, assessment_id: UUID) -> Any:
    """Return one assessment of the case, readable, or answer that it is not there."""
    try:
        return assessments.assessment_of(case, assessment_id, user=request.user)
    except (assessments.NoSuchAssessment, assessments.NotTheirRating, assessments.RatesBlindly) as none:
        raise Http404 from none


def people_on(request: HttpRequest, case: Any, at: datetime) -> list[Any]:
    """Return who may be given something to find out: who sees the case, oneself first."""
    others = [viewer.person for viewer in viewers_of(case, at=at) if viewer.person != request.user]
    return [request.user, *others]


def assessment_page(request: HttpRequest, template: str, case: Any, at: datetime, **more: Any) -> HttpResponse:
    """Show a page about the case's assessments."""
    return case_page(request, template, case, at, here="assessment", **more)


def refused_page(request: HttpRequest, case: Any, at: datetime, finding: Finding) -> HttpResponse:
    """Say why the case may not be assessed, and what can be done instead."""
    return assessment_page(request, "desk/assessment/refused.html", case, at, finding=finding, status=409)


def what_it_says(assessment: Any) -> dict[str, Any]:
    """Return an assessment as it is read, with the frame it carries."""
    content = assessments.content_of(assessment)
    return {
        "assessment": assessment,
        "frame": content.frame,
        "judged_words": assessment_words.judged(content),
        "context_words": assessment_words.context(content),
        "factors": assessment_words.factors(content),
        "scenarios": assessment_words.scenarios(content),
        "unknowns": assessment_words.unknowns(content, first_names(assessment_words.mentioned(content))),
        "edition": content.beside.get("signed.edition", ""),
        "manual": content.beside.get("signed.manual", ""),
    }
