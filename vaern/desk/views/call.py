"""Samtalelog: write a call down while it is going on, and file it."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vaern.cases.access import is_on_the_case
from vaern.desk.forms.call import CallForm, minutes_since
from vaern.desk.forms.guarded import LONGEST, with_proposals
from vaern.desk.requests import regions_of, shows_and_takes_a_form
from vaern.guard import check
from vaern.inquiries.access import (
    child_is_known,
    emergency_notes_about,
    is_what_was_filed,
    open_draft,
    refused,
    require_sight,
    require_writing,
    was_filed,
)
from vaern.inquiries.actions.drafts import NotYourDraft, Saved, discard_draft, save_draft
from vaern.inquiries.actions.filing import file_call
from vaern.inquiries.actions.notification import IncompleteAnswer, NotificationUnsettled
from vaern.inquiries.prompts import GROUP_LABELS, PROMPTS, Group
from vaern.inquiries.surroundings import guard_context
from vaern.inquiries.terms import EmergencyReason, Kind
from vaern.law.notification import ADVICE_ON_NOTIFYING, EXPLAINING_THE_DUTY
from vaern.ui.ids import as_number
from vaern.vault.terms import Purpose, TombstoneReason

KEPT = [*CallForm.base_fields, "confirmed"]  # what a draft remembers of the form
LISTS = {"prompts", "confirmed"}
# What the buttons are called; anything else in ``act`` only saves.
FILE, FILE_CALL_BACK, FILE_AND_HAND_OVER, CUT_OFF = "gem", "opringning", "videre", "afbrudt"
FILING = {FILE, FILE_CALL_BACK, FILE_AND_HAND_OVER}


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Show an empty log at once; nothing is stored before something is typed."""
    at = now()
    mine = regions_of(request, at)
    form = CallForm(at=at, by=request.user, started_at=at)
    chosen = [code for code, _name in form.fields["region"].choices if code in mine]
    if len(chosen) == 1:
        form.initial["region"] = chosen[0]
    return page(request, form, draft_id=uuid4(), revision=0, started_at=at)


