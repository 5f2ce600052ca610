"""Indbakke: messages without a name, and briefs. No list shows a word of what was written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from vaern.cases.worklist import unclaimed_for
from vaern.desk.forms.call import CallForm
from vaern.desk.forms.inbox import AnswerForm, ThreadHandOverForm
from vaern.desk.keeping import gone
from vaern.desk.paging import PageOf
from vaern.desk.requests import regions_of, shows_and_takes_a_form
from vaern.guard import Context, Kind, check
from vaern.inquiries.access import filed_among, may_go_on_with
from vaern.inquiries.actions.drafts import begin_once
from vaern.inquiries.surroundings import region_name
from vaern.inquiries.terms import Caller
from vaern.inquiries.worklist import unclaimed as unclaimed_inquiries
from vaern.mailbox import access, actions, reading, stretches
from vaern.mailbox.reading import OpenThread, Part, Said
from vaern.mailbox.terms import Answer, contact_in_words
from vaern.ui.ids import as_id, as_number
from vaern.vault.actions import NotTakenIn
from vaern.work.names import draw_cover_name

SHOWN_AT_ONCE = 2_000  # characters: a screen or so; the answer must not lie thousands of lines further down
# What may be done with a number the writer gave; of anything else we neither call it nor send it anything.
WAYS_OUT = {
    Answer.CALL: gettext_lazy("Bekræft aftalen, før du ringer."),
    Answer.TRUSTED: gettext_lazy("Bekræft aftalen, før du ringer. Den, der tager telefonen, er ikke den, der skrev."),
    Answer.SMS: gettext_lazy("Ring ikke. Bekræft aftalen, og send så kun den ene sms, ord for ord."),
}
REST_ON_A_PAGE = 150_000  # bytes: the longest message in plain letters, once; a page must open on a slow line too


def opened(request: HttpRequest, thread_id: UUID, at: datetime) -> OpenThread:
    return access.open_thread(user=request.user, thread_id=thread_id, regions=regions_of(request, at))


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return lists(request, now())


def lists(request: HttpRequest, at: datetime, message: str = "", status: int = 200) -> HttpResponse:
    """Show what came in and nobody has taken, by page, and beside it what is one's own and what else waits."""
    inbox = access.inbox(request.user, regions=regions_of(request, at), at=at, filed=filed_among)
    unclaimed, briefs = access.apart(inbox.unclaimed)
    page = PageOf.asked_for(request, rows=len(unclaimed), size=access.ON_A_PAGE)
    context = {
        "inbox": inbox,
        "briefs": briefs,
        "count": len(unclaimed),
        "shown": unclaimed[page.begins : page.ends],
        "where": page.where,
        "before": page.before,
        "after": page.after,
        "set_aside": stretches.count_aside(),
        "aside_asked": bool(stretches.waiting()),
        "inquiries": unclaimed_inquiries(request.user, at=at),
        "cases": unclaimed_for(request.user, at=at),
        "at": at,
        "message": message,
    }
    return render(request, "desk/inbox/overview.html", context, status=status)


