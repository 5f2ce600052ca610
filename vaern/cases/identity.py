"""Who the persons of a case are: kept only with a consent, under a key of its own, opened only when asked for.

Whether it may be opened follows from the basis of the case on that day: a consent that is withdrawn or has run out
shuts it, and what was written stays as it is. From then on acute danger alone opens it, with a reason, for some hours.
Rooms above that keep names of their own seal them with the same key: `key_for_writing`, `settle_key`, `key_of`.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.cases.actions.course import ChangedMeanwhile
from vaern.cases.actions.opening import GateRefused
from vaern.cases.basis import basis_of, gate_facts
from vaern.cases.models import Case, DangerOpening, IdentityItem, Person
from vaern.cases.reading import facts_of
from vaern.cases.terms import WHEREABOUTS, ItemKind, Scope
from vaern.guard import Context, Guarded, check
from vaern.guard import Kind as Found
from vaern.law import gate
from vaern.law.clocks import hours_later, local_day
from vaern.law.terms import Finding
from vaern.law.values import BREAK_GLASS_HOURS
from vaern.staff.models import User
from vaern.vault.broker import broker
from vaern.vault.envelope import OpenKey
from vaern.vault.terms import Purpose
from vaern.work.rows import lock

LONGEST = 500  # characters of one item


class IdentityClosed(Exception):
    """The consent is gone, and the identity is shut. Acute danger opens it, with a reason."""


class NotClosed(Exception):
    """There is nothing to reopen: no identity is kept, or it is open already."""


class NothingWritten(Exception):
    """An item says something."""


class TooLong(Exception):
    """An item is one thing: a name, an address. The rest belongs in the journal."""


class NotACpr(Exception):
    """A CPR number is a possible date and four digits more."""


class NoReason(Exception):
    """Opening what was shut needs a reason in words."""


class NotAcute(Exception):
    """What was shut opens for acute danger and nothing else."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing known of somebody. ``text`` is empty where what stood before no longer holds."""

    id: UUID
    person: UUID
    kind: ItemKind
    text: str
    at: datetime
    by: str
    is_in_force: bool

    @property
    def tells_where(self) -> bool:
        return self.kind in WHEREABOUTS


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Everything known of who the persons are, as it was written, the newest first."""

    items: tuple[Item, ...]

    def of(self, person: UUID) -> list[Item]:
        """Return what holds of one person, in the order of the kinds."""
        kinds = list(ItemKind)
        mine = [item for item in self.items if item.person == person and item.is_in_force and item.text]
        return sorted(mine, key=lambda item: kinds.index(item.kind))

    def formerly_of(self, person: UUID) -> list[Item]:
        return [item for item in self.items if item.person == person and item.text and not item.is_in_force]


def storing_finding(case: Case, *, at: datetime) -> Finding:
    """Ask the gate whether the identity of an opened case may be stored."""
    facts = gate_facts(case, on=local_day(at), scope=Scope.IDENTITY, age=facts_of(case).age)
    return gate.may_store_identity(facts)


def has_identity(case: Case) -> bool:
    """Tell whether anything is kept that says who somebody is, here or in a room above."""
    return identity_key_id(case) is not None


def identity_key_id(case: Case) -> UUID | None:
    return Case.objects.values_list("identity_key_id", flat=True).get(pk=case.pk)


def items_per_person(case: Case) -> Counter[UUID]:
    """Return how many things are written down of each person, without opening anything."""
    return Counter(case.identity_items.in_force().values_list("person", flat=True))


def is_open(case: Case, *, user: User, at: datetime) -> bool:
    """Tell whether ``user`` may have the identity of an opened case shown now.

    A custody holder's consent keeps it open after the citizen turns 18: those who work on the case keep the file.
    """
    basis = basis_of(case, on=local_day(at))
    return basis.covers(Scope.IDENTITY) or case.danger_openings.in_force(at).filter(by=user).exists()


def identity_of(case: Case, *, user: User, purpose: Purpose, at: datetime, person: Person | None = None) -> Any:
    """Return the `Identity` of an opened case, or None where none is kept; the opening is written down first.

    ``person``: of one person only. Raises IdentityClosed, which stands in the trail.
    """
    if not has_identity(case):
        return None
    if not is_open(case, user=user, at=at):
        trail.record_refusal("identity.refused", by=user.pk, about=case.pk, code=purpose)
        raise IdentityClosed(case.pk)
    subject = person.pk if person else None
    trail.record_opening("identity.opened", by=user.pk, about=case.pk, subject=subject, code=purpose)
    items = items_of(case, key_of(case, purpose=purpose, user=user))
    return Identity(items=tuple(item for item in items if person is None or item.person == person.pk))


def whereabouts_of(case: Case, *, user: User, purpose: Purpose) -> list[str]:
    """Return the texts that must not leave: where the persons live, are hidden, learn, work and are rung up.

    For comparing with a text on its way out, not for showing: so it is answered also when the identity is shut, and
    written down as a comparison. What held before is among them: an old address still leads somewhere.
    """
    if not has_identity(case):
        return []
    trail.record_opening("identity.compared", by=user.pk, about=case.pk, code=purpose)
    items = items_of(case, key_of(case, purpose=purpose, user=user))
    return list(dict.fromkeys(item.text for item in items if item.tells_where and item.text))


def items_of(case: Case, key: OpenKey) -> list[Item]:
    rows = case.identity_items.newest_first().select_related("by", "followed_by").opened_with(key)
    return [
        Item(
            id=row.pk,
            person=row.person_id,
            kind=ItemKind(row.facts["kind"]),
            text=row.text,
            at=row.at,
            by=row.by.first_name,
            is_in_force=not hasattr(row, "followed_by"),
        )
        for row in rows
    ]


def key_of(case: Case, *, purpose: Purpose, user: User) -> OpenKey:
    """Open the identity's key. Whoever asks has seen that `is_open`, and written the opening down."""
    return broker().open(identity_key_id(case), purpose=purpose, by=user.pk)


