"""Every route × every role, against a table written by hand. A route that is not in it fails.

The columns stand one fact apart: the consultant who holds the inquiry, the same role in another region, and roles that
never read. 302 to the sign-in is what a stranger without a session meets; 404 is every other refusal, and each is on
record.
"""

from uuid import UUID, uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import MORNING, a_draft, signed_in, text
from tests.databases import undone
from vaern.audit.models import Event
from vaern.desk.guards import ANYONE
from vaern.inquiries.actions.callbacks import Contact, agree_call_back
from vaern.inquiries.actions.emergency import write_emergency_note
from vaern.inquiries.terms import EmergencyReason, HideNumber, IfOtherAnswers, PhoneOf
from vaern.risk.actions.writing import begin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]

ROLES = ("nobody", "consultant_on_the_inquiry", "consultant_from_elsewhere", "team_lead", "administrator")
DOOR, GONE, NO_GET = 302, 404, 405
SHUT = {401, 403, GONE}  # nothing can have changed

# route                  nobody  holds it  elsewhere  team lead  administrator   (the answer to GET)
TABLE = {
    "front":                (200, 200, 200, 200, 200),
    "danger":               (200, 200, 200, 200, 200),
    "watched-phone":        (200, 200, 200, 200, 200),
    "recognise":            (200, 200, 200, 200, 200),
    "trip":                 (200, 200, 200, 200, 200),
    "abilities":            (200, 200, 200, 200, 200),
    "numbers":              (200, 200, 200, 200, 200),
    "write":                (200, 200, 200, 200, 200),
    "mailbox":              (200, 200, 200, 200, 200),
    "another":              (200, 200, 200, 200, 200),
    "closed":               (200, 200, 200, 200, 200),
    "privacy":              (200, 200, 200, 200, 200),
    "accessibility":        (200, 200, 200, 200, 200),
    "professionals":        (200, 200, 200, 200, 200),
    "finder":               (200, 200, 200, 200, 200),
    "prepare":              (200, 200, 200, 200, 200),
    "briefing":             (200, 200, 200, 200, 200),
    "soon":                 (200, 200, 200, 200, 200),
    "duties":               (200, 200, 200, 200, 200),
    "consent":              (200, 200, 200, 200, 200),
    "afterwards":           (200, 200, 200, 200, 200),
    "words":                (200, 200, 200, 200, 200),
    "scheme":               (200, 200, 200, 200, 200),
    "security-contact":     (GONE, GONE, GONE, GONE, GONE),
    "robots":               (200, 200, 200, 200, 200),
    "accessibility-from-outside": (302, 302, 302, 302, 302),
    "health":               (200, 200, 200, 200, 200),
    "exit":                 (303, 303, 303, 303, 303),
    "exit-close":           (NO_GET, NO_GET, NO_GET, NO_GET, NO_GET),
    "sign-in":              (200, 200, 200, 200, 200),
    "sign-out":             (NO_GET, NO_GET, NO_GET, NO_GET, NO_GET),
    "my-day":               (DOOR, 200, 200, 200, 200),
    "team":                 (DOOR, GONE, GONE, 200, GONE),
    "rules":                (DOOR, 200, 200, 200, 200),
    "languages":            (DOOR, 200, 200, 200, 200),
    "languages-mark":       (DOOR, GONE, GONE, NO_GET, GONE),
    "languages-take-back":  (DOOR, GONE, GONE, NO_GET, GONE),
    "call-log":             (DOOR, 200, 200, GONE, GONE),
    "call":                 (DOOR, 200, GONE, GONE, GONE),
    "call-save":            (DOOR, NO_GET, NO_GET, GONE, GONE),
    "call-discard":         (DOOR, 200, GONE, GONE, GONE),
    "check-text":           (DOOR, NO_GET, NO_GET, GONE, GONE),
    "script-112":           (DOOR, 200, 200, GONE, GONE),
    "inquiries":            (DOOR, 200, 200, GONE, GONE),
    "inquiry":              (DOOR, 200, GONE, GONE, GONE),
    "inquiry-note":         (DOOR, 200, GONE, GONE, GONE),
    "inquiry-correct":      (DOOR, 200, GONE, GONE, GONE),
    "inquiry-step":         (DOOR, 200, GONE, GONE, GONE),
    "inquiry-done":         (DOOR, 200, GONE, GONE, GONE),
    "inquiry-hand-over":    (DOOR, 200, GONE, GONE, GONE),
    "inquiry-take":         (DOOR, NO_GET, NO_GET, GONE, GONE),
    "inquiry-notification": (DOOR, 200, GONE, GONE, GONE),
    "inquiry-close":        (DOOR, 200, GONE, GONE, GONE),
    "inquiry-reopen":       (DOOR, 200, GONE, GONE, GONE),
    "inquiry-case":         (DOOR, 200, GONE, GONE, GONE),
    "call-back-agree":      (DOOR, 302, GONE, GONE, GONE),
    "call-back":            (DOOR, 200, GONE, GONE, GONE),
    "call-back-confirm":    (DOOR, 200, GONE, GONE, GONE),
    "call-back-attempt":    (DOOR, NO_GET, NO_GET, GONE, GONE),
    "call-back-end":        (DOOR, 200, GONE, GONE, GONE),
    "emergency-write":      (DOOR, NO_GET, NO_GET, GONE, GONE),
    "emergency":            (DOOR, 200, GONE, 200, GONE),
    "emergency-review":     (DOOR, GONE, GONE, NO_GET, GONE),
}  # fmt: skip

