"""Cases: the list, one case and its pages. Whether a consultant may see this case is asked of the room itself."""

from vaern.desk.guards import can, route
from vaern.desk.views import (
    case,
    case_course,
    case_journal,
    case_list,
    case_opening,
    case_people,
    case_relations,
    case_tasks,
)
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)

urlpatterns = [
    route("henvendelser/<uuid:inquiry_id>/sag/", case_opening.begin, name="inquiry-case", guard=CASES),
    route("sager/", case_list.worklist, name="cases", guard=CASES),
    route("sager/soeg/", case_list.search, name="case-search", guard=CASES),
    route("sager/kender-familien/", case.known_family, name="case-known-family", guard=CASES),
    route("sager/<uuid:case_id>/", case.show, name="case", guard=CASES),
    route("sager/<uuid:case_id>/familien/", case.family, name="case-family", guard=CASES),
    route("sager/<uuid:case_id>/journal/", case_journal.journal, name="case-journal", guard=CASES),
    route("sager/<uuid:case_id>/journal/ny/", case_journal.entry, name="case-entry", guard=CASES),
    route(
        "sager/<uuid:case_id>/journal/<uuid:entry_id>/rettelse/",
        case_journal.correct,
        name="case-correct",
        guard=CASES,
    ),
    route("sager/<uuid:case_id>/opgaver/", case_tasks.tasks, name="case-tasks", guard=CASES),
    route("sager/<uuid:case_id>/opgaver/ny/", case_tasks.add, name="case-task-add", guard=CASES),
    route("sager/<uuid:case_id>/opgaver/<uuid:task_id>/", case_tasks.done, name="case-task-done", guard=CASES),
    route("sager/<uuid:case_id>/opgaver/<uuid:task_id>/flyt/", case_tasks.move, name="case-task-move", guard=CASES),
    route("sager/<uuid:case_id>/fase/", case_course.stage, name="case-stage", guard=CASES),
    route("sager/<uuid:case_id>/situation/", case_course.situation, name="case-situation", guard=CASES),
    route("sager/<uuid:case_id>/bekymring/", case_course.concern, name="case-concern", guard=CASES),
    route("sager/<uuid:case_id>/oensker/", case_course.asked, name="case-request", guard=CASES),
    route("sager/<uuid:case_id>/myndighed/", case_course.authority, name="case-authority", guard=CASES),
    route("sager/<uuid:case_id>/personer/", case_people.persons, name="case-persons", guard=CASES),
    route("sager/<uuid:case_id>/personer/ny/", case_people.add, name="case-person-add", guard=CASES),
    route("sager/<uuid:case_id>/personer/<uuid:person_id>/", case_people.describe, name="case-person", guard=CASES),
    route("sager/<uuid:case_id>/personer/slaegt/", case_relations.relate, name="case-relation", guard=CASES),
    route("sager/<uuid:case_id>/soeskende/", case_relations.links, name="case-links", guard=CASES),
    route(
        "sager/<uuid:case_id>/soeskende/<uuid:other_id>/slut/",
        case_relations.end_link,
        name="case-link-end",
        guard=CASES,
    ),
]
