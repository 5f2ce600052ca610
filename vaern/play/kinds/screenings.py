"""A screening while it is written: acute gate, kinds, indicators, the person's view, what we do not know, judgement.

Each step saves the draft the person has before them, as the page does. A person who has none goes on in the newest
draft of the inquiry, or begins one. Whoever saves from a page that somebody else has gone on from gets a draft of their
own.
"""

from datetime import date, datetime
from typing import Any

from vaern.inquiries.models import Inquiry
from vaern.law.screening import Level
from vaern.play.fields import (
    INQUIRY,
    Answers,
    Coded,
    Day,
    Field,
    Flag,
    ListOf,
    Moment,
    Number,
    OneOf,
    Text,
    Who,
    Word,
)
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, InHand, Scene, hold, stands_in
from vaern.risk.access import NoSuchScreening, content_of, drafts_of, screening_of, timeline
from vaern.risk.actions import writing
from vaern.risk.content import NOTHING_UNKNOWN, UNKNOWN, Unknown
from vaern.risk.instrument import Choice as Judged
from vaern.risk.instrument import current
from vaern.risk.models import Screening
from vaern.risk.terms import Mark, When
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.ui.answers import YesNoUnknown

CALLS = Permission.ANSWER_CALLS
INSTRUMENT = current()
LINES = [(line.code, line.label) for group in INSTRUMENT.groups for line in group.lines]
FACTS = {question.code: question for question in INSTRUMENT.facts}
ANSWER = Coded(YesNoUnknown.choices)
UNANSWERED = "unanswered"
WHOSE = Field(Who(), "whose draft; the one the person has before them, or the newest", None)

refused_with(writing.AlreadySigned, "Screeningen er underskrevet.", "Begynd en ny, der bygger videre på den.")
refused_with(NoSuchScreening, "Siden findes ikke.", "Begynd en screening.")


def judged(choices: tuple[Judged, ...]) -> Coded:
    return Coded((choice.code, choice.label) for choice in choices)


def draft_before(scene: Scene, opened: Inquiry, by: User, whose: str | None = None) -> Screening | None:
    """Return the draft a person has before them: the one they were last shown, or else the newest; None if none."""
    drafts = drafts_of(opened)
    if whose is not None:
        drafts = [draft for draft in drafts if draft.saved_by_id == scene.people[whose]]
        if not drafts:
            raise Broken(f"{whose} has no draft")
    held = scene.in_hand.get((by.pk, opened.pk))
    mine = [draft for draft in drafts if held and draft.pk == held.screening]
    return (mine or drafts or [None])[-1]


def shown(scene: Scene, opened: Inquiry, draft: Screening, by: User) -> InHand:
    held = InHand(draft.pk, draft.revision, dict(draft.content))
    scene.in_hand[by.pk, opened.pk] = held
    return held


def go_on(scene: Scene, inquiry: str, by: User, changes: dict[str, str | None]) -> None:
    """Save the draft a person has before them with ``changes``; None takes a field out."""
    opened = scene.opened(inquiry, by)
    held = scene.in_hand.get((by.pk, opened.pk))
    if held is None:
        draft = draft_before(scene, opened, by) or writing.begin(inquiry=opened, by=by, at=scene.at)
        held = shown(scene, opened, draft, by)
    content = {name: value for name, value in {**held.content, **changes}.items() if value is not None}
    saved = writing.save(
        inquiry=opened, screening_id=held.screening, base=held.revision, content=content, by=by, at=scene.at
    )
    shown(scene, opened, saved.screening, by)


