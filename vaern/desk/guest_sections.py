"""What a guest may be shown of a case, section by section.

A room that has something for guests adds one line to ``READERS``: a function that takes the opened case and the moment
and returns what stands there. The codes stand in `vaern.guests.terms.Section`; one without a reader is not offered.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaern.cases import reading
from vaern.cases.plan.questions import board_of
from vaern.cases.plan.recommendations import recommendations_of
from vaern.cases.plan.safety import safety_plan_of
from vaern.cases.plan.terms import PlanKind, StepState
from vaern.cases.plan.worksheets import sheet_of
from vaern.cases.terms import TaskKind
from vaern.guests.terms import Section
from vaern.risk.access import judgement_of
from vaern.sharing.whereabouts import found_in
from vaern.ui.templatetags.ui import date_word, moment

NOTHING_YET = gettext_lazy("Her står intet endnu.")
SHARED_STEPS = frozenset({TaskKind.MEETING, TaskKind.AWAIT_DECISION, TaskKind.PLAN_STEP, TaskKind.SAFETY_MEASURE})


@dataclass(frozen=True)
class GuestLine:
    """One line of a section: what, in words, and who or when."""

    title: str
    words: str = ""
    quiet: str = ""


@dataclass(frozen=True)
class Standing:
    """What stands in a section. ``rows``: ids and times that tell two states of it apart, and never its words."""

    lines: list[GuestLine]
    rows: list[str]
    nothing: Any = NOTHING_YET

    @property
    def version(self) -> str:
        """Return the name of this state of the section, which tells nothing of what stands there."""
        return hashlib.sha256("\x1f".join(self.rows).encode()).hexdigest()


def judgement(case: Any, at: datetime) -> Standing:
    """Return the current level of the case, whose it is and until when it holds."""
    judged = judgement_of(case, at=at)
    quiet = ""
    if judged.signed_at and judged.last_day:
        quiet = _("%(who)s, %(when)s. Gælder til og med %(until)s") % {
            "who": judged.signed_by,
            "when": date_word(judged.signed_at, at),
            "until": date_word(judged.last_day, at),
        }
    situation = _("Situation: %(situation)s") % {"situation": case.get_situation_display()}
    line = GuestLine(str(judged.standing.label), situation, quiet)
    return Standing([line], [str(judged.id), str(judged.standing), case.situation])


def steps(case: Any, at: datetime) -> Standing:
    """Return the open tasks that concern the authority too, by date: meetings, protection, what is waited for."""
    tasks = [task for task in reading.tasks_of(case) if task.kind in SHARED_STEPS]
    return Standing(
        [GuestLine(task.get_kind_display(), task.text, moment(task.due_at, at)) for task in tasks],
        [f"{task.pk} {task.due_at.isoformat()}" for task in tasks],
        gettext_lazy("Ingen aftalte skridt lige nu."),
    )


def recommendations(case: Any, at: datetime) -> Standing:
    """Return the open recommendations: what, who owns it, and what is asked of whom."""
    found = [each for each in recommendations_of(case) if each.is_open]
    lines = [
        GuestLine(
            each.what,
            "; ".join(f"{who}: {what}" if what else who for who, what in each.asked),
            f"{each.owner_label} {each.owner_role}".strip(),
        )
        for each in found
    ]
    return Standing(lines, [f"{each.id} {each.number}" for each in found], gettext_lazy("Ingen åbne anbefalinger."))


def questions(case: Any, at: datetime) -> Standing:
    """Return the question board: what is to be found out, by whom and by when; and what was found."""
    found = board_of(case)
    lines = [
        GuestLine(
            each.what,
            _("Svar: %(answer)s") % {"answer": each.answer} if each.answer else each.route,
            f"{each.role or each.asker.label} {moment(each.due_at, at) if each.due_at else ''}".strip(),
        )
        for each in found
    ]
    return Standing(lines, [f"{each.id} {each.number}" for each in found], gettext_lazy("Ingen spørgsmål på tavlen."))


def plan(case: Any, at: datetime) -> Standing:
    """Return the open steps of the safety plan: what, who, by when, and whether it is safe to do it now."""
    found = [each for each in safety_plan_of(case).steps if each.state == StepState.OPEN]
    safe = _("Sikkert at gøre nu: %(answer)s")
    lines = [
        GuestLine(
            each.what,
            f"{each.who}. {safe % {'answer': each.safe_now.label.lower()}}",
            date_word(each.by_on, at) if each.by_on else "",
        )
        for each in found
    ]
    return Standing(lines, [f"{each.id} {each.number}" for each in found], gettext_lazy("Ingen skridt i planen endnu."))


def worksheets(case: Any, at: datetime) -> Standing:
    """Return the caseworker's seven assessments as the two have filled them in so far."""
    sheet = sheet_of(case, PlanKind.CASEWORKER_SHEET)
    missing = _("Mangler: %(what)s")
    lines = [
        GuestLine(each.question, each.so_far, missing % {"what": each.missing} if each.missing else "")
        for each in sheet.answers
        if each.so_far or each.missing
    ]
    return Standing(lines, [f"{sheet.number}"], gettext_lazy("Intet er skrevet i arket endnu."))


READERS: dict[Section, Callable[[Any, datetime], Standing]] = {
    Section.JUDGEMENT: judgement,
    Section.STEPS: steps,
    Section.RECOMMENDATIONS: recommendations,
    Section.QUESTIONS: questions,
    Section.PLAN: plan,
    Section.WORKSHEETS: worksheets,
}


def offered() -> list[Section]:
    """Return the sections that can be given, in the order of the list."""
    return [section for section in Section if section in READERS]


@dataclass(frozen=True)
class ShownSection:
    """A section, and whether it was read as it stands. ``mark``: when it was last read, in whatever state, or None."""

    section: Section
    standing: Standing
    mark: Any

    @property
    def is_read(self) -> bool:
        return self.mark is not None and self.mark.version == self.standing.version


def shown(
    case: Any, sections: Any, marks: dict[str, Any], at: datetime, *, whereabouts: list[str] | None = None
) -> list[ShownSection]:
    """Return the sections that were given and can be shown, with the marks of one guest.

    A line in which sealed ``whereabouts`` stand is left out, and says so: no guest reads where somebody is.
    """
    found = []
    for section in sections:
        if section in READERS:
            standing = READERS[section](case, at)
            lines = [without(line, whereabouts or []) for line in standing.lines]
            found.append(ShownSection(section, replace(standing, lines=lines), marks.get(section)))
    return found


def without(line: GuestLine, whereabouts: list[str]) -> GuestLine:
    """Return the line, or one that says that it was left out because sealed whereabouts stand in it."""
    if found_in(f"{line.title}\n{line.words}\n{line.quiet}", whereabouts):
        return GuestLine(_("Udeladt"), _("Her stod, hvor nogen er. Spørg konsulenten."))
    return line
