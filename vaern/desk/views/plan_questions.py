"""The question board: put a question on it, and answer one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now

from vaern.cases.plan import questions as acts
from vaern.cases.plan.rows import newest_of
from vaern.cases.plan.terms import PlanKind
from vaern.desk.forms.plan import AnswerForm, QuestionForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import opened
from vaern.desk.views.case_course import seen_in
from vaern.desk.views.case_tasks import owners_of
from vaern.desk.views.plan import typed_again
from vaern.desk.views.plan_parts import Showing, Tried, carry_out, part_of, plan_form
from vaern.law.clocks import local_day


@shows_and_takes_a_form
def ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    form = QuestionForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    tried = Tried()
    if request.method == "POST":
        tried = carry_out(form, lambda: acts.ask(case=case, said=form.question(), by=request.user, at=at))
        if tried.done:
            return redirect("case-plan", case_id=case.pk)
    return plan_form(request, "desk/plan/question.html", case, at, form, tried)


@shows_and_takes_a_form
def agree_route(request: HttpRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Put a task to find something out on the board, with the route it did not have."""
    at = now()
    case = opened(request, case_id, at)
    task = next((task for task in acts.without_route(case) if task.pk == task_id), None)
    if task is None:
        raise Http404
    form = QuestionForm(sent(request), at=at, owners=owners_of(case, at), by=task.owner)
    due = {"what": task.text, "due_on": local_day(task.due_at)}
    form.initial = form.initial | due | typed_again(form)
    tried = Tried()
    if request.method == "POST":
        said = {"by": request.user, "at": at, "about": task}
        tried = carry_out(form, lambda: acts.ask(case=case, said=form.question(), **said))
        if tried.done:
            return redirect("case-plan", case_id=case.pk)
    return plan_form(request, "desk/plan/question.html", case, at, form, tried)


@shows_and_takes_a_form
def answer(request: HttpRequest, case_id: UUID, question_id: UUID) -> HttpResponse:
    """Show a question, and take its answer into the journal."""
    at = now()
    case = opened(request, case_id, at)
    item = part_of(case, PlanKind.QUESTION, question_id)
    question = acts.asked(newest_of(case, item), case)
    form = AnswerForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    seen, tried = seen_in(request, question.number), Tried()
    if request.method == "POST":
        said = {"item": item, "seen": seen, "by": request.user, "at": at}
        tried = carry_out(form, lambda: acts.answer(case=case, **form.the_answer(), **said))
        if tried.done:
            return redirect("case-plan", case_id=case.pk)
    more = {"showing": Showing(seen), "question": question}
    return plan_form(request, "desk/plan/answer.html", case, at, form, tried, **more)
