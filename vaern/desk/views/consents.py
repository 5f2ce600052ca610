"""The consents of a case: how it stands, the check before asking, recording one, withdrawing it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from vaern.cases import permitted, reading
from vaern.cases.basis import basis_of
from vaern.cases.documents import documents_of
from vaern.cases.terms import PersonRole
from vaern.desk.case_words import in_order
from vaern.desk.forms.consents import ConsentForm, PaperForm, SafetyForm, WithdrawalForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.guests.access import guests_of
from vaern.inquiries.terms import Age
from vaern.law.clocks import local_day
from vaern.sharing import consents as read
from vaern.sharing.actions import consents
from vaern.sharing.terms_consent import Capacity, Safety

REFUSALS = {
    consents.StartsInTheFuture: (
        "first_day",
        gettext_lazy("Den dag er ikke kommet. Et samtykke gælder fra den dag, det blev givet."),
    ),
    consents.EndsBeforeItStarts: ("last_day", gettext_lazy("Det slutter, før det begynder. Ret en af dagene.")),
    consents.AlreadyOver: (
        "last_day",
        gettext_lazy("Det er allerede udløbet. Spørg igen, når det er sikkert, eller ret dagen."),
    ),
    consents.NoScope: ("scopes", gettext_lazy("Sæt hak ved det, der er sagt ja til.")),
    consents.NotInAMandate: (
        "is_mandate",
        gettext_lazy(
            "En aftale på forhånd er borgerens egen, og den kan kun handle om at give videre, koordinere og kontakte "
            "myndigheder. Fjern hakket her, eller de andre hak."
        ),
    ),
    consents.NoGiver: ("givers", gettext_lazy("Sæt hak ved den, der har givet det.")),
    consents.FearedWithoutADecision: (
        "decision",
        gettext_lazy("Den, der giver samtykke, frygtes. Skriv, hvad I har besluttet om det, og hvem der var med."),
    ),
}
MISSING = {
    "information": gettext_lazy("Skriv, hvilke oplysninger det gælder."),
    "purpose": gettext_lazy("Skriv, hvad de skal bruges til."),
    "text_shown": gettext_lazy("Skriv den tekst, der blev vist eller læst op."),
    "recipients": gettext_lazy("Skriv, hvem der må få oplysningerne."),
    "witness": gettext_lazy("Skriv, hvem der var til stede."),
}


@require_safe
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show on which basis the case is worked with, every consent there has been, and what can be done now."""
    at = now()
    case = opened(request, case_id, at)
    day = local_day(at)
    given = read.consents_of(case)
    labels = {person.id: person.label for person in reading.persons_of(case)}
    requests = read.requests_of(case)
    return case_page(
        request,
        "desk/consent/overview.html",
        case,
        at,
        here="consent",
        in_force=[each for each in given if each.is_in_force(day)],
        ended=[each for each in given if not each.is_in_force(day)],
        labels=labels,
        papers=read.papers_of(case),
        checks=read.checks_of(case),
        waiting=[each for each in requests if each.waits(day)],
        requests=[each for each in requests if not each.waits(day)],
        may_ask=bool(safely_asked(case)),
    )