# route                  nobody  holds it  elsewhere  team lead  administrator   (the answer to an empty POST)
POST_TABLE = {
    "sign-out":             (302, 302, 302, 302, 302),
    "rules":                (401, 200, 200, 200, 200),
    "languages-mark":       (401, GONE, GONE, 422, GONE),
    "languages-take-back":  (401, GONE, GONE, 422, GONE),
    "call":                 (401, 200, GONE, GONE, GONE),
    "call-save":            (401, 200, GONE, GONE, GONE),
    "check-text":           (401, 200, 200, GONE, GONE),
    "call-discard":         (401, 302, GONE, GONE, GONE),
    "inquiry-note":         (401, 422, GONE, GONE, GONE),
    "inquiry-correct":      (401, 422, GONE, GONE, GONE),
    "inquiry-step":         (401, 422, GONE, GONE, GONE),
    "inquiry-done":         (401, 302, GONE, GONE, GONE),
    "inquiry-hand-over":    (401, 422, GONE, GONE, GONE),
    "inquiry-take":         (401, 409, GONE, GONE, GONE),
    "inquiry-notification": (401, 422, GONE, GONE, GONE),
    "inquiry-close":        (401, 422, GONE, GONE, GONE),
    "inquiry-reopen":       (401, 422, GONE, GONE, GONE),
    "inquiry-case":         (401, 422, GONE, GONE, GONE),
    "call-back-agree":      (401, 422, GONE, GONE, GONE),
    "call-back-confirm":    (401, 422, GONE, GONE, GONE),
    "call-back-attempt":    (401, 422, GONE, GONE, GONE),
    "call-back-end":        (401, 422, GONE, GONE, GONE),
    "emergency-write":      (401, 422, GONE, GONE, GONE),
    "emergency-review":     (401, GONE, GONE, 422, GONE),
}  # fmt: skip

# Their pages have a table of their own in tests/desk: test_directory_pages, test_case_routes, test_screening_routes,
# test_inbox, test_travel_pages, test_guest_pages, test_assessment_routes
TABLES_ELSEWHERE = ("directory", "case", "screening", "inbox", "travel", "guest", "training")
# So have those of signing in and of users, in tests/desk/test_account_routes.py
ABOUT_ACCESS = ("sign-in-", "link", "device", "own-", "user")


def all_routes(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern)
        else:
            yield pattern


def routes_here():
    return [
        route for route in all_routes() if not route.name.startswith(TABLES_ELSEWHERE) and not is_about_access(route)
    ]


def is_about_access(route):
    return route.name.startswith(ABOUT_ACCESS)


@pytest.fixture
def things(inquiry, consultant_on_the_inquiry):
    """Return the ids that fill the addresses: all of one inquiry, held by one consultant."""
    holder = consultant_on_the_inquiry
    nothing = dict.fromkeys(
        "when_safe never_when agreed_words safe_word cannot_talk_word send_help_word must_not_know interpreter "
        "digital_post easier".split(),
        text(),
    )
    contact = Contact(
        number="22 33 44 55",
        phone_of=PhoneOf.OWN,
        if_other_answers=IfOtherAnswers.HANG_UP,
        hide_number=HideNumber.YES,
        **nothing,
    )
    agree_call_back(inquiry=inquiry, contact=contact, due_at=MORNING, valid_until=MORNING.date(), by=holder, at=MORNING)
    draft = a_draft(holder)
    note = write_emergency_note(
        about=inquiry.pk,
        region=inquiry.region,
        text="Amina Holm",
        reason=EmergencyReason.POLICE,
        grounds="Brødre på vej",
        danger_is_acute=True,
        by=holder,
        at=MORNING,
    )
    return {
        "draft_id": draft.pk,
        "about": draft.pk,
        "inquiry_id": inquiry.pk,
        "entry_id": inquiry.entries.get().pk,
        "task_id": inquiry.tasks.by_due().last().pk,
        "note_id": note.pk,
        "screening_id": begin(inquiry=inquiry, by=holder, at=MORNING).pk,
    }


