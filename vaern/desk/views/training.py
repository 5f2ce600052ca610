"""Training: who may sign under the name of an instrument. A team lead attests; nobody attests themselves."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaern.desk.forms.training import TrainingForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.law.clocks import local_day
from vaern.staff import attesting
from vaern.staff.terms import Trained


@shows_and_takes_a_form
def overview(request: HttpRequest) -> HttpResponse:
    """Show who is trained and until when, and attest one more."""
    at = now()
    rows = attesting.training_on(local_day(at))
    others = [person for person, _given in rows if person.pk != request.user.pk]
    form = TrainingForm(sent(request), people=others)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            attesting.attest(
                user=form.people[said["person"]],
                instrument=Trained(said["instrument"]),
                course=said["course"],
                first_day=said["first_day"],
                last_day=said["last_day"],
                by=request.user,
                at=at,
                on=local_day(at),
            )
        except attesting.NotADay:
            form.add_error("last_day", _("Vælg en første dag, der er kommet, og en sidste inden for fem år."))
        except attesting.NoCourse:
            form.add_error("course", _("Skriv kursus og udbyder."))
        else:
            return redirect("training")
    return page(request, at, form, rows)


def page(request: HttpRequest, at: datetime, form: TrainingForm, rows: list) -> HttpResponse:
    today = local_day(at)
    people = [(person, [(each, attesting.holds(each, on=today)) for each in given]) for person, given in rows]
    context = {"at": at, "form": form, "people": people}
    return render(request, "desk/training.html", context, status=422 if form.is_bound and form.errors else 200)


@require_POST
def take_back(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    attestation = attesting.attestation_called(attestation_id)
    if attestation is None:
        raise Http404
    with suppress(attesting.AlreadyEnded):  # a colleague did it in the same moment
        attesting.take_back(attestation=attestation, by=request.user, at=now())
    return redirect("training")
