"""Begin a screening, keep what is written in it, and put a draft away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from vaern.audit import trail
from vaern.inquiries.actions.journal import IsClosed
from vaern.inquiries.models import Inquiry
from vaern.law.screening import cards_opened
from vaern.risk.access import content_of, instrument_of
from vaern.risk.content import Content
from vaern.risk.instrument import Instrument, current
from vaern.risk.models import Screening
from vaern.staff.models import User

Fields = dict[str, Any]


class AlreadySigned(Exception):
    """The screening was signed; another may follow it."""


@dataclass(frozen=True)
class Saved:
    """Where the text is now. ``forked`` says it went to a draft of its own: somebody else had written meanwhile."""

    screening: Screening
    forked: bool


@transaction.atomic
def begin(
    *, inquiry: Inquiry, by: User, at: datetime, screening_id: UUID | None = None, after: Screening | None = None
) -> Screening:
    """Begin a screening of an opened inquiry with the newest instrument. Raises IsClosed.

    ``after`` is a signed one to go on from: what was seen and told is carried over, acute answers and judgements are
    made anew. ``screening_id`` makes a double click one screening.
    """
    if not inquiry.is_open:
        raise IsClosed(inquiry.pk)
    content = content_of(after).carried_on() if after else {}
    begun = Screening.objects.of(inquiry).filter(pk=screening_id).first() if screening_id else None
    if begun:
        return begun.opened_with(inquiry.key_in_hand)
    screening = new_draft(inquiry, current(), content, by=by, at=at, screening_id=screening_id)
    trail.record("screening.begun", by=by.pk, about=inquiry.pk, subject=screening.pk, code=screening.instrument)
    return screening


def save(*, inquiry: Inquiry, screening_id: UUID, base: int, content: Fields, by: User, at: datetime) -> Saved:
    """Keep what stands in the form, sealed, and note when an answer first opened a card.

    ``base`` is the revision the page last saw. If the draft has moved on since, or was signed or put away, the text
    goes to a draft of its own: two people screening at once lose nothing, and both see both.
    """
    with transaction.atomic():
        rows = Screening.objects.of(inquiry).drafts().select_for_update()
        now = rows.filter(pk=screening_id).first()
        if now is not None:
            now.opened_with(inquiry.key_in_hand)
            if now.content == content:
                return Saved(now, forked=False)
            if now.revision == base:
                keep(now, content, by=by, at=at)
                return Saved(now, forked=False)
    return Saved(fork(inquiry, screening_id, content, by=by, at=at), forked=True)


def keep(draft: Screening, content: Fields, *, by: User, at: datetime) -> None:
    draft.opened = opened_by(instrument_of(draft), content, draft.opened, at)
    draft.content, draft.revision = content, draft.revision + 1
    draft.saved_at, draft.saved_by = at, by
    draft.save(update_fields=["content", "opened", "revision", "saved_at", "saved_by"])


@transaction.atomic
def fork(inquiry: Inquiry, screening_id: UUID, content: Fields, *, by: User, at: datetime) -> Screening:
    """Give the text a draft of its own, with the moments at which cards were opened in the first."""
    first = Screening.objects.of(inquiry).filter(pk=screening_id).first()
    instrument = instrument_of(first) if first else current()
    before = first.opened_with(inquiry.key_in_hand).opened if first else {}
    screening = new_draft(inquiry, instrument, content, by=by, at=at, fork_of=screening_id, before=before)
    trail.record("screening.forked", by=by.pk, about=inquiry.pk, subject=screening.pk)
    return screening


def new_draft(
    inquiry: Inquiry,
    instrument: Instrument,
    content: Fields,
    *,
    by: User,
    at: datetime,
    screening_id: UUID | None = None,
    fork_of: UUID | None = None,
    before: dict[str, str] | None = None,
) -> Screening:
    draft = Screening(
        id=screening_id or uuid4(),
        inquiry=inquiry,
        instrument=instrument.code,
        fingerprint=instrument.fingerprint,
        content=content,
        opened=opened_by(instrument, content, before or {}, at),
        fork_of=fork_of,
        began_at=at,
        began_by=by,
        saved_at=at,
        saved_by=by,
    ).opened_with(inquiry.key_in_hand)
    draft.save(force_insert=True)
    return draft


def opened_by(instrument: Instrument, content: Fields, before: dict[str, str], at: datetime) -> dict[str, str]:
    """Return the cards the answers open, each with the moment it was first opened."""
    cards = cards_opened(instrument.card_rules(), Content(instrument, content).answers())
    return {card: before.get(card, at.isoformat()) for card in sorted(cards)}


@transaction.atomic
def discard(*, inquiry: Inquiry, screening: Screening, by: User) -> None:
    """Put a draft away for good. Tasks set from its cards stay. Raises AlreadySigned."""
    draft = Screening.objects.of(inquiry).drafts().select_for_update().filter(pk=screening.pk).first()
    if draft is None:
        raise AlreadySigned(screening.pk)
    draft.delete()
    trail.record("screening.discarded", by=by.pk, about=inquiry.pk, subject=screening.pk)
