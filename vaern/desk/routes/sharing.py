"""What leaves a case, and who knows what of it. Whether a consultant may see the case is asked of the room itself."""

from vaern.desk.guards import can, route
from vaern.desk.views import knowing, release
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)

urlpatterns = [
    route("sager/<uuid:case_id>/viden/", knowing.matrix, name="case-knows", guard=CASES),
    route("sager/<uuid:case_id>/viden/sagt/", knowing.tell, name="case-told", guard=CASES),
    route(
        "sager/<uuid:case_id>/viden/sagt/<uuid:disclosure_id>/rettelse/",
        knowing.tell,
        name="case-told-correct",
        guard=CASES,
    ),
    route("sager/<uuid:case_id>/viden/part/<slug:key>/", knowing.known, name="case-knowing", guard=CASES),
    route("sager/<uuid:case_id>/orientering/", knowing.brief, name="case-briefing", guard=CASES),
    route("sager/<uuid:case_id>/underretning/", knowing.notify, name="case-notification", guard=CASES),
    route("sager/<uuid:case_id>/giv-videre/<slug:code>/", release.release_paper, name="case-release", guard=CASES),
]
