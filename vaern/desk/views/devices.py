"""My devices and my access: where I am signed in, what I sign in with, and how to change either."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from vaern.audit import trail
from vaern.desk.forms.account import OwnAppForm, OwnNewPasswordForm, OwnPasskeyForm, OwnPassword, wait_text
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.account import gone
from vaern.desk.views.joining import WRONG_CODE, WRONG_PASSKEY, app_offer
from vaern.staff import factors, slowing
from vaern.staff.joining import change_password
from vaern.staff.sessions import end_all_sessions, end_one_session, open_sessions, own_session, renew_session
from vaern.staff.signin import knows_password
from vaern.staff.terms import SessionEnd

LAST = gettext_lazy("Det er din eneste. Tilføj en anden app eller adgangsnøgle først.")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    at, user = now(), request.user
    context = {
        "at": at,
        "sessions": open_sessions(user, at=at),
        "this_one": own_session(request),
        "apps": factors.factors_of(user, factors.APP),
        "passkeys": factors.factors_of(user, factors.PASSKEY),
        "codes_left": factors.recovery_codes_left(user),
    }
    return render(request, "desk/account/devices.html", context)


@require_POST
def end_session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    if not end_one_session(user=request.user, session_id=session_id, at=now()):
        raise Http404
    return redirect("devices") if session_id != own_session(request) else gone(request)


@require_POST
def end_everywhere(request: HttpRequest) -> HttpResponse:
    end_all_sessions(request.user, why=SessionEnd.REVOKED, by=request.user.pk, at=now())
    request.session.flush()
    return gone(request)


@shows_and_takes_a_form
def add_app(request: HttpRequest) -> HttpResponse:
    form, at = OwnAppForm(sent(request)), now()
    if form.is_valid() and is_confirmed(request, form, at):
        typed = form.cleaned_data
        try:
            factors.add_app(user=request.user, offer=typed["offer"], code=typed["code"], by=request.user.pk, at=at)
        except factors.NotProved:
            form.add_error("code", WRONG_CODE)
        else:
            return redirect("devices")
    return page(request, "app", form, **app_offer(request.user, form))


@shows_and_takes_a_form
def add_passkey(request: HttpRequest) -> HttpResponse:
    form = OwnPasskeyForm(sent(request))
    if form.is_valid() and is_confirmed(request, form, now()):
        typed = form.cleaned_data
        try:
            factors.add_passkey(user=request.user, name=typed["name"], answer=typed["answer"], by=request.user.pk)
        except factors.NotProved:
            form.add_error("name", WRONG_PASSKEY)
        else:
            return redirect("devices")
    return page(request, "passkey", form, question=json.dumps(factors.begin_passkey(request.user)))


@shows_and_takes_a_form
def remove_factor(request: HttpRequest, factor_id: int) -> HttpResponse:
    own = factors.factors_of(request.user, factors.APP, factors.PASSKEY)
    chosen = next((factor for factor in own if factor.pk == factor_id), None)
    if chosen is None:
        raise Http404
    form, at = OwnPassword(sent(request)), now()
    if form.is_valid() and is_confirmed(request, form, at):
        try:
            factors.remove_factor(user=request.user, factor_id=factor_id, by=request.user.pk, at=at)
        except factors.LastFactor:
            form.add_error(None, LAST)
        else:
            return redirect("devices")
    return page(request, "remove", form, is_last=len(own) == 1)


@shows_and_takes_a_form
def recovery_codes(request: HttpRequest) -> HttpResponse:
    form, at = OwnPassword(sent(request)), now()
    if form.is_valid() and is_confirmed(request, form, at):
        codes = factors.new_recovery_codes(user=request.user, by=request.user.pk, at=at)
        return render(request, "desk/account/codes.html", {"codes": codes, "is_new": False})
    return page(request, "codes_new", form)


@shows_and_takes_a_form
def password(request: HttpRequest) -> HttpResponse:
    form, at = OwnNewPasswordForm(sent(request), user=request.user), now()
    if form.is_valid() and is_confirmed(request, form, at):
        new = make_password(form.cleaned_data["password"])
        change_password(user=request.user, password=new, keep=own_session(request), at=at)
        renew_session(request)
        return redirect("devices")
    return page(request, "password", form)


def is_confirmed(request: HttpRequest, form: Any, at: datetime) -> bool:
    """Tell whether the person at the screen knows their own password; says it at the field if not."""
    counters = slowing.password_counters(request, request.user.email)
    try:
        slowing.count_try(counters, at=at)
    except slowing.Wait as wait:
        form.add_error("own_password", wait_text(wait.seconds))
        return False
    if not knows_password(request.user, form.cleaned_data["own_password"]):
        trail.record_refusal("signin.failed", by=request.user.pk, about=request.user.pk, code="own-password")
        form.add_error("own_password", _("Adgangskoden passer ikke. Prøv igen."))
        return False
    slowing.was_right(counters)
    return True


def page(request: HttpRequest, name: str, form: Any, **more: Any) -> HttpResponse:
    return render(request, f"desk/account/{name}.html", {"form": form} | more, status=422 if form.is_bound else 200)
