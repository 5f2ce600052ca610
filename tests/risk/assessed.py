"""Fill in and sign an assessment through the real actions, in a case whose consent covers it."""

from dataclasses import dataclass
from datetime import timedelta

from tests.cast import MORNING, text
from vaern.cases.actions.course import set_basis
from vaern.cases.basis import Basis
from vaern.cases.terms import AuthorityKind, Scope
from vaern.law.gate import ConsentFrom, Situation
from vaern.risk.actions.assessing import begin, save
from vaern.risk.actions.concluding import Name, sign
from vaern.risk.actions.second_look import ask_blind_rating
from vaern.risk.assessments import content_of
from vaern.risk.frame import current
from vaern.risk.models import Assessment
from vaern.risk.terms import SignedAs, Step
from vaern.staff.attesting import attest
from vaern.staff.terms import Trained

FRAME = current()

CONTEXT = {
    "context.material": "Talt med hende alene to gange, og læst to underretninger",
    "context.at-risk": "Hun selv og en søster",
    "context.feared": "En farbror og to fætre",
    "context.latest": "Hun blev mødt uden for skolen",
}
FACTORS = {
    **{f"{factor.name}.now": "absent" for factor in FRAME.factors},
    **{f"{factor.name}.earlier": "absent" for factor in FRAME.factors},
    "factor.T2.now": "present",
    "factor.T2.evidence": "En fætter sagde, at hun ville fortryde det",
    "factor.T2.source": "self",
    "factor.S4.earlier": "unknown",
}
SCENARIOS = {
    "scenario.0.kind": "worse",
    "scenario.0.what": "De henter hende på vej fra skole",
    "scenario.0.likely": "perhaps",
}
MEASURES = {
    "measure.0.0.what": "Følges til og fra skole",
    "measure.0.0.kind": "protect",
    "measure.0.0.owner": str(AuthorityKind.MUNICIPALITY_ADULT),
    "measure.0.0.state": "proposed",
}
CONCLUSIONS = {
    "priority": "middle",
    "priority.why": "Der sker noget hver uge",
    "level": "middle",
    "level.why": "Truslen er konkret, og hun har et trygt sted",
    "imminent": "low",
    "imminent.why": "De ved ikke, hvor hun er",
    "soon": "week",
    "knowledge": "partial",
    "change": "At de finder ud af, hvor hun er",
    "citizen.wish": "Vil gerne blive i skolen",
    "citizen.agrees": "yes",
    "citizen.told": "Fortalt alene på skolen",
    "valid_until": "2026-12-04",
}
WHOLE = CONTEXT | FACTORS | SCENARIOS | MEASURES | CONCLUSIONS


def consented(case, by, *, at=MORNING, **changes):
    """Give the case an adult's own consent that covers an assessment, with ``changes``."""
    facts = {
        "situation": Situation.CONSENTED_ADULT,
        "consent_from": ConsentFrom.CITIZEN,
        "scopes": frozenset({Scope.ASSESSMENT}),
    }
    set_basis(case=case, basis=Basis(**(facts | changes)), seen=None, by=by, at=at)
    return case


def saved(case, draft, by, *, at=MORNING, **changes):
    """Save every step filled in; None takes a field out."""
    content = {name: value for name, value in {**WHOLE, **changes}.items() if value is not None}
    for step in Step:
        kept = save(case=case, assessment_id=draft.pk, step=step, base=draft.revision, content=content, by=by, at=at)
        draft = kept.assessment
    return draft


def begun(case, by, *, at=MORNING, **changes):
    return saved(case, begin(case=case, by=by, at=at), by, at=at, **changes)


def cleared(draft):
    return {name: text(words) for name, words in content_of(draft).texts().items()}


STRUCTURED = Name(signed_as=SignedAs.STRUCTURED)
PATRIARK = Name(signed_as=SignedAs.PATRIARK, edition=text("Udgaven med tre områder"), manual=text("Eget eksemplar"))


def sign_it(case, draft, by, *, at=MORNING, name=STRUCTURED):
    return sign(case=case, assessment=draft, base=draft.revision, name=name, cleared=cleared(draft), by=by, at=at)


def signed(case, by, *, at=MORNING, name=STRUCTURED, **changes):
    return sign_it(case, begun(case, by, at=at, **changes), by, at=at, name=name)


def trained(user, by, *, until=365, at=MORNING):
    """Have a team lead attest the training; ``until`` is in days from the morning of the tests."""
    day = MORNING.date()
    return attest(
        user=user,
        instrument=Trained.PATRIARK,
        course="Kursus over fem dage",
        first_day=day - timedelta(days=400),
        last_day=day + timedelta(days=until),
        by=by,
        at=at,
        on=day,
    )


@dataclass(frozen=True)
class States:
    """One of each: signed, its blind second rating, and a draft that goes on."""

    signed: Assessment
    second: Assessment
    draft: Assessment


def in_all_states(case, by, colleague):
    """Make them, with measures and questions set, in a case that is consented for it."""
    consented(case, by)
    first = signed(case, by)
    rating = ask_blind_rating(case=case, assessment=first, rater=colleague, by=by, at=MORNING)
    second = sign_it(case, saved(case, rating, colleague, **{"factor.T1.now": "unknown"}), colleague)
    return States(first, second, begun(case, by))
