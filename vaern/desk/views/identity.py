"""The identity of a case's persons: hidden until somebody asks for one of them, which stands in the trail each time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from vaern.cases import identity, reading
from vaern.cases.actions.course import ChangedMeanwhile
from vaern.cases.actions.opening import GateRefused
from vaern.cases.terms import ItemKind
from vaern.desk.case_words import in_order
from vaern.desk.forms.identity import CorrectionForm, DangerForm, ItemForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.vault.terms import Purpose

REFUSALS = {
    identity.NothingWritten: ("text", gettext_lazy("Skriv oplysningen.")),
    identity.TooLong: ("text", gettext_lazy("Det er for langt. Skriv én ting.")),
    identity.NotACpr: ("text", gettext_lazy("Et CPR-nummer er en dato og fire cifre, fx 010190-1234. Ret det.")),
}


@require_safe
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show who there is something about, and nothing of what it is."""
    at = now()
    case = opened(request, case_id, at)
    return overview(request, case, at)


@require_POST
def reveal(request: HttpRequest, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Show what is known of one person. Every time it is asked for it stands in the trail."""
    at = now()
    case = opened(request, case_id, at)
    person = person_in(case, person_id)
    try:
        known = identity.identity_of(case, user=request.user, purpose=Purpose.CASEWORK, at=at, person=person)
    except identity.IdentityClosed:
        return overview(request, case, at, status=403)
    return overview(request, case, at, shown=person.pk, known=known)


def overview(
    request: HttpRequest, case: Any, at: datetime, *, shown: Any = None, known: Any = None, status: int = 200
) -> HttpResponse:
    """Show the persons, with what is known of the one who was asked for."""
    persons, counts = in_order(reading.persons_of(case)), identity.items_per_person(case)
    return case_page(
        request,
        "desk/identity/overview.html",
        case,
        at,
        here="identity",
        status=status,
        persons=[person for person in persons if counts[person.id]],
        counts=counts,
        has_identity=identity.has_identity(case),
        is_open=identity.is_open(case, user=request.user, at=at),
        finding=identity.storing_finding(case, at=at),
        shown=shown,
        now_known=known.of(shown) if known else [],
        formerly=known.formerly_of(shown) if known else [],
    )


@shows_and_takes_a_form
def add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    if request.method != "POST" and not identity.storing_finding(case, at=at).permits:
        return redirect("case-identity", case_id=case.pk)
    persons = in_order(reading.persons_of(case))
    form = ItemForm(sent(request), persons=persons)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        person = person_in(case, UUID(told["person"]))
        try:
            identity.add_item(
                case=case, person=person, kind=ItemKind(told["kind"]), text=told["text"], by=request.user, at=at
            )
        except GateRefused:
            return overview(request, case, at, status=403)
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            return redirect("case-identity", case_id=case.pk)
    return case_page(request, "desk/identity/add.html", case, at, here="identity", form=form, persons=persons)


@shows_and_takes_a_form
def correct(request: HttpRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Write what holds now instead of one item; what stood before stays to be seen."""
    at = now()
    case = opened(request, case_id, at)
    if not case.identity_items.filter(pk=item_id).exists():
        raise Http404
    if not identity.storing_finding(case, at=at).permits:
        return redirect("case-identity", case_id=case.pk)
    known = identity.identity_of(case, user=request.user, purpose=Purpose.CASEWORK, at=at)
    before = next(item for item in known.items if item.id == item_id)
    form, newest, status = CorrectionForm(sent(request), initial={"text": before.text}), None, None
    if request.method == "POST" and form.is_valid():
        try:
            identity.correct_item(case=case, item=item_id, text=form.what_holds(), by=request.user, at=at)
        except ChangedMeanwhile as refusal:
            newest, status = refusal.newest, 409
            form.add_error(None, _("Det er rettet imens. Se, hvad der står nu, og ret derfra."))
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            return redirect("case-identity", case_id=case.pk)
    more = {"form": form, "before": before, "newest": newest}
    return case_page(request, "desk/identity/correct.html", case, at, here="identity", status=status, **more)


@shows_and_takes_a_form
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open an identity that is shut, in acute danger and with a reason."""
    at = now()
    case = opened(request, case_id, at)
    form = DangerForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        try:
            identity.reopen_in_danger(
                case=case, is_acute=True, reason=form.cleaned_data["reason"], by=request.user, at=at
            )
        except identity.NotClosed:
            form.add_error(None, _("Her er ikke noget at åbne: Identiteten er åben, eller der er ingen."))
        else:
            return redirect("case-identity", case_id=case.pk)
    return case_page(request, "desk/identity/reopen.html", case, at, here="identity", form=form)


def person_in(case: Any, person_id: UUID) -> Any:
    person = case.persons.filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person
