"""The mailbox: come back with a code, read, write on, remove, close. Every page is the answer to a POST."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from vaern.directory.opening import day_in_words
from vaern.mailbox.door import sitting
from vaern.mailbox.door.refusals import Crowded, WrongCode
from vaern.mailbox.door.sitting import Mailbox, SittingOver
from vaern.mailbox.expectations import answer_by
from vaern.public.guide import hidden_from_search
from vaern.public.message_forms import CodeForm, ReplyForm
from vaern.public.once import made_once
from vaern.public.origin import own_forms_only

OPEN, SHOW, HIDE, WRITE, STAY, DONE = "aabn", "vis", "skjul", "skriv", "bliv", "faerdig"
REMOVE, REMOVE_ALL, REMOVE_ALL_NOW, CLOSE, CLOSE_NOW = "slet", "slet-alt", "slet-alt-nu", "luk", "luk-nu"
IN_THE_MAILBOX = {SHOW, HIDE, WRITE, STAY, DONE, REMOVE, REMOVE_ALL, REMOVE_ALL_NOW, CLOSE, CLOSE_NOW}


@own_forms_only
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return hidden_from_search(render(request, "public/answers/begin.html"))
    at, act = localtime(), request.POST.get("act", "")
    if act == OPEN:
        return hidden_from_search(enter(request, at))
    if act not in IN_THE_MAILBOX:
        return hidden_from_search(ask_for_code(request))
    try:
        mailbox = sitting.resume(cookie=request.COOKIES.get(settings.MAILBOX_COOKIE, ""), at=at)
    except SittingOver:
        return hidden_from_search(no_longer(ask_for_code(request, over=True, kept=request.POST.get("text", ""))))
    return hidden_from_search(go_on(request, mailbox, act, at))


def enter(request: HttpRequest, at: datetime) -> HttpResponse:
    """Open the mailbox, or say that the code does not work: in the same words whatever is wrong with it."""
    kept = request.POST.get("text", "")
    try:
        mailbox = sitting.enter(typed=request.POST.get("code", ""), at=at)
    except WrongCode:
        return ask_for_code(request, kept=kept, is_wrong=True)
    except Crowded:
        return ask_for_code(request, kept=kept, crowded=True, status=503)
    return show(request, mailbox, at, form=ReplyForm(initial={"text": kept, "token": uuid4()}))


def ask_for_code(
    request: HttpRequest,
    *,
    kept: str = "",
    is_wrong: bool = False,
    crowded: bool = False,
    over: bool = False,
    status: int = 200,
) -> HttpResponse:
    def made() -> str:
        form = CodeForm({} if is_wrong else None)  # never what was typed: the code is not sent back
        if is_wrong:
            form.add_error("code", CodeForm.WRONG)
        page = {"form": form, "crowded": crowded, "over": over, "kept": kept}
        return render_to_string("public/answers/code.html", page, request)

    # A wrong code is answered with the very same text every time, whatever is wrong with it, and costs no rendering.
    page = made_once(request, "wrong code", made) if is_wrong and not kept else made()
    return HttpResponse(page, status=status)


def go_on(request: HttpRequest, mailbox: Mailbox, act: str, at: datetime) -> HttpResponse:
    """Do the one thing that was asked for and show the mailbox again, or its end."""
    if act == STAY:
        return renewed(HttpResponse(status=204), mailbox, at)
    if act == DONE:
        sitting.leave(cookie=request.COOKIES[settings.MAILBOX_COOKIE])
        return no_longer(render(request, "public/closed.html"))
    if act == CLOSE_NOW:
        sitting.close(mailbox=mailbox, at=at)
        return no_longer(render(request, "public/closed.html"))
    if act == WRITE:
        return write_on(request, mailbox, at)
    if act == REMOVE_ALL_NOW:
        sitting.remove(mailbox=mailbox, messages=[each.pk for each in mailbox.messages()], at=at)
    chosen = message_chosen(request)
    if act == REMOVE and chosen:
        sitting.remove(mailbox=mailbox, messages=[chosen], at=at)
    asking = act if act in {REMOVE_ALL, CLOSE} else ""
    return show(request, mailbox, at, shown=chosen if act == SHOW else None, asking=asking)


def write_on(request: HttpRequest, mailbox: Mailbox, at: datetime) -> HttpResponse:
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return show(request, mailbox, at, form=form)
    send(form, mailbox, at)
    return show(request, mailbox, at)


def send(form: ReplyForm, mailbox: Mailbox, at: datetime) -> None:
    """Add what a form that holds says to the mailbox."""
    cleaned = form.cleaned_data
    content = {name: cleaned[name] for name in ("text", "danger", "trip")}
    sitting.write(mailbox=mailbox, token=cleaned["token"], content=content, is_urgent=form.is_urgent, at=at)


def message_chosen(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("message", ""))
    except ValueError:
        return None


def show(
    request: HttpRequest,
    mailbox: Mailbox,
    at: datetime,
    *,
    form: ReplyForm | None = None,
    shown: UUID | None = None,
    asking: str = "",
) -> HttpResponse:
    messages = mailbox.messages()
    waits = bool(messages) and not messages[-1].from_team
    page: dict[str, Any] = {
        "messages": messages,
        "shown": next((each for each in messages if each.pk == shown), None),
        "opened_before": mailbox.opened_before,
        "closed_soon": int(sitting.IDLE.total_seconds()),
        "now": at,
        "day": day_in_words(answer_by(localtime(messages[-1].at)), at.date()) if waits else "",
        "form": form or ReplyForm(initial={"token": uuid4()}),
        "asking": asking,
    }
    return renewed(render(request, "public/answers/mailbox.html", page), mailbox, at)


def renewed(response: HttpResponse, mailbox: Mailbox, at: datetime) -> HttpResponse:
    """Let the browser keep the sitting for another quarter of an hour, and for no longer than it is open."""
    response.set_cookie(
        settings.MAILBOX_COOKIE, mailbox.cookie(at), secure=settings.PRODUCTION, httponly=True, samesite="Strict"
    )
    return response


def no_longer(response: HttpResponse) -> HttpResponse:
    forget_cookie(response)
    return response


def forget_cookie(response: HttpResponse) -> None:
    response.delete_cookie(settings.MAILBOX_COOKIE, samesite="Strict")
    response.cookies[settings.MAILBOX_COOKIE]["secure"] = settings.PRODUCTION


def leave(request: HttpRequest, response: HttpResponse) -> None:
    """End the sitting of whoever takes the quick exit. A database that does not answer keeps nobody on the page."""
    cookie = request.COOKIES.get(settings.MAILBOX_COOKIE)
    if cookie is None:
        return
    forget_cookie(response)
    try:
        sitting.leave(cookie=cookie)
    except (DatabaseError, InterfaceError):
        return  # the cookie goes at least; the server's half runs out by itself
