"""What came in at the open site: taken, answered, handed over."""

from vaern.desk.guards import can, route
from vaern.desk.views import inbox, inbox_aside, inbox_briefs
from vaern.staff.roles import Permission

CALLS = can(Permission.ANSWER_CALLS)

urlpatterns = [
    route("indbakke/", inbox.overview, name="inbox", guard=CALLS),
    route("indbakke/ark/", inbox_briefs.briefs, name="inbox-briefs", guard=CALLS),
    route("indbakke/til-side/", inbox_aside.aside, name="inbox-aside", guard=CALLS),
    route("indbakke/<uuid:thread_id>/", inbox.show, name="inbox-thread", guard=CALLS),
    route("indbakke/<uuid:thread_id>/tag/", inbox.take, name="inbox-take", guard=CALLS),
    route("indbakke/<uuid:thread_id>/svar/", inbox.reply, name="inbox-reply", guard=CALLS),
    route("indbakke/<uuid:thread_id>/videre/", inbox.hand_over, name="inbox-hand-over", guard=CALLS),
    route("indbakke/<uuid:thread_id>/log/", inbox.begin_log, name="inbox-log", guard=CALLS),
]
