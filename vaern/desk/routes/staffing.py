"""Who works on a case and who has seen it, leave cover, and opening a case that is not one's own."""

from vaern.desk.guards import can, route
from vaern.desk.views import breaking_glass, staffing
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)
ASSIGN = can(Permission.ASSIGN_CASES)
COVER = can(Permission.WORK_ON_CASES, Permission.ASSIGN_CASES)
REVIEW_GLASS = can(Permission.REVIEW_BREAK_GLASS)

urlpatterns = [
    route("sager/<uuid:case_id>/hvem/", staffing.who, name="case-who", guard=CASES),
    route("sager/<uuid:case_id>/hvem/ny/", staffing.add_participant, name="case-participant-add", guard=CASES),
    route(
        "sager/<uuid:case_id>/hvem/<uuid:participant_id>/slut/",
        staffing.end_participation,
        name="case-participant-end",
        guard=CASES,
    ),
    route("sager/<uuid:case_id>/luk-for-regionen/", staffing.restrict, name="case-restrict", guard=CASES),
    route("sager/<uuid:case_id>/videre/", staffing.hand_over, name="case-hand-over", guard=CASES),
    route("sager/<uuid:case_id>/tag/", staffing.take, name="case-take", guard=CASES),
    route("noedaabning/", breaking_glass.begin, name="case-glass", guard=CASES),
    route("noedaabning/<uuid:glass_id>/", breaking_glass.review, name="case-glass-review", guard=REVIEW_GLASS),
    route("team/sager/<uuid:case_id>/giv/", staffing.assign, name="case-assign", guard=ASSIGN),
    route("afloesning/", staffing.covers, name="case-covers", guard=COVER),
    route("afloesning/<uuid:cover_id>/slut/", staffing.end_cover, name="case-cover-end", guard=COVER),
]
