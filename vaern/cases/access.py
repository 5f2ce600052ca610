"""Who may see a case, and the trace of it.

A case is seen by the consultant who holds it and whoever covers for them, by its participants, by those on duty for
its region unless it is restricted, by the one who gave it away until somebody has taken it, and for a few hours by who
broke the glass. Nobody who knows the family sees it, whatever else they are. To everybody else it does not exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from vaern.audit import trail
from vaern.audit.models import Event
from vaern.cases.models import Acquaintance, BrokenGlass, Case, CaseQuerySet, LeaveCover, Participant
from vaern.cases.surroundings import people_answering_for
from vaern.cases.terms import Ground
from vaern.inquiries.models import Inquiry
from vaern.inquiries.surroundings import answering_codes
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.staff.naming import first_names
from vaern.staff.roles import Permission
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose


class NoSuchCase(Exception):
    """There is none, or it is not for this person to know: the two must look the same."""


class FamilyUnasked(Exception):
    """They may see the case, but have not yet said whether they know the family. ``case`` is shut."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.reference)
        self.case = case


@dataclass(frozen=True)
class Way:
    """A set of cases, and why ``user`` may see them."""

    ground: Ground
    cases: CaseQuerySet


def ways_in(user: User, *, at: datetime) -> Iterator[Way]:
    """Yield the sets whose union is what ``user`` may see; each can use an index of its own.

    Who stops at the first that fits, as for one case, asks for no more: their duties take queries of their own.
    """
    if not user.may(Permission.WORK_ON_CASES):
        return
    day = local_day(at)
    cases = Case.objects.kept().outside_the_family_of(user)
    yield Way(Ground.CONSULTANT, cases.held_by(user))
    yield Way(Ground.PARTICIPANT, cases.with_participant(user, day))
    yield Way(Ground.COVER, cases.covered_by(user, day))
    yield from duties(user, cases, day)
    yield Way(Ground.HANDED_OVER, cases.awaiting_from(user))
    yield Way(Ground.BREAK_GLASS, cases.broken_open_by(user, at))


def ways_on_duty(user: User, *, at: datetime) -> list[Way]:
    """Return the sets ``user`` may see only because of being on duty for their regions."""
    if not user.may(Permission.WORK_ON_CASES):
        return []
    return list(duties(user, Case.objects.kept().outside_the_family_of(user), local_day(at)))


def duties(user: User, cases: CaseQuerySet, day: date) -> Iterator[Way]:
    for region in answering_codes(user, day):
        yield Way(Ground.DUTY, cases.left_to_the_region(region))


def ground_for(user: User, case_id: UUID, *, at: datetime) -> Ground | None:
    """Return why ``user`` may see the case, or None. Doubt means no; a few small queries by id."""
    for way in ways_in(user, at=at):
        if way.cases.filter(pk=case_id).exists():
            return way.ground
    return None


def open_case(*, user: User, case_id: UUID, purpose: Purpose, at: datetime) -> Case:
    """Return the case with its key in hand, and write the opening down first, with purpose and ground.

    Raises NoSuchCase for one that is not there and for one that is not theirs; both leave a refusal in the trail.
    Raises FamilyUnasked before somebody's first opening: see ``answer_family_question``.
    """
    case = Case.objects.select_related("consultant", "handed_by", "inquiry").filter(pk=case_id).first()
    ground = ground_for(user, case_id, at=at)
    if case is None or ground is None:
        trail.record_refusal("case.refused", by=user.pk, about=case_id, code=purpose)
        raise NoSuchCase
    if not Acquaintance.objects.filter(case=case, user=user).exists():
        raise FamilyUnasked(case)
    trail.record_opening("case.opened", by=user.pk, about=case.pk, code=f"{purpose}:{ground}")
    return case.opened_with(broker().open(case.key_id, purpose=purpose, by=user.pk))


def case_of(inquiry: Inquiry, *, user: User, at: datetime) -> Case | None:
    """Return the case an inquiry has become, shut; None if there is none, or none that ``user`` may see."""
    case = Case.objects.filter(inquiry=inquiry).first()
    return case if case and ground_for(user, case.pk, at=at) else None


def is_on_the_case(user: User, inquiry: Inquiry, at: datetime) -> bool:
    """Tell whether somebody sees the case an inquiry has become: closed to the region, both stay open to them."""
    return case_of(inquiry, user=user, at=at) is not None


def require_way_in(user: User, case_id: UUID, *, at: datetime, code: str) -> Case:
    """Return a case ``user`` may see, shut: for what is decided before it is opened. Raises NoSuchCase."""
    if ground_for(user, case_id, at=at) is None:
        trail.record_refusal("case.refused", by=user.pk, about=case_id, code=code)
        raise NoSuchCase
    return Case.objects.get(pk=case_id)


