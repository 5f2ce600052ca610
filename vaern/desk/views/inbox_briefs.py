"""The sheets professionals have sent, and what to do when there are many: several are put away at once."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaern.desk.requests import regions_of, shows_and_takes_a_form
from vaern.inquiries.access import filed_among
from vaern.mailbox import access, actions
from vaern.ui.ids import as_id


@shows_and_takes_a_form
def briefs(request: HttpRequest) -> HttpResponse:
    """Show the sheets nobody has taken, the flagged and the oldest first, and put away those that were chosen."""
    at = now()
    if request.method != "POST":
        return page(request, at)
    chosen = [found for text in request.POST.getlist(chosen_by(request)) if (found := as_id(text))]
    if not chosen:
        return page(request, at, _("Vælg mindst ét ark."), status=422)
    actions.put_away(briefs=chosen, by=request.user, regions=regions_of(request, at), at=at)
    return redirect("inbox-briefs")


def page(request: HttpRequest, at: datetime, message: str = "", status: int = 200) -> HttpResponse:
    inbox = access.inbox(request.user, regions=regions_of(request, at), at=at, filed=filed_among)
    _messages, waiting = access.apart(inbox.unclaimed)
    context = {
        "count": len(waiting),
        "shown": waiting[: access.ON_A_PAGE],
        "count_away": len(inbox.put_away),
        "away": inbox.put_away[: access.ON_A_PAGE],
        "at": at,
        "message": message,
    }
    return render(request, "desk/inbox/briefs.html", context, status=status)


def chosen_by(request: HttpRequest) -> str:
    """Return the name of the fields that count: the ticked ones, or all that stood on the page."""
    return "shown" if request.POST.get("which") == "all" else "chosen"
