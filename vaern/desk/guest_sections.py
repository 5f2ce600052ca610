"""What a guest may be shown of a case, section by section.

A room that has something for guests adds one line to ``READERS``: a function that takes the opened case and the moment
and returns what stands there. The codes stand in `vaern.guests.terms.Section`; one without a reader is not offered.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaern.cases import reading
from vaern.cases.terms import TaskKind
from vaern.guests.terms import Section
from vaern.risk.access import judgements_of
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
    judged = judgements_of([case.inquiry_id], at=at)[case.inquiry_id]
    quiet = ""
    if judged.signed_at and judged.last_day:
        quiet = _("%(who)s, %(when)s. Gælder til og med %(until)s") % {
            "who": judged.signed_by,
            "when": date_word(judged.signed_at, at),
            "until": date_word(judged.last_day, at),
        }
    situation = _("Situation: %(situation)s") % {"situation": case.get_situation_display()}
    line = GuestLine(str(judged.standing.label), situation, quiet)
    return Standing([line], [str(judged.screening), str(judged.standing), case.situation])


def steps(case: Any, at: datetime) -> Standing:
    """Return the open tasks that concern the authority too, by date: meetings, protection, what is waited for."""
    tasks = [task for task in reading.tasks_of(case) if task.kind in SHARED_STEPS]
    return Standing(
        [GuestLine(task.get_kind_display(), task.text, moment(task.due_at, at)) for task in tasks],
        [f"{task.pk} {task.due_at.isoformat()}" for task in tasks],
        gettext_lazy("Ingen aftalte skridt lige nu."),
    )


READERS: dict[Section, Callable[[Any, datetime], Standing]] = {
    Section.JUDGEMENT: judgement,
    Section.STEPS: steps,
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


def shown(case: Any, sections: Any, marks: dict[str, Any], at: datetime) -> list[ShownSection]:
    """Return the sections that were given and can be shown, with the marks of one guest."""
    return [
        ShownSection(section, READERS[section](case, at), marks.get(section))
        for section in sections
        if section in READERS
    ]
