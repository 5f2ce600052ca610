"""How a case stands: stage, situation, concern, who asked for what, who decides. Every row stays; the newest counts."""

from datetime import date, datetime
from typing import Any

from vaern.cases.actions import course
from vaern.cases.models import Case
from vaern.cases.reading import facts_of, history_of
from vaern.cases.terms import AuthorityState, Respect, Situation, Stage, TaskKind, Wish
from vaern.directory.terms import Concern
from vaern.inquiries.terms import Age, Caller
from vaern.play.fields import INQUIRY, Choice, Day, Field, Flag, ListOf, Moment, Number, Text, Word
from vaern.play.kinds.cases import AUTHORITY, CASES, authority_of
from vaern.play.kinds.journal import new_task
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Scene, hold, stands_in
from vaern.staff.models import User

REASON = Field(Text(), "why, in words", "")
UNSEEN = Field(Flag(), "true: from a page shown before somebody else changed it", False)

refused_with(
    course.ChangedMeanwhile,
    "En anden har rettet det imens.",
    "Læs, hvad der står nu, og ret igen, hvis det er nødvendigt.",
)
refused_with(course.SameAsBefore, "Sagen står sådan allerede.", "Lad den stå, eller vælg noget andet.")
refused_with(course.NoReason, "Der mangler en grund.", "Skriv hvorfor.")
refused_with(course.ClosesElsewhere, "En sag afsluttes ikke ved at flytte fasen.", "Brug »Afslut sag«.")
refused_with(course.NoConcern, "Vælg, hvad bekymringen er.", "»Ved ikke endnu« er et svar.")
refused_with(
    course.AuthorityNeeded,
    "Kun en borger, der er fyldt 18 og handler alene, kan være uden ansvarlig myndighed.",
    "Skriv, hvem der er ansvarlig, eller sæt en dag til at finde ud af det.",
)
refused_with(
    course.AuthorityIncomplete,
    "Der mangler noget om den ansvarlige myndighed.",
    "Skriv myndigheden og sagsbehandlerens rolle, eller sæt en dag til at finde ud af det.",
)
refused_with(course.NotYet, "Det kan ikke være sket endnu.", "Vælg et tidspunkt, der er gået.")


def seen_number(number: int, is_stale: bool) -> int:
    """Return the number of the row a page showed: the newest, or the one before it."""
    return number - 1 if is_stale else number


@step(
    "case-stage",
    needs=CASES,
    example='to = "coordinating"',
    inquiry=INQUIRY,
    to=Field(Choice(Stage), "where the work is now"),
    reason=REASON,
    is_stale=UNSEEN,
)
def move_stage(scene: Scene, *, by: User, inquiry: str, to: Stage, reason: str, is_stale: bool) -> None:
    """Move the work to another stage. A step back takes a reason."""
    case = scene.case_opened(inquiry, by)
    seen = seen_number(facts_of(case).stage_number, is_stale)
    words = scene.guarded(reason=reason)["reason"]
    course.move_stage(case=case, to=to, reason=words, seen=seen, by=by, at=scene.at)


@step(
    "case-situation",
    needs=CASES,
    example='to = "acute"\nreason = "Familien har fundet adressen."',
    inquiry=INQUIRY,
    to=Field(Choice(Situation), "where the danger is now"),
    reason=REASON,
    is_stale=UNSEEN,
)
def set_situation(scene: Scene, *, by: User, inquiry: str, to: Situation, reason: str, is_stale: bool) -> None:
    """Say where the danger is now. Leaving acute takes a reason."""
    case = scene.case_opened(inquiry, by)
    seen = seen_number(facts_of(case).situation_number, is_stale)
    words = scene.guarded(reason=reason)["reason"]
    course.set_situation(case=case, to=to, reason=words, seen=seen, by=by, at=scene.at)


