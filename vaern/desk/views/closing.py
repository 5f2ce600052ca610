"""Close a case, reopen it, say until when it is kept, and move it to another municipality."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from vaern.cases import reading as cases
from vaern.cases.access import is_on_the_case
from vaern.cases.actions.course import ChangedMeanwhile, NoReason
from vaern.cases.terms import Respect, Stage, TaskKind
from vaern.closing import reading
from vaern.closing.actions import closing
from vaern.closing.actions import keeping as keeping_acts
from vaern.closing.actions import moving as moving_acts
from vaern.closing.terms import Outcome, Told
from vaern.desk.case_words import line_of
from vaern.desk.forms.closing import PARTIES, CloseCaseForm, KeepingForm, MovedForm, MoveForm, ReopenForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.desk.views.case_course import seen_in
from vaern.desk.views.case_tasks import owners_of
from vaern.directory.places import municipality_names, region_of
from vaern.inquiries.access import may_see, open_inquiry
from vaern.law.clocks import local_day
from vaern.law.closing import CloseReason
from vaern.vault.terms import Purpose
from vaern.work.tasks import LastStep

IS_CLOSED = _("Sagen er afsluttet. Genåbn den først, hvis der er noget at gøre.")


def inquiry_of(request: HttpRequest, case: Any, at: datetime) -> Any:
    """Return the inquiry the case came from, opened, or None for somebody who may not see it."""
    if not may_see(request.user, case.inquiry, at=at, let_in=is_on_the_case):
        return None
    return open_inquiry(
        user=request.user, inquiry_id=case.inquiry_id, purpose=Purpose.CASEWORK, at=at, let_in=is_on_the_case
    )


@shows_and_takes_a_form
def close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for everything a case is closed with, and say all at once what is missing."""
    at = now()
    case = opened(request, case_id, at)
    if not case.is_open:
        return redirect("case-ended", case_id=case.pk)
    inquiry = inquiry_of(request, case, at)
    standings = cases.standings_of(case)
    facts = cases.facts_in(standings)
    tasks = [task for task in cases.tasks_of(case) if task.kind != TaskKind.RECEIVER]
    parties = reading.parties_of(case, by=request.user, at=at)
    form = CloseCaseForm(sent(request), at=at, tasks=tasks, parties=parties)
    seen = seen_in(request, facts.stage_number)
    in_the_way = closing.standing_findings(case, inquiry, by=request.user, at=at)
    shown: dict[str, Any] = {"seen": seen, "changed": None, "in_the_way": in_the_way, "status": None}
    if request.method == "POST":
        form.full_clean()
        ending = form.ending()
        missing = closing.said_findings(case, ending, by=request.user, at=at)
        form.say_missing(name for finding in missing for name in finding.missing)
        if form.errors or missing or in_the_way:
            shown["status"] = 422
        elif refused := tried_to_close(request, case, inquiry, ending, seen, at):
            shown |= refused
        else:
            return redirect("case-ended", case_id=case.pk)
    rules = {finding.rule for finding in shown["in_the_way"]}
    return case_page(
        request,
        "desk/closing/close.html",
        case,
        at,
        here="end",
        standings=standings,
        form=form,
        transfer_waits=reading.transfer_waits(case),
        sees_inquiry=inquiry is not None,
        asks_about_child="may_close" in rules,
        asks_reader="may_close_after_an_alarm" in rules,
        **shown,
    )


def tried_to_close(
    request: HttpRequest, case: Any, inquiry: Any, ending: Any, seen: int, at: datetime
) -> dict[str, Any] | None:
    """Close the case; return what the page shows where something came in between, None where it is closed."""
    try:
        closing.close_case(case=case, inquiry=inquiry, ending=ending, seen=seen, by=request.user, at=at)
    except ChangedMeanwhile as refusal:
        newest = refusal.newest
        happened = cases.Happening(newest.at, Respect.STAGE.label, newest)
        return {"changed": line_of(happened), "seen": newest.number, "status": 409}
    except closing.AlreadyClosed:
        return None  # by the other click
    except closing.MayNotCloseCase as refusal:
        return {"in_the_way": refusal.findings, "status": 409}
    return None


