"""What the pages of a plan share: find a part of it, carry an act out, and say at the field what stood in the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, ngettext

from vaern.cases.actions import course, journal
from vaern.cases.actions.opening import GateRefused
from vaern.cases.plan import meetings, questions, recommendations, safety, worksheets
from vaern.cases.plan.citizen import CitizenUnsaid
from vaern.cases.plan.pocket import TellTaleWord
from vaern.cases.plan.rows import TimeIsPast, item_of
from vaern.cases.plan.terms import PlanKind
from vaern.desk.plan_words import line_of_row
from vaern.desk.views.case import case_page
from vaern.law.terms import Finding
from vaern.work.tasks import LastStep

THE_DAY = "day_field"  # stands for the form's own field of the day
THE_NEXT = "next_field"  # stands for the form's own field of what comes after it, where it has one
REFUSALS = {
    recommendations.NothingRecommended: ("what", gettext_lazy("Skriv, hvad der anbefales.")),
    recommendations.OwnedByConsultant: (
        "decides_role",
        gettext_lazy("En anbefaling ejes af den, der beslutter, aldrig af en af os. Skriv myndighedens rolle."),
    ),
    recommendations.CitizenOwnsAtEighteen: (
        "decides",
        gettext_lazy("Kun en borger, der er fyldt 18, kan selv eje en anbefaling. Vælg en myndighed."),
    ),
    recommendations.NoFollowUp: (THE_DAY, gettext_lazy("Den er åben. Skriv en dag, hvor vi følger op.")),
    recommendations.DeclinedWithoutReason: ("reason", gettext_lazy("Skriv, hvorfor den er afvist.")),
    safety.NothingPlanned: ("what", gettext_lazy("Skriv, hvad der gøres, og hvem der gør det.")),
    safety.ReviewTooLate: (THE_DAY, gettext_lazy("En tryghedsplan ses efter senest om tolv uger. Vælg en dag før.")),
    safety.StepDeclinedWithoutReason: ("reason", gettext_lazy("Skriv, hvorfor skridtet er fravalgt.")),
    questions.NothingAsked: ("what", gettext_lazy("Skriv spørgsmålet.")),
    questions.NoRoute: ("route", gettext_lazy("Skriv en sikker vej. Kendes den ikke, så find den først.")),
    questions.NobodyAsks: ("role", gettext_lazy("Skriv, hvem hos myndigheden der spørger: en rolle, ikke et navn.")),
    questions.AlreadyAnswered: (
        None,
        gettext_lazy("Spørgsmålet er besvaret. Er der nyt, så skriv det i journalen."),
    ),
    worksheets.NothingFilledIn: (None, gettext_lazy("Der er ikke skrevet noget endnu. Skriv mindst ét sted.")),
    meetings.EndsBeforeItStarts: ("ends", gettext_lazy("Mødet slutter, før det begynder. Ret tiden.")),
    meetings.NobodyMeets: ("participants", gettext_lazy("Skriv, hvem der er med, en på hver linje.")),
    meetings.MeetingIsOver: (None, gettext_lazy("Mødet er holdt eller aflyst. Aftal et nyt.")),
    meetings.NotBegun: (None, gettext_lazy("Mødet er ikke begyndt endnu. Referatet skrives bagefter.")),
    meetings.NoReasonGiven: ("reason", gettext_lazy("Skriv hvorfor, så det kan forstås senere.")),
    journal.NothingSaid: ("note", gettext_lazy("Skriv, hvad der blev sagt.")),
    TimeIsPast: (THE_DAY, gettext_lazy("Den tid er gået. Vælg en, der kommer.")),
    course.NotYet: ("told_on", gettext_lazy("Den dag er ikke kommet endnu. Skriv den dag, borgeren fik det at vide.")),
    LastStep: (
        THE_NEXT,
        gettext_lazy("Det er sagens eneste skridt. Sæt det næste her eller under Opgaver, så sagen har et."),
    ),
}
UNSAID = {
    "told_on": gettext_lazy("Skriv, hvilken dag borgeren fik det at vide."),
    "told_how": gettext_lazy("Skriv, hvordan det blev gjort sikkert."),
    "why_not": gettext_lazy("Skriv, hvorfor borgeren ikke er orienteret."),
}


@dataclass(frozen=True)
class Tried:
    """How an act went: done, or what stood in the way. Faults of the form stand in the form."""

    done: bool = False
    newest: Any = None
    finding: Finding | None = None


def carry_out(form: Any, act: Callable[[], object]) -> Tried:
    """Carry ``act`` out if the form is whole, and say at its field what the act refused."""
    if not form.is_valid():
        return Tried()
    try:
        act()
    except course.ChangedMeanwhile as refusal:
        return Tried(newest=refusal.newest)
    except GateRefused as refusal:
        return Tried(finding=refusal.finding)
    except CitizenUnsaid as refusal:
        form.add_error(refusal.field, UNSAID[refusal.field])
    except TellTaleWord as refusal:
        form.add_error("pocket", telling(refusal.words))
    except tuple(REFUSALS) as refusal:
        where, what = REFUSALS[type(refusal)]
        form.add_error(getattr(form, where, None) if where in {THE_DAY, THE_NEXT} else where, what)
    else:
        return Tried(done=True)
    return Tried()


def telling(words: list[str]) -> str:
    """Say which words of a pocket plan tell: they are the user's own, on the user's own page."""
    said = ", ".join(f"»{word}«" for word in words)
    return ngettext(
        "%(words)s kan vise, hvad planen handler om. Skriv det med neutrale ord.",
        "%(words)s kan vise, hvad planen handler om. Skriv dem med neutrale ord.",
        len(words),
    ) % {"words": said}


def part_of(case: Any, kind: PlanKind, item_id: UUID) -> Any:
    item = item_of(case, kind, item_id)
    if item is None:
        raise Http404
    return item


@dataclass(frozen=True)
class Showing:
    """What a form of the plan stands on: the row it goes on from, and how it stood before."""

    seen: int = 0
    rows: list[Any] = field(default_factory=list)


def plan_form(
    request: HttpRequest,
    template: str,
    case: Any,
    at: datetime,
    form: Any,
    tried: Tried,
    *,
    showing: Showing | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a form of the plan: as first asked for, with its faults, or with what somebody else wrote meanwhile."""
    showing = showing or Showing()
    seen, changed, status = showing.seen, None, None
    if tried.newest is not None:
        changed, seen, status = line_of_row(tried.newest, case), tried.newest.number, 409
    if tried.finding is not None:
        status = 409
    context = {
        "form": form,
        "seen": seen,
        "changed": changed,
        "finding": tried.finding,
        "history": [line_of_row(row, case) for row in showing.rows],
    }
    return case_page(request, template, case, at, here="plan", status=status, **context, **more)
