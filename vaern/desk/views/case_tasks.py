"""The tasks of a case: the one next step, what comes after it, and what is done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaern.cases import reading
from vaern.cases.access import viewers_of
from vaern.cases.actions.tasks import AuthorityStillMissing, finish_task, move_task, set_task
from vaern.cases.terms import TaskKind
from vaern.desk.forms.case import MoveForm
from vaern.desk.forms.case_parts import CaseStepForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.work.tasks import AlreadyDone, LastStep

ELSEWHERE = {TaskKind.RECEIVER: "case-moving", TaskKind.KEEPING: "case-keeping"}


@require_safe
def tasks(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    shown = {"tasks": reading.tasks_of(case), "finished": reading.finished_of(case)}
    return case_page(request, "desk/case/tasks.html", case, at, here="tasks", **shown)


def owners_of(case: Any, at: datetime) -> list[Any]:
    """Return who may be given a task of the case: everybody who may see it."""
    return [viewer.person for viewer in viewers_of(case, at=at)]


@shows_and_takes_a_form
def add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    form = CaseStepForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    if request.method == "POST" and form.is_valid():
        set_task(case=case, task=form.new_task(), by=request.user, at=at)
        return redirect("case-tasks", case_id=case.pk)
    return case_page(request, "desk/case/task.html", case, at, here="tasks", form=form)


def task_of(case: Any, task_id: UUID) -> Any:
    task = case.tasks.select_related("owner").filter(pk=task_id).first()
    if task is None:
        raise Http404
    return task.opened_with(case.key_in_hand)


@shows_and_takes_a_form
def done(request: HttpRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Finish a task. If none is left, ask for the next step on the same page."""
    at = now()
    case = opened(request, case_id, at)
    task = task_of(case, task_id)
    if task.kind in ELSEWHERE:
        return redirect(ELSEWHERE[task.kind], case_id=case.pk)
    others = not case.is_open or case.tasks.open().exclude(pk=task_id).exists()
    wants_next = request.POST.get("then") == "next" or not others
    typed = sent(request) if wants_next else None
    form = CaseStepForm(typed, at=at, owners=owners_of(case, at), by=request.user)
    message = ""
    if request.method == "POST" and (not wants_next or form.is_valid()):
        then = form.new_task() if wants_next else None
        try:
            finish_task(case=case, task=task, by=request.user, at=at, then=then)
        except AlreadyDone:
            message = _("En anden har gjort det imens. Det, du har skrevet, står her endnu.") if then else ""
        except LastStep:
            return redirect(request.path)
        except AuthorityStillMissing:
            message = _("Den ansvarlige myndighed står ikke i sagen endnu. Skriv den, eller giv opgaven en ny dag.")
        if not message:
            return redirect("case-tasks", case_id=case.pk)
    shown = {"form": form, "task": task, "others": others, "message": message}
    return case_page(request, "desk/case/done.html", case, at, here="tasks", status=409 if message else None, **shown)


@shows_and_takes_a_form
def move(request: HttpRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Give a task another day or another owner."""
    at = now()
    case = opened(request, case_id, at)
    task = task_of(case, task_id)
    form = MoveForm(sent(request), at=at, owners=owners_of(case, at), by=task.owner)
    due = localtime(task.due_at)
    form.initial = {"due_on": due.date(), "due_at": due.time()} | form.initial
    if request.method == "POST" and form.is_valid():
        try:
            move_task(case=case, task=task, by=request.user, **form.moved())
        except AlreadyDone:
            form.add_error(None, _("En anden har gjort det imens. Der er intet at flytte."))
        else:
            return redirect("case-tasks", case_id=case.pk)
    return case_page(request, "desk/case/move.html", case, at, here="tasks", form=form, task=task)