@step(
    "screen",
    needs=CALLS,
    example="""
safe = "Ja, i skole. Kan tale frit til kl. 14."
otherwise = "no"
kinds = ["control"]
honour = "unclear"
honour_why = "For tidligt at sige."
wants = "Vil med på lejrskole."
[step.gate]
A9 = "yes"
[step.lines]
not-alone = "present"
watched = "possible"
""",
    inquiry=INQUIRY,
    safe=Field(Text(), "the opening line: in safety now, and where", None),
    gate=Field(Answers([(each.code, each.asks) for each in INSTRUMENT.gate], ANSWER), "acute questions", {}),
    otherwise=Field(
        OneOf(*YesNoUnknown.values, UNANSWERED), "the answer to every acute question that is not answered", UNANSWERED
    ),
    kinds=Field(ListOf(Coded((each.code, each.label) for each in INSTRUMENT.kinds)), "kinds of concern, all", None),
    subkinds=Field(ListOf(Coded((each.code, each.label) for each in INSTRUMENT.subkinds)), "and more closely", None),
    honour=Field(Coded(FACTS["honour"].answers), FACTS["honour"].asks, None),
    honour_why=Field(Text(), "why so", None),
    travel=Field(Coded(FACTS["travel"].answers), FACTS["travel"].asks, None),
    consent=Field(Coded(FACTS["consent"].answers), FACTS["consent"].asks, None),
    message=Field(Coded(FACTS["message"].answers), FACTS["message"].asks, None),
    lines=Field(Answers(LINES, Coded(Mark.choices)), "indicators; none has a weight", {}),
    afraid=Field(Text(), INSTRUMENT.view[0].asks, None),
    of_whom=Field(Text(), INSTRUMENT.view[1].asks, None),
    of_what=Field(Text(), INSTRUMENT.view[2].asks, None),
    wants=Field(Text(), INSTRUMENT.view[3].asks, None),
    refuses=Field(Text(), INSTRUMENT.view[4].asks, None),
    has_helped=Field(Text(), INSTRUMENT.view[5].asks, None),
    nothing_unknown=Field(Flag(), "true: nothing important is missing", None),
)
def screen(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    gate: dict[str, str],
    otherwise: str,
    kinds: tuple[str, ...] | None,
    subkinds: tuple[str, ...] | None,
    lines: dict[str, str],
    nothing_unknown: bool | None,
    **told: str | None,
) -> None:
    """Screen: answer what is asked. What is left out stays as it was: one screens in as many steps as one likes."""
    opened = scene.opened(inquiry, by)
    before = scene.in_hand.get((by.pk, opened.pk))
    draft = draft_before(scene, opened, by)
    answered = before.content if before else (draft.content if draft else {})
    changes: dict[str, str | None] = {}
    if otherwise != UNANSWERED:
        changes |= {each.name: otherwise for each in INSTRUMENT.gate if each.name not in answered}
    changes |= {f"gate.{code}": answer for code, answer in gate.items()}
    changes |= {f"line.{code}": mark for code, mark in lines.items()}
    if kinds is not None:
        changes |= {each.name: "yes" if each.code in kinds else None for each in INSTRUMENT.kinds}
    if subkinds is not None:
        changes |= {each.name: "yes" if each.code in subkinds else None for each in INSTRUMENT.subkinds}
    if nothing_unknown is not None:
        changes[NOTHING_UNKNOWN] = "yes" if nothing_unknown else None
    views = {each.name.replace("view.", "").replace("-", "_"): each.name for each in INSTRUMENT.view}
    names = {"safe": "safe", "honour_why": "honour.why", **{code: f"fact.{code}" for code in FACTS}, **views}
    go_on(scene, inquiry, by, changes | {names[name]: value for name, value in told.items() if value is not None})


@step(
    "indicator",
    needs=CALLS,
    example='line = "hit"\nmark = "present"\nwhen = "earlier"\nsource = "self"\nnote = "For et år siden, af en onkel."',
    inquiry=INQUIRY,
    line=Field(Coded(LINES), "which"),
    mark=Field(Coded(Mark.choices), "what is said of it", Mark.PRESENT.value),
    when=Field(Coded(When.choices), "now or earlier", None),
    source=Field(Coded(INSTRUMENT.sources), "how we know", None),
    on=Field(Day(), "the day it happened", None),
    note=Field(Text(), "more about it", None),
)
def indicator(scene: Scene, *, by: User, inquiry: str, line: str, mark: str, on: date | None, **more: Any) -> None:
    """Say more of one indicator: now or earlier, how we know, and in words."""
    changes: dict[str, str | None] = {f"line.{line}": mark}
    changes |= {f"line.{line}.{name}": value for name, value in more.items() if value is not None}
    if on is not None:
        changes[f"line.{line}.on"] = on.isoformat()
    go_on(scene, inquiry, by, changes)


