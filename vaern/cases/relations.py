"""Read how the persons of an opened case are related, and the linked cases a viewer may see too."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vaern.cases.access import ground_for
from vaern.cases.models import Case, CaseLink
from vaern.cases.terms import RelationKind
from vaern.staff.models import User


@dataclass(frozen=True, kw_only=True)
class Related:
    """``relative`` is ``kind`` to ``person``."""

    person: UUID
    relative: UUID
    kind: RelationKind
    at: datetime
    by: str


def relations_of(case: Case) -> list[Related]:
    """Return how persons of the opened case are related now, in the order it was said. One query."""
    newest: dict[tuple[UUID, UUID], Related] = {}
    for row in case.relations.in_order().select_related("by").opened_with(case.key_in_hand):
        newest[row.person_id, row.relative_id] = Related(
            person=row.person_id,
            relative=row.relative_id,
            kind=RelationKind(row.facts["kind"]),
            at=row.at,
            by=row.by.first_name,
        )
    return [each for each in newest.values() if each.kind != RelationKind.NONE]


def linked_with(case: Case, *, user: User, at: datetime) -> list[Case]:
    """Return the linked cases ``user`` may see, shut. Of any other nothing is told, not even that there is one."""
    links = CaseLink.objects.in_force().touching(case).select_related("one", "other").order_by("linked_at", "pk")
    others = [link.other if link.one_id == case.pk else link.one for link in links]
    return [other for other in others if ground_for(user, other.pk, at=at) is not None]
