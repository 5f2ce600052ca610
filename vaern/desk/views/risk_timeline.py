"""How the threat level of a case has stood, as a chart and as the table that says the same."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from vaern.desk.chart import drawn
from vaern.desk.views.assessment_parts import assessment_page
from vaern.desk.views.case import opened
from vaern.risk.timeline import LANES, marks_of, stretches_of

MORE_MARKS: list = []  # rooms above lay their own marks here: each a function of an opened case


@require_safe
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    stretches = stretches_of(case, at=at)
    found = [*marks_of(case), *(mark for more in MORE_MARKS for mark in more(case))]
    marks = sorted((mark for mark in found if mark.at <= at), key=lambda mark: mark.at)
    chart = drawn(stretches, marks, LANES)
    newest = list(reversed(stretches))
    return assessment_page(
        request,
        "desk/assessment/timeline.html",
        case,
        at,
        chart=chart,
        stretches=newest,
        marks=list(reversed(marks)),
    )
