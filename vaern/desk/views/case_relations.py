"""How the persons of a case are related, and the cases that belong with it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vaern.cases import reading
from vaern.cases.access import NoSuchCase
from vaern.cases.actions import relations as acts
from vaern.cases.relations import linked_with
from vaern.cases.terms import RelationKind
from vaern.desk.case_words import in_order
from vaern.desk.forms.case import LinkForm, RelationForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened

LINK_REFUSALS = {
    # The hidden and the missing get the same words.
    NoSuchCase: _("Der er ingen sag med det navn, som du kan se."),
    acts.LinkedToItself: _("Det er denne sag. Skriv den andens reference."),
    acts.AlreadyLinked: _("De to sager er knyttet sammen allerede."),
}


@shows_and_takes_a_form
def relate(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    persons = in_order(reading.persons_of(case))
    form = RelationForm(sent(request), persons=persons)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        person, relative = (case.persons.get(pk=UUID(told[name])) for name in ("person", "relative"))
        try:
            acts.relate(
                case=case, person=person, relative=relative, kind=RelationKind(told["kind"]), by=request.user, at=at
            )
        except acts.RelatedToThemselves:
            form.add_error("person", _("Vælg to forskellige personer."))
        else:
            return redirect("case-persons", case_id=case.pk)
    return case_page(request, "desk/case/relation.html", case, at, here="persons", form=form, persons=persons)


@shows_and_takes_a_form
def links(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the linked cases the viewer may see, and link another that they may see."""
    at = now()
    case = opened(request, case_id, at)
    form = LinkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            acts.link_case(case=case, name=form.cleaned_data["name"], by=request.user, at=at)
        except tuple(LINK_REFUSALS) as refusal:
            form.add_error("name", LINK_REFUSALS[type(refusal)])
        else:
            return redirect("case-links", case_id=case.pk)
    linked = linked_with(case, user=request.user, at=at)
    return case_page(request, "desk/case/links.html", case, at, here="persons", form=form, linked=linked)


@require_POST
def end_link(request: HttpRequest, case_id: UUID, other_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    other: Any = next((each for each in linked_with(case, user=request.user, at=at) if each.pk == other_id), None)
    if other is None:
        raise Http404
    acts.end_link(case=case, other=other, by=request.user, at=at)
    return redirect("case-links", case_id=case.pk)
