"""How the threat level of a case has stood, as a chart and as the table that says the same."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaern.desk.chart import drawn
from vaern.desk.views.assessment_parts import assessment_page
from vaern.desk.views.case import opened
from vaern.risk.timeline import LANES, Mark, marks_of, stretches_of
from vaern.sharing.reading import register_of, that_stand
from vaern.travel.reading import trips_of


def marks_above(case: Any) -> Iterator[Mark]:
    """Yield what the rooms above know: trips as they came and moved, and what was told to others. No word of either."""
    for trip in trips_of(case):
        yield Mark(lane="Rejse", at=trip.begun_at, what=_("Rejse skrevet ned"))
        if trip.moved_at > trip.begun_at:
            yield Mark(lane="Rejse", at=trip.moved_at, what=_("Rejse: %(stage)s") % {"stage": trip.get_stage_display()})
    for row in that_stand(register_of(case)):
        yield Mark(lane="Videregivet", at=row.at, what=_("Givet videre"))


@require_safe
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    found = [*marks_of(case), *marks_above(case)]
    marks = sorted((mark for mark in found if mark.at <= at), key=lambda mark: mark.at)
    stretches = stretches_of(case, at=at, since=marks[0].at if marks else None)
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
