"""Read a trip of an opened case: what is stated of it, its clock, and who may lead. Nothing here opens a key.

Names, numbers and addresses are shown only when somebody asks for them and a consent covers it; that is written down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from vaern.audit import trail
from vaern.cases.basis import basis_of, gate_facts
from vaern.cases.identity import is_open, key_of
from vaern.cases.models import Case
from vaern.cases.reading import CaseFacts
from vaern.cases.reading import facts_of as facts_of_case
from vaern.cases.terms import Scope, Situation
from vaern.inquiries.terms import Age
from vaern.law import gate
from vaern.law.ages import is_under_18
from vaern.law.clocks import local_day
from vaern.law.immigration import Residence, TripFacts, remind_of_44_c
from vaern.law.terms import Answer, Finding
from vaern.law.travel import (
    Issuer,
    PassportFacts,
    TrackFacts,
    decision_holds_until,
    is_another_track,
    who_can_act_on_the_passport,
)
from vaern.staff.models import User
from vaern.travel.checking import born_on, departure_in, maybe_day
from vaern.travel.clock import (
    Agreed,
    Countdown,
    Departure,
    Passport,
    PermitMark,
    comes_of_age_abroad,
    countdown,
    day_abroad,
    passport_on_the_trip,
    permit_marks,
)
from vaern.travel.models import Fact, Sign, Trip
from vaern.travel.terms import Certainty, SignOutcome, Source, Topic, TripStage
from vaern.travel.topics import Question, known_questions, missing_questions
from vaern.vault.envelope import OpenKey
from vaern.vault.terms import Purpose


class NoSuchTrip(Exception):
    """The case has no such trip, fact or sign."""


@dataclass(frozen=True, kw_only=True)
class Stated:
    """Something stated of a trip, readable. ``private`` is "" where it is not there, or no consent opens it now."""

    id: UUID
    thread: UUID
    number: int
    topic: Topic
    values: Mapping[str, Any]
    words: str
    private: str
    has_private: bool
    source: Source
    on: date
    certainty: Certainty
    is_known: bool
    at: datetime
    who: str


def trip_of(case: Case, trip_id: UUID) -> Trip:
    """Return a trip of an opened case, readable. Raises NoSuchTrip."""
    trip = case.trips.filter(pk=trip_id).first()
    if trip is None:
        raise NoSuchTrip
    trip.case = case
    return trip.opened_with(case.key_in_hand)


def trips_of(case: Case) -> list[Trip]:
    """Return the trips of an opened case, the nearest first and those that are over last."""
    rows = case.trips.by_clock().opened_with(case.key_in_hand)
    return sorted(rows, key=lambda trip: trip.has_ended)


def stated(row: Fact, names: OpenKey | None = None) -> Stated:
    """Return a statement, readable; with ``names``, the identity's key, also what shows who somebody is."""
    values = row.values
    return Stated(
        id=row.pk,
        thread=row.thread,
        number=row.number,
        topic=Topic(row.topic),
        values=values["values"],
        words=row.words,
        private=row.names.opened_with(names).text if names and row.names else "",
        has_private=row.names_id is not None,
        source=Source(values["source"]),
        on=date.fromisoformat(values["on"]),
        certainty=Certainty(values["certainty"]),
        is_known=row.is_known,
        at=row.at,
        who=row.by.first_name,
    )


def may_name(case: Case, *, at: datetime) -> bool:
    """Tell whether names, numbers and addresses may be written and shown: while a consent to keep them is in force.

    A custody holder's consent keeps them open after the citizen turns 18, as it does the identity of the case.
    """
    return basis_of(case, on=local_day(at)).covers(Scope.IDENTITY)


