"""The persons of a case, by label: who they are in it, where they stand, and how they were described before."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from vaern.cases import reading
from vaern.cases.actions import people
from vaern.cases.actions.course import ChangedMeanwhile
from vaern.cases.relations import linked_with, relations_of
from vaern.desk.case_words import in_order, portrait_in_words
from vaern.desk.forms.case import PersonForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.desk.views.case_course import seen_in

REFUSALS = {
    people.NoLabel: ("label", _("Skriv en betegnelse, fx: søster 1.")),
    people.LabelTaken: ("label", _("En anden i sagen har den betegnelse. Vælg en, der kan kendes fra den.")),
    people.NoRole: ("roles", _("Vælg mindst én.")),
}


@require_safe
def persons(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    found = in_order(reading.persons_of(case))
    more = {
        "persons": found,
        "labels": {person.id: person.label for person in found},
        "relations": relations_of(case),
        "linked": linked_with(case, user=request.user, at=at),
    }
    return case_page(request, "desk/case/persons.html", case, at, here="persons", **more)


@shows_and_takes_a_form
def add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    form = PersonForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        try:
            people.add_person(case=case, description=form.description(), by=request.user, at=at)
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            return redirect("case-persons", case_id=case.pk)
    more = {"form": form, "seen": 0, "changed": None, "history": []}
    return case_page(request, "desk/case/person.html", case, at, here="persons", **more)


@shows_and_takes_a_form
def describe(request: HttpRequest, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Describe somebody anew; how they were described before stays to be seen."""
    at = now()
    case = opened(request, case_id, at)
    person = case.persons.filter(pk=person_id).first()
    if person is None:
        raise Http404
    portraits = reading.portraits_of(case, person)
    shown, changed, status = reading.portrayed(person, portraits[0]), None, None
    form = PersonForm(sent(request), at=at)
    form.initial = as_form(shown) | form.initial
    seen = seen_in(request, shown.number)
    if request.method == "POST" and form.is_valid():
        about: dict[str, Any] = {"description": form.description(), "seen": seen, "by": request.user, "at": at}
        try:
            people.describe_person(case=case, person=person, **about)
        except ChangedMeanwhile as refusal:
            changed, seen, status = portrait_in_words(person, refusal.newest), refusal.newest.number, 409
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            return redirect("case-persons", case_id=case.pk)
    history = [portrait_in_words(person, portrait) for portrait in portraits]
    more = {"form": form, "seen": seen, "changed": changed, "history": history}
    return case_page(request, "desk/case/person.html", case, at, here="persons", status=status, **more)


def as_form(person: reading.Portrayed) -> dict[str, Any]:
    return {
        "label": person.label,
        "roles": sorted(person.roles),
        "stance": person.stance,
        "words": person.words,
        "abroad": person.abroad,
    }
