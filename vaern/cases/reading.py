"""Read an opened case: how it stands, its journal, its persons and its history. Nothing here opens a key."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vaern.cases.models import Case, Entry, Person, Standing
from vaern.cases.terms import AuthorityKind, AuthorityState, EntryKind, PersonRole, Respect, Stance, Wish
from vaern.directory.terms import Concern
from vaern.inquiries.terms import Age, Caller


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asked us for what on which day."""

    wish: Wish
    asked_by: Caller
    on: date
    words: str


@dataclass(frozen=True, kw_only=True)
class Responsible:
    """Who decides in the matter. ``role`` and ``contact`` tell of a professional, never of the citizen."""

    state: AuthorityState
    kind: AuthorityKind | None
    role: str
    contact: str
    number: int


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """How a case stands now, for rules and pages. The numbers are what an act takes as ``seen``."""

    age: Age
    concerns: tuple[Concern, ...]
    concerns_number: int
    stage_number: int
    situation_number: int
    responsible: Responsible
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Standings:
    """How an opened case has stood in every respect, the oldest first: read once, and handed to all that ask."""

    rows: tuple[Standing, ...]

    def newest(self, respect: Respect) -> Standing | None:
        """Return the row that counts in one respect; None before the first."""
        return next((row for row in reversed(self.rows) if row.respect == respect), None)


def standings_of(case: Case) -> Standings:
    """Read how the opened case has stood. One query."""
    rows = case.standings.order_by("number").select_related("by")
    return Standings(tuple(rows.opened_with(case.key_in_hand)))


def facts_of(case: Case) -> CaseFacts:
    """Return how the opened case stands. One query."""
    return facts_in(standings_of(case))


def facts_in(standings: Standings) -> CaseFacts:
    rows = standings.rows
    newest = {row.respect: row for row in rows}
    concern, authority = newest[Respect.CONCERN], newest[Respect.AUTHORITY]
    return CaseFacts(
        age=Age(concern.facts["age"]),
        concerns=tuple(Concern(each) for each in concern.facts["concerns"]),
        concerns_number=concern.number,
        stage_number=newest[Respect.STAGE].number,
        situation_number=newest[Respect.SITUATION].number,
        responsible=responsible_in(authority),
        asked=tuple(asked_in(row) for row in rows if row.respect == Respect.REQUEST),
    )


def responsible_in(row: Standing) -> Responsible:
    facts = row.facts
    return Responsible(
        state=AuthorityState(facts["state"]),
        kind=AuthorityKind(facts["kind"]) if facts["kind"] else None,
        role=facts["role"],
        contact=facts["contact"],
        number=row.number,
    )


def asked_in(row: Standing) -> Asked:
    facts = row.facts
    return Asked(
        wish=Wish(facts["wish"]),
        asked_by=Caller(facts["asked_by"]),
        on=date.fromisoformat(facts["on"]),
        words=row.words,
    )


def newest_standing(case: Case, respect: Respect) -> Standing | None:
    """Return the row that counts in one respect, readable; None before the first."""
    row = case.standings.in_respect_of(respect).order_by("-number").first()
    return row.opened_with(case.key_in_hand) if row else None


def course_of(case: Case, respect: Respect) -> list[Standing]:
    """Return how the opened case has stood in one respect, newest first, readable."""
    return case.standings.in_respect_of(respect).newest_first().select_related("by").opened_with(case.key_in_hand)


def journal_of(case: Case, *, most: int | None = None) -> list[Entry]:
    """Return the opened case's journal, newest first, readable."""
    return case.entries.newest_first().select_related("by")[:most].opened_with(case.key_in_hand)


def tasks_of(case: Case) -> list[Any]:
    """Return the open tasks by date, readable; the first is the next step."""
    return case.tasks.open().by_due().select_related("owner").opened_with(case.key_in_hand)


def finished_of(case: Case, *, most: int = 100) -> list[Any]:
    """Return the tasks that are done, the last finished first, readable."""
    done = case.tasks.exclude(done_at=None).order_by("-done_at", "pk").select_related("owner", "done_by")
    return done[:most].opened_with(case.key_in_hand)


@dataclass(frozen=True, kw_only=True)
class Portrayed:
    """A person as last described; ``abroad`` is the country of one who is not here.

    ``number`` is what a new description takes as ``seen``.
    """

    id: UUID
    label: str
    roles: frozenset[PersonRole]
    stance: Stance
    words: str
    abroad: str
    number: int


def persons_of(case: Case) -> list[Portrayed]:
    """Return everybody in the case as last described, in the order they were added. Two queries."""
    newest: dict[UUID, Portrayed] = {}
    persons = case.persons.order_by("added_at", "pk").prefetch_related("portraits")
    for person in persons:
        portrait = max(person.portraits.all(), key=lambda row: row.number).opened_with(case.key_in_hand)
        newest[person.pk] = portrayed(person, portrait)
    return list(newest.values())


def portrayed(person: Person, portrait: Any) -> Portrayed:
    facts = portrait.facts
    return Portrayed(
        id=person.pk,
        label=facts["label"],
        roles=frozenset(PersonRole(role) for role in facts["roles"]),
        stance=Stance(facts["stance"]),
        words=portrait.words,
        abroad=facts.get("abroad", ""),
        number=portrait.number,
    )


def portraits_of(case: Case, person: Person) -> list[Any]:
    """Return how a person of the opened case has been described, newest first, readable."""
    return person.portraits.newest_first().select_related("by").opened_with(case.key_in_hand)


@dataclass(frozen=True)
class Happening:
    """One thing in the case's history. ``row`` is an opened entry, standing or holding; ``kind`` says which kind."""

    at: datetime
    kind: str
    row: Any


def history_of(case: Case, *, standings: Standings | None = None, most: int | None = None) -> list[Happening]:
    """Return what happened in the opened case, newest first: journal, how it stood, who held it.

    ``most``: the newest so many, and no more of the journal is read than that. Two queries, and one for ``standings``
    where they were not read before.
    """
    entries = case.entries.order_by("-happened_at", "-pk").select_related("by")[:most]
    found = [
        Happening(row.happened_at, EntryKind(row.kind).label, row) for row in entries.opened_with(case.key_in_hand)
    ]
    stood = (standings or standings_of(case)).rows
    found += [Happening(row.at, Respect(row.respect).label, row) for row in stood]
    holdings = case.holdings.select_related("by", "consultant").opened_with(case.key_in_hand)
    found += [Happening(row.at, row.get_reason_display(), row) for row in holdings]
    return sorted(found, key=lambda each: (each.at, each.row.pk), reverse=True)[:most]


def happened_in(case: Case, standings: Standings) -> int:
    """Return how much has happened in the case: how long its whole history is. Two queries."""
    return case.entries.count() + case.holdings.count() + len(standings.rows)
