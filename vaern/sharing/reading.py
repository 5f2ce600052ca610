"""Read an opened case's register: its parties, who was told what, and who now holds something out of date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from vaern.cases.models import Case
from vaern.cases.reading import Portrayed, persons_of
from vaern.cases.telling import Fact
from vaern.cases.terms import PersonRole
from vaern.law.screening import Standing
from vaern.risk.access import Judgement, judgements_of
from vaern.sharing.knowing import NOTHING, Known, known_in
from vaern.sharing.models import Disclosure, Knowing, Party
from vaern.sharing.parties import Recipient
from vaern.sharing.terms_disclosure import Act, Knows, PartyKind
from vaern.staff.models import User

CITIZEN = "citizen"


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A party as pages show it. ``key`` names it within the case; ``party`` is None until something is on record."""

    key: str
    recipient: Recipient
    words: str
    party: UUID | None = None


def seats_of(case: Case, persons: list[Portrayed] | None = None) -> list[Seat]:
    """Return the citizen, those persons of an opened case who are not in danger, and the roles named so far.

    ``persons``: as they were read before, or else they are read here. One query, and two for the persons.
    """
    parties = case.parties.in_order().opened_with(case.key_in_hand)
    citizen = next((row.pk for row in parties if row.kind == PartyKind.CITIZEN), None)
    by_person = {row.person_id: row.pk for row in parties if row.person_id}
    seats = [
        Seat(
            key=CITIZEN,
            recipient=Recipient(kind=PartyKind.CITIZEN),
            words=str(PartyKind.CITIZEN.label),
            party=citizen,
        )
    ]
    seats += [
        Seat(
            key=f"person-{person.id}",
            recipient=Recipient(kind=PartyKind.PERSON, person=person.id),
            words=person.label,
            party=by_person.get(person.id),
        )
        for person in (persons_of(case) if persons is None else persons)
        if PersonRole.AT_RISK not in person.roles or person.id in by_person
    ]
    seats += [
        Seat(
            key=f"party-{row.pk}",
            recipient=Recipient(kind=PartyKind(row.kind), party=row.pk),
            words=f"{PartyKind(row.kind).label}: {row.name}",
            party=row.pk,
        )
        for row in parties
        if row.kind not in {PartyKind.CITIZEN, PartyKind.PERSON}
    ]
    return seats


def words_of(case: Case, to: Recipient) -> str:
    """Return what a recipient is called on paper."""
    if to.name is not None:
        return to.name.text
    seat = next((seat for seat in seats_of(case) if seat.recipient == to), None)
    return seat.words if seat else ""


def key_of(party: Party) -> str:
    """Return the key of the seat of a party."""
    if party.kind == PartyKind.CITIZEN:
        return CITIZEN
    return f"person-{party.person_id}" if party.person_id else f"party-{party.pk}"


def disclosure_of(case: Case, disclosure_id: UUID) -> Disclosure | None:
    """Return one row of the register of an opened case, readable."""
    row = case.disclosures.select_related("party", "by").filter(pk=disclosure_id).first()
    return row.opened_with(case.key_in_hand) if row else None


def register_of(case: Case) -> list[Disclosure]:
    """Return the register of an opened case, newest first, readable."""
    rows = case.disclosures.newest_first().select_related("by", "party").prefetch_related("corrections")
    return rows.opened_with(case.key_in_hand)


def that_stand(register: Iterable[Disclosure]) -> list[Disclosure]:
    """Leave out what was corrected by another row."""
    return [row for row in register if not row.corrections.all()]


