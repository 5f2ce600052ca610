"""Every page of the workbench, in every state it can be in: whether everyone can use it, and what it gives away.

A page that is added must be visited here too; a test counts them.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.browser.conftest import DESK, sign_in
from tests.browser.screening_states import screening_states
from tests.browser.stage import set_stage
from tests.browser.sweep import State, broken_rules, look_of, press, send, sent, visit
from tests.cast import signed_in
from vaern.desk import routes
from vaern.desk.views import day
from vaern.inquiries.actions.drafts import save_draft
from vaern.inquiries.actions.journal import take
from vaern.vault.broker import BrokerClosed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]  # the fixtures are asked for only once
TELLING = "Mor hedder Fatima.\nRing 20 12 34 56, skriv til a@b.dk 😀"
TITLES = {
    "Min dag", "Samtale", "Slet kladde", "Til 112", "Henvendelser", "Henvendelse", "Nødnotat", "Holdet", "Log ind",
    "Teksten er her", "Screening", "Noget virker ikke", "Siden findes ikke", "Brugere", "Bruger", "Inviter",
    "Engangslink", "Luk adgang", "Mine enheder", "Kode-app", "Adgangsnøgle", "Genopretningskoder", "Adgangskode",
    "Sprog", "Regler", "Roller",
}  # fmt: skip
ONLY_POSTED_TO = {
    "call-save", "check-text", "emergency-write", "emergency-review", "inquiry-take", "call-back-attempt",
    "directory-check", "directory-coverage-confirm", "screening-begin", "screening-save", "screening-card",
    "user-link", "user-recover", "user-recover-confirm",
    "languages-mark", "languages-take-back",
}  # fmt: skip


@pytest.fixture
def stage(transactional_db):
    return set_stage(now())


@pytest.fixture
def site(stage, live_server, settings):
    settings.DEMO = True  # the sign-in shows people to pick, and every page says that it is an exercise
    return live_server.url


def file_the_call(page):
    press(page, "button[name=act][value=gem]")


def open_everything(page):
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


def find_rules(words):
    def do(page):
        page.fill("[name=words]", words)
        press(page, ".rule-search button")

    return do


def mark_what_tells(page):
    page.fill("[name=note]", TELLING)
    expect(page.locator(".note-box .finding").first).to_be_visible()


def file_what_tells(page):
    mark_what_tells(page)
    file_the_call(page)


def file_a_child(page):
    page.fill("#id_safety", "Ja, i skolen")
    page.fill("[name=note]", "En elev tør ikke tage hjem.")
    chosen = {"caller": "school", "subject": "control", "haste": "today", "age": "under-18", "region": "1082"}
    for name, value in (chosen | {"next_step": "none"}).items():
        page.locator(f"input[name={name}][value='{value}']").check(force=True)
    file_the_call(page)
    expect(page.locator("#regel")).to_be_visible()


def lose_the_network(page):
    page.context.set_offline(True)
    page.fill("[name=note]", "Noget, der ikke bliver gemt.")
    expect(page.locator("#trouble")).to_be_visible(timeout=8000)
    page.context.set_offline(False)


def states_of_the_log(stage, site):
    draft = f"/desk/samtale/{stage.draft}/"

    def write_elsewhere(page):
        save_draft(draft_id=stage.draft, base=1, content={"note": "Fra et andet sted."}, by=stage.asta, at=now())
        page.fill("[name=note]", "Herfra.")
        with page.expect_event("load"):
            page.evaluate("document.querySelector('button[value=kladde]').click()")

    def lose_the_cookie(name):
        def do(page):
            page.fill(
                "[name=note]", "En tekst, der er lang nok til at blive vist på siden, så man kan se, at den er her."
            )
            page.context.clear_cookies(name=name)
            file_the_call(page)
            sign_in(page, site, stage.asta)

        return do

    yield State("an empty log", "asta", "/desk/samtale/")
    yield State("a draft", "asta", draft)
    yield State("everything open", "asta", draft, open_everything)
    yield State("nothing filled in", "asta", "/desk/samtale/", file_the_call)
    yield State("marked while typing", "asta", "/desk/samtale/", mark_what_tells)
    yield State("stopped on filing", "asta", "/desk/samtale/", file_what_tells)
    yield State("a child, not settled", "asta", "/desk/samtale/", file_a_child)
    yield State("112", "asta", "/desk/samtale/", lambda page: page.keyboard.press("Alt+m"))
    yield State("cut off", "asta", "/desk/samtale/", lambda page: page.keyboard.press("Alt+a"))
    yield State("no network", "asta", "/desk/samtale/", lose_the_network)
    yield State("written in two places", "asta", draft, write_elsewhere)
    yield State("a draft to throw away", "asta", f"{draft}slet/")
    yield State("112 on its own page", "asta", "/desk/112/")
    yield State("signed out", "asta", "/desk/samtale/", lose_the_cookie("s"))
    yield State("an old page", "asta", "/desk/samtale/", lose_the_cookie("c"))


def states_of_inquiries(stage, site):
    def inquiry(one, page=""):
        return f"/desk/henvendelser/{one.pk}/{page}"

    def be_slower(page):
        take(inquiry=stage.unclaimed, by=stage.bo, at=now())
        press(page, "text=Tag den")

    entry = stage.child.entries.first()
    last_step, one_of_two = stage.advice.tasks.open().first(), stage.notified.tasks.open().first()
    yield State("inquiries", "asta", "/desk/henvendelser/")
    yield State("inquiries that are closed", "asta", "/desk/henvendelser/?vis=afsluttede")
    yield State("no inquiries", "newcomer", "/desk/henvendelser/")
    for name in ("advice", "child", "notified", "call_back", "given", "closed"):
        yield State(f"inquiry: {name}", "asta", inquiry(getattr(stage, name)))
    yield State("somebody was faster", "asta", inquiry(stage.unclaimed), be_slower)
    yield State("not for her", "newcomer", inquiry(stage.advice))
    yield State("note", "asta", inquiry(stage.advice, "notat/"))
    yield State("note, stopped", "asta", inquiry(stage.advice, "notat/"), sent(note=TELLING))
    yield State("correction", "asta", inquiry(stage.child, f"rettelse/{entry.pk}/"))
    yield State("step", "asta", inquiry(stage.advice, "skridt/"))
    yield State("step, not said", "asta", inquiry(stage.advice, "skridt/"), send)
    yield State("the last step done", "asta", inquiry(stage.advice, f"skridt/{last_step.pk}/"))
    yield State("the last step done, next not said", "asta", inquiry(stage.advice, f"skridt/{last_step.pk}/"), send)
    yield State("a step done", "asta", inquiry(stage.notified, f"skridt/{one_of_two.pk}/"))
    yield State("hand over", "asta", inquiry(stage.advice, "videre/"))
    yield State("hand over, not said", "asta", inquiry(stage.advice, "videre/"), send)
    yield State("notification", "asta", inquiry(stage.child, "underretning/"), open_everything)
    yield State("notification, half", "asta", inquiry(stage.child, "underretning/"), sent(notification="made"))
    yield State("close", "asta", inquiry(stage.advice, "afslut/"))
    yield State("close, not said", "asta", inquiry(stage.advice, "afslut/"), send)
    closing = sent(reason="advice-given", why_not_screened="Et spørgsmål om metode")
    yield State("close, not screened", "asta", inquiry(stage.advice, "afslut/"), sent(reason="advice-given"))
    yield State("close, refused", "asta", inquiry(stage.child, "afslut/"), closing)
    yield State("close, a call waits", "asta", inquiry(stage.call_back, "afslut/"), closing)
    yield State("reopen", "asta", inquiry(stage.closed, "genaabn/"))
    yield State("make a case of it", "asta", inquiry(stage.advice, "sag/"))
    yield State("make a case, not said", "asta", inquiry(stage.advice, "sag/"), send)
    yield State("agree a call", "asta", inquiry(stage.advice, "opringning/"))
    yield State("agree a call, not said", "asta", inquiry(stage.advice, "opringning/"), send)
    yield State("call", "asta", inquiry(stage.call_back, "ring/"))
    yield State("call, outcome not said", "asta", inquiry(stage.call_back, "ring/"), send)
    yield State("lapsed", "asta", inquiry(stage.lapsed, "ring/"), open_everything)
    yield State("lapsed, why not said", "asta", inquiry(stage.lapsed, "ring/"), override)
    yield State("lapsed, overridden", "asta", inquiry(stage.lapsed, "ring/"), lambda page: override(page, "Fare nu."))
    yield State("confirm", "asta", inquiry(stage.lapsed, "ring/kontakt/"))
    yield State("end a call", "asta", inquiry(stage.call_back, "ring/slut/"))
    yield State("end a call, not said", "asta", inquiry(stage.call_back, "ring/slut/"), send)


def override(page, reason=""):
    open_everything(page)
    page.fill("[name=reason]", reason)
    press(page, "text=Vis nummeret nu")


def states_of_the_rest(stage, site, monkeypatch):
    def write_nothing(page):
        open_everything(page)
        press(page, "text=Forsegl nødnotat")

    def break_it(page):
        monkeypatch.setattr(day, "day_of", closed_broker)
        page.reload()
        monkeypatch.undo()

    def closed_broker(*_, **__):
        raise BrokerClosed

    yield State("a day", "asta", "/desk/")
    yield State("a day with nothing", "newcomer", "/desk/")
    yield State("the keys listed", "asta", "/desk/", open_everything)
    yield State("a team lead's day", "dina", "/desk/")
    yield State("an administrator's day", "emil", "/desk/")
    yield State("trouble", "asta", "/desk/", break_it)
    yield State("team", "dina", "/desk/team/")
    yield State("rules", "asta", "/desk/regler/")
    yield State("rules, found", "dina", "/desk/regler/", find_rules("samtykke"))
    yield State("rules, none found", "emil", "/desk/regler/", find_rules("kvantemekanik"))
    yield State("languages", "dina", "/desk/sprog/", open_everything)
    yield State("languages, nothing to mark", "asta", "/desk/sprog/")
    yield State("emergency note to review", "dina", f"/desk/noednotater/{stage.emergency}/")
    yield State("emergency note, not judged", "dina", f"/desk/noednotater/{stage.emergency}/", send)
    yield State("emergency note, reviewed", "asta", f"/desk/noednotater/{stage.reviewed}/")
    yield State("emergency note, erased", "asta", f"/desk/noednotater/{stage.erased}/")
    yield State("emergency note, nothing written", "asta", "/desk/samtale/", write_nothing)
    yield State("sign in", "nobody", "/konto/ind/")
    yield State("no such page", "asta", "/desk/henvendelser/00000000-0000-0000-0000-000000000000/")


def states_of_the_directory(stage, site):
    """One page of each kind, found by following links as the team lead; the forms also as they come back unfilled."""
    client, found = signed_in(stage.dina), {}
    waiting = [f"/desk/katalog/fravaer/{stage.absence}/slut/", f"/desk/katalog/numre/{stage.number}/ret/"]
    waiting += [f"/desk/katalog/numre/{stage.number}/slut/", "/desk/katalog/"]
    while waiting:
        address = waiting.pop()
        name = resolve(urlsplit(address).path).url_name
        if name in found:
            continue
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        found[name] = address
        yield State(name, "dina", address)
        html = answer.content.decode()
        if re.search(r'<form method="post"[^>]*novalidate', html):
            yield State(f"{name}, unfilled", "dina", address, send_unfilled)
        waiting += re.findall(r'href="(/desk/katalog/[^"#]*)"', html)
    yield State("directory for those who only look", "asta", "/desk/katalog/")


def states_of_users(stage, site):
    """Inviting, helping back in and closing access; and one's own devices. Signing in is in test_sign_in.py."""
    person = f"/desk/brugere/{stage.bo.pk}/"

    def invite(page):
        page.fill("#id_first_name", "Gry")
        page.fill("#id_email", "gry@vaern.invalid")
        page.locator("input[name=role][value=consultant]").check(force=True)
        send(page)

    def no_role(page):
        for box in page.locator("input[name=roles]:checked").all():
            box.uncheck(force=True)
        send(page)

    yield State("users", "emil", "/desk/brugere/")
    yield State("users, who may not change them", "dina", "/desk/brugere/")
    yield State("invite", "emil", "/desk/brugere/inviter/")
    yield State("invite, unfilled", "emil", "/desk/brugere/inviter/", send)
    yield State("invited", "emil", "/desk/brugere/inviter/", invite)
    yield State("user", "emil", person)
    yield State("roles and regions", "emil", f"{person}roller/")
    yield State("roles and regions, unfilled", "emil", f"{person}roller/", no_role)
    yield State("recovery asked", "dina", person, lambda page: press(page, "main form[action$='/genopret/'] button"))
    yield State("recovery to confirm", "emil", person)
    yield State("oneself", "emil", f"/desk/brugere/{stage.emil.pk}/")
    yield State("close access", "emil", f"{person}stop/")
    for own in ("", "app/", "passkey/", "koder/", "kodeord/"):
        yield State(f"own access: {own}", "asta", f"/konto/enheder/{own}")
        if own:
            yield State(f"own access: {own}, unfilled", "asta", f"/konto/enheder/{own}", send_past_the_browser)


