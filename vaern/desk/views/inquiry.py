"""A filed inquiry: read it, and go on with it."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vaern.cases.access import case_of, is_on_the_case
from vaern.desk.forms.inquiry import CloseForm, HandOverForm, NoteForm, NotificationForm, StepForm
from vaern.desk.requests import regions_of, sent, shows_and_takes_a_form
from vaern.inquiries import access
from vaern.inquiries.actions import journal
from vaern.inquiries.actions.notification import (
    IncompleteAnswer,
    NotificationUnsettled,
    answer_notification,
    closing_finding,
)
from vaern.inquiries.actions.tasks import AlreadyDone, LastStep, finish_task, set_task
from vaern.inquiries.surroundings import region_name, regions
from vaern.inquiries.terms import Age, Closing, HandOver, NotificationState, Stage, TaskKind
from vaern.inquiries.worklist import worklist as worklist_of
from vaern.law.clocks import municipality_clocks
from vaern.law.notification import ADVICE_ON_NOTIFYING, EXPLAINING_THE_DUTY
from vaern.risk.access import drafts_of, judgements_shown
from vaern.risk.actions.closing import MayNotClose, close_inquiry, closing_findings
from vaern.staff.roles import Permission
from vaern.vault.terms import Purpose


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Show what one may see: open by next step, or closed newest first; by page, opening nothing."""
    at = now()
    stage = Stage.CLOSED if request.GET.get("vis") == "afsluttede" else Stage.OPEN
    mine = request.GET.get("kun") == "mine"
    region = request.GET.get("region", "")
    after = request.GET.get("efter", "")
    page = worklist_of(request.user, at=at, stage=stage, mine=mine, region=region, after=after)
    judgements = judgements_shown([row.pk for row in page.rows], to=request.user, at=at)
    answered_here = regions_of(request, at)
    kept = request.GET.copy()
    kept.pop("efter", None)
    context = {
        "at": at,
        "rows": [(row, judgements[row.pk]) for row in page.rows],
        "names": dict(regions(at)),
        "first": f"?{kept.urlencode()}" if after else "",
        "next": f"?{kept.urlencode()}&efter={page.next}" if page.next else "",
        "stage": stage,
        "mine": mine,
        "region": region,
        "my_regions": [(code, name) for code, name in regions(at) if code in answered_here],
    }
    return render(request, "desk/inquiries.html", context)


