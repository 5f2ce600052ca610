"""The parties of a case: the citizen, its persons, and everybody else by their role."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vaern.audit import trail
from vaern.cases.models import Case
from vaern.guard import Guarded
from vaern.sharing.models import Party
from vaern.sharing.terms_disclosure import PartyKind
from vaern.staff.models import User


class NobodyNamed(Exception):
    """A recipient who is neither the citizen nor a person of the case is named by their role."""


class NotOfThisCase(Exception):
    """The person stands in another case."""


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Whom something is told: the citizen, a person of the case, or a role in words ("lærer i 9. klasse").

    ``party`` is the party a role already is in the case; then the words are known.
    """

    kind: PartyKind
    name: Guarded | None = None
    person: UUID | None = None
    party: UUID | None = None


def same(name: str) -> str:
    return " ".join(name.casefold().split())


def known_party(case: Case, to: Recipient) -> Party | None:
    """Return the party of an opened case a recipient is, if they were a party before. Writes nothing."""
    rows = case.parties.filter(kind=to.kind, person=to.person).in_order().opened_with(case.key_in_hand)
    if to.party is not None:
        return next((row for row in rows if row.pk == to.party), None)
    if to.kind in {PartyKind.CITIZEN, PartyKind.PERSON}:
        return rows[0] if rows else None
    sought = same(to.name.text) if to.name else ""
    return next((row for row in rows if same(row.name) == sought), None)


def party_of(case: Case, to: Recipient, *, by: User, at: datetime) -> Party:
    """Return the party a recipient is, added if it is new. The case is locked. Raises NobodyNamed, NotOfThisCase."""
    if to.kind == PartyKind.PERSON:
        if to.person is None or not case.persons.filter(pk=to.person).exists():
            raise NotOfThisCase
    elif to.kind != PartyKind.CITIZEN and to.party is None and not (to.name and to.name.text.strip()):
        raise NobodyNamed
    party = known_party(case, to)
    if party is None and to.party is not None:
        raise NotOfThisCase
    if party is None:
        is_role = to.kind not in {PartyKind.PERSON, PartyKind.CITIZEN}
        name = " ".join(to.name.text.split()) if to.name and is_role else ""
        party = Party(case=case, kind=to.kind, person_id=to.person, at=at, by=by, name=name)
        party.opened_with(case.key_in_hand).save()
        trail.record("party.added", by=by.pk, about=case.pk, subject=party.pk, code=to.kind)
    return party