def send_past_the_browser(page):
    with page.expect_event("load"):  # a form for a passkey lets the browser check it first
        page.evaluate("document.querySelector('main form.panel').submit()")


def send_unfilled(page):
    for field in page.locator("main form[method=post] :is(input[type=text], input[type=date], textarea)").all():
        if field.is_visible():
            field.fill("")
    send(page)


def all_states(stage, site, monkeypatch):
    yield from states_of_the_rest(stage, site, monkeypatch)
    yield from states_of_the_directory(stage, site)
    yield from states_of_users(stage, site)
    yield from states_of_inquiries(stage, site)
    yield from states_of_the_log(stage, site)
    yield from (State(*each) for each in screening_states(stage))


@pytest.fixture(scope="module")
def seen():
    """What was seen; looked at once, by the first test that asks."""
    return []


@pytest.fixture
def sights(seen, stage, site, open_tab, monkeypatch):
    if not seen:
        seen += visit(all_states(stage, site, monkeypatch), stage, site, open_tab)
    return seen


@pytest.mark.check("X1")
def test_no_rule_that_a_program_can_check_is_broken(sights):
    assert [(sight.said, sight.broken) for sight in sights if sight.broken] == []


def test_no_page_needs_sideways_scrolling(sights):
    assert [(sight.said, sight.too_wide) for sight in sights if sight.too_wide] == []