def shut_case(*, user: User, case_id: UUID) -> Case:
    """Return a case as a team lead knows it, by its work columns alone, to give it to somebody. Raises NoSuchCase."""
    case = Case.objects.kept().select_related("consultant", "handed_by").filter(pk=case_id).first()
    if case is None or not user.may(Permission.ASSIGN_CASES):
        trail.record_refusal("case.refused", by=user.pk, about=case_id, code="assign")
        raise NoSuchCase
    return case


def knows_the_family(user: User, case_id: UUID) -> bool:
    """Tell whether ``user`` has said that they know the family."""
    return Acquaintance.objects.filter(case=case_id, user=user, knows=True).exists()


# Who may see it, and who has.


@dataclass(frozen=True)
class Viewer:
    """Somebody who may see the case now, and why."""

    person: User
    ground: Ground


@dataclass(frozen=True)
class Opening:
    """Something the trail says about a case. ``name`` is a first name, or "" for the system."""

    at: datetime
    name: str
    label: str
    purpose: str
    ground: str
    refused: bool


def viewers_of(case: Case, *, at: datetime) -> list[Viewer]:
    """Return everybody who may see the case at ``at``, each once, with the strongest ground first."""
    if case.destroyed_at is not None:
        return []
    day = local_day(at)
    found = [Viewer(person, ground) for ground, person in with_grounds(case, day, at)]
    unknowing = set(Acquaintance.objects.filter(case=case, knows=True).values_list("user", flat=True))
    seen: set[UUID] = set()
    viewers = []
    for viewer in found:
        person = viewer.person
        if person.pk not in seen | unknowing and person.may(Permission.WORK_ON_CASES):
            seen.add(person.pk)
            viewers.append(viewer)
    return viewers


def with_grounds(case: Case, day: date, at: datetime) -> list[tuple[Ground, User]]:
    found = [(Ground.CONSULTANT, case.consultant)] if case.consultant else [(Ground.HANDED_OVER, case.handed_by)]
    participants = case.participants.active_on(day).select_related("user").order_by("added_at", "pk")
    found += [(Ground.PARTICIPANT, each.user) for each in participants]
    if case.consultant:
        covers = LeaveCover.objects.in_force(day).filter(absent=case.consultant).select_related("stands_in")
        found += [(Ground.COVER, cover.stands_in) for cover in covers]
    if not case.is_restricted:
        found += [(Ground.DUTY, person) for person in people_answering_for(case.region, day)]
    broken = BrokenGlass.objects.in_force(at).filter(case=case).select_related("by")
    return found + [(Ground.BREAK_GLASS, glass.by) for glass in broken]


def participants_of(case: Case, *, on: date) -> list[Participant]:
    """Return who takes part in the case on a day, in the order they came."""
    return list(case.participants.active_on(on).select_related("user", "added_by").order_by("added_at", "pk"))


def covers_from(day: date, *, of: User | None = None) -> list[LeaveCover]:
    """Return leave cover in force on ``day`` or later, the soonest first; ``of`` asks for one person's, either way."""
    rows = LeaveCover.objects.filter(ended_at=None, valid_until__gte=day)
    if of is not None:
        rows = rows.filter(Q(absent=of) | Q(stands_in=of))
    return list(rows.select_related("absent", "stands_in", "arranged_by").order_by("valid_from", "pk"))


READINGS = (
    "case.opened", "case.refused", "case.glass_broken", "case.family_answered",
    "identity.opened", "identity.refused", "identity.compared", "identity.reopened",
)  # fmt: skip


def openings_of(case: Case, *, most: int = 200) -> list[Opening]:
    """Return who opened the case, or tried to, newest first."""
    events = list(Event.objects.about(case.pk).filter(act__in=READINGS).newest_first()[:most])
    names = first_names(event.by for event in events)
    return [opening(event, names.get(event.by, "")) for event in events]


def opening(event: Event, name: str) -> Opening:
    purpose, _, ground = event.code.partition(":")
    return Opening(
        at=event.at,
        name=name,
        label=event.label,
        purpose=Purpose(purpose).label if purpose in Purpose.values else "",
        ground=Ground(ground).label if ground in Ground.values else "",
        refused=event.refused,
    )


def glass_to_review() -> Any:
    """Return the break-glass openings no team lead has judged yet, most urgent first, shut."""
    return BrokenGlass.objects.awaiting_review().oldest_first().select_related("by", "case")


def open_broken_glass(*, user: User, glass_id: UUID) -> BrokenGlass:
    """Return one break-glass opening with its reason readable, and nothing of the case. Raises NoSuchCase."""
    glass = BrokenGlass.objects.select_related("by", "case", "reviewed_by").filter(pk=glass_id).first()
    if glass is None or not user.may(Permission.REVIEW_BREAK_GLASS):
        trail.record_refusal("case.refused", by=user.pk, about=glass_id, code=Purpose.REVIEW)
        raise NoSuchCase
    trail.record_opening("case.glass_read", by=user.pk, about=glass.case_id, subject=glass.pk, code=Purpose.REVIEW)
    return glass.opened_with(broker().open(glass.key_id, purpose=Purpose.REVIEW, by=user.pk))