@dataclass(frozen=True, kw_only=True)
class File:
    """A trip as it stands: the newest of everything, by topic, in the order it was first stated."""

    trip: Trip
    facts: CaseFacts
    newest: Mapping[Topic, tuple[Stated, ...]]
    signs: tuple[Sign, ...]
    at: datetime
    may_show_names: bool = False  # a consent covers them, and there are some that were not asked for

    def of(self, topic: Topic) -> tuple[Stated, ...]:
        """Return what is stated and still holds of a topic."""
        return tuple(each for each in self.newest.get(topic, ()) if each.certainty is not Certainty.GONE)

    def known(self, topic: Topic) -> tuple[Stated, ...]:
        return tuple(each for each in self.newest.get(topic, ()) if each.is_known)

    def one(self, topic: Topic) -> Stated | None:
        """Return what is known of a topic there is one of."""
        return next(iter(self.known(topic)), None)

    @property
    def today(self) -> date:
        return local_day(self.at)

    @property
    def topics(self) -> frozenset[str]:
        return frozenset(topic for topic in self.newest if self.known(topic))

    @property
    def known_questions(self) -> list[Question]:
        return known_questions(self.topics)

    @property
    def missing_questions(self) -> list[Question]:
        return missing_questions(self.topics)

    @property
    def departure(self) -> Departure:
        found = self.one(Topic.DEPARTURE)
        return departure_in(found.values if found else {})

    @property
    def countdown(self) -> Countdown:
        return countdown(self.departure, self.at)

    @property
    def returns_on(self) -> date | None:
        found = self.one(Topic.RETURN)
        return maybe_day(found.values, "on") if found else None

    @property
    def left_on(self) -> date | None:
        """Return the day somebody left, once they have; the newest departure counts."""
        moves = [each for each in self.newest.get(Topic.STAGE, ()) if each.values["stage"] == TripStage.ABROAD]
        return date.fromisoformat(moves[-1].values["on"]) if moves else None

    @property
    def moved(self) -> Stated | None:
        return next(reversed(self.newest.get(Topic.STAGE, ())), None)

    @property
    def day_abroad(self) -> int:
        return day_abroad(self.left_on, self.today) if self.left_on else 0

    @property
    def permit_marks(self) -> list[PermitMark]:
        return permit_marks(self.left_on, self.today) if self.left_on else []

    @property
    def missed_signs(self) -> list[Sign]:
        return [sign for sign in self.signs if sign.outcome == "" and sign.due_at <= self.at]

    @property
    def alarms(self) -> list[Sign]:
        """Return the signs that ask for somebody now: missing, or given with the word that means force."""
        since = self.at - timedelta(days=2)
        forced = [
            sign
            for sign in self.signs
            if sign.outcome == SignOutcome.DURESS and sign.answered_at and sign.answered_at > since
        ]
        return [*self.missed_signs, *forced]


def file_of(trip: Trip, *, at: datetime, facts: CaseFacts | None = None, shown_to: User | None = None) -> File:
    """Return the whole of an opened trip. Three queries and the case's own.

    Names, numbers and addresses are there only for ``shown_to``, while a consent covers them, and that they were shown
    stands in the trail.
    """
    newest: dict[Topic, list[Stated]] = {}
    rows = trip.facts.newest().order_by("at", "pk").select_related("by", "names").opened_with(trip.key_in_hand)
    names = names_shown(trip, rows, shown_to, at)
    for row in rows:
        newest.setdefault(Topic(row.topic), []).append(stated(row, names))
    signs = trip.signs.by_due().select_related("watcher", "answered_by").opened_with(trip.key_in_hand)
    hidden = names is None and any(row.names_id for row in rows)
    return File(
        trip=trip,
        facts=facts or facts_of_case(trip.case),
        newest={topic: tuple(each) for topic, each in newest.items()},
        signs=tuple(signs),
        at=at,
        may_show_names=hidden and may_name(trip.case, at=at),
    )


def names_shown(trip: Trip, rows: list[Fact], shown_to: User | None, at: datetime) -> OpenKey | None:
    """Return the identity's key where some of the rows have names that may be shown now; that is written down first."""
    if shown_to is None or not any(row.names_id for row in rows) or not is_open(trip.case, user=shown_to, at=at):
        return None
    trail.record_opening(
        "trip.names_opened", by=shown_to.pk, about=trip.case_id, subject=trip.pk, code=Purpose.CASEWORK
    )
    return key_of(trip.case, purpose=Purpose.CASEWORK, user=shown_to)


def history_of(trip: Trip, thread: UUID, *, at: datetime, shown_to: User | None = None) -> list[Stated]:
    """Return everything that was stated of one thing, newest first. Raises NoSuchTrip."""
    rows = trip.facts.filter(thread=thread).newest_first().select_related("by", "names").opened_with(trip.key_in_hand)
    if not rows:
        raise NoSuchTrip
    names = names_shown(trip, rows, shown_to, at)
    return [stated(row, names) for row in rows]


def sign_of(trip: Trip, sign_id: UUID) -> Sign:
    """Return an agreed sign of an opened trip, readable. Raises NoSuchTrip."""
    sign = trip.signs.select_related("watcher", "answered_by", "task").filter(pk=sign_id).first()
    if sign is None:
        raise NoSuchTrip
    sign.trip = trip
    return sign.opened_with(trip.key_in_hand)


def agreed(sign: Sign) -> Agreed:
    """Return a sign as the clock takes it."""
    given = sign.answered_at if sign.outcome in {SignOutcome.GIVEN, SignOutcome.DURESS} else None
    called_off = sign.answered_at if sign.outcome == SignOutcome.CALLED_OFF else None
    return Agreed(sign.due_at, given, called_off)


# What the law makes of it


def acting_facts(case: Case, *, scope: Scope, age: Age, at: datetime, mandate: bool | None = None) -> gate.GateFacts:
    """Return what the gate turns on for an act about a trip. Danger is acute when people have said so."""
    acute = True if case.situation == Situation.ACUTE else None
    day = local_day(at)
    return gate_facts(case, on=day, scope=scope, age=age, acute_danger=acute, advance_mandate=mandate)


