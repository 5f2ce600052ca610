"""Every page of a case × everybody, against a table written by hand. A route that is not in it fails.

The columns stand one fact apart: who holds the case, a colleague on duty for its region who said they do not know the
family, the same role in another region, and roles that never read.
"""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases.conftest import a_case, ids_of, opened_by, staffing_ids_of
from tests.cast import MORNING, signed_in
from tests.closing.ids import ending_ids_of
from tests.desk.test_assessment_routes import ASSESSING
from tests.house.test_routes import DOOR, GONE, NO_GET, address, all_routes, answer_to, each_undone, let_in, shut_out
from tests.sharing.conftest import consent_ids_of
from tests.sharing.given import told_by_the_caseworker
from vaern.cases.actions.relations import link_case

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
    "case-knows":           (DOOR, 200, 200, GONE, GONE, GONE),
    "case-told":            (DOOR, 200, 200, GONE, GONE, GONE),
    "case-told-correct":    (DOOR, 200, 200, GONE, GONE, GONE),
    "case-knowing":         (DOOR, 200, 200, GONE, GONE, GONE),
    "case-briefing":        (DOOR, 200, 200, GONE, GONE, GONE),
    "case-notification":    (DOOR, 200, 200, GONE, GONE, GONE),
    "case-release":         (DOOR, 200, 200, GONE, GONE, GONE),
    "case-relation":        (DOOR, 200, 200, GONE, GONE, GONE),
    "case-links":           (DOOR, 200, 200, GONE, GONE, GONE),
    "case-link-end":        (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-consent":         (DOOR, 200, 200, GONE, GONE, GONE),
    "case-gate":            (DOOR, 200, 200, GONE, GONE, GONE),
    "case-consent-check":   (DOOR, 200, 200, GONE, GONE, GONE),
    "case-consent-add":     (DOOR, 200, 200, GONE, GONE, GONE),
    "case-consent-paper":    (DOOR, 200, 200, GONE, GONE, GONE),
    "case-consent-withdraw": (DOOR, 200, 200, GONE, GONE, GONE),
    "case-consent-request": (DOOR, 200, 200, GONE, GONE, GONE),
    "case-consent-confirm": (DOOR, 200, 200, GONE, GONE, GONE),
    "case-consent-end":     (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-identity":        (DOOR, 200, 200, GONE, GONE, GONE),
    "case-identity-show":   (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-identity-add":    (DOOR, 200, 200, GONE, GONE, GONE),
    "case-identity-correct": (DOOR, 200, 200, GONE, GONE, GONE),
    "case-identity-reopen": (DOOR, 200, 200, GONE, GONE, GONE),
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
    "case-close":           (DOOR, 200, 200, GONE, GONE, GONE),
    "case-ended":           (DOOR, 200, 200, GONE, GONE, GONE),
    "case-reopen":          (DOOR, 302, 302, GONE, GONE, GONE),
    "case-keeping":         (DOOR, 302, 302, GONE, GONE, GONE),
    "case-moving":          (DOOR, 200, 200, GONE, GONE, GONE),
    "case-moved":           (DOOR, 302, 302, GONE, GONE, GONE),  # they confirmed before
    "case-destructions":    (DOOR, GONE, GONE, GONE, 200, GONE),
    "case-destruction":     (DOOR, GONE, GONE, GONE, GONE, GONE),  # its day has not passed
    "case-guests":          (DOOR, 200, 200, GONE, GONE, GONE),
    "case-guest-invite":    (DOOR, 200, 200, GONE, GONE, GONE),
    "case-guest-end":       (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
    "case-guest-link":      (DOOR, NO_GET, NO_GET, NO_GET, GONE, GONE),
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
    "case-told":            (401, 422, 422, GONE, GONE, GONE),
    "case-told-correct":    (401, 422, 422, GONE, GONE, GONE),
    "case-knowing":         (401, 302, 302, GONE, GONE, GONE),
    "case-briefing":        (401, 422, 422, GONE, GONE, GONE),
    "case-notification":    (401, 422, 422, GONE, GONE, GONE),
    "case-release":         (401, 422, 422, GONE, GONE, GONE),
    "case-relation":        (401, 422, 422, GONE, GONE, GONE),
    "case-links":           (401, 422, 422, GONE, GONE, GONE),
    "case-link-end":        (401, 302, 302, GONE, GONE, GONE),
    "case-consent-check":   (401, 422, 422, GONE, GONE, GONE),
    "case-consent-add":     (401, 422, 422, GONE, GONE, GONE),
    "case-consent-paper":    (401, 422, 422, GONE, GONE, GONE),
    "case-consent-withdraw": (401, 302, 302, GONE, GONE, GONE),
    "case-consent-request": (401, 422, 422, GONE, GONE, GONE),
    "case-consent-confirm": (401, 422, 422, GONE, GONE, GONE),
    "case-consent-end":     (401, 302, 302, GONE, GONE, GONE),
    "case-identity-show":   (401, 200, 200, GONE, GONE, GONE),
    "case-identity-add":    (401, 422, 422, GONE, GONE, GONE),
    "case-identity-correct": (401, 422, 422, GONE, GONE, GONE),
    "case-identity-reopen": (401, 422, 422, GONE, GONE, GONE),
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
    "case-close":           (401, 422, 422, GONE, GONE, GONE),
    "case-reopen":          (401, 302, 302, GONE, GONE, GONE),
    "case-keeping":         (401, 302, 302, GONE, GONE, GONE),
    "case-moving":          (401, 422, 422, GONE, GONE, GONE),
    "case-moved":           (401, 302, 302, GONE, GONE, GONE),
    "case-destruction":     (401, GONE, GONE, GONE, GONE, GONE),
    "case-guest-invite":    (401, 422, 422, GONE, GONE, GONE),
    "case-guest-end":       (401, 302, 302, GONE, GONE, GONE),
    "case-guest-link":      (401, 200, 200, GONE, GONE, GONE),
}  # fmt: skip


def case_routes():
    """Return the pages of a case but those of its plan and its assessments, which have tables of their own."""
    elsewhere = ("case-plan", *ASSESSING)
    return [route for route in all_routes() if route.name.startswith("case") and not route.name.startswith(elsewhere)]


@pytest.fixture
def things(case, consultant_on_the_case, colleague_in_the_region):
    """Return the ids that fill the addresses: all of one case, which the colleague has opened before."""
    opened_by(colleague_in_the_region, case)
    ids = ids_of(case, consultant_on_the_case)
    sisters = a_case(consultant_on_the_case)
    link_case(case=case, name=sisters.reference, by=consultant_on_the_case, at=MORNING)
    told = told_by_the_caseworker(case, consultant_on_the_case)
    return (
        ids
        | {"other_id": sisters.pk, "code": "handover", "key": "citizen", "disclosure_id": told.pk}
        | staffing_ids_of(case, consultant_on_the_case)
        | ending_ids_of(case, consultant_on_the_case)
        | consent_ids_of(case, consultant_on_the_case, ids["person_id"])
    )


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_what_the_table_says_and_nothing_else(role, things, request, client):
    found = {route.name: answer_to(role, route, things, request, "get", client) for route in case_routes()}
    assert found == {name: row[ROLES.index(role)] for name, row in TABLE.items()}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_changes_what_the_table_says(role, things, request, client):
    wanted = let_in(POST_TABLE, ROLES, role)
    assert each_undone(role, wanted, case_routes(), things, request, client) == wanted


@pytest.mark.parametrize("role", ROLES)
def test_a_role_changes_nothing_else(role, things, request, client):
    by_name = {route.name: route for route in case_routes()}
    wanted = shut_out(POST_TABLE, ROLES, role)
    assert {name: answer_to(role, by_name[name], things, request, "post", client) for name in wanted} == wanted


def test_every_page_that_takes_an_answer_stands_in_the_second_table():
    reading_only = TABLE.keys() - POST_TABLE.keys()
    assert reading_only == {
        "cases", "case-known-family", "case", "case-journal", "case-tasks", "case-persons", "case-knows", "case-who",
        "case-files", "case-file-content",
        "case-ended", "case-destructions", "case-guests",
        "case-consent", "case-gate", "case-identity",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "case-correct",
        "case-task-done",
        "case-task-move",
        "case-person",
        "case-file",
        "case-file-withdraw",
        "case-told-correct",
    ],
)
def test_what_belongs_to_another_case_is_not_there(name, case, consultant_on_the_case):
    other = a_case(consultant_on_the_case)
    told = told_by_the_caseworker(other, consultant_on_the_case)
    ids = ids_of(other, consultant_on_the_case) | {"case_id": case.pk, "disclosure_id": told.pk}
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
