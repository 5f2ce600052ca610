"""Every page of a case × everybody, against a table written by hand. A route that is not in it fails.

The columns stand one fact apart: who holds the case, a colleague on duty for its region who said they do not know the
family, the same role in another region, and roles that never read.
"""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases.conftest import a_case, ids_of, opened_by, staffing_ids_of
from tests.cast import MORNING, signed_in
from tests.house.test_routes import DOOR, GONE, NO_GET, address, all_routes, answer_to

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]

ROLES = (
    "nobody",
    "consultant_on_the_case",
    "colleague_in_the_region",
    "consultant_from_elsewhere",
    "team_lead",
    "administrator",
)

# route                  nobody holds it colleague elsewhere team lead administrator   (the answer to GET)
TABLE = {
    "cases":                (DOOR, 200, 200, 200, GONE, GONE),
    "case-search":          (DOOR, 200, 200, 200, GONE, GONE),
    "case-known-family":    (DOOR, 200, 200, 200, GONE, GONE),
    "case":                 (DOOR, 200, 200, GONE, GONE, GONE),
    "case-family":          (DOOR, 200, 200, GONE, GONE, GONE),
    "case-journal":         (DOOR, 200, 200, GONE, GONE, GONE),
    "case-entry":           (DOOR, 200, 200, GONE, GONE, GONE),
    "case-correct":         (DOOR, 200, 200, GONE, GONE, GONE),
    "case-tasks":           (DOOR, 200, 200, GONE, GONE, GONE),
    "case-task-add":        (DOOR, 200, 200, GONE, GONE, GONE),
    "case-task-done":       (DOOR, 200, 200, GONE, GONE, GONE),
    "case-task-move":       (DOOR, 200, 200, GONE, GONE, GONE),
    "case-stage":           (DOOR, 200, 200, GONE, GONE, GONE),
    "case-situation":       (DOOR, 200, 200, GONE, GONE, GONE),
    "case-concern":         (DOOR, 200, 200, GONE, GONE, GONE),
    "case-request":         (DOOR, 200, 200, GONE, GONE, GONE),
    "case-authority":       (DOOR, 200, 200, GONE, GONE, GONE),
    "case-persons":         (DOOR, 200, 200, GONE, GONE, GONE),
    "case-person-add":      (DOOR, 200, 200, GONE, GONE, GONE),
    "case-person":          (DOOR, 200, 200, GONE, GONE, GONE),
    "case-files":           (DOOR, 200, 200, GONE, GONE, GONE),
    "case-file-add":        (DOOR, 200, 200, GONE, GONE, GONE),
    "case-file":            (DOOR, 200, 200, GONE, GONE, GONE),
    "case-file-content":    (DOOR, 200, 200, GONE, GONE, GONE),
    "case-file-withdraw":   (DOOR, 200, 200, GONE, GONE, GONE),
    "case-give-on":         (DOOR, 200, 200, GONE, GONE, GONE),
    "case-who":             (DOOR, 200, 200, GONE, GONE, GONE),
    "case-participant-add": (DOOR, 200, 200, GONE, GONE, GONE),
    "case-participant-end": (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-restrict":        (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-hand-over":       (DOOR, 200, 200, GONE, GONE, GONE),
    "case-take":            (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-glass":           (DOOR, 200, 200, 200, GONE, GONE),
    "case-glass-review":    (DOOR, GONE, GONE, GONE, 200, GONE),
    "case-assign":          (DOOR, GONE, GONE, GONE, 200, GONE),
    "case-covers":          (DOOR, 200, 200, 200, 200, GONE),
    "case-cover-end":       (DOOR, NO_GET, NO_GET, NO_GET, NO_GET, GONE),
}  # fmt: skip

# route                  nobody holds it colleague elsewhere team lead administrator   (the answer to an empty POST)
POST_TABLE = {
    "case-search":          (401, 422, 422, 422, GONE, GONE),
    "case-family":          (401, 422, 422, GONE, GONE, GONE),
    "case-entry":           (401, 422, 422, GONE, GONE, GONE),
    "case-correct":         (401, 422, 422, GONE, GONE, GONE),
    "case-task-add":        (401, 422, 422, GONE, GONE, GONE),
    "case-task-done":       (401, 422, 422, GONE, GONE, GONE),
    "case-task-move":       (401, 422, 422, GONE, GONE, GONE),
    "case-stage":           (401, 422, 422, GONE, GONE, GONE),
    "case-situation":       (401, 422, 422, GONE, GONE, GONE),
    "case-concern":         (401, 422, 422, GONE, GONE, GONE),
    "case-request":         (401, 422, 422, GONE, GONE, GONE),
    "case-authority":       (401, 422, 422, GONE, GONE, GONE),
    "case-person-add":      (401, 422, 422, GONE, GONE, GONE),
    "case-person":          (401, 422, 422, GONE, GONE, GONE),
    "case-file-add":        (401, 422, 422, GONE, GONE, GONE),
    "case-file":            (401, 422, 422, GONE, GONE, GONE),
    "case-file-withdraw":   (401, 422, 422, GONE, GONE, GONE),
    "case-give-on":         (401, 422, 422, GONE, GONE, GONE),
    "case-participant-add": (401, 422, 422, GONE, GONE, GONE),
    "case-participant-end": (401, 302, 302, GONE, GONE, GONE),
    "case-restrict":        (401, 302, 302, GONE, GONE, GONE),
    "case-hand-over":       (401, 422, 422, GONE, GONE, GONE),
    "case-take":            (401, 409, 409, GONE, GONE, GONE),
    "case-glass":           (401, 422, 422, 422, GONE, GONE),
    "case-glass-review":    (401, GONE, GONE, GONE, 422, GONE),
    "case-assign":          (401, GONE, GONE, GONE, 422, GONE),
    "case-covers":          (401, 422, 422, 422, 422, GONE),
    "case-cover-end":       (401, 302, GONE, GONE, 302, GONE),
}  # fmt: skip


def case_routes():
    return [route for route in all_routes() if route.name.startswith("case")]


@pytest.fixture
def things(case, consultant_on_the_case, colleague_in_the_region):
    """Return the ids that fill the addresses: all of one case, which the colleague has opened before."""
    opened_by(colleague_in_the_region, case)
    return ids_of(case, consultant_on_the_case) | staffing_ids_of(case, consultant_on_the_case) | {"code": "handover"}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_what_the_table_says_and_nothing_else(role, things, request, client):
    found = {route.name: answer_to(role, route, things, request, "get", client) for route in case_routes()}
    assert found == {name: row[ROLES.index(role)] for name, row in TABLE.items()}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", POST_TABLE)
def test_a_role_changes_what_the_table_says_and_nothing_else(name, role, things, request, client):
    [route] = [route for route in case_routes() if route.name == name]
    assert answer_to(role, route, things, request, "post", client) == POST_TABLE[name][ROLES.index(role)]


def test_every_page_that_takes_an_answer_stands_in_the_second_table():
    reading_only = TABLE.keys() - POST_TABLE.keys()
    assert reading_only == {
        "cases", "case-known-family", "case", "case-journal", "case-tasks", "case-persons", "case-who",
        "case-files", "case-file-content",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["case-correct", "case-task-done", "case-task-move", "case-person", "case-file", "case-file-withdraw"]
)
def test_what_belongs_to_another_case_is_not_there(name, case, consultant_on_the_case):
    other = a_case(consultant_on_the_case)
    ids = ids_of(other, consultant_on_the_case) | {"case_id": case.pk}
    [route] = [route for route in case_routes() if route.name == name]
    browser = signed_in(consultant_on_the_case)
    methods = ("get",) if name == "case-file-content" else ("get", "post")
    assert {getattr(browser, method)(address(route, ids)).status_code for method in methods} == {404}


def test_the_hidden_and_the_missing_look_the_same(case, consultant_from_elsewhere):
    browser = signed_in(consultant_from_elsewhere)
    pages = [browser.get(reverse("case", args=[case_id])) for case_id in (case.pk, uuid4())]
    assert len({(page.status_code, page.content) for page in pages}) == 1


def test_a_stranger_meets_nothing_of_it_in_lists_and_search(case, consultant_from_elsewhere):
    browser = signed_in(consultant_from_elsewhere)
    pages = [browser.get(reverse("cases")), browser.post(reverse("case-search"), {"words": case.reference})]
    for page in pages:
        assert page.status_code == 200
        assert case.cover_name not in page.content.decode()
