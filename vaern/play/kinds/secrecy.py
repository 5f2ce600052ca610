"""What is kept, and what is nowhere to be found: the trail, the files of the databases, and numbers nobody typed."""

import json
import re

from vaern.audit import chain
from vaern.audit.models import Event
from vaern.audit.terms import ACTS
from vaern.cases.models import Case
from vaern.cases.reading import history_of
from vaern.inquiries.access import call_facts, journal_of
from vaern.mailbox.code import Code
from vaern.play.fields import INQUIRY, Field, Flag, Inquiry, ListOf, Number, OneOf, Who, Word
from vaern.play.registry import expectation
from vaern.play.scene import Broken, Scene, hold
from vaern.risk.access import answers_to_cards, drafts_of, timeline, voiding_of
from vaern.work.names import COLOURS_AND_SHAPES, THINGS

TYPED_NUMBERS = {"minutes"}  # the length of the call, which a person writes
# Which row came after which, so that two people are told apart; and a region's code, which is a name made of digits.
COUNTED_IN_ORDER = {"screening.revision", "standing.number", "inquiry.region", "case.region", "holding.region"}


@expectation(
    "nowhere-in-clear",
    example='text = ["Amira Testesen", "Prøvegade"]\ncodes = true',
    text=Field(ListOf(Word()), "words that a step has told", []),
    codes=Field(Flag(), "also every code that was drawn, as words, digits and number", False),
)
def nowhere_in_clear(scene: Scene, *, text: tuple[str, ...], codes: bool) -> None:
    """Search every file of both databases and of the broker, and the log: what was told stands nowhere in clear."""
    if scene.files is None:
        raise Broken("the files of these databases are not at hand")
    files = [path.read_bytes() for path in sorted(scene.files.rglob("*")) if path.is_file()]
    hold(bool(files), "there are no files to search")
    everything = [*files, "\n".join(scene.log).encode()]
    hold(bool(text or codes), "nothing is searched for")
    if codes:
        hold(bool(scene.codes), "no code has been drawn")
        for spelling in {each for code in scene.codes.values() for each in spellings_of(code)}:
            hold(not any(spelling in content for content in everything), "a code stands in clear")
    for words in text:
        hold(any(words in told for told in scene.told), "no step has told one of these words: nothing is shown")
        hold(not may_be_drawn(words), "one of these words may be part of a drawn cover name: nothing is shown")
        for content in everything:
            hold(not any(form in content for form in forms_of(words)), "one of these words stands in clear")
            hold(words.casefold().encode() not in content.lower(), "one of these words stands in clear")


def may_be_drawn(words: str) -> bool:
    """Tell whether a cover name, which stands in clear, could hold the words without anybody having told them."""
    return any(words.casefold() in drawn.casefold() for drawn in (*COLOURS_AND_SHAPES, *THINGS))


def spellings_of(code: Code) -> set[bytes]:
    """Return the bytes in which a code may lie in a file. Its upper bits, which find the thread, lie there rightly."""
    written = [between.join(part) for part in (code.words, code.digits) for between in ("", " ", ", ", "-", "\n")]
    return {each.encode() for each in [*written, str(code.number)]} | {code.secret}


def forms_of(words: str) -> set[bytes]:
    """Return the bytes in which words may lie in a file. A number may have lost its spaces."""
    spellings = {words, json.dumps(words)[1:-1]}
    if re.fullmatch(r"\+?[0-9 .()-]+", words):
        spellings.add(re.sub(r"[^0-9]", "", words))
    return {spelling.encode(code) for spelling in spellings for code in ("utf-8", "utf-16-le", "utf-16-be")}


@expectation(
    "trail",
    example='act = "inquiry.filed"\nby = "Asta"\ntimes = 1',
    act=Field(OneOf(*ACTS), "the act"),
    inquiry=Field(Inquiry(), "the inquiry it is about", None),
    by=Field(Who(), "who did it", None),
    code=Field(Word(), "the word from a closed list that goes with it", None),
    was_refused=Field(Flag(), "whether it was refused", None),
    times=Field(Number(), "how many times exactly; at least once", None),
)
def trail(
    scene: Scene,
    *,
    act: str,
    inquiry: str | None,
    by: str | None,
    code: str | None,
    was_refused: bool | None,
    times: int | None,
) -> None:
    """Look for an act in the audit trail. Looking at an inquiry is an opening too, and stands there."""
    events = Event.objects.filter(act=act)
    if inquiry is not None:
        events = events.about(scene.id_of(inquiry))
    if by is not None:
        events = events.by(scene.people[by])
    if code is not None:
        events = events.filter(code=code)
    if was_refused is not None:
        events = events.filter(refused=was_refused)
    number = events.count()
    if times is None:
        hold(number > 0, "it is not there")
    else:
        hold(number == times, f"it is there {number} times")


@expectation("chain-holds")
def chain_holds(scene: Scene) -> None:
    """Verify the chain of the audit trail: no event changed, none missing, none left out."""
    chain.seal()
    found = chain.verify()
    hold(found.is_whole, "; ".join(found.faults))
    hold(found.unsealed == 0, f"{found.unsealed} events are not sealed")


@expectation("no-score", inquiry=INQUIRY)
def no_score(scene: Scene, *, inquiry: str) -> None:
    """See that nothing kept about an inquiry, its screenings or its case is a number nobody wrote."""
    opened = scene.as_its_consultant_sees_it(inquiry)
    signed, drafts = timeline(opened), drafts_of(opened)
    screenings = [*signed, *drafts]
    rows = [opened, *opened.tasks.all(), *opened.entries.all(), *opened.call_backs.all(), *screenings]
    answered = [answer for each in screenings for answer in answers_to_cards(opened, each).values()]
    voided = [row for each in signed if (row := voiding_of(each))]
    facts = [call_facts(opened), *(entry.facts for entry in journal_of(opened))]
    facts += [each.content for each in screenings] + [each.opened for each in screenings]
    facts += [each.answer for each in answered] + [each.why for each in voided]
    if case := Case.objects.filter(inquiry=opened.pk).first():
        case = scene.case_as_its_consultant_sees_it(inquiry)
        rows += [case, *case.tasks.all(), *case.entries.all()]
        happened = [each.row for each in history_of(case)]
        rows += happened
        facts += [each.facts for each in happened if hasattr(each, "facts")]
    numbers = {
        f"{row._meta.model_name}.{column.attname}"
        for row in (*rows, *answered, *voided)
        for column in row._meta.concrete_fields
        if is_number(row.__dict__.get(column.attname))
    }
    numbers |= {name for each in facts for name, value in each.items() if is_number(value)}
    found = sorted(numbers - COUNTED_IN_ORDER - TYPED_NUMBERS)
    hold(not found, f"there are numbers: {', '.join(found)}")


def is_number(value: object) -> bool:
    """Tell whether a value is a number, or words that are nothing but one."""
    if isinstance(value, str):
        return re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)
