"""A signed screening and what comes after it: read, read by a colleague, take out of use, look back."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaern.desk.forms.screening import ReaderForm, RemarkForm, VoidForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.inquiry import opened
from vaern.desk.views.screening_parts import about, found, others_on_it
from vaern.risk import access
from vaern.risk.actions import reading, signing, writing
from vaern.risk.portrait import mentioned, portrait
from vaern.staff.naming import first_names
from vaern.ui.ids import as_number


def what_it_says(inquiry: Any, screening: Any, at: datetime) -> dict[str, Any]:
    """Return a screening as it is read: sections of words, and its cards with what became of each."""
    content = access.content_of(screening)
    return about(inquiry, at) | {
        "screening": screening,
        "instrument": content.instrument,
        "sections": portrait(content, first_names(mentioned(content))),
        "cards": [card_said(each) for each in access.cards_of(inquiry, screening)],
    }


def card_said(shown: access.OpenCard) -> dict[str, Any]:
    said = shown.answer.answer if shown.answer else {}
    colleague = said.get("colleague")
    return {
        "card": shown.card,
        "because": shown.because,
        "deadline": shown.deadline,
        "answer": shown.answer,
        "response": said.get("response", ""),
        "reason": dict(shown.card.dismissed_by).get(said.get("reason", ""), ""),
        "words": said.get("words", ""),
        "colleague": first_names([UUID(colleague)]).get(UUID(colleague), "") if colleague else "",
    }


def page(request: HttpRequest, inquiry: Any, screening: Any, at: datetime) -> HttpResponse:
    voiding = access.voiding_of(screening)
    newest = access.judgements_of([inquiry.pk], at=at)[inquiry.pk]
    happened = {each.code: each.label for each in access.instrument_of(screening).redo}
    context = what_it_says(inquiry, screening, at) | {
        "judgement": access.judgement_in(screening, at=at),
        "voiding": voiding,
        "happened": happened.get(voiding.why["happened"], "") if voiding else "",
        "is_newest": newest.screening == screening.pk,
        "new_id": uuid4(),
    }
    return render(request, "desk/screening/signed.html", context)


@require_safe
def history(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """Show every judgement, the newest first, with how each stands now."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    current = access.judgements_shown([inquiry.pk], to=request.user, at=at)[inquiry.pk]
    rows = [
        {"judgement": access.judgement_in(each, at=at), "voiding": access.voiding_of(each), "screening": each}
        | {"up": each.content.get("words.up", ""), "down": each.content.get("words.down", "")}
        for each in ([] if current.is_hidden else access.timeline(inquiry))
    ]
    context = about(inquiry, at) | {
        "rows": rows,
        "judgement": current,
        "screening_drafts": access.drafts_of(inquiry),
        "new_screening": uuid4(),
    }
    return render(request, "desk/screening/history.html", context)


@shows_and_takes_a_form
def void(request: HttpRequest, inquiry_id: UUID, screening_id: UUID) -> HttpResponse:
    """Take the newest one out of use, because something happened."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    screening = found(request, inquiry, screening_id)
    newest = access.judgements_of([inquiry.pk], at=at)[inquiry.pk]
    if newest.screening != screening.pk or access.voiding_of(screening):
        return redirect("screening", inquiry_id=inquiry.pk, screening_id=screening.pk)
    reasons = [(each.code, each.label) for each in access.instrument_of(screening).redo]
    form = VoidForm(sent(request), at=at, reasons=reasons)
    if request.method == "POST" and form.is_valid():
        try:
            signing.void(
                inquiry=inquiry,
                screening=screening,
                happened=form.cleaned_data["happened"],
                words=form.cleaned_data["words"],
                by=request.user,
                at=at,
            )
        except signing.NotAReason:
            form.add_error("words", _("Skriv med dine ord, hvad der var forkert."))
        except (signing.AlreadyVoided, signing.NotTheNewest):
            return redirect("screening", inquiry_id=inquiry.pk, screening_id=screening.pk)
        else:
            return redirect("screening", inquiry_id=inquiry.pk, screening_id=screening.pk)
    status = 422 if form.errors else 200
    context = about(inquiry, at) | {"form": form, "screening": screening}
    return render(request, "desk/screening/void.html", context, status=status)


@shows_and_takes_a_form
def ask(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """Ask a colleague to read along, with a task and a deadline on the clock."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    people = others_on_it(request, inquiry, at)
    form = ReaderForm(sent(request), colleagues=people)
    if request.method == "POST" and form.is_valid():
        reader = form.people[form.cleaned_data["reader"]]
        try:
            reading.ask_second_reader(inquiry=inquiry, reader=reader, by=request.user, at=at)
        except reading.CannotRead:
            form.add_error("reader", _("Kollegaen kan ikke se henvendelsen mere. Vælg en anden."))
        else:
            return redirect("inquiry", inquiry_id=inquiry.pk)
    context = about(inquiry, at) | {"form": form, "people": people}
    return render(request, "desk/screening/ask.html", context, status=422 if form.errors else 200)


@shows_and_takes_a_form
def read(request: HttpRequest, inquiry_id: UUID, screening_id: UUID) -> HttpResponse:
    """Read a colleague's draft as it stands, and say that one has."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    draft = found(request, inquiry, screening_id)
    if draft.is_signed:
        return redirect("screening", inquiry_id=inquiry.pk, screening_id=draft.pk)
    form = RemarkForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        try:
            reading.read_as_second(
                inquiry=inquiry,
                screening=draft,
                base=as_number(request.POST.get("revision")),
                remark=form.cleaned_data["remark"],
                by=request.user,
                at=at,
            )
        except signing.ChangedSince:
            form.add_error(None, _("Der er skrevet i screeningen imens. Læs den igen, som den står nu."))
        except reading.OwnWork:
            form.add_error(None, _("Du har selv skrevet sidst. Bed en kollega læse."))
        except (reading.CannotRead, writing.AlreadySigned):
            return redirect("inquiry", inquiry_id=inquiry.pk)
        else:
            return redirect("inquiry", inquiry_id=inquiry.pk)
    context = what_it_says(inquiry, draft, at) | {
        "form": form,
        "is_own": draft.saved_by_id == request.user.pk,
        "readings": access.readings_of(inquiry, draft),
    }
    return render(request, "desk/screening/read.html", context, status=422 if form.errors else 200)


@shows_and_takes_a_form
def read_before_closing(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """Say, as a colleague, that the inquiry may be closed soon after an alarm."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    form = RemarkForm(sent(request), at=at)
    if request.method == "POST" and form.is_valid():
        try:
            reading.read_as_second(
                inquiry=inquiry, screening=None, remark=form.cleaned_data["remark"], by=request.user, at=at
            )
        except reading.OwnWork:
            form.add_error(None, _("Du har selv henvendelsen. Bed en kollega læse."))
        except reading.CannotRead:
            return redirect("my-day")
        else:
            return redirect("inquiry", inquiry_id=inquiry.pk)
    context = about(inquiry, at) | {
        "form": form,
        "is_own": inquiry.consultant_id == request.user.pk,
        "readings": access.readings_of(inquiry),
    }
    return render(request, "desk/screening/read_closing.html", context, status=422 if form.errors else 200)