def is_outdated(level: str, judgement: UUID | None, now: Judgement) -> bool:
    """Tell whether somebody who was told ``level`` from ``judgement`` holds something that is no longer so.

    A judgement that has only run out is still the newest there is: there is nothing else to tell. One that was taken
    out of use, or was followed by another with another level, is to be told anew.
    """
    if not level:
        return False
    if judgement is not None and judgement == now.id:
        return now.standing == Standing.NOT_ASSESSED
    return level != now.standing


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one party knows of one fact. ``told_at``: when they last were told it; ``state``: what is recorded."""

    fact: Fact
    state: Knows | None
    told_at: datetime | None
    level: str
    is_outdated: bool

    @property
    def must_not(self) -> bool:
        return self.state == Knows.MUST_NOT


@dataclass(frozen=True, kw_only=True)
class Row:
    """One party of the matrix. ``told`` is the last row of the register in which they were told the level."""

    seat: Seat
    cells: list[Cell]
    known: Known
    told: Disclosure | None

    @property
    def is_outdated(self) -> bool:
        return any(cell.is_outdated for cell in self.cells)

    @property
    def kept_from(self) -> list[Fact]:
        return [cell.fact for cell in self.cells if cell.must_not]


def matrix_of(case: Case, *, now: Judgement, persons: list[Portrayed] | None = None) -> list[Row]:
    """Return parties and facts of an opened case: who knows what, and who must not.

    ``now`` is its current judgement. Three queries beside those of ``seats_of``.
    """
    standing = that_stand(register_of(case))
    newest: dict[UUID, Knowing] = {}
    rows = Knowing.objects.filter(party__case=case).select_related("by").order_by("number")
    for row in rows.opened_with(case.key_in_hand):
        newest[row.party_id] = row
    found = []
    for seat in seats_of(case, persons):
        told = [row for row in standing if row.party_id == seat.party and row.act != Act.NOT_SAID]
        known = known_in(newest[seat.party]) if seat.party in newest else NOTHING
        with_level = next((row for row in told if row.level), None)
        cells = [cell_of(fact, known, told, with_level, now) for fact in Fact]
        found.append(Row(seat=seat, cells=cells, known=known, told=with_level))
    return found


def cell_of(fact: Fact, known: Known, told: list[Disclosure], with_level: Disclosure | None, now: Judgement) -> Cell:
    last = next((row for row in told if fact in row.content["told"]), None)
    tells_level = fact == Fact.LEVEL and with_level is not None
    return Cell(
        fact=fact,
        state=known.states.get(fact),
        told_at=last.at if last else None,
        level=level_told(with_level) if tells_level and with_level else "",
        is_outdated=bool(tells_level and with_level and is_outdated(with_level.level, with_level.judgement, now)),
    )


def level_told(row: Disclosure) -> str:
    """Return the level somebody was told; of one that did not hold even then, only that."""
    return _("en tidligere") if row.level == Standing.OUTDATED else Standing(row.level).label


def to_call(matrix: Iterable[Row]) -> list[Row]:
    """Return the parties who hold a judgement that no longer is so: whom to tell anew."""
    return [row for row in matrix if row.is_outdated]


def kept_from_in(matrix: Iterable[Row]) -> list[Row]:
    """Return the parties who must not know something."""
    return [row for row in matrix if row.kept_from]


@dataclass(frozen=True)
class Outdated:
    """A case in which some hold an outdated judgement, shut; ``parties`` says how many."""

    case: Case
    parties: int


def outdated_for(user: User, *, at: datetime) -> list[Outdated]:
    """Return the open cases ``user`` holds in which somebody must be told anew. Two queries; opens no key."""
    rows = (
        Disclosure.objects.telling_a_level()
        .filter(case__consultant=user, case__next_step_at__isnull=False, corrections=None)
        .select_related("case")
        .defer("content")
        .newest_first()
    )
    newest: dict[UUID, Disclosure] = {}
    for row in rows:
        newest.setdefault(row.party_id, row)
    current = judgements_of({row.case.inquiry_id for row in newest.values()}, at=at)
    counted: dict[UUID, Outdated] = {}
    for row in newest.values():
        if is_outdated(row.level, row.judgement, current[row.case.inquiry_id]):
            before = counted.get(row.case_id)
            counted[row.case_id] = Outdated(row.case, before.parties + 1 if before else 1)
    return sorted(counted.values(), key=lambda each: (each.case.next_step_at, each.case.reference))
