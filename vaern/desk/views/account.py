"""Sign in and out: with a passkey alone, or with password and a code. In the demo one may also pick a person."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaern.audit import trail
from vaern.desk.forms.account import CodeForm, SignInForm, wait_text
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.law.clocks import local_day
from vaern.staff import factors, slowing
from vaern.staff.sessions import begin_session, end_own_session
from vaern.staff.signin import find_active, knows_password, normal, people_to_pick, somebody
from vaern.staff.terms import Way

HALF_SIGNED_IN = "half"  # who has shown a password and still owes a code
HALF_WAY = timedelta(minutes=5)


@shows_and_takes_a_form
def sign_in(request: HttpRequest) -> HttpResponse:
    onward = safe_address(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        return door(request, SignInForm(), onward)
    if "person" in request.POST:
        return sign_in_picked(request, onward)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return door(request, form, onward, status=422)
    at, email = now(), normal(form.cleaned_data["email"])
    counters = slowing.password_counters(request, email)
    try:
        slowing.count_try(counters, at=at)
    except slowing.Wait as wait:
        form.add_error(None, wait_text(wait.seconds))
        return door(request, form, onward, status=429)
    user = somebody(email)
    if not knows_password(user, form.cleaned_data["password"]):
        trail.record_refusal("signin.failed", by=None, about=user.pk if user else None, code="password")
        form.add_error(None, _("Arbejdsmail eller adgangskode passer ikke. Prøv igen."))
        return door(request, form, onward, status=422)
    slowing.was_right(counters)
    request.session.flush()
    request.session[HALF_SIGNED_IN] = {"user": str(user.pk), "until": (at + HALF_WAY).timestamp(), "next": onward}
    request.session.set_expiry(HALF_WAY)
    return redirect("sign-in-code")


def sign_in_picked(request: HttpRequest, onward: str) -> HttpResponse:
    """Sign in as somebody invented; where the demo is off, nobody can be picked."""
    person = next((each for each in people_to_pick() if str(each.pk) == request.POST["person"]), None)
    if person is None:
        raise Http404
    begin_session(request, person, way=Way.DEMO, at=now())
    return redirect(onward)


@shows_and_takes_a_form
def code(request: HttpRequest) -> HttpResponse:
    at = now()
    half: dict[str, Any] = request.session.get(HALF_SIGNED_IN) or {}
    user = find_active(UUID(half["user"])) if half and at.timestamp() < half["until"] else None
    if user is None:
        return redirect("sign-in")
    form = CodeForm(sent(request))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        counters = [slowing.counter(slowing.CODE, user.pk.hex)]
        try:
            slowing.count_try(counters, at=at)
            way = factors.check_code(user, form.cleaned_data["code"])
        except slowing.Wait as wait:
            form.add_error("code", wait_text(wait.seconds))
            status = 429
        except factors.NotProved:
            trail.record_refusal("signin.failed", by=None, about=user.pk, code="code")
            form.add_error("code", _("Koden passer ikke, eller den er brugt. Vent på den næste, og prøv igen."))
        else:
            slowing.was_right(counters)
            begin_session(request, user, way=Way(way), at=at)
            return redirect(half["next"])
    return render(request, "desk/account/code.html", {"form": form}, status=status)


@require_POST
def passkey_question(request: HttpRequest) -> HttpResponse:
    """Give the browser what a passkey is to sign. What was asked is remembered for five minutes."""
    question = factors.begin_passkey_sign_in()
    if not request.user.is_authenticated:
        request.session.set_expiry(HALF_WAY)
    return JsonResponse(question)


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    onward = safe_address(request, request.POST.get("next", ""))
    try:
        user = factors.person_of_passkey(request.POST.get("answer", ""))
    except factors.NotProved:
        trail.record_refusal("signin.failed", by=None, code="passkey")
        return door(request, SignInForm(), onward, status=422, is_unknown_passkey=True)
    begin_session(request, user, way=Way.PASSKEY, at=now())
    return redirect(onward)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    end_own_session(request, at=now())
    return gone(request)


def gone(request: HttpRequest) -> HttpResponse:
    """Answer who has signed out: nothing of it stays in the browser."""
    response = redirect(reverse("sign-in"))
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return response


def door(
    request: HttpRequest, form: SignInForm, onward: str, *, status: int = 200, is_unknown_passkey: bool = False
) -> HttpResponse:
    today = local_day(now())
    people = [(person, [role.label for role in person.roles_on(today)]) for person in people_to_pick()]
    context = {
        "form": form,
        "people": people,
        "next": onward,
        "demo": settings.DEMO,
        "is_unknown_passkey": is_unknown_passkey,
    }
    return render(request, "desk/account/sign_in.html", context, status=status)


def safe_address(request: HttpRequest, address: str) -> str:
    """Return ``address`` if it leads to our own site, else the first page."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and ours else reverse("my-day")
