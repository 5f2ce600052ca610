"""Come in by a one-time link: show its code, choose a password, add a factor, take the recovery codes along."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaern.audit import trail
from vaern.desk.forms.account import AppForm, LinkForm, NewPasswordForm, PasskeyForm, wait_text
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.staff import factors, slowing
from vaern.staff.joining import NoGoodLink, check_link, come_in, good_link
from vaern.staff.sessions import begin_session, end_own_session
from vaern.staff.terms import Way

COMING_IN = "coming_in"  # whose link has been opened in this session, and the hash of the password chosen so far
TIME_TO_COME_IN = timedelta(hours=1)
WRONG_PASSKEY = gettext_lazy("Adgangsnøglen blev ikke lavet. Prøv igen.")
WRONG_CODE = gettext_lazy("Koden passer ikke. Skriv den kode, appen viser lige nu.")


@shows_and_takes_a_form
def open_link(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Ask for the code. The page is the same for every address of this shape: a stranger learns nothing from it."""
    form, at = LinkForm(sent(request)), now()
    status = 422 if form.is_bound else 200
    if form.is_valid():
        counters = [slowing.counter(slowing.LINK, link_id.hex, slowing.address_of(request))]
        try:
            slowing.count_try(counters, at=at)
            link = check_link(link_id=link_id, code=form.cleaned_data["code"], at=at)
        except slowing.Wait as wait:
            form.add_error("code", wait_text(wait.seconds))
            status = 429
        except NoGoodLink:
            trail.record_refusal("signin.failed", by=None, code="link")
            form.add_error(
                "code", _("Koden passer ikke, eller linket gælder ikke mere. Se efter, eller bed om et nyt link.")
            )
        else:
            slowing.was_right(counters)
            end_own_session(request, at=at)
            request.session[COMING_IN] = {"link": str(link.pk)}
            request.session.set_expiry(TIME_TO_COME_IN)
            return redirect("link-password")
    return render(request, "desk/account/link.html", {"form": form}, status=status)


@shows_and_takes_a_form
def choose_password(request: HttpRequest) -> HttpResponse:
    coming = request.session.get(COMING_IN) or {}
    try:
        link = good_link(link_id=coming.get("link"), at=now())
    except NoGoodLink:
        return no_link(request)
    form = NewPasswordForm(sent(request), user=link.user)
    if form.is_valid():
        request.session[COMING_IN] = coming | {"password": make_password(form.cleaned_data["password"])}
        return redirect("link-factor")
    context = {"form": form, "link": link}
    return render(request, "desk/account/link_password.html", context, status=422 if form.is_bound else 200)


@shows_and_takes_a_form
def choose_factor(request: HttpRequest) -> HttpResponse:
    coming, at = request.session.get(COMING_IN) or {}, now()
    try:
        link = good_link(link_id=coming.get("link"), at=at)
    except NoGoodLink:
        return no_link(request)
    if "password" not in coming:
        return redirect("link-password")
    if request.method != "POST":
        return factor_page(request, link, AppForm(), PasskeyForm())
    is_passkey = "answer" in request.POST
    form = PasskeyForm(request.POST) if is_passkey else AppForm(request.POST)
    if form.is_valid():
        add = adding_passkey(form.cleaned_data) if is_passkey else adding_app(form.cleaned_data, at)
        try:
            user, codes = come_in(link_id=link.pk, password=coming["password"], add_factor=add, at=at)
        except NoGoodLink:
            return no_link(request)
        except factors.NotProved:
            form.add_error("name" if is_passkey else "code", WRONG_PASSKEY if is_passkey else WRONG_CODE)
        else:
            begin_session(request, user, way=Way.LINK, at=at)
            return render(request, "desk/account/codes.html", {"codes": codes, "is_new": True})
    app, key = (AppForm(), form) if is_passkey else (form, PasskeyForm())
    return factor_page(request, link, app, key, status=422)


def adding_app(typed: dict[str, Any], at: datetime) -> Any:
    return lambda user: factors.add_app(user=user, offer=typed["offer"], code=typed["code"], by=user.pk, at=at)


def adding_passkey(typed: dict[str, Any]) -> Any:
    return lambda user: factors.add_passkey(user=user, name=typed["name"], answer=typed["answer"], by=user.pk)


def factor_page(
    request: HttpRequest, link: Any, app: AppForm, passkey: PasskeyForm, *, status: int = 200
) -> HttpResponse:
    context = {"link": link, "app": app, "passkey": passkey, "question": json.dumps(factors.begin_passkey(link.user))}
    form = next((each for each in (app, passkey) if each.errors), app)
    return render(
        request, "desk/account/link_factor.html", context | app_offer(link.user, app) | {"form": form}, status=status
    )


def app_offer(user: Any, form: AppForm) -> dict[str, str]:
    """Return a secret for an app, as signed text, as letters to type and as a square to scan.

    A form that comes back keeps the one it had: the app has it already.
    """
    offer = form.data.get("offer", "")
    try:
        secret = factors.offered_secret(user, offer)
    except factors.NotProved:
        offer = factors.offer_app(user)
        secret = factors.offered_secret(user, offer)
    spaced = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    return {"offer": offer, "secret": spaced, "square": factors.square_of(user, secret)}


def no_link(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/account/link_gone.html", status=410)
