"""The pages of signing in and of users: who may reach what, by hand, and that each is used, neutral and strict.

The columns are those of `tests/house/test_routes.py`; the one who is looked at is the consultant from elsewhere.
"""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import MORNING, signed_in
from tests.house.test_routes import ABOUT_ACCESS, DOOR, GONE, NO_GET, ROLES, all_routes, is_about_access
from tests.house.test_templates import rendered  # noqa: F401  a fixture
from tests.staff.coming_in import PASSWORD, come_in, handed, show_password, with_access
from vaern.audit.models import Event
from vaern.staff.factors import APP, factors_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory"), pytest.mark.time_machine(MORNING)]

# route                      nobody  consultant  elsewhere  team lead  administrator   (the answer to GET)
TABLE = {
    "sign-in-code":             (DOOR, DOOR, DOOR, DOOR, DOOR),
    "sign-in-passkey":          (NO_GET, NO_GET, NO_GET, NO_GET, NO_GET),
    "sign-in-passkey-question": (NO_GET, NO_GET, NO_GET, NO_GET, NO_GET),
    "link":                     (200, 200, 200, 200, 200),
    "link-password":            (410, 410, 410, 410, 410),
    "link-factor":              (410, 410, 410, 410, 410),
    "devices":                  (DOOR, 200, 200, 200, 200),
    "device-end":               (DOOR, NO_GET, NO_GET, NO_GET, NO_GET),
    "devices-end":              (DOOR, NO_GET, NO_GET, NO_GET, NO_GET),
    "own-app":                  (DOOR, 200, 200, 200, 200),
    "own-passkey":              (DOOR, 200, 200, 200, 200),
    "own-factor-remove":        (DOOR, GONE, 200, GONE, GONE),
    "own-codes":                (DOOR, 200, 200, 200, 200),
    "own-password":             (DOOR, 200, 200, 200, 200),
    "users":                    (DOOR, GONE, GONE, 200, 200),
    "user-invite":              (DOOR, GONE, GONE, GONE, 200),
    "user":                     (DOOR, GONE, GONE, 200, 200),
    "user-link":                (DOOR, GONE, GONE, GONE, NO_GET),
    "user-recover":             (DOOR, GONE, GONE, NO_GET, NO_GET),
    "user-recover-confirm":     (DOOR, GONE, GONE, NO_GET, NO_GET),
    "user-powers":              (DOOR, GONE, GONE, GONE, 200),
    "user-end":                 (DOOR, GONE, GONE, GONE, 200),
}  # fmt: skip

# route                      nobody  consultant  elsewhere  team lead  administrator   (the answer to an empty POST)
POST_TABLE = {
    "sign-in-code":             (DOOR, DOOR, DOOR, DOOR, DOOR),
    "sign-in-passkey":          (422, 422, 422, 422, 422),
    "sign-in-passkey-question": (200, 200, 200, 200, 200),
    "link":                     (422, 422, 422, 422, 422),
    "link-password":            (410, 410, 410, 410, 410),
    "link-factor":              (410, 410, 410, 410, 410),
    "device-end":               (401, GONE, GONE, GONE, GONE),
    "devices-end":              (401, 302, 302, 302, 302),
    "own-app":                  (401, 422, 422, 422, 422),
    "own-passkey":              (401, 422, 422, 422, 422),
    "own-factor-remove":        (401, GONE, 422, GONE, GONE),
    "own-codes":                (401, 422, 422, 422, 422),
    "own-password":             (401, 422, 422, 422, 422),
    "user-invite":              (401, GONE, GONE, GONE, 422),
    "user-link":                (401, GONE, GONE, GONE, 409),
    "user-recover":             (401, GONE, GONE, 302, 302),
    "user-recover-confirm":     (401, GONE, GONE, 409, 409),
    "user-powers":              (401, GONE, GONE, GONE, 422),
    "user-end":                 (401, GONE, GONE, GONE, 302),
}  # fmt: skip


@pytest.fixture
def things(consultant_from_elsewhere):
    [app] = factors_of(with_access(consultant_from_elsewhere).user, APP)
    return {"user_id": consultant_from_elsewhere.pk, "link_id": uuid4(), "session_id": uuid4(), "factor_id": app.pk}


def addresses(things):
    for route in all_routes():
        if is_about_access(route):
            yield route.name, reverse(route.name, kwargs={name: things[name] for name in route.pattern.converters})


