"""A case: opened from an inquiry through the gate, and who may see it. It is named by the inquiry it came from."""

from datetime import date, datetime
from typing import Any

from vaern.audit.models import Event
from vaern.cases import access, worklist
from vaern.cases.actions import course, opening, staffing
from vaern.cases.models import Case
from vaern.cases.reading import facts_of
from vaern.cases.surroundings import NotAConsultant
from vaern.cases.terms import AuthorityKind, AuthorityState, Ground, Kind, Situation, Stage, TaskKind, Wish
from vaern.directory.terms import Concern
from vaern.inquiries.access import call_facts
from vaern.inquiries.surroundings import guard_context
from vaern.inquiries.terms import CONCERNS_A_PERSON, Age, Caller
from vaern.law.screening import Level
from vaern.play.fields import (
    INQUIRY,
    Choice,
    Day,
    Field,
    Flag,
    ListOf,
    Moment,
    Number,
    OneOf,
    Region,
    Text,
    Unguarded,
    Word,
)
from vaern.play.fields import Who as Person
from vaern.play.kinds.journal import new_task
from vaern.play.refusals import refused_by_law, refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold
from vaern.play.todo import NOTHING
from vaern.risk.actions.opening import open_case_as_judged
from vaern.staff.models import User
from vaern.staff.roles import Permission

CASES = Permission.WORK_ON_CASES
NO_LEVEL = "none"
AUTHORITY = {
    "authority": Field(Choice(AuthorityState), "whether it is known who decides", AuthorityState.TO_FIND.value),
    "authority_kind": Field(Choice(AuthorityKind), "which authority, when it is known", None),
    "role": Field(Text(), "the caseworker's role, when it is known", ""),
    "contact": Field(Unguarded(), "how the caseworker is reached; invented", ""),
    "find_by": Field(Moment(), "when it is to be found, when it is not known", "+1 working day 12:00"),
}

refused_with(access.NoSuchCase, "Siden findes ikke.", "Spørg en kollega, eller brug nødåbning, hvis det haster.")
refused_with(access.FamilyUnasked, "Sig først, om du kender familien.", "Svar på »Kender du familien?«.")
refused_by_law(opening.GateRefused, lambda error: error.finding)  # type: ignore[attr-defined]
refused_with(opening.KnowsTheFamily, "Den, der kender familien, tager ikke del i sagen.", "Lad en kollega tage den.")
refused_with(opening.NoNextStep, "En sag har altid et næste skridt.", "Sæt et næste skridt med en dag.")
refused_with(opening.NoReasonToOpen, "Der mangler, hvorfor vi går videre.", "Skriv det med få ord.")
refused_with(opening.AlreadyACase, "Henvendelsen er blevet til en sag.", "Gå til sagen.")
refused_with(NotAConsultant, "Kun en konsulent kan få en sag eller en del i den.", "Vælg en konsulent.")


def authority_of(
    scene: Scene,
    *,
    state: AuthorityState,
    kind: AuthorityKind | None,
    role: str,
    contact: str,
    find_by: datetime,
    by: User,
) -> course.Authority:
    """Return who decides in the matter, as the page sends it."""
    is_to_be_found = state == AuthorityState.TO_FIND
    find = new_task(scene, TaskKind.FIND_AUTHORITY, find_by, "", by) if is_to_be_found else None
    return course.Authority(
        state=state,
        kind=kind,
        role=scene.guarded(role=role)["role"] if role else None,
        contact=course.professional(contact, guard_context(scene.at)),
        find=find,
    )


