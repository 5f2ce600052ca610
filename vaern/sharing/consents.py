"""Read the consents of an opened case, and what they come to as the basis it is worked with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from vaern.cases.basis import Basis, day_in
from vaern.cases.documents import Filed, filed
from vaern.cases.models import Case
from vaern.cases.terms import AuthorityKind, Scope
from vaern.law.gate import ConsentFrom, Situation
from vaern.sharing.models import ConsentPaper, Withdrawal
from vaern.sharing.terms_consent import Capacity, Custody, HowGiven, RequestMoves, Safety


class Lasting(Protocol):
    """What is in force from one day to another."""

    @property
    def first_day(self) -> date: ...

    @property
    def last_day(self) -> date | None: ...


def lasts(what: Lasting, day: date) -> bool:
    return what.first_day <= day and (what.last_day is None or day <= what.last_day)


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    at: datetime
    by: str
    pressed: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class Given:
    """A consent, or an advance mandate, as it was given. ``givers`` are persons of the case."""

    id: UUID
    at: datetime
    by: str
    capacity: Capacity
    givers: tuple[UUID, ...]
    is_mandate: bool
    of_age: bool
    adult_from: date | None
    custody: Custody | None
    scopes: frozenset[Scope]
    how: HowGiven
    first_day: date
    last_day: date | None
    words: dict[str, str]
    withdrawn: Withdrawn | None

    def is_in_force(self, day: date) -> bool:
        return self.withdrawn is None and lasts(self, day)

    @property
    def scope_labels(self) -> list[str]:
        return [str(scope.label) for scope in Scope if scope in self.scopes]


@dataclass(frozen=True, kw_only=True)
class Step:
    at: datetime
    by: str
    by_id: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class Requested:
    """A municipality's request, who confirmed it, and its end."""

    id: UUID
    at: datetime
    by: str
    by_id: UUID
    authority: AuthorityKind
    scopes: frozenset[Scope]
    first_day: date
    last_day: date
    words: dict[str, str]
    confirmed: Step | None
    ended: Step | None

    def is_in_force(self, day: date) -> bool:
        return self.confirmed is not None and self.ended is None and lasts(self, day)

    def waits(self, day: date) -> bool:
        """Tell whether a second consultant has still to confirm it."""
        return self.confirmed is None and self.ended is None and day <= self.last_day

    @property
    def scope_labels(self) -> list[str]:
        return [str(scope.label) for scope in Scope if scope in self.scopes]


@dataclass(frozen=True, kw_only=True)
class Checked:
    at: datetime
    by: str
    of: Capacity
    outcome: Safety
    words: str


def consents_of(case: Case) -> list[Given]:
    """Return every consent and advance mandate of the opened case, newest first. One query."""
    rows = case.consents.newest_first().select_related("by", "withdrawal__by").opened_with(case.key_in_hand)
    return [given(row, case) for row in rows]


def papers_of(case: Case) -> dict[UUID, list[Filed]]:
    """Return the files that prove each consent of the opened case, the newest first; [] where there are none.

    Opens none of them. Two queries.
    """
    found: dict[UUID, list[Filed]] = {consent: [] for consent in case.consents.values_list("pk", flat=True)}
    rows = ConsentPaper.objects.filter(consent__case=case).order_by("-at", "pk")
    for row in rows.select_related("document__added_by", "document__withdrawal__by"):
        found[row.consent_id].append(filed(row.document.opened_with(case.key_in_hand)))
    return found


def given(row: Any, case: Case) -> Given:
    facts, end = row.facts, getattr(row, "withdrawal", None)
    return Given(
        id=row.pk,
        at=row.at,
        by=row.by.first_name,
        capacity=Capacity(facts["capacity"]),
        givers=tuple(UUID(each) for each in facts["givers"]),
        is_mandate=facts["is_mandate"],
        of_age=facts["of_age"],
        adult_from=day_in(facts["adult_from"]),
        custody=Custody(facts["custody"]) if facts["custody"] else None,
        scopes=frozenset(Scope(each) for each in facts["scopes"]),
        how=HowGiven(facts["how"]),
        first_day=date.fromisoformat(facts["first_day"]),
        last_day=day_in(facts["last_day"]),
        words=row.words,
        withdrawn=withdrawn(end.opened_with(case.key_in_hand)) if end else None,
    )


def withdrawn(row: Withdrawal) -> Withdrawn:
    return Withdrawn(at=row.at, by=row.by.first_name, pressed=row.facts["pressed"], words=row.words)


