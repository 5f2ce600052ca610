"""Go on with the journal: add a line, or correct one by another."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from vaern.audit import trail
from vaern.cases.actions.course import NotYet
from vaern.cases.models import Case, Entry
from vaern.cases.terms import AuthorityKind, EntryKind
from vaern.guard import Guarded
from vaern.staff.models import User


class NothingSaid(Exception):
    """A line of the journal says something."""


class DecisionNeedsAuthority(Exception):
    """A decision belongs to the authority that made it, never to a consultant: say which."""


class NotOfThisCase(Exception):
    """The line to be corrected stands in another journal."""


def add_entry(
    *,
    case: Case,
    kind: EntryKind,
    note: Guarded,
    happened_at: datetime,
    by: User,
    at: datetime,
    decided_by: AuthorityKind | None = None,
    corrects: Entry | None = None,
    entry_id: UUID | None = None,
) -> Entry:
    """Add a line, or a correction of an earlier one, which stays as it was. Two people writing at once both are kept.

    ``happened_at`` is when it took place, ``at`` when it is written. ``entry_id`` makes a double click one line.
    Raises NothingSaid, NotYet, DecisionNeedsAuthority, NotOfThisCase.
    """
    if not note.text.strip():
        raise NothingSaid
    if happened_at > at:
        raise NotYet
    if (kind == EntryKind.DECISION) != (decided_by is not None):
        raise DecisionNeedsAuthority
    if corrects is not None and corrects.case_id != case.pk:
        raise NotOfThisCase
    when = {"happened_at": happened_at, "at": at}
    facts = {"decided_by": str(decided_by)} if decided_by else {}
    try:
        with transaction.atomic():
            entry = write_line(case, kind, note=note, by=by, corrects=corrects, facts=facts, pk=entry_id, **when)
            act = "case.entry_corrected" if corrects else "case.entry_added"
            trail.record(act, by=by.pk, about=case.pk, subject=entry.pk, code=kind, digest=entry.sealed_digest())
    except IntegrityError:
        written = case.entries.filter(pk=entry_id).first() if entry_id else None
        if written is None:
            raise
        return written.opened_with(case.key_in_hand)
    return entry


def write_line(
    case: Case,
    kind: EntryKind,
    *,
    note: Guarded,
    happened_at: datetime,
    by: User,
    at: datetime,
    corrects: Entry | None = None,
    facts: dict[str, str] | None = None,
    pk: UUID | None = None,
) -> Entry:
    entry = Entry(
        id=pk or uuid4(),
        case=case,
        kind=kind,
        corrects=corrects,
        happened_at=happened_at,
        written_at=at,
        by=by,
        note=note.text,
        facts=facts or {},
    ).opened_with(case.key_in_hand)
    entry.save()
    return entry