@require_safe
def show(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    at = now()
    try:
        thread = opened(request, thread_id, at)
    except NotTakenIn:
        return render(request, "desk/inbox/shut.html", {"thread_id": thread_id}, status=503)
    return page(request, thread, at, thread.part(as_number(request.GET.get("side")) or 1))


def page(
    request: HttpRequest,
    thread: Any,
    at: datetime,
    part: Part | None = None,
    form: Any = None,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show some of a thread, the newest unless another ``part`` is given. To its holder what is shown is read."""
    part = part or thread.part(1)
    if thread.holder == request.user.pk:
        actions.mark_read(opened=thread, numbers=part.numbers)
    side = PageOf(part.page, part.last, reading.ON_A_PAGE)
    content = part.first.content if part.first and part.first.content else {}
    contact = content.get("contact", {})
    whole = as_number(request.GET.get("besked"))
    context = {
        "at": at,
        "thread": thread,
        "first": [] if part.has_first else shown_of([part.first], whole=whole),
        "messages": shown_of(part.said, whole=whole),
        "page": part.page,
        "where": side.where,
        "before": side.before,
        "after": side.after,
        "unread": len(part.unread_elsewhere),
        "unread_is_urgent": bool(part.unread_elsewhere & part.urgent),
        "unread_page": part.unread_page,
        "contact": contact_in_words(contact),
        "way_out": WAYS_OUT.get(contact.get("answer_by"), _("Ring ikke, og send ikke noget.")),
        "goes_on": thread.thread.expires_on if thread.expires_soon(at) else None,
        "removed": thread.removed(),
        "is_mine": thread.holder == request.user.pk,
        "has_log": has_log(request, thread, at),
        "is_closed": thread.is_closed,
        "is_first_answer": not part.was_answered,
        "region": region_name(thread.region, at) if thread.region else "",
        "form": form or AnswerForm(at=at, initial={"token": uuid4(), "seen": part.newest}),
        "message": message,
        "brief": brief_lines(content, at) if thread.is_brief else [],
    }
    return render(request, "desk/inbox/thread.html", context, status=status)


@dataclass(frozen=True)
class Shown:
    """A message on the page. A long one is folded behind its ``beginning``; nothing of it is left out.

    ``is_apart``: the rest has no room beside the others, and is read by asking for this message.
    """

    row: Any
    content: dict[str, Any]
    does_not_open: bool
    beginning: str
    rest: str
    is_apart: bool
    has_civil_number: bool

    @classmethod
    def of(cls, said: Said, *, room: int, is_whole: bool = False) -> "Shown":
        content = said.content or {}
        text = content.get("text", "")
        beginning, rest = folded(text)
        is_apart = not is_whole and size(rest) > room
        looked_at = text if is_whole else beginning  # what must be unfolded is looked at when it is asked for
        found = () if said.row.from_team else check(looked_at, Context()).findings
        has_civil_number = any(each.kind is Kind.CPR for each in found)
        return cls(said.row, content, said.content is None, beginning, rest, is_apart, has_civil_number)

    @property
    def is_blank(self) -> bool:
        return not self.beginning.strip() and not self.rest.strip()


def shown_of(said: list[Said], whole: int = 0) -> list[Shown]:
    """Return messages as the page shows them: the newest get the room there is, and ``whole`` its own in any case."""
    room, found = REST_ON_A_PAGE, []
    for each in reversed(said):
        shown = Shown.of(each, room=room, is_whole=each.row.number == whole)
        room -= 0 if shown.is_apart else size(shown.rest)
        found.append(shown)
    return found[::-1]


def size(text: str) -> int:
    """Return what a text weighs on a page, in bytes."""
    return len(escape(text).encode(errors="replace"))


def folded(text: str) -> tuple[str, str]:
    """Return what of a text is shown at once, and the rest: cut between words where there are any."""
    if len(text) <= SHOWN_AT_ONCE + SHOWN_AT_ONCE // 4:
        return text, ""
    cut = max(text.rfind(blank, SHOWN_AT_ONCE // 2, SHOWN_AT_ONCE) for blank in " \n")
    cut = cut if cut > 0 else SHOWN_AT_ONCE
    return text[:cut], text[cut:].lstrip(" \n")


def brief_lines(content: dict[str, str], at: datetime) -> list[tuple[str, str]]:
    """Return what a brief says, under the call log's own words."""
    fields = CallForm.base_fields
    found = []
    for name, value in content.items():
        if name in fields and value:
            chosen = dict(getattr(fields[name], "choices", ()) or ())
            said = region_name(value, at) if name == "region" else str(chosen.get(value, value))
            found.append((str(fields[name].label), said))
    return found


@require_POST
def take(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    at = now()
    try:
        actions.claim(
            thread_id=thread_id,
            cover_name=draw_cover_name(),
            by=request.user,
            regions=regions_of(request, at),
            at=at,
            seen=as_id(request.POST.get("holder", "")),
        )
    except actions.AlreadyClaimed:
        return lists(request, at, _("En anden har taget den imens."), status=409)
    return redirect("inbox-thread", thread_id=thread_id)


@require_POST
def reply(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Answer the writer. Whatever refuses it, the words come back: a consultant has weighed them."""
    try:
        return send_reply(request, thread_id, now())
    except access.NoSuchThread:  # a colleague has taken it over, or it never was: the two must look the same
        return gone(request, text="text")


def send_reply(request: HttpRequest, thread_id: UUID, at: datetime) -> HttpResponse:
    thread = opened(request, thread_id, at)
    form = AnswerForm(request.POST, at=at)
    if not form.is_valid():
        return page(request, thread, at, form=form, status=422)
    cleaned = form.cleaned_data
    try:
        actions.answer(
            opened=thread, token=cleaned["token"], text=cleaned["text"], seen=cleaned["seen"], by=request.user, at=at
        )
    except actions.NewInTheMeantime:
        form.add_error(None, _("Der er skrevet eller slettet noget imens. Læs det først. Dit svar er her stadig."))
        form.data = form.data.copy()
        form.data["seen"] = thread.newest()
        return page(request, thread, at, form=form, status=409)
    except actions.MailboxClosed:
        told = _("Postkassen er lukket. Et svar her når ikke frem.")
        return page(request, thread, at, form=form, message=told, status=409)
    except actions.NotTheirs:
        told = _("Du skal tage beskeden, før du kan svare på den.")
        thread = opened(request, thread_id, at)  # who has it may be another since
        return page(request, thread, at, form=form, message=told, status=409)
    return redirect("inbox-thread", thread_id=thread_id)


@shows_and_takes_a_form
def hand_over(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    at = now()
    thread = opened(request, thread_id, at)
    form = ThreadHandOverForm(request.POST if request.method == "POST" else None, at=at, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_over(opened=thread, by=request.user, **form.receiver())
        except actions.NotTheirs:
            form.add_error(None, _("Du skal tage beskeden, før du kan give den videre."))
        else:
            return redirect("inbox")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/inbox/hand_over.html", {"thread": thread, "form": form, "at": at}, status=status)


@require_POST
def begin_log(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Begin a call log from the thread: a brief fills it in; a citizen's own words stay where they are."""
    at = now()
    thread = opened(request, thread_id, at)
    if not has_log(request, thread, at):
        if thread.holder != request.user.pk:
            return page(request, thread, at, message=_("Tag beskeden, før du skriver den i loggen."), status=409)
        draft_id = uuid5(thread.thread.pk, request.user.pk.hex)  # the double click names the same
        begin_once(draft_id=draft_id, content=log_content(thread), by=request.user, at=at)
        try:
            actions.log_as(opened=thread, inquiry=draft_id, by=request.user, instead_of=thread.inquiry)
        except actions.NotTheirs as taken_over:
            raise access.NoSuchThread from taken_over
    return redirect("call", draft_id=thread.inquiry)


def has_log(request: HttpRequest, thread: Any, at: datetime) -> bool:
    """Tell whether there is a call log of the thread that the reader can go on with."""
    return thread.inquiry is not None and may_go_on_with(request.user, thread.inquiry, at=at)


def log_content(thread: Any) -> dict[str, str]:
    if thread.is_brief and thread.first:
        return {name: value for name, value in thread.first.content.items() if name in CallForm.base_fields}
    return {"caller": Caller.CITIZEN, "note": _("Skrev til os uden navn på den åbne side. ")}
