"""Every page of the workbench, with who may use it. This page is the access policy; docs/access.md is made from it."""

from vaern.desk.guards import can, route
from vaern.desk.views import (
    call,
    call_back,
    day,
    directory,
    directory_actors,
    directory_places,
    emergency,
    inquiry,
    team,
)
from vaern.staff.roles import Permission

CALLS = can(Permission.ANSWER_CALLS)
REVIEW = can(Permission.REVIEW_EMERGENCY_NOTES)
CALLS_OR_REVIEW = can(Permission.ANSWER_CALLS, Permission.REVIEW_EMERGENCY_NOTES)
TEAM = can(Permission.SEE_TEAM)
LOOK_UP = can(Permission.ANSWER_CALLS, Permission.EDIT_DIRECTORY)
DIRECTORY = can(Permission.EDIT_DIRECTORY)
ANY_WORK = can(*Permission)

urlpatterns = [
    route("", day.my_day, name="my-day", guard=ANY_WORK),
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
    route("team/", team.overview, name="team", guard=TEAM),
    route("katalog/", directory.overview, name="directory", guard=LOOK_UP),
    route("katalog/kontrolleret/", directory.check, name="directory-check", guard=DIRECTORY),
    route("katalog/konsulenter/ny/", directory.add_consultant, name="directory-consultant-add", guard=DIRECTORY),
    route(
        "katalog/konsulenter/<uuid:consultant_id>/", directory.consultant, name="directory-consultant", guard=LOOK_UP
    ),
    route(
        "katalog/konsulenter/<uuid:consultant_id>/ret/",
        directory.edit_consultant,
        name="directory-consultant-edit",
        guard=DIRECTORY,
    ),
    route(
        "katalog/konsulenter/<uuid:consultant_id>/slut/",
        directory.end_consultant,
        name="directory-consultant-end",
        guard=DIRECTORY,
    ),
    route(
        "katalog/konsulenter/<uuid:consultant_id>/kommuner/",
        directory.consultant_coverage,
        name="directory-consultant-coverage",
        guard=DIRECTORY,
    ),
    route(
        "katalog/konsulenter/<uuid:consultant_id>/fravaer/",
        directory.add_absence,
        name="directory-absence-add",
        guard=DIRECTORY,
    ),
    route("katalog/fravaer/<uuid:row_id>/slut/", directory.end_absence, name="directory-absence-end", guard=DIRECTORY),
    route("katalog/kommuner/", directory_places.coverage, name="directory-coverage", guard=LOOK_UP),
    route("katalog/kommuner/bekraeft/", directory_places.confirm, name="directory-coverage-confirm", guard=DIRECTORY),
    route("katalog/kommuner/<str:code>/", directory_places.municipality, name="directory-municipality", guard=LOOK_UP),
    route(
        "katalog/kommuner/<str:code>/ret/",
        directory_places.edit_municipality,
        name="directory-municipality-edit",
        guard=DIRECTORY,
    ),
    route(
        "katalog/kommuner/<str:code>/svarer/",
        directory_places.municipality_coverage,
        name="directory-municipality-coverage",
        guard=DIRECTORY,
    ),
    route("katalog/regioner/<str:code>/", directory_places.region, name="directory-region", guard=LOOK_UP),
    route(
        "katalog/regioner/<str:code>/ret/", directory_places.edit_region, name="directory-region-edit", guard=DIRECTORY
    ),
    route("katalog/regioner/<str:code>/tider/", directory_places.edit_hours, name="directory-hours", guard=DIRECTORY),
    route("katalog/aktoerer/", directory_actors.actors, name="directory-actors", guard=LOOK_UP),
    route("katalog/aktoerer/ny/", directory_actors.add_actor, name="directory-actor-add", guard=DIRECTORY),
    route("katalog/aktoerer/<uuid:actor_id>/", directory_actors.actor, name="directory-actor", guard=LOOK_UP),
    route(
        "katalog/aktoerer/<uuid:actor_id>/ret/",
        directory_actors.edit_actor,
        name="directory-actor-edit",
        guard=DIRECTORY,
    ),
    route(
        "katalog/aktoerer/<uuid:actor_id>/slut/",
        directory_actors.end_actor,
        name="directory-actor-end",
        guard=DIRECTORY,
    ),
    route(
        "katalog/aktoerer/<uuid:actor_id>/nummer/",
        directory_actors.add_number,
        name="directory-number-add",
        guard=DIRECTORY,
    ),
    route(
        "katalog/numre/<uuid:row_id>/ret/", directory_actors.edit_number, name="directory-number-edit", guard=DIRECTORY
    ),
    route(
        "katalog/numre/<uuid:row_id>/slut/", directory_actors.end_number, name="directory-number-end", guard=DIRECTORY
    ),
]
