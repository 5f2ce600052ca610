"""Til sletning: closed cases whose day has passed, by reference. One asks, another confirms; nobody reads."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from vaern.closing import reading
from vaern.closing.actions import destruction
from vaern.desk.forms.closing import DestroyForm
from vaern.desk.requests import shows_and_takes_a_form
from vaern.inquiries.surroundings import region_name, regions
from vaern.law.clocks import local_day

ASK, CONFIRM, WITHDRAW = "ask", "confirm", "withdraw"
ACTS: dict[str, Any] = {
    ASK: destruction.ask_destruction,
    CONFIRM: destruction.confirm_destruction,
    WITHDRAW: destruction.withdraw_destruction,
}
REFUSALS = {
    destruction.SamePerson: _("Du har selv bedt om det. En anden teamleder bekræfter."),
    destruction.AlreadyAsked: _("En anden har bedt om det imens. Nu skal det bekræftes, ikke bedes om igen."),
    destruction.NobodyAsked: _("Ingen har bedt om det, eller det er taget tilbage. Bed om det først."),
    destruction.InquiryIsOpen: _("Henvendelsen, sagen kom fra, er åben. Bed den, der har den, om at afslutte den."),
}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    at = now()
    context = {
        "at": at,
        "due": reading.past_keeping(request.user, on=local_day(at)),
        "undecided": reading.without_a_day(request.user),
        "gone": reading.destroyed(request.user),
        "names": dict(regions(at)),
    }
    return render(request, "desk/closing/destructions.html", context)


@shows_and_takes_a_form
def one(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask that one case is destroyed, take that back, or be the second person."""
    at = now()
    due = reading.one_past_keeping(request.user, case_id, on=local_day(at))
    wanted = request.POST.get("act", "")
    form = DestroyForm(request.POST if wanted in {ASK, CONFIRM} else None)
    message: Any = ""
    if request.method == "POST" and wanted not in ACTS:
        message = _("Vælg, hvad der skal ske.")
    elif request.method == "POST" and (wanted == WITHDRAW or form.is_valid()):
        try:
            ACTS[wanted](case_id=case_id, by=request.user, at=at)
        except tuple(REFUSALS) as refusal:
            message = REFUSALS[type(refusal)]
        else:
            return redirect("case-destructions")
        due = reading.one_past_keeping(request.user, case_id, on=local_day(at))
    context = {
        "at": at,
        "due": due,
        "region": region_name(due.case.region, at),
        "form": form,
        "message": message,
        "asked_by_me": due.order is not None and due.order.asked_by_id == request.user.pk,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/closing/destruction.html", context, status=status)