def test_no_script_fails_and_the_content_policy_refuses_nothing(sights):
    assert [(sight.said, sight.complaints) for sight in sights if sight.complaints] == []


def test_no_title_and_no_address_tells_anything_about_anyone(sights):
    names = "Asta Bo Carla Dina Emil Frida Nora Fatima Midtjylland".split()
    for sight in sights:
        assert not [name for name in names if name in sight.title or name in sight.address], sight.said
        assert not re.search(r"[HK]-[A-Z0-9]{5}", sight.title + sight.address), sight.said
        if "/katalog/" not in sight.address:
            assert sight.title.removeprefix("Fejl: ") in TITLES, sight.said


def test_a_new_call_is_one_key_away_for_those_who_answer_calls_and_offered_to_nobody_else(sights):
    for sight in sights:
        assert sight.offers_a_call is (sight.who in {"Asta", "Bo", "Frida"}), sight.said


def test_every_page_of_the_workbench_is_visited(stage, site, monkeypatch):
    visited = {resolve(urlsplit(each.address).path).url_name for each in all_states(stage, site, monkeypatch)}
    # those of a case are counted in test_case_pages.py, of the inbox in test_mailbox.py, of training in
    # test_assessment_pages.py, of a guest in test_closing_pages.py, of trips in test_trip_pages.py
    elsewhere = ("case", "inbox", "training", "guest", "travel")
    named = {pattern.name for pattern in routes.urlpatterns if not pattern.name.startswith(elsewhere)}
    assert named - visited == ONLY_POSTED_TO