@step(
    "unknown",
    needs=CALLS,
    example="""
what = "Er der købt billet?"
critical = true
owner = "Asta"
safely = "Gennem læreren, i frikvarteret. Ingen beskeder."
find_by = "+1 day 12:00"
""",
    inquiry=INQUIRY,
    what=Field(Text(), "what we do not know; the same words again say more of it"),
    critical=Field(Flag(), "whether it decides anything", True),
    owner=Field(Who(), "who of us finds out", None),
    who=Field(Text(), "or who else does: a role", None),
    safely=Field(Text(), "how it can be asked safely", None),
    find_by=Field(Moment(), "by when", None),
)
def unknown(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    what: str,
    critical: bool,
    owner: str | None,
    find_by: datetime | None,
    **told: str | None,
) -> None:
    """Write down what we do not know, who finds out, by when, and how it can be asked safely."""
    opened = scene.opened(inquiry, by)
    held = scene.in_hand.get((by.pk, opened.pk))
    draft = draft_before(scene, opened, by)
    written = held.content if held else (draft.content if draft else {})
    place = place_of(what, written)
    changes: dict[str, str | None] = {"what": what, "critical": "yes" if critical else None}
    changes |= {name: value for name, value in told.items() if value is not None}
    if owner is not None:
        changes["owner"] = str(scene.people[owner])
    if find_by is not None:
        changes["by"] = find_by.isoformat()
    go_on(scene, inquiry, by, {f"unknown.{place}.{name}": value for name, value in changes.items()})


def place_of(what: str, content: dict[str, str]) -> int:
    """Return the place of an unknown with these words, or the next free one."""
    places = [int(match[1]) for name in content if (match := UNKNOWN.fullmatch(name))]
    for place in places:
        if content.get(f"unknown.{place}.what") == what:
            return place
    return max(places, default=-1) + 1


@step(
    "judge",
    needs=CALLS,
    example="""
level = "middle"
soon = "week"
knowledge = "partial"
act = "yes"
who_acts = "Kommunens familieafdeling"
up = "Kontrollen er strammet, siden billedet kom frem."
down = "En moster står ved hendes side."
change = "En dato for en rejse."
valid_until = "+14 days"
""",
    inquiry=INQUIRY,
    level=Field(judged(INSTRUMENT.levels), "the threat level; a person chooses it", None),
    soon=Field(judged(INSTRUMENT.soon), "how soon", None),
    knowledge=Field(judged(INSTRUMENT.knowledge), "how good the knowledge is", None),
    act=Field(judged(INSTRUMENT.act), "must someone act", None),
    who_acts=Field(Text(), "who, when someone must", None),
    up=Field(Text(), INSTRUMENT.words[0].asks, None),
    down=Field(Text(), INSTRUMENT.words[1].asks, None),
    change=Field(Text(), INSTRUMENT.words[2].asks, None),
    thin=Field(Text(), "why it can be judged low already, when the knowledge is thin", None),
    valid_until=Field(Day(), "the last day it holds", None),
    reason=Field(Coded(INSTRUMENT.overrides), "why lower or later than an acute answer allows", None),
    reason_words=Field(Text(), "that reason in words", None),
    colleague=Field(Who(), "the colleague who was asked", None),
)
def judge(
    scene: Scene, *, by: User, inquiry: str, valid_until: date | None, colleague: str | None, **told: str | None
) -> None:
    """Judge: four choices, what points up and down, and what would change it. None is made beforehand."""
    names = {"who_acts": "act.who", "thin": "thin", "reason": "override.reason", "reason_words": "override.words"}
    names |= {word: f"words.{word}" for word in ("up", "down", "change")}
    changes = {names.get(name, name): value for name, value in told.items() if value is not None}
    if valid_until is not None:
        changes["valid_until"] = valid_until.isoformat()
    if colleague is not None:
        changes["override.colleague"] = str(scene.people[colleague])
    go_on(scene, inquiry, by, dict(changes))


