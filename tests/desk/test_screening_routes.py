"""Every page of a screening × every role, against a table written by hand. The columns stand as in tests/house."""

import pytest

from tests.cast import MORNING, NORDJYLLAND, file_a_call, signed_in
from tests.desk.screenings import address as address_in
from tests.house.test_routes import DOOR, GONE, NO_GET, ROLES, all_routes, answer_to, things  # noqa: F401
from tests.risk.filled import signed
from vaern.audit.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory"), pytest.mark.time_machine(MORNING)]

# route                     nobody  holds it  elsewhere  team lead  administrator   (the answer to GET)
TABLE = {
    "screening-history":      (DOOR, 200, GONE, GONE, GONE),
    "screening-begin":        (DOOR, NO_GET, NO_GET, GONE, GONE),
    "screening-ask":          (DOOR, 200, GONE, GONE, GONE),
    "screening-read-closing": (DOOR, 200, GONE, GONE, GONE),
    "screening":              (DOOR, 200, GONE, GONE, GONE),
    "screening-save":         (DOOR, NO_GET, NO_GET, GONE, GONE),
    "screening-card":         (DOOR, NO_GET, NO_GET, GONE, GONE),
    "screening-discard":      (DOOR, 200, GONE, GONE, GONE),
    "screening-read":         (DOOR, 200, GONE, GONE, GONE),
    "screening-void":         (DOOR, 302, GONE, GONE, GONE),  # a draft is not taken out of use: back to it
}  # fmt: skip

# route                     nobody  holds it  elsewhere  team lead  administrator   (the answer to an empty POST)
POST_TABLE = {
    "screening-begin":        (401, 302, GONE, GONE, GONE),
    "screening-ask":          (401, 422, GONE, GONE, GONE),
    "screening-read-closing": (401, 422, GONE, GONE, GONE),
    "screening":              (401, 200, GONE, GONE, GONE),
    "screening-save":         (401, 200, GONE, GONE, GONE),
    "screening-card":         (401, 200, GONE, GONE, GONE),
    "screening-discard":      (401, 302, GONE, GONE, GONE),
    "screening-read":         (401, 422, GONE, GONE, GONE),
    "screening-void":         (401, 302, GONE, GONE, GONE),
}  # fmt: skip


def routes_here():
    return [route for route in all_routes() if route.name.startswith("screening")]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_what_the_table_says_and_nothing_else(role, things, request, client):  # noqa: F811
    found = {route.name: answer_to(role, route, things, request, "get", client) for route in routes_here()}
    assert found == {name: row[ROLES.index(role)] for name, row in TABLE.items()}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", POST_TABLE)
def test_a_role_changes_what_the_table_says_and_nothing_else(name, role, things, request, client):  # noqa: F811
    [route] = [route for route in routes_here() if route.name == name]
    assert answer_to(role, route, things, request, "post", client) == POST_TABLE[name][ROLES.index(role)]


def test_a_screening_of_another_inquiry_is_not_there(inquiry, consultant_on_the_inquiry, consultant_from_elsewhere):
    other = signed(file_a_call(consultant_from_elsewhere, region=NORDJYLLAND), consultant_from_elsewhere)
    browser = signed_in(consultant_on_the_inquiry)
    for name in ("screening", "screening-read", "screening-void", "screening-discard"):
        assert browser.get(address_in(name, inquiry, other.pk)).status_code == 404, name


def test_a_refusal_is_on_record_and_every_opening_too(inquiry, consultant_from_elsewhere, consultant_on_the_inquiry):
    signed_in(consultant_from_elsewhere).get(address_in("screening-history", inquiry))
    assert Event.objects.get(refused=True).about == inquiry.pk
    signed_in(consultant_on_the_inquiry).get(address_in("screening-history", inquiry))
    assert Event.objects.filter(act="inquiry.opened", about=inquiry.pk, by=consultant_on_the_inquiry.pk).exists()
