"""Who knows what of a case: the matrix and its register, what was told, and the two papers a person composes."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from vaern.cases.actions.course import ChangedMeanwhile, NotYet
from vaern.cases.reading import facts_of
from vaern.cases.telling import Fact
from vaern.desk.forms.knowing import BriefingForm, KnowingForm, NotificationForm, ToldForm
from vaern.desk.papers import papers_of
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened, rates_blindly
from vaern.desk.views.case_course import seen_in
from vaern.desk.views.release import let_go, must_not_know, release_form, release_page
from vaern.guard import Context, guarded
from vaern.inquiries.terms import Age
from vaern.law.notification import ADVICE_ON_NOTIFYING
from vaern.risk.access import judgement_of
from vaern.sharing import briefing, knowing, notifying, parties, reading, release
from vaern.sharing.actions import told
from vaern.sharing.terms_disclosure import Basis

NEW = "ny"
TOLD_REFUSALS = {
    told.NothingTold: ("facts", gettext_lazy("Vælg mindst én ting, de fik at vide.")),
    told.NoChannel: ("channel", gettext_lazy("Vælg, hvordan det blev sagt.")),
    told.NotSaidHow: ("words", gettext_lazy("Skriv, hvordan det blev sagt sikkert, eller hvorfor ikke.")),
    told.NotOfThisRegister: (None, gettext_lazy("Den er rettet før. Se listen, og ret den nyeste.")),
    NotYet: ("told_on", gettext_lazy("Det er ikke sket endnu. Skriv et tidspunkt, der er gået.")),
    release.NoReason: ("reason", gettext_lazy("Skriv, hvorfor det kan gives videre på det grundlag.")),
    parties.NobodyNamed: ("role", gettext_lazy("Skriv rollen, så I ved, hvem der ved det.")),
    parties.NotOfThisCase: ("to", gettext_lazy("Vælg en af dem, der står her.")),
}


@require_safe
def matrix(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show parties and facts: who knows what, who must not, and whom to tell anew."""
    at = now()
    case = opened(request, case_id, at)
    judged, blind = judgement_of(case, at=at), rates_blindly(request, case)
    rows = reading.matrix_of(case, now=judged)
    words = {row.seat.party: row.seat.words for row in rows if row.seat.party}
    papers, lacking = papers_of(case, blind=blind)
    page = {
        "rows": rows,
        "facts_in_order": list(Fact),
        "to_call": reading.to_call(rows),
        "kept": reading.kept_from_in(rows),
        "register": [(row, words.get(row.party_id, "")) for row in reading.register_of(case)],
        "papers": papers,
        "lacking": lacking,
        "judged": judged,
        "blind": blind,
    }
    return case_page(request, "desk/case/knows.html", case, at, here="knows", **page)


@shows_and_takes_a_form
def tell(request: HttpRequest, case_id: UUID, disclosure_id: UUID | None = None) -> HttpResponse:
    """Write down what somebody was told, or correct a row by another."""
    at = now()
    case = opened(request, case_id, at)
    corrects = reading.disclosure_of(case, disclosure_id) if disclosure_id else None
    if disclosure_id and corrects is None:
        raise Http404
    form = ToldForm(sent(request), at=at, seats=reading.seats_of(case))
    if corrects is not None:
        form.initial = as_form(corrects) | form.initial
    elif request.GET.get("til") in form.seats:  # from the list of those to call
        form.initial = {"to": request.GET["til"]} | form.initial
    finding = None
    if request.method == "POST" and form.is_valid():
        act = {"case": case, "to": form.recipient(), "told": form.told(), "by": request.user, "at": at}
        try:
            told.record_told(corrects=corrects, disclosure_id=form.cleaned_data["disclosure"], **act)
        except release.GateRefused as refusal:
            finding = refusal.finding
            form.add_error("basis", finding.because)
        except release.MustNotKnow as refusal:
            form.add_error("to", must_not_know(refusal.facts))
        except tuple(TOLD_REFUSALS) as refusal:
            form.add_error(*TOLD_REFUSALS[type(refusal)])
        else:
            return redirect("case-knows", case_id=case.pk)
    page = {
        "form": form,
        "finding": finding,
        "was_refused": finding is not None or "to" in form.errors,
        "corrects": corrects,
        "disclosure_id": request.POST.get("disclosure") or uuid4(),
    }
    return case_page(request, "desk/case/told.html", case, at, here="knows", **page)


