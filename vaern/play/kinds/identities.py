"""Who the persons of a case are: written down, shown, and opened in acute danger after it was shut."""

from vaern.cases import identity
from vaern.cases.reading import persons_of
from vaern.cases.terms import ItemKind
from vaern.play.fields import INQUIRY, Choice, Field, Flag, Number, Text, Unguarded, Word
from vaern.play.kinds.case_persons import labelled
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Scene, hold
from vaern.staff.models import User
from vaern.vault.terms import Purpose

refused_with(identity.IdentityClosed, "Identiteten er lukket.", "Er faren akut, så skriv grunden, og åbn den.")
refused_with(identity.NotClosed, "Her er ikke noget at åbne.", "Vis identiteten, som den er.")
refused_with(identity.NothingWritten, "Der er ikke skrevet noget.", "Skriv oplysningen.")
refused_with(identity.TooLong, "Det er for langt.", "Skriv én ting ad gangen.")
refused_with(identity.NotACpr, "Det er ikke et CPR-nummer.", "Skriv en dato og fire cifre.")
refused_with(identity.NoReason, "Der mangler en grund.", "Skriv med få ord, hvad faren er.")
refused_with(identity.NotAcute, "Identiteten åbnes kun i akut fare.", "Gå videre uden navn.")


@step(
    "write-identity",
    needs=CASES,
    example='person = "søster 1"\nkind = "shelter"\ntext = "Rosengården 7"',
    inquiry=INQUIRY,
    person=Field(Word(), "the label the person has"),
    kind=Field(Choice(ItemKind), "what it is", ItemKind.NAME.value),
    text=Field(Unguarded(), "what is written; invented"),
)
def write(scene: Scene, *, by: User, inquiry: str, person: str, kind: ItemKind, text: str) -> None:
    """Write down one thing that says who or where somebody is, which takes a consent."""
    case = scene.case_opened(inquiry, by)
    row = case.persons.get(pk=labelled(persons_of(case), person).id)
    identity.add_item(case=case, person=row, kind=kind, text=text, by=by, at=scene.at)


@step("show-identity", needs=CASES, inquiry=INQUIRY)
def show(scene: Scene, *, by: User, inquiry: str) -> None:
    """Have the identity shown, which stands in the trail."""
    identity.identity_of(scene.case_opened(inquiry, by), user=by, purpose=Purpose.CASEWORK, at=scene.at)


@step(
    "open-in-danger",
    needs=CASES,
    example='reason = "Hun er kørt væk i en bil."',
    inquiry=INQUIRY,
    is_acute=Field(Flag(), "whether the danger is acute", True),
    reason=Field(Text(), "what the danger is"),
)
def reopen(scene: Scene, *, by: User, inquiry: str, is_acute: bool, reason: str) -> None:
    """Open an identity that is shut, in acute danger and for some hours."""
    case, said = scene.case_opened(inquiry, by), scene.guarded(reason=reason)["reason"]
    identity.reopen_in_danger(case=case, is_acute=is_acute, reason=said, by=by, at=scene.at)


@expectation(
    "identity",
    example="items = 2\nis_open = true",
    inquiry=INQUIRY,
    items=Field(Number(), "how many things are written down, also while it is shut", None),
    is_open=Field(Flag(), "whether whoever answers for the case may have it shown", None),
)
def look_at_identity(scene: Scene, *, inquiry: str, items: int | None, is_open: bool | None) -> None:
    """Look at how much is kept of who the persons are, without opening it."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    found = case.identity_items.count()
    hold(items in {None, found}, f"there are {found} things")
    now_open = identity.is_open(case, user=case.answers_for_it, at=scene.at)
    hold(is_open in {None, now_open}, "it is open" if now_open else "it is shut")
