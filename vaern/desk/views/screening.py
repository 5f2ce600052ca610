"""A screening while it is made: begin, write, answer the cards, sign, or put it away."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaern.desk.forms.guarded import with_proposals
from vaern.desk.forms.screening import MOST_UNKNOWNS, CardForm, ScreeningForm, content_of, refusals
from vaern.desk.keeping import wants_json
from vaern.desk.requests import shows_and_takes_a_form
from vaern.desk.views import screening_signed
from vaern.desk.views.inquiry import opened
from vaern.desk.views.screening_parts import about, colleagues, found, others_on_it
from vaern.inquiries.actions.journal import IsClosed
from vaern.law.screening import may_choose_kind
from vaern.law.terms import Answer
from vaern.risk import access
from vaern.risk.actions import cards, signing, writing
from vaern.risk.content import Content
from vaern.risk.instrument import Instrument, current
from vaern.risk.terms import CardResponse, When
from vaern.ui.ids import as_id, as_number

SIGN, ASK = "underskriv", "laes"  # what the buttons are called; anything else in ``press`` only saves
DIGITS = "1234567890"


@require_POST
def begin(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """Begin one; ``after`` in the form is a signed one to go on from, ``ny`` makes a double click one screening."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    after = as_id(request.POST.get("after", ""))
    try:
        screening = writing.begin(
            inquiry=inquiry,
            by=request.user,
            at=at,
            screening_id=as_id(request.POST.get("ny", "")) or uuid4(),
            after=found(request, inquiry, after) if after else None,
        )
    except IsClosed:
        return redirect("inquiry-reopen", inquiry_id=inquiry.pk)
    return redirect("screening", inquiry_id=inquiry.pk, screening_id=screening.pk)


@shows_and_takes_a_form
def screening(request: HttpRequest, inquiry_id: UUID, screening_id: UUID) -> HttpResponse:
    """Take one up, save it, sign it; one that is signed is read."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    if request.method == "POST":
        return write(request, inquiry, screening_id, at)
    shown = found(request, inquiry, screening_id)
    if shown.is_signed:
        return screening_signed.page(request, inquiry, shown, at)
    return page(request, inquiry, shown, at)


def write(request: HttpRequest, inquiry: Any, screening_id: UUID, at: datetime) -> HttpResponse:
    """Save first, so that no mistake below can cost a word."""
    data = with_gap(with_proposals(request.POST, at))
    saved = keep(request, inquiry, screening_id, data, at)
    draft, pressed = saved.screening, request.POST.get("press", "")
    if saved.forked:  # nobody signs, or has read, what they did not see
        return page(request, inquiry, draft, at, data=data, forked=True)
    if pressed == ASK:
        return redirect("screening-ask", inquiry_id=inquiry.pk)
    if pressed == SIGN:
        return sign(request, inquiry, draft, data, at)
    return page(request, inquiry, draft, at, data=data)


def with_gap(data: QueryDict) -> QueryDict:
    """Return the form's data with what nobody asked about written down as unknown, if its button was pressed."""
    if not data.get("hul"):
        return data
    data = data.copy()
    place = next(
        (place for place in range(MOST_UNKNOWNS) if not data.get(f"unknown.{place}.what", "").strip()), MOST_UNKNOWNS
    )
    data[f"unknown.{place}.what"] = data["hul"]
    return data


def keep(request: HttpRequest, inquiry: Any, screening_id: UUID, data: QueryDict, at: datetime) -> writing.Saved:
    """Save the form as it stands, as fields of the instrument it was made with."""
    return writing.save(
        inquiry=inquiry,
        screening_id=screening_id,
        base=as_number(data.get("revision")),
        content=content_of(data, instrument_of(inquiry, screening_id)),
        by=request.user,
        at=at,
    )


def instrument_of(inquiry: Any, screening_id: UUID) -> Instrument:
    try:
        return access.instrument_of(access.screening_of(inquiry, screening_id))
    except access.NoSuchScreening:  # put away meanwhile: the words go to a new one
        return current()


def sign(request: HttpRequest, inquiry: Any, draft: Any, data: QueryDict, at: datetime) -> HttpResponse:
    """Sign, or say at every field at once what stands in the way."""
    form = form_of(request, inquiry, draft, at, confirmed=data.getlist("confirmed"), signing=True)
    form.is_valid()
    refused = [each for each in signing.findings(inquiry, draft, by=request.user, at=at) if not each.permits]
    for finding in refused:
        form.say(finding)
    if not form.errors:
        try:
            signing.sign(
                inquiry=inquiry,
                screening=draft,
                base=draft.revision,
                cleared=form.cleared(),
                by=request.user,
                at=at,
            )
        except IsClosed:
            form.add_error(None, _("Henvendelsen er afsluttet. Genåbn den først."))
        except (signing.ChangedSince, writing.AlreadySigned, signing.MayNotSign):
            form.add_error(None, _("Noget er ændret i samme øjeblik. Læs det igennem, og skriv under igen."))
        else:
            return redirect("screening", inquiry_id=inquiry.pk, screening_id=draft.pk)
    return page(request, inquiry, draft, at, form=form, data=data, refused=refusals(refused), status=422)


