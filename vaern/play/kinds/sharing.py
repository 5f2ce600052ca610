"""What leaves a case and who knows what: papers let go, what was told, and what a party must not know."""

from datetime import datetime
from typing import Any

from vaern.cases.handover import CODE, handover
from vaern.cases.models import Case
from vaern.cases.reading import persons_of
from vaern.cases.telling import Fact, Rendered
from vaern.law.immigration import Residence
from vaern.law.screening import Standing
from vaern.play.fields import INQUIRY, Choice, Field, Flag, ListOf, Moment, Number, OneOf, Text, Who, Word
from vaern.play.kinds.case_course import UNSEEN, seen_number
from vaern.play.kinds.case_persons import labelled
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.risk.access import judgement_of
from vaern.sharing import briefing, notifying, parties, reading
from vaern.sharing.actions import told as telling
from vaern.sharing.actions.told import Told
from vaern.sharing.knowing import NoWords, record_knowing
from vaern.sharing.parties import Recipient
from vaern.sharing.release import MustNotKnow, NoReason, WhereaboutsInside, release
from vaern.sharing.terms_disclosure import Act, Basis, Channel, Knows, PartyKind, ToldLevel
from vaern.staff.models import User

refused_with(NoReason, "Grundlaget er ikke samtykke.", "Skriv, hvorfor det kan gives videre på det grundlag.")
refused_with(MustNotKnow, "De må ikke vide det.", "Giv det ikke videre. Er det ændret, så ret det først.")
refused_with(
    WhereaboutsInside, "Et sted, der ikke må komme ud, står i teksten.", "Ret teksten.", "Skriv, hvorfor det skal stå."
)
refused_with(parties.NobodyNamed, "Modtageren mangler.", "Skriv rollen.")
refused_with(parties.NotOfThisCase, "Personen er ikke med i sagen.", "Vælg en af sagens personer.")
refused_with(telling.NothingTold, "Det er ikke valgt, hvad der blev sagt.", "Vælg mindst én ting.")
refused_with(telling.NoChannel, "Det er ikke valgt, hvordan det blev sagt.", "Vælg, hvordan.")
refused_with(telling.NotSaidHow, "Det mangler, hvordan det blev sagt sikkert.", "Skriv hvordan, eller hvorfor ikke.")
refused_with(telling.NotOfThisRegister, "Rækken er rettet før.", "Ret den nyeste.")
refused_with(NoWords, "Der mangler en grund.", "Skriv, hvorfor de ikke længere skal holdes udenfor.")
refused_with(briefing.NothingChosen, "Der er ikke valgt noget.", "Vælg mindst én ting.")

FACTS = ListOf(Choice(Fact))
TO = Field(Choice(PartyKind), "whom", PartyKind.CASEWORKER.value)
ROLE = Field(Text(), "their role, or the label of a person of the case", "")
WHOM = {"inquiry": INQUIRY, "to": TO, "role": ROLE}


def recipient(scene: Scene, case: Case, to: PartyKind, role: str) -> Recipient:
    match to:
        case PartyKind.CITIZEN:
            return Recipient(kind=to)
        case PartyKind.PERSON:
            return Recipient(kind=to, person=labelled(persons_of(case), role).id)
    return Recipient(kind=to, name=scene.guarded(role=role)["role"])


def let_go(
    scene: Scene, case: Case, rendered: Rendered, *, by: User, to: PartyKind, role: str, basis: Basis, **words: Any
) -> None:
    reason = scene.guarded(reason=words["reason"], because=words["whereabouts_because"])
    release(
        case=case,
        rendered=rendered,
        to=recipient(scene, case, to, role),
        basis=basis,
        channel=words["channel"],
        reason=reason["reason"],
        whereabouts_because=reason["because"],
        by=by,
        at=scene.at,
    )


LEAVES = WHOM | {
    "basis": Field(Choice(Basis), "the ground", Basis.CONSENT.value),
    "channel": Field(Choice(Channel), "how", Channel.SECURE_MAIL.value),
    "reason": Field(Text(), "why, where the ground is no consent", ""),
    "whereabouts_because": Field(Text(), "why sealed whereabouts may stand in it", ""),
}