@require_safe
def ended(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what a case was closed with, each time, until when it is kept, and what became of its tasks."""
    at = now()
    case = opened(request, case_id, at)
    keepings = reading.keepings_of(case)
    return case_page(
        request,
        "desk/closing/ended.html",
        case,
        at,
        here="end",
        closures=[closure_in_words(row) for row in reading.closures_of(case)],
        keeping=keepings[0] if keepings else None,
    )


def closure_in_words(row: Any) -> dict[str, Any]:
    """Return what a case was closed with, as the page shows it."""
    facts = row.facts
    return {
        "row": row,
        "reason": CloseReason(facts["reason"]).label,
        "accountable": facts["accountable"],
        "why_no_check": facts["why_no_check"],
        "tasks": [
            {
                "kind": TaskKind(each["kind"]).label,
                "outcome": Outcome(each["outcome"]).label,
                "why": each["why"],
            }
            for each in facts["tasks"]
        ],
        "parties": [
            {
                "name": PARTIES.get(each["key"]) or each["name"],
                "told": Told(each["told"]).label,
                "why": each["why"],
            }
            for each in facts["parties"]
        ],
    }


@shows_and_takes_a_form
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    if case.is_open:
        return redirect("case", case_id=case.pk)
    standings = cases.standings_of(case)
    facts = cases.facts_in(standings)
    form = ReopenForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    seen, changed, status = seen_in(request, facts.stage_number), None, None
    if request.method == "POST" and form.is_valid():
        step = form.new_task()
        assert step is not None  # noqa: S101  the form demands it
        try:
            closing.reopen_case(
                case=case,
                stage=Stage(form.cleaned_data["stage"]),
                why=form.cleaned_data["why"],
                next_step=step,
                seen=seen,
                by=request.user,
                at=at,
            )
        except ChangedMeanwhile as refusal:
            newest = refusal.newest
            happened = cases.Happening(newest.at, Respect.STAGE.label, newest)
            changed, seen, status = line_of(happened), newest.number, 409
        except NoReason:
            form.add_error("why", _("Skriv, hvorfor sagen genåbnes."))
        except closing.NotClosed:
            return redirect("case", case_id=case.pk)
        else:
            return redirect("case", case_id=case.pk)
    more = {"form": form, "seen": seen, "changed": changed, "history": []}
    return case_page(
        request, "desk/closing/reopen.html", case, at, here="end", status=status, standings=standings, **more
    )


@shows_and_takes_a_form
def keeping(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Set until when a closed case is kept, where the reason does not say it or a person knows better."""
    at = now()
    case = opened(request, case_id, at)
    if case.is_open:
        return redirect("case", case_id=case.pk)
    form = KeepingForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        try:
            keeping_acts.set_keeping(
                case=case, until=form.cleaned_data["until"], why=form.cleaned_data["why"], by=request.user, at=at
            )
        except keeping_acts.NotClosedYet:
            return redirect("case", case_id=case.pk)
        else:
            return redirect("case-ended", case_id=case.pk)
    keepings = reading.keepings_of(case)
    return case_page(request, "desk/closing/keeping.html", case, at, here="end", form=form, keepings=keepings)


@shows_and_takes_a_form
def moving(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the case's moves between municipalities, and begin one."""
    at = now()
    case = opened(request, case_id, at)
    places = municipality_names(local_day(at))
    form = MoveForm(sent(request), at=at, places=list(places.items()))
    status = None
    if request.method == "POST" and form.is_valid():
        try:
            moving_acts.begin_move(case=case, move=form.move(), by=request.user, at=at)
        except moving_acts.CaseIsClosed:
            form.add_error(None, IS_CLOSED)
        except moving_acts.MovesAlready:
            form.add_error(None, _("Sagen er allerede på vej. Skriv først, om de har taget imod."))
            status = 409
        except moving_acts.SameMunicipality:
            form.add_error("to_place", _("Det er den samme kommune. Vælg den, sagen flytter til."))
        except moving_acts.MoveIncomplete as refusal:
            for name in refusal.names:
                form.add_error(name, _("Skriv det her."))
        else:
            return redirect("case-moving", case_id=case.pk)
    moves = [move_in_words(row, places, case, at) for row in reading.transfers_of(case)]
    waits = any(move["waits"] for move in moves)
    return case_page(
        request, "desk/closing/moving.html", case, at, here="move", status=status, form=form, moves=moves, waits=waits
    )


def move_in_words(row: Any, places: dict[str, str], case: Any, at: datetime) -> dict[str, Any]:
    facts = row.facts
    receipt = getattr(row, "receipt", None)
    region = region_of(facts["to"], local_day(at))
    return {
        "row": row,
        "from": places.get(facts["from"], facts["from"]),
        "to": places.get(facts["to"], facts["to"]),
        "on": datetime.fromisoformat(facts["on"]).date(),
        "receipt": receipt,
        "confirmed_on": datetime.fromisoformat(receipt.facts["on"]).date() if receipt else None,
        "waits": receipt is None,
        "other_region": region.name if region and region.code != case.region else "",
    }


@shows_and_takes_a_form
def confirm_move(request: HttpRequest, case_id: UUID, transfer_id: UUID) -> HttpResponse:
    """Write down that the receiving municipality has confirmed."""
    at = now()
    case = opened(request, case_id, at)
    transfer = next((row for row in reading.transfers_of(case) if row.pk == transfer_id), None)
    if transfer is None:
        raise Http404
    if hasattr(transfer, "receipt"):
        return redirect("case-moving", case_id=case.pk)
    form = MovedForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    is_only_step = case.is_open and not case.tasks.open().exclude(pk=transfer.task_id).exists()
    if request.method == "POST" and form.is_valid():
        try:
            moving_acts.confirm_move(
                case=case,
                transfer=transfer,
                who=form.cleaned_data["who"],
                on=form.confirmed_on(),
                then=form.new_task(),
                by=request.user,
                at=at,
            )
        except moving_acts.AlreadyConfirmed:
            return redirect("case-moving", case_id=case.pk)
        except moving_acts.ConfirmedTooSoon:
            form.add_error("on", _("Den dag er ikke kommet endnu. Skriv den dag, de bekræftede."))
        except moving_acts.MoveIncomplete:
            form.add_error("who", _("Skriv, hvem der bekræftede."))
        except LastStep:
            form.add_error("kind", _("Sagen har altid et næste skridt. Vælg det næste her."))
        else:
            return redirect("case-moving", case_id=case.pk)
    places = municipality_names(local_day(at))
    move = move_in_words(transfer, places, case, at)
    return case_page(
        request, "desk/closing/moved.html", case, at, here="move", form=form, move=move, is_only_step=is_only_step
    )
