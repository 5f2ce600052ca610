"""The benchmark's papers: a whole assessment is made and signed in the benchmark's case, and its summary asked for."""

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate, now

from vaern.cases.access import open_case
from vaern.cases.actions.course import set_basis
from vaern.cases.basis import Basis
from vaern.cases.terms import AuthorityKind, Scope
from vaern.guard import guarded
from vaern.inquiries.surroundings import guard_context
from vaern.law.gate import ConsentFrom, Situation
from vaern.risk.actions.assessing import begin, save
from vaern.risk.actions.concluding import Name, sign
from vaern.risk.assessed import MOST_MEASURES, MOST_SCENARIOS
from vaern.risk.assessments import content_of
from vaern.risk.frame import Frame, current
from vaern.risk.papers import CODE
from vaern.risk.terms import SignedAs, Step
from vaern.staff.models import User
from vaern.vault.terms import Purpose

WORDS = "Skolen har set det to gange, og hun har selv fortalt det alene. " * 3


def assessment_paper(case_id: UUID, by: User) -> str:
    """Sign an assessment with every field filled in, and return the address that makes its summary."""
    at = now()
    case = open_case(user=by, case_id=case_id, purpose=Purpose.CASEWORK, at=at)
    basis = Basis(
        situation=Situation.CONSENTED_ADULT,
        consent_from=ConsentFrom.CITIZEN,
        scopes=frozenset({Scope.ASSESSMENT, Scope.SHARING}),
    )
    set_basis(case=case, basis=basis, seen=None, by=by, at=at)
    draft = begin(case=case, by=by, at=at)
    for step in Step:
        content = whole(current())
        kept = save(case=case, assessment_id=draft.pk, step=step, base=draft.revision, content=content, by=by, at=at)
        draft = kept.assessment
    context = guard_context(at)
    cleared = {name: guarded(words, context) for name, words in content_of(draft).texts().items()}
    name = Name(signed_as=SignedAs.STRUCTURED)
    sign(case=case, assessment=draft, base=draft.revision, name=name, cleared=cleared, by=by, at=at)
    return reverse("case-release", args=[case_id, CODE])


def whole(frame: Frame) -> dict[str, str]:
    """Return an assessment in which nothing is left out."""
    today = localdate().isoformat()
    content = {asked.name: WORDS for asked in frame.context}
    for factor in frame.factors:
        said = {"now": "present", "earlier": "possible", "evidence": WORDS, "source": "self", "on": today}
        content |= {f"{factor.name}.{part}": value for part, value in said.items()}
    for place in range(MOST_SCENARIOS):
        said = {"kind": "worse", "what": WORDS, "who": "Farbror mod søster 1", "likely": "perhaps"}
        content |= {f"scenario.{place}.{part}": value for part, value in said.items()}
        for number in range(MOST_MEASURES):
            measure = {"what": WORDS, "owner": str(AuthorityKind.POLICE), "state": "agreed", "by": today}
            content |= {f"measure.{place}.{number}.{part}": value for part, value in measure.items()}
    for judged in ("priority", "level", "imminent"):
        content |= {judged: "high", f"{judged}.why": WORDS}
    return content | {
        "soon": "day",
        "knowledge": "good",
        "change": WORDS,
        "citizen.wish": WORDS,
        "citizen.agrees": "yes",
        "citizen.told": WORDS,
        "valid_until": today,
    }


def measure_papers(ask: Callable[[list[str]], float], case_id: UUID, by: User, add: Callable[..., None]) -> None:
    """Add the rows of the papers; ``ask`` returns the median milliseconds of the slowest of some addresses."""
    paper = assessment_paper(case_id, by)
    add("pdf_assessment", lambda: ask([paper]))
