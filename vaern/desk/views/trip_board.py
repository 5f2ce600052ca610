"""All trips by clock; the coming weeks for a team lead; and the dates as a calendar that says nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from vaern.inquiries.surroundings import regions
from vaern.travel import board as boards
from vaern.travel.calendar import calendar_of


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    at = now()
    rows = boards.board(request.user, at=at)
    context = {
        "at": at,
        "under_way": [row for row in rows if not row.trip.has_ended],
        "ended": [row for row in rows if row.trip.has_ended],
        "names": dict(regions(at)),
    }
    return render(request, "desk/trip/board.html", context)


@require_safe
def season(request: HttpRequest) -> HttpResponse:
    """Show a team lead when trips come, by reference and without reading any."""
    at = now()
    return render(
        request, "desk/trip/season.html", {"at": at, "season": boards.season(at=at), "names": dict(regions(at))}
    )


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Hand out the dates of the board: references, and not one word of what they are about."""
    at = now()
    answer = HttpResponse(calendar_of(request.user, at=at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="datoer.ics"'
    answer["Cache-Control"] = "no-store"
    return answer
