"""Say how a case stands from now on: stage, situation, concern, who asked for what, who decides.

Every row stays. ``seen`` is the number of the row the page showed: if somebody else has gone on from it meanwhile,
ChangedMeanwhile is raised and nothing is written, so that the page can show both texts.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from vaern.audit import trail
from vaern.cases.actions.tasks import set_task
from vaern.cases.basis import Basis
from vaern.cases.models import Case, Standing
from vaern.cases.reading import newest_standing, responsible_in
from vaern.cases.terms import (
    STAGES_IN_ORDER,
    AuthorityKind,
    AuthorityState,
    Kind,
    Respect,
    Situation,
    Stage,
    TaskKind,
    Wish,
)
from vaern.directory.terms import Concern
from vaern.guard import Context, Guarded, Stopped, check
from vaern.guard import Kind as Found
from vaern.inquiries.terms import CONCERNS_A_PERSON, Age, Caller
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import LastStep, NewTask, blank, show_next_step

HOW_A_PROFESSIONAL_IS_REACHED = frozenset({Found.PHONE, Found.EMAIL, Found.NAME, Found.INSTITUTION})


class ChangedMeanwhile(Exception):
    """Somebody else went on from the same row. ``newest`` is what they wrote, readable."""

    def __init__(self, newest: Any) -> None:
        super().__init__(str(newest.pk))
        self.newest = newest


class SameAsBefore(Exception):
    """The case stands like that already."""


class NoReason(Exception):
    """A step back, or another concern, needs a reason in words."""


class ClosesElsewhere(Exception):
    """A case is not closed or reopened by moving its stage: both ask for more. See `vaern.closing.actions.closing`."""


class NoConcern(Exception):
    """A case is about a person, and says what is feared, or that it is not known yet."""


class AuthorityNeeded(Exception):
    """Only a citizen of 18 or more who acts alone needs no responsible authority."""


class AuthorityIncomplete(Exception):
    """A known authority is named by its kind and the caseworker's role; one to be found has a day and an owner."""


class NotYet(Exception):
    """It cannot have happened later than now."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who asked us for what on which day."""

    wish: Wish
    asked_by: Caller
    on: date
    words: Guarded


@dataclass(frozen=True, kw_only=True)
class Authority:
    """Who decides in the matter.

    Known: ``kind``, the caseworker's ``role``, and how to reach them (``contact``, through ``professional``).
    To be found: ``find``, the task to do so, with day and owner.
    """

    state: AuthorityState
    kind: AuthorityKind | None = None
    role: Guarded | None = None
    contact: str = ""
    find: NewTask | None = None

    def facts(self) -> dict[str, str]:
        role = self.role.text if self.role else ""
        return {"state": self.state, "kind": self.kind or "", "role": role, "contact": self.contact}


def professional(text: str, context: Context) -> str:
    """Return words on how a caseworker is reached, if they tell nothing else: no CPR number, address or passport.

    Name, telephone and mail of a professional may stand here and nowhere else. Raises Stopped.
    """
    report = check(text, context)
    if any(finding.kind not in HOW_A_PROFESSIONAL_IS_REACHED for finding in report.findings):
        raise Stopped(report)
    return text


@transaction.atomic
def move_stage(*, case: Case, to: Stage, reason: Guarded, seen: int, by: User, at: datetime) -> None:
    """Move the work to another stage. Raises NoReason for a step back without words, SameAsBefore, ClosesElsewhere."""
    if to == Stage.CLOSED:
        raise ClosesElsewhere(case.pk)
    case_now = lock(case)
    if not case_now.is_open:
        raise ClosesElsewhere(case.pk)
    row = write_standing(case, Respect.STAGE, value=to, words=reason, seen=seen, by=by, at=at)
    if to == case_now.stage:
        raise SameAsBefore(case.pk)
    if STAGES_IN_ORDER.index(to) < STAGES_IN_ORDER.index(Stage(case_now.stage)) and not reason.text.strip():
        raise NoReason(case.pk)
    case.stage = to
    case.save(update_fields=["stage"])
    trail.record("case.stage_moved", by=by.pk, about=case.pk, subject=row.pk, code=to)


@transaction.atomic
def set_situation(*, case: Case, to: Situation, reason: Guarded, seen: int, by: User, at: datetime) -> None:
    """Say where the danger is now. Raises SameAsBefore, and NoReason for leaving acute without a word."""
    case_now = lock(case)
    row = write_standing(case, Respect.SITUATION, value=to, words=reason, seen=seen, by=by, at=at)
    if to == case_now.situation:
        raise SameAsBefore(case.pk)
    if case_now.situation == Situation.ACUTE and not reason.text.strip():
        raise NoReason(case.pk)
    case.situation = to
    case.save(update_fields=["situation"])
    trail.record("case.situation_set", by=by.pk, about=case.pk, subject=row.pk, code=to)


