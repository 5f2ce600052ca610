"""The guests of a case, as the consultants on it see them: who, what they were given, and what they have read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from vaern.cases.actions.opening import GateRefused
from vaern.desk.forms.guests import InviteGuestForm
from vaern.desk.guest_sections import offered, shown
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.guests import access, actions
from vaern.sharing.release import MustNotKnow
from vaern.staff.joining import NotNow

REFUSALS = {
    actions.NotAGuest: ("email", _("Den adresse er en kollegas, eller dens adgang er lukket. Brug en anden.")),
    actions.AlreadyGuest: ("email", _("De er gæst i sagen allerede. Slut den adgang først, hvis noget skal ændres.")),
    actions.NoSections: ("sections", _("Vælg mindst én del.")),
    MustNotKnow: (
        "sections",
        _("Det står under Viden, at de ikke må vide det. Vælg noget andet."),
    ),
    actions.BadDay: ("last_day", _("Vælg en dag, der kommer, og som ikke ligger for langt fremme.")),
    actions.NotWhileClosed: (None, _("Sagen er afsluttet og tager ingen gæster. Genåbn den først.")),
}


@require_safe
def overview(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    return guests_page(request, opened(request, case_id, at), at)


def guests_page(request: HttpRequest, case: Any, at: datetime, *, message: Any = "", status: int = 200) -> HttpResponse:
    hosted = [(each, shown(case, each.sections, each.read, at)) for each in access.guests_of(case, at=at)]
    return case_page(
        request, "desk/guest/guests.html", case, at, here="guests", status=status, hosted=hosted, message=message
    )


@shows_and_takes_a_form
def invite(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    form = InviteGuestForm(sent(request), at=at, sections=offered())
    finding = None
    if request.method == "POST" and form.is_valid():
        try:
            handed = actions.invite_guest(case=case, invitation=form.invitation(), by=request.user, at=at)
        except GateRefused as refusal:
            finding = refusal.finding
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            return hand_over(request, case, handed, at) if handed else redirect("case-guests", case_id=case.pk)
    more = {"form": form, "finding": finding}
    return case_page(
        request, "desk/guest/invite.html", case, at, here="guests", status=409 if finding else None, **more
    )


def hand_over(request: HttpRequest, case: Any, handed: Any, at: datetime) -> HttpResponse:
    """Show a new link and its code, this once."""
    address = request.build_absolute_uri(reverse("link", args=[handed.link.pk]))
    more = {"address": address, "code": handed.code, "link": handed.link}
    return case_page(request, "desk/guest/handed.html", case, at, here="guests", **more)


def guest_of(case: Any, guest_id: UUID) -> Any:
    guest = case.guests.select_related("user").filter(pk=guest_id).first()
    if guest is None:
        raise Http404
    return guest


@require_POST
def end(request: HttpRequest, case_id: UUID, guest_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    actions.end_guest(guest=guest_of(case, guest_id), by=request.user, at=at)
    return redirect("case-guests", case_id=case.pk)


@require_POST
def link(request: HttpRequest, case_id: UUID, guest_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    try:
        handed = actions.new_link(guest=guest_of(case, guest_id), by=request.user, at=at)
    except (actions.GuestGone, NotNow):
        message = _("Der kan ikke laves et link: Adgangen er slut, eller gæsten er kommet ind.")
        return guests_page(request, case, at, message=message, status=409)
    return hand_over(request, case, handed, at)
