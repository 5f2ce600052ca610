"""A municipality's request without a consent: written down by one consultant, confirmed by another, ended by either."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaern.desk.forms.consents import ConfirmationForm, MunicipalRequestForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.sharing import consents as read
from vaern.sharing.actions import requests
from vaern.work.tasks import blank


@shows_and_takes_a_form
def write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    form = MunicipalRequestForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        requests.record_request(case=case, request=form.request(), by=request.user, at=at)
        return redirect("case-consent", case_id=case.pk)
    return case_page(request, "desk/consent/request.html", case, at, here="consent", form=form)


@shows_and_takes_a_form
def confirm(request: HttpRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    found = found_in(case, request_id)
    form, status = ConfirmationForm(sent(request), at=at), None
    if request.method == "POST" and form.is_valid():
        about: dict[str, Any] = {"request": found.id, "words": form.cleaned_data["words"], "at": at}
        try:
            requests.confirm_request(case=case, by=request.user, **about)
        except requests.ConfirmedByTheSame:
            form.add_error(None, _("Du har selv skrevet anmodningen. En anden konsulent skal bekræfte den."))
        except (requests.SteppedBefore, requests.NotWaiting):
            form.add_error(None, _("Den er bekræftet eller hørt op imens. Gå tilbage, og se, hvordan den står."))
            status = 409
        else:
            return redirect("case-consent", case_id=case.pk)
    more = {"form": form, "asked": found}
    return case_page(request, "desk/consent/confirm.html", case, at, here="consent", status=status, **more)


@require_POST
def end(request: HttpRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """End a request; once more does no harm."""
    at = now()
    case = opened(request, case_id, at)
    found = found_in(case, request_id)
    with suppress(requests.SteppedBefore):
        requests.end_request(case=case, request=found.id, words=blank(), by=request.user, at=at)
    return redirect("case-consent", case_id=case.pk)


def found_in(case: Any, request_id: UUID) -> Any:
    for each in read.requests_of(case):
        if each.id == request_id:
            return each
    raise Http404
