"""Signs of life and return: agree on one, answer it; when it does not come, the list of whom to call."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from vaern.cases.actions.opening import GateRefused
from vaern.desk.forms.trip import SignAnswerForm, SignForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.trip_words import things_of
from vaern.desk.views.case import opened
from vaern.desk.views.trip import trip_in, trip_page
from vaern.travel import reading
from vaern.travel.actions import signs
from vaern.travel.calling import numbers_to_call
from vaern.travel.terms import SignOutcome, Topic
from vaern.travel.watching import could_watch

REFUSALS = {
    signs.SignInThePast: ("due_on", _("Det tidspunkt er gået. Vælg et, der kommer.")),
    signs.NothingAgreed: ("how", _("Skriv, hvordan livstegnet kommer.")),
    signs.TripIsOver: (None, _("Rejsen er slut. Skriv først, at en ny rejse frygtes.")),
}


@shows_and_takes_a_form
def agree(request: HttpRequest, case_id: UUID, trip_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    trip = trip_in(case, trip_id)
    form = SignForm(sent(request), at=at, watchers=could_watch(case, at=at))
    finding, status = None, None
    if request.method == "POST" and form.is_valid():
        try:
            signs.agree_sign(trip=trip, by=request.user, at=at, **form.agreed())
        except GateRefused as refusal:
            finding, status = refusal.finding, 409
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            return redirect("travel-trip", case_id=case.pk, trip_id=trip.pk)
    file = reading.file_of(trip, at=at)
    return trip_page(request, "sign_agree", file, form=form, finding=finding, status=status)


@shows_and_takes_a_form
def answer(request: HttpRequest, case_id: UUID, trip_id: UUID, sign_id: UUID) -> HttpResponse:
    """Say what became of a sign. One that is missing opens the list of whom to call, in order."""
    at = now()
    case = opened(request, case_id, at)
    trip = trip_in(case, trip_id)
    try:
        sign = reading.sign_of(trip, sign_id)
    except reading.NoSuchTrip as refusal:
        raise Http404 from refusal
    form = SignAnswerForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        outcome = SignOutcome(form.cleaned_data["outcome"])
        try:
            signs.answer_sign(sign=sign, outcome=outcome, words=form.cleaned_data["words"], by=request.user, at=at)
        except signs.AlreadyAnswered:
            form.add_error(None, _("En kollega har svaret imens. Gå tilbage, og se, hvad der er skrevet."))
        else:
            if outcome == SignOutcome.DURESS:
                return redirect(request.path)
            return redirect("travel-trip", case_id=case.pk, trip_id=trip.pk)
    calls = sign.outcome == SignOutcome.DURESS or (not sign.outcome and sign.due_at <= at)
    file = reading.file_of(trip, at=at, shown_to=request.user if calls else None)
    return trip_page(
        request,
        "sign",
        file,
        form=form,
        sign=sign,
        calls=calls,
        numbers=numbers_to_call(file.today),
        trusted=things_of(file, Topic.TRUSTED),
        agreed_words=things_of(file, Topic.AGREED_WORDS),
        hastening=things_of(file, Topic.HASTENING),
        leads=reading.who_leads(file),
        mandate=things_of(file, Topic.MANDATE),
    )
