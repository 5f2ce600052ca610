"""On which basis the team works with a case: under a label, or with a consent, and what that consent covers.

The consents themselves stand in a room above. Each time one comes, goes or changes, that room writes here, in the same
transaction, what it means for the case; every rule and page below it reads it here. Nothing here opens a key.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from vaern.cases.models import Case, Standing
from vaern.cases.reading import newest_standing
from vaern.cases.terms import Kind, Respect, Scope
from vaern.inquiries.terms import Age
from vaern.law.gate import ConsentFrom, GateFacts, Situation


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What the consents in force come to. ``until`` is the last day of the earliest to end; None when none has an end.

    ``adult_from`` is the day the citizen turns 18, where it is known. ``advance_mandate``: the citizen has said
    beforehand what we may do. ``by_request``: no consent, but a municipality's request that a second consultant has
    confirmed. ``later`` is what follows when this ends, each until its own last day. ``number`` is the row's number in
    its respect, 0 before the first; an act takes it as ``seen``.
    """

    situation: Situation = Situation.ANONYMISED
    consent_from: ConsentFrom | None = None
    scopes: frozenset[Scope] = field(default_factory=frozenset)
    until: date | None = None
    adult_from: date | None = None
    advance_mandate: bool = False
    by_request: bool = False
    later: tuple["Basis", ...] = ()
    number: int = 0

    @property
    def is_consented(self) -> bool:
        return self.situation in {Situation.CONSENTED_ADULT, Situation.CONSENTED_CHILD}

    @property
    def kind(self) -> Kind:
        if self.is_consented:
            return Kind.CONSENTED
        return Kind.BY_REQUEST if self.by_request else Kind.ANONYMISED

    def last_day_as(self, kind: Kind) -> date | None:
        """Return the last day the case is of ``kind`` by this and what follows: date.max without end, None for never.

        What is recorded is in force at once, so that each kind has one run of days and a consent's comes first.
        """
        return max((each.until or date.max for each in (self, *self.later) if each.kind == kind), default=None)

    def covers(self, scope: Scope) -> bool:
        return (self.is_consented or self.by_request) and scope in self.scopes

    def facts(self) -> dict[str, Any]:
        return {
            "situation": self.situation,
            "consent_from": self.consent_from or "",
            "scopes": sorted(self.scopes),
            "until": self.until.isoformat() if self.until else "",
            "adult_from": self.adult_from.isoformat() if self.adult_from else "",
            "advance_mandate": self.advance_mandate,
            "by_request": self.by_request,
            "later": [basis.facts() for basis in self.later],
        }


def basis_of(case: Case, *, on: date) -> Basis:
    """Return the basis of an opened case on a day: a consent whose last day has passed is none. One query."""
    return basis_said_in(newest_standing(case, Respect.BASIS), on=on)


def basis_said_in(row: Standing | None, *, on: date) -> Basis:
    """Return the basis of a day from the newest row that says it, read before."""
    if row is None:
        return Basis()
    for facts in (row.facts, *row.facts["later"]):
        basis = basis_in(facts, row.number)
        if basis.until is None or basis.until >= on:
            return basis
    return Basis(number=row.number)


def basis_in(facts: dict[str, Any], number: int) -> Basis:
    return Basis(
        situation=Situation(facts["situation"]),
        consent_from=ConsentFrom(facts["consent_from"]) if facts["consent_from"] else None,
        scopes=frozenset(Scope(scope) for scope in facts["scopes"]),
        until=day_in(facts["until"]),
        adult_from=day_in(facts["adult_from"]),
        advance_mandate=facts["advance_mandate"],
        by_request=facts["by_request"],
        number=number,
    )


def day_in(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


PASSED_ON = frozenset({Scope.SHARING, Scope.COORDINATION, Scope.ABROAD})  # permitted on other grounds too


def gate_facts(case: Case, *, on: date, scope: Scope, age: Age | None = None, **established: Any) -> GateFacts:
    """Return what the gate turns on for one act on an opened case, which belongs to ``scope``. One query."""
    return gate_facts_on(basis_of(case, on=on), on=on, scope=scope, age=age, **established)


def gate_facts_on(basis: Basis, *, on: date, scope: Scope, age: Age | None = None, **established: Any) -> GateFacts:
    """Return what the gate turns on for one act on a case that stands on ``basis``.

    Where the consent does not cover the act it is, for this act, as if there were none. ``age`` is the age on record
    today: a consent given for a child covers nothing new once the citizen is 18, and the gate asks. ``established``
    are further facts, such as ``acute_danger``.
    """
    situation = basis.situation
    if basis.is_consented:
        is_adult = age == Age.ADULT or (basis.adult_from is not None and basis.adult_from <= on)
        if not basis.covers(scope) and scope not in PASSED_ON:
            situation = Situation.IDENTITY_KNOWN
        elif is_adult:
            established["given_for_a_child"] = situation is Situation.CONSENTED_CHILD
            situation = Situation.CONSENTED_ADULT
    elif basis.advance_mandate and scope in basis.scopes:
        situation = Situation.IDENTITY_KNOWN
    if basis.by_request and basis.covers(scope):
        established |= dict.fromkeys(ON_THE_MUNICIPALITY, True)
    if basis.advance_mandate:
        established.setdefault("advance_mandate", True)
    return GateFacts(
        situation=situation,
        consent_from=basis.consent_from,
        within_the_consent=basis.covers(scope) if basis.is_consented else None,
        **established,
    )


ON_THE_MUNICIPALITY = (
    "municipality_requests",
    "municipality_states_its_basis",
    "municipality_takes_responsibility",
    "second_consultant_confirms",
)