def as_form(row: Any) -> dict[str, Any]:
    """Return a row of the register as the form shows it. The level is asked anew: it may be another today."""
    moment = localtime(row.at)
    return {
        "act": row.act,
        "to": reading.key_of(row.party),
        "facts": row.content["told"],
        "channel": row.channel,
        "basis": row.basis,
        "reason": row.content["reason"],
        "words": row.content.get("words", ""),
        "told_on": moment.date(),
        "told_at": moment.time(),
    }


@shows_and_takes_a_form
def known(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """Say what one party knows and must not know; ``key`` names the party, or is that of a new one."""
    at = now()
    case = opened(request, case_id, at)
    row = next((row for row in reading.matrix_of(case, now=judgement_of(case, at=at)) if row.seat.key == key), None)
    if row is None and key != NEW:
        raise Http404
    before = row.known if row else knowing.NOTHING
    form = KnowingForm(sent(request), at=at, is_new=row is None)
    form.initial = {fact.value: state.value for fact, state in before.states.items()} | form.initial
    seen, changed, status = seen_in(request, before.number), None, None
    if request.method == "POST" and form.is_valid():
        of = row.seat.recipient if row else form.of()
        act = {"case": case, "of": of, "by": request.user, "at": at, "seen": seen}
        try:
            knowing.record_knowing(states=form.states(), words=form.cleaned_data["words"], **act)
        except ChangedMeanwhile as refusal:
            changed, status = knowing.known_in(refusal.newest), 409
            seen = changed.number
        except knowing.NoWords:
            form.add_error("words", _("Skriv, hvorfor de ikke længere skal holdes udenfor."))
        except parties.NobodyNamed:
            form.add_error("role", _("Skriv rollen, så I ved, hvem det er."))
        else:
            return redirect("case-knows", case_id=case.pk)
    page = {"form": form, "row": row, "before": before, "seen": seen, "changed": changed}
    return case_page(request, "desk/case/knowing.html", case, at, here="knows", status=status, **page)


@shows_and_takes_a_form
def brief(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose whom and what, look at the text, and let it go: only what was chosen is in it."""
    at = now()
    case = opened(request, case_id, at)
    hidden = {Fact.LEVEL} if rates_blindly(request, case) else frozenset()
    pieces = [piece for piece in briefing.pieces_of(case, at=at) if piece.fact not in hidden]
    about = BriefingForm(sent(request), at=at, pieces=pieces)
    looks = "look" in request.POST
    form = release_form(request, case, at, asks_level=False, shown=looks or (about.is_bound and not about.is_valid()))
    rendered = None
    if request.method == "POST" and about.is_valid():
        chosen = about.cleaned_data["pieces"]
        is_whole = form.is_bound and form.is_valid()
        to = reading.words_of(case, form.recipient()) if is_whole else ""
        rendered = briefing.compose(case, chosen=chosen, to=to, at=at)
        answer = let_go(request, case, rendered, form, at) if is_whole else None
        if answer is not None:
            return answer
    page = {"about": about, "status": 422 if about.is_bound and about.errors else None}
    return release_page(request, "desk/case/briefing.html", case, at, form=form, rendered=rendered, **page)


@shows_and_takes_a_form
def notify(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Help with a notification about a child. The professional sends it; the text is not kept."""
    at = now()
    case = opened(request, case_id, at)
    about = NotificationForm(sent(request), at=at)
    looks = "look" in request.POST
    asks = {"asks_level": False, "asks_basis": False, "by_role": True}
    form = release_form(request, case, at, shown=looks or (about.is_bound and not about.is_valid()), **asks)
    rendered, found, finding_44_c = None, [], None
    if request.method == "POST" and about.is_valid():
        draft = about.draft()
        rendered = notifying.notification(case, draft, at=at)
        found = notifying.giveaways_in(case, draft, user=request.user)
        finding_44_c = notifying.about_44_c(draft) if draft.trip else None
        if found and form.is_bound and "looked_at" not in request.POST:
            form.add_error(None, _("Der er ord i del 1, som kan vise noget. Se på dem herunder, og sæt hak."))
        elif form.is_bound and form.is_valid():
            answer = let_go(request, case, rendered, form, at, **on_a_duty())
            if answer is not None:
                return answer
    page = {
        "about": about,
        "found": found,
        "finding_44_c": finding_44_c,
        "advice": ADVICE_ON_NOTIFYING,
        "is_adult": facts_of(case).age == Age.ADULT,
        "status": 422 if about.is_bound and about.errors else None,
    }
    return release_page(request, "desk/case/notification.html", case, at, form=form, rendered=rendered, **page)


def on_a_duty() -> dict[str, Any]:
    """Return the basis of every notification, which nobody has to choose."""
    return {"basis": Basis.DUTY_TO_NOTIFY, "reason": guarded(_("Hjælp til en underretning om et barn."), Context())}
