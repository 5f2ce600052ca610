"""The journal of a case: what happened and when it was written, append-only; a correction is a line of its own."""

from datetime import datetime

from vaern.cases.actions import journal
from vaern.cases.models import Case, Entry
from vaern.cases.reading import journal_of
from vaern.cases.terms import WRITTEN_KINDS, AuthorityKind, EntryKind
from vaern.play.fields import INQUIRY, Choice, Field, Flag, Moment, OneOf, Text, Who, Word
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.staff.models import User

refused_with(journal.NothingSaid, "Der står ikke noget.", "Skriv, hvad der er sket.")
refused_with(
    journal.DecisionNeedsAuthority,
    "En afgørelse er myndighedens, aldrig konsulentens.",
    "Skriv, hvilken myndighed der har truffet den.",
)
refused_with(journal.NotOfThisCase, "Linjen står i en anden sag.", "Ret den i den sag, den står i.")


@step(
    "case-note",
    needs=CASES,
    example='kind = "decision"\ndecided_by = "police"\nnote = "Passet er inddraget."\nhappened = "-1 day 15:00"',
    inquiry=INQUIRY,
    note=Field(Text(), "what is written"),
    kind=Field(OneOf(*(each.value for each in WRITTEN_KINDS)), "what it tells of", EntryKind.NOTE.value),
    happened=Field(Moment(), "when it happened; when it is written", None),
    decided_by=Field(Choice(AuthorityKind), "whose decision it is", None),
    corrects=Field(Word(), "words of the earlier line it corrects", None),
)
def add_entry(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    note: str,
    kind: str,
    happened: datetime | None,
    decided_by: AuthorityKind | None,
    corrects: str | None,
) -> None:
    """Add a line to a case's journal, or the correction of an earlier one, which stays as it was."""
    case = scene.case_opened(inquiry, by)
    journal.add_entry(
        case=case,
        kind=EntryKind(kind),
        note=scene.guarded(note=note)["note"],
        happened_at=happened or scene.at,
        by=by,
        at=scene.at,
        decided_by=decided_by,
        corrects=line_with(corrects, case) if corrects else None,
    )


def line_with(words: str, case: Case) -> Entry:
    for entry in journal_of(case):
        if stands_in(words, entry.note):
            return entry
    raise Broken("corrects: no line of the journal has these words")


@expectation(
    "case-journal",
    example='has = "inddraget passet"\nkind = "decision"\ndecided_by = "police"',
    inquiry=INQUIRY,
    has=Field(Word(), "words that stand in a line"),
    kind=Field(Choice(EntryKind), "what the line tells of", None),
    entry_by=Field(Who(), "who wrote it", None),
    happened=Field(Moment(), "when it happened", None),
    written=Field(Moment(), "when it was written", None),
    decided_by=Field(Choice(AuthorityKind), "whose decision it is", None),
    is_corrected=Field(Flag(), "whether a later line corrects it", None),
    is_there=Field(Flag(), "false: no line may have these words", True),
)
def look_at_journal(
    scene: Scene,
    *,
    inquiry: str,
    has: str,
    kind: EntryKind | None,
    entry_by: str | None,
    happened: datetime | None,
    written: datetime | None,
    decided_by: AuthorityKind | None,
    is_corrected: bool | None,
    is_there: bool,
) -> None:
    """Look for a line in a case's journal. Nothing there is ever changed, only followed by more."""
    entries = journal_of(scene.case_as_its_consultant_sees_it(inquiry))
    corrected = {entry.corrects_id for entry in entries}
    found = [
        entry
        for entry in entries
        if stands_in(has, entry.note)
        and kind in {None, entry.kind}
        and entry_by in {None, entry.by.first_name}
        and happened in {None, entry.happened_at}
        and written in {None, entry.written_at}
        and decided_by in {None, entry.facts.get("decided_by")}
        and is_corrected in {None, entry.pk in corrected}
    ]
    hold(bool(found) == is_there, "there is no such line" if is_there else "there is such a line")