@require_POST
def save(request: HttpRequest, inquiry_id: UUID, screening_id: UUID) -> HttpResponse:
    """Autosave: answer only when it is kept, with the server's time of it and the cards the answers open."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    saved = keep(request, inquiry, screening_id, request.POST, at)
    return JsonResponse(told(request, inquiry, saved, at))


@require_POST
def card(request: HttpRequest, inquiry_id: UUID, screening_id: UUID) -> HttpResponse:
    """Say what becomes of a card; everything else in the form is saved with it."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    saved = keep(request, inquiry, screening_id, request.POST, at)
    code, _sign, response = request.POST.get("kort", "").rpartition(":")
    shown = {each.card.code: each for each in access.cards_of(inquiry, saved.screening)}
    form = None
    if code in shown and response in CardResponse.values:
        form = answered(request, inquiry, saved.screening, shown[code], CardResponse(response), at)
    forms = {code: form} if form else {}
    status = 422 if form else 200
    if wants_json(request):
        return JsonResponse(told(request, inquiry, saved, at, forms), status=status)
    return page(
        request, inquiry, saved.screening, at, data=request.POST, forked=saved.forked, forms=forms, status=status
    )


def answered(
    request: HttpRequest, inquiry: Any, draft: Any, shown: access.OpenCard, response: CardResponse, at: datetime
) -> CardForm | None:
    """Answer a card; return its form with what to put right, or None when it is answered."""
    data = QueryDict() if response == CardResponse.DONE else request.POST
    form = card_form(request, inquiry, at)(data, shown=shown, answering=True)
    if not form.is_valid():
        return form
    answer = form.answer(response)
    try:
        cards.answer_card(inquiry=inquiry, screening=draft, card=shown.card.code, answer=answer, by=request.user, at=at)
    except cards.NoReason:
        form.say_no_reason()
    except cards.NoColleague:
        form.add_error("colleague", _("Det her kort lægges kun væk, når en kollega er spurgt. Vælg hvem."))
    except cards.LaterThanTheCard:
        form.add_error("due_at", _("Fristen kan kun rykkes frem."))
    except IsClosed:
        form.add_error(None, _("Henvendelsen er afsluttet. Genåbn den først."))
    except cards.NotOpen:
        pass  # the answer that opened it was changed, and it is gone
    return form if form.errors else None


@shows_and_takes_a_form
def discard(request: HttpRequest, inquiry_id: UUID, screening_id: UUID) -> HttpResponse:
    """Ask, and then put a draft away; one that is signed stays."""
    at = now()
    inquiry = opened(request, inquiry_id, at)
    draft = found(request, inquiry, screening_id)
    if draft.is_signed:
        return redirect("screening", inquiry_id=inquiry.pk, screening_id=draft.pk)
    if request.method == "POST":
        writing.discard(inquiry=inquiry, screening=draft, by=request.user)
        return redirect("inquiry", inquiry_id=inquiry.pk)
    return render(request, "desk/screening/discard.html", about(inquiry, at) | {"draft": draft})


# The page.


def form_of(request: HttpRequest, inquiry: Any, draft: Any, at: datetime, **more: Any) -> ScreeningForm:
    return ScreeningForm(
        draft.content,
        instrument=access.instrument_of(draft),
        colleagues=colleagues(request, at),
        on_it=[request.user, *others_on_it(request, inquiry, at)],
        at=at,
        **more,
    )


