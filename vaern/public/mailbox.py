"""The mailbox: come back with a code, read, write on, remove, close. Every page is the answer to a POST."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vaern.directory.opening import day_in_words
from vaern.mailbox.door import sitting
from vaern.mailbox.door.refusals import WrongCode
from vaern.mailbox.door.sitting import Full, Mailbox, Removed, SittingOver
from vaern.mailbox.expectations import answer_by
from vaern.public import cookies, errand
from vaern.public.errand import STAY, in_one_errand, stayed
from vaern.public.message_forms import CodeForm, ReplyForm
from vaern.public.once import made_once
from vaern.public.origin import own_forms_only
from vaern.public.trouble import TROUBLE, every_number_if_any
from vaern.ui.databases import NO_DATABASE
from vaern.ui.ids import as_id

OPEN, SHOW, WRITE, DONE = "open", "show", "write", "done"
REMOVE, REMOVE_ALL, REMOVE_ALL_NOW, CLOSE, CLOSE_NOW = "remove", "remove-all", "remove-all-now", "close", "close-now"


@own_forms_only
@require_http_methods(["GET", "HEAD", "POST"])
@in_one_errand("public/mailbox/begin.html")
def come_back(request: HttpRequest) -> HttpResponse:
    at = localtime()
    act, _, message = request.POST.get("act", "").partition(":")
    if act == OPEN:
        return enter(request, at)
    if not act:
        answered = ask_for_code(request)
        leave(request, answered)  # whoever begins anew is done with what is open
        return answered
    if act == DONE:  # also from a mailbox that is not open any more, such as the second of two clicks
        left = no_longer(render(request, "public/closed.html"))
        leave(request, left)
        return left
    try:
        mailbox = sitting.resume(cookie=cookie_of(request), at=at)
        return go_on(request, mailbox, act, message, at)
    except SittingOver:
        return over(request, act)
    except TROUBLE:
        if act != WRITE and not being_written(request):
            raise
        return not_sent(request, at, was_sending=act == WRITE)


def over(request: HttpRequest, act: str) -> HttpResponse:
    """Answer a button of a mailbox that is not open here any more: the second click on closing it, or one too late."""
    if act == CLOSE_NOW and sitting.was_closed(cookie=cookie_of(request)):
        return closed_for_good(request)
    asked = ask_for_code(request, over=True, may_be_open=act == CLOSE_NOW)
    cookies.forget(asked, settings.MAILBOX_COOKIE)
    return asked


def closed_for_good(request: HttpRequest) -> HttpResponse:
    return no_longer(render(request, "public/mailbox/closed.html"))


def cookie_of(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.MAILBOX_COOKIE, "")


def enter(request: HttpRequest, at: datetime) -> HttpResponse:
    """Open the mailbox, or say that the code does not work: in the same words whatever is wrong with it."""
    try:
        left = sitting.leave(cookie=cookie_of(request))  # the one that is open here already
        mailbox = sitting.enter(typed=request.POST.get("code", ""), at=at, left=left)
    except WrongCode:
        return ask_for_code(request, is_wrong=True)
    except TROUBLE:
        return ask_for_code(request, crowded=True, status=503)
    return show(request, mailbox, at, form=half_written(request, mailbox))


def ask_for_code(
    request: HttpRequest,
    *,
    is_wrong: bool = False,
    crowded: bool = False,
    over: bool = False,
    may_be_open: bool = False,
    status: int = 200,
) -> HttpResponse:
    kept = being_written(request)

    def made() -> str:
        form = CodeForm({} if is_wrong else None)  # never what was typed: the code is not sent back
        if is_wrong:
            form.add_error("code", CodeForm.WRONG)
        urgent = "danger" in kept or "trip" in kept
        page = {"form": form, "crowded": crowded, "over": over, "kept": kept.items(), "urgent": urgent}
        page |= {"may_be_open": may_be_open, "closed_soon": errand.IDLE_SECONDS}
        return render_to_string("public/mailbox/code.html", page, request)

    # A wrong code is answered with the very same text every time, whatever is wrong with it, and costs no rendering.
    page = made_once(request, "wrong code", made) if is_wrong and not kept else made()
    return HttpResponse(page, status=status)


def being_written(request: HttpRequest) -> dict[str, str]:
    """Return what is in the fields of a reply that nobody has pressed Send for; nothing where nothing is written."""
    given = {name: request.POST[name] for name in ReplyForm.base_fields if request.POST.get(name)}
    return given if given.keys() & {"text", "danger", "trip"} else {}


def half_written(request: HttpRequest, mailbox: Mailbox) -> ReplyForm:
    """Return the reply form with what is being written in it: not what has arrived, though its answer was lost."""
    kept = being_written(request)
    token = as_id(kept.get("token", ""))
    if not kept or arrived(mailbox, token) == said(kept):
        return ReplyForm(initial={"token": uuid4()})
    return ReplyForm(initial=kept | {"token": token or uuid4()})


def arrived(mailbox: Mailbox, token: UUID | None) -> dict[str, Any] | None:
    """Return what came under a token, None if nothing has."""
    return next((each.content for each in mailbox.messages() if each.pk == token), None) if token else None


def token_for(mailbox: Mailbox, token: UUID, content: dict[str, Any]) -> UUID:
    """Return the token of these very words: where an answer was lost, others may have come under this one before."""
    if arrived(mailbox, token) in (None, content):
        return token
    return uuid5(token, json.dumps(content, sort_keys=True))


def said(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a reply says, as it is stored."""
    return {"text": given.get("text", ""), "danger": bool(given.get("danger")), "trip": bool(given.get("trip"))}