@step(
    "open-case",
    needs=CASES,
    example="""
why = "Bekymringen vokser, og kommunen beder om hjælp."
situation = "escalation"
wish = "coordination"
authority = "found"
authority_kind = "municipality-child"
role = "sagsbehandler i familieafdelingen"
next = "meeting"
next_at = "+2 days 10:00"
""",
    inquiry=INQUIRY,
    why=Field(Text(), "why the team goes on", "Bekymringen vokser, og der skal handles sammen."),
    kind=Field(Choice(Kind), "under a label, or with identity, which takes a consent", Kind.ANONYMISED.value),
    concerns=Field(ListOf(Choice(Concern)), "what is feared; what the call was about", None),
    age=Field(Choice(Age), "the citizen's age; as the call says", None),
    situation=Field(Choice(Situation), "where the danger is", Situation.UNKNOWN.value),
    wish=Field(Choice(Wish), "what we are asked for", Wish.GUIDANCE.value),
    asked_by=Field(Choice(Caller), "who asks; the caller", None),
    asked_on=Field(Day(), "the day they asked", "+0 days"),
    asked=Field(Text(), "the wish in words", ""),
    **AUTHORITY,
    next=Field(Choice(TaskKind, NOTHING), "the next step", TaskKind.FOLLOW_UP.value),
    next_at=Field(Moment(), "when it is due", "+7 days 10:00"),
    next_text=Field(Text(), "it in words", ""),
    knows_the_family=Field(Flag(), "the answer to »Kender du familien?«", False),
)
def open_from_inquiry(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    why: str,
    kind: Kind,
    concerns: tuple[Concern, ...] | None,
    age: Age | None,
    asked_on: date,
    **told: Any,
) -> None:
    """Open a case from an inquiry, through the gate. Whoever opens it holds it."""
    opened = scene.opened(inquiry, by)
    facts = call_facts(opened)
    if concerns is None:
        concerns = tuple(each for each in [Concern(facts["subject"])] if each in CONCERNS_A_PERSON)
    open_case_as_judged(
        inquiry=opened,
        opening=opening.Opening(
            why=scene.guarded(why=why)["why"],
            kind=kind,
            concerns=concerns,
            age=age or Age(facts["age"]),
            situation=told["situation"],
            request=course.Request(
                wish=told["wish"],
                asked_by=told["asked_by"] or Caller(facts["caller"]),
                on=asked_on,
                words=scene.guarded(asked=told["asked"])["asked"],
            ),
            authority=authority_of(
                scene,
                state=told["authority"],
                kind=told["authority_kind"],
                role=told["role"],
                contact=told["contact"],
                find_by=told["find_by"],
                by=by,
            ),
            next_step=None
            if told["next"] == NOTHING
            else new_task(scene, told["next"], told["next_at"], told["next_text"], by),
            knows_the_family=told["knows_the_family"],
        ),
        by=by,
        at=scene.at,
    )


@step(
    "family",
    needs=CASES,
    example='by = "Bo"\nknows = false',
    inquiry=INQUIRY,
    knows=Field(Flag(), "whether they know the family; a yes cannot be taken back", False),
)
def answer_family(scene: Scene, *, by: User, inquiry: str, knows: bool) -> None:
    """Answer »Kender du familien?«, as everybody does before they first open a case."""
    staffing.answer_family_question(user=by, case_id=scene.case_of(inquiry).pk, knows=knows, at=scene.at)


@step(
    "search-cases",
    needs=CASES,
    example='by = "Bo"\nwords = "K-"',
    words=Field(Word(), "what is typed"),
)
def search(scene: Scene, *, by: User, words: str) -> None:
    """Search among the cases one may see. What was typed is kept nowhere, that somebody searched is."""
    worklist.search(by, words, at=scene.at)


