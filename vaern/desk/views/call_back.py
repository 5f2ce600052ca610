"""Call somebody back, in the way it was agreed to be safe."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from vaern.desk.forms.call_back import AttemptForm, CallBackForm, ContactForm, EndForm, OverrideForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.inquiry import form_page, opened
from vaern.inquiries.access import open_call_back
from vaern.inquiries.actions.callbacks import (
    AlreadyAgreed,
    AlreadyEnded,
    ConfirmedMeanwhile,
    agree_call_back,
    attempt_call,
    confirm_contact,
    end_call_back,
    override_lapsed,
)
from vaern.inquiries.terms import AttemptOutcome, CallBackEnd, HideNumber, IfOtherAnswers, PhoneOf
from vaern.law.clocks import local_day


@shows_and_takes_a_form
def agree(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    at = now()
    inquiry = opened(request, inquiry_id, at)
    if request.method != "POST" and inquiry.call_backs.waiting().exists():
        return redirect("call-back", inquiry_id=inquiry.pk)
    form = CallBackForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        due = form.due(form.cleaned_data)
        assert due is not None  # noqa: S101  day and time are required
        try:
            agree_call_back(
                inquiry=inquiry,
                contact=form.contact(),
                due_at=due,
                valid_until=form.cleaned_data["valid_until"],
                by=request.user,
                at=at,
            )
        except AlreadyAgreed:
            stands = open_call_back(user=request.user, inquiry=inquiry)
            if stands is not None and stands.contact != form.contact().answers():  # not a second click
                more = said_in(stands) | {"stands": True}
                return form_page(request, "desk/call_back_agree.html", inquiry, form, at, status=409, **more)
        return redirect("call-back", inquiry_id=inquiry.pk)
    return form_page(request, "desk/call_back_agree.html", inquiry, form, at)


@require_safe
def dial(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    return dial_page(request, inquiry_id, now())


def dial_page(
    request: HttpRequest,
    inquiry_id: UUID,
    at: datetime,
    *,
    form: Any = None,
    overridden: bool = False,
    override: Any = None,
) -> HttpResponse:
    """Show how to call. The number is shown, but not to be pressed, while the answers are out of date."""
    inquiry = opened(request, inquiry_id, at)
    call_back = open_call_back(user=request.user, inquiry=inquiry)
    if call_back is None:
        return redirect("inquiry", inquiry_id=inquiry.pk)
    form = form or AttemptForm(at=at, initial={"attempt": uuid4()})
    return form_page(
        request,
        "desk/call_back.html",
        inquiry,
        form,
        at,
        status=422 if override else None,
        **said_in(call_back),
        has_lapsed=call_back.has_lapsed(local_day(at)),
        overridden=overridden,
        override=override or OverrideForm(at=at),
        attempts=call_back.attempts.newest_first().select_related("by").opened_with(inquiry.key_in_hand),
    )


@shows_and_takes_a_form
def confirm(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """Ask the safe-contact questions again, or say why danger cannot wait for them."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    call_back = open_call_back(user=request.user, inquiry=inquiry)
    if call_back is None:
        return redirect("inquiry", inquiry_id=inquiry.pk)
    if "override" in request.POST:
        override = OverrideForm(request.POST, at=at)
        if not override.is_valid():
            return dial_page(request, inquiry_id, at, override=override)
        override_lapsed(call_back=call_back, reason=override.cleaned_data["reason"], by=request.user, at=at)
        return dial_page(request, inquiry_id, at, overridden=True)
    has_lapsed = call_back.has_lapsed(local_day(at))
    form = ContactForm(sent(request), at=at, initial=asked_anew(call_back.contact) if has_lapsed else call_back.contact)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_contact(
                call_back=call_back,
                contact=form.contact(),
                valid_until=form.cleaned_data["valid_until"],
                seen=call_back.confirmed_at if request.POST.get("seen") == seen_now(call_back) else None,
                by=request.user,
                at=at,
            )
        except ConfirmedMeanwhile:
            more = said_in(call_back) | {"stands": True}
            return form_page(request, "desk/call_back_confirm.html", inquiry, form, at, status=409, **more)
        return redirect("call-back", inquiry_id=inquiry.pk)
    return form_page(request, "desk/call_back_confirm.html", inquiry, form, at, call_back=call_back)


def seen_now(call_back: Any) -> str:
    """Return which answers a page shows, for its form."""
    return str(call_back.confirmed_at.isoformat())


def said_in(call_back: Any) -> dict[str, Any]:
    """Return what an opened call-back says of safe contact, as parts/contact_said.html reads it."""
    contact = call_back.contact
    return {
        "call_back": call_back,
        "contact": contact,
        "phone_of": PhoneOf(contact["phone_of"]).label,
        "if_other_answers": IfOtherAnswers(contact["if_other_answers"]).label,
        "hide_number": HideNumber(contact["hide_number"]).label,
    }


def asked_anew(contact: dict[str, str]) -> dict[str, str]:
    """Return lapsed answers for the form, without the choices: nobody renews them by pressing a button."""
    return {name: said for name, said in contact.items() if name not in {"phone_of", "if_other_answers", "hide_number"}}


@require_POST
def attempt(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    at = now()
    form = AttemptForm(request.POST, at=at)
    if not form.is_valid():
        return dial_page(request, inquiry_id, at, form=form)
    inquiry = opened(request, inquiry_id, at)
    call_back = inquiry.call_backs.waiting().first()
    if call_back is not None:
        attempt_call(
            call_back=call_back,
            outcome=AttemptOutcome(form.cleaned_data["outcome"]),
            by=request.user,
            at=at,
            attempt_id=form.cleaned_data["attempt"],
            try_again_at=form.again(form.cleaned_data),
        )
        if form.cleaned_data["outcome"] == AttemptOutcome.TALKED:
            return redirect("call-back-end", inquiry_id=inquiry.pk)
    return redirect("call-back", inquiry_id=inquiry.pk)


@shows_and_takes_a_form
def end(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """End the call-back: the number is erased, and the inquiry goes on with a next step."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    call_back = inquiry.call_backs.waiting().first()
    if call_back is None:
        return redirect("inquiry", inquiry_id=inquiry.pk)
    call_back.inquiry = inquiry
    form = EndForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        with suppress(AlreadyEnded):  # a second click
            end_call_back(
                call_back=call_back,
                outcome=CallBackEnd(form.cleaned_data["outcome"]),
                next_step=form.task(request.user),
                by=request.user,
                at=at,
            )
        return redirect("inquiry", inquiry_id=inquiry.pk)
    return form_page(request, "desk/call_back_end.html", inquiry, form, at)
