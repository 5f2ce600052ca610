"""Min dag: what is due now, first."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_safe

from vaern.inquiries.access import emergency_notes_to_review
from vaern.inquiries.worklist import day_of, drafts_of
from vaern.staff.roles import Permission

LOOK_AHEAD = timedelta(days=14)


@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    at = now()
    midnight = (localtime(at) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    user = request.user
    context = {
        "at": at,
        "answers_calls": user.may(Permission.ANSWER_CALLS),
        "reviews": user.may(Permission.REVIEW_EMERGENCY_NOTES),
        "sees_team": user.may(Permission.SEE_TEAM),
    }
    if context["answers_calls"]:
        context["day"] = day_of(user, at=at, midnight=midnight, until=midnight + LOOK_AHEAD)
        context["drafts"] = list(drafts_of(user)[:20])
    if context["reviews"]:
        context["to_review"] = list(emergency_notes_to_review()[:50])
    return render(request, "desk/my_day.html", context)
