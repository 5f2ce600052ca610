"""Say how a case stands from now on. Every page shows how it has stood, and loses nobody's text.

The page carries the number of the row it showed. If somebody else has gone on from that row meanwhile, nothing is
written: both texts are shown, and sent again it is saved after theirs.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from vaern.cases import reading
from vaern.cases.actions import course
from vaern.cases.terms import Respect, Situation, Stage, TaskKind
from vaern.desk.case_words import line_of, lines_of
from vaern.desk.forms.case import AuthorityForm, ConcernForm, RequestForm, SituationForm, StageForm
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.views.case import case_page, opened
from vaern.desk.views.case_tasks import owners_of
from vaern.ui.ids import as_number
from vaern.work.tasks import LastStep

REFUSALS = {
    course.SameAsBefore: (None, _("Sådan står sagen allerede. Vælg noget andet, eller gå tilbage.")),
    course.ClosesElsewhere: (None, _("Sagen er afsluttet. Genåbn den først; så vælger du fasen dér.")),
    course.NoReason: ("reason", _("Skriv hvorfor, så det kan forstås senere.")),
    course.NoConcern: ("concerns", _("Vælg mindst én bekymring.")),
    course.NotYet: ("asked_on", _("Den dag er ikke kommet endnu. Skriv den dag, de bad om det.")),
    course.AuthorityIncomplete: ("authority_state", _("Skriv myndigheden, eller en dag til at finde den.")),
    LastStep: (
        "kind",
        _("Sagen har altid et næste skridt, og der er ikke andre end at finde myndigheden. Vælg det næste."),
    ),
}
NEEDS_AUTHORITY = {
    Respect.CONCERN: (
        "age",
        _("Sagen har ingen ansvarlig myndighed, og det kan kun en voksen undvære. Skriv myndigheden først."),
    ),
    Respect.AUTHORITY: (
        "authority_state",
        _("Kun en borger, der er fyldt 18 og handler alene, kan undvære en ansvarlig myndighed."),
    ),
}


def seen_in(request: HttpRequest, number: int) -> int:
    """Return the number of the row the page showed: sent with the form, or ``number`` when it is first shown.

    Anything malformed is a row nobody has, so that the present one is shown.
    """
    return as_number(request.POST.get("seen")) if request.method == "POST" else number


def go_on(
    request: HttpRequest,
    case: Any,
    at: datetime,
    *,
    respect: Respect,
    form: Any,
    act: Callable[[int], object],
    **shown: Any,
) -> HttpResponse:
    """Show one form with the history of its respect, or carry it out. ``act`` takes the number that was seen."""
    history = reading.course_of(case, respect)
    seen, changed, status = seen_in(request, history[0].number), None, None
    if request.method == "POST" and form.is_valid():
        try:
            act(seen)
        except course.ChangedMeanwhile as refusal:
            newest = refusal.newest
            changed, seen, status = line_of(reading.Happening(newest.at, respect.label, newest)), newest.number, 409
        except course.AuthorityNeeded:
            form.add_error(*NEEDS_AUTHORITY[respect])
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            return redirect("case", case_id=case.pk)
    lines = lines_of([reading.Happening(row.at, respect.label, row) for row in history])
    more = {"form": form, "seen": seen, "changed": changed, "history": lines}
    return case_page(request, f"desk/case/{respect}.html", case, at, here="overview", status=status, **more, **shown)


@shows_and_takes_a_form
def stage(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    form = StageForm(sent(request), at=at)

    def act(seen: int) -> None:
        to, reason = Stage(form.cleaned_data["stage"]), form.cleaned_data["reason"]
        course.move_stage(case=case, to=to, reason=reason, seen=seen, by=request.user, at=at)

    return go_on(request, case, at, respect=Respect.STAGE, form=form, act=act)


@shows_and_takes_a_form
def situation(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    form = SituationForm(sent(request), at=at)

    def act(seen: int) -> None:
        to, reason = Situation(form.cleaned_data["situation"]), form.cleaned_data["reason"]
        course.set_situation(case=case, to=to, reason=reason, seen=seen, by=request.user, at=at)

    return go_on(request, case, at, respect=Respect.SITUATION, form=form, act=act)


@shows_and_takes_a_form
def concern(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    facts = reading.facts_of(case)
    form = ConcernForm(sent(request), at=at)
    form.initial = {"concerns": list(facts.concerns), "age": facts.age} | form.initial

    def act(seen: int) -> None:
        about = {"concerns": form.the_concerns(), "age": form.the_age(), "reason": form.cleaned_data["reason"]}
        course.reclassify(case=case, seen=seen, by=request.user, at=at, **about)

    return go_on(request, case, at, respect=Respect.CONCERN, form=form, act=act)


@shows_and_takes_a_form
def asked(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write down that somebody asked for something; earlier requests stand beside it."""
    at = now()
    case = opened(request, case_id, at)
    form = RequestForm(sent(request), at=at)

    def act(seen: int) -> None:
        course.add_request(case=case, request=form.the_request(), by=request.user, at=at)

    return go_on(request, case, at, respect=Respect.REQUEST, form=form, act=act)


@shows_and_takes_a_form
def authority(request: HttpRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    responsible = reading.facts_of(case).responsible
    is_only_step = not case.tasks.open().exclude(kind=TaskKind.FIND_AUTHORITY).exists()
    form = AuthorityForm(sent(request), at=at, owners=owners_of(case, at), by=request.user)
    form.initial = {
        "authority_state": responsible.state,
        "authority_kind": responsible.kind or "",
        "authority_role": responsible.role,
        "authority_contact": responsible.contact,
    } | form.initial

    def act(seen: int) -> None:
        course.set_authority(
            case=case, authority=form.the_authority(), seen=seen, by=request.user, at=at, then=form.new_task()
        )

    return go_on(request, case, at, respect=Respect.AUTHORITY, form=form, act=act, is_only_step=is_only_step)
