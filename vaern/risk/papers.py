"""The assessment's summary, on paper: conclusions, what weighs and why, scenarios with measures, and what is not known.

The grid of codes is not in it: outside the assessment it would invite counting.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaern.cases.handover import date_of
from vaern.cases.models import Case
from vaern.cases.telling import Fact, NothingToPrint, Rendered
from vaern.law.screening import Standing
from vaern.risk import assessment_words as words
from vaern.risk.access import judgement_of
from vaern.risk.assessed import SHOWN, Assessed, Weighed
from vaern.risk.assessments import blind_rating_of, content_of, newest_assessment, voiding_of
from vaern.risk.models import Assessment
from vaern.staff.models import User
from vaern.staff.naming import first_names

CODE = "assessment"
CONTEXT = {  # what a reader needs first; the pages ask in whole sentences
    "at-risk": gettext_lazy("I fare"),
    "feared": gettext_lazy("Frygtes"),
    "family": gettext_lazy("Familien"),
    "latest": gettext_lazy("Det seneste"),
    "before": gettext_lazy("Tidligere"),
    "young": gettext_lazy("Under 18 blandt dem, der frygtes"),
    "material": gettext_lazy("Bygger på"),
}


def assessment_summary(case: Case, user: User, at: datetime) -> Rendered:
    """Make the summary of the newest signed assessment of an opened case.

    Raises NothingToPrint where none stands, and for somebody who is rating it blindly.
    """
    assessment = newest_assessment(case)
    if assessment is None or voiding_of(assessment) or blind_rating_of(case, user):
        raise NothingToPrint(case.pk)
    content = content_of(assessment)
    sections = [
        {"heading": _("Konklusion"), "parts": [*overtaken(case, assessment, at), *conclusion(assessment, content)]},
        {"heading": _("Det handler om"), "parts": [facts(context_rows(content))]},
        {"heading": _("Det, der vejer"), "parts": what_weighs(content)},
        *(scenario(each) for each in words.scenarios(content)),
        {"heading": _("Borgeren"), "parts": [facts(citizen_rows(content))]},
        {"heading": _("Det, vi ikke ved"), "parts": not_known(content)},
    ]
    paper = {
        "title": _("Risikovurdering, sammenfatning"),
        "reference": f"{case.cover_name} {case.reference}",
        "date": date_of(at),
        "lead": _("Vurderingen er faglig rådgivning. Den gælder kun til sin dato, og kun for det, der var kendt."),
        "sections": sections,
    }
    return Rendered.of(CODE, paper, told=frozenset({Fact.CONCERN, Fact.LEVEL, Fact.PLAN, Fact.SOURCE}))


def facts(rows: list[list[str]]) -> dict[str, Any]:
    return {"kind": "facts", "rows": rows}


def overtaken(case: Case, assessment: Assessment, at: datetime) -> list[dict[str, Any]]:
    """Say first what stands now, where that is not what the assessment concluded."""
    current = judgement_of(case, at=at)
    if current.assessment != assessment.pk:
        said = _("En senere screening gælder. Trusselsniveauet er nu: %(level)s.") % {"level": current.standing.label}
        return [{"kind": "notice", "text": said}]
    if current.standing is Standing.OUTDATED:
        return [{"kind": "notice", "text": _("Forældet: Datoen er passeret. Bed om en ny vurdering.")}]
    return []


def conclusion(assessment: Assessment, content: Assessed) -> list[dict[str, Any]]:
    who, day = assessment.signed_by.first_name, date_of(assessment.signed_at)
    name = assessment.get_signed_as_display()
    if edition := content.beside.get("signed.edition"):
        name = f"{name}. {edition}"
    citizens = {label for label, _text in citizen_rows(content)}
    rows = [[label, text] for label, text in words.judged(content).said if label not in citizens]
    signed = [_("Underskrevet"), _("%(who)s, %(day)s. %(name)s") % {"who": who, "day": day, "name": name}]
    return [facts([*rows, signed])]


def context_rows(content: Assessed) -> list[list[str]]:
    asked = {each.code: each for each in content.frame.context}
    order = [*CONTEXT, *(code for code in asked if code not in CONTEXT)]
    rows = [(code, content.get(asked[code].name)) for code in order if code in asked]
    return [[str(CONTEXT.get(code, asked[code].asks)), text] for code, text in rows if text]


def what_weighs(content: Assessed) -> list[dict[str, Any]]:
    """Return what is there or may be, with its evidence, in words and without codes."""
    parts: list[dict[str, Any]] = []
    for domain in content.frame.domains:
        items = [weighs(content, each) for each in content.weighed(domain) if each.is_shown]
        if items:
            parts += [{"kind": "text", "text": f"{domain.label}:"}, {"kind": "list", "items": items}]
    return parts or [{"kind": "text", "text": _("Intet af det, rammen spørger om, er fundet.")}]


def weighs(content: Assessed, each: Weighed) -> str:
    said = words.factor_said(content, each)
    shown = [
        f"{when} {getattr(said, part).lower()}"
        for part, when in (("now", _("nu")), ("earlier", _("tidligere")))
        if getattr(each, part) in SHOWN
    ]
    source = ", ".join(part for part in (said.source.lower(), said.on) if part)
    told = [f"{said.label} ({', '.join(shown)}).", said.who, said.evidence, _("Kilde: %s.") % source if source else ""]
    return " ".join(part for part in told if part)


def scenario(each: words.ScenarioSaid) -> dict[str, Any]:
    rows = [[said.what, said.owner, said.by or "–", said.state or "–"] for said in each.measures]
    parts: list[dict[str, Any]] = [facts([[label, text] for label, text in each.said])]
    if rows:
        head = [_("Tiltag"), _("Hvem har det"), _("Senest"), _("Hvor langt")]
        parts.append({"kind": "table", "head": head, "rows": rows, "widths": [6, 5, 3, 3]})
    return {"heading": _("Hvad kan ske: %(kind)s") % {"kind": each.kind.lower()}, "parts": parts}


def citizen_rows(content: Assessed) -> list[list[str]]:
    judged = dict(words.judged(content).said)
    return [[label, judged[label]] for label in words.CITIZEN if label in judged]


def not_known(content: Assessed) -> list[dict[str, Any]]:
    found = words.unknowns(content, first_names(words.mentioned(content)))
    if not found:
        return [{"kind": "text", "text": _("Alle forhold i rammen er besvaret.")}]
    return [{"kind": "list", "items": [f"{label}: {who}" for label, who in found]}]
