"""What may be done in a case now: the gate's acts one by one, as it stands. For the page that explains them."""

from dataclasses import dataclass
from datetime import datetime

from vaern.cases.basis import basis_said_in, gate_facts_on
from vaern.cases.models import Case
from vaern.cases.reading import Standings, facts_in
from vaern.cases.terms import Respect, Scope, Situation
from vaern.law import gate
from vaern.law.clocks import local_day
from vaern.law.terms import RULES, Finding

# Every act of the gate, in its order, with the scope of a consent it belongs to.
ACTS = (
    (gate.may_advise_the_caller, Scope.SPARRING),
    (gate.may_open_a_case, Scope.SPARRING),
    (gate.may_store_identity, Scope.IDENTITY),
    (gate.may_give_concrete_sparring, Scope.SPARRING),
    (gate.may_assess_with_patriark, Scope.ASSESSMENT),
    (gate.may_support_a_professionals_assessment, Scope.ASSESSMENT),
    (gate.may_help_the_citizen, Scope.SPARRING),
    (gate.may_coordinate, Scope.COORDINATION),
    (gate.may_share, Scope.SHARING),
    (gate.may_draft_a_notification, Scope.SHARING),
    (gate.may_brief_the_police, Scope.SHARING),
)


@dataclass(frozen=True)
class Act:
    """One act as a question, and what the gate finds in this case today."""

    question: str
    finding: Finding


def acts_of(case: Case, standings: Standings, *, at: datetime) -> list[Act]:
    """Return the gate's answer to every act for an opened case, as it stands. No query."""
    day, age = local_day(at), facts_in(standings).age
    basis = basis_said_in(standings.newest(Respect.BASIS), on=day)
    danger = {"acute_danger": True} if case.situation == Situation.ACUTE else {}
    acts = []
    for act, scope in ACTS:
        finding = act(gate_facts_on(basis, on=day, scope=scope, age=age, **danger))
        acts.append(Act(RULES[finding.rule].question, finding))
    return acts
