"""Let a paper leave a case: to whom, on which basis, how. `sharing.release` is asked, and nothing goes past it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaern.cases.plan.papers import NothingForAPocket
from vaern.cases.plan.pocket import TellTaleWord
from vaern.cases.telling import Fact, NothingToPrint, Rendered
from vaern.desk.forms.release import ReleaseForm
from vaern.desk.papers import PAPERS
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened, rates_blindly
from vaern.sharing import parties, reading, release
from vaern.sharing.terms_disclosure import BY_ROLE
from vaern.sharing.whereabouts import found_in

FILE_NAME = "papir.pdf"  # tells nothing in a list of downloads
REFUSALS = {
    release.NoReason: ("reason", gettext_lazy("Skriv, hvorfor det kan gives videre på det grundlag.")),
    parties.NobodyNamed: ("role", gettext_lazy("Skriv rollen, så I ved, hvem der ved det.")),
    parties.NotOfThisCase: ("to", gettext_lazy("Vælg en af dem, der står her.")),
}


@shows_and_takes_a_form
def release_paper(request: HttpRequest, case_id: UUID, code: str) -> HttpResponse:
    """Show what a paper tells and ask where it goes; answer with the paper when it has been let go."""
    at = now()
    case = opened(request, case_id, at)
    paper = PAPERS.get(code)
    if paper is None:
        raise Http404
    if lack := paper.missing(case, blind=rates_blindly(request, case)):
        return redirect(lack.begins_at, case_id=case.pk)
    try:
        rendered = paper.render(case, request.user, at)
    except NothingToPrint as nothing:
        raise Http404 from nothing
    except (TellTaleWord, NothingForAPocket):  # its own page says what is wrong with it
        return redirect("case-plan-pocket", case_id=case.pk)
    return release_rendered(request, case, rendered, at)


def release_rendered(request: HttpRequest, case: Any, rendered: Rendered, at: datetime, **more: Any) -> HttpResponse:
    """Show what one paper tells and ask where it goes, or let it go. ``more`` is passed on to the page."""
    asks_level = Fact.LEVEL not in rendered.told
    form = release_form(request, case, at, asks_level=asks_level)
    if request.method == "POST" and form.is_valid():
        answer = let_go(request, case, rendered, form, at)
        if answer is not None:
            return answer
    more |= {"asks_level": asks_level}
    return release_page(request, "desk/case/release.html", case, at, form=form, rendered=rendered, **more)


def release_form(
    request: HttpRequest, case: Any, at: datetime, *, shown: bool = False, by_role: bool = False, **asks: bool
) -> ReleaseForm:
    """Return the form that asks where a paper goes. ``shown``: what was typed is kept, but is no answer yet.

    ``by_role``: it goes to a professional, never to the citizen or a person of the case.
    """
    data = sent(request)
    seats = [seat for seat in reading.seats_of(case) if not by_role or seat.recipient.kind in BY_ROLE]
    if shown and data is not None:
        return ReleaseForm(None, initial=data.dict(), at=at, seats=seats, **asks)
    return ReleaseForm(data, at=at, seats=seats, **asks)


def let_go(
    request: HttpRequest, case: Any, rendered: Rendered, form: ReleaseForm, at: datetime, **fixed: Any
) -> HttpResponse | None:
    """Let a paper go and return it as the answer, or None where the form now says why not.

    The form has ``finding`` when the gate refused, and ``stands`` with the lines that tell sealed whereabouts.
    """
    try:
        release.release(case=case, rendered=rendered, by=request.user, at=at, **(form.act() | fixed))
    except release.GateRefused as refusal:
        form.finding = refusal.finding
        form.add_error("basis" if "basis" in form.fields else "to", refusal.finding.because)
    except release.MustNotKnow as refusal:
        form.stands = lines_that_tell(rendered, refusal.found)
        form.add_error("to", must_not_know(refusal.facts))
    except release.WhereaboutsInside as refusal:
        form.stands = lines_that_tell(rendered, refusal.found)
        form.add_error("whereabouts_because", _("Et sted, der ikke må komme ud, står i teksten. Se det herunder."))
    except tuple(REFUSALS) as refusal:
        form.add_error(*REFUSALS[type(refusal)])
    else:
        return as_file(rendered)
    return None


def lines_that_tell(rendered: Rendered, whereabouts: list[str]) -> list[str]:
    """Return the lines of a paper in which these sealed whereabouts stand; [] where there are none."""
    lines = [line for line in rendered.text.splitlines() if found_in(line, whereabouts)]
    return lines or ([_("Stedet står delt over flere linjer.")] if whereabouts else [])


def release_page(
    request: HttpRequest, template: str, case: Any, at: datetime, *, form: Any, rendered: Rendered | None, **more: Any
) -> HttpResponse:
    page = {
        "form": form,
        "rendered": rendered,
        "told": [fact for fact in Fact if rendered and fact in rendered.told],
        "finding": form.finding,
        "stands": form.stands,
        "disclosure_id": request.POST.get("disclosure") or uuid4(),
    }
    return case_page(request, template, case, at, here="knows", **(page | more))


def must_not_know(facts: frozenset[Fact]) -> str:
    """Return why this party is not told: what is written down of them."""
    named = ", ".join(str(fact.label).lower() for fact in Fact if fact in facts)
    return _("I har skrevet, at de ikke må vide: %(facts)s. Giv det ikke videre. Er det ændret, så ret det først.") % {
        "facts": named
    }


def as_file(rendered: Rendered) -> HttpResponse:
    """Answer with the bytes of a paper that was let go. Called after `release`, never before."""
    answer = HttpResponse(rendered.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer
