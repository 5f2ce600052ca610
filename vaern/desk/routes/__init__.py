"""Every page of the workbench, with who may use it. This is the access policy; docs/access.md is made from it.

One module per subject: calls and inquiries here, the rest beside. A page under ``/konto/`` stands in `account.py`.
"""

from vaern.desk.guards import can, route
from vaern.desk.routes import (
    assessment,
    cases,
    closing,
    consents,
    directory,
    documents,
    guests,
    inbox,
    languages,
    plan,
    screening,
    sharing,
    staffing,
    travel,
    users,
)
from vaern.desk.views import call, call_back, day, emergency, inquiry, rules, team
from vaern.staff.roles import WORK, Permission

CALLS = can(Permission.ANSWER_CALLS)
REVIEW = can(Permission.REVIEW_EMERGENCY_NOTES)
CALLS_OR_REVIEW = can(Permission.ANSWER_CALLS, Permission.REVIEW_EMERGENCY_NOTES)
TEAM = can(Permission.SEE_TEAM)
ANY_WORK = can(*WORK)
ANY_ROLE = can(*Permission)  # a guest is shown on to their own page

urlpatterns = [
    route("", day.my_day, name="my-day", guard=ANY_ROLE),
    route("samtale/", call.begin, name="call-log", guard=CALLS),
    route("samtale/<uuid:draft_id>/", call.log, name="call", guard=CALLS),
    route("samtale/<uuid:draft_id>/gem/", call.save, name="call-save", guard=CALLS),
    route("samtale/<uuid:draft_id>/slet/", call.discard, name="call-discard", guard=CALLS),
    route("samtale/<uuid:about>/noednotat/", emergency.write, name="emergency-write", guard=CALLS),
    route("tjek/", call.check_text, name="check-text", guard=CALLS),
    route("112/", call.script_112, name="script-112", guard=CALLS),
    route("henvendelser/", inquiry.worklist, name="inquiries", guard=CALLS),
    route("henvendelser/<uuid:inquiry_id>/", inquiry.show, name="inquiry", guard=CALLS),
    route("henvendelser/<uuid:inquiry_id>/notat/", inquiry.note, name="inquiry-note", guard=CALLS),
    route(
        "henvendelser/<uuid:inquiry_id>/rettelse/<uuid:entry_id>/",
        inquiry.correct,
        name="inquiry-correct",
        guard=CALLS,
    ),
    route("henvendelser/<uuid:inquiry_id>/skridt/", inquiry.step, name="inquiry-step", guard=CALLS),
    route("henvendelser/<uuid:inquiry_id>/skridt/<uuid:task_id>/", inquiry.done, name="inquiry-done", guard=CALLS),
    route("henvendelser/<uuid:inquiry_id>/videre/", inquiry.hand_over, name="inquiry-hand-over", guard=CALLS),
    route("henvendelser/<uuid:inquiry_id>/tag/", inquiry.take, name="inquiry-take", guard=CALLS),
    route(
        "henvendelser/<uuid:inquiry_id>/underretning/",
        inquiry.notification,
        name="inquiry-notification",
        guard=CALLS,
    ),
    route("henvendelser/<uuid:inquiry_id>/afslut/", inquiry.close, name="inquiry-close", guard=CALLS),
    route("henvendelser/<uuid:inquiry_id>/genaabn/", inquiry.reopen, name="inquiry-reopen", guard=CALLS),
    route("henvendelser/<uuid:inquiry_id>/opringning/", call_back.agree, name="call-back-agree", guard=CALLS),
    route("henvendelser/<uuid:inquiry_id>/ring/", call_back.dial, name="call-back", guard=CALLS),
    route("henvendelser/<uuid:inquiry_id>/ring/kontakt/", call_back.confirm, name="call-back-confirm", guard=CALLS),
    route("henvendelser/<uuid:inquiry_id>/ring/forsoeg/", call_back.attempt, name="call-back-attempt", guard=CALLS),
    route("henvendelser/<uuid:inquiry_id>/ring/slut/", call_back.end, name="call-back-end", guard=CALLS),
    route("noednotater/<uuid:note_id>/", emergency.show, name="emergency", guard=CALLS_OR_REVIEW),
    route("noednotater/<uuid:note_id>/gennemse/", emergency.review, name="emergency-review", guard=REVIEW),
    route("regler/", rules.sheet, name="rules", guard=ANY_WORK),
    route("team/", team.overview, name="team", guard=TEAM),
    *cases.urlpatterns,
    *documents.urlpatterns,
    *plan.urlpatterns,
    *closing.urlpatterns,
    *guests.urlpatterns,
    *consents.urlpatterns,
    *staffing.urlpatterns,
    *directory.urlpatterns,
    *screening.urlpatterns,
    *assessment.urlpatterns,
    *sharing.urlpatterns,
    *users.urlpatterns,
    *languages.urlpatterns,
    *inbox.urlpatterns,
    *travel.urlpatterns,
]
