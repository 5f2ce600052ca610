"""Write without a name: three steps, then the code, then sending. Nothing is stored before that.

Every answer travels in the form from step to step, and each page is the answer to a POST: Back shows none of it, and
after the quick exit not even sending a form again does (errand.py). The code is drawn before the message is sent, so
that whoever loses the network holds the way back already, and sending again is the same message.
"""

import json
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from vaern.directory.opening import weekday_in_words
from vaern.mailbox.code import Code
from vaern.mailbox.door.taking_in import SelectorTaken, drop, new_code
from vaern.mailbox.expectations import answer_by
from vaern.public import errand
from vaern.public.errand import STAY, in_one_errand, stayed
from vaern.public.message_forms import ContactForm, MessageForm
from vaern.public.origin import own_forms_only
from vaern.public.trouble import TROUBLE, every_number_if_any

MESSAGE, CONTACT, CHECK, CODE, SEND = "message", "contact", "check", "code", "send"
DONE = "done"
SHOWN = "shown"  # a field that goes along once a code stood on the page: the next one must be said to be another
CODE_HOLDS_SECONDS = 12 * 60 * 60
SIGNER = signing.TimestampSigner(salt="code on its way")


@own_forms_only
@require_http_methods(["GET", "HEAD", "POST"])
@in_one_errand("public/write/begin.html")
def write(request: HttpRequest) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == STAY:
        return stayed()
    if act == DONE:
        left = redirect("front")
        errand.end(left)
        return left
    return step(request, act, localtime())


def step(request: HttpRequest, act: str, at: datetime) -> HttpResponse:
    """Show the step asked for, or the first one before it that does not hold."""
    given = request.POST
    message = MessageForm(given)
    if act not in {CONTACT, CHECK, CODE, SEND}:
        return show(request, "message", MessageForm(initial=given.dict()))
    if not message.is_valid():
        return show(request, "message", message)
    urgent = message.is_urgent
    if act == CONTACT:
        return show(request, "contact", ContactForm(initial=given.dict() if "answer_by" in given else None), urgent)
    contact = ContactForm(given)
    if not contact.is_valid():
        return show(request, "contact", contact, urgent)
    sent = {"message": message, "contact": contact, "numbers": None}
    if act == CHECK:
        return show(request, "check", None, urgent, **sent)
    told = content(message, contact)
    code = code_sent(given.get("code", ""), told) if act == SEND else None
    try:
        if code is not None:
            drop(code=code, content=told, is_urgent=urgent, at=at)
            page = {"urgent": urgent, "day": weekday_in_words(answer_by(at), at.date())}
            return render(request, "public/write/sent.html", page)
    except SelectorTaken:
        pass  # this one needs another code
    except TROUBLE:
        return show_code(request, at, urgent, told, code=code, status=503, numbers=every_number_if_any(at=at))
    try:
        code = new_code()
    except TROUBLE:
        return show(request, "check", None, urgent, status=503, **sent | {"numbers": every_number_if_any(at=at)})
    return show_code(request, at, urgent, told, code=code, was_renewed=act == SEND or SHOWN in given)


def content(message: MessageForm, contact: ContactForm) -> dict[str, Any]:
    cleaned = message.cleaned_data
    return {
        "text": cleaned["text"],
        "danger": cleaned["danger"],
        "trip": cleaned["trip"],
        "contact": contact.contact(),
    }


def show(
    request: HttpRequest, name: str, form: Any, urgent: bool = False, *, status: int = 200, **more: Any
) -> HttpResponse:
    own = set(form.fields) if form is not None else set()
    page = {
        "form": form,
        "urgent": urgent,
        "carried": carried(request, leaving_out=own),
        "closed_soon": errand.IDLE_SECONDS,
        **more,
    }
    return render(request, f"public/write/{name}.html", page, status=status)


def carried(request: HttpRequest, leaving_out: set[str]) -> list[tuple[str, str]]:
    """Return the answers of the other steps, for the form's hidden fields."""
    names = [*(name for form in (MessageForm, ContactForm) for name in form.base_fields), SHOWN]
    return [(name, request.POST[name]) for name in names if name in request.POST and name not in leaving_out]


def show_code(
    request: HttpRequest,
    at: datetime,
    urgent: bool,
    told: dict[str, Any],
    *,
    code: Code,
    was_renewed: bool = False,
    status: int = 200,
    numbers: dict[str, Any] | None = None,
) -> HttpResponse:
    page = {
        "code": code,
        "signed": SIGNER.sign(f"{code.number}:{print_of(told)}"),
        "carried": [*carried(request, leaving_out={SHOWN}), (SHOWN, "1")],
        "urgent": urgent,
        "was_renewed": was_renewed,
        "numbers": numbers,
        "closed_soon": errand.IDLE_SECONDS,
        "day": weekday_in_words(answer_by(at), at.date()),
    }
    return render(request, "public/write/code.html", page, status=status)


def code_sent(signed: str, told: dict[str, Any]) -> Code | None:
    """Return the code this form was given, None for one that is not ours, too old, or shown with another message."""
    try:
        number, _, shown_with = SIGNER.unsign(signed, max_age=CODE_HOLDS_SECONDS).partition(":")
    except signing.BadSignature:
        return None
    return Code(int(number)) if shown_with == print_of(told) else None


def print_of(told: dict[str, Any]) -> str:
    return salted_hmac("what a code was shown with", json.dumps(told, sort_keys=True), algorithm="sha256").hexdigest()