def mandate_holds(file: File) -> bool | None:
    """Tell whether the citizen asked us beforehand to act: agreed, and contact has been lost. None: not established."""
    return True if file.one(Topic.MANDATE) and file.missed_signs else None


def who_leads(file: File) -> Finding:
    """Ask the gate who may coordinate and contact authorities about the stay."""
    mandate = mandate_holds(file)
    facts = acting_facts(file.trip.case, scope=Scope.ABROAD, age=file.facts.age, at=file.at, mandate=mandate)
    return gate.may_coordinate(facts)


@dataclass(frozen=True, kw_only=True)
class PassportSeen:
    """A passport with whose it is, who in Denmark can act on it, and whether it is good for the trip."""

    stated: Stated
    whose: str
    issuer: str
    finding: Finding
    stands: Passport


@dataclass(frozen=True, kw_only=True)
class TravellerSeen:
    stated: Stated
    label: str
    born: date | None
    under_18: bool | None
    turns_18_on: date | None  # while away
    residence: Residence | None


def travellers_of(file: File) -> list[TravellerSeen]:
    """Return who travels, in the order they were stated, and who turns 18 while away."""
    departs = file.left_on or file.departure.earliest
    found = []
    for each in file.of(Topic.TRAVELLER):
        born = born_on(each.values["born"])
        found.append(
            TravellerSeen(
                stated=each,
                label=each.values["label"],
                born=born,
                under_18=is_under_18(born=born, on=file.today) if born and born <= file.today else None,
                turns_18_on=comes_of_age_abroad(born, departs=departs, returns=file.returns_on),
                residence=Residence(each.values["residence"]) if each.values["residence"] else None,
            )
        )
    return found


A_YEAR = timedelta(days=366)


def turning_18(file: File) -> list[TravellerSeen]:
    """Return who turns 18 while away and within a year: without a day of return a stay has no end."""
    found = [each for each in travellers_of(file) if each.turns_18_on]
    return [each for each in found if each.turns_18_on and file.today < each.turns_18_on <= file.today + A_YEAR]


def age_of(file: File, traveller: TravellerSeen | None) -> bool | None:
    """Tell whether a traveller is under 18: by their own birth, or for the one the case is about by its age."""
    if traveller and traveller.under_18 is not None:
        return traveller.under_18
    if traveller is None or traveller.stated.values["kind"] == "at-risk":
        return {Age.UNDER_18: True, Age.ADULT: False}.get(file.facts.age)
    return None


def passports_of(file: File) -> list[PassportSeen]:
    """Return every passport with the law's answer. An expired one is no way out, and none that is valid either."""
    travellers = {str(each.stated.thread): each for each in travellers_of(file)}
    departs = file.left_on or file.departure.earliest
    found = []
    for each in file.of(Topic.PASSPORT):
        traveller = travellers.get(each.values["traveller"])
        issuer = Issuer(each.values["issuer"]) if each.values["issuer"] else None
        facts = PassportFacts(issuer=issuer, under_18=age_of(file, traveller))
        expires = maybe_day(each.values, "expires")
        found.append(
            PassportSeen(
                stated=each,
                whose=traveller.label if traveller else "",
                issuer=issuer.label if issuer else "",
                finding=who_can_act_on_the_passport(facts),
                stands=passport_on_the_trip(expires, departs=departs, returns=file.returns_on),
            )
        )
    return found


@dataclass(frozen=True)
class Decision:
    """A decision on a passport, and the last day it can hold."""

    stated: Stated
    until: date
    is_over: bool


def decisions_of(file: File) -> list[Decision]:
    travellers = {str(each.stated.thread): each for each in travellers_of(file)}
    found = []
    for each in file.of(Topic.PASSPORT_DECISION):
        traveller = travellers.get(each.values["traveller"])
        decided_on = date.fromisoformat(each.values["decided_on"])
        until = decision_holds_until(decided_on=decided_on, born=traveller.born if traveller else None)
        found.append(Decision(each, until, until < file.today))
    return found


def reminders_of(file: File) -> list[Finding]:
    """Return what the law reminds of: the municipality's own duty for a child with a permit, and another track."""
    custody = file.one(Topic.CUSTODY)
    against = {"yes": True, "no": False}.get(custody.values["against_other"]) if custody else False
    under_18 = {Age.UNDER_18: True, Age.ADULT: False}.get(file.facts.age)
    found = [is_another_track(TrackFacts(under_18=under_18, against_the_other_parent=against))]
    at_risk = [each for each in travellers_of(file) if each.stated.values["kind"] == "at-risk"]
    for traveller in at_risk[:1]:
        facts = TripFacts(
            harmful_trip_suspected_or_known=True,
            under_18=age_of(file, traveller),
            left_as_a_child=True if traveller.turns_18_on else None,
            residence=traveller.residence,
        )
        found.append(remind_of_44_c(facts))
    return [finding for finding in found if finding.answer in {Answer.MUST, Answer.ASK}]
