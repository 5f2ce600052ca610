"""When a flood hides the messages that matter: two people set some hours aside, and everything of them is kept."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaern.desk.paging import PageOf
from vaern.desk.requests import shows_and_takes_a_form
from vaern.mailbox import access, stretches
from vaern.ui.ids import as_id


@shows_and_takes_a_form
def aside(request: HttpRequest) -> HttpResponse:
    at = now()
    if request.method != "POST":
        return page(request, at)
    try:
        act(request, at)
    except stretches.SamePerson:
        return page(request, at, _("Du har selv bedt om det. En kollega skal sige ja."), status=409)
    except stretches.NobodyAsked:
        return page(request, at, _("Det er svaret på eller taget tilbage imens."), status=409)
    except stretches.NothingThere:
        return page(request, at, _("Vælg timer, der er gået, og hvor der er beskeder, ingen har taget."), status=422)
    return redirect("inbox-aside")


def act(request: HttpRequest, at: datetime) -> None:
    given = request.POST
    wanted, stretch = given.get("act", ""), as_id(given.get("stretch", "")) or uuid4()
    if wanted == "agree":
        stretches.agree(stretch_id=stretch, by=request.user, at=at)
    elif wanted == "end":
        stretches.end(stretch_id=stretch, by=request.user, at=at)
    else:
        stretches.ask(first=hour(given.get("first", "")), last=hour(given.get("last", "")), by=request.user, at=at)


def hour(text: str) -> datetime:
    """Return the moment a choice names. Raises NothingThere for anything else."""
    try:
        found = parse_datetime(text)
        if found and found.tzinfo:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise stretches.NothingThere


def page(request: HttpRequest, at: datetime, message: str = "", status: int = 200) -> HttpResponse:
    count = stretches.count_aside()
    shown = PageOf.asked_for(request, rows=count, size=access.ON_A_PAGE)
    context: dict[str, Any] = {
        "hours": stretches.hours(at=at),
        "this_hour": stretches.count_this_hour(at=at),
        "waiting": stretches.waiting(),
        "done": stretches.done(),
        "count": count,
        "shown": stretches.set_aside(at=at, start=shown.begins, end=shown.ends),
        "where": shown.where,
        "before": shown.before,
        "after": shown.after,
        "message": message,
        "at": at,
    }
    return render(request, "desk/inbox/aside.html", context, status=status)
