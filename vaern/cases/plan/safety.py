"""The safety plan. It belongs to the citizen: what, who, by when, whether it is safe to do now, what it may lead to.

Two renderings: the full one, and the pocket one with only the steps that have neutral words of their own.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from vaern.cases.basis import gate_facts
from vaern.cases.models import Case, PlanItem, PlanRow
from vaern.cases.plan.citizen import CitizenSaid, CitizensPart, citizens_part
from vaern.cases.plan.pocket import require_neutral
from vaern.cases.plan.rows import (
    add_item,
    brought_up_again,
    go_on,
    newest_of,
    newest_rows,
    only_item,
    require_permitted,
    require_unchanged,
)
from vaern.cases.plan.terms import REVIEW_WITHIN_WEEKS, PlanKind, SafeNow, StepArea, StepState
from vaern.cases.reading import facts_of, persons_of
from vaern.cases.terms import PersonRole, Scope
from vaern.guard import Guarded
from vaern.inquiries.terms import Age
from vaern.law import gate
from vaern.law.clocks import local_day
from vaern.law.terms import Finding
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import NewTask


class NothingPlanned(Exception):
    """A step says what is done, and who does it."""


class ReviewTooLate(Exception):
    """A safety plan is looked at again within twelve weeks."""


class StepDeclinedWithoutReason(Exception):
    """Why the citizen said no to a step is written down: it may be asked again."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the plan. ``remind`` is our task to hear whether it was done; ``pocket`` its neutral words, or none.

    ``reason``: why it was declined.
    """

    area: StepArea
    what: Guarded
    who: Guarded
    by_on: date | None
    remind: NewTask | None
    state: StepState
    reason: Guarded
    safe_now: SafeNow
    side_effects: Guarded
    pocket: Guarded
    citizen: CitizenSaid


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What goes for the whole plan. ``review`` is our task to look at it again; the plan is out of date after it."""

    made_with: Guarded
    read_aloud: bool
    kept: Guarded
    by_heart: Guarded
    triggers: Guarded
    review: NewTask


def safety_finding(case: Case, *, at: datetime, age: Age) -> Finding:
    """Ask the gate how far the citizen may be helped: under a label in general, a child with the authority."""
    return gate.may_help_the_citizen(gate_facts(case, on=local_day(at), scope=Scope.SPARRING, age=age))


def add_step(*, case: Case, said: Step, by: User, at: datetime) -> PlanItem:
    """Add a step to the safety plan of an opened case.

    Raises GateRefused, NothingPlanned, StepDeclinedWithoutReason, TellTaleWord, TimeIsPast, CitizenUnsaid, NotYet.
    """
    facts = permitted_facts(case, said, by=by, at=at)
    with transaction.atomic():
        lock(case)
        task = brought_up_again(case, None, new=said.remind, by=by, at=at, is_over=said.state != StepState.OPEN)
        return add_item(case, PlanKind.STEP, facts, by=by, at=at, task=task)


def revise_step(*, case: Case, item: PlanItem, said: Step, seen: int, by: User, at: datetime) -> None:
    """Say how a step stands from now on. Raises what ``add_step`` does, ChangedMeanwhile and LastStep."""
    facts = permitted_facts(case, said, by=by, at=at)
    with transaction.atomic():
        lock(case)
        require_unchanged(case, item, seen)
        before = newest_of(case, item).task
        task = brought_up_again(case, before, new=said.remind, by=by, at=at, is_over=said.state != StepState.OPEN)
        go_on(case, item, facts, seen=seen, by=by, at=at, task=task)


def permitted_facts(case: Case, said: Step, *, by: User, at: datetime) -> dict[str, Any]:
    require_permitted(safety_finding(case, at=at, age=facts_of(case).age), case=case, by=by, code="safety-plan")
    if not said.what.text.strip() or not said.who.text.strip():
        raise NothingPlanned
    if said.state == StepState.DECLINED and not said.reason.text.strip():
        raise StepDeclinedWithoutReason
    require_neutral(said.pocket.text, feared_labels(case))
    return {
        "area": said.area,
        "what": said.what.text,
        "who": said.who.text,
        "by_on": said.by_on.isoformat() if said.by_on else "",
        "state": said.state,
        "reason": said.reason.text,
        "safe_now": said.safe_now,
        "side_effects": said.side_effects.text,
        "pocket": said.pocket.text.strip(),
        "citizen": said.citizen.facts(on=local_day(at)),
    }


