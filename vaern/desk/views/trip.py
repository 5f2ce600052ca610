"""The trips of a case, the file of one of them, and moving it on: left, home, averted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from vaern.cases.actions.course import NotYet
from vaern.desk.forms.trip import MoveTripForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.trip_words import asked_of, things_of
from vaern.desk.views.case import case_page, opened
from vaern.risk.access import judgement_of
from vaern.travel import guidance, reading
from vaern.travel.actions import course
from vaern.travel.clock import milestones, steps_that_fit
from vaern.travel.terms import GOES_ON_TO, Source, TripStage
from vaern.travel.topics import AFTER, BEFORE, DURING, QUESTIONS

MOVE_REFUSALS = {
    course.CannotMove: ("to", _("Rejsen står et andet sted nu. Se, hvad der er skrevet, og vælg igen.")),
    course.BeforeItBegan: ("moved_on", _("Den dag ligger før afrejsen. Skriv den dag, personen kom hjem.")),
    course.NoReasonGiven: ("words", _("Skriv, hvordan I ved det.")),
    NotYet: ("moved_on", _("Den dag er ikke kommet endnu.")),
}
LOG = 12  # lines of contact and authorities on the page; the rest stand in the history of each


def trip_in(case: Any, trip_id: UUID) -> Any:
    try:
        return reading.trip_of(case, trip_id)
    except reading.NoSuchTrip as refusal:
        raise Http404 from refusal


def trip_page(request: HttpRequest, template: str, file: reading.File, **more: Any) -> HttpResponse:
    """Show one page of a trip under the bar of its case."""
    shown = {"trip": file.trip, "file": file, "facts": file.facts}
    return case_page(request, f"desk/trip/{template}.html", file.trip.case, file.at, here="travel", **shown, **more)


@shows_and_takes_a_form
def trips(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the trips of a case; posted: begin the file of a new one."""
    at = now()
    case = opened(request, case_id, at)
    if request.method == "POST":
        trip = course.begin_trip(case=case, by=request.user, at=at)
        return redirect("travel-trip", case_id=case.pk, trip_id=trip.pk)
    found = reading.trips_of(case)
    if len(found) == 1 and "alle" not in request.GET:
        return redirect("travel-trip", case_id=case.pk, trip_id=found[0].pk)
    return case_page(request, "desk/trip/trips.html", case, at, here="travel", trips=found)


@require_safe
def show(request: HttpRequest, case_id: UUID, trip_id: UUID) -> HttpResponse:
    """Show a trip on one page: the clock, what is known, what still fits, who leads and what to look after."""
    at = now()
    case = opened(request, case_id, at)
    asked = request.user if request.GET.get("navne") else None
    file = reading.file_of(trip_in(case, trip_id), at=at, shown_to=asked)
    judged = judgement_of(case, at=at)
    return trip_page(
        request,
        "trip",
        file,
        judged=judged,
        left=file.countdown,
        asked=asked_of(file, QUESTIONS),
        before=things_of(file, *BEFORE),
        during=list(reversed(things_of(file, *DURING)))[:LOG],
        after=things_of(file, *AFTER),
        topics_before=BEFORE,
        topics_during=DURING,
        topics_after=AFTER,
        milestones=milestones(file.departure.earliest, at),
        fitting=steps_that_fit(guidance.steps(), file.countdown, is_child=reading.age_of(file, None)),
        checked_on=guidance.steps_checked_on(),
        leads=reading.who_leads(file),
        passports=reading.passports_of(file),
        decisions=reading.decisions_of(file),
        turning=reading.turning_18(file),
        reminders=reading.reminders_of(file),
        guides=guides_for(file.trip),
        moves=GOES_ON_TO[TripStage(file.trip.stage)],
        not_screened_since=file.trip.has_ended and not screened_since(judged, file.trip.moved_at),
    )


def guides_for(trip: Any) -> tuple[Any, ...]:
    """Return what is worth reading where the trip is now, the nearest first."""
    if trip.has_ended:
        return (*guidance.AFTER, *guidance.ABROAD[2:])
    if trip.stage == TripStage.ABROAD:
        return (*guidance.ABROAD, *guidance.BEFORE[3:])
    return (*guidance.BEFORE, *guidance.ABROAD)


def screened_since(judged: Any, moment: datetime) -> bool:
    """Tell whether somebody has judged the danger since the trip ended."""
    return judged.signed_at is not None and judged.signed_at > moment


@shows_and_takes_a_form
def move(request: HttpRequest, case_id: UUID, trip_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    trip = trip_in(case, trip_id)
    file = reading.file_of(trip, at=at)
    stage = TripStage(trip.stage)
    form = MoveTripForm(sent(request), at=at, ways=GOES_ON_TO[stage])
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            course.move_trip(
                trip=trip,
                to=TripStage(cleaned["to"]),
                on=cleaned["moved_on"],
                words=cleaned["words"],
                source=Source(cleaned["source"]),
                seen=stage,
                by=request.user,
                at=at,
            )
        except tuple(MOVE_REFUSALS) as refusal:
            form.add_error(*MOVE_REFUSALS[type(refusal)])
        else:
            return redirect("travel-trip", case_id=case.pk, trip_id=trip.pk)
    return trip_page(request, "move", file, form=form)


def refused(request: HttpRequest, file: reading.File, finding: Any, template: str, **more: Any) -> HttpResponse:
    """Show a page with the rule that does not permit it, and the ways forward. Nothing was written."""
    return trip_page(request, template, file, finding=finding, status=409, **more)
