"""Every page of a case, in every state it can be in, as `test_desk_pages.py` does it for the rest of the workbench.

A page of a case that is added must be visited here too; a test counts them.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.browser import test_closing_pages
from tests.browser.conftest import DESK, sign_in
from tests.browser.knowing_states import states_of_knowing
from tests.browser.plan_states import plan_states
from tests.browser.sweep import State, look_of, send, sent, visit
from tests.browser.test_desk_pages import site, stage  # noqa: F401  fixtures
from tests.cast import text
from tests.desk.test_assessment_routes import ASSESSING
from vaern.cases.actions.course import set_situation
from vaern.cases.models import Case
from vaern.cases.reading import facts_of, journal_of
from vaern.cases.terms import EntryKind, Situation
from vaern.desk import routes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLES = {"Sag", "Sager", "Find en sag", "Kender du familien?", "Nødåbning", "Giv en sag", "Afløsning"}
ONLY_POSTED_TO = {
    "case-participant-end", "case-restrict", "case-take", "case-cover-end", "case-plan-meeting-calendar",
    "case-consent-end", "case-identity-show", "case-link-end",
}  # fmt: skip
HANDED_OVER = {"case-file-content"}  # bytes, not a page


def states_of_cases(stage, site):  # noqa: F811
    def case(one, page=""):
        return f"/desk/sager/{one.pk}/{page}"

    def be_slower(page):
        set_situation(
            case=full,
            to=Situation.CALM,
            reason=text("Hun er hos en veninde."),
            seen=facts_of(full).situation_number,
            by=stage.bo,
            at=now(),
        )
        sent(situation="acute", reason="Billetten er købt.")(page)
        expect(page.locator("#imens")).to_be_visible()

    def hide_what_does_not_belong(page):
        page.check("[name=authority_state][value='found']", force=True)
        expect(page.locator(".if-known")).to_be_visible()
        expect(page.locator(".if-to-find")).to_be_hidden()

    full, bare = stage.cases.full, stage.cases.bare
    entry, task = full.entries.first(), full.tasks.open().by_due().first()
    find, person = bare.tasks.get(), full.persons.first()
    yield State("cases", "asta", "/desk/sager/")
    yield State("no cases", "newcomer", "/desk/sager/")
    yield State("cases, none chosen", "asta", "/desk/sager/?situation=calm&kun=mine")
    yield State("search", "asta", "/desk/sager/soeg/")
    yield State("search for nothing", "asta", "/desk/sager/soeg/", send)
    yield State("search, found", "asta", "/desk/sager/soeg/", sent(words=full.reference))
    yield State("search, not found", "newcomer", "/desk/sager/soeg/", sent(words=full.reference))
    yield State("the family, before", "asta", case(stage.cases.unasked, "familien/"))
    yield State("the family, not said", "asta", case(stage.cases.unasked, "familien/"), send)
    yield State("the family, known", "asta", "/desk/sager/kender-familien/")
    yield State("led to the family", "asta", case(stage.cases.unclaimed))
    yield State("case", "asta", case(full))
    yield State("bare case", "asta", case(bare))
    yield State("not for her", "newcomer", case(full))
    yield State("journal", "asta", case(full, "journal/"))
    yield State("entry", "asta", case(full, "journal/ny/"))
    yield State("entry, not said", "asta", case(full, "journal/ny/"), send)
    yield State("entry, stopped", "asta", case(full, "journal/ny/"), sent(kind="note", note="Ring 20 12 34 56"))
    yield State("correction", "asta", case(full, f"journal/{entry.pk}/rettelse/"))
    yield State("tasks", "asta", case(full, "opgaver/"))
    yield State("task", "asta", case(full, "opgaver/ny/"))
    yield State("task, not said", "asta", case(full, "opgaver/ny/"), send)
    yield State("done", "asta", case(full, f"opgaver/{task.pk}/"))
    yield State("the last done", "asta", case(bare, f"opgaver/{find.pk}/"), send)
    yield State("move", "asta", case(full, f"opgaver/{task.pk}/flyt/"))
    for page in ("fase", "situation", "bekymring", "oensker", "myndighed"):
        yield State(page, "asta", case(full, f"{page}/"))
        yield State(f"{page}, not said", "asta", case(bare, f"{page}/"), send)
    yield State("authority, known", "asta", case(bare, "myndighed/"), hide_what_does_not_belong)
    yield State("two at once", "asta", case(full, "situation/"), be_slower)
    yield State("persons", "asta", case(full, "personer/"))
    yield State("no persons", "asta", case(bare, "personer/"))
    yield State("new person", "asta", case(full, "personer/ny/"))
    yield State("new person, not said", "asta", case(full, "personer/ny/"), send)
    yield State("person", "asta", case(full, f"personer/{person.pk}/"))


def states_of_consent(stage, site):  # noqa: F811
    def show_her(page):
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator("main")).to_contain_text("Amina Holm")

    def case(one, page=""):
        return f"/desk/sager/{one.pk}/{page}"

    one, bare = stage.cases.consented, stage.cases.bare
    given = one.consents.newest_first().first()
    item, request = one.identity_items.first(), one.municipal_requests.get()
    yield State("consent", "asta", case(one, "samtykke/"))
    yield State("no consent", "asta", case(bare, "samtykke/"))
    yield State("what may we", "asta", case(one, "hvad-maa-vi/"))
    yield State("may we ask", "asta", case(bare, "samtykke/spoerg/"), send)
    yield State("do not ask yet", "asta", case(bare, "samtykke/nyt/"))
    yield State("new consent", "asta", case(one, "samtykke/nyt/"))
    yield State("new consent, not said", "asta", case(one, "samtykke/nyt/"), send)
    yield State("the paper of a consent", "asta", case(one, f"samtykke/{given.pk}/papir/"))
    yield State("withdraw", "asta", case(one, f"samtykke/{given.pk}/tilbage/"))
    yield State("a request", "asta", case(one, "samtykke/anmodning/ny/"), send)
    yield State("confirm", "asta", case(one, f"samtykke/anmodning/{request.pk}/bekraeft/"))
    yield State("identity", "asta", case(one, "identitet/"))
    yield State("identity, shown", "asta", case(one, "identitet/"), show_her)
    yield State("no identity", "asta", case(bare, "identitet/"))
    yield State("new item", "asta", case(one, "identitet/ny/"), send)
    yield State("correct an item", "asta", case(one, f"identitet/{item.pk}/ret/"))
    yield State("open in danger", "asta", case(one, "identitet/aabn/"), send)
    yield State("relatives", "asta", case(one, "personer/slaegt/"))
    yield State("persons with relatives", "asta", case(one, "personer/"))
    yield State("siblings", "asta", case(one, "soeskende/"), send)


def states_of_staffing(stage, site):  # noqa: F811
    def case(one, page=""):
        return f"/desk/sager/{one.pk}/{page}"

    full, glass = stage.cases.full, stage.cases.glass
    yield State("who", "asta", case(full, "hvem/"))
    yield State("a part", "asta", case(full, "hvem/ny/"))
    yield State("a part, not said", "asta", case(full, "hvem/ny/"), send)
    yield State("hand over", "asta", case(full, "videre/"))
    yield State("hand over, stopped", "asta", case(full, "videre/"), sent(note="Ring 20 12 34 56"))
    yield State("break the glass", "newcomer", "/desk/noedaabning/")
    yield State("break the glass, not said", "newcomer", "/desk/noedaabning/", send)
    yield State("review", "dina", f"/desk/noedaabning/{glass}/")
    yield State("review, not said", "dina", f"/desk/noedaabning/{glass}/", send)
    yield State("give a case", "dina", f"/desk/team/sager/{full.pk}/giv/")
    yield State("give a case, not said", "dina", f"/desk/team/sager/{full.pk}/giv/", send)
    yield State("cover", "asta", "/desk/afloesning/")
    yield State("cover, not said", "dina", "/desk/afloesning/", send)


def states_of_files(stage):  # noqa: F811
    filed = stage.cases.filed
    here = f"/desk/sager/{filed.pk}/filer/"
    photo, letter, passport = (filed.documents.of_kind(kind).get().pk for kind in ("photo", "letter", "passport"))
    yield State("files", "asta", here)
    yield State("files of an anonymised case", "asta", f"/desk/sager/{stage.cases.bare.pk}/filer/")
    yield State("a new file", "asta", f"{here}ny/")
    yield State("a new file without anything", "asta", f"{here}ny/", send)
    yield State("a photo", "asta", f"{here}{photo}/")
    yield State("a PDF", "asta", f"{here}{letter}/")
    yield State("a withdrawn file", "asta", f"{here}{passport}/")
    yield State("withdraw a file", "asta", f"{here}{photo}/traek-tilbage/")


def all_states(stage, site):  # noqa: F811
    return [
        *states_of_cases(stage, site),
        *states_of_consent(stage, site),
        *states_of_staffing(stage, site),
        *(State(*each) for each in plan_states(stage)),
        *states_of_knowing(stage),
        *states_of_files(stage),
    ]


def test_everybody_can_use_every_page_and_none_gives_anything_away(stage, site, open_tab):  # noqa: F811
    states = all_states(stage, site)
    sights = visit(states, stage, site, open_tab)
    assert [(sight.said, sight.broken) for sight in sights if sight.broken] == []
    assert [(sight.said, sight.too_wide) for sight in sights if sight.too_wide] == []
    assert [(sight.said, sight.complaints) for sight in sights if sight.complaints] == []
    for sight in sights:
        assert not re.search(r"[HK]-[A-Z0-9]{5}", sight.title + sight.address), sight.said
        assert sight.title.removeprefix("Fejl: ") in TITLES | {"Siden findes ikke"}, sight.said
        assert sight.offers_a_call is (sight.who not in {"", "Dina"}), sight.said


def test_every_page_of_a_case_is_visited(stage, site):  # noqa: F811
    states = all_states(stage, site)
    visited = {resolve(urlsplit(each.address).path).url_name for each in states}
    visited |= test_closing_pages.PAGES | test_closing_pages.ONLY_POSTED_TO
    named = {each.name for each in routes.urlpatterns if each.name.startswith("case")}
    elsewhere = {name for name in named if name.startswith(ASSESSING)}  # in test_assessment_pages.py
    assert named - elsewhere - visited == ONLY_POSTED_TO | HANDED_OVER


@pytest.fixture
def tab(site, stage, open_tab):  # noqa: F811
    page = open_tab(viewport=DESK)
    sign_in(page, site, stage.asta)
    return page


def test_a_case_fits_one_screen_what_is_next_and_what_has_happened(tab, site, stage):  # noqa: F811
    tab.goto(f"{site}/desk/sager/{stage.cases.full.pk}/")
    for part in (".case-bar", ".case-nav", ".step-next", "#missing"):
        box = tab.locator(part).bounding_box()
        assert box["y"] + box["height"] <= DESK["height"], part
    assert tab.locator(".history li").nth(6).bounding_box()["y"] < DESK["height"]
    assert tab.locator(".case-nav [aria-current]").inner_text() == "Overblik"


def test_a_printed_case_has_its_reference_and_says_who_decides(tab, site, stage):  # noqa: F811
    tab.goto(f"{site}/desk/sager/{stage.cases.full.pk}/journal/")
    tab.emulate_media(media="print")
    expect(tab.locator(".identity")).to_contain_text(stage.cases.full.reference)
    expect(tab.locator(".identity-role")).to_contain_text("Du rådgiver; myndigheden beslutter.")
    for part in (".desk-top", ".case-nav", ".actions", ".no-print"):
        for one in tab.locator(part).all():
            expect(one).to_be_hidden()


def test_with_forced_colours_the_present_page_can_be_told_from_the_others(tab, site, stage):  # noqa: F811
    tab.emulate_media(forced_colors="active")
    tab.goto(f"{site}/desk/sager/{stage.cases.full.pk}/")
    links = tab.locator(".case-nav a")
    assert look_of(links.nth(0)) != look_of(links.nth(1))


def tab_to(page, selector, most=60):
    """Go on with the Tab key until something has the focus."""
    for _ in range(most):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)


def test_a_case_is_opened_and_gone_on_with_by_keyboard_alone(tab, site, stage):  # noqa: F811
    keys = tab.keyboard
    tab.goto(f"{site}/desk/henvendelser/{stage.advice.pk}/")
    tab_to(tab, "a[href$='/sag/']")
    keys.press("Enter")
    tab.wait_for_url("**/sag/")
    keys.press("Alt+c")
    keys.press("1")
    tab_to(tab, "[name=why]")
    keys.type("Bekymringen vokser.")
    for name, digit in (("situation", "2"), ("wish", "1")):
        tab_to(tab, f"[name={name}]")
        keys.press(digit)
    tab_to(tab, "[name=authority_state]")
    keys.press("Space")
    tab_to(tab, "[name=authority_kind]")
    keys.press("2")
    tab_to(tab, "[name=authority_role]")
    keys.type("Sagsbehandler i voksenteamet")
    tab_to(tab, "[name=kind]")
    keys.press("1")
    tab_to(tab, "[name=due_on]")
    keys.type("31122027")
    keys.press("Alt+s")
    tab.wait_for_url("**/desk/sager/*/")
    keys.press("Alt+j")
    tab.wait_for_url("**/journal/ny/")
    keys.press("Alt+c")
    keys.press("7")
    tab_to(tab, "[name=note]")
    keys.type("Skrevet uden mus.")
    keys.press("Alt+s")
    tab.wait_for_url("**/journal/")
    expect(tab.locator(".case-journal")).to_contain_text("Skrevet uden mus.")
    assert Case.objects.filter(inquiry=stage.advice).exists()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_pressed_twice_in_a_hurry_it_is_one_line(site, stage, open_tab, script):  # noqa: F811
    tab = open_tab(viewport=DESK, java_script_enabled=script)
    sign_in(tab, site, stage.asta)
    tab.goto(f"{site}/desk/sager/{stage.cases.bare.pk}/journal/ny/")
    tab.check("[name=kind][value=note]", force=True)
    tab.fill("[name=note]", "Skrevet i en fart.")
    tab.locator(".form-end .button-primary").dblclick(no_wait_after=True)
    tab.wait_for_url("**/journal/")
    assert [entry.kind for entry in journal_of(stage.cases.bare)].count(EntryKind.NOTE) == 1
