"""Meetings: agree one, move it, call it off, write its minutes, and take its time into a calendar."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vaern.cases.identity import whereabouts_of
from vaern.cases.plan import meetings as acts
from vaern.cases.plan.calendar import take_to_calendar
from vaern.cases.plan.papers import meeting_paper
from vaern.cases.plan.rows import rows_of
from vaern.cases.plan.terms import PlanKind
from vaern.desk.forms.meetings import AgreedMeetingForm, CancelForm, MinutesForm, MovedMeetingForm
from vaern.desk.forms.plan import CalendarForm
from vaern.desk.plan_words import when_it_is
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.desk.views.case_course import seen_in
from vaern.desk.views.case_tasks import owners_of
from vaern.desk.views.plan import typed_again
from vaern.desk.views.plan_parts import Showing, Tried, carry_out, part_of, plan_form
from vaern.desk.views.release import release_rendered
from vaern.sharing.whereabouts import found_in
from vaern.vault.terms import Purpose


@shows_and_takes_a_form
def add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    form = AgreedMeetingForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    tried = Tried()
    if request.method == "POST":
        tried = carry_out(form, lambda: acts.plan_meeting(case=case, said=form.meeting(), by=request.user, at=at))
        if tried.done:
            return redirect("case-plan", case_id=case.pk)
    return plan_form(request, "desk/plan/meeting_form.html", case, at, form, tried)


@require_safe
def show(request: HttpRequest, case_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Show a meeting with its points, its minutes and how far what was agreed has come."""
    at = now()
    case = opened(request, case_id, at)
    item = part_of(case, PlanKind.MEETING, meeting_id)
    return meeting_page(request, case, item, at, CalendarForm())


def meeting_page(request: HttpRequest, case: Any, item: Any, at: datetime, form: CalendarForm) -> HttpResponse:
    meeting, before = acts.meeting_of(case, item)
    shown = {
        "meeting": meeting,
        "when": when_it_is(meeting),
        "before": [(each, when_it_is(each)) for each in before],
        "agreed": acts.agreed_at(case, meeting),
        "awaits_minutes": meeting.awaits_minutes(at),
        "form": form,
    }
    return case_page(request, "desk/plan/meeting.html", case, at, here="plan", **shown)


@shows_and_takes_a_form
def move(request: HttpRequest, case_id: UUID, meeting_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    item = part_of(case, PlanKind.MEETING, meeting_id)
    rows = rows_of(case, item)
    meeting = acts.met(rows[0], case)
    form = MovedMeetingForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    form.initial = form.initial | as_form(meeting) | typed_again(form)

    def act(seen: int) -> None:
        reason = form.cleaned_data["reason"]
        said = {"said": form.meeting(), "reason": reason, "seen": seen, "by": request.user, "at": at}
        acts.move_meeting(case=case, item=item, **said)

    return change(request, case, at, "meeting_form", form, act, meeting=meeting, rows=rows)


@shows_and_takes_a_form
def cancel(request: HttpRequest, case_id: UUID, meeting_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    item = part_of(case, PlanKind.MEETING, meeting_id)
    meeting, _before = acts.meeting_of(case, item)
    form = CancelForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)

    def act(seen: int) -> None:
        reason, then = form.cleaned_data["reason"], form.new_task()
        acts.cancel_meeting(case=case, item=item, reason=reason, then=then, seen=seen, by=request.user, at=at)

    return change(request, case, at, "meeting_cancel", form, act, meeting=meeting)


@shows_and_takes_a_form
def minutes(request: HttpRequest, case_id: UUID, meeting_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    item = part_of(case, PlanKind.MEETING, meeting_id)
    meeting, _before = acts.meeting_of(case, item)
    form = MinutesForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)

    def act(seen: int) -> None:
        note, decisions = form.cleaned_data["note"], form.decisions()
        acts.write_minutes(case=case, item=item, note=note, decisions=decisions, seen=seen, by=request.user, at=at)

    return change(request, case, at, "meeting_minutes", form, act, meeting=meeting)


def change(
    request: HttpRequest,
    case: Any,
    at: datetime,
    page: str,
    form: Any,
    act: Any,
    *,
    meeting: acts.Met,
    rows: Any = (),
) -> HttpResponse:
    """Show one form about a meeting, or carry it out."""
    seen, tried = seen_in(request, meeting.number), Tried()
    if request.method == "POST":
        tried = carry_out(form, lambda: act(seen))
        if tried.done:
            return redirect("case-plan-meeting", case_id=case.pk, meeting_id=meeting.id)
    more = {"showing": Showing(seen, list(rows)), "meeting": meeting, "when": when_it_is(meeting)}
    return plan_form(request, f"desk/plan/{page}.html", case, at, form, tried, **more)


@shows_and_takes_a_form
def release_paper(request: HttpRequest, case_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Let the paper of a meeting go, as every other paper."""
    at = now()
    case = opened(request, case_id, at)
    meeting, _before = acts.meeting_of(case, part_of(case, PlanKind.MEETING, meeting_id))
    return release_rendered(request, case, meeting_paper(case, meeting, when_it_is(meeting), at), at)


@require_POST
def calendar(request: HttpRequest, case_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Hand over the time of a meeting for a calendar: the word "Møde", and the place only where it was asked for."""
    at = now()
    case = opened(request, case_id, at)
    item = part_of(case, PlanKind.MEETING, meeting_id)
    meeting, _before = acts.meeting_of(case, item)
    form = CalendarForm(request.POST)
    with_place = form.is_valid() and form.cleaned_data["with_place"]
    hidden = whereabouts_of(case, user=request.user, purpose=Purpose.CASEWORK) if with_place else []
    if found_in(meeting.place, hidden):
        form.add_error("with_place", _("Stedet er et, der ikke må komme ud. Hent filen uden sted."))
        return meeting_page(request, case, item, at, form)
    told = take_to_calendar(case=case, meeting=meeting, with_place=with_place, by=request.user, at=at)
    answer = HttpResponse(told, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="moede.ics"'
    return answer


def as_form(meeting: acts.Met) -> dict[str, Any]:
    begins, ends = localtime(meeting.begins_at), localtime(meeting.ends_at)
    owner = {"owner": str(meeting.owner_id)} if meeting.owner_id else {}
    return {
        "form": meeting.form,
        "on": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "place": meeting.place,
        "participants": "\n".join(meeting.participants),
        "points": "\n".join(meeting.points),
    } | owner
