"""Min dag: what is due now, first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_safe

from vaern.cases import worklist as cases
from vaern.cases.access import glass_to_review
from vaern.desk.requests import regions_of
from vaern.inquiries.access import emergency_notes_to_review, filed_among
from vaern.inquiries.terms import TaskKind
from vaern.inquiries.worklist import day_of, drafts_of
from vaern.mailbox.access import apart, inbox
from vaern.sharing.reading import outdated_for
from vaern.staff.roles import Permission
from vaern.travel.board import missed_by

LOOK_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """Something on the day: of an inquiry or a case, by cover name. ``ask_first``: safe contact is out of date."""

    at: datetime
    kind: str
    cover_name: str
    reference: str
    address: str
    ask_first: bool = False


def of_inquiries(due: Iterable[Any]) -> list[Line]:
    return [
        Line(
            each.task.due_at,
            each.task.get_kind_display(),
            each.task.inquiry.cover_name,
            each.task.inquiry.reference,
            reverse("call-back" if each.task.kind == TaskKind.CALL_BACK else "inquiry", args=[each.task.inquiry_id]),
            each.ask_first,
        )
        for each in due
    ]


def of_cases(tasks: Iterable[Any]) -> list[Line]:
    return [
        Line(
            task.due_at,
            task.get_kind_display(),
            task.case.cover_name,
            task.case.reference,
            reverse("case", args=[task.case_id]),
        )
        for task in tasks
    ]


def by_time(*lines: list[Line]) -> list[Line]:
    return sorted((line for each in lines for line in each), key=lambda line: (line.at, line.reference))


@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    at = now()
    if request.user.may(Permission.READ_AS_GUEST):
        return redirect("guest")
    midnight = (localtime(at) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    user = request.user
    context: dict[str, Any] = {
        "at": at,
        "answers_calls": user.may(Permission.ANSWER_CALLS),
        "reviews": user.may(Permission.REVIEW_EMERGENCY_NOTES),
        "sees_team": user.may(Permission.SEE_TEAM),
    }
    if context["answers_calls"]:
        day = day_of(user, at=at, midnight=midnight, until=midnight + LOOK_AHEAD)
        came_in = inbox(user, regions=regions_of(request, at), at=at, filed=filed_among)
        messages, briefs = apart(came_in.waiting)
        tasks = cases.due_tasks(user, until=midnight + LOOK_AHEAD)
        context |= {
            "day": day,
            "missed_signs": missed_by(user, at=at),
            "inbox": messages,
            "is_crowded": came_in.is_crowded,
            "elsewhere": len(came_in.waiting_elsewhere),
            "briefs": briefs,
            "due": by_time(of_inquiries(day.due), of_cases(task for task in tasks if task.due_at < midnight)),
            "ahead": by_time(of_inquiries(day.ahead), of_cases(task for task in tasks if task.due_at >= midnight)),
            "unclaimed_cases": cases.unclaimed_for(user, at=at),
            "awaiting_cases": cases.awaiting_from(user),
            "lapsed": cases.lapsed_of(user, at=at),
            "to_call": outdated_for(user, at=at),
            "drafts": list(drafts_of(user)[:20]),
        }
    if context["reviews"]:
        context["to_review"] = list(emergency_notes_to_review()[:50])
        context["glass"] = list(glass_to_review()[:50])
    return render(request, "desk/my_day.html", context)
