"""Open a case that is not yours to see, because somebody needs it now; and look at it afterwards."""

from datetime import datetime, time

from django.db import transaction

from vaern.audit import trail
from vaern.cases.access import NoSuchCase, ground_for, knows_the_family
from vaern.cases.models import BrokenGlass, Case
from vaern.cases.terms import Emergency, ReviewFinding
from vaern.guard import Guarded
from vaern.law.clocks import COPENHAGEN, hours_later, local_day, working_day_after
from vaern.law.values import BREAK_GLASS_HOURS, REVIEW_BREAK_GLASS_AT_HOUR
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.broker import broker


class NoReason(Exception):
    """Breaking the glass takes a reason in words."""


class AlreadyReviewed(Exception):
    """The opening was reviewed before."""


class OwnGlass(Exception):
    """Nobody reviews an opening of their own."""


def break_glass(*, name: str, emergency: Emergency, reason: Guarded, by: User, at: datetime) -> Case:
    """Return the case called ``name``, shut, which ``by`` may now open for some hours (``open_case``).

    ``name`` is an exact reference, or a cover name only one open case has. Raises NoSuchCase for every other, for one
    who knows the family and for one who does not work on cases; NoReason. A team lead looks at it next morning. For
    somebody who may see the case anyway nothing is broken.
    """
    if not reason.text.strip():
        raise NoReason
    case = called(name) if by.may(Permission.WORK_ON_CASES) else None
    if case is None or knows_the_family(by, case.pk):
        trail.record_refusal("case.refused", by=by.pk, about=case.pk if case else None, code="break-glass")
        raise NoSuchCase
    if ground_for(by, case.pk, at=at) is None:
        shatter(case, emergency, reason, by=by, at=at)
    return case


def called(name: str) -> Case | None:
    """Return the one case with this exact reference or cover name; None if there is none, or more than one."""
    words = " ".join(name.split())
    by_reference = Case.objects.filter(reference=words.upper()).first()
    if by_reference is not None:
        return by_reference
    by_name = list(Case.objects.open().filter(cover_name=words.capitalize())[:2])
    return by_name[0] if len(by_name) == 1 else None


def shatter(case: Case, emergency: Emergency, reason: Guarded, *, by: User, at: datetime) -> None:
    key = broker().new()  # committed before its row
    day = local_day(at)
    morning = time(REVIEW_BREAK_GLASS_AT_HOUR.on(day))
    glass = BrokenGlass(
        case=case,
        by=by,
        emergency=emergency,
        reason=reason.text,
        at=at,
        lapses_at=hours_later(at, BREAK_GLASS_HOURS.on(day)),
        review_by=datetime.combine(working_day_after(day), morning, tzinfo=COPENHAGEN),
    ).opened_with(key)
    with transaction.atomic(durable=True):
        glass.save(force_insert=True)
        trail.record(
            "case.glass_broken",
            by=by.pk,
            about=case.pk,
            subject=glass.pk,
            code=emergency,
            digest=glass.sealed_digest(),
        )


@transaction.atomic
def review_broken_glass(*, glass: BrokenGlass, finding: ReviewFinding, by: User, at: datetime) -> None:
    """Record a team lead's judgement of whether it was needed. Raises NoSuchCase, AlreadyReviewed, OwnGlass."""
    if not by.may(Permission.REVIEW_BREAK_GLASS):
        raise NoSuchCase
    glass = BrokenGlass.objects.select_for_update(of=("self",)).get(pk=glass.pk)
    if glass.reviewed_at is not None:
        raise AlreadyReviewed(glass.pk)
    if glass.by_id == by.pk:
        raise OwnGlass(glass.pk)
    glass.reviewed_at, glass.reviewed_by, glass.finding = at, by, finding
    glass.save(update_fields=["reviewed_at", "reviewed_by", "finding"])
    trail.record("case.glass_reviewed", by=by.pk, about=glass.case_id, subject=glass.pk, code=finding)