def go_on(request: HttpRequest, mailbox: Mailbox, act: str, message: str, at: datetime) -> HttpResponse:
    """Do the one thing that was asked for and show the mailbox again, or its end.

    What nobody asks here, such as a button of an older version of the page, shows the mailbox and does nothing to it.
    """
    if act == STAY:
        answer = renewed(stayed(), mailbox, at)
        answer.headers["Stay-Seconds"] = str(mailbox.seconds_left(at))
        return answer
    if act == CLOSE_NOW:
        sitting.close(mailbox=mailbox, at=at)
        return closed_for_good(request)
    if act == WRITE:
        return write_on(request, mailbox, at)
    if act == REMOVE_ALL_NOW:
        sitting.remove(mailbox=mailbox, messages=[each.pk for each in mailbox.messages()], at=at)
    chosen = as_id(message)
    if act == REMOVE and chosen:
        sitting.remove(mailbox=mailbox, messages=[chosen], at=at)
    asking = act if act in {REMOVE_ALL, CLOSE} else ""
    form = half_written(request, mailbox)
    return show(request, mailbox, at, form=form, shown=chosen if act == SHOW else None, asking=asking)


def write_on(request: HttpRequest, mailbox: Mailbox, at: datetime) -> HttpResponse:
    given = request.POST.copy()
    given["token"] = str(as_id(given.get("token")) or uuid4())  # one that lost its number gets another, unasked
    form = ReplyForm(given)
    if not form.is_valid():
        return show(request, mailbox, at, form=form)
    try:
        send(form, mailbox, at)
    except Removed:
        form.add_error("text", gettext("Den besked har du slettet. Vil du sende den igen, så tryk Send."))
        given["token"] = str(uuid4())
        return show(request, mailbox, at, form=form)
    except Full:
        form.add_error("text", gettext("Beskeden er ikke sendt: der er ikke plads til mere i denne postkasse."))
        return show(request, mailbox, at, form=form, is_full=True)
    return show(request, mailbox, at, sent_a_civil_number=form.has_civil_number)


def send(form: ReplyForm, mailbox: Mailbox, at: datetime) -> None:
    """Add what a form that holds says to the mailbox.

    Raises Removed where the writer has deleted that message, and Full.
    """
    content = said(form.cleaned_data)
    token = token_for(mailbox, form.cleaned_data["token"], content)
    sitting.write(mailbox=mailbox, token=token, content=content, is_urgent=form.is_urgent, at=at)


def not_sent(request: HttpRequest, at: datetime, *, was_sending: bool) -> HttpResponse:
    """Show what could not be stored again, all of it, and numbers to call. It needs neither mailbox nor database."""
    page = {
        "form": ReplyForm(initial=request.POST.dict()),
        "was_sending": was_sending,
        "numbers": every_number_if_any(at=at),
        "closed_soon": errand.IDLE_SECONDS,
    }
    return render(request, "public/mailbox/not_sent.html", page, status=503)


def show(
    request: HttpRequest,
    mailbox: Mailbox,
    at: datetime,
    *,
    form: ReplyForm | None = None,
    shown: UUID | None = None,
    asking: str = "",
    is_full: bool = False,
    sent_a_civil_number: bool = False,
) -> HttpResponse:
    messages = mailbox.messages()
    waits = bool(messages) and not messages[-1].from_team
    by = answer_by(localtime(messages[-1].at)) if waits else None
    page: dict[str, Any] = {
        "messages": messages,
        "shown": next((each for each in messages if each.pk == shown), None),
        "opened_before": mailbox.opened_before,
        "seconds_left": mailbox.seconds_left(at),
        "seconds_idle": int(sitting.IDLE.total_seconds()),
        "now": at,
        "day": day_in_words(by, at.date()) if by and by >= at.date() else "",
        "is_late": by is not None and by < at.date(),
        "form": form or ReplyForm(initial={"token": uuid4()}),
        "asking": asking,
        "is_full": is_full,
        "sent_a_civil_number": sent_a_civil_number,
        "numbers": every_number_if_any(at=at) if is_full else {},
    }
    return renewed(render(request, "public/mailbox/mailbox.html", page), mailbox, at)


def renewed(response: HttpResponse, mailbox: Mailbox, at: datetime) -> HttpResponse:
    """Let the browser keep the sitting for another quarter of an hour, and for no longer than it is open."""
    cookies.keep(response, settings.MAILBOX_COOKIE, mailbox.cookie(at))
    return response


def no_longer(response: HttpResponse) -> HttpResponse:
    """Let the browser forget the mailbox, and the errand with it: no form of it opens anything by being sent again."""
    cookies.forget(response, settings.MAILBOX_COOKIE)
    errand.end(response)
    return response


def leave(request: HttpRequest, response: HttpResponse) -> None:
    """End the sitting of whoever takes the quick exit. A database that does not answer keeps nobody on the page."""
    cookie = request.COOKIES.get(settings.MAILBOX_COOKIE)
    if cookie is None:
        return
    cookies.forget(response, settings.MAILBOX_COOKIE)
    try:
        sitting.leave(cookie=cookie)
    except NO_DATABASE:
        return  # the cookie goes at least; the server's half runs out by itself