def address(route: URLPattern, things) -> str:
    return reverse(route.name, kwargs={name: things[name] for name in route.pattern.converters})


def answer_to(role, route, things, request, method, client):
    browser = client if role == "nobody" else signed_in(request.getfixturevalue(role))
    headers = {"Sec-Fetch-Site": "same-origin"}
    return getattr(browser, method)(address(route, things), headers=headers).status_code


@pytest.mark.time_machine(MORNING)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_what_the_table_says_and_nothing_else(role, things, request, client):
    found = {route.name: answer_to(role, route, things, request, "get", client) for route in routes_here()}
    assert found == {name: row[ROLES.index(role)] for name, row in TABLE.items()}


def let_in(table, roles, role):
    """Return the pages that let a role in, with the answer: what is sent to them may change something."""
    return {name: row[roles.index(role)] for name, row in table.items() if row[roles.index(role)] not in SHUT}


def shut_out(table, roles, role):
    return {name: row[roles.index(role)] for name, row in table.items() if row[roles.index(role)] in SHUT}


def each_undone(role, names, routes, things, request, client):
    """Send to each page as if nothing had been sent to another, and return the answers."""
    by_name, found = {route.name: route for route in routes}, {}
    if role != "nobody":
        request.getfixturevalue(role)  # here, so that the person is not undone
    for name in names:
        with undone():
            found[name] = answer_to(role, by_name[name], things, request, "post", client)
    return found


@pytest.mark.time_machine(MORNING)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_changes_what_the_table_says(role, things, request, client):
    wanted = let_in(POST_TABLE, ROLES, role)
    assert each_undone(role, wanted, routes_here(), things, request, client) == wanted


@pytest.mark.time_machine(MORNING)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_changes_nothing_else(role, things, request, client):
    by_name = {route.name: route for route in routes_here()}
    wanted = shut_out(POST_TABLE, ROLES, role)
    assert {name: answer_to(role, by_name[name], things, request, "post", client) for name in wanted} == wanted


def test_every_staff_route_names_its_guard():
    for route in all_routes():
        staff = getattr(route.callback, "guard", None)
        path = "/" + str(route.pattern)
        if staff is None:
            assert route.callback.__module__.startswith(("vaern.public", "vaern.config.health")), f"{path} has no guard"
        elif staff is ANYONE:
            assert route.name in {
                "sign-in", "sign-in-code", "sign-in-passkey", "sign-in-passkey-question", "sign-out",
                "link", "link-password", "link-factor",
            }  # fmt: skip


@pytest.mark.time_machine(MORNING)
def test_a_refusal_is_on_record_with_ids_and_codes(inquiry, consultant_from_elsewhere):
    signed_in(consultant_from_elsewhere).get(reverse("inquiry", args=[inquiry.pk]))
    refusal = Event.objects.get(refused=True)
    assert (refusal.by, refusal.about, refusal.code) == (consultant_from_elsewhere.pk, inquiry.pk, "casework")


@pytest.mark.time_machine(MORNING)
def test_a_page_of_another_role_is_refused_on_record(team_lead):
    signed_in(team_lead).get(reverse("call-log"))
    assert Event.objects.get(refused=True).code == "call-log"


@pytest.mark.time_machine(MORNING)
def test_the_hidden_and_the_missing_look_the_same(inquiry, consultant_from_elsewhere):
    browser = signed_in(consultant_from_elsewhere)
    hidden = browser.get(reverse("inquiry", args=[inquiry.pk]))
    missing = browser.get(reverse("inquiry", args=[uuid4()]))
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)


@pytest.mark.time_machine(MORNING)
def test_a_stranger_meets_nothing_of_it_in_lists_and_counts(inquiry, consultant_from_elsewhere):
    browser = signed_in(consultant_from_elsewhere)
    for name in ("my-day", "inquiries"):
        page = browser.get(reverse(name)).content.decode()
        assert inquiry.cover_name not in page
        assert inquiry.reference not in page


def test_addresses_hold_ids_only():
    for route in all_routes():
        for name, converter in route.pattern.converters.items():
            assert converter.to_python is not str, f"{route.name}: {name}"
            assert converter.regex == type(converter).regex
            assert UUID(str(uuid4())) or name
