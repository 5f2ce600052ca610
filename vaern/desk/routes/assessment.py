"""The assessments of a case: who sees the case reads and makes them; what the gate refuses, the page says."""

from vaern.desk.guards import can, route
from vaern.desk.views import assessment, assessment_signed, risk_timeline, training
from vaern.desk.views.assessment_parts import ADDRESSES
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)
ATTEST = can(Permission.ATTEST_TRAINING)
HERE = "sager/<uuid:case_id>/vurdering/"
ONE = f"{HERE}<uuid:assessment_id>/"

urlpatterns = [
    route(HERE, assessment_signed.overview, name="case-assessments", guard=CASES),
    route(f"{HERE}ny/", assessment.begin, name="case-assessment-begin", guard=CASES),
    route(f"{HERE}metode/", assessment_signed.support, name="case-method-support", guard=CASES),
    route("sager/<uuid:case_id>/forloeb/", risk_timeline.show, name="case-risk", guard=CASES),
    route(ONE, assessment.show, name="case-assessment", guard=CASES),
    route(f"{ONE}underskriv/", assessment.sign, name="case-assessment-sign", guard=CASES),
    route(f"{ONE}slet/", assessment.discard, name="case-assessment-discard", guard=CASES),
    route(f"{ONE}spoerg/", assessment_signed.ask, name="case-assessment-ask", guard=CASES),
    route(f"{ONE}laes/", assessment_signed.read, name="case-assessment-read", guard=CASES),
    route(f"{ONE}blind/", assessment_signed.ask_blind, name="case-assessment-blind", guard=CASES),
    route(f"{ONE}sammenlign/", assessment_signed.compare, name="case-assessment-compare", guard=CASES),
    route(f"{ONE}annuller/", assessment_signed.void, name="case-assessment-void", guard=CASES),
    *(
        route(f"{ONE}{address}/", assessment.step_view(step), name=f"case-assessment-{step}", guard=CASES)
        for step, address in ADDRESSES.items()
    ),
    *(
        route(f"{ONE}{address}/gem/", assessment.save_view(step), name=f"case-assessment-{step}-save", guard=CASES)
        for step, address in ADDRESSES.items()
    ),
    route("uddannelse/", training.overview, name="training", guard=ATTEST),
    route("uddannelse/<uuid:attestation_id>/ophoer/", training.take_back, name="training-take-back", guard=ATTEST),
]
