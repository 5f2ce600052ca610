"""The end of a case: closing, reopening, moving to another municipality, and the team lead's list of what may go."""

from vaern.desk.guards import can, route
from vaern.desk.views import closing, destruction
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)
DESTROY = can(Permission.DESTROY_CASES)

urlpatterns = [
    route("sager/<uuid:case_id>/afslut/", closing.close, name="case-close", guard=CASES),
    route("sager/<uuid:case_id>/afslutning/", closing.ended, name="case-ended", guard=CASES),
    route("sager/<uuid:case_id>/genaabn/", closing.reopen, name="case-reopen", guard=CASES),
    route("sager/<uuid:case_id>/sletning/", closing.keeping, name="case-keeping", guard=CASES),
    route("sager/<uuid:case_id>/kommune/", closing.moving, name="case-moving", guard=CASES),
    route("sager/<uuid:case_id>/kommune/<uuid:transfer_id>/", closing.confirm_move, name="case-moved", guard=CASES),
    route("team/sletning/", destruction.overview, name="case-destructions", guard=DESTROY),
    route("team/sletning/<uuid:case_id>/", destruction.one, name="case-destruction", guard=DESTROY),
]