@step("open-screening", needs=CALLS, example='by = "Bo"', inquiry=INQUIRY, whose=WHOSE)
def open_screening(scene: Scene, *, by: User, inquiry: str, whose: str | None) -> None:
    """Open the page of a draft as it stands now, or begin one. What others save afterwards is not seen on it."""
    opened = scene.opened(inquiry, by)
    draft = draft_before(scene, opened, by, whose) or writing.begin(inquiry=opened, by=by, at=scene.at)
    shown(scene, opened, draft, by)


@step("carry-on", needs=CALLS, inquiry=INQUIRY)
def carry_on(scene: Scene, *, by: User, inquiry: str) -> None:
    """Begin a new screening after the newest signed one: what was told is carried over, nothing that was judged is."""
    opened = scene.opened(inquiry, by)
    signed = timeline(opened)
    if not signed:
        raise Broken("nothing was signed to go on from")
    shown(scene, opened, writing.begin(inquiry=opened, by=by, at=scene.at, after=signed[0]), by)


@step("put-away", needs=CALLS, inquiry=INQUIRY, whose=WHOSE)
def put_away(scene: Scene, *, by: User, inquiry: str, whose: str | None) -> None:
    """Put a draft away for good. Tasks set from its cards stay."""
    opened = scene.opened(inquiry, by)
    draft = draft_of(scene, opened, by, whose)
    writing.discard(inquiry=opened, screening=draft, by=by)
    for who in [held for held, row in scene.in_hand.items() if row.screening == draft.pk]:
        del scene.in_hand[who]


def draft_of(scene: Scene, opened: Inquiry, by: User, whose: str | None) -> Screening:
    """Return the draft a step is about. Raises Broken where there is none."""
    draft = draft_before(scene, opened, by, whose)
    if draft is None:
        raise Broken("there is no draft of a screening")
    return draft


@expectation(
    "screenings",
    example='drafts = 1\nsigned = 2\nlevels = ["low", "high"]',
    inquiry=INQUIRY,
    drafts=Field(Number(), "how many are being written", None),
    signed=Field(Number(), "how many are signed", None),
    levels=Field(ListOf(OneOf(*Level)), "the levels of the signed ones, the newest first", None),
    has=Field(Word(), "words that stand in one of them, signed or not", None),
    instrument=Field(Word(), "the instrument the newest signed one was made with, and is shown with", None),
)
def look_at_screenings(
    scene: Scene,
    *,
    inquiry: str,
    drafts: int | None,
    signed: int | None,
    levels: tuple[str, ...] | None,
    has: str | None,
    instrument: str | None,
) -> None:
    """Look at an inquiry's screenings: those being written, and all that were signed, of which none is ever changed."""
    opened = scene.as_its_consultant_sees_it(inquiry)
    written, kept = drafts_of(opened), timeline(opened)
    hold(drafts in {None, len(written)}, f"{len(written)} are being written")
    hold(signed in {None, len(kept)}, f"{len(kept)} are signed")
    found = tuple(each.level for each in kept)
    hold(levels in {None, found}, f"the levels are {', '.join(found) or 'none'}")
    texts = [words for each in (*written, *kept) for words in content_of(each).raw.values()]
    hold(has is None or any(stands_in(has, words) for words in texts), "no screening has these words")
    if instrument is not None:
        made_with = content_of(kept[0]).instrument.code if kept else "none"
        hold(made_with == instrument, f"it is {made_with}")


