"""Who works on a case, and who has seen it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from vaern.cases import access
from vaern.cases.actions import staffing
from vaern.cases.actions.opening import KnowsTheFamily
from vaern.cases.surroundings import NotAConsultant
from vaern.cases.terms import HandOver, ParticipantRole
from vaern.desk.forms.staffing import PERSON, AssignForm, CaseHandOverForm, CoverForm, ParticipantForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.inquiries.surroundings import region_name
from vaern.law.clocks import local_day
from vaern.staff.people import colleague
from vaern.staff.roles import Permission

CANNOT_HAVE_IT = gettext_lazy("Den kollega kan ikke få denne sag. Vælg en anden.")
THEIRS_ALREADY = gettext_lazy("Sagen er der allerede. Vælg en anden.")


@require_safe
def who(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show who may see the case and why, who takes part, and who has opened it."""
    at = now()
    case = opened(request, case_id, at)
    return who_page(request, case, at)


def who_page(request: HttpRequest, case: Any, at: datetime, *, message: str = "", status: int = 200) -> HttpResponse:
    context = {
        "viewers": access.viewers_of(case, at=at),
        "participants": access.participants_of(case, on=local_day(at)),
        "openings": access.openings_of(case),
        "message": message,
    }
    return case_page(request, "desk/case/who.html", case, at, status=status, here="who", **context)


@shows_and_takes_a_form
def add_participant(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    form = ParticipantForm(sent(request), at=at, holder=case.consultant_id)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            staffing.add_participant(
                case=case,
                user=colleague(given["user"]),
                role=ParticipantRole(given["role"]),
                last_day=given["last_day"],
                by=request.user,
                at=at,
            )
        except (KnowsTheFamily, NotAConsultant):
            form.add_error("user", CANNOT_HAVE_IT)
        except staffing.AlreadyTheirs:
            form.add_error("user", _("Den kollega er med allerede. Fjern først, hvis noget skal ændres."))
        else:
            return redirect("case-who", case_id=case.pk)
    return case_page(request, "desk/case/participant.html", case, at, form=form, here="who")


@require_POST
def end_participation(request: HttpRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    participant = case.participants.filter(pk=participant_id).first()
    if participant is None:
        raise Http404
    staffing.end_participation(case=case, participant=participant, by=request.user, at=at)
    if participant.user_id == request.user.pk:
        return redirect("cases")  # it may be gone for them now
    return redirect("case-who", case_id=case.pk)


@require_POST
def restrict(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let only those on the case see it, or let the region see it again; ``restricted`` is "yes" or "no"."""
    at = now()
    case = opened(request, case_id, at)
    restricted = request.POST.get("restricted") == "yes"
    try:
        staffing.restrict(case=case, restricted=restricted, by=request.user, at=at)
    except staffing.NeedsAName:
        message = _("Ingen har sagen. Tag den, eller giv den til en kollega; så kan den lukkes for resten af regionen.")
        return who_page(request, case, at, message=message, status=409)
    except staffing.NotWhileRestricted:
        pass  # somebody was faster, and it is so
    return redirect("case-who", case_id=case.pk)


@shows_and_takes_a_form
def hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give the case to a colleague, or leave it to a region."""
    at = now()
    case = opened(request, case_id, at)
    form = CaseHandOverForm(sent(request), at=at, holder=case.consultant_id, restricted=case.is_restricted)
    if request.method == "POST" and form.is_valid():
        kind, receiver = form.receiver()
        said = {
            "case": case,
            "reason": HandOver(form.cleaned_data["reason"]),
            "note": form.cleaned_data["note"],
            "by": request.user,
            "at": at,
        }
        try:
            if kind == PERSON:
                staffing.hand_over_to(to=colleague(receiver), **said)
            else:
                staffing.hand_over_to_region(region=receiver, **said)
        except (KnowsTheFamily, NotAConsultant):
            form.add_error("to", CANNOT_HAVE_IT)
        except staffing.AlreadyTheirs:
            form.add_error("to", THEIRS_ALREADY)
        except staffing.NeedsAName:
            form.add_error("to", _("Sagen er lukket for regionen imens. Vælg en kollega."))
        else:
            return redirect("cases")
    return case_page(request, "desk/case/hand_over.html", case, at, form=form, here="who")


@require_POST
def take(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    try:
        staffing.take(case=case, by=request.user, at=at)
    except staffing.AlreadyTaken:
        case = opened(request, case_id, at)
        return who_page(request, case, at, message=_("En anden har taget den imens."), status=409)
    return redirect("case", case_id=case.pk)


# What a team lead does, unread.


@shows_and_takes_a_form
def assign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = access.shut_case(user=request.user, case_id=case_id)
    form = AssignForm(sent(request), at=at, holder=case.consultant_id)
    if request.method == "POST" and form.is_valid():
        try:
            staffing.assign(case_id=case.pk, to=colleague(form.cleaned_data["to"]), by=request.user, at=at)
        except (KnowsTheFamily, NotAConsultant):
            form.add_error("to", CANNOT_HAVE_IT)
        except staffing.AlreadyTheirs:
            form.add_error("to", THEIRS_ALREADY)
        else:
            return redirect("team")
    context = {"case": case, "region": region_name(case.region, at), "form": form, "at": at}
    return render(request, "desk/case/assign.html", context, status=422 if form.errors else 200)


# Leave cover.


@shows_and_takes_a_form
def covers(request: HttpRequest) -> HttpResponse:
    """Show who looks after whose cases, and arrange it: for oneself, or as a team lead for anybody."""
    at = now()
    for_anybody = request.user.may(Permission.ASSIGN_CASES)
    form = CoverForm(sent(request), at=at, by=request.user, for_anybody=for_anybody)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            staffing.arrange_cover(
                absent=colleague(given["absent"]) if for_anybody else request.user,
                stands_in=colleague(given["stands_in"]),
                first_day=given["first_day"],
                last_day=given["last_day"],
                by=request.user,
                at=at,
            )
        except NotAConsultant:
            form.add_error("stands_in", CANNOT_HAVE_IT)
        else:
            return redirect("case-covers")
    found = access.covers_from(local_day(at), of=None if for_anybody else request.user)
    context = {"form": form, "covers": found, "today": local_day(at), "at": at}
    return render(request, "desk/covers.html", context, status=422 if form.errors else 200)


@require_POST
def end_cover(request: HttpRequest, cover_id: UUID) -> HttpResponse:
    at = now()
    of = None if request.user.may(Permission.ASSIGN_CASES) else request.user
    cover = next((each for each in access.covers_from(local_day(at), of=of) if each.pk == cover_id), None)
    if cover is None:
        raise Http404
    try:
        staffing.end_cover(cover=cover, by=request.user, at=at)
    except staffing.NotTheirsToArrange as error:  # the one who stands in sees it, and cannot end it
        raise Http404 from error
    return redirect("case-covers")
