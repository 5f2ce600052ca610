"""Make a case of an inquiry."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaern.cases.access import case_of
from vaern.cases.actions import course, opening
from vaern.cases.surroundings import people_answering_for
from vaern.cases.terms import Kind
from vaern.desk.forms.case_opening import OpeningForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.inquiry import form_page, opened
from vaern.inquiries.access import call_facts
from vaern.inquiries.terms import CONCERNS_A_PERSON
from vaern.law.clocks import local_day
from vaern.risk.actions.opening import open_case_as_judged

REFUSALS = {
    opening.KnowsTheFamily: (
        "knows",
        gettext_lazy("Den, der kender familien, åbner ikke sagen. Giv henvendelsen videre, så en anden kan."),
    ),
    course.NoConcern: ("concerns", gettext_lazy("Vælg mindst én bekymring.")),
    course.AuthorityNeeded: (
        "authority_state",
        gettext_lazy("Kun en borger, der er fyldt 18 og handler alene, kan undvære en ansvarlig myndighed."),
    ),
    course.AuthorityIncomplete: ("authority_state", gettext_lazy("Skriv myndigheden, eller en dag til at finde den.")),
    opening.NoNextStep: ("kind", gettext_lazy("En sag har altid et næste skridt. Vælg, hvad det er.")),
    opening.NoReasonToOpen: ("why", gettext_lazy("Skriv, hvorfor I går videre.")),
}
# What the gate found missing, by the names of its facts.
MISSING = {
    "consent_from": gettext_lazy("Samtykke fra en, der kan give det"),
    "situation": gettext_lazy("Borgerens alder: den afgør, hvem der kan give samtykke"),
}


@shows_and_takes_a_form
def begin(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """Ask what a case begins with, and open it. The one there is already is shown instead of a second."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    case = case_of(inquiry, user=request.user, at=at)
    if case is not None:
        return redirect("case", case_id=case.pk)
    form = OpeningForm(sent(request), at=at, owners=owners_in(inquiry, request.user, at), by=request.user)
    for name, value in what_the_call_said(inquiry).items():
        form.initial.setdefault(name, value)
    finding = None
    if request.method == "POST" and form.is_valid():
        try:
            case = open_case_as_judged(inquiry=inquiry, opening=form.opening(), by=request.user, at=at)
        except opening.GateRefused as refusal:
            finding = refusal.finding
            form.add_error("case_kind", finding.because)
        except opening.AlreadyACase as already:
            if case_of(inquiry, user=request.user, at=at):
                return redirect("case", case_id=already.case.pk)
            # To somebody who may not see it there is none: it says no more than that they cannot.
            form.add_error(None, _("Du kan ikke åbne en sag her. Tal med din teamleder."))
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            return redirect("case", case_id=case.pk)
    missing = [MISSING[fact] for fact in finding.missing] if finding is not None else []
    return form_page(request, "desk/case/begin.html", inquiry, form, at, finding=finding, missing=missing)


def owners_in(inquiry: Any, user: Any, at: datetime) -> list[Any]:
    """Return who will be able to see the case: the opener first, and those on duty for the region."""
    others = people_answering_for(inquiry.region, local_day(at))
    return [user, *(person for person in others if person.pk != user.pk)]


def what_the_call_said(inquiry: Any) -> dict[str, Any]:
    """Return what need not be asked again. Nothing of danger: that is judged anew."""
    facts = call_facts(inquiry)
    concern = facts.get("subject", "")
    return {
        "case_kind": Kind.ANONYMISED,
        "concerns": [concern] if concern in CONCERNS_A_PERSON else [],
        "age": facts["age"],
        "asked_by": facts.get("caller", ""),
        "asked_on": local_day(inquiry.filed_at),
    }