# What a forced palette and a wish for calm must not take away


@pytest.fixture
def tab(site, stage, open_tab):
    page = open_tab(viewport=DESK)
    sign_in(page, site, stage.asta)
    return page


def test_with_forced_colours_what_is_chosen_and_what_has_the_focus_can_be_seen(tab, site, stage):
    tab.emulate_media(forced_colors="active")
    tab.goto(f"{site}/desk/samtale/{stage.draft}/")
    chosen, other = (tab.locator(f"label[for={name}]") for name in ("id_age_0", "id_age_1"))
    assert look_of(chosen) != look_of(other)
    tab.keyboard.press("Alt+c")
    assert (
        tab.locator("input[name=caller]:focus + label").evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    )
    for part in (".call-bar", ".panel", ".button", "#id_note"):
        assert tab.locator(part).first.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid", part
    mark_what_tells(tab)
    assert tab.locator(".finding").first.evaluate("one => getComputedStyle(one).borderInlineStartStyle") == "solid"
    box = tab.locator(".finding input").first
    box.check()
    assert box.evaluate("one => getComputedStyle(one).appearance") != "none", "the box is the system's own"
    assert broken_rules(tab) == []


def test_with_forced_colours_a_chosen_radio_can_be_told_from_the_others(tab, site, stage):
    tab.emulate_media(forced_colors="active")
    tab.goto(f"{site}/desk/henvendelser/{stage.child.pk}/underretning/")
    tab.check("[name=notification][value=made]", force=True)
    tab.wait_for_timeout(100)
    chosen, other = (tab.locator(f"label[for=id_notification_{place}]") for place in (0, 1))
    assert picture_of_mark(chosen) != picture_of_mark(other)


