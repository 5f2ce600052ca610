"""An assessment of a case: training, the five steps, signing under a name, a second look, and a professional's own."""

from datetime import date, datetime

from vaern.cases.models import Case
from vaern.inquiries.terms import Caller
from vaern.law.assessment import MISSING
from vaern.law.screening import Standing
from vaern.play.fields import (
    INQUIRY,
    Answers,
    Choice,
    Coded,
    Day,
    Field,
    ListOf,
    Moment,
    Number,
    OneOf,
    Text,
    Who,
    Word,
)
from vaern.play.kinds.cases import CASES
from vaern.play.kinds.screenings import judged
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold
from vaern.risk import assessments
from vaern.risk.actions import assessing, concluding, second_look
from vaern.risk.assessed import owners
from vaern.risk.frame import current
from vaern.risk.models import Assessment
from vaern.risk.papers import assessment_summary
from vaern.risk.terms import SignedAs, Step
from vaern.staff import attesting
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.staff.terms import Trained

FRAME = current()
FACTORS = [(factor.code, factor.label) for factor in FRAME.factors]
MARK = Coded(FRAME.marks)
UNANSWERED = "unanswered"
CONTEXT = {each.code.replace("-", "_"): each for each in FRAME.context}

refused_with(assessing.AlreadySigned, "Vurderingen er underskrevet.", "Begynd en ny, der bygger videre på den.")
refused_with(assessing.CaseIsClosed, "Sagen er afsluttet.", "Genåbn den først.")
refused_with(assessing.RatedByAnother, "En blind vurdering skrives kun af den, der er spurgt.", "Skriv i din egen.")
refused_with(assessments.NoSuchAssessment, "Siden findes ikke.", "Begynd en vurdering.")
refused_with(assessments.RatesBlindly, "Du vurderer blindt.", "Aflever din egen først.")
refused_with(assessments.NotTheirRating, "Siden findes ikke.", "Vent, til den er afleveret.")
refused_with(second_look.AlreadyAsked, "Kollegaen er allerede spurgt.", "Vent på svaret.")
refused_with(second_look.KnowsIt, "Kollegaen har selv skrevet i vurderingen eller læst den.", "Spørg en anden.")
refused_with(second_look.NothingCovered, "Intet er gennemgået.", "Sæt kryds ved mindst én ting.")
refused_with(attesting.OwnTraining, "Ingen attesterer sin egen uddannelse.", "Bed en anden teamleder.")
refused_with(attesting.NotADay, "Dagene passer ikke.", "Vælg en dag, der er kommet, og en slut inden for fem år.")


def draft_before(case: Case, by: User) -> Assessment:
    """Return the draft a person goes on in: their own blind rating, or else the newest of the case."""
    own = assessments.blind_rating_of(case, by)
    if own is not None:
        return own.opened_with(case.key_in_hand)
    drafts = assessments.drafts_of(case)
    if not drafts:
        raise assessments.NoSuchAssessment
    return drafts[-1]


def newest(case: Case) -> Assessment:
    found = assessments.newest_assessment(case)
    if found is None:
        raise assessments.NoSuchAssessment
    return found


def go_on(scene: Scene, inquiry: str, by: User, place: Step, changes: dict[str, str]) -> None:
    """Save one step of the draft with ``changes`` beside what stands there."""
    case = scene.case_opened(inquiry, by)
    draft = draft_before(case, by)
    assessing.save(
        case=case,
        assessment_id=draft.pk,
        step=place,
        base=draft.revision,
        content=draft.content | changes,
        by=by,
        at=scene.at,
    )


@step(
    "attest-training",
    needs=Permission.ATTEST_TRAINING,
    example='by = "Dina"\nperson = "Asta"\nuntil = "+700 days"',
    person=Field(Who(), "whose"),
    course=Field(Text(), "course and provider", "Kursus over fem dage"),
    since=Field(Day(), "the day it was passed", "-30 days"),
    until=Field(Day(), "the last day it counts"),
)
def attest(scene: Scene, *, by: User, person: str, course: str, since: date, until: date) -> None:
    """Attest that a consultant is trained in PATRIARK. A team lead does, and never for themselves."""
    attesting.attest(
        user=scene.person(person),
        instrument=Trained.PATRIARK,
        course=course,
        first_day=since,
        last_day=until,
        by=by,
        at=scene.at,
        on=scene.today,
    )


