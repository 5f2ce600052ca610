"""Say how two persons of a case are related, and link two cases that belong together."""

from datetime import datetime

from django.db import IntegrityError, transaction

from vaern.audit import trail
from vaern.cases.access import NoSuchCase, ground_for
from vaern.cases.actions.breaking_glass import called
from vaern.cases.models import Case, CaseLink, Person, Relation
from vaern.cases.terms import RelationKind
from vaern.staff.models import User
from vaern.work.rows import lock


class RelatedToThemselves(Exception):
    """A relation is between two."""


class LinkedToItself(Exception):
    """A link is between two cases."""


class AlreadyLinked(Exception):
    """The two cases are linked."""


class NotLinked(Exception):
    """The link was ended before, or never was."""


@transaction.atomic
def relate(*, case: Case, person: Person, relative: Person, kind: RelationKind, by: User, at: datetime) -> Relation:
    """Say what ``relative`` is to ``person`` from now on; what was said before stays. Raises RelatedToThemselves."""
    if person.pk == relative.pk:
        raise RelatedToThemselves(person.pk)
    lock(case)
    both = {each.pk: each for each in case.persons.filter(pk__in=[person.pk, relative.pk])}
    row = Relation(
        case=case,
        person=both[person.pk],
        relative=both[relative.pk],
        number=case.relations.count() + 1,
        at=at,
        by=by,
        facts={"kind": kind},
    ).opened_with(case.key_in_hand)
    row.save()
    trail.record("case.person_related", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    return row


def link_case(*, case: Case, name: str, by: User, at: datetime) -> CaseLink:
    """Link the opened case with the one called ``name``: an exact reference, or a cover name only one open case has.

    Raises NoSuchCase, on record, for one that is not there and for one ``by`` may not see; LinkedToItself,
    AlreadyLinked.
    """
    other = called(name)
    if other is None or ground_for(by, other.pk, at=at) is None:
        trail.record_refusal("case.refused", by=by.pk, about=other.pk if other else None, code="link")
        raise NoSuchCase
    if other.pk == case.pk:
        raise LinkedToItself(case.pk)
    one, second = sorted([case, other], key=lambda each: each.pk)
    try:
        with transaction.atomic():
            link = CaseLink(one=one, other=second, linked_at=at, linked_by=by)
            link.save(force_insert=True)
            record("case.linked", link, by)
    except IntegrityError:
        raise AlreadyLinked(case.pk) from None
    return link


@transaction.atomic
def end_link(*, case: Case, other: Case, by: User, at: datetime) -> None:
    """Let two cases no longer belong together. Raises NotLinked."""
    links = CaseLink.objects.in_force().touching(case).touching(other)
    link = links.select_for_update().first()
    if link is None:
        raise NotLinked(case.pk)
    link.ended_at, link.ended_by = at, by
    link.save(update_fields=["ended_at", "ended_by"])
    record("case.link_ended", link, by)


def record(act: str, link: CaseLink, by: User) -> None:
    """Write the act about each of the two, naming only the link: neither's trail says which the other is."""
    for case_id in (link.one_id, link.other_id):
        trail.record(act, by=by.pk, about=case_id, subject=link.pk)