@expectation(
    "case",
    example='stage = "advising"\nsituation = "escalation"\nlevel = "none"\nheld_by = "Asta"',
    inquiry=INQUIRY,
    is_there=Field(Flag(), "false: no case was opened from the inquiry", True),
    stage=Field(Choice(Stage), "where the work is", None),
    situation=Field(Choice(Situation), "where the danger is", None),
    kind=Field(Choice(Kind), "under a label, or with identity", None),
    level=Field(OneOf(*Level, NO_LEVEL), "the chosen level that lists show; `none` before one was signed", None),
    region=Field(Region(), "its region", None),
    held_by=Field(Person(), "who holds it", None),
    is_taken=Field(Flag(), "whether anybody holds it", None),
    handed_by=Field(Person(), "who gave it away", None),
    is_restricted=Field(Flag(), "whether only those on the case may see it", None),
    concerns=Field(ListOf(Choice(Concern)), "what is feared, no more and no fewer", None),
    age=Field(Choice(Age), "the citizen's age", None),
    authority=Field(Choice(AuthorityState), "whether it is known who decides", None),
    authority_kind=Field(Choice(AuthorityKind), "which authority decides", None),
    wishes=Field(ListOf(Choice(Wish)), "what we have been asked for, in order", None),
)
def look_at_case(scene: Scene, *, inquiry: str, is_there: bool, **expected: Any) -> None:
    """Look at a case as whoever answers for it sees it."""
    number = Case.objects.filter(inquiry=scene.id_of(inquiry)).count()
    hold(number == is_there, "no case was opened" if is_there else "a case was opened")
    if not is_there:
        return
    found = case_facts(scene.case_as_its_consultant_sees_it(inquiry))
    for name, value in expected.items():
        if value is not None:
            hold(found[name] == value, f"{name} is {said(found[name])}")


def case_facts(case: Case) -> dict[str, Any]:
    facts = facts_of(case)
    return {
        "stage": case.stage,
        "situation": case.situation,
        "kind": case.kind,
        "level": case.level or NO_LEVEL,
        "region": case.region,
        "held_by": case.consultant.first_name if case.consultant else "nobody",
        "is_taken": case.consultant is not None,
        "handed_by": case.handed_by.first_name if case.handed_by else "nobody",
        "is_restricted": case.is_restricted,
        "concerns": facts.concerns,
        "age": facts.age,
        "authority": facts.responsible.state,
        "authority_kind": facts.responsible.kind,
        "wishes": tuple(asked.wish for asked in facts.asked),
    }


def said(value: Any) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, tuple) else str(value or "not stated")


GROUND = Field(Choice(Ground), "why they may", None)


@expectation(
    "case-seen-by",
    example='person = "Bo"\nground = "duty"',
    inquiry=INQUIRY,
    person=Field(Person(), "who may see it"),
    ground=GROUND,
    is_asked=Field(Flag(), "whether they are asked first if they know the family", None),
)
def case_seen_by(scene: Scene, *, inquiry: str, person: str, ground: Ground | None, is_asked: bool | None) -> None:
    """See that a person may open a case, finds it, has it on the list, and stands on its list of who may see it."""
    user, row = scene.person(person), scene.case_of(inquiry)
    asked = False
    try:
        scene.case_opened(inquiry, user)
    except access.FamilyUnasked:
        asked = True
    hold(is_asked in {None, asked}, "they are asked first" if asked else "they are not asked first")
    if row.is_open:
        hold(is_on_the_list(user, row, scene), "it is not on the list")
    hold(row.pk in {each.pk for each in worklist.search(user, row.reference, at=scene.at)}, "it is not found")
    grounds = {viewer.person.pk: viewer.ground for viewer in access.viewers_of(row, at=scene.at)}
    hold(user.pk in grounds, "the case does not say that they may see it")
    hold(ground in {None, grounds[user.pk]}, f"they may because of {grounds[user.pk]}")


@expectation(
    "case-not-shown-to",
    example='person = "Carla"',
    inquiry=INQUIRY,
    person=Field(Person(), "who must not see it"),
)
def case_not_shown_to(scene: Scene, *, inquiry: str, person: str) -> None:
    """See that to a person a case does not exist: no page, no list, no search; and that the attempt is on record."""
    user, row = scene.person(person), scene.case_of(inquiry)
    tried = Event.objects.refusals().by(user.pk).about(row.pk)
    before = tried.count()
    try:
        scene.case_opened(inquiry, user)
    except access.NoSuchCase:
        pass
    except access.FamilyUnasked as error:
        raise Broken("they may see it, and are asked if they know the family") from error
    else:
        raise Broken("it opened")
    hold(not is_on_the_list(user, row, scene), "it is on the list")
    for words in (row.reference, row.cover_name):
        hold(row.pk not in {each.pk for each in worklist.search(user, words, at=scene.at)}, "it is found")
    hold(user.pk not in {each.person.pk for each in access.viewers_of(row, at=scene.at)}, "they stand on its list")
    hold(tried.count() == before + 1, "the attempt is not on record")


