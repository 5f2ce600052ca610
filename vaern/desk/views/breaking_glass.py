"""Nødåbning: open a case that is not one's own to see, and judge afterwards whether it was needed."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaern.cases.access import NoSuchCase, open_broken_glass
from vaern.cases.actions.breaking_glass import AlreadyReviewed, OwnGlass, break_glass, review_broken_glass
from vaern.cases.terms import Emergency, ReviewFinding
from vaern.desk.forms.staffing import GlassForm, GlassReviewForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.law.clocks import local_day
from vaern.law.values import BREAK_GLASS_HOURS


@shows_and_takes_a_form
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for the exact name and the reason; a wrong name and a case that is closed to one look the same."""
    at = now()
    form = GlassForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            case = break_glass(
                name=given["name"],
                emergency=Emergency(given["emergency"]),
                reason=given["reason"],
                by=request.user,
                at=at,
            )
        except NoSuchCase:
            form.add_error(
                "name",
                _("Der er ingen sag med det navn, som du kan åbne. Se efter, om det er rigtigt, eller spørg holdet."),
            )
        else:
            return redirect("case", case_id=case.pk)
    context = {"form": form, "at": at, "hours": BREAK_GLASS_HOURS.on(local_day(at))}
    return render(request, "desk/glass_break.html", context, status=422 if form.is_bound and form.errors else 200)


@shows_and_takes_a_form
def review(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    """Show a team lead why a case was opened, and nothing of the case; take their judgement."""
    at = now()
    glass = open_broken_glass(user=request.user, glass_id=glass_id)
    form = GlassReviewForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            review_broken_glass(
                glass=glass, finding=ReviewFinding(form.cleaned_data["finding"]), by=request.user, at=at
            )
        except AlreadyReviewed:
            return redirect(request.path)  # another team lead was faster: see what they found
        except OwnGlass:
            form.add_error(None, _("Du kan ikke vurdere din egen åbning. En anden teamleder gør det."))
        else:
            return redirect("team")
    return review_page(request, glass, form, at)


def review_page(request: HttpRequest, glass: object, form: GlassReviewForm, at: datetime) -> HttpResponse:
    context = {"glass": glass, "form": form, "at": at}
    return render(request, "desk/glass_review.html", context, status=422 if form.errors else 200)
