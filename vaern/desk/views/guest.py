"""The pages a guest has: the cases they may read in, the sections they were given, and a way to answer.

Time up in the middle of a page loses nobody's words: they are given back, with what to do.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from vaern.cases.identity import whereabouts_of
from vaern.desk.forms.guests import GuestAnswerForm
from vaern.desk.guest_sections import shown
from vaern.guests import access, actions, telling
from vaern.guests.terms import Section
from vaern.vault.terms import Purpose


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    at = now()
    accesses = access.accesses_of(request.user, at=at)
    last = None if accesses else access.last_of(request.user, at=at)
    return render(request, "desk/guest/list.html", {"accesses": accesses, "last": last, "at": at})


@require_safe
def show(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    at = now()
    try:
        guest = access.open_as_guest(user=request.user, guest_id=guest_id, at=at)
    except (access.TimeUp, access.OnHold) as refusal:
        return over(request, refusal, at)
    return guest_page(request, guest, GuestAnswerForm(at=at), at)


def guest_page(request: HttpRequest, guest: Any, form: GuestAnswerForm, at: datetime) -> HttpResponse:
    sealed = whereabouts_of(guest.case, user=request.user, purpose=Purpose.GUEST)
    sections = telling.readable_by(guest, access.sections_of(guest))
    found = shown(guest.case, sections, access.marks_of(guest), at, whereabouts=sealed)
    telling.record_shown(guest=guest, versions={each.section: each.standing.version for each in found}, at=at)
    context = {"guest": guest, "case": guest.case, "at": at, "shown": found, "form": form}
    return render(request, "desk/guest/show.html", context, status=422 if form.errors else 200)


def over(request: HttpRequest, refusal: Any, at: datetime, *, typed: str = "") -> HttpResponse:
    """Say that the access is over or on hold, and give back what was being written."""
    context = {"guest": refusal.guest, "finding": getattr(refusal, "finding", None), "typed": typed, "at": at}
    return render(request, "desk/guest/over.html", context, status=410)


@require_POST
def mark_read(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    """Write down that a section was read, in the version the page showed: not in one that came after it."""
    at = now()
    try:
        guest = access.open_as_guest(user=request.user, guest_id=guest_id, at=at)
    except (access.TimeUp, access.OnHold) as refusal:
        return over(request, refusal, at)
    code, version = request.POST.get("section", ""), request.POST.get("version", "")
    if code not in Section.values or len(version) != 64 or not version.isalnum():
        raise Http404
    try:
        actions.mark_read(guest=guest, section=Section(code), version=version, at=at)
    except actions.NoSections as none:
        raise Http404 from none
    return redirect("guest-case", guest_id=guest.pk)


@require_POST
def answer(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    at = now()
    typed = request.POST.get("note", "")
    try:
        guest = access.open_as_guest(user=request.user, guest_id=guest_id, at=at)
    except (access.TimeUp, access.OnHold) as refusal:
        return over(request, refusal, at, typed=typed)
    form = GuestAnswerForm(request.POST, at=at)
    if not form.is_valid():
        return guest_page(request, guest, form, at)
    try:
        actions.answer(guest=guest, note=form.cleaned_data["note"], at=at, entry_id=form.line)
    except actions.GuestGone:
        return over(request, access.TimeUp(guest), at, typed=typed)
    return redirect("guest-case", guest_id=guest.pk)
