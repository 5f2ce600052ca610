"""Authorities and organisations: what they can be used for, their numbers, and when somebody last checked."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaern.desk.forms.directory import ActorForm, EndForm, NumberForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.directory_parts import (
    as_read,
    carried_out,
    form_page,
    found,
    today_and,
    told,
)
from vaern.directory import actions, catalogue

ACTOR_FACTS = ("name", "what_for", "website", "source", "certainty", "owner", "checked_on")
NUMBER_FACTS = (
    "number",
    "label",
    "hours",
    "answers_when_we_do_not",
    "source",
    "certainty",
    "owner",
    "checked_on",
)


@require_safe
def actors(request: HttpRequest) -> HttpResponse:
    """Show every actor with its numbers, all or those somebody must check."""
    context = today_and(request)
    today = context["today"]
    shown = [
        (listing, [(number, number.is_due_for_check(today)) for number in numbers])
        for listing, numbers in catalogue.actors(today)
    ]
    only_due = request.GET.get("vis") == "kontrol"
    if only_due:
        shown = [(listing, numbers) for listing, numbers in shown if any(is_due for _number, is_due in numbers)]
    context |= {"actors": shown, "only_due": only_due, "former": catalogue.former_actors(today)}
    return render(request, "desk/directory/actors.html", context)


@require_safe
def actor(request: HttpRequest, actor_id: UUID) -> HttpResponse:
    context = today_and(request)
    today = context["today"]
    former = {each.actor_id: each for each in catalogue.former_actors(today)}
    row = found(catalogue.actor(actor_id, today) or former.get(actor_id))
    numbers = catalogue.numbers_of(actor_id, today)
    context["may_edit"] = context["may_edit"] and actor_id not in former
    context |= {
        "row": row,
        "is_former": actor_id in former,
        "is_due": row.is_due_for_check(today),
        "numbers": [(number, number.is_due_for_check(today)) for number in numbers],
        "told": told(catalogue.history(row)),
        "told_numbers": told(catalogue.numbers_history(actor_id), what=lambda each: each.number),
    }
    return render(request, "desk/directory/actor.html", context)


@shows_and_takes_a_form
def add_actor(request: HttpRequest) -> HttpResponse:
    form = ActorForm(sent(request), today=localdate())
    added: list[Any] = []

    def act() -> None:
        added.append(actions.add_actor(**form.facts(), by=request.user.pk, on=form.cleaned_data["on"]))

    if carried_out(request, form, act):
        return redirect("directory-actor", actor_id=added[0].actor_id)
    return form_page(request, form, heading=_("Ny aktør"), back=reverse("directory-actors"))


@shows_and_takes_a_form
def edit_actor(request: HttpRequest, actor_id: UUID) -> HttpResponse:
    today = localdate()
    row = found(catalogue.actor(actor_id, today))
    form = ActorForm(sent(request), today=today, initial={name: getattr(row, name) for name in ACTOR_FACTS})

    def act() -> None:
        actions.revise(row=as_read(request, row), by=request.user.pk, on=form.cleaned_data["on"], **form.facts())

    if carried_out(request, form, act):
        return redirect("directory-actor", actor_id=actor_id)
    back = reverse("directory-actor", args=[actor_id])
    return form_page(request, form, heading=_("Ret aktør"), back=back, row=row)


@shows_and_takes_a_form
def end_actor(request: HttpRequest, actor_id: UUID) -> HttpResponse:
    today = localdate()
    row = found(catalogue.actor(actor_id, today))
    form = EndForm(sent(request), today=today)

    def act() -> None:
        as_read(request, row)
        actions.end_actor(actor=actor_id, by=request.user.pk, last_day=form.last_day)

    if carried_out(request, form, act):
        return redirect("directory-actors")
    return form_page(
        request,
        form,
        heading=_("Tag aktøren ud af kataloget"),
        back=reverse("directory-actor", args=[actor_id]),
        button=_("Tag ud af kataloget"),
        lead=_("Numrene holder op samme dag."),
        row=row,
    )


@shows_and_takes_a_form
def add_number(request: HttpRequest, actor_id: UUID) -> HttpResponse:
    today = localdate()
    found(catalogue.actor(actor_id, today))
    form = NumberForm(sent(request), today=today)

    def act() -> None:
        actions.add_number(actor=actor_id, **form.facts(), by=request.user.pk, on=form.cleaned_data["on"])

    if carried_out(request, form, act):
        return redirect("directory-actor", actor_id=actor_id)
    back = reverse("directory-actor", args=[actor_id])
    return form_page(request, form, heading=_("Nyt nummer"), back=back)


@shows_and_takes_a_form
def edit_number(request: HttpRequest, row_id: UUID) -> HttpResponse:
    today = localdate()
    row = found(catalogue.standing("actornumber", row_id, today))
    form = NumberForm(sent(request), today=today, initial={name: getattr(row, name) for name in NUMBER_FACTS})

    def act() -> None:
        actions.revise(row=as_read(request, row), by=request.user.pk, on=form.cleaned_data["on"], **form.facts())

    if carried_out(request, form, act):
        return redirect("directory-actor", actor_id=row.actor_id)
    back = reverse("directory-actor", args=[row.actor_id])
    return form_page(request, form, heading=_("Ret nummer"), back=back, row=row)


@shows_and_takes_a_form
def end_number(request: HttpRequest, row_id: UUID) -> HttpResponse:
    today = localdate()
    row = found(catalogue.standing("actornumber", row_id, today))
    form = EndForm(sent(request), today=today)

    def act() -> None:
        actions.end(row=as_read(request, row), by=request.user.pk, last_day=form.last_day)

    if carried_out(request, form, act):
        return redirect("directory-actor", actor_id=row.actor_id)
    back = reverse("directory-actor", args=[row.actor_id])
    return form_page(request, form, heading=_("Fjern nummer"), back=back, button=_("Fjern"), row=row)
