"""Recommendations: concrete, owned by whoever decides, with who can contribute and what is asked of each.

We recommend; the authority, or a grown citizen who acts alone, decides. What it answered is written down as it comes,
and a task of ours asks again on a day.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise

from vaern.cases.basis import gate_facts
from vaern.cases.models import Case, PlanItem, PlanRow
from vaern.cases.plan.citizen import CitizenSaid, CitizensPart, citizens_part
from vaern.cases.plan.rows import (
    add_item,
    brought_up_again,
    go_on,
    newest_of,
    newest_rows,
    require_permitted,
    require_unchanged,
)
from vaern.cases.plan.terms import (
    OPEN_RECOMMENDATIONS,
    CitizenOwner,
    Contributor,
    PlanKind,
    RecommendationState,
)
from vaern.cases.reading import facts_of
from vaern.cases.terms import AuthorityKind, Scope
from vaern.guard import Guarded
from vaern.inquiries.terms import Age
from vaern.law import gate
from vaern.law.clocks import local_day
from vaern.law.terms import Finding
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import NewTask

OWNERS: dict[str, str | Promise] = {choice.value: choice.label for choice in (*AuthorityKind, *CitizenOwner)}
ONE_OF_US = re.compile(r"konsulent|rådgiver(?:en)?\b|\b(?:vi|os|jeg|mig)\b", re.IGNORECASE)


class NothingRecommended(Exception):
    """A recommendation says what should be done."""


class OwnedByConsultant(Exception):
    """A recommendation is owned by whoever decides in the matter, never by one of us: we advise."""


class CitizenOwnsAtEighteen(Exception):
    """Only a citizen of 18 or more owns a recommendation themselves."""


class NoFollowUp(Exception):
    """What is still open is followed up on a day."""


class DeclinedWithoutReason(Exception):
    """Why the authority said no is written down."""


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """What is recommended. ``owner`` is a code of OWNERS; ``asked`` says what is asked of each who can contribute.

    ``follow_up`` is the task that asks how it went; for one that is settled, it may be the next step after it.
    """

    what: Guarded
    why: Guarded
    owner: str
    owner_role: Guarded
    asked: Mapping[Contributor, Guarded]
    citizen: CitizenSaid
    state: RecommendationState
    reason: Guarded
    follow_up: NewTask | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_RECOMMENDATIONS


def recommendation_finding(case: Case, *, at: datetime, age: Age) -> Finding:
    """Ask the gate whether we may recommend in this case. Under a label it may, and says: without identity."""
    return gate.may_give_concrete_sparring(gate_facts(case, on=local_day(at), scope=Scope.SPARRING, age=age))


def recommend(*, case: Case, said: Recommendation, by: User, at: datetime) -> PlanItem:
    """Add a recommendation to an opened case, and the task that follows it up.

    Raises GateRefused, NothingRecommended, OwnedByConsultant, CitizenOwnsAtEighteen, NoFollowUp, TimeIsPast,
    DeclinedWithoutReason, CitizenUnsaid, NotYet.
    """
    age = facts_of(case).age
    require_permitted(recommendation_finding(case, at=at, age=age), case=case, by=by, code="recommend")
    facts = facts_as_kept(said, age=age, at=at)
    with transaction.atomic():
        lock(case)
        task = brought_up_again(case, None, new=said.follow_up, by=by, at=at, is_over=not said.is_open)
        return add_item(case, PlanKind.RECOMMENDATION, facts, by=by, at=at, task=task)


def revise_recommendation(
    *, case: Case, item: PlanItem, said: Recommendation, seen: int, by: User, at: datetime
) -> None:
    """Say how a recommendation stands from now on: other words, or what the authority answered.

    Raises what ``recommend`` does, ChangedMeanwhile, and LastStep when it was the case's only step and no next is set.
    """
    age = facts_of(case).age
    require_permitted(recommendation_finding(case, at=at, age=age), case=case, by=by, code="recommend")
    facts = facts_as_kept(said, age=age, at=at)
    with transaction.atomic():
        lock(case)
        require_unchanged(case, item, seen)
        before = newest_of(case, item).task
        task = brought_up_again(case, before, new=said.follow_up, by=by, at=at, is_over=not said.is_open)
        go_on(case, item, facts, seen=seen, by=by, at=at, task=task)


def facts_as_kept(said: Recommendation, *, age: Age, at: datetime) -> dict[str, Any]:
    require_owner(said.owner, said.owner_role, age=age)
    if not said.what.text.strip():
        raise NothingRecommended
    if said.is_open and said.follow_up is None:
        raise NoFollowUp
    if said.state == RecommendationState.DECLINED and not said.reason.text.strip():
        raise DeclinedWithoutReason
    return {
        "what": said.what.text,
        "why": said.why.text,
        "owner": said.owner,
        "owner_role": said.owner_role.text,
        "asked": {who: words.text for who, words in said.asked.items() if words.text.strip()},
        "citizen": said.citizen.facts(on=local_day(at)),
        "state": said.state,
        "reason": said.reason.text,
    }


def require_owner(owner: str, role: Guarded, *, age: Age) -> None:
    if owner not in OWNERS or ONE_OF_US.search(role.text):
        raise OwnedByConsultant
    if owner == CitizenOwner.CITIZEN and age != Age.ADULT:
        raise CitizenOwnsAtEighteen


# Reading


@dataclass(frozen=True, kw_only=True)
class Recommended:
    """A recommendation as it stands, in plain values. ``follow_up_at`` is None when no task asks about it."""

    id: UUID
    number: int
    at: datetime
    by: str
    added_at: datetime
    what: str
    why: str
    owner: str
    owner_label: str
    owner_role: str
    asked: tuple[tuple[str, str], ...]
    asked_by_code: Mapping[str, str]
    citizen: CitizensPart
    state: RecommendationState
    reason: str
    follow_up_at: datetime | None
    follow_up_by: UUID | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_RECOMMENDATIONS


def recommendations_of(case: Case) -> list[Recommended]:
    """Return what is recommended in the opened case, the open first, each in the order they were given. One query."""
    found = [recommended(row) for row in newest_rows(case, PlanKind.RECOMMENDATION)]
    return sorted(found, key=lambda each: not each.is_open)


def recommended(row: PlanRow) -> Recommended:
    facts, task = row.facts, row.task
    waits = task is not None and task.done_at is None
    return Recommended(
        id=row.item_id,
        number=row.number,
        at=row.at,
        by=row.by.first_name,
        added_at=row.item.added_at,
        what=facts["what"],
        why=facts["why"],
        owner=facts["owner"],
        owner_label=str(OWNERS[facts["owner"]]),
        owner_role=facts["owner_role"],
        asked=tuple((str(who.label), facts["asked"][who]) for who in Contributor if who in facts["asked"]),
        asked_by_code=facts["asked"],
        citizen=citizens_part(facts["citizen"]),
        state=RecommendationState(facts["state"]),
        reason=facts["reason"],
        follow_up_at=task.due_at if waits and task else None,
        follow_up_by=task.owner_id if waits and task else None,
    )
