"""Write without a name: three steps, then the code, then sending. Nothing is stored before that.

Every answer travels in the form from step to step, and each page is the answer to a POST: Back shows none of it. The
code is drawn before the message is sent, so that whoever loses the network holds the way back already, and sending
again is the same message.
"""

from datetime import datetime
from typing import Any

from django.core import signing
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from vaern.directory.opening import weekday_in_words
from vaern.mailbox.code import Code
from vaern.mailbox.door.refusals import BrokerClosed, Crowded
from vaern.mailbox.door.taking_in import SelectorTaken, drop, new_code
from vaern.mailbox.expectations import answer_by
from vaern.public.guide import hidden_from_search
from vaern.public.message_forms import ContactForm, MessageForm
from vaern.public.origin import own_forms_only
from vaern.public.views import every_number

MESSAGE, ANSWER, CHECK, CODE, SEND = "besked", "svar", "tjek", "kode", "send"
CODE_HOLDS_SECONDS = 12 * 60 * 60
SIGNER = signing.TimestampSigner(salt="code on its way")
TROUBLE = (Crowded, DatabaseError, InterfaceError, BrokerClosed, OSError)


@own_forms_only
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return hidden_from_search(render(request, "public/write/begin.html"))
    return hidden_from_search(step(request, localtime()))


def step(request: HttpRequest, at: datetime) -> HttpResponse:
    """Show the step asked for, or the first one before it that does not hold."""
    act, given = request.POST.get("act", ""), request.POST
    message = MessageForm(given)
    if act not in {ANSWER, CHECK, CODE, SEND}:
        return show(request, "message", MessageForm(initial=given.dict()))
    if not message.is_valid():
        return show(request, "message", message)
    urgent = message.is_urgent
    if act == ANSWER:
        return show(request, "answer", ContactForm(initial=given.dict() if "answer_by" in given else None), urgent)
    contact = ContactForm(given)
    if not contact.is_valid():
        return show(request, "answer", contact, urgent)
    sent = {"message": message, "contact": contact}
    if act == CHECK:
        return show(request, "check", None, urgent, **sent)
    code = code_sent(given.get("code", ""))
    if act == CODE or code is None:
        return show_code(request, at, urgent, was_renewed=act == SEND)
    try:
        drop(code=code, content=content(message, contact), is_urgent=urgent, at=at)
    except SelectorTaken:
        return show_code(request, at, urgent, was_renewed=True)
    except TROUBLE:
        return show_code(request, at, urgent, code=code, status=503, numbers=every_number_if_any())
    page = {"urgent": urgent, "day": weekday_in_words(answer_by(at), at.date())}
    return render(request, "public/write/sent.html", page)


def content(message: MessageForm, contact: ContactForm) -> dict[str, Any]:
    cleaned = message.cleaned_data
    return {
        "text": cleaned["text"],
        "danger": cleaned["danger"],
        "trip": cleaned["trip"],
        "contact": contact.contact(),
    }


def show(request: HttpRequest, name: str, form: Any, urgent: bool = False, **more: Any) -> HttpResponse:
    own = set(form.fields) if form is not None else set()
    page = {"form": form, "urgent": urgent, "carried": carried(request, leaving_out=own), **more}
    return render(request, f"public/write/{name}.html", page)


def carried(request: HttpRequest, leaving_out: set[str]) -> list[tuple[str, str]]:
    """Return the answers of the other steps, for the form's hidden fields."""
    names = [name for form in (MessageForm, ContactForm) for name in form.base_fields]
    return [(name, request.POST[name]) for name in names if name in request.POST and name not in leaving_out]


def show_code(
    request: HttpRequest,
    at: datetime,
    urgent: bool,
    *,
    code: Code | None = None,
    was_renewed: bool = False,
    status: int = 200,
    numbers: dict[str, Any] | None = None,
) -> HttpResponse:
    code = code or new_code()
    page = {
        "code": code,
        "signed": SIGNER.sign(str(code.number)),
        "carried": carried(request, leaving_out=set()),
        "urgent": urgent,
        "was_renewed": was_renewed,
        "numbers": numbers,
        "day": weekday_in_words(answer_by(at), at.date()),
    }
    return render(request, "public/write/code.html", page, status=status)


def code_sent(signed: str) -> Code | None:
    """Return the code this form was given, None for one that is not ours or too old."""
    try:
        return Code(int(SIGNER.unsign(signed, max_age=CODE_HOLDS_SECONDS)))
    except (signing.BadSignature, ValueError):
        return None


def every_number_if_any() -> dict[str, Any]:
    """Return the numbers to call instead; the page names 112 by itself if the directory does not answer either."""
    try:
        return every_number()
    except (DatabaseError, InterfaceError):
        return {}