@require_safe
def gate(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what may be done in the case now, act by act, with the reason and the way forward."""
    at = now()
    case = opened(request, case_id, at)
    standings = reading.standings_of(case)
    shown = {"standings": standings, "acts": permitted.acts_of(case, standings, at=at)}
    return case_page(request, "desk/consent/gate.html", case, at, here="consent", **shown)


def asked_in(case: Any, facts: Any, at: datetime) -> list[Capacity]:
    """Return whom one could think of asking: who holds custody only where there can be somebody who does."""
    turned = basis_of(case, on=local_day(at)).adult_from
    is_adult = facts.age == Age.ADULT or (turned is not None and turned <= local_day(at))
    return [Capacity.CITIZEN, *([] if is_adult else [Capacity.CUSTODY_HOLDER]), Capacity.GUARDIAN]


def safely_asked(case: Any) -> list[Capacity]:
    """Return as what somebody can be asked, by the newest checks. Until then no page offers anybody's consent."""
    safe = [each for each in Capacity if each != Capacity.OTHER and read.safe_to_ask(case, each)]
    return [*safe, Capacity.OTHER] if Capacity.CUSTODY_HOLDER in safe else safe


@shows_and_takes_a_form
def check(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask whether somebody can be asked without raising the danger. "No" is a whole answer, and shows the ways."""
    at = now()
    case = opened(request, case_id, at)
    standings = reading.standings_of(case)
    facts = reading.facts_in(standings)
    form, finding = SafetyForm(sent(request), at=at, of=asked_in(case, facts, at)), None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        finding = consents.check_safety(
            case=case,
            of=Capacity(told["of"]),
            outcome=Safety(told["outcome"]),
            words=told["words"],
            by=request.user,
            at=at,
        )
        if finding.permits:
            return redirect("case-consent-add", case_id=case.pk)
        return case_page(
            request, "desk/consent/not_asked.html", case, at, here="consent", standings=standings, finding=finding
        )
    return case_page(request, "desk/consent/check.html", case, at, here="consent", standings=standings, form=form)


@shows_and_takes_a_form
def record(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Record a consent. Before somebody was found safe to ask there is no form, only the way to the check."""
    at = now()
    case = opened(request, case_id, at)
    capacities, persons = safely_asked(case), in_order(reading.persons_of(case))
    if not capacities:
        return case_page(request, "desk/consent/unchecked.html", case, at, here="consent")
    form, finding = ConsentForm(sent(request), at=at, persons=persons, capacities=capacities), None
    if request.method == "POST" and form.is_valid():
        try:
            consents.record_consent(case=case, consent=form.consent(), by=request.user, at=at)
        except consents.NotPossible as refusal:
            finding = refusal.finding
            form.add_error("capacity", finding.because)
        except consents.Incomplete as refusal:
            for name in refusal.names:
                form.add_error(name, MISSING[name])
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            return redirect("case-consent", case_id=case.pk)
    feared = [person.label for person in persons if PersonRole.FEARED in person.roles]
    more = {"form": form, "finding": finding, "feared": feared, "persons": persons}
    return case_page(request, "desk/consent/record.html", case, at, here="consent", **more)


@shows_and_takes_a_form
def withdraw(request: HttpRequest, case_id: UUID, consent_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    consent = next((each for each in read.consents_of(case) if each.id == consent_id), None)
    if consent is None:
        raise Http404
    form, status = WithdrawalForm(sent(request), at=at), None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            consents.withdraw_consent(
                case=case, consent=consent.id, pressed=told["pressed"], words=told["words"], by=request.user, at=at
            )
        except consents.WithdrawnBefore:
            form.add_error(None, _("Det er allerede trukket tilbage og gælder ikke. Der er ikke mere at gøre."))
            status = 409
        else:
            return redirect("case-consent", case_id=case.pk)
    labels = {person.id: person.label for person in reading.persons_of(case)}
    more = {"form": form, "consent": consent, "labels": labels, "papers": read.papers_of(case)}
    more |= {"guests": [each for each in guests_of(case, at=at) if each.is_live]}
    return case_page(request, "desk/consent/withdraw.html", case, at, here="consent", status=status, **more)


@shows_and_takes_a_form
def paper(request: HttpRequest, case_id: UUID, consent_id: UUID) -> HttpResponse:
    """Lay a file of the case by a consent, as its paper. One that is not in the case is not there to choose."""
    at = now()
    case = opened(request, case_id, at)
    papers = read.papers_of(case)
    if consent_id not in papers:
        raise Http404
    laid_by = {each.id for each in papers[consent_id]}
    files = [each for each in documents_of(case) if each.withdrawn is None and each.id not in laid_by]
    form = PaperForm(sent(request), at=at, files=files)
    if request.method == "POST" and form.is_valid():
        chosen = UUID(form.cleaned_data["document"])
        consents.lay_by(case=case, consent=consent_id, document=chosen, by=request.user, at=at)
        return redirect("case-consent", case_id=case.pk)
    return case_page(request, "desk/consent/paper.html", case, at, here="consent", form=form, files=files)