@step(
    "reclassify",
    needs=CASES,
    example='concerns = ["control"]\nreason = "Ordet var et, der åbnede døre. Det egentlige er kontrollen."',
    inquiry=INQUIRY,
    concerns=Field(ListOf(Choice(Concern)), "what is feared now"),
    age=Field(Choice(Age), "the citizen's age; as it stood", None),
    reason=REASON,
    is_stale=UNSEEN,
)
def reclassify(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    concerns: tuple[Concern, ...],
    age: Age | None,
    reason: str,
    is_stale: bool,
) -> None:
    """Say anew what the matter is, and how old the citizen is. What stood before stays in the history."""
    case = scene.case_opened(inquiry, by)
    facts = facts_of(case)
    course.reclassify(
        case=case,
        concerns=concerns,
        age=age or facts.age,
        reason=scene.guarded(reason=reason)["reason"],
        seen=seen_number(facts.concerns_number, is_stale),
        by=by,
        at=scene.at,
    )


@step(
    "case-request",
    needs=CASES,
    example='wish = "risk-assessment"\nasked_by = "police"\nasked_on = "+0 days"',
    inquiry=INQUIRY,
    wish=Field(Choice(Wish), "what we are asked for"),
    asked_by=Field(Choice(Caller), "who asks", Caller.CASEWORKER.value),
    asked_on=Field(Day(), "the day they asked", "+0 days"),
    asked=Field(Text(), "the wish in words", ""),
)
def add_request(
    scene: Scene, *, by: User, inquiry: str, wish: Wish, asked_by: Caller, asked_on: date, asked: str
) -> None:
    """Write down that somebody asked us for something. Earlier wishes stand beside it."""
    case = scene.case_opened(inquiry, by)
    request = course.Request(wish=wish, asked_by=asked_by, on=asked_on, words=scene.guarded(asked=asked)["asked"])
    course.add_request(case=case, request=request, by=by, at=scene.at)


@step(
    "case-authority",
    needs=CASES,
    example='authority = "found"\nauthority_kind = "municipality-child"\nrole = "sagsbehandler"\nthen = "meeting"',
    inquiry=INQUIRY,
    **AUTHORITY,
    then=Field(Choice(TaskKind), "the next step, when finding it was the last", None),
    then_at=Field(Moment(), "when that is due", "+7 days 10:00"),
    then_text=Field(Text(), "that in words", ""),
    is_stale=UNSEEN,
)
def set_authority(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    authority: AuthorityState,
    then: TaskKind | None,
    then_at: datetime,
    then_text: str,
    is_stale: bool,
    **told: Any,
) -> None:
    """Say who decides in the matter. A known authority finishes the task to find one. You advise; they decide."""
    case = scene.case_opened(inquiry, by)
    course.set_authority(
        case=case,
        authority=authority_of(
            scene,
            state=authority,
            kind=told["authority_kind"],
            role=told["role"],
            contact=told["contact"],
            find_by=told["find_by"],
            by=by,
        ),
        seen=seen_number(facts_of(case).responsible.number, is_stale),
        by=by,
        at=scene.at,
        then=new_task(scene, then, then_at, then_text, by) if then else None,
    )


@expectation(
    "case-history",
    example='respect = "situation"\nrows = 2\nvalue = "acute"',
    inquiry=INQUIRY,
    respect=Field(Choice(Respect), "in which respect"),
    rows=Field(Number(), "how many rows stand there, the first included", None),
    value=Field(Word(), "a stage, a situation or a concern, by code, that stood in one of them", None),
    has=Field(Word(), "words that stand in one of them", None),
)
def look_at_history(
    scene: Scene, *, inquiry: str, respect: Respect, rows: int | None, value: str | None, has: str | None
) -> None:
    """Look at how a case has stood. Nothing there is ever changed, only followed."""
    case: Case = scene.case_as_its_consultant_sees_it(inquiry)
    found = [each.row for each in history_of(case) if each.kind == respect.label]
    hold(rows in {None, len(found)}, f"there are {len(found)}")
    values = {code for row in found for code in (row.value, *row.facts.get("concerns", []), row.facts.get("state"))}
    hold(value is None or value in values, f"it has stood as {', '.join(sorted(filter(None, values))) or 'nothing'}")
    hold(has is None or any(stands_in(has, row.words) for row in found), "no row has these words")
