"""Ask for the pages of assessments in each of their states, for the sweeps over all templates and pages."""

from uuid import uuid4

from django.urls import reverse

from tests.cases.conftest import opened_by
from tests.cast import MORNING, signed_in, text
from tests.risk.assessed import begun, consented, in_all_states, trained
from vaern.law.gate import Situation
from vaern.risk.actions.assessing import begin
from vaern.risk.actions.concluding import void
from vaern.risk.actions.second_look import ask_blind_rating, read_as_second


def ask_for_assessments(ask, mine, case, holder, colleague, team_lead):
    """Ask for the pages, and return the ids of a draft and an attestation. ``ask`` takes browser, address and data."""
    opened_by(colleague, case)
    theirs = signed_in(colleague)
    consented(case, holder, situation=Situation.ANONYMISED)
    ask(mine, reverse("case-assessments", args=[case.pk]))
    ask(mine, reverse("case-assessment-begin", args=[case.pk]), ny=str(uuid4()))
    ask(mine, reverse("case-method-support", args=[case.pk]), of="school", covered="sources")
    states = in_all_states(case, holder, colleague)

    def page(name, one, browser=mine, **sent):
        ask(browser, reverse(f"case-assessment-{name}" if name else "case-assessment", args=[case.pk, one.pk]), **sent)

    page("factors", states.draft, revision="1", **{"factor.T1.evidence": "Ring 22 33 44 55"})
    page("sign", states.draft, revision="1", signed_as="patriark")
    ask(mine, reverse("case-assessment-context", args=[case.pk, states.draft.pk]) + "?tjek")
    begun_now = begin(case=case, by=holder, at=MORNING)
    page("context", begun_now, revision="77", **{"context.latest": "Fra en anden fane"})
    page("", states.signed)
    page("void", states.signed)
    page("compare", states.second)
    page("", states.second)
    lowered = begun(case, holder, level="low", **{"factor.S4.find": None})
    page("sign", lowered)
    read_as_second(case=case, assessment=lowered, base=lowered.revision, remark=text("Enig"), by=colleague, at=MORNING)
    page("sign", lowered)
    page("read", lowered, theirs)
    ask_blind_rating(case=case, assessment=states.draft, rater=colleague, by=holder, at=MORNING)
    ask(theirs, reverse("case-assessments", args=[case.pk]))
    ask(theirs, reverse("case-risk", args=[case.pk]))
    attestation = trained(holder, team_lead, until=-1)
    page("sign", states.draft)
    ask(mine, reverse("case-risk", args=[case.pk]))
    void(case=case, assessment=states.signed, happened="moved-home", words=text("Hjemme"), by=holder, at=MORNING)
    page("", states.signed)
    ask(mine, reverse("case-assessments", args=[case.pk]))
    return {"assessment_id": states.draft.pk, "attestation_id": attestation.pk}