def page(
    request: HttpRequest,
    inquiry: Any,
    draft: Any,
    at: datetime,
    *,
    form: ScreeningForm | None = None,
    data: QueryDict | None = None,
    forms: dict[str, CardForm] | None = None,
    forked: bool = False,
    refused: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    confirmed = data.getlist("confirmed") if data else []
    form = form or form_of(request, inquiry, draft, at, confirmed=confirmed)
    content, instrument = form.content, form.content.instrument
    findings = signing.findings(inquiry, draft, by=request.user, at=at)
    context = about(inquiry, at) | {
        "draft": draft,
        "form": form,
        "instrument": instrument,
        "forked": forked,
        "refused": refused or [],
        "others": [each for each in access.drafts_of(inquiry) if each.pk != draft.pk],
        "gate": [form[each.name] for each in instrument.gate],
        "facts": [form[each.name] for each in instrument.facts if each.code != "honour"],
        "honour": (form["fact.honour"], form["honour.why"]),
        "meanings": [instrument.levels, instrument.soon, instrument.knowledge, instrument.act],
        "view_open": any(content.get(each.name) or each.name in form.errors for each in instrument.view),
        "view": [form[each.name] for each in instrument.view],
        "words": [form[each.name] for each in instrument.words],
        "groups": groups_of(form),
        "gaps": gaps_of(content),
        "unknowns": unknowns_of(form),
        "notes": notes_of(content),
        "judged": {name: form[name] for name in ("level", "soon", "knowledge", "act", "thin", "valid_until")},
        "who_acts": form["act.who"],
        "override": {name: form[f"override.{name}"] for name in ("reason", "words", "colleague")},
        "override_open": any(content.get(f"override.{name}") for name in ("reason", "words", "colleague"))
        or any(name.startswith("override") for name in form.errors),
        "wants_reader": any(each.rule == "may_lower_the_level" and not each.permits for each in findings),
        "readings": access.readings_of(inquiry, draft),
        "cards": card_list(request, inquiry, draft, at, data=data, forms=forms),
    }
    return render(request, "desk/screening/form.html", context, status=status)


def groups_of(form: ScreeningForm) -> list[dict[str, Any]]:
    """Return the indicators as the page draws them: by hand, because there are sixty of them."""
    content, instrument, found = form.content, form.content.instrument, []
    for group in instrument.groups:
        lines = []
        for line in group.lines:
            name = line.name
            details = any(content.get(f"{name}.{part}") for part in ("when", "source", "on", "note"))
            lines.append(
                {
                    "name": name,
                    "label": line.label,
                    "marks": numbered(instrument.marks, content.get(name)),
                    "when": numbered(When.choices, content.get(f"{name}.when")),
                    "sources": instrument.sources,
                    "source": content.get(f"{name}.source"),
                    "on": content.get(f"{name}.on"),
                    "on_error": form.errors.get(f"{name}.on", ""),
                    "note": form[f"{name}.note"],
                    "note_text": content.get(f"{name}.note"),
                    "is_open": details or bool({f"{name}.note", f"{name}.on"} & form.errors.keys()),
                }
            )
        marked = [line for line in lines if line["is_open"] or content.get(line["name"])]
        found.append({"label": group.label, "lines": lines, "is_open": bool(marked)})
    return found


def numbered(choices: Any, chosen: str) -> list[tuple[str, str, str, bool]]:
    return [(code, label, DIGITS[place], code == chosen) for place, (code, label) in enumerate(choices)]


def unknowns_of(form: ScreeningForm) -> list[dict[str, Any]]:
    parts = ("what", "critical", "owner", "who", "safely", "by")
    return [
        {part: form[f"unknown.{place}.{part}"] for part in parts}
        | {"place": place, "is_open": any(form.content.get(f"unknown.{place}.{part}") for part in parts)}
        for place in form.places()
    ]


def gaps_of(content: Content) -> list[tuple[str, list[str]]]:
    """Return the lines nobody asked about, by group, where that matters."""
    gaps = set(content.gaps())
    groups = [
        (group.label, [line.label for line in group.lines if line.label in gaps])
        for group in content.instrument.groups
        if group.look_for_gaps
    ]
    return [(label, lines) for label, lines in groups if lines]


def notes_of(content: Content) -> list[str]:
    """Return why a chosen kind does not fit the age, with the way forward."""
    answers, age = content.answers(), content.under_18()
    chosen = [kind for kind in content.instrument.kinds if kind.name in answers]
    findings = [may_choose_kind(kind.only_for, under_18=age) for kind in chosen]
    return [" ".join((each.because, *each.ways_forward)) for each in findings if each.answer is Answer.MUST_NOT]


def card_list(
    request: HttpRequest,
    inquiry: Any,
    draft: Any,
    at: datetime,
    *,
    data: QueryDict | None = None,
    forms: dict[str, CardForm] | None = None,
) -> list[dict[str, Any]]:
    """Return the open cards with their forms; ``forms`` are those that were answered with something missing."""
    opened_cards, forms = access.cards_of(inquiry, draft), forms or {}
    if not opened_cards:
        return []
    make = card_form(request, inquiry, at)
    return [
        {
            "shown": shown,
            "form": forms.get(shown.card.code) or make(data, shown=shown),
            "is_wrong": shown.card.code in forms,
            "response": CardResponse(shown.answer.answer["response"]) if shown.answer else None,
            "reason": dict(shown.card.dismissed_by).get(shown.answer.answer["reason"], "") if shown.answer else "",
        }
        for shown in opened_cards
    ]


def card_form(request: HttpRequest, inquiry: Any, at: datetime) -> partial:
    """Return what makes the form of each card."""
    on_it = [request.user, *others_on_it(request, inquiry, at)]
    return partial(CardForm, colleagues=colleagues(request, at), on_it=on_it, at=at)


def told(
    request: HttpRequest,
    inquiry: Any,
    saved: writing.Saved,
    at: datetime,
    forms: dict[str, CardForm] | None = None,
) -> dict[str, Any]:
    """Return what the page is told when something was kept."""
    draft = saved.screening
    shown = card_list(request, inquiry, draft, at, data=request.POST, forms=forms)
    content = access.content_of(draft)
    return {
        "draft": str(draft.pk),
        "revision": draft.revision,
        "saved": f"{localtime(at):%H.%M.%S}",
        "forked": saved.forked,
        "address": reverse("screening", args=[inquiry.pk, draft.pk]),
        "cards": [
            {
                "code": each["shown"].card.code,
                "state": str(each["shown"].answer.pk) if each["shown"].answer else "open",
                "html": render_to_string(
                    "desk/screening/card.html", {"each": each, "at": at, "inquiry": inquiry, "draft": draft}
                ),
            }
            for each in shown
        ],
        "notes": notes_of(content),
        "gaps": content.gaps(),
    }
