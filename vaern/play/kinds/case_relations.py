"""How the persons of a case are related, and two cases that belong together, siblings' for example."""

from vaern.cases.actions import relations
from vaern.cases.reading import persons_of
from vaern.cases.relations import linked_with, relations_of
from vaern.cases.terms import RelationKind
from vaern.play.fields import INQUIRY, Choice, Field, Inquiry, Number, Who, Word
from vaern.play.kinds.case_persons import labelled
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Scene, hold
from vaern.staff.models import User

refused_with(relations.RelatedToThemselves, "Det er den samme person.", "Vælg to forskellige personer.")
refused_with(relations.LinkedToItself, "Det er den samme sag.", "Skriv den andens reference.")
refused_with(relations.AlreadyLinked, "De to sager er knyttet sammen allerede.", "Se dem under »Søskendes sager«.")
refused_with(relations.NotLinked, "De to sager er ikke knyttet sammen.", "Se dem under »Søskendes sager«.")


@step(
    "relate",
    needs=CASES,
    example='relative = "mor"\nkind = "mother"\nperson = "pigen"',
    inquiry=INQUIRY,
    relative=Field(Word(), "who, by label"),
    kind=Field(Choice(RelationKind), "is what"),
    person=Field(Word(), "to whom, by label"),
)
def relate(scene: Scene, *, by: User, inquiry: str, relative: str, kind: RelationKind, person: str) -> None:
    """Say what one person of a case is to another. The newest that was said of the two counts."""
    case = scene.case_opened(inquiry, by)
    everybody = persons_of(case)
    one, other = (case.persons.get(pk=labelled(everybody, label).id) for label in (person, relative))
    relations.relate(case=case, person=one, relative=other, kind=kind, by=by, at=scene.at)


@step(
    "link-cases",
    needs=CASES,
    example='other = "lillesøsteren"',
    inquiry=INQUIRY,
    other=Field(Inquiry(), "the inquiry the other case came from"),
)
def link(scene: Scene, *, by: User, inquiry: str, other: str) -> None:
    """Link two cases, which only somebody who may see both can do."""
    name = scene.case_of(other).reference
    relations.link_case(case=scene.case_opened(inquiry, by), name=name, by=by, at=scene.at)


@expectation(
    "case-family",
    example='relations = 1\nseen_by = "Bo"\nlinked = 0',
    inquiry=INQUIRY,
    relations=Field(Number(), "how many are related now", None),
    linked=Field(Number(), "how many linked cases `seen_by` is told of", None),
    seen_by=Field(Who(), "who looks", "Asta"),
)
def look_at_family(scene: Scene, *, inquiry: str, relations: int | None, linked: int | None, seen_by: str) -> None:
    """Look at how persons are related, and at which linked cases somebody is told of."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    related = len(relations_of(case))
    hold(relations in {None, related}, f"{related} are related")
    told = len(linked_with(case, user=scene.person(seen_by), at=scene.at))
    hold(linked in {None, told}, f"{seen_by} is told of {told}")