def requests_of(case: Case) -> list[Requested]:
    """Return every request a municipality made in the opened case, newest first. Two queries."""
    rows = case.municipal_requests.newest_first().select_related("by").prefetch_related("steps__by")
    return [requested(row, case) for row in rows.opened_with(case.key_in_hand)]


def requested(row: Any, case: Case) -> Requested:
    steps = {each.step: step_in(each.opened_with(case.key_in_hand)) for each in row.steps.all()}
    facts = row.facts
    return Requested(
        id=row.pk,
        at=row.at,
        by=row.by.first_name,
        by_id=row.by_id,
        authority=AuthorityKind(facts["authority"]),
        scopes=frozenset(Scope(each) for each in facts["scopes"]),
        first_day=date.fromisoformat(facts["first_day"]),
        last_day=date.fromisoformat(facts["last_day"]),
        words=row.words,
        confirmed=steps.get(RequestMoves.CONFIRMED),
        ended=steps.get(RequestMoves.ENDED),
    )


def step_in(row: Any) -> Step:
    return Step(at=row.at, by=row.by.first_name, by_id=row.by_id, words=row.words)


def checks_of(case: Case) -> list[Checked]:
    """Return every safety check of the opened case, newest first."""
    rows = case.safety_checks.newest_first().select_related("by").opened_with(case.key_in_hand)
    return [
        Checked(
            at=row.at,
            by=row.by.first_name,
            of=Capacity(row.facts["of"]),
            outcome=Safety(row.facts["outcome"]),
            words=row.words,
        )
        for row in rows
    ]


def safe_to_ask(case: Case, of: Capacity) -> bool | None:
    """Return what the newest check says of asking somebody; None where there is none, or it does not know.

    A withdrawal makes what was known before it out of date: then it is checked anew.
    """
    newest = next((check for check in checks_of(case) if check.of == of), None)
    ends = [each.withdrawn.at for each in consents_of(case) if each.withdrawn]
    if newest is None or newest.outcome == Safety.UNCLEAR or any(newest.at < end for end in ends):
        return None
    return newest.outcome == Safety.SAFE


# What it all comes to.


def basis_from(consents: Iterable[Given], requests: Iterable[Requested], day: date) -> Basis:
    """Return what the consents and requests come to from ``day`` on, and what follows when the first of them ends."""
    consents, requests = list(consents), list(requests)
    found: list[Basis] = []
    while True:
        basis = basis_on(consents, requests, day)
        found.append(basis)
        if basis.until is None:
            return replace(found[0], later=tuple(found[1:]))
        day = basis.until + timedelta(days=1)


def basis_on(consents: list[Given], requests: list[Requested], day: date) -> Basis:
    """Return the basis of one day. A citizen's own consent, or an adult's guardian's, goes before their parents'."""
    in_force = [each for each in consents if each.is_in_force(day)]
    plain, mandates = partition(in_force)
    own = [each for each in plain if each.of_age]
    asked = [each for each in requests if each.is_in_force(day)]
    counted: list[Any] = own or plain or asked or mandates
    basis = Basis(
        scopes=frozenset().union(*(each.scopes for each in counted)),
        until=earliest([*counted, *mandates]),
        adult_from=max((each.adult_from for each in plain if each.adult_from), default=None),
        advance_mandate=bool(mandates),
    )
    if own:
        return replace(basis, situation=Situation.CONSENTED_ADULT, consent_from=first_of(own))
    if plain:
        return replace(basis, situation=Situation.CONSENTED_CHILD, consent_from=first_of(plain))
    if asked:
        return replace(basis, situation=Situation.IDENTITY_KNOWN, by_request=True)
    return basis


def partition(in_force: list[Given]) -> tuple[list[Given], list[Given]]:
    return [each for each in in_force if not each.is_mandate], [each for each in in_force if each.is_mandate]


def first_of(consents: list[Given]) -> ConsentFrom:
    """Return whose consent it is; of several the one that ends first by law: a custody holder's goes at 18."""
    present = {each.capacity for each in consents}
    order = (Capacity.CITIZEN, Capacity.CUSTODY_HOLDER, Capacity.GUARDIAN)
    return ConsentFrom(next(capacity for capacity in order if capacity in present).value)


def earliest(what: Iterable[Lasting]) -> date | None:
    return min((each.last_day for each in what if each.last_day), default=None)
