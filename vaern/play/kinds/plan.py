"""The plan of a case: what is recommended and what became of it, and the safety plan."""

from datetime import date, datetime
from typing import Any

from vaern.cases.models import Case
from vaern.cases.plan import citizen, papers, pocket, recommendations, rows, safety
from vaern.cases.plan.terms import (
    Agreement,
    Contributor,
    PlanKind,
    RecommendationState,
    SafeNow,
    StepArea,
    StepState,
    Told,
)
from vaern.cases.terms import TaskKind
from vaern.play.fields import INQUIRY, Choice, Coded, Day, Field, Flag, ListOf, Moment, Number, Text, Word
from vaern.play.kinds.case_course import UNSEEN, seen_number
from vaern.play.kinds.case_tasks import case_task
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.staff.models import User
from vaern.work.tasks import NewTask

refused_with(rows.TimeIsPast, "Den tid er gået. Vælg en, der kommer.", "Vælg en dag, der kommer.")
refused_with(citizen.CitizenUnsaid, "Der mangler noget om borgeren.", "Skriv, hvornår og hvordan, eller hvorfor ikke.")
refused_with(recommendations.NothingRecommended, "Skriv, hvad der anbefales.", "Skriv én konkret ting.")
refused_with(
    recommendations.OwnedByConsultant,
    "En anbefaling ejes af den, der beslutter, aldrig af en af os.",
    "Skriv myndighedens rolle.",
)
refused_with(
    recommendations.CitizenOwnsAtEighteen,
    "Kun en borger, der er fyldt 18, kan selv eje en anbefaling.",
    "Vælg en myndighed.",
)
refused_with(recommendations.NoFollowUp, "Den er åben.", "Skriv en dag, hvor vi følger op.")
refused_with(recommendations.DeclinedWithoutReason, "Den er afvist uden grund.", "Skriv, hvorfor den er afvist.")
refused_with(safety.NothingPlanned, "Skridtet siger ikke hvad eller hvem.", "Skriv, hvad der gøres, og hvem.")
refused_with(safety.ReviewTooLate, "En tryghedsplan ses efter senest om tolv uger.", "Vælg en dag før.")
refused_with(safety.StepDeclinedWithoutReason, "Skridtet er fravalgt uden grund.", "Skriv hvorfor.")
refused_with(pocket.TellTaleWord, "Et ord kan vise, hvad planen handler om.", "Skriv det med neutrale ord.")
refused_with(papers.NothingForAPocket, "Ingen skridt har neutrale ord endnu.", "Skriv dem på skridtet.")

OWNERS = Coded(recommendations.OWNERS.items())
CITIZEN = {
    "wish": Field(Text(), "what the citizen wants", ""),
    "agreement": Field(Choice(Agreement), "whether they agree", Agreement.NOT_ASKED.value),
    "told": Field(Choice(Told), "whether they know of it", Told.NOT_YET.value),
    "told_on": Field(Day(), "the day they were told", None),
    "told_how": Field(Text(), "how it was done safely", ""),
    "why_not": Field(Text(), "why they were not told", ""),
}


def citizen_of(scene: Scene, told: dict[str, Any]) -> citizen.CitizenSaid:
    passed = scene.guarded(**{name: told[name] for name in ("wish", "told_how", "why_not")})
    return citizen.CitizenSaid(agreement=told["agreement"], told=told["told"], told_on=told["told_on"], **passed)


def maybe(scene: Scene, kind: TaskKind, at: datetime | None, text: str, by: User) -> NewTask | None:
    return case_task(scene, kind, at, text, None, by) if at else None


@step(
    "recommend",
    needs=CASES,
    example="""
what = "Tal med hende alene inden fredag."
decides = "municipality-adult"
role = "sagsbehandler i voksenteamet"
asks = "police"
asked = "Sig, hvem der kan ringes til om natten."
wish = "Vil blive i byen."
agreement = "agrees"
follow_up = "+3 days 10:00"
""",
    inquiry=INQUIRY,
    what=Field(Text(), "what is recommended"),
    why=Field(Text(), "why", ""),
    decides=Field(OWNERS, "who decides and acts; never one of us"),
    role=Field(Text(), "the role of who decides", ""),
    asks=Field(Choice(Contributor), "who can contribute", None),
    asked=Field(Text(), "what is asked of them", ""),
    **CITIZEN,
    state=Field(Choice(RecommendationState), "what became of it", RecommendationState.RECOMMENDED.value),
    reason=Field(Text(), "what the authority answered", ""),
    follow_up=Field(Moment(), "when we ask how it went", None),
)
def recommend(scene: Scene, *, by: User, inquiry: str, **told: Any) -> None:
    """Recommend something concrete to who decides. Under a label it takes no consent."""
    case = scene.case_opened(inquiry, by)
    recommendations.recommend(case=case, said=recommendation_of(scene, told, by), by=by, at=scene.at)