def is_on_the_list(user: User, row: Case, scene: Scene, *, mine: bool = False) -> bool:
    """Tell whether the case is on any page of the person's list."""
    after = ""
    while True:
        page = worklist.worklist(user, at=scene.at, mine=mine, after=after)
        if row.pk in {each.pk for each in page.rows}:
            return True
        if not page.next:
            return False
        after = page.next


@expectation(
    "found-case",
    example='person = "Bo"\nby_name = "cover-name"',
    inquiry=INQUIRY,
    person=Field(Person(), "who searches"),
    by_name=Field(OneOf("reference", "cover-name", "word-of-it"), "what is typed", "reference"),
    is_found=Field(Flag(), "false: it is not found, as one that is not there", True),
)
def found_case(scene: Scene, *, inquiry: str, person: str, by_name: str, is_found: bool) -> None:
    """See whether a person finds a case by its reference, its cover name, or a word the cover name begins with."""
    row = scene.case_of(inquiry)
    typed = {"reference": row.reference, "cover-name": row.cover_name, "word-of-it": row.cover_name.split()[0]}
    found = row.pk in {each.pk for each in worklist.search(scene.person(person), typed[by_name], at=scene.at)}
    hold(found == is_found, "it is found" if found else "it is not found")


@expectation(
    "case-list",
    example='person = "Carla"\nnumber = 0',
    person=Field(Person(), "whose"),
    number=Field(Number(), "how many open cases the person may see"),
    mine=Field(Flag(), "true: leave out what is only the region's", False),
    situation=Field(Choice(Situation), "only those where the danger is here", None),
    stage=Field(Choice(Stage), "only those where the work is here", None),
)
def look_at_case_list(
    scene: Scene, *, person: str, number: int, mine: bool, situation: Situation | None, stage: Stage | None
) -> None:
    """Count the open cases a person may see."""
    page = worklist.worklist(
        scene.person(person), at=scene.at, mine=mine, situation=situation, stage=stage, size=100_000
    )
    hold(len(page.rows) == number, f"it is {len(page.rows)}")


@expectation(
    "case-load",
    example='person = "Asta"\nopen = 1\noverdue = 0',
    person=Field(Person(), "whose load"),
    open=Field(Number(), "how many open cases the person holds", None),
    overdue=Field(Number(), "how many of them are past their next step", None),
    lapsed=Field(Number(), "how many of them have a judgement that is out of date", None),
    nobody_has=Field(Number(), "how many cases nobody holds", None),
)
def look_at_case_load(
    scene: Scene,
    *,
    person: str,
    open: int | None,  # noqa: A002
    overdue: int | None,
    lapsed: int | None,
    nobody_has: int | None,
) -> None:
    """Look at the team lead's overview of cases, which reads none."""
    (found,) = worklist.load_of([scene.person(person)], at=scene.at)
    hold(open in {None, found.open}, f"open is {found.open}")
    hold(overdue in {None, found.overdue}, f"overdue is {found.overdue}")
    hold(lapsed in {None, found.lapsed}, f"lapsed is {found.lapsed}")
    if nobody_has is not None:
        number = len(worklist.nobody_has())
        hold(number == nobody_has, f"nobody_has is {number}")


@expectation(
    "case-openings",
    example='person = "Carla"\nwas_refused = true',
    inquiry=INQUIRY,
    person=Field(Person(), "who"),
    was_refused=Field(Flag(), "whether they were refused", False),
    ground=GROUND,
    is_there=Field(Flag(), "false: nothing of the kind stands there", True),
)
def look_at_openings(
    scene: Scene, *, inquiry: str, person: str, was_refused: bool, ground: Ground | None, is_there: bool
) -> None:
    """Look at who opened a case or tried to, as the case itself shows it."""
    found = [
        each
        for each in access.openings_of(scene.case_of(inquiry))
        if each.name == person
        and each.refused == was_refused
        and (ground is None or each.ground == Ground(ground).label)
    ]
    hold(bool(found) == is_there, "it is not there" if is_there else "it is there")
