"""The plan on paper: recommendations, the safety plan in full and for a pocket, and the notes of a meeting."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vaern.cases.models import Case
from vaern.cases.plan.citizen import CitizensPart
from vaern.cases.plan.meetings import Met, agreed_at
from vaern.cases.plan.recommendations import Recommended, recommendations_of
from vaern.cases.plan.safety import Planned, pocket_lines, safety_plan_of
from vaern.cases.plan.terms import PlanKind, StepState
from vaern.cases.telling import Fact, Rendered
from vaern.law.clocks import local_day
from vaern.staff.models import User

RECOMMENDATIONS, SAFETY, POCKET, MEETING = "recommendations", "safety-plan", "pocket-plan", "meeting-notes"
NEUTRAL = "neutral"  # the template without our frame


class NothingForAPocket(Exception):
    """No open step has neutral words: there is nothing to print."""


def has_recommendations(case: Case) -> bool:
    return case.plan_items.filter(kind=PlanKind.RECOMMENDATION).exists()


def has_steps(case: Case) -> bool:
    return case.plan_items.filter(kind=PlanKind.STEP).exists()


def recommendations_paper(case: Case, user: User, at: datetime) -> Rendered:
    """Make the recommendations of an opened case: who decides, who can contribute, what the citizen says, follow-up."""
    found = recommendations_of(case)
    sections = [
        {"heading": f"{place}. {each.what}", "parts": parts_of(each)} for place, each in enumerate(found, start=1)
    ]
    if not found:
        sections = [{"heading": _("Anbefalinger"), "parts": [text(_("Der er ingen anbefalinger endnu."))]}]
    lead = _("Det er anbefalinger. Den, der står som beslutter, vælger, hvad der gøres, og har ansvaret.")
    return Rendered.of(
        RECOMMENDATIONS,
        content_of(case, _("Anbefalinger"), at, lead=lead, sections=sections),
        told=frozenset({Fact.PLAN, Fact.CONCERN}),
    )


def parts_of(each: Recommended) -> list[dict[str, Any]]:
    decides = [
        [_("Beslutter"), ", ".join(filter(None, (each.owner_label, each.owner_role)))],
        [_("Hvor den står"), ". ".join(filter(None, (str(each.state.label), each.reason)))],
    ]
    rows = citizen_rows(each.citizen)
    if each.is_open:
        rows.append([_("Vi følger op"), date_of(each.follow_up_at) if each.follow_up_at else _("Ingen dag aftalt")])
    parts = [text(each.why)] if each.why else []
    parts.append({"kind": "facts", "rows": decides})
    if each.asked:
        asked = [[who, what] for who, what in each.asked]
        head = [_("Hvem kan bidrage"), _("Det beder vi om")]
        parts.append({"kind": "table", "head": head, "rows": asked, "widths": [2, 3]})
    return [*parts, {"kind": "facts", "rows": rows}]


def safety_paper(case: Case, user: User, at: datetime) -> Rendered:
    """Make the whole safety plan of an opened case, as staff use it."""
    plan = safety_plan_of(case)
    sections = []
    if plan.frame:
        frame = plan.frame
        rows = [
            [_("Version"), f"{frame.number}, {date_of(frame.at)}"],
            [_("Lavet sammen med"), frame.made_with or "–"],
            [_("Læst op for borgeren"), _("Ja") if frame.read_aloud else _("Nej")],
            [_("Borgeren har den"), frame.kept or _("Ingen steder")],
            [_("Husker udenad"), frame.by_heart or "–"],
            [_("Ses efter igen"), ". ".join(filter(None, (day_of(frame.review_on), frame.triggers)))],
        ]
        sections.append({"heading": _("Om planen"), "parts": [{"kind": "facts", "rows": rows}]})
    for heading, steps in plan.by_area:
        parts = [part for step in steps for part in step_parts(step)]
        sections.append({"heading": heading, "parts": parts})
    if not plan.steps:
        sections.append({"heading": _("Skridt"), "parts": [text(_("Der er ingen skridt endnu."))]})
    lead = _("Planen er borgerens. Læg den ikke, hvor den, der frygtes, kan se den.")
    return Rendered.of(
        SAFETY,
        content_of(case, _("Tryghedsplan"), at, lead=lead, sections=sections),
        told=frozenset({Fact.PLAN, Fact.CONCERN}),
    )


def step_parts(step: Planned) -> list[dict[str, Any]]:
    rows = [
        [_("Hvem"), step.who],
        [_("Senest"), day_of(step.by_on) if step.by_on else "–"],
        [_("Hvor det står"), ". ".join(filter(None, (str(step.state.label), step.reason)))],
        [_("Sikkert at gøre nu?"), str(step.safe_now.label)],
        [_("Kan føre med sig"), step.side_effects or "–"],
        *citizen_rows(step.citizen),
    ]
    kind = "boxes" if step.state == StepState.OPEN else "list"
    return [{"kind": kind, "items": [step.what]}, {"kind": "facts", "rows": rows}]


def pocket_paper(case: Case, user: User, at: datetime) -> Rendered:
    """Make the pocket plan: neutral words and nothing else, not even whose paper it is.

    Raises TellTaleWord when a word tells after all, NothingForAPocket when there is none.
    """
    lines = pocket_lines(case)
    if not lines:
        raise NothingForAPocket
    content = content_of(case, _("Huskeliste"), at, lead="", sections=[]) | {"lines": lines}
    return Rendered.of(POCKET, content, told=frozenset({Fact.PLAN}), template=NEUTRAL)


def meeting_paper(case: Case, meeting: Met, when: str, at: datetime) -> Rendered:
    """Make the notes of a meeting of an opened case: who was there, the points, the minutes, what was agreed."""
    rows = [[_("Hvornår"), when], [_("Hvordan"), ", ".join(filter(None, (str(meeting.form.label), meeting.place)))]]
    rows.append([_("Hvor det står"), ". ".join(filter(None, (str(meeting.state.label), meeting.reason)))])
    sections: list[dict[str, Any]] = [
        {"heading": _("Mødet"), "parts": [{"kind": "facts", "rows": rows}]},
        {"heading": _("Er med"), "parts": [{"kind": "list", "items": list(meeting.participants)}]},
    ]
    if meeting.points:
        sections.append({"heading": _("Punkter"), "parts": [{"kind": "list", "items": list(meeting.points)}]})
    if meeting.minutes:
        sections.append({"heading": _("Referat"), "parts": [text(meeting.minutes)]})
    if agreed := agreed_at(case, meeting):
        head = [_("Aftalt"), _("Hvem gør det"), _("Senest")]
        lines = [[each.what, each.who or "–", date_of(each.due_at)] for each in agreed]
        table = {"kind": "table", "head": head, "rows": lines, "widths": [4, 3, 2]}
        sections.append({"heading": _("Aftaler"), "parts": [table]})
    lead = _("Aftaler om borgeren er myndighedens. Vi følger op.")
    return Rendered.of(
        MEETING,
        content_of(case, _("Mødenotat"), at, lead=lead, sections=sections),
        told=frozenset({Fact.PLAN, Fact.CONCERN}),
    )


def content_of(case: Case, title: str, at: datetime, *, lead: str, sections: list[dict[str, Any]]) -> dict[str, Any]:
    reference = f"{case.cover_name} {case.reference}"
    return {"title": title, "reference": reference, "date": date_of(at), "lead": lead, "sections": sections}


def citizen_rows(citizen: CitizensPart) -> list[list[str]]:
    told = ", ".join(filter(None, (str(citizen.told.label), day_of(citizen.told_on) if citizen.told_on else "")))
    return [
        [_("Borgerens ønske"), citizen.wish or _("Ikke skrevet")],
        [_("Enig?"), str(citizen.agreement.label)],
        [_("Orienteret?"), ": ".join(filter(None, (told, citizen.told_how or citizen.why_not)))],
    ]


def text(words: str) -> dict[str, Any]:
    return {"kind": "text", "text": words}


def date_of(at: datetime) -> str:
    return day_of(local_day(at))


def day_of(day: date) -> str:
    return date_format(day, "j. F Y")