@transaction.atomic
def reclassify(
    *, case: Case, concerns: tuple[Concern, ...], age: Age, reason: Guarded, seen: int, by: User, at: datetime
) -> None:
    """Say anew what the matter is and how old the citizen is. Raises NoConcern, NoReason, AuthorityNeeded."""
    require_concern(concerns)
    if not reason.text.strip():
        raise NoReason(case.pk)
    lock(case)
    authority = newest_standing(case, Respect.AUTHORITY)
    if authority and responsible_in(authority).state == AuthorityState.NOT_NEEDED and age != Age.ADULT:
        raise AuthorityNeeded(case.pk)
    facts = {"concerns": list(concerns), "age": age}
    row = write_standing(case, Respect.CONCERN, facts=facts, words=reason, seen=seen, by=by, at=at)
    trail.record("case.reclassified", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())


@transaction.atomic
def add_request(*, case: Case, request: Request, by: User, at: datetime) -> Standing:
    """Write down that somebody asked us for something; earlier requests stand beside it. Raises NotYet."""
    if request.on > local_day(at):
        raise NotYet(case.pk)
    lock(case)
    facts = {"wish": request.wish, "asked_by": request.asked_by, "on": request.on.isoformat()}
    row = write_standing(case, Respect.REQUEST, facts=facts, words=request.words, seen=None, by=by, at=at)
    trail.record("case.request_added", by=by.pk, about=case.pk, subject=row.pk)
    return row


@transaction.atomic
def set_authority(
    *,
    case: Case,
    authority: Authority,
    seen: int,
    by: User,
    at: datetime,
    then: NewTask | None = None,
) -> None:
    """Say who decides in the matter. A known authority finishes the task to find one; ``then`` is the next step after.

    Raises AuthorityNeeded, AuthorityIncomplete, and LastStep when nothing would be left to do.
    """
    lock(case)
    concern = newest_standing(case, Respect.CONCERN)
    require_authority(authority, age=Age(concern.facts["age"]) if concern else Age.UNKNOWN)
    row = write_standing(case, Respect.AUTHORITY, facts=authority.facts(), words=blank(), seen=seen, by=by, at=at)
    trail.record("case.authority_set", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    looked_for = list(case.tasks.open().filter(kind=TaskKind.FIND_AUTHORITY))
    for task in (authority.find, then):
        if task:
            set_task(case=case, task=task, by=by, at=at)
    for task in looked_for:
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
        trail.record("task.done", by=by.pk, about=case.pk, subject=task.pk, code=task.kind)
    if case.is_open and not case.tasks.open().exists():
        raise LastStep(case.pk)
    show_next_step(case)


def require_concern(concerns: tuple[Concern, ...]) -> None:
    if not concerns or not CONCERNS_A_PERSON.issuperset(concerns):
        raise NoConcern


def require_authority(authority: Authority, *, age: Age) -> None:
    """Raise AuthorityNeeded or AuthorityIncomplete unless the answer is whole."""
    match authority.state:
        case AuthorityState.FOUND:
            if authority.kind is None or authority.role is None or not authority.role.text.strip():
                raise AuthorityIncomplete
        case AuthorityState.TO_FIND:
            if authority.find is None or authority.find.kind != TaskKind.FIND_AUTHORITY:
                raise AuthorityIncomplete
        case AuthorityState.NOT_NEEDED:
            if age != Age.ADULT:
                raise AuthorityNeeded


def write_standing(
    case: Case,
    respect: Respect,
    *,
    words: Guarded,
    seen: int | None,
    by: User,
    at: datetime,
    value: str = "",
    facts: dict[str, Any] | None = None,
) -> Standing:
    """Add the next row in one respect. The case is locked. ``seen`` None: whatever came before, this is added."""
    newest = newest_standing(case, respect)
    number = newest.number if newest else 0
    if newest is not None and seen is not None and seen != number:
        raise ChangedMeanwhile(newest)
    row = Standing(
        case=case, respect=respect, number=number + 1, value=value, at=at, by=by, facts=facts or {}, words=words.text
    ).opened_with(case.key_in_hand)
    row.save()
    return row


@transaction.atomic
def set_basis(*, case: Case, basis: Basis, seen: int | None, by: User, at: datetime) -> None:
    """Say on which basis the team works from now on. Called inside the act that gives, changes or ends a consent."""
    lock(case)
    row = write_standing(case, Respect.BASIS, facts=basis.facts(), words=blank(), seen=seen, by=by, at=at)
    case.kind = basis.kind
    case.consented_until, case.by_request_until = map(basis.last_day_as, (Kind.CONSENTED, Kind.BY_REQUEST))
    case.save(update_fields=["kind", "consented_until", "by_request_until"])
    trail.record("case.basis_set", by=by.pk, about=case.pk, subject=row.pk, code=basis.situation)


@transaction.atomic
def show_level(*, case: Case, level: str, valid_until: datetime | None, by: User) -> None:
    """Show on lists the level of the newest signed judgement; "" and None when it was taken out of use.

    Called inside the act that signs or voids it; judges nothing.
    """
    case.level, case.level_valid_until = level, valid_until
    case.save(update_fields=["level", "level_valid_until"])
    trail.record("case.level_shown", by=by.pk, about=case.pk, code=level)
