"""What each party of a case knows, and what they must not know: recorded state by state, and the newest counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from vaern.audit import trail
from vaern.cases.actions.course import ChangedMeanwhile
from vaern.cases.models import Case
from vaern.cases.telling import Fact
from vaern.guard import Guarded
from vaern.sharing.models import Knowing, Party
from vaern.sharing.parties import Recipient, known_party, party_of
from vaern.sharing.terms_disclosure import Knows
from vaern.staff.models import User
from vaern.work.rows import lock


class NoWords(Exception):
    """That somebody no longer must be kept from something is explained in words."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is recorded of one party. ``number`` is what a new record takes as ``seen``, 0 before the first."""

    states: dict[Fact, Knows]
    words: str = ""
    number: int = 0
    at: datetime | None = None
    by: str = ""


NOTHING = Known(states={})


def known_in(row: Any) -> Known:
    return Known(
        states={Fact(fact): Knows(state) for fact, state in row.states.items()},
        words=row.words,
        number=row.number,
        at=row.at,
        by=row.by.first_name,
    )


def known_by(case: Case, party: Party | None) -> Known:
    """Return what is recorded of a party of an opened case. One query."""
    row = newest_of(case, party) if party else None
    return known_in(row) if row else NOTHING


def newest_of(case: Case, party: Party) -> Knowing | None:
    row = party.knowings.select_related("by").order_by("-number").first()
    return row.opened_with(case.key_in_hand) if row else None


def kept_from(case: Case, to: Recipient) -> frozenset[Fact]:
    """Return what a recipient must not know."""
    states = known_by(case, known_party(case, to)).states
    return frozenset(fact for fact, state in states.items() if state == Knows.MUST_NOT)


@transaction.atomic
def record_knowing(
    *, case: Case, of: Recipient, states: dict[Fact, Knows], words: Guarded, seen: int, by: User, at: datetime
) -> Knowing:
    """Say what a party knows and must not know from now on.

    Raises NoWords where something they must not know no longer is so, and ChangedMeanwhile, NobodyNamed, NotOfThisCase.
    """
    lock(case)
    party = party_of(case, of, by=by, at=at)
    before = known_by(case, party)
    if before.number != seen:
        raise ChangedMeanwhile(newest_of(case, party))
    lifted = [
        fact for fact, state in before.states.items() if state == Knows.MUST_NOT and states.get(fact) != Knows.MUST_NOT
    ]
    if lifted and not words.text.strip():
        raise NoWords
    row = Knowing(party=party, number=seen + 1, at=at, by=by, states=states, words=words.text)
    row.opened_with(case.key_in_hand).save()
    trail.record("knowing.recorded", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    return row
