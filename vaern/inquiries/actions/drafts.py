"""Save a call while it is being written down."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from vaern.audit import trail
from vaern.inquiries.models import Draft, Inquiry
from vaern.law.clocks import local_day
from vaern.law.values import DRAFT_KEPT_DAYS
from vaern.mailbox.actions import forget_log
from vaern.staff.models import User
from vaern.vault.actions import destroy_key
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose, TombstoneReason

Content = dict[str, Any]


class NotYourDraft(Exception):
    """The draft belongs to somebody else."""


@dataclass(frozen=True)
class Saved:
    """Where the text is now. ``forked`` says it went to a draft of its own: the first was open elsewhere too."""

    draft: Draft
    forked: bool


def save_draft(*, draft_id: UUID, base: int, content: Content, by: User, at: datetime) -> Saved:
    """Keep what stands in the form, sealed.

    ``base`` is the revision the page last saw, 0 for a page that never saved. If the draft has moved on since, or has
    been filed, the text goes to a new draft: nobody's words replace anybody's. Raises NotYourDraft.
    """
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None and not Inquiry.objects.filter(pk=draft_id).exists():
        try:
            return Saved(begin_draft(draft_id=draft_id, content=content, by=by, at=at), forked=False)
        except IntegrityError:  # another tab was first, this very moment
            draft = Draft.objects.filter(pk=draft_id).first()
    if draft is not None and draft.owner_id != by.pk:
        raise NotYourDraft
    if draft is not None and (kept := continue_draft(draft, base=base, content=content, by=by, at=at)):
        return Saved(kept, forked=False)
    return Saved(fork_draft(draft_id, content=content, by=by, at=at), forked=True)


def begin_once(*, draft_id: UUID, content: Content, by: User, at: datetime) -> None:
    """Begin the draft, unless it is there: its owner may have written on. Two at once are one."""
    if Draft.objects.filter(pk=draft_id).exists() or Inquiry.objects.filter(pk=draft_id).exists():
        return
    with suppress(IntegrityError):  # the other was first; the key of this one is swept
        begin_draft(draft_id=draft_id, content=content, by=by, at=at)


def begin_draft(*, draft_id: UUID, content: Content, by: User, at: datetime, fork_of: UUID | None = None) -> Draft:
    """Make a draft under a new key. The key is committed first: a row whose key is lost is lost for ever."""
    key = broker().new()
    draft = Draft(id=draft_id, owner=by, content=content, fork_of=fork_of, started_at=at, saved_at=at)
    with transaction.atomic():
        draft.opened_with(key).save(force_insert=True)
    return draft


def continue_draft(draft: Draft, *, base: int, content: Content, by: User, at: datetime) -> Draft | None:
    """Save over revision ``base``; return None if the draft is no longer at it (unless the text is the same)."""
    key = broker().open(draft.key_id, purpose=Purpose.CALL, by=by.pk)
    with transaction.atomic():
        now = Draft.objects.select_for_update().filter(pk=draft.pk).first()
        if now is None:
            return None
        now.opened_with(key)
        if now.content == content:
            return now
        if now.revision != base:
            return None
        now.content, now.revision, now.saved_at = content, now.revision + 1, at
        now.save(update_fields=["content", "revision", "saved_at"])
    return now


def fork_draft(draft_id: UUID, *, content: Content, by: User, at: datetime) -> Draft:
    """Give the text a draft of its own."""
    draft = begin_draft(draft_id=uuid4(), content=content, by=by, at=at, fork_of=draft_id)
    with transaction.atomic():
        trail.record("draft.forked", by=by.pk, about=draft.pk, subject=draft_id)
    return draft


@transaction.atomic
def discard_draft(*, draft: Draft, by: User | None, at: datetime, reason: TombstoneReason) -> None:
    """Remove a draft nobody needs, and destroy its key: the words are gone at once. A thread lets go of it."""
    forget_log(log=draft.pk, by=by)
    trail.record("draft.discarded", by=by.pk if by else None, about=draft.pk, code=reason)
    destroy_key(key_id=draft.key_id, reason=reason, by=by.pk if by else None, at=at)
    draft.delete()


def discard_forgotten_drafts(*, at: datetime) -> int:
    """Remove drafts nobody has written in for the period of DRAFT_KEPT_DAYS; return how many."""
    kept = timedelta(days=DRAFT_KEPT_DAYS.on(local_day(at)))
    forgotten = list(Draft.objects.untouched_since(at - kept))
    for draft in forgotten:
        discard_draft(draft=draft, by=None, at=at, reason=TombstoneReason.EXPIRED)
    return len(forgotten)
