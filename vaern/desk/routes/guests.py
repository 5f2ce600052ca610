"""Guests: who is one of a case, and the pages a guest has for themselves. Nothing else is there for a guest."""

from vaern.desk.guards import can, route
from vaern.desk.views import guest, guests
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)
AS_GUEST = can(Permission.READ_AS_GUEST)

urlpatterns = [
    route("sager/<uuid:case_id>/gaester/", guests.overview, name="case-guests", guard=CASES),
    route("sager/<uuid:case_id>/gaester/ny/", guests.invite, name="case-guest-invite", guard=CASES),
    route("sager/<uuid:case_id>/gaester/<uuid:guest_id>/slut/", guests.end, name="case-guest-end", guard=CASES),
    route("sager/<uuid:case_id>/gaester/<uuid:guest_id>/link/", guests.link, name="case-guest-link", guard=CASES),
    route("gaest/", guest.overview, name="guest", guard=AS_GUEST),
    route("gaest/<uuid:guest_id>/", guest.show, name="guest-case", guard=AS_GUEST),
    route("gaest/<uuid:guest_id>/laest/", guest.mark_read, name="guest-read", guard=AS_GUEST),
    route("gaest/<uuid:guest_id>/svar/", guest.answer, name="guest-answer", guard=AS_GUEST),
]
