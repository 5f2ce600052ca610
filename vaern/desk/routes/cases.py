"""Cases: the list, one case and its pages. Whether a consultant may see this case is asked of the room itself."""

from vaern.desk.guards import can, route
from vaern.desk.views import case
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)

urlpatterns = [
    route("sager/kender-familien/", case.known_family, name="case-known-family", guard=CASES),
    route("sager/<uuid:case_id>/", case.show, name="case", guard=CASES),
    route("sager/<uuid:case_id>/familien/", case.family, name="case-family", guard=CASES),
]