@require_safe
def show(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    at = now()
    inquiry = opened(request, inquiry_id, at)
    return render(request, "desk/inquiry.html", overview(request, inquiry, at))


def opened(request: HttpRequest, inquiry_id: UUID, at: datetime) -> Any:
    return access.open_inquiry(
        user=request.user, inquiry_id=inquiry_id, purpose=Purpose.CASEWORK, at=at, let_in=is_on_the_case
    )


def overview(request: HttpRequest, inquiry: Any, at: datetime) -> dict[str, Any]:
    """Return what the inquiry's page shows: the journal, the tasks, the question about notification."""
    facts = access.call_facts(inquiry)
    answer = access.newest_notification(inquiry)
    finding = closing_finding(
        age=facts["age"],
        subject=facts["subject"],
        answer=answer,
        child_known=access.child_is_known(inquiry.pk),
        at=at,
    )
    tasks = list(inquiry.tasks.open().by_due().select_related("owner"))
    clocks = []
    if answer and answer["state"] == NotificationState.MADE and answer["when"]:
        clocks = [
            {"text": clock.text, "runs_out_at": clock.runs_out_at, "is_over": clock.has_run_out(at)}
            for clock in municipality_clocks(datetime.fromisoformat(answer["when"]))
        ]
    return {
        "at": at,
        "inquiry": inquiry,
        "region": region_name(inquiry.region, at),
        "entries": access.journal_of(inquiry),
        "tasks": [task.opened_with(inquiry.key_in_hand) for task in tasks],
        "facts": facts,
        "answer": answer,
        "answer_label": NotificationState(answer["state"]).label if answer else "",
        "answer_when": datetime.fromisoformat(answer["when"]) if answer and answer["when"] else None,
        "finding": finding,
        "may_concern_a_child": facts["age"] != Age.ADULT,
        "clocks": clocks,
        "advice_on_notifying": ADVICE_ON_NOTIFYING,
        "explaining_the_duty": EXPLAINING_THE_DUTY,
        "call_back": inquiry.call_backs.waiting().first(),
        "case": case_of(inquiry, user=request.user, at=at),
        "may_open_case": request.user.may(Permission.WORK_ON_CASES),
        "emergency_notes": access.emergency_notes_about(inquiry.pk),
        "is_unclaimed": inquiry.consultant_id is None,
        "message": "",
        "judgement": judgements_shown([inquiry.pk], to=request.user, at=at)[inquiry.pk],
        "screening_drafts": drafts_of(inquiry),
        "new_screening": uuid4(),
        "reads_along": any(task.kind == TaskKind.SECOND_READER and task.owner == request.user for task in tasks),
        "gave_it_away": inquiry.consultant_id is None and inquiry.handed_by_id == request.user.pk,
    }


def form_page(
    request: HttpRequest,
    template: str,
    inquiry: Any,
    form: Any,
    at: datetime,
    *,
    status: int | None = None,
    **more: Any,
) -> HttpResponse:
    """Show one form of an inquiry, with what was typed and what to put right."""
    context = {"inquiry": inquiry, "form": form, "at": at, "region": region_name(inquiry.region, at)} | more
    return render(request, template, context, status=status or (422 if form.is_bound and form.errors else 200))


@shows_and_takes_a_form
def note(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    at = now()
    inquiry = opened(request, inquiry_id, at)
    form = NoteForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        journal.add_note(inquiry=inquiry, **form.note_about(), by=request.user, at=at)
        return redirect("inquiry", inquiry_id=inquiry.pk)
    return form_page(request, "desk/inquiry_note.html", inquiry, form, at, corrected=None)


@shows_and_takes_a_form
def correct(request: HttpRequest, inquiry_id: UUID, entry_id: UUID) -> HttpResponse:
    """Add a correction; what is corrected stays, and shows that it was."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    entry = next((each for each in access.journal_of(inquiry) if each.pk == entry_id), None)
    if entry is None:
        raise Http404
    form = NoteForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        journal.add_note(inquiry=inquiry, **form.note_about(), by=request.user, at=at, corrects=entry)
        return redirect("inquiry", inquiry_id=inquiry.pk)
    return form_page(request, "desk/inquiry_note.html", inquiry, form, at, corrected=entry)


@shows_and_takes_a_form
def step(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    at = now()
    inquiry = opened(request, inquiry_id, at)
    form = StepForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        set_task(inquiry=inquiry, task=form.task(request.user), by=request.user, at=at)
        return redirect("inquiry", inquiry_id=inquiry.pk)
    return form_page(request, "desk/inquiry_step.html", inquiry, form, at, reopening=False)


@shows_and_takes_a_form
def done(request: HttpRequest, inquiry_id: UUID, task_id: UUID) -> HttpResponse:
    """Finish a task. If none is left, ask for the next step on the same page."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    task = inquiry.tasks.filter(pk=task_id).first()
    if task is None:
        raise Http404
    task.opened_with(inquiry.key_in_hand)
    others = inquiry.tasks.open().exclude(pk=task_id).exists()
    wants_next = request.POST.get("then") == "next" or not others
    form = StepForm(sent(request) if wants_next else None, at=at)
    if request.method == "POST" and (not wants_next or form.is_valid()):
        then = form.task(request.user) if wants_next else None
        try:
            finish_task(inquiry=inquiry, task=task, by=request.user, at=at, then=then)
        except AlreadyDone:
            pass  # somebody was faster, and it is done
        except LastStep:
            return redirect(request.path)
        return redirect("inquiry", inquiry_id=inquiry.pk)
    return form_page(request, "desk/inquiry_done.html", inquiry, form, at, task=task, others=others)


@shows_and_takes_a_form
def hand_over(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    at = now()
    inquiry = opened(request, inquiry_id, at)
    form = HandOverForm(sent(request), at=at, current=inquiry.region)
    if request.method == "POST" and form.is_valid():
        try:
            journal.hand_over(
                inquiry=inquiry,
                region=form.cleaned_data["region"],
                reason=HandOver(form.cleaned_data["reason"]),
                note=form.cleaned_data["note"],
                by=request.user,
                at=at,
            )
        except journal.SameRegion:
            form.add_error("region", _("Den ligger allerede i den region."))
            return form_page(request, "desk/inquiry_hand_over.html", inquiry, form, at)
        except journal.IsRestricted:
            form.add_error("region", _("Sagen er lukket for regionen. Giv sagen til en kollega; så følger denne med."))
            return form_page(request, "desk/inquiry_hand_over.html", inquiry, form, at)
        except journal.IsClosed:
            form.add_error(None, _("Henvendelsen er afsluttet. Genåbn den først."))
            return form_page(request, "desk/inquiry_hand_over.html", inquiry, form, at)
        return redirect("my-day")
    return form_page(request, "desk/inquiry_hand_over.html", inquiry, form, at)


@require_POST
def take(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    at = now()
    inquiry = opened(request, inquiry_id, at)
    try:
        journal.take(inquiry=inquiry, by=request.user, at=at)
    except journal.AlreadyTaken:
        inquiry = opened(request, inquiry_id, at)
        context = overview(request, inquiry, at) | {"message": _("En anden har taget den imens.")}
        return render(request, "desk/inquiry.html", context, status=409)
    return redirect("inquiry", inquiry_id=inquiry.pk)


@shows_and_takes_a_form
def notification(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """Answer the question about notification, with the texts that go with it."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    form = NotificationForm(sent(request), at=at)
    child_known = access.child_is_known(inquiry.pk)
    finding = None
    if request.method == "POST" and form.is_valid():
        answer = form.notification_answer()
        assert answer is not None  # noqa: S101  the form demands one
        try:
            answer_notification(inquiry=inquiry, notification=answer, child_known=child_known, by=request.user, at=at)
        except IncompleteAnswer as refusal:
            finding = refusal.finding
            form.add_error("notification", finding.because)
        else:
            return redirect("inquiry", inquiry_id=inquiry.pk)
    return form_page(
        request,
        "desk/inquiry_notification.html",
        inquiry,
        form,
        at,
        finding=finding,
        child_is_known=child_known,
        advice_on_notifying=ADVICE_ON_NOTIFYING,
        explaining_the_duty=EXPLAINING_THE_DUTY,
    )


@shows_and_takes_a_form
def close(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    at = now()
    inquiry = opened(request, inquiry_id, at)
    form = CloseForm(sent(request), at=at)
    finding, in_the_way = None, []
    if request.method == "POST" and form.is_valid():
        try:
            close_inquiry(
                inquiry=inquiry,
                reason=Closing(form.cleaned_data["reason"]),
                remark=form.cleaned_data["remark"],
                why_not_screened=form.cleaned_data["why_not_screened"],
                by=request.user,
                at=at,
            )
        except MayNotClose as refusal:
            in_the_way = refusal.findings
            for each in in_the_way:
                form.say(each, draft_waits=bool(drafts_of(inquiry)))
        except NotificationUnsettled as refusal:
            finding = refusal.finding
            form.add_error(None, finding.because)
        except journal.CallBackWaits:
            form.add_error(None, _("Der er aftalt en opringning. Afslut den først; så slettes nummeret også."))
        except journal.NotificationWaits:
            form.add_error(None, _("Vi har lovet at underrette. Gør det først, og sæt handlingen som udført."))
        except journal.IsClosed:
            return redirect("inquiry", inquiry_id=inquiry.pk)
        else:
            return redirect("inquiry", inquiry_id=inquiry.pk)
    screening = closing_findings(inquiry, by=request.user, at=at)
    return form_page(
        request,
        "desk/inquiry_close.html",
        inquiry,
        form,
        at,
        finding=finding,
        in_the_way=in_the_way,
        screening_drafts=drafts_of(inquiry),
        asks_why=any(not each.permits and each.rule == "may_close_as_screened" for each in screening),
        asks_reader=any(not each.permits and each.rule == "may_close_after_an_alarm" for each in screening),
    )


@shows_and_takes_a_form
def reopen(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    at = now()
    inquiry = opened(request, inquiry_id, at)
    form = StepForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        with suppress(journal.IsOpen):  # somebody was faster, and it is open
            journal.reopen(inquiry=inquiry, next_step=form.task(request.user), by=request.user, at=at)
        return redirect("inquiry", inquiry_id=inquiry.pk)
    return form_page(request, "desk/inquiry_step.html", inquiry, form, at, reopening=True)
