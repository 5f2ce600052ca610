"""Training: who has seen that a consultant is trained in an instrument, and until when that counts."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.staff.models import Attestation, User
from vaern.staff.people import consultants_on
from vaern.staff.roles import Permission
from vaern.staff.terms import Trained

LONGEST = timedelta(days=5 * 366)


class OwnTraining(Exception):
    """Nobody attests their own training."""


class NotTheirsToAttest(Exception):
    """Training is attested by a team lead."""


class NoCourse(Exception):
    """What was shown is written down: course and provider."""


class NotADay(Exception):
    """It counts from a day that has come, to a later one, within five years."""


class AlreadyEnded(Exception):
    """The attestation counts no more."""


@transaction.atomic
def attest(
    *, user: User, instrument: Trained, course: str, first_day: date, last_day: date, by: User, at: datetime, on: date
) -> Attestation:
    """Attest that ``user`` is trained. Raises NotTheirsToAttest, OwnTraining, NoCourse and NotADay."""
    if not by.may(Permission.ATTEST_TRAINING):
        raise NotTheirsToAttest
    if user.pk == by.pk:
        raise OwnTraining
    if not course.strip():
        raise NoCourse
    if not (first_day <= on and first_day < last_day <= first_day + LONGEST):
        raise NotADay
    row = Attestation.objects.create(
        user=user,
        instrument=instrument,
        course=course.strip(),
        valid_from=first_day,
        valid_until=last_day,
        attested_by=by,
        attested_at=at,
    )
    trail.record("training.attested", by=by.pk, about=user.pk, subject=row.pk, code=instrument)
    return row


@transaction.atomic
def take_back(*, attestation: Attestation, by: User, at: datetime) -> None:
    """Take an attestation back: it counts no more. Raises NotTheirsToAttest and AlreadyEnded."""
    if not by.may(Permission.ATTEST_TRAINING):
        raise NotTheirsToAttest
    held = Attestation.objects.select_for_update(of=("self",)).get(pk=attestation.pk)
    if held.ended_at is not None:
        raise AlreadyEnded
    held.ended_at, held.ended_by = at, by
    held.save(update_fields=["ended_at", "ended_by"])
    trail.record("training.ended", by=by.pk, about=held.user_id, subject=held.pk, code=held.instrument)


def attestation_of(user: User, instrument: Trained, *, on: date) -> Attestation | None:
    """Return the attestation that counts on a day, or else the one that ran out last; None if there is none at all."""
    rows = list(Attestation.objects.for_instrument(user, instrument).filter(valid_from__lte=on))
    return rows[0] if rows else None


def holds(attestation: Attestation | None, *, on: date) -> bool:
    return attestation is not None and attestation.valid_from <= on <= attestation.valid_until


def training_on(day: date) -> list[tuple[User, list[Attestation]]]:
    """Return the consultants of a day, by name, each with every attestation, the one that holds longest first."""
    people = consultants_on(day)
    rows = Attestation.objects.filter(user__in=people).select_related("attested_by")
    given: dict[object, list[Attestation]] = {}
    for row in rows.order_by("-valid_until", "-valid_from", "pk"):
        given.setdefault(row.user_id, []).append(row)
    return [(person, given.get(person.pk, [])) for person in people]


def attestation_called(attestation_id: UUID) -> Attestation | None:
    return Attestation.objects.filter(pk=attestation_id).first()
