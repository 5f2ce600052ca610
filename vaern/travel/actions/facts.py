"""State what is known of a trip. Every statement stays; the newest of a thing counts.

``seen`` is the number of the statement the page showed, 0 for a new thing: if somebody has stated the same thing anew
meanwhile, ChangedMeanwhile is raised and nothing is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from vaern.audit import trail
from vaern.cases.actions.course import ChangedMeanwhile, NotYet
from vaern.cases.actions.opening import GateRefused
from vaern.cases.identity import key_for_writing, settle_key
from vaern.cases.models import Case
from vaern.cases.reading import facts_of as facts_of_case
from vaern.cases.terms import Scope
from vaern.guard import Guarded
from vaern.inquiries.terms import Age
from vaern.law import gate
from vaern.law.clocks import local_day
from vaern.law.terms import Finding
from vaern.staff.models import User
from vaern.travel.checking import cleaned, departure_in, require_order, tells_the_day
from vaern.travel.models import Fact, Trip, TripName
from vaern.travel.reading import acting_facts, file_of, mandate_holds, may_name
from vaern.travel.terms import KNOWN, Certainty, Source, Topic, TripStage, WhoWrote
from vaern.travel.topics import SPEC, WRITTEN
from vaern.vault.envelope import OpenKey
from vaern.work.rows import lock


class NothingSaid(Exception):
    """A fact says something: in its fields, in words, or that it is not known."""


class NotTheirs(Exception):
    """Who it belongs to is not one of those who travel."""


class OnlyAnAdult(Exception):
    """Only a citizen who has turned 18 can agree beforehand on what we may do."""


class WrittenElsewhere(Exception):
    """The trip's stage is moved by an act of its own."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One statement. ``values`` as the topic's fields ask, free words in them guarded; ``private`` takes a consent."""

    topic: Topic
    words: Guarded
    source: Source
    on: date
    certainty: Certainty
    values: Mapping[str, Any] = field(default_factory=dict)
    private: str = ""


def state_fact(*, trip: Trip, said: Said, thread: UUID | None = None, seen: int = 0, by: User, at: datetime) -> Fact:
    """State something of an opened trip; ``thread`` is the thing it is about, None for a new one.

    Raises Unfit (checking), NothingSaid, NotYet, NotTheirs, OnlyAnAdult, WrittenElsewhere, ChangedMeanwhile, and
    GateRefused where it takes a consent; that refusal stands in the trail.
    """
    if said.topic not in WRITTEN:
        raise WrittenElsewhere(said.topic)
    if said.on > local_day(at):
        raise NotYet(trip.pk)
    values = cleaned(SPEC[said.topic], said.values)
    is_known = said.certainty in KNOWN
    if is_known and not (any(values.values()) or said.words.text.strip() or said.private.strip()):
        raise NothingSaid
    age = facts_of_case(trip.case).age
    require_permission(trip, said, values, age=age, by=by, at=at)
    key = key_for_writing(trip.case, by=by) if said.private.strip() else None
    with transaction.atomic():
        return write_fact(trip, said, values, key, thread=thread, seen=seen, by=by, at=at)


def require_permission(trip: Trip, said: Said, values: Mapping[str, Any], *, age: Age, by: User, at: datetime) -> None:
    """Ask the gate about what shows who somebody is, about pictures, and about our own contact with authorities."""
    if said.topic == Topic.MANDATE and age != Age.ADULT and said.certainty in KNOWN:
        raise OnlyAnAdult
    if said.private.strip() or tells_the_day(values.get("born", "")):
        permit(trip.case, gate.may_store_identity(acting(trip, Scope.IDENTITY, age, at)), by, "identity")
    if said.topic == Topic.PICTURES and "here" in values.values():
        permit(trip.case, gate.may_store_identity(acting(trip, Scope.PHOTO_AND_PASSPORT, age, at)), by, "pictures")
    if said.topic == Topic.AUTHORITY and values["wrote"] == WhoWrote.WE:
        mandate = mandate_holds(file_of(trip, at=at))
        facts = acting_facts(trip.case, scope=Scope.ABROAD, age=age, at=at, mandate=mandate)
        permit(trip.case, gate.may_coordinate(facts), by, "coordinate")


def acting(trip: Trip, scope: Scope, age: Age, at: datetime) -> gate.GateFacts:
    return acting_facts(trip.case, scope=scope, age=age, at=at)


def permit(case: Case, finding: Finding, by: User, code: str) -> None:
    if not finding.permits:
        trail.record_refusal("trip.gate_refused", by=by.pk, about=case.pk, code=code)
        raise GateRefused(finding)


def write_fact(
    trip: Trip,
    said: Said,
    values: dict[str, Any],
    key: OpenKey | None,
    *,
    thread: UUID | None,
    seen: int,
    by: User,
    at: datetime,
) -> Fact:
    held = lock(trip)
    if thread is None and SPEC.get(said.topic) and SPEC[said.topic].single:
        first = trip.facts.filter(topic=said.topic).order_by("number").first()
        thread = first.thread if first else None
    newest = newest_of(trip, thread, said.topic) if thread else None
    if (newest.number if newest else 0) != seen:
        raise ChangedMeanwhile(newest)
    require_traveller(trip, values)
    require_dates(trip, said.topic, values, is_known=said.certainty in KNOWN)
    names = save_names(trip, said.private.strip(), key, by=by) if key else None
    if newest is not None and not may_name(trip.case, at=at):  # it was not shown, so nobody took it away
        names = newest.names
    row = save_fact(trip, said, values, names, thread=thread or uuid4(), number=seen + 1, by=by, at=at)
    if said.topic == Topic.DEPARTURE and held.stage == TripStage.PLANNED:
        begins = departure_in(values).earliest if row.is_known else None
        trip.trip_on = begins
        trip.save(update_fields=["trip_on"])
    return row


def newest_of(trip: Trip, thread: UUID, topic: Topic) -> Fact:
    """Return the newest statement about a thing. Raises NotTheirs when the trip has no such thing of that topic."""
    newest = trip.facts.filter(thread=thread, topic=topic).select_related("by", "names").order_by("-number").first()
    if newest is None:
        raise NotTheirs
    return newest.opened_with(trip.key_in_hand)


def save_names(trip: Trip, text: str, key: OpenKey, *, by: User) -> TripName:
    row = TripName(trip=trip, text=text).opened_with(settle_key(trip.case, key, by=by))
    row.save()
    trail.record("trip.names_written", by=by.pk, about=trip.case_id, subject=row.pk, digest=row.sealed_digest())
    return row


def save_fact(
    trip: Trip,
    said: Said,
    values: dict[str, Any],
    names: TripName | None,
    *,
    thread: UUID,
    number: int,
    by: User,
    at: datetime,
) -> Fact:
    row = Fact(
        trip=trip,
        topic=said.topic,
        thread=thread,
        number=number,
        is_known=said.certainty in KNOWN,
        at=at,
        by=by,
        values={
            "values": values,
            "source": said.source,
            "on": said.on.isoformat(),
            "certainty": said.certainty,
        },
        words=said.words.text,
        names=names,
    ).opened_with(trip.key_in_hand)
    row.save()
    trail.record(
        "trip.fact_stated", by=by.pk, about=trip.case_id, subject=row.pk, code=said.topic, digest=row.sealed_digest()
    )
    return row


def require_traveller(trip: Trip, values: Mapping[str, Any]) -> None:
    whose = values.get("traveller")
    if whose and whose not in {str(each) for each in threads_of(trip, Topic.TRAVELLER)}:
        raise NotTheirs


def threads_of(trip: Trip, topic: Topic) -> set[UUID]:
    return set(trip.facts.filter(topic=topic).values_list("thread", flat=True))


def require_dates(trip: Trip, topic: Topic, values: Mapping[str, Any], *, is_known: bool) -> None:
    """Raise ReturnBeforeDeparture when departure and return, the newest of each, cannot both be."""
    if not is_known or topic not in {Topic.DEPARTURE, Topic.RETURN}:
        return
    other = Topic.RETURN if topic == Topic.DEPARTURE else Topic.DEPARTURE
    row = trip.facts.newest().filter(topic=other, is_known=True).first()
    if row is None:
        return
    theirs = row.opened_with(trip.key_in_hand).values["values"]
    departs, returns = (values, theirs) if topic == Topic.DEPARTURE else (theirs, values)
    require_order(departs, returns, field="earliest" if topic == Topic.DEPARTURE else "on")
