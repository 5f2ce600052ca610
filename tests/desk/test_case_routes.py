"""Every page of a case × everybody, against a table written by hand. A route that is not in it fails.

The columns stand one fact apart: who holds the case, a colleague on duty for its region who said they do not know the
family, the same role in another region, and roles that never read.
"""

import pytest

from tests.cases.conftest import opened_by
from tests.cast import MORNING
from tests.house.test_routes import DOOR, GONE, NO_GET, all_routes, answer_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory"), pytest.mark.time_machine(MORNING)]

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
    "case":                 (DOOR, 200, 200, GONE, GONE, GONE),
    "case-family":          (DOOR, 200, 200, GONE, GONE, GONE),
    "case-known-family":    (DOOR, 200, 200, 200, GONE, GONE),
}  # fmt: skip

# route                  nobody holds it colleague elsewhere team lead administrator   (the answer to an empty POST)
POST_TABLE = {
    "case-family":          (401, 422, 422, GONE, GONE, GONE),
}  # fmt: skip


def case_routes():
    return [route for route in all_routes() if route.name.startswith("case")]


@pytest.fixture
def things(case, colleague_in_the_region):
    """Return the ids that fill the addresses: all of one case, which the colleague has opened before."""
    opened_by(colleague_in_the_region, case)
    return {"case_id": case.pk}


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
    reading_only = {name for name, row in TABLE.items() if NO_GET not in row} - POST_TABLE.keys()
    assert reading_only == {"case", "case-known-family"}