def recommendation_of(scene: Scene, told: dict[str, Any], by: User) -> recommendations.Recommendation:
    passed = scene.guarded(**{name: told[name] for name in ("what", "why", "role", "asked", "reason")})
    return recommendations.Recommendation(
        what=passed["what"],
        why=passed["why"],
        owner=told["decides"],
        owner_role=passed["role"],
        asked={told["asks"]: passed["asked"]} if told["asks"] else {},
        citizen=citizen_of(scene, told),
        state=told["state"],
        reason=passed["reason"],
        follow_up=maybe(scene, TaskKind.FOLLOW_UP, told["follow_up"], told["what"], by),
    )


@step(
    "answer-recommendation",
    needs=CASES,
    example='what = "alene"\nstate = "declined"\nreason = "Hun har selv talt med dem."',
    inquiry=INQUIRY,
    what=Field(Word(), "words of the recommendation"),
    state=Field(Choice(RecommendationState), "what the authority answered"),
    reason=Field(Text(), "its answer in words", ""),
    follow_up=Field(Moment(), "when we ask again; for a settled one, the next step after it", None),
    is_stale=UNSEEN,
)
def answer_recommendation(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    what: str,
    state: RecommendationState,
    reason: str,
    follow_up: datetime | None,
    is_stale: bool,
) -> None:
    """Write down what became of a recommendation. The authority decided; how it stood before stays."""
    case = scene.case_opened(inquiry, by)
    stands = the_recommendation(case, what)
    part = stands.citizen
    told = {name: getattr(part, name) for name in CITIZEN}
    passed = scene.guarded(what=stands.what, why=stands.why, role=stands.owner_role, reason=reason)
    said = recommendations.Recommendation(
        what=passed["what"],
        why=passed["why"],
        owner=stands.owner,
        owner_role=passed["role"],
        asked={Contributor(who): scene.guarded(it=words)["it"] for who, words in stands.asked_by_code.items()},
        citizen=citizen_of(scene, told),
        state=state,
        reason=passed["reason"],
        follow_up=maybe(scene, TaskKind.FOLLOW_UP, follow_up, stands.what, by),
    )
    item = rows.item_of(case, PlanKind.RECOMMENDATION, stands.id)
    assert item is not None  # noqa: S101  it was just read
    seen = seen_number(stands.number, is_stale)
    recommendations.revise_recommendation(case=case, item=item, said=said, seen=seen, by=by, at=scene.at)


def the_recommendation(case: Case, words: str) -> recommendations.Recommended:
    for each in recommendations.recommendations_of(case):
        if stands_in(words, each.what):
            return each
    raise Broken("nothing like that is recommended")


@step(
    "plan-step",
    needs=CASES,
    example="""
area = "leaving"
what = "En taske står klar hos naboen."
who = "Borgeren selv"
by_on = "+4 days"
side_effects = "Nogen kan se, at der mangler tøj."
pocket = "Hent posen hos den, vi aftalte."
""",
    inquiry=INQUIRY,
    area=Field(Choice(StepArea), "what part of the plan", StepArea.TODAY.value),
    what=Field(Text(), "what is done"),
    who=Field(Text(), "who does it", "Borgeren selv"),
    by_on=Field(Day(), "by which day", None),
    remind=Field(Moment(), "when we ask whether it was done", None),
    state=Field(Choice(StepState), "how it stands", StepState.OPEN.value),
    reason=Field(Text(), "why it was declined", ""),
    safe_now=Field(Choice(SafeNow), "whether it is safe to do now", SafeNow.YES.value),
    side_effects=Field(Text(), "what it may lead to", ""),
    pocket=Field(Text(), "its neutral words, or none", ""),
    **CITIZEN,
)
def plan_step(scene: Scene, *, by: User, inquiry: str, by_on: date | None, **told: Any) -> None:
    """Add a step to the safety plan."""
    case = scene.case_opened(inquiry, by)
    passed = scene.guarded(**{name: told[name] for name in ("what", "who", "reason", "side_effects", "pocket")})
    chosen = {name: told[name] for name in ("area", "state", "safe_now")}
    remind = maybe(scene, TaskKind.PLAN_STEP, told["remind"], told["what"], by)
    said = safety.Step(by_on=by_on, remind=remind, citizen=citizen_of(scene, told), **passed, **chosen)
    safety.add_step(case=case, said=said, by=by, at=scene.at)


