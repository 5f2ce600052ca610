"""Nødnotat: write a name or an address down while danger is acute, and let it go again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.inquiries.models import EmergencyNote
from vaern.inquiries.terms import EmergencyReason, ReviewFinding
from vaern.law.emergency import emergency_note_times
from vaern.staff.models import User
from vaern.vault.actions import destroy_key
from vaern.vault.broker import broker
from vaern.vault.terms import TombstoneReason


class NotAcute(Exception):
    """Only acute danger lets a name be written down."""


class NoGrounds(Exception):
    """The reason must be told in words."""


class AlreadyReviewed(Exception):
    """The note was reviewed before."""


class OwnNote(Exception):
    """Nobody reviews a note they wrote."""


@transaction.atomic
def write_emergency_note(
    *,
    about: UUID,
    region: str,
    text: str,
    reason: EmergencyReason,
    grounds: str,
    danger_is_acute: bool,
    by: User,
    at: datetime,
) -> EmergencyNote:
    """Seal ``text`` under a key of its own. It does not pass the guard: a name can save a life now.

    A team lead reviews it within 24 hours, and it is gone when it expires. Raises NotAcute and NoGrounds.
    """
    if not danger_is_acute:
        raise NotAcute
    if not grounds.strip():
        raise NoGrounds
    times = emergency_note_times(at)
    note = EmergencyNote(
        about=about,
        region=region,
        text=text,
        grounds=grounds,
        reason=reason,
        written_at=at,
        written_by=by,
        review_by=times.review_by,
        expires_at=times.expires_at,
    ).opened_with(broker().new())
    note.save(force_insert=True)
    trail.record(
        "emergency.written",
        by=by.pk,
        about=about,
        subject=note.pk,
        code=reason,
        digest=note.sealed_digest(),
    )
    return note


@transaction.atomic
def review_emergency_note(*, note: EmergencyNote, finding: ReviewFinding, by: User, at: datetime) -> None:
    """Record a team lead's judgement of whether the note was needed. Raises AlreadyReviewed and OwnNote."""
    note = EmergencyNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if note.reviewed_at is not None:
        raise AlreadyReviewed(note.pk)
    if note.written_by_id == by.pk:
        raise OwnNote(note.pk)
    note.reviewed_at, note.reviewed_by, note.finding = at, by, finding
    note.save(update_fields=["reviewed_at", "reviewed_by", "finding"])
    trail.record("emergency.reviewed", by=by.pk, about=note.about, subject=note.pk, code=finding)


def expire_emergency_notes(*, at: datetime) -> int:
    """Destroy the keys of notes whose time is up; return how many."""
    expired = list(EmergencyNote.objects.expired_by(at))
    for note in expired:
        erase_emergency_note(note=note, at=at)
    return len(expired)


@transaction.atomic
def erase_emergency_note(*, note: EmergencyNote, at: datetime) -> None:
    """Destroy the note's key. Its row stays, to be reviewed as the fact that it was."""
    note.erased_at = at
    note.save(update_fields=["erased_at"])
    destroy_key(key_id=note.key_id, reason=TombstoneReason.EXPIRED, by=None, at=at)
    trail.record("emergency.expired", by=None, about=note.about, subject=note.pk)
