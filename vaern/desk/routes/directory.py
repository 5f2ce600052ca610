"""The directory: everybody on the phone looks things up, a team lead changes them."""

from vaern.desk.guards import can, route
from vaern.desk.views import directory, directory_actors, directory_places
from vaern.staff.roles import Permission

LOOK_UP = can(Permission.ANSWER_CALLS, Permission.EDIT_DIRECTORY)
DIRECTORY = can(Permission.EDIT_DIRECTORY)

urlpatterns = [
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
