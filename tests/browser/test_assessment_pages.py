"""Every page of an assessment, of the level over time and of training, in the states they can be in."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.browser.conftest import DESK, sign_in
from tests.browser.screening_states import until
from tests.browser.sweep import State, press, send, visit
from tests.browser.test_desk_pages import site, stage  # noqa: F401  fixtures
from tests.cases.conftest import opened_by
from tests.cast import text
from tests.desk.test_assessment_routes import ASSESSING
from tests.risk.assessed import begun, consented, signed, trained
from vaern.cases.actions.journal import add_entry
from vaern.cases.terms import EntryKind
from vaern.desk import routes
from vaern.risk.actions.assessing import begin
from vaern.risk.actions.second_look import ask_blind_rating

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLES = {"Sag", "Vurdering", "Uddannelse"}
STEPS = ("sammenhaeng", "forhold", "scenarier", "tiltag", "konklusion")


def assessed(stage):  # noqa: F811
    """Return a case on the stage with a history, its assessments, and who made them."""
    at, asta, bo = now(), stage.asta, stage.bo
    day = timedelta(days=1)
    case = consented(stage.cases.full, asta, at=at - 30 * day)
    trained(asta, stage.dina, until=900)
    opened_by(bo, case, at=at)
    for back, kind in ((11, EntryKind.CALL), (9, EntryKind.INCIDENT), (4, EntryKind.MEETING)):
        add_entry(case=case, kind=kind, note=text("Ved skolen"), happened_at=at - back * day, by=asta, at=at)
    first = signed(case, asta, at=at - timedelta(hours=2), level="high", valid_until=until(at, 2))
    rating = ask_blind_rating(case=case, assessment=first, rater=bo, by=asta, at=at)
    draft = begun(case, asta, at=at, level="low", valid_until=until(at, 7), change="Ring 20 12 34 56")
    empty = begin(case=case, by=asta, at=at)
    return case, first, rating, draft, empty


def states_of_assessments(stage):  # noqa: F811
    case, first, rating, draft, empty = assessed(stage)

    def page(one=None, name="", of=case):
        return f"/desk/sager/{of.pk}/vurdering/{f'{one.pk}/' if one else ''}{name}"

    def choose(tab):
        tab.check("[name='factor.T1.now'][value=present]", force=True)
        expect(tab.locator("[name='factor.T1.evidence']")).to_be_visible()
        tab.check("[name='factor.T1.earlier'][value=unknown]", force=True)
        expect(tab.locator("[name='factor.T1.find']").first).to_be_visible()
        tab.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")

    yield State("refused", "asta", page(of=stage.cases.bare))
    yield State("assessments", "asta", page())
    for step in STEPS:
        yield State(f"empty {step}", "asta", page(empty, f"{step}/"))
        yield State(f"looked through: {step}", "asta", page(draft, f"{step}/?tjek"))
    yield State("factors answered", "asta", page(empty, "forhold/"), choose)
    yield State("nothing ready to sign", "asta", page(empty, "underskriv/"), send)
    yield State("lowered without a reader", "asta", page(draft, "underskriv/"))
    yield State("signed", "asta", page(first))
    yield State("to take out of use", "asta", page(first, "annuller/"), send)
    yield State("to put away", "asta", page(draft, "slet/"))
    yield State("a reader to ask", "asta", page(draft, "spoerg/"), send)
    yield State("own words to read", "asta", page(draft, "laes/"))
    yield State("a blind rating to ask for", "asta", page(first, "blind/"))
    yield State("the method", "asta", page(name="metode/"), send)
    yield State("the level over time", "asta", f"/desk/sager/{case.pk}/forloeb/")
    yield State("rates blindly", "bo", page())
    for what in ("", "viden/"):
        yield State(f"the level is hidden: {what or 'overview'}", "bo", f"/desk/sager/{case.pk}/{what}")
    yield State("a blind rating", "bo", page(rating, "konklusion/"))
    yield State("side by side, not yet", "asta", page(rating, "sammenlign/"))
    yield State("training", "dina", "/desk/uddannelse/")
    yield State("training, unfilled", "dina", "/desk/uddannelse/", lambda tab: press(tab, "main .button-primary"))


def test_everybody_can_use_every_page_and_none_gives_anything_away(stage, site, open_tab):  # noqa: F811
    sights = visit(states_of_assessments(stage), stage, site, open_tab)
    assert [(sight.said, sight.broken) for sight in sights if sight.broken] == []
    assert [(sight.said, sight.too_wide) for sight in sights if sight.too_wide] == []
    assert [(sight.said, sight.complaints) for sight in sights if sight.complaints] == []
    titles = {sight.title.removeprefix("Fejl: ") for sight in sights}
    assert titles <= TITLES | {"Siden findes ikke"}


def test_every_page_is_visited(stage):  # noqa: F811
    visited = {resolve(urlsplit(each.address).path).url_name for each in states_of_assessments(stage)}
    ours = {each.name for each in routes.urlpatterns if each.name.startswith((*ASSESSING, "training"))}
    posted = {name for name in ours if name.endswith("-save")}
    assert ours - visited == posted | {"case-assessment-begin", "training-take-back"}


def test_what_is_typed_saves_itself_and_two_on_one_step_are_told(stage, site, open_tab):  # noqa: F811
    case, _first, _rating, _draft, empty = assessed(stage)
    where = f"{site}/desk/sager/{case.pk}/vurdering/{empty.pk}/sammenhaeng/"
    tabs = []
    for _ in range(2):
        tab = open_tab(viewport=DESK)
        sign_in(tab, site, stage.asta)
        tab.goto(where)
        tabs.append(tab)
    for tab, words in zip(tabs, ("Hun ringede selv", "Skolen ringede"), strict=True):
        tab.fill("[name='context.latest']", words)
        expect(tab.locator("#saved")).to_contain_text("Gemt", timeout=10000)
    expect(tabs[1].locator("#trouble")).to_contain_text("et andet sted", timeout=10000)
    assert tabs[1].url != where
