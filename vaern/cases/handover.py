"""The handover: how an opened case stands, on paper, for whoever goes on with it."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vaern.cases.models import Case
from vaern.cases.reading import CaseFacts, Portrayed, facts_of, journal_of, persons_of, tasks_of
from vaern.cases.telling import Fact, Rendered
from vaern.cases.terms import EntryKind, PersonRole, TaskKind
from vaern.law.clocks import local_day
from vaern.law.screening import Standing
from vaern.staff.models import User

CODE = "handover"
NEWEST = 12  # lines of the journal: the whole of it is read in the case


def handover(case: Case, user: User, at: datetime) -> Rendered:
    """Make the handover of an opened case: facts, persons, next steps and the newest of the journal."""
    facts, persons = facts_of(case), persons_of(case)
    sections = [
        {"heading": _("Sådan står sagen"), "parts": [{"kind": "facts", "rows": standing_rows(case, facts, at)}]},
        {"heading": _("Hvem beslutter"), "parts": [{"kind": "facts", "rows": responsible_rows(facts)}]},
    ]
    if persons:
        rows = [[person.label, roles_of(person), person.stance.label, person.words or "–"] for person in persons]
        head = [_("Hvem"), _("I sagen"), _("Står"), _("Det ved vi")]
        table = {"kind": "table", "head": head, "rows": rows, "widths": [3, 3, 3, 7]}
        sections.append({"heading": _("Personer, under betegnelse"), "parts": [table]})
    steps = [[date_of(task.due_at), TaskKind(task.kind).label, task.text] for task in tasks_of(case)]
    next_steps: dict[str, Any] = {"kind": "text", "text": _("Intet er sat.")}
    if steps:
        next_steps = {
            "kind": "table",
            "head": [_("Senest"), _("Hvad"), _("Opgaven")],
            "rows": steps,
            "widths": [3, 3, 8],
        }
    sections.append({"heading": _("Næste skridt"), "parts": [next_steps]})
    lines = [[date_of(row.happened_at), EntryKind(row.kind).label, row.note] for row in journal_of(case, most=NEWEST)]
    if lines:
        head = [_("Hvornår"), _("Hvad"), _("Noteret")]
        journal = {"kind": "table", "head": head, "rows": lines, "widths": [3, 3, 8]}
        sections.append({"heading": _("Det nyeste i journalen"), "parts": [journal]})
    content = {
        "title": _("Overlevering"),
        "reference": f"{case.cover_name} {case.reference}",
        "date": date_of(at),
        "lead": _("Sagsbehandleren har ansvaret for borgerens sikkerhed."),
        "sections": sections,
    }
    return Rendered.of(CODE, content, told=frozenset({Fact.CONCERN, Fact.LEVEL, Fact.PLAN}))


def standing_rows(case: Case, facts: CaseFacts, at: datetime) -> list[list[str]]:
    asked = [f"{asked.wish.label} ({asked.asked_by.label}, {day_of(asked.on)}). {asked.words}" for asked in facts.asked]
    return [
        [_("Trusselsniveau"), level_in_words(case, at)],
        [_("Situation"), case.get_situation_display()],
        [_("Fase"), case.get_stage_display()],
        [_("Bekymring"), ", ".join(str(concern.label) for concern in facts.concerns)],
        [_("Borgerens alder"), str(facts.age.label)],
        [_("Bedt om"), "\n".join(asked) or "–"],
    ]


def level_in_words(case: Case, at: datetime) -> str:
    """Return the level the case shows, and until when it holds; without one, that there is none."""
    if not case.level or case.level_valid_until is None:
        return Standing.NOT_ASSESSED.label
    until = date_of(case.level_valid_until)
    if case.level_has_lapsed(at):
        return _("%(standing)s: gjaldt til %(day)s") % {"standing": Standing.OUTDATED.label, "day": until}
    return _("%(standing)s, gælder til %(day)s") % {"standing": Standing(case.level).label, "day": until}


def responsible_rows(facts: CaseFacts) -> list[list[str]]:
    responsible = facts.responsible
    if responsible.kind is None:
        return [[_("Ansvarlig myndighed"), str(responsible.state.label)]]
    return [
        [_("Ansvarlig myndighed"), str(responsible.kind.label)],
        [_("Sagsbehandler"), responsible.role],
        [_("Nås sådan"), responsible.contact or _("Ikke noteret")],
    ]


def roles_of(person: Portrayed) -> str:
    return ", ".join(str(role.label) for role in PersonRole if role in person.roles)


def date_of(at: datetime) -> str:
    return day_of(local_day(at))


def day_of(day: Any) -> str:
    return date_format(day, "j. F Y")
