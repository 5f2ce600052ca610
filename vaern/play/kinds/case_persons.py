"""The persons of a case, by label: several may be feared, several at risk, and one may be both."""

from vaern.cases.actions import people
from vaern.cases.actions.people import Description
from vaern.cases.reading import Portrayed, persons_of
from vaern.cases.terms import PersonRole, Stance
from vaern.play.fields import INQUIRY, Choice, Field, Flag, ListOf, Number, Text, Word
from vaern.play.kinds.case_course import UNSEEN, seen_number
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.staff.models import User

refused_with(people.NoLabel, "Personen mangler en betegnelse.", "Skriv for eksempel »søster 1«.")
refused_with(people.LabelTaken, "En anden i sagen hedder det.", "Giv personen en anden betegnelse.")
refused_with(people.NoRole, "Vælg, hvad personen er i sagen.", "»Anden« er et svar.")
ROLES = ListOf(Choice(PersonRole))


def description_of(
    scene: Scene, *, label: str, roles: tuple[PersonRole, ...], stance: Stance, words: str
) -> Description:
    passed = scene.guarded(label=label, words=words)
    return Description(label=passed["label"], roles=frozenset(roles), stance=stance, words=passed["words"])


@step(
    "add-person",
    needs=CASES,
    example='label = "fætter 1"\nroles = ["feared", "at-risk"]\nstance = "pressures"\nwords = "Bliver selv slået."',
    inquiry=INQUIRY,
    label=Field(Text(), "what the person is called in the case; never a name"),
    roles=Field(ROLES, "everything the person is in the case", []),
    stance=Field(Choice(Stance), "where the person stands", Stance.UNKNOWN.value),
    words=Field(Text(), "more about them", ""),
)
def add_person(
    scene: Scene, *, by: User, inquiry: str, label: str, roles: tuple[PersonRole, ...], stance: Stance, words: str
) -> None:
    """Add somebody to a case under a label nobody else there has."""
    case = scene.case_opened(inquiry, by)
    said = description_of(scene, label=label, roles=roles, stance=stance, words=words)
    people.add_person(case=case, description=said, by=by, at=scene.at)


@step(
    "describe-person",
    needs=CASES,
    example='person = "fætter 1"\nroles = ["at-risk"]\nstance = "divided"',
    inquiry=INQUIRY,
    person=Field(Word(), "the label the person has"),
    label=Field(Text(), "the new label; as it was", ""),
    roles=Field(ROLES, "everything the person is now; as it was", None),
    stance=Field(Choice(Stance), "where the person stands now; as it was", None),
    words=Field(Text(), "more about them now", ""),
    is_stale=UNSEEN,
)
def describe(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    person: str,
    label: str,
    roles: tuple[PersonRole, ...] | None,
    stance: Stance | None,
    words: str,
    is_stale: bool,
) -> None:
    """Describe somebody anew. What was said before stays."""
    case = scene.case_opened(inquiry, by)
    now = labelled(persons_of(case), person)
    said = description_of(
        scene,
        label=label or now.label,
        roles=tuple(now.roles) if roles is None else roles,
        stance=stance or now.stance,
        words=words,
    )
    row = case.persons.get(pk=now.id)
    people.describe_person(
        case=case, person=row, description=said, seen=seen_number(now.number, is_stale), by=by, at=scene.at
    )


def labelled(everybody: list[Portrayed], label: str) -> Portrayed:
    for each in everybody:
        if people.same(each.label) == people.same(label):
            return each
    raise Broken("nobody in the case has that label")


@expectation(
    "case-person",
    example='person = "fætter 1"\nroles = ["feared", "at-risk"]',
    inquiry=INQUIRY,
    person=Field(Word(), "the label"),
    roles=Field(ROLES, "everything the person is, no more and no fewer", None),
    stance=Field(Choice(Stance), "where the person stands", None),
    has=Field(Word(), "words that stand about them", None),
    portraits=Field(Number(), "how many times the person has been described", None),
    is_there=Field(Flag(), "false: nobody has that label", True),
)
def look_at_person(
    scene: Scene,
    *,
    inquiry: str,
    person: str,
    roles: tuple[PersonRole, ...] | None,
    stance: Stance | None,
    has: str | None,
    portraits: int | None,
    is_there: bool,
) -> None:
    """Look at somebody in a case, as last described."""
    everybody = persons_of(scene.case_as_its_consultant_sees_it(inquiry))
    if not is_there:
        hold(not any(people.same(each.label) == people.same(person) for each in everybody), "there is somebody")
        return
    found = labelled(everybody, person)
    hold(roles is None or found.roles == frozenset(roles), f"they are {', '.join(sorted(found.roles))}")
    hold(stance in {None, found.stance}, f"their stance is {found.stance}")
    hold(has is None or stands_in(has, found.words), "it has not these words")
    hold(portraits in {None, found.number}, f"they have been described {found.number} times")


@expectation(
    "case-persons",
    example='role = "feared"\nnumber = 2',
    inquiry=INQUIRY,
    role=Field(Choice(PersonRole), "who are"),
    number=Field(Number(), "how many there are"),
)
def count_persons(scene: Scene, *, inquiry: str, role: PersonRole, number: int) -> None:
    """Count those who are feared, at risk or allies. One who is two of these counts in both."""
    found = [each for each in persons_of(scene.case_as_its_consultant_sees_it(inquiry)) if role in each.roles]
    hold(len(found) == number, f"there are {len(found)}")
