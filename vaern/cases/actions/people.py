"""Persons of a case, by label: add them, and describe them anew. One person may be at risk and feared at once."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from vaern.audit import trail
from vaern.cases.actions.course import ChangedMeanwhile
from vaern.cases.models import Case, Person, Portrait
from vaern.cases.reading import persons_of
from vaern.cases.terms import PersonRole, Stance
from vaern.guard import Guarded
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import blank


class NoLabel(Exception):
    """A person is known by a label: "søster 1"."""


class LabelTaken(Exception):
    """Somebody else in the case has that label."""


class NoRole(Exception):
    """A person in a case is at risk, feared, an ally or something else: at least one."""


@dataclass(frozen=True, kw_only=True)
class Description:
    """What is said of a person: label, everything they are in the case, where they stand, the country abroad, words."""

    label: Guarded
    roles: frozenset[PersonRole]
    stance: Stance
    words: Guarded
    abroad: Guarded = field(default_factory=blank)


@transaction.atomic
def add_person(*, case: Case, description: Description, by: User, at: datetime) -> Person:
    """Add somebody under a label nobody else in the case has. Raises NoLabel, LabelTaken, NoRole."""
    lock(case)
    require_told_apart(case, description, of=None)
    person = Person(case=case, added_at=at, added_by=by).opened_with(case.key_in_hand)
    person.save(force_insert=True)
    paint(person, description, number=1, by=by, at=at)
    trail.record("case.person_added", by=by.pk, about=case.pk, subject=person.pk)
    return person


@transaction.atomic
def describe_person(*, case: Case, person: Person, description: Description, seen: int, by: User, at: datetime) -> None:
    """Describe somebody anew; the earlier portraits stay. Raises ChangedMeanwhile beside what ``add_person`` does."""
    lock(case)
    person = case.persons.get(pk=person.pk).opened_with(case.key_in_hand)
    newest = person.portraits.newest_first()[:1].opened_with(case.key_in_hand)[0]
    if newest.number != seen:
        raise ChangedMeanwhile(newest)
    require_told_apart(case, description, of=person)
    portrait = paint(person, description, number=seen + 1, by=by, at=at)
    trail.record("case.person_described", by=by.pk, about=case.pk, subject=person.pk, digest=portrait.sealed_digest())


def require_told_apart(case: Case, description: Description, *, of: Person | None) -> None:
    label = same(description.label.text)
    if not label:
        raise NoLabel
    if not description.roles:
        raise NoRole
    others = (each for each in persons_of(case) if of is None or each.id != of.pk)
    if any(same(each.label) == label for each in others):
        raise LabelTaken


def same(label: str) -> str:
    return " ".join(label.casefold().split())


def paint(person: Person, description: Description, *, number: int, by: User, at: datetime) -> Portrait:
    portrait = Portrait(
        person=person,
        number=number,
        at=at,
        by=by,
        facts={
            "label": " ".join(description.label.text.split()),
            "roles": sorted(description.roles),
            "stance": description.stance,
            "abroad": description.abroad.text.strip(),
        },
        words=description.words.text,
    ).opened_with(person.key_in_hand)
    portrait.save()
    return portrait
