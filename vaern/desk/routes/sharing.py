"""What leaves a case, and who knows what of it. Whether a consultant may see the case is asked of the room itself."""

from vaern.desk.guards import can, route
from vaern.desk.views import release
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)

urlpatterns = [
    route("sager/<uuid:case_id>/giv-videre/<slug:code>/", release.give_on, name="case-give-on", guard=CASES),
]