@step(
    "release-handover",
    needs=CASES,
    example='to = "school"\nrole = "Skolelederen"\nbasis = "acute-danger"\nreason = "Hun er i fare nu."',
    **LEAVES,
)
def release_handover(scene: Scene, *, by: User, inquiry: str, **how: Any) -> None:
    """Let the handover of a case go. Nothing leaves that is not in the register."""
    case = scene.case_opened(inquiry, by)
    let_go(scene, case, handover(case, by, scene.at), by=by, **how)


@step(
    "release-briefing",
    needs=CASES,
    example='to = "police"\nrole = "Vagthavende"\npieces = ["level", "age"]',
    **LEAVES,
    pieces=Field(ListOf(Word()), "the keys of what is chosen", ["concern"]),
)
def release_briefing(scene: Scene, *, by: User, inquiry: str, pieces: tuple[str, ...], **how: Any) -> None:
    """Let a briefing of chosen pieces go, and nothing but them."""
    case = scene.case_opened(inquiry, by)
    rendered = briefing.compose(case, chosen=pieces, to=how["role"], at=scene.at)
    let_go(scene, case, rendered, by=by, **how)


@step(
    "release-notification",
    needs=CASES,
    example='to = "school"\nrole = "Skolelederen"\nfor_parents = "Barnet er trist."',
    inquiry=INQUIRY,
    to=TO,
    role=ROLE,
    for_parents=Field(Text(), "what the parents may read"),
    withhold=Field(Text(), "what the municipality should consider withholding", ""),
    because=Field(Text(), "why", ""),
    residence=Field(OneOf(*Residence), "on what ground the child lives here; says that a trip is feared", None),
)
def release_notification(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    to: PartyKind,
    role: str,
    for_parents: str,
    withhold: str,
    because: str,
    residence: Residence | None,
) -> None:
    """Give a professional a draft notification about a child. They send it; the text is not kept."""
    case = scene.case_opened(inquiry, by)
    texts = scene.guarded(for_parents=for_parents, withhold=withhold, because=because)
    draft = notifying.Draft(
        for_parents=texts["for_parents"].text,
        withhold=texts["withhold"].text,
        withhold_because=texts["because"].text,
        received_at=scene.at,
        trip=True if residence else None,
        residence=residence,
    )
    rendered = notifying.notification(case, draft, at=scene.at)
    how = {"channel": Channel.HANDED_OVER, "reason": "Hjælp til en underretning.", "whereabouts_because": ""}
    let_go(scene, case, rendered, by=by, to=to, role=role, basis=Basis.DUTY_TO_NOTIFY, **how)


@step(
    "told",
    needs=CASES,
    example='to = "school"\nrole = "Skolelederen"\nact = "caseworker-said"\nlevel = "current"\nfacts = ["concern"]',
    **WHOM,
    act=Field(Choice(Act), "who said it, or that it is not said yet", Act.CASEWORKER_SAID.value),
    facts=Field(FACTS, "what they were told", []),
    level=Field(Choice(ToldLevel), "which judgement they were told", ToldLevel.NONE.value),
    channel=Field(Choice(Channel), "how", Channel.MEETING.value),
    basis=Field(Choice(Basis), "the ground, for what we say", None),
    reason=Field(Text(), "why, where that is no consent", ""),
    words=Field(Text(), "how safely, or why not", ""),
    when=Field(Moment(), "when it was said; now", None),
    is_said=Field(Flag(), "true: it was said although the rules did not let it", False),
)
def write_told(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    to: PartyKind,
    role: str,
    act: Act,
    facts: tuple[Fact, ...],
    level: ToldLevel,
    channel: Channel,
    basis: Basis | None,
    reason: str,
    words: str,
    when: datetime | None,
    is_said: bool,
) -> None:
    """Write down that somebody was told something of a case, or why they are not told yet."""
    case = scene.case_opened(inquiry, by)
    texts = scene.guarded(words=words, reason=reason)
    told = Told(
        act=act,
        facts=frozenset(facts),
        at=when or scene.at,
        words=texts["words"],
        level=level,
        channel=None if act == Act.NOT_SAID else channel,
        basis=basis,
        reason=texts["reason"],
        is_said=is_said,
    )
    telling.record_told(case=case, to=recipient(scene, case, to, role), told=told, by=by, at=scene.at)