@step(
    "begin-assessment",
    needs=CASES,
    example="",
    inquiry=INQUIRY,
    **{name: Field(Text(), each.asks, None) for name, each in CONTEXT.items()},
)
def begin(scene: Scene, *, by: User, inquiry: str, **told: str | None) -> None:
    """Begin an assessment, where the gate permits it, and write its context. A new one goes on from the last signed."""
    case = scene.case_opened(inquiry, by)
    assessing.begin(case=case, by=by, at=scene.at, after=assessments.newest_assessment(case))
    said = {CONTEXT[name].name: words for name, words in told.items() if words is not None}
    if said:
        go_on(scene, inquiry, by, Step.CONTEXT, said)


@step(
    "weigh",
    needs=CASES,
    example='now = { T2 = "present" }\nearlier = { T2 = "absent" }\notherwise = "absent"',
    inquiry=INQUIRY,
    now=Field(Answers(FACTORS, MARK), "what is said of a factor now", {}),
    earlier=Field(Answers(FACTORS, MARK), "what is said of it earlier", {}),
    otherwise=Field(
        OneOf(UNANSWERED, *dict(FRAME.marks)), "what is said of all others not answered before", UNANSWERED
    ),
)
def weigh(
    scene: Scene, *, by: User, inquiry: str, now: dict[str, str], earlier: dict[str, str], otherwise: str
) -> None:
    """Answer for factors, now and earlier apart. Nothing is counted."""
    draft = draft_before(scene.case_opened(inquiry, by), by)
    changes = {}
    if otherwise != UNANSWERED:
        names = [f"factor.{code}.{axis}" for code, _ in FACTORS for axis in ("now", "earlier")]
        changes |= {name: otherwise for name in names if name not in draft.content}
    changes |= {f"factor.{code}.now": mark for code, mark in now.items()}
    changes |= {f"factor.{code}.earlier": mark for code, mark in earlier.items()}
    go_on(scene, inquiry, by, Step.FACTORS, changes)


@step(
    "evidence",
    needs=CASES,
    example='factor = "T2"\nwords = "En fætter sagde, at hun ville fortryde det."\nsource = "self"',
    inquiry=INQUIRY,
    factor=Field(Coded(FACTORS), "which"),
    words=Field(Text(), "what it builds on", None),
    source=Field(Coded(FRAME.sources), "how we know", None),
    owner=Field(Who(), "who finds out, where it is not known", None),
    find_by=Field(Moment(), "by when", None),
)
def evidence(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    factor: str,
    words: str | None,
    source: str | None,
    owner: str | None,
    find_by: datetime | None,
) -> None:
    """Say what a factor builds on, or who finds out about it: that becomes a task at the signing."""
    name = f"factor.{factor}"
    changes = {f"{name}.evidence": words, f"{name}.source": source}
    if owner is not None and find_by is not None:
        finds = {"find": "yes", "owner": str(scene.people[owner]), "by": find_by.isoformat()}
        changes |= {f"{name}.{part}": value for part, value in finds.items()}
    go_on(scene, inquiry, by, Step.FACTORS, {key: value for key, value in changes.items() if value})


@step(
    "scenario",
    needs=CASES,
    example='what = "De henter hende ved skolen."\nmeasure = "Hun følges."\nowner = "municipality-child"',
    inquiry=INQUIRY,
    place=Field(Number(), "which one, from 0", 0),
    kind=Field(Coded(FRAME.scenarios), "of which kind", "worse"),
    what=Field(Text(), "what can happen"),
    likely=Field(Coded(FRAME.likely), "how likely, in words", "perhaps"),
    measure=Field(Text(), "what is done about it", None),
    owner=Field(Coded(owners()), "whose the measure is", None),
    due=Field(Day(), "when it is followed up", None),
)
def scenario(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    place: int,
    kind: str,
    what: str,
    likely: str,
    measure: str | None,
    owner: str | None,
    due: date | None,
) -> None:
    """Write what can happen, what is done about it, and whose that is."""
    said = {"kind": kind, "what": what, "likely": likely}
    go_on(scene, inquiry, by, Step.SCENARIOS, {f"scenario.{place}.{part}": value for part, value in said.items()})
    if measure is not None:
        done = {"what": measure, "owner": owner or "", "by": due.isoformat() if due else ""}
        done |= {"follow": "yes"} if due else {}
        changes = {f"measure.{place}.0.{part}": value for part, value in done.items() if value}
        go_on(scene, inquiry, by, Step.MEASURES, changes)