@step(
    "frame-plan",
    needs=CASES,
    example='made_with = "borgeren og sagsbehandleren"\nreview = "+30 days 10:00"',
    inquiry=INQUIRY,
    made_with=Field(Text(), "with whom it is made", ""),
    read_aloud=Field(Flag(), "whether it was read aloud to the citizen", False),
    kept=Field(Text(), "where the citizen has it; nowhere", ""),
    by_heart=Field(Text(), "what the citizen knows by heart", ""),
    triggers=Field(Text(), "what makes us look at it before", ""),
    review=Field(Moment(), "when it is looked at again"),
)
def frame_plan(scene: Scene, *, by: User, inquiry: str, read_aloud: bool, review: datetime, **texts: str) -> None:
    """Say with whom the safety plan is made and when it is looked at again: a new version."""
    case = scene.case_opened(inquiry, by)
    frame = safety.safety_plan_of(case).frame
    task = case_task(scene, TaskKind.CHECK, review, "", None, by)
    said = safety.Frame(read_aloud=read_aloud, review=task, **scene.guarded(**texts))
    safety.frame_plan(case=case, said=said, seen=frame.number if frame else 0, by=by, at=scene.at)


@expectation(
    "recommendation",
    example='what = "alene"\nstate = "recommended"\ndecides = "municipality-adult"',
    inquiry=INQUIRY,
    what=Field(Word(), "words of it"),
    state=Field(Choice(RecommendationState), "what became of it", None),
    decides=Field(OWNERS, "who decides", None),
    asks=Field(Word(), "words of what is asked of who can contribute", None),
    has=Field(Word(), "words of the authority's answer", None),
    agreement=Field(Choice(Agreement), "whether the citizen agrees", None),
    told=Field(Choice(Told), "whether the citizen was told", None),
    follow_up=Field(Moment(), "when we ask how it went", None),
    versions=Field(Number(), "how many times it was written", None),
)
def look_at_recommendation(
    scene: Scene,
    *,
    inquiry: str,
    what: str,
    state: RecommendationState | None,
    decides: str | None,
    asks: str | None,
    has: str | None,
    agreement: Agreement | None,
    told: Told | None,
    follow_up: datetime | None,
    versions: int | None,
) -> None:
    """Look at a recommendation as it stands."""
    found = the_recommendation(scene.case_as_its_consultant_sees_it(inquiry), what)
    hold(state in {None, found.state}, f"it is {found.state}")
    hold(decides in {None, found.owner}, f"{found.owner} decides")
    hold(asks is None or any(stands_in(asks, words) for _, words in found.asked), "that is asked of nobody")
    hold(has is None or stands_in(has, found.reason), "the answer has not these words")
    hold(agreement in {None, found.citizen.agreement}, f"the citizen: {found.citizen.agreement}")
    hold(told in {None, found.citizen.told}, f"told: {found.citizen.told}")
    hold(follow_up in {None, found.follow_up_at}, "it is followed up at another time, or not at all")
    hold(versions in {None, found.number}, f"it was written {found.number} times")


@expectation(
    "pocket-plan",
    example='lines = ["Hent posen hos den, vi aftalte."]',
    inquiry=INQUIRY,
    lines=Field(ListOf(Word()), "what stands in it, in order, no more and no fewer", None),
    is_shut=Field(Flag(), "true: a word tells, so it is not shown", False),
)
def look_at_pocket(scene: Scene, *, inquiry: str, lines: tuple[str, ...] | None, is_shut: bool) -> None:
    """Look at the pocket plan, as it would be printed."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    try:
        found = safety.pocket_lines(case)
    except pocket.TellTaleWord:
        hold(is_shut, "a word in it tells")
        return
    hold(not is_shut, "it is shown")
    hold(lines is None or list(lines) == found, f"it has {len(found)} lines, or others")