@expectation(
    "answer",
    example='question = "gate.A9"\nanswer = "yes"',
    inquiry=INQUIRY,
    question=Field(
        Coded([(name, name) for name in (*INSTRUMENT.answers, "level", "soon", "knowledge", "act")]), "which"
    ),
    answer=Field(Word(), "the answer, by its code; `none` where nothing was chosen"),
    whose=Field(Who(), "whose screening: who saved it last; the newest", None),
)
def look_at_answer(scene: Scene, *, inquiry: str, question: str, answer: str, whose: str | None) -> None:
    """Look at one answer of the newest screening. Nothing is chosen that nobody chose."""
    newest = newest_of(scene, inquiry, whose)
    found = content_of(newest).get(question) or "none"
    hold(found == answer, f"it is {found}")


def newest_of(scene: Scene, inquiry: str, whose: str | None = None) -> Screening:
    """Return the draft that was begun last, or else the newest signed one; of one person, where they are named."""
    opened = scene.as_its_consultant_sees_it(inquiry)
    rows = [*reversed(drafts_of(opened)), *timeline(opened)]
    if whose is not None:
        rows = [row for row in rows if row.saved_by_id == scene.people[whose]]
    if not rows:
        raise Broken("there is no screening")
    return screening_of(opened, rows[0].pk)


@expectation(
    "difference",
    example='between = ["Asta", "Bo"]\nanswers = ["gate.A3", "level"]',
    inquiry=INQUIRY,
    between=Field(ListOf(Who()), "the two who screened"),
    answers=Field(ListOf(Word()), "the answers that differ, no more and no fewer"),
)
def look_at_difference(scene: Scene, *, inquiry: str, between: tuple[str, ...], answers: tuple[str, ...]) -> None:
    """See in which answers two people's screenings of the same inquiry differ. Both stand; nothing is averaged."""
    if len(between) != 2:
        raise Broken("between: name two people")
    one, other = (chosen_in(newest_of(scene, inquiry, person)) for person in between)
    found = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    hold(found == set(answers), f"they differ in {', '.join(sorted(found)) or 'nothing'}")


def chosen_in(screening: Screening) -> dict[str, str]:
    content = content_of(screening)
    choices = {name: content.get(name) for name in ("level", "soon", "knowledge", "act") if content.get(name)}
    return content.answers() | choices


@expectation(
    "unknown",
    example='has = "købt billet"\nis_assigned = true',
    inquiry=INQUIRY,
    has=Field(Word(), "words that stand in it"),
    is_critical=Field(Flag(), "whether it decides anything", None),
    is_assigned=Field(Flag(), "whether it has somebody, a time and a safe way", None),
    owner=Field(Who(), "who of us finds out", None),
    is_there=Field(Flag(), "false: nothing of the kind stands there", True),
)
def look_at_unknown(
    scene: Scene,
    *,
    inquiry: str,
    has: str,
    is_critical: bool | None,
    is_assigned: bool | None,
    owner: str | None,
    is_there: bool,
) -> None:
    """Look for something the newest screening says we do not know."""
    rows: list[Unknown] = content_of(newest_of(scene, inquiry)).unknowns()
    found = [
        each
        for each in rows
        if stands_in(has, each.what)
        and is_critical in {None, each.is_critical}
        and is_assigned in {None, each.is_assigned}
        and (owner is None or each.owner == scene.people[owner])
    ]
    hold(bool(found) == is_there, "there is no such thing" if is_there else "there is such a thing")


@expectation(
    "gap",
    example='line = "passport-taken"',
    inquiry=INQUIRY,
    line=Field(Coded(LINES), "the indicator"),
    is_shown=Field(Flag(), "false: it was asked about, or does not belong to what matters here", True),
)
def look_at_gap(scene: Scene, *, inquiry: str, line: str, is_shown: bool) -> None:
    """See whether an indicator nobody asked about is shown where we write what we do not know."""
    found = dict(LINES)[line] in content_of(newest_of(scene, inquiry)).gaps()
    hold(found == is_shown, "it is shown" if found else "it is not shown")
