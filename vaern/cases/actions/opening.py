"""Open a case from an inquiry, through the gate."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from vaern.audit import trail
from vaern.cases.actions.course import Authority, Request, require_authority, require_concern, write_standing
from vaern.cases.actions.journal import write_line
from vaern.cases.actions.tasks import set_task
from vaern.cases.models import Acquaintance, Case, Holding
from vaern.cases.surroundings import require_consultant
from vaern.cases.terms import EntryKind, HandOver, Kind, Respect, Situation, Stage
from vaern.directory.terms import Concern
from vaern.guard import Guarded
from vaern.inquiries.models import Inquiry
from vaern.inquiries.terms import Age
from vaern.law import gate
from vaern.law.terms import Finding
from vaern.staff.models import User
from vaern.vault.broker import broker
from vaern.vault.envelope import OpenKey
from vaern.work.names import draw_cover_name, draw_reference
from vaern.work.tasks import NewTask, blank

TRIES = 5
OPEN_FIRST = "Åbn sagen anonymiseret nu. Er der samtykke, eller kommer det, så skriv det på sagen under »Samtykke«."


class GateRefused(Exception):
    """The law does not permit it. ``finding`` has the reason, what is missing and the ways forward."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


class KnowsTheFamily(Exception):
    """Somebody who knows the family takes no part in its case; another must."""


class NoNextStep(Exception):
    """An open case has a next step from the start."""


class NoReasonToOpen(Exception):
    """The case begins with why the team goes on."""


class AlreadyACase(Exception):
    """The inquiry has become a case before. ``case`` is shut; whether they may see it is asked when it is opened."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.reference)
        self.case = case


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a case begins with. ``knows_the_family`` is the opener's own answer."""

    why: Guarded
    concerns: tuple[Concern, ...]
    age: Age
    situation: Situation
    request: Request
    authority: Authority
    next_step: NewTask | None
    knows_the_family: bool
    kind: Kind = Kind.ANONYMISED


def opening_finding(kind: Kind, *, age: Age) -> Finding:
    """Ask the gate whether a case of this kind may be opened.

    Under a label it may. With identity it takes a consent on record, and there is none yet: the refusal names the
    consent, and the citizen's age where that is not known either.
    """
    facts = gate.GateFacts(situation=gate.Situation.ANONYMISED)
    if kind == Kind.ANONYMISED:
        return gate.may_open_a_case(facts)
    missing = ("consent_from",) if age != Age.UNKNOWN else ("situation", "consent_from")
    finding = gate.may_store_identity(facts)
    return replace(finding, missing=missing, ways_forward=(OPEN_FIRST, *finding.ways_forward))


def open_from_inquiry(
    *, inquiry: Inquiry, opening: Opening, by: User, at: datetime, along: Callable[[Case], None] | None = None
) -> Case:
    """Open a case from an opened inquiry and return it with its key in hand; ``by`` holds it.

    ``along`` is what a room above does in the same transaction.

    The inquiry goes on or is closed by itself: the two are counted separately. Clicked twice it is one case
    (AlreadyACase). Raises GateRefused and KnowsTheFamily, which stand in the trail, and NoConcern, AuthorityNeeded,
    AuthorityIncomplete, NoNextStep, NoReasonToOpen.
    """
    require_consultant(by)
    finding = opening_finding(opening.kind, age=opening.age)
    if not finding.permits:
        trail.record_refusal("case.gate_refused", by=by.pk, about=inquiry.pk, code=opening.kind)
        raise GateRefused(finding)
    if opening.knows_the_family:
        trail.record_refusal("case.gate_refused", by=by.pk, about=inquiry.pk, code="knows-the-family")
        raise KnowsTheFamily
    require_whole(opening)
    refuse_second(inquiry.pk)
    key = broker().new()  # committed before its row: a row without its key is lost for ever
    for attempt in range(TRIES):
        try:
            return open_once(inquiry, opening, key, by, at, along)
        except IntegrityError:
            refuse_second(inquiry.pk)  # the double click
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def require_whole(opening: Opening) -> None:
    require_concern(opening.concerns)
    require_authority(opening.authority, age=opening.age)
    if opening.next_step is None and opening.authority.find is None:
        raise NoNextStep
    if not opening.why.text.strip():
        raise NoReasonToOpen


def refuse_second(inquiry_id: UUID) -> None:
    case = Case.objects.filter(inquiry=inquiry_id).first()
    if case is not None:
        raise AlreadyACase(case)


@transaction.atomic
def open_once(
    inquiry: Inquiry,
    opening: Opening,
    key: OpenKey,
    by: User,
    at: datetime,
    along: Callable[[Case], None] | None,
) -> Case:
    tasks = [task for task in (opening.next_step, opening.authority.find) if task]
    first = min(tasks, key=lambda task: task.due_at)
    case = Case(
        reference=draw_reference("K"),
        cover_name=unused_cover_name(),
        kind=opening.kind,
        stage=Stage.ADVISING,
        situation=opening.situation,
        region=inquiry.region,
        consultant=by,
        next_step_kind=first.kind,
        next_step_at=first.due_at,
        inquiry=inquiry,
        opened_at=at,
        opened_by=by,
    ).opened_with(key)
    case.save(force_insert=True)
    trail.record("case.opened_from_inquiry", by=by.pk, about=case.pk, subject=inquiry.pk, code=opening.kind)
    request = opening.request
    asked = {"wish": request.wish, "asked_by": request.asked_by, "on": request.on.isoformat()}
    for respect, value, facts, words in (
        (Respect.STAGE, Stage.ADVISING, {}, blank()),
        (Respect.SITUATION, opening.situation, {}, blank()),
        (Respect.CONCERN, "", {"concerns": list(opening.concerns), "age": opening.age}, blank()),
        (Respect.REQUEST, "", asked, request.words),
        (Respect.AUTHORITY, "", opening.authority.facts(), blank()),
    ):
        write_standing(case, respect, value=value, facts=facts, words=words, seen=None, by=by, at=at)
    Holding(case=case, consultant=by, region=case.region, reason=HandOver.OPENED, at=at, by=by).opened_with(key).save()
    Acquaintance(case=case, user=by, knows=False, at=at).save()
    for task in tasks:
        set_task(case=case, task=task, by=by, at=at)
    write_line(case, EntryKind.OPENING, note=opening.why, happened_at=at, by=by, at=at)
    if along is not None:
        along(case)
    return case


def unused_cover_name() -> str:
    """Return a cover name no open case has, if one is found quickly: two alike are told apart by the reference."""
    name = draw_cover_name()
    for _ in range(TRIES):
        if not Case.objects.open().filter(cover_name=name).exists():
            break
        name = draw_cover_name()
    return name
