"""The worksheets: the caseworker's seven assessments, filled in together, and the citizen's four questions.

A sheet is saved whole, as a version; every version stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from vaern.cases.models import Case, PlanRow
from vaern.cases.plan.rows import add_item, go_on, only_item, require_permitted, require_unchanged, rows_of
from vaern.cases.plan.safety import safety_finding
from vaern.cases.plan.terms import PlanKind
from vaern.cases.reading import facts_of
from vaern.guard import Guarded
from vaern.inquiries.prompts import PROMPTS, Group, Prompt
from vaern.staff.models import User
from vaern.work.rows import lock

QUESTIONS: dict[PlanKind, tuple[Prompt, ...]] = {
    PlanKind.CASEWORKER_SHEET: tuple(each for each in PROMPTS if each.group == Group.CASEWORKER),
    PlanKind.CITIZEN_SHEET: tuple(each for each in PROMPTS if each.group == Group.CITIZEN),
}


class NothingFilledIn(Exception):
    """A version of a sheet says something."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What is written under one question: so far, what is missing, who finds it, by which day."""

    so_far: Guarded
    missing: Guarded
    who: Guarded
    on: date | None

    def facts(self) -> dict[str, str]:
        return {
            "so_far": self.so_far.text,
            "missing": self.missing.text,
            "who": self.who.text,
            "on": self.on.isoformat() if self.on else "",
        }


def fill_in(*, case: Case, sheet: PlanKind, answers: Mapping[str, Filled], seen: int, by: User, at: datetime) -> None:
    """Save a new version of a sheet of an opened case. ``answers`` by the code of the question; ``seen`` 0: the first.

    Raises NothingFilledIn, ChangedMeanwhile, and GateRefused for the citizen's sheet.
    """
    if sheet == PlanKind.CITIZEN_SHEET:
        finding = safety_finding(case, at=at, age=facts_of(case).age)
        require_permitted(finding, case=case, by=by, code="citizen-sheet")
    kept = {each.code: answers[each.code].facts() for each in QUESTIONS[sheet] if each.code in answers}
    if not any(value.strip() for answer in kept.values() for value in answer.values()):
        raise NothingFilledIn
    with transaction.atomic():
        lock(case)
        item = only_item(case, sheet)
        if item is None:
            add_item(case, sheet, {"answers": kept}, by=by, at=at)
        else:
            require_unchanged(case, item, seen)
            go_on(case, item, {"answers": kept}, seen=seen, by=by, at=at, task=None)


# Reading


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One question with what is written under it, in plain values."""

    code: str
    question: str
    so_far: str = ""
    missing: str = ""
    who: str = ""
    on: date | None = None

    @property
    def is_blank(self) -> bool:
        return not (self.so_far or self.missing or self.who or self.on)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet as it stands; ``number`` is its version, 0 before the first."""

    kind: PlanKind
    number: int = 0
    at: datetime | None = None
    by: str = ""
    answers: tuple[Answered, ...] = field(default_factory=tuple)

    @property
    def answered(self) -> int:
        return sum(bool(each.so_far) for each in self.answers)

    @property
    def missing(self) -> int:
        return sum(bool(each.missing) for each in self.answers)


def sheet_of(case: Case, kind: PlanKind) -> Sheet:
    """Return a sheet of the opened case as it stands; blank before anybody has written in it."""
    return versions_of(case, kind)[0]


def versions_of(case: Case, kind: PlanKind) -> list[Sheet]:
    """Return every version of a sheet, newest first; a blank one when there is none."""
    item = only_item(case, kind)
    if item is None:
        return [Sheet(kind=kind, answers=answers_in(kind, {}))]
    return [sheet_in(kind, row) for row in rows_of(case, item)]


def sheet_in(kind: PlanKind, row: PlanRow) -> Sheet:
    answers = answers_in(kind, row.facts["answers"])
    return Sheet(kind=kind, number=row.number, at=row.at, by=row.by.first_name, answers=answers)


def answers_in(kind: PlanKind, kept: Mapping[str, Any]) -> tuple[Answered, ...]:
    found = []
    for prompt in QUESTIONS[kind]:
        answer = dict(kept.get(prompt.code, {}))
        on = answer.pop("on", "")
        day = date.fromisoformat(on) if on else None
        found.append(Answered(code=prompt.code, question=str(prompt.text), on=day, **answer))
    return tuple(found)