@shows_and_takes_a_form
def log(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take up a draft again, or file it."""
    if request.method == "POST":
        return file(request, draft_id)
    at = now()
    if was_filed(draft_id):  # to who may not see it there is none: an answer that leads on would say there is
        require_sight(user=request.user, inquiry_id=draft_id, code=Purpose.CALL, at=at, let_in=is_on_the_case)
        return redirect("inquiry", inquiry_id=draft_id)
    draft = open_draft(user=request.user, draft_id=draft_id)
    form = CallForm(at=at, by=request.user, started_at=draft.started_at, initial=draft.content)
    return page(
        request, form, draft_id=draft.pk, revision=draft.revision, started_at=draft.started_at, saved_at=draft.saved_at
    )


def file(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Save first, so that no mistake below can cost a word; then file if everything is in order."""
    at = now()
    if is_what_was_filed(user=request.user, draft_id=draft_id, content=content_of(request.POST), at=at):
        return redirect("inquiry", inquiry_id=draft_id)
    act = request.POST.get("act", "")
    data = with_proposals(request.POST, at)
    if act == CUT_OFF:
        data = cut_off(data, at)
    saved = keep(request.user, draft_id, data, at)
    draft = saved.draft
    again = partial(
        page,
        request,
        draft_id=draft.pk,
        revision=draft.revision,
        started_at=draft.started_at,
        saved_at=draft.saved_at,
        forked=saved.forked,
    )
    if act not in FILING:  # only looked at again: nothing is demanded of it yet
        return again(CallForm(at=at, by=request.user, started_at=draft.started_at, initial=content_of(data)))
    form = CallForm(data, at=at, by=request.user, started_at=draft.started_at)
    if not form.is_valid():
        return again(form, status=422)
    try:
        inquiry = file_call(
            draft=draft,
            call=form.call(),
            next_step=form.next_task(),
            nothing_more=form.next_task() is None,
            notification=form.notification_answer(),
            hand_over=act == FILE_AND_HAND_OVER,
            kind=Kind.CALL_BACK if act == FILE_CALL_BACK else Kind.CALL,
            by=request.user,
            at=at,
        )
    except (NotificationUnsettled, IncompleteAnswer) as refusal:
        form.add_error("notification", refusal.finding.because)
        return again(form, finding=refusal.finding, status=422)
    return redirect("call-back-agree" if act == FILE_CALL_BACK else "inquiry", inquiry_id=inquiry.pk)


def cut_off(data: QueryDict, at: datetime) -> QueryDict:
    """Stamp the time the line went dead into the note, as the script does where there is one."""
    data = data.copy()
    data["cut_off"] = "on"
    note = data.get("note", "").rstrip()
    data["note"] = f"{note}\n{_('Afbrudt kl.')} {localtime(at):%H.%M}. ".lstrip()
    return data


@require_POST
def save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Autosave: answer only when the text is kept, with the server's time of it."""
    at = now()
    saved = keep(request.user, draft_id, request.POST, at)
    return JsonResponse(
        {
            "draft": str(saved.draft.pk),
            "revision": saved.draft.revision,
            "saved": f"{localtime(at):%H.%M.%S}",
            "forked": saved.forked,
            "address": reverse("call", args=[saved.draft.pk]),
        }
    )


def keep(user: Any, draft_id: UUID, data: QueryDict, at: datetime) -> Saved:
    """Save the form as it stands. Somebody else's draft, or inquiry, is one that is not there."""
    require_writing(user, draft_id, at=at, let_in=is_on_the_case)
    try:
        return save_draft(
            draft_id=draft_id,
            base=as_number(data.get("revision")),
            content=content_of(data),
            by=user,
            at=at,
        )
    except NotYourDraft as error:
        raise refused(user, draft_id, code=Purpose.CALL) from error


def content_of(data: QueryDict) -> dict[str, Any]:
    """Return what a draft remembers of a form."""
    return {name: data.getlist(name) if name in LISTS else data[name] for name in KEPT if name in data}


@shows_and_takes_a_form
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask, and then remove a draft nobody needs."""
    draft = open_draft(user=request.user, draft_id=draft_id)
    if request.method == "POST":
        discard_draft(draft=draft, by=request.user, at=now(), reason=TombstoneReason.DISCARDED)
        return redirect("my-day")
    return render(request, "desk/call_discard.html", {"draft": draft, "at": now()})


@require_POST
def check_text(request: HttpRequest) -> HttpResponse:
    """Say what the guard would stop or warn about in a text; nothing is stored, and nothing of it is sent back."""
    text = request.POST.get("text", "")[: LONGEST + 1]
    report = check(text, guard_context(now()))
    return JsonResponse(report.for_browser())


@require_safe
def script_112(request: HttpRequest) -> HttpResponse:
    """What to say to 112, on a page of its own for a second screen or without JavaScript."""
    return render(request, "desk/script_112.html", {"at": now()})


def page(
    request: HttpRequest,
    form: CallForm,
    *,
    draft_id: UUID,
    revision: int,
    started_at: datetime,
    finding: Any = None,
    saved_at: datetime | None = None,
    forked: bool = False,
    status: int = 200,
) -> HttpResponse:
    if not form.is_bound and "minutes" not in form.initial:
        form.initial["minutes"] = minutes_since(started_at, form.at)
    ticked = set(form["prompts"].value() or [])
    groups = [
        (GROUP_LABELS[group], [(each, each.code in ticked) for each in PROMPTS if each.group == group])
        for group in Group
    ]
    context = {
        "form": form,
        "draft_id": draft_id,
        "revision": revision,
        "started_at": started_at,
        "at": form.at,
        "saved_at": saved_at,
        "forked": forked,
        "finding": finding,
        "groups": groups,
        "advice_on_notifying": ADVICE_ON_NOTIFYING,
        "explaining_the_duty": EXPLAINING_THE_DUTY,
        "emergency_notes": emergency_notes_about(draft_id),
        "child_is_known": child_is_known(draft_id),
        "emergency_reasons": EmergencyReason.choices,
        "my_regions": regions_of(request, form.at),
    }
    return render(request, "desk/call.html", context, status=status)
