"""A municipality asks for concrete work without a consent: write it down, let a second consultant confirm, end it.

Never a default: only both rows together change the basis, and the case then says so wherever it is shown.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from vaern.audit import trail
from vaern.cases.models import Case
from vaern.cases.surroundings import require_consultant
from vaern.cases.terms import AuthorityKind, Scope
from vaern.guard import Guarded
from vaern.law.clocks import local_day
from vaern.sharing.actions.consents import EndsBeforeItStarts, Incomplete, NoScope, renew_basis
from vaern.sharing.consents import Requested, requests_of
from vaern.sharing.models import MunicipalRequest, RequestStep
from vaern.sharing.terms_consent import REQUESTED, RequestMoves
from vaern.staff.models import User
from vaern.work.rows import lock

MUNICIPALITY = [
    AuthorityKind.MUNICIPALITY_CHILD,
    AuthorityKind.MUNICIPALITY_ADULT,
    AuthorityKind.JOB_CENTRE,
]
TEXTS = ("who", "basis", "why")


class NoResponsibility(Exception):
    """The exception rests on the municipality's own basis and its responsibility; one of them is not stated."""


class ConfirmedByTheSame(Exception):
    """The second consultant is another than who wrote the request down."""


class SteppedBefore(Exception):
    """The request was confirmed, or ended, before."""


class NotWaiting(Exception):
    """An ended request is not confirmed."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What a municipality asks for: who asks, on which basis of theirs, and why a consent is not the way."""

    authority: AuthorityKind
    scopes: frozenset[Scope]
    last_day: date
    takes_responsibility: bool
    who: Guarded
    basis: Guarded
    why: Guarded


@transaction.atomic
def record_request(*, case: Case, request: Asking, by: User, at: datetime) -> MunicipalRequest:
    """Write a municipality's request down; it changes nothing before a second consultant has confirmed it.

    Raises Incomplete, NoScope, NoResponsibility, EndsBeforeItStarts.
    """
    missing = [name for name in TEXTS if not getattr(request, name).text.strip()]
    if missing:
        raise Incomplete(missing)
    if not request.scopes or not request.scopes.issubset(REQUESTED):
        raise NoScope(case.pk)
    if not request.takes_responsibility or request.authority not in MUNICIPALITY:
        raise NoResponsibility(case.pk)
    day = local_day(at)
    if request.last_day < day:
        raise EndsBeforeItStarts
    lock(case)
    row = MunicipalRequest(
        case=case,
        at=at,
        by=by,
        facts={
            "authority": request.authority,
            "scopes": sorted(request.scopes),
            "first_day": day.isoformat(),
            "last_day": request.last_day.isoformat(),
        },
        words={name: getattr(request, name).text for name in TEXTS},
    ).opened_with(case.key_in_hand)
    row.save()
    trail.record("consent.request_recorded", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    return row


def confirm_request(*, case: Case, request: UUID, words: Guarded, by: User, at: datetime) -> None:
    """Confirm as a second consultant, with why; from now on the case is worked with on the municipality's request.

    Raises ConfirmedByTheSame, Incomplete, SteppedBefore, NotWaiting.
    """
    require_consultant(by)
    found = request_in(case, request)
    if found.by_id == by.pk:
        raise ConfirmedByTheSame(request)
    if not words.text.strip():
        raise Incomplete(["words"])
    if found.ended is not None:
        raise NotWaiting(request)
    take_step(case, request, RequestMoves.CONFIRMED, words, by, at)


def end_request(*, case: Case, request: UUID, words: Guarded, by: User, at: datetime) -> None:
    """End a request, confirmed or not; the identity is shut with it. Raises SteppedBefore."""
    take_step(case, request_in(case, request).id, RequestMoves.ENDED, words, by, at)


def request_in(case: Case, request: UUID) -> Requested:
    for each in requests_of(case):
        if each.id == request:
            return each
    raise MunicipalRequest.DoesNotExist


def take_step(case: Case, request: UUID, step: RequestMoves, words: Guarded, by: User, at: datetime) -> None:
    try:
        with transaction.atomic():
            lock(case)
            row = RequestStep(request_id=request, step=step, at=at, by=by, words=words.text)
            row.opened_with(case.key_in_hand).save()
            trail.record(ACTS[step], by=by.pk, about=case.pk, subject=request, digest=row.sealed_digest())
            renew_basis(case, by=by, at=at)
    except IntegrityError:
        raise SteppedBefore(request) from None


ACTS = {RequestMoves.CONFIRMED: "consent.request_confirmed", RequestMoves.ENDED: "consent.request_ended"}
