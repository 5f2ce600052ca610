"""Every page of a plan × everybody, against a table written by hand. A route that is not in it fails.

The columns stand one fact apart, as in `test_case_routes.py`.
"""

import pytest

from tests.cases.conftest import a_case, opened_by
from tests.cases.plans import plan_ids_of
from tests.cast import MORNING, signed_in
from tests.desk.test_case_routes import ROLES
from tests.house.test_routes import DOOR, GONE, NO_GET, address, all_routes, answer_to

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]
READ = (DOOR, 200, 200, GONE, GONE, GONE)
ASKED = (401, 422, 422, GONE, GONE, GONE)

# route                          nobody holds it colleague elsewhere team lead administrator   (the answer to GET)
TABLE = {
    "case-plan":                  READ,
    "case-plan-recommend":        READ,
    "case-plan-recommendation":   READ,
    "case-plan-safety":           READ,
    "case-plan-pocket":           READ,
    "case-plan-frame":            READ,
    "case-plan-step-add":         READ,
    "case-plan-step":             READ,
    "case-plan-ask":              READ,
    "case-plan-route":            READ,
    "case-plan-question":         READ,
    "case-plan-caseworker":       READ,
    "case-plan-caseworker-write": READ,
    "case-plan-citizen":          READ,
    "case-plan-citizen-write":    READ,
    "case-plan-meet":             READ,
    "case-plan-meeting":          READ,
    "case-plan-meeting-move":     READ,
    "case-plan-meeting-cancel":   READ,
    "case-plan-meeting-minutes":  READ,
    "case-plan-meeting-release":  READ,
    "case-plan-meeting-calendar": (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
}  # fmt: skip

# the same                       nobody holds it colleague elsewhere team lead administrator   (to an empty POST)
POST_TABLE = {
    "case-plan-recommend":        ASKED,
    "case-plan-recommendation":   ASKED,
    "case-plan-frame":            ASKED,
    "case-plan-step-add":         ASKED,
    "case-plan-step":             ASKED,
    "case-plan-ask":              ASKED,
    "case-plan-route":            ASKED,
    "case-plan-question":         ASKED,
    "case-plan-caseworker-write": ASKED,
    "case-plan-citizen-write":    ASKED,
    "case-plan-meet":             ASKED,
    "case-plan-meeting-move":     ASKED,
    "case-plan-meeting-cancel":   ASKED,
    "case-plan-meeting-minutes":  ASKED,
    "case-plan-meeting-release":  ASKED,
    "case-plan-meeting-calendar": (401, 200, 200, GONE, GONE, GONE),
}  # fmt: skip
ONLY_READ = {"case-plan", "case-plan-safety", "case-plan-pocket", "case-plan-caseworker", "case-plan-citizen"}
OF_A_PART = [
    "recommendation",
    "step",
    "route",
    "question",
    "meeting",
    "meeting-move",
    "meeting-cancel",
    "meeting-minutes",
]


def plan_routes():
    return {route.name: route for route in all_routes() if route.name.startswith("case-plan")}


@pytest.fixture
def things(case, consultant_on_the_case, colleague_in_the_region):
    """Return the ids that fill the addresses: all of one case, which the colleague has opened before."""
    opened_by(colleague_in_the_region, case)
    return {"case_id": case.pk} | plan_ids_of(case, consultant_on_the_case)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_and_changes_what_the_tables_say_and_nothing_else(role, things, request, client):
    for method, table in (("get", TABLE), ("post", POST_TABLE)):
        found = {
            name: answer_to(role, route, things, request, method, client)
            for name, route in plan_routes().items()
            if method == "get" or name in POST_TABLE
        }
        assert found == {name: row[ROLES.index(role)] for name, row in table.items()}


def test_every_page_that_takes_an_answer_stands_in_the_second_table():
    assert TABLE.keys() - POST_TABLE.keys() == ONLY_READ | {"case-plan-meeting"}


def test_what_belongs_to_another_case_is_not_there(case, consultant_on_the_case):
    other = a_case(consultant_on_the_case)
    ids = plan_ids_of(other, consultant_on_the_case) | {"case_id": case.pk}
    browser = signed_in(consultant_on_the_case)
    for name in OF_A_PART:
        assert browser.get(address(plan_routes()[f"case-plan-{name}"], ids)).status_code == 404, name


def test_a_part_of_another_kind_is_not_there(case, consultant_on_the_case):
    ids = plan_ids_of(case, consultant_on_the_case)
    mixed = {"case_id": case.pk, "step_id": ids["recommendation_id"]}
    page = signed_in(consultant_on_the_case).get(address(plan_routes()["case-plan-step"], mixed))
    assert page.status_code == 404