@step(
    "know",
    needs=CASES,
    example='to = "person"\nrole = "far"\nmust_not = ["plan"]\nwords = "Han vil rejse før tid."',
    **WHOM,
    must_not=Field(FACTS, "what they must not know", []),
    knows=Field(FACTS, "what they know", []),
    words=Field(Text(), "what that builds on", ""),
    is_stale=UNSEEN,
)
def write_knowing(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    to: PartyKind,
    role: str,
    must_not: tuple[Fact, ...],
    knows: tuple[Fact, ...],
    words: str,
    is_stale: bool,
) -> None:
    """Write down what a party knows and must not know, from now on."""
    case = scene.case_opened(inquiry, by)
    row = row_of(scene, inquiry, to, role)
    states = dict.fromkeys(must_not, Knows.MUST_NOT) | dict.fromkeys(knows, Knows.KNOWS)
    record_knowing(
        case=case,
        of=recipient(scene, case, to, role),
        states=states,
        words=scene.guarded(words=words)["words"],
        seen=seen_number(row.known.number if row else 0, is_stale),
        by=by,
        at=scene.at,
    )


def row_of(scene: Scene, inquiry: str, to: PartyKind, role: str) -> reading.Row | None:
    """Return the row of the matrix of a party, as the case's consultant sees it; None where nobody is that."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    ends = f": {role}".casefold()
    for row in reading.matrix_of(case, now=judgement_of(case, at=scene.at)):
        said, kind = row.seat.words.casefold(), row.seat.recipient.kind
        if kind == to and (to == PartyKind.CITIZEN or said == role.casefold() or said.endswith(ends)):
            return row
    return None


@expectation(
    "knows",
    example='to = "school"\nrole = "Skolelederen"\ntold = ["involved", "level"]\nlevel = "high"\nis_outdated = false',
    **WHOM,
    told=Field(FACTS, "everything they were told", None),
    must_not=Field(FACTS, "everything they must not know", None),
    level=Field(OneOf(*Standing), "the level they were told", None),
    is_outdated=Field(Flag(), "whether they must be told anew", None),
)
def look_at_row(
    scene: Scene,
    *,
    inquiry: str,
    to: PartyKind,
    role: str,
    told: tuple[Fact, ...] | None,
    must_not: tuple[Fact, ...] | None,
    level: Standing | None,
    is_outdated: bool | None,
) -> None:
    """Look at what one party knows, must not know and holds out of date."""
    row = row_of(scene, inquiry, to, role)
    if row is None:
        raise Broken("the case has no such party")
    found = {cell.fact for cell in row.cells if cell.told_at}
    hold(told is None or found == set(told), f"they were told {', '.join(sorted(found)) or 'nothing'}")
    kept = set(row.kept_from)
    hold(must_not is None or kept == set(must_not), f"they must not know {', '.join(sorted(kept)) or 'nothing'}")
    holds = row.told.level if row.told else "none"
    hold(level is None or holds == level, f"they were told {holds}")
    hold(is_outdated in {None, row.is_outdated}, f"it is {'' if row.is_outdated else 'not '}out of date")


@expectation(
    "disclosures",
    example='number = 1\npaper = "handover"',
    inquiry=INQUIRY,
    paper=Field(OneOf(CODE, briefing.CODE, notifying.NOTIFICATION), "of which paper", None),
    number=Field(Number(), "how many rows there are"),
    has=Field(Word(), "words that stand in one", None),
    lacks=Field(Word(), "words that stand in none: a paper is not kept", None),
)
def look_at_register(
    scene: Scene, *, inquiry: str, paper: str | None, number: int, has: str | None, lacks: str | None
) -> None:
    """Look at the register of what left a case and what was told."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    rows = [row for row in reading.register_of(case) if paper in {None, row.paper}]
    hold(len(rows) == number, f"there are {len(rows)}")
    texts = [str(row.content) for row in rows]
    hold(has is None or any(stands_in(has, text) for text in texts), "none has these words")
    hold(lacks is None or not any(lacks.casefold() in text.casefold() for text in texts), "one has these words")


@expectation(
    "to-call",
    example='who = "Asta"\nparties = 2',
    inquiry=INQUIRY,
    who=Field(Who(), "on whose day"),
    parties=Field(Number(), "how many parties of the case must be told anew; 0: it is not on their day"),
)
def look_at_calls(scene: Scene, *, inquiry: str, who: str, parties: int) -> None:
    """Look at somebody's day for the parties who hold an outdated judgement."""
    case = scene.case_of(inquiry)
    found = [each.parties for each in reading.outdated_for(scene.person(who), at=scene.at) if each.case.pk == case.pk]
    hold(sum(found) == parties, f"there are {sum(found)}")