LEVELS = judged(FRAME.levels)


@step(
    "conclude",
    needs=CASES,
    example='level = "middle"\nwhy = "Truslen er konkret."\nvalid_until = "+7 days"',
    inquiry=INQUIRY,
    level=Field(LEVELS, "the danger of serious violence: the case's threat level; a person chooses it"),
    why=Field(Text(), "why"),
    imminent=Field(LEVELS, "the danger just now", "low"),
    priority=Field(LEVELS, "how urgent beside other cases", "middle"),
    soon=Field(judged(FRAME.soon), "how soon something must be done", "week"),
    knowledge=Field(judged(FRAME.knowledge), "how good the knowledge is", "partial"),
    change=Field(Text(), "what would change it", "En ny trussel"),
    wish=Field(Text(), "the citizen's wish", "Vil blive i skolen"),
    agrees=Field(Coded(FRAME.agrees), "whether the citizen agrees", "yes"),
    told=Field(Text(), "when and how it was told safely, or why not", "Fortalt alene på skolen"),
    valid_until=Field(Day(), "the last day it holds"),
)
def conclude(scene: Scene, *, by: User, inquiry: str, why: str, valid_until: date, **said: str) -> None:
    """Choose each conclusion, and say why."""
    names = {"wish": "citizen.wish", "agrees": "citizen.agrees", "told": "citizen.told"}
    changes = {names.get(name, name): value for name, value in said.items()}
    changes |= {f"{name}.why": why for name in ("level", "imminent", "priority")}
    go_on(scene, inquiry, by, Step.CONCLUSIONS, changes | {"valid_until": valid_until.isoformat()})


@step(
    "sign-assessment",
    needs=CASES,
    example='named = "structured"',
    inquiry=INQUIRY,
    confirms=True,
    named=Field(Choice(SignedAs), "under which name", SignedAs.STRUCTURED.value),
    edition=Field(Text(), "which edition was used", ""),
    manual=Field(Text(), "which manual was at hand", ""),
)
def sign(scene: Scene, *, by: User, inquiry: str, named: SignedAs, edition: str, manual: str) -> None:
    """Sign the draft, or hand in a blind rating."""
    case = scene.case_opened(inquiry, by)
    draft = draft_before(case, by)
    cleared = scene.guarded(**assessments.content_of(draft).texts())
    said = scene.guarded(edition=edition, manual=manual)
    name = concluding.Name(signed_as=named, edition=said["edition"], manual=said["manual"])
    concluding.sign(case=case, assessment=draft, base=draft.revision, name=name, cleared=cleared, by=by, at=scene.at)


@step("read-assessment", needs=CASES, example='by = "Bo"', inquiry=INQUIRY, remark=Field(Text(), "a remark", ""))
def read(scene: Scene, *, by: User, inquiry: str, remark: str) -> None:
    """Say that one has read a colleague's draft as it stands. What is written afterwards is unread again."""
    case = scene.case_opened(inquiry, by)
    draft = draft_before(case, by)
    words = scene.guarded(remark=remark)["remark"]
    second_look.read_as_second(case=case, assessment=draft, base=draft.revision, remark=words, by=by, at=scene.at)


@step("ask-blind-rating", needs=CASES, example='rater = "Bo"', inquiry=INQUIRY, rater=Field(Who(), "the colleague"))
def ask_blind(scene: Scene, *, by: User, inquiry: str, rater: str) -> None:
    """Ask a colleague to fill in the same frame without seeing the newest signed one."""
    case = scene.case_opened(inquiry, by)
    second_look.ask_blind_rating(case=case, assessment=newest(case), rater=scene.person(rater), by=by, at=scene.at)