def frame_plan(*, case: Case, said: Frame, seen: int, by: User, at: datetime) -> None:
    """Say what goes for the whole plan: a new version, with a day to look at it again. ``seen`` is 0 for the first.

    Raises GateRefused, TimeIsPast, ReviewTooLate, ChangedMeanwhile.
    """
    require_permitted(safety_finding(case, at=at, age=facts_of(case).age), case=case, by=by, code="safety-plan")
    if local_day(said.review.due_at) > local_day(at) + timedelta(weeks=REVIEW_WITHIN_WEEKS):
        raise ReviewTooLate
    facts = {
        "made_with": said.made_with.text,
        "read_aloud": said.read_aloud,
        "kept": said.kept.text,
        "by_heart": said.by_heart.text,
        "triggers": said.triggers.text,
        "review_on": local_day(said.review.due_at).isoformat(),
    }
    with transaction.atomic():
        lock(case)
        item = only_item(case, PlanKind.FRAME)
        before = newest_of(case, item).task if item else None
        if item:
            require_unchanged(case, item, seen)
        task = brought_up_again(case, before, new=said.review, by=by, at=at, is_over=False)
        if item:
            go_on(case, item, facts, seen=seen, by=by, at=at, task=task)
        else:
            add_item(case, PlanKind.FRAME, facts, by=by, at=at, task=task)


def feared_labels(case: Case) -> list[str]:
    """Return what those who are feared are called in the opened case: no pocket plan names them."""
    return [person.label for person in persons_of(case) if PersonRole.FEARED in person.roles]


# Reading


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A step as it stands, in plain values."""

    id: UUID
    number: int
    at: datetime
    by: str
    area: StepArea
    what: str
    who: str
    by_on: date | None
    state: StepState
    reason: str
    safe_now: SafeNow
    side_effects: str
    pocket: str
    citizen: CitizensPart
    remind_at: datetime | None
    remind_by: UUID | None

    def is_late(self, day: date) -> bool:
        return self.state == StepState.OPEN and self.by_on is not None and self.by_on < day


@dataclass(frozen=True, kw_only=True)
class Framed:
    """What goes for the whole plan, as it stands; ``number`` is its version."""

    number: int
    at: datetime
    by: str
    made_with: str
    read_aloud: bool
    kept: str
    by_heart: str
    triggers: str
    review_on: date

    def has_lapsed(self, day: date) -> bool:
        return self.review_on < day


@dataclass(frozen=True, kw_only=True)
class SafetyPlan:
    """The whole plan. ``frame`` is None until somebody has said with whom it is made and when it is looked at again."""

    frame: Framed | None
    steps: tuple[Planned, ...]

    @property
    def by_area(self) -> list[tuple[str, list[Planned]]]:
        """Return the steps under their headings, in the order of the template."""
        found = [(area, [step for step in self.steps if step.area == area]) for area in StepArea]
        return [(str(area.label), steps) for area, steps in found if steps]


def safety_plan_of(case: Case) -> SafetyPlan:
    """Return the safety plan of the opened case. One query."""
    frame, steps = None, []
    for row in newest_rows(case, PlanKind.FRAME, PlanKind.STEP):
        if row.item.kind == PlanKind.FRAME:
            frame = framed(row)
        else:
            steps.append(planned(row))
    return SafetyPlan(frame=frame, steps=tuple(steps))


def pocket_lines(case: Case) -> list[str]:
    """Return the neutral words of the open steps, in the order of the template.

    Raises TellTaleWord if one tells after all: a person may have become feared since it was written.
    """
    labels = feared_labels(case)
    plan = safety_plan_of(case)
    steps = [step for area in StepArea for step in plan.steps if step.area == area]
    lines = [step.pocket for step in steps if step.pocket and step.state == StepState.OPEN]
    require_neutral("\n".join(lines), labels)
    return lines


def planned(row: PlanRow) -> Planned:
    facts, task = row.facts, row.task
    waits = task is not None and task.done_at is None
    return Planned(
        id=row.item_id,
        number=row.number,
        at=row.at,
        by=row.by.first_name,
        area=StepArea(facts["area"]),
        what=facts["what"],
        who=facts["who"],
        by_on=date.fromisoformat(facts["by_on"]) if facts["by_on"] else None,
        state=StepState(facts["state"]),
        reason=facts["reason"],
        safe_now=SafeNow(facts["safe_now"]),
        side_effects=facts["side_effects"],
        pocket=facts["pocket"],
        citizen=citizens_part(facts["citizen"]),
        remind_at=task.due_at if waits and task else None,
        remind_by=task.owner_id if waits and task else None,
    )


def framed(row: PlanRow) -> Framed:
    facts = row.facts
    return Framed(
        number=row.number,
        at=row.at,
        by=row.by.first_name,
        made_with=facts["made_with"],
        read_aloud=facts["read_aloud"],
        kept=facts["kept"],
        by_heart=facts["by_heart"],
        triggers=facts["triggers"],
        review_on=date.fromisoformat(facts["review_on"]),
    )
