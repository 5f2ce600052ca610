"""Nødnotat: written in acute danger, read by few, reviewed within a day."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from vaern.cases.access import is_on_the_case
from vaern.desk.forms.emergency import EmergencyForm
from vaern.desk.forms.inquiry import ReviewForm
from vaern.desk.requests import regions_of
from vaern.desk.views.call import keep
from vaern.inquiries.access import (
    NoSuchInquiry,
    open_emergency_note,
    require_writing_about,
    was_filed,
)
from vaern.inquiries.actions.emergency import AlreadyReviewed, OwnNote, review_emergency_note, write_emergency_note
from vaern.inquiries.terms import EmergencyReason, ReviewFinding
from vaern.staff.roles import Permission


@require_POST
def write(request: HttpRequest, about: UUID) -> HttpResponse:
    """Seal a name or an address while danger is acute. The call log it was sent with is saved first."""
    at = now()
    require_writing_about(request.user, about, at=at, let_in=is_on_the_case)
    if not was_filed(about):
        about = keep(request.user, about, request.POST, at).draft.pk
    form = EmergencyForm(request.POST)
    if form.is_valid():
        codes = regions_of(request, at)
        write_emergency_note(
            about=about,
            region=codes[0] if codes else "",
            text=form.cleaned_data["emergency_text"],
            reason=EmergencyReason(form.cleaned_data["emergency_reason"]),
            grounds=form.cleaned_data["emergency_grounds"],
            danger_is_acute=form.cleaned_data["emergency_acute"],
            by=request.user,
            at=at,
        )
        return redirect(onward(about))
    context = {"form": form, "about": about, "at": at, "back": onward(about)}
    return render(request, "desk/emergency_write.html", context, status=422)


def onward(about: UUID) -> str:
    """Return the address of the call the note is about: the inquiry, or the draft it still is."""
    return reverse("inquiry" if was_filed(about) else "call", args=[about])


@require_safe
def show(request: HttpRequest, note_id: UUID) -> HttpResponse:
    return page(request, note_id, ReviewForm())


def page(request: HttpRequest, note_id: UUID, form: ReviewForm) -> HttpResponse:
    at = now()
    note = open_emergency_note(user=request.user, note_id=note_id, at=at, let_in=is_on_the_case)
    context = {
        "note": note,
        "at": at,
        "form": form,
        "is_readable": note.is_readable(at),
        "may_review": note.reviewed_at is None
        and note.written_by_id != request.user.pk
        and request.user.may(Permission.REVIEW_EMERGENCY_NOTES),
    }
    return render(request, "desk/emergency.html", context, status=422 if form.errors else 200)


@require_POST
def review(request: HttpRequest, note_id: UUID) -> HttpResponse:
    at = now()
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return page(request, note_id, form)
    note = open_emergency_note(user=request.user, note_id=note_id, at=at, let_in=is_on_the_case)
    try:
        review_emergency_note(note=note, finding=ReviewFinding(form.cleaned_data["finding"]), by=request.user, at=at)
    except OwnNote as error:
        raise NoSuchInquiry from error
    except AlreadyReviewed:
        pass  # another team lead was faster
    return redirect("my-day")