def key_for_writing(case: Case, *, by: User) -> OpenKey:
    """Return the identity's key, or a new one where there is none. Call it before the transaction that writes."""
    return key_of(case, purpose=Purpose.CASEWORK, user=by) if has_identity(case) else broker().new()


def settle_key(case: Case, key: OpenKey, *, by: User) -> OpenKey:
    """Make ``key`` the identity's, inside the transaction that writes with it, unless another was first.

    Then that one is returned, and the one left over is swept.
    """
    lock(case)
    settled = identity_key_id(case)
    if settled is None:
        Case.objects.filter(pk=case.pk).update(identity_key_id=key.id)
        return key
    return key if settled == key.id else broker().open(settled, purpose=Purpose.CASEWORK, by=by.pk)


def require_storing(case: Case, *, by: User, at: datetime) -> None:
    """Raise GateRefused, on record, unless an identity may be stored in the opened case."""
    finding = storing_finding(case, at=at)
    if not finding.permits:
        trail.record_refusal("identity.refused", by=by.pk, about=case.pk, code="store")
        raise GateRefused(finding)


def add_item(*, case: Case, person: Person, kind: ItemKind, text: str, by: User, at: datetime) -> IdentityItem:
    """Write down one thing that says who or where somebody is.

    Raises GateRefused, NothingWritten, TooLong, NotACpr.
    """
    require_storing(case, by=by, at=at)
    text = said(text, kind)
    key = key_for_writing(case, by=by)
    with transaction.atomic():
        key = settle_key(case, key, by=by)
        person = case.persons.get(pk=person.pk)
        row = IdentityItem(case=case, person=person, at=at, by=by, facts={"kind": kind}, text=text).opened_with(key)
        row.save()
        trail.record("identity.item_added", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    return row


def correct_item(*, case: Case, item: UUID, text: str, by: User, at: datetime) -> IdentityItem:
    """Follow an item with what holds now; an empty text says that it no longer does, and what stood stays.

    Raises GateRefused, TooLong, NotACpr, and ChangedMeanwhile where somebody has gone on from it already.
    """
    require_storing(case, by=by, at=at)
    key = key_of(case, purpose=Purpose.CASEWORK, user=by)
    with transaction.atomic():
        lock(case)
        before = case.identity_items.select_related("person").get(pk=item).opened_with(key)
        after = IdentityItem.objects.filter(replaces=before).select_related("by").first()
        if after is not None:
            raise ChangedMeanwhile(after.opened_with(key))
        row = IdentityItem(
            case=case,
            person=before.person,
            replaces=before,
            at=at,
            by=by,
            facts=before.facts,
            text=said(text, ItemKind(before.facts["kind"])) if text.strip() else "",
        ).opened_with(key)
        row.save()
        trail.record("identity.item_corrected", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    return row


def said(text: str, kind: ItemKind) -> str:
    words = " ".join(text.split())
    if not words:
        raise NothingWritten
    if len(words) > LONGEST:
        raise TooLong
    if kind == ItemKind.CPR and all(finding.kind != Found.CPR for finding in check(words, Context()).findings):
        raise NotACpr
    return words


@transaction.atomic
def reopen_in_danger(*, case: Case, is_acute: bool, reason: Guarded, by: User, at: datetime) -> DangerOpening:
    """Open an identity that is shut, for ``by`` and some hours. Raises NotAcute, NoReason, NotClosed."""
    if not is_acute:
        raise NotAcute(case.pk)
    if not reason.text.strip():
        raise NoReason(case.pk)
    lock(case)
    if not has_identity(case) or is_open(case, user=by, at=at):
        raise NotClosed(case.pk)
    lapses_at = hours_later(at, BREAK_GLASS_HOURS.on(local_day(at)))
    row = DangerOpening(case=case, at=at, by=by, lapses_at=lapses_at, reason=reason.text).opened_with(case.key_in_hand)
    row.save()
    trail.record("identity.reopened", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    return row