def picture_of_mark(label):
    """Return a picture of the drawn mark before a radio's words."""
    box = label.bounding_box()
    return label.page.screenshot(clip={"x": box["x"], "y": box["y"], "width": 28, "height": 28})


def test_with_a_wish_for_less_motion_nothing_moves(tab, site, stage):
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{site}/desk/samtale/{stage.draft}/")
    moving = tab.evaluate(
        "[...document.querySelectorAll('*')].filter(one => { const look = getComputedStyle(one);"
        " return parseFloat(look.transitionDuration) > 0 || parseFloat(look.animationDuration) > 0"
        " || look.scrollBehavior === 'smooth' }).map(one => one.outerHTML.slice(0, 100))"
    )
    assert moving == []


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_what_must_be_put_right_gets_the_focus_and_leads_to_its_field(site, stage, open_tab, script):
    tab = open_tab(viewport=DESK, java_script_enabled=script)
    sign_in(tab, site, stage.asta)
    tab.goto(f"{site}/desk/henvendelser/{stage.advice.pk}/skridt/")
    send(tab)
    summary = tab.locator(".error-summary")
    expect(summary).to_be_focused() if script else expect(summary).to_be_visible()
    for link in summary.locator("a").all():
        assert tab.locator(link.get_attribute("href")).count() == 1
        assert link.inner_text() in tab.locator("form").last.inner_text(), "the same words stand at the field"
    assert tab.title() == "Fejl: Henvendelse"


def test_an_expired_preference_shows_no_number_until_it_is_confirmed_or_danger_cannot_wait(tab, site, stage):
    tab.goto(f"{site}/desk/henvendelser/{stage.call_back.pk}/ring/")
    expect(tab.locator("a[href='tel:+4520000000']")).to_be_visible()
    tab.goto(f"{site}/desk/henvendelser/{stage.lapsed.pk}/ring/")
    assert tab.locator("main a[href^='tel:']").count() == 0
    override(tab, "Hun er i fare nu.")
    expect(tab.locator("a[href='tel:+4520000000']")).to_be_visible()


def test_a_printed_inquiry_has_its_reference_and_no_menu(tab, site, stage):
    tab.goto(f"{site}/desk/henvendelser/{stage.child.pk}/")
    tab.emulate_media(media="print")
    expect(tab.locator(".identity")).to_contain_text(stage.child.reference)
    for part in (".desk-top", ".actions", ".no-print"):
        for one in tab.locator(part).all():
            expect(one).to_be_hidden()


def test_min_dag_shows_what_is_due_first_and_counts_it(tab, site):
    tab.goto(f"{site}/desk/")
    first = tab.locator("main section").first
    expect(first.locator("h2")).to_contain_text("Nu")
    assert first.locator(".count").inner_text() == str(first.locator("li").count())
    assert first.locator("li").first.locator("text=over tiden").count() == 1