def browser_of(role, request, client):
    return client if role == "nobody" else signed_in(request.getfixturevalue(role))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_what_the_table_says_and_nothing_else(role, things, request, client):
    browser = browser_of(role, request, client)
    found = {name: browser.get(address).status_code for name, address in addresses(things)}
    assert found == {name: row[ROLES.index(role)] for name, row in TABLE.items()}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_changes_what_the_table_says_and_nothing_else(role, things, request, client):
    wanted, found = {name: row[ROLES.index(role)] for name, row in POST_TABLE.items()}, {}
    for name, address in addresses(things):
        if name in POST_TABLE:
            browser = browser_of(role, request, type(client)())
            found[name] = browser.post(address, headers={"Sec-Fetch-Site": "same-origin"}).status_code
    assert found == wanted


def test_what_is_not_there_is_not_found(things, administrator):
    browser = signed_in(administrator)
    for name in ("user", "user-powers", "user-end"):
        assert browser.get(reverse(name, args=[uuid4()])).status_code == 404
    assert browser.post(reverse("user-recover", args=[uuid4()])).status_code == 404


@pytest.fixture
def pages(things, administrator, team_lead, consultant_from_elsewhere, client, rendered):  # noqa: F811
    """Every page of signing in and of users, in every state worth showing."""
    admin, lead, person = signed_in(administrator), signed_in(team_lead), consultant_from_elsewhere
    mine, shown = signed_in(person), []

    def seen(page):
        shown.append(page)
        return page

    def ask(browser, route, *args, **sent):
        address = reverse(route, args=args)
        return seen(browser.post(address, sent) if sent else browser.get(address))

    ask(client, "sign-in")
    ask(client, "sign-in", email="x", password="y")
    show_password(client, person.email)
    ask(client, "sign-in-code")
    ask(client, "sign-in-code", code="000000")
    invited = seen(admin.post(reverse("user-invite"), {"first_name": "Gry", "email": "g@x.dk", "role": "team-lead"}))
    path, code = handed(invited)
    seen(client.get(path))
    seen(client.post(path, {"code": "AAAA"}))
    client.post(path, {"code": code})
    ask(client, "link-password")
    ask(client, "link-password", password="kort", again="andet")
    client.post(reverse("link-password"), {"password": PASSWORD, "again": PASSWORD})
    ask(client, "link-factor", offer="x", code="000000")
    ask(client, "link-factor", answer="", name="")
    seen(come_in(client, path, code)[0])
    seen(client.get(path))
    ask(client, "link-password")
    for name in ("devices", "own-app", "own-passkey", "own-codes", "own-password"):
        ask(mine, name)
        if name != "devices":
            ask(mine, name, own_password="forkert")
    ask(mine, "own-factor-remove", things["factor_id"])
    ask(mine, "own-codes", own_password=PASSWORD)
    for browser in (admin, lead):
        ask(browser, "users")
        ask(browser, "user", person.pk)
        browser.post(reverse("user-recover", args=[person.pk]))
        ask(browser, "user", person.pk)
    ask(lead, "user-recover", team_lead.pk, x="")
    ask(admin, "user-recover-confirm", person.pk, x="")
    ask(admin, "user-link", person.pk, x="")
    ask(admin, "user-invite", first_name="")
    ask(admin, "user-powers", person.pk)
    ask(admin, "user-powers", person.pk, regions="1082")
    ask(admin, "user-end", person.pk)
    admin.post(reverse("user-end", args=[person.pk]))
    ask(admin, "user", person.pk)
    ask(admin, "users")
    return shown


def test_every_template_of_theirs_is_used(pages, rendered, settings):  # noqa: F811
    folder = settings.BASE_DIR / "vaern/desk/templates"
    ours = {
        str(path.relative_to(folder)) for kind in ("account", "users") for path in folder.glob(f"desk/{kind}/**/*.html")
    }
    assert ours - rendered == set()


def test_their_pages_name_nobody_in_the_title_and_hold_no_code_of_their_own(pages):
    for page in pages:
        shown = page.content.decode()
        title = shown.split("<title>")[1].split("</title>")[0]
        assert not [name for name in ("Carla", "Gry", "Emil", "Dina", "vaern.invalid") if name in title]
        assert " style=" not in shown
        assert "<style" not in shown
        assert all(script.split(">")[0].strip().startswith("src=") for script in shown.split("<script")[1:])
        assert page.headers["Cache-Control"] == "no-store"
        assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_only_at_the_door_may_a_page_make_a_passkey(administrator):
    browser = signed_in(administrator)
    assert "publickey-credentials-create=(self)" in browser.get(reverse("own-passkey")).headers["Permissions-Policy"]
    for name in ("users", "front"):
        assert "publickey-credentials-create=()" in browser.get(reverse(name)).headers["Permissions-Policy"]


def test_a_refusal_is_on_record(things, team_lead):
    signed_in(team_lead).get(reverse("user-invite"))
    assert Event.objects.get(refused=True).code == "user-invite"


def test_the_table_is_about_these_pages_alone():
    assert ABOUT_ACCESS
    assert set(TABLE) == {route.name for route in all_routes() if is_about_access(route)}
