"""Consent and identity of a case, and what may be done in it."""

from vaern.desk.guards import can, route
from vaern.desk.views import consents, identity, municipal_requests
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)
HERE = "sager/<uuid:case_id>/samtykke/"
WHO = "sager/<uuid:case_id>/identitet/"
REQUEST = f"{HERE}anmodning/<uuid:request_id>/"

urlpatterns = [
    route(HERE, consents.show, name="case-consent", guard=CASES),
    route("sager/<uuid:case_id>/hvad-maa-vi/", consents.gate, name="case-gate", guard=CASES),
    route(f"{HERE}spoerg/", consents.check, name="case-consent-check", guard=CASES),
    route(f"{HERE}nyt/", consents.record, name="case-consent-add", guard=CASES),
    route(f"{HERE}<uuid:consent_id>/papir/", consents.paper, name="case-consent-paper", guard=CASES),
    route(f"{HERE}<uuid:consent_id>/tilbage/", consents.withdraw, name="case-consent-withdraw", guard=CASES),
    route(f"{HERE}anmodning/ny/", municipal_requests.write, name="case-consent-request", guard=CASES),
    route(f"{REQUEST}bekraeft/", municipal_requests.confirm, name="case-consent-confirm", guard=CASES),
    route(f"{REQUEST}slut/", municipal_requests.end, name="case-consent-end", guard=CASES),
    route(WHO, identity.show, name="case-identity", guard=CASES),
    route(f"{WHO}<uuid:person_id>/vis/", identity.reveal, name="case-identity-show", guard=CASES),
    route(f"{WHO}ny/", identity.add, name="case-identity-add", guard=CASES),
    route(f"{WHO}<uuid:item_id>/ret/", identity.correct, name="case-identity-correct", guard=CASES),
    route(f"{WHO}aabn/", identity.reopen, name="case-identity-reopen", guard=CASES),
]
