"""Every page about assessments, the level over time and training × everybody, against a table written by hand."""

import pytest

from tests.cases.conftest import a_case, opened_by
from tests.cast import MORNING
from tests.house.test_routes import DOOR, GONE, NO_GET, all_routes, answer_to
from tests.risk.assessed import in_all_states, trained

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]

ASSESSING = ("case-assessment", "case-risk", "case-method")  # how the names of these routes begin
ROLES = (
    "nobody",
    "consultant_on_the_case",
    "colleague_in_the_region",
    "consultant_from_elsewhere",
    "team_lead",
    "administrator",
)

# route                              nobody holds it colleague elsewhere team lead administrator   (the answer to GET)
TABLE = {
    "case-assessments":                 (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-begin":            (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-method-support":              (DOOR, 200, 200, GONE, GONE, GONE),
    "case-risk":                        (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment":                  (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-sign":             (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-discard":          (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-ask":              (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-read":             (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-blind":            (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-compare":          (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-void":             (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-context":          (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-factors":          (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-scenarios":        (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-measures":         (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-conclusions":      (DOOR, 200, 200, GONE, GONE, GONE),
    "case-assessment-context-save":     (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-assessment-factors-save":     (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-assessment-scenarios-save":   (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-assessment-measures-save":    (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-assessment-conclusions-save": (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "training":                         (DOOR, GONE, GONE, GONE, 200, GONE),
    "training-take-back":               (DOOR, GONE, GONE, GONE, NO_GET, GONE),
}  # fmt: skip

# route                              nobody holds it colleague elsewhere team lead administrator   (to an empty POST)
POST_TABLE = {
    "case-assessment-begin":            (401, 302, 302, GONE, GONE, GONE),
    "case-method-support":              (401, 422, 422, GONE, GONE, GONE),
    "case-assessment-sign":             (401, 422, 422, GONE, GONE, GONE),
    "case-assessment-ask":              (401, 422, 422, GONE, GONE, GONE),
    "case-assessment-read":             (401, 422, 422, GONE, GONE, GONE),
    "case-assessment-blind":            (401, 422, 422, GONE, GONE, GONE),
    "case-assessment-void":             (401, 422, 422, GONE, GONE, GONE),
    "case-assessment-context":          (401, 200, 200, GONE, GONE, GONE),
    "case-assessment-factors":          (401, 200, 200, GONE, GONE, GONE),
    "case-assessment-scenarios":        (401, 200, 200, GONE, GONE, GONE),
    "case-assessment-measures":         (401, 200, 200, GONE, GONE, GONE),
    "case-assessment-conclusions":      (401, 200, 200, GONE, GONE, GONE),
    "case-assessment-context-save":     (401, 200, 200, GONE, GONE, GONE),
    "case-assessment-factors-save":     (401, 200, 200, GONE, GONE, GONE),
    "case-assessment-scenarios-save":   (401, 200, 200, GONE, GONE, GONE),
    "case-assessment-measures-save":    (401, 200, 200, GONE, GONE, GONE),
    "case-assessment-conclusions-save": (401, 200, 200, GONE, GONE, GONE),
    "case-assessment-discard":          (401, 302, 302, GONE, GONE, GONE),
    "training":                         (401, GONE, GONE, GONE, 422, GONE),
    "training-take-back":               (401, GONE, GONE, GONE, 302, GONE),
}  # fmt: skip
OF_A_SIGNED_ONE = {"case-assessment", "case-assessment-void", "case-assessment-blind"}


def routes():
    return [route for route in all_routes() if route.name.startswith((*ASSESSING, "training"))]


@pytest.fixture
def things(case, consultant_on_the_case, colleague_in_the_region, team_lead):
    """Return, by route, the ids that fill its address: all of one case, which the colleague has opened before."""
    opened_by(colleague_in_the_region, case)
    states = in_all_states(case, consultant_on_the_case, colleague_in_the_region)
    attestation = trained(consultant_on_the_case, team_lead)

    def ids(name):
        one = states.draft
        if name in OF_A_SIGNED_ONE:
            one = states.signed
        elif name == "case-assessment-compare":
            one = states.second
        return {"case_id": case.pk, "assessment_id": one.pk, "attestation_id": attestation.pk}

    return ids


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_and_changes_what_the_tables_say_and_nothing_else(role, things, request, client):
    read = {each.name: answer_to(role, each, things(each.name), request, "get", client) for each in routes()}
    assert read == {name: row[ROLES.index(role)] for name, row in TABLE.items()}
    by_name = {each.name: each for each in routes()}
    changed = {name: answer_to(role, by_name[name], things(name), request, "post", client) for name in POST_TABLE}
    assert changed == {name: row[ROLES.index(role)] for name, row in POST_TABLE.items()}


def test_every_page_that_takes_an_answer_stands_in_the_second_table():
    assert TABLE.keys() - POST_TABLE.keys() == {
        "case-assessments", "case-risk", "case-assessment", "case-assessment-compare",
    }  # fmt: skip


def test_what_belongs_to_another_case_is_not_there(things, request, consultant_on_the_case, client):
    other = a_case(consultant_on_the_case)
    for route in routes():
        if "assessment_id" in route.pattern.converters and TABLE[route.name][1] == 200:
            ids = things(route.name) | {"case_id": other.pk}
            assert answer_to("consultant_on_the_case", route, ids, request, "get", client) == 404, route.name