@step("look-at-assessment", needs=CASES, example='by = "Bo"', inquiry=INQUIRY)
def look(scene: Scene, *, by: User, inquiry: str) -> None:
    """Open the newest signed one. Who rates it blindly may not."""
    case = scene.case_opened(inquiry, by)
    assessments.assessment_of(case, newest(case).pk, user=by)


@step(
    "void-assessment",
    needs=CASES,
    example='happened = "moved-home"\nwords = "Hun er taget hjem i nat."',
    inquiry=INQUIRY,
    happened=Field(Coded(FRAME.redo), "what has happened"),
    words=Field(Text(), "more about it; a mistake must be told", ""),
)
def void(scene: Scene, *, by: User, inquiry: str, happened: str, words: str) -> None:
    """Take the newest signed one out of use, because something has happened. It is made anew."""
    case = scene.case_opened(inquiry, by)
    said = scene.guarded(words=words)["words"]
    concluding.void(case=case, assessment=newest(case), happened=happened, words=said, by=by, at=scene.at)


@step(
    "support-method",
    needs=CASES,
    example='covered = ["sources", "no-score"]',
    inquiry=INQUIRY,
    of=Field(Choice(Caller), "who assesses themselves", Caller.CASEWORKER.value),
    covered=Field(ListOf(Coded(FRAME.method)), "what of the method was gone through"),
)
def support(scene: Scene, *, by: User, inquiry: str, of: Caller, covered: tuple[str, ...]) -> None:
    """Go through the method with a professional who assesses themselves. Nothing about the person is kept."""
    case = scene.case_opened(inquiry, by)
    second_look.support_method(case=case, covered=frozenset(covered), of=of, by=by, at=scene.at)


@expectation(
    "assessment",
    example='signed_as = "structured"\nlevel = "middle"',
    inquiry=INQUIRY,
    signed_as=Field(Choice(SignedAs), "under which name the newest was signed", None),
    level=Field(OneOf(*Standing), "the level it concluded", None),
    lacks=Field(ListOf(OneOf(*MISSING)), "what a draft lacks before signing", None),
    says=Field(Text(), "words of its summary", None),
    says_not=Field(Text(), "words its summary has not", None),
)
def look_at(
    scene: Scene,
    *,
    inquiry: str,
    signed_as: SignedAs | None,
    level: str | None,
    lacks: tuple[str, ...] | None,
    says: str | None,
    says_not: str | None,
) -> None:
    """The newest signed assessment of the case, what a draft still lacks, and what the summary tells."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    if lacks is not None:
        [draft] = assessments.drafts_of(case)
        found = {gap.lacks for gap in assessments.content_of(draft).gaps()}
        hold(found == set(lacks), f"the draft lacks {', '.join(sorted(found)) or 'nothing'}")
    signed = assessments.newest_assessment(case)
    if signed is None:
        hold(signed_as is None and level is None, "none is signed")
        return
    if signed_as is not None:
        hold(signed.signed_as == signed_as, f"it was signed as {signed.signed_as}")
    if level is not None:
        hold(signed.level == level, f"it concluded {signed.level}")
    if says is not None or says_not is not None:
        text = assessment_summary(case, signed.signed_by, scene.at).text
        hold(says is None or says in text, f"the summary does not say {says}")
        hold(says_not is None or says_not not in text, f"the summary says {says_not}")


@expectation(
    "side-by-side",
    example='differs = ["T1"]',
    inquiry=INQUIRY,
    differs=Field(ListOf(Word()), "the codes, and the conclusions by their words, that two people saw differently"),
)
def compare(scene: Scene, *, inquiry: str, differs: tuple[str, ...]) -> None:
    """What two raters saw differently. No figure says how far they agree."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    first = newest(case)
    signed = [each for each in assessments.ratings_of(first) if each.is_signed]
    if not signed:
        raise Broken("no blind rating is handed in")
    second = signed[-1].opened_with(case.key_in_hand)
    pairs = [pair for _, group in assessments.side_by_side(first, second) for pair in group if pair.differs]
    found = [pair.code or pair.label for pair in pairs]
    hold(sorted(set(found)) == sorted(differs), f"what differs is {', '.join(found) or 'nothing'}")
