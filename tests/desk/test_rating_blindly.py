"""Who rates a case blindly meets its level nowhere, until their own rating is signed or given back."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases.conftest import a_case, opened_by
from tests.cast import MORNING, signed_in
from tests.desk.case_register import address
from tests.risk import assessed
from tests.risk.filled import signed as screened
from tests.sharing.given import HIGH, told_by_the_caseworker
from vaern.audit.models import Event
from vaern.cases.terms import Scope
from vaern.risk.actions import assessing, second_look
from vaern.risk.models import Assessment

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING + timedelta(hours=2), tick=False),
]
HIDDEN = "skjult, til du har bedømt"
LATER = MORNING + timedelta(hours=2)


@pytest.fixture
def rated(case, consultant_on_the_case, colleague_in_the_region):
    """A case whose level is high: screened, assessed, and told to the school; a colleague is asked to rate it."""
    by = consultant_on_the_case
    assessed.consented(case, by, scopes=frozenset({Scope.ASSESSMENT, Scope.SHARING}))
    screened(case.inquiry, by, at=MORNING, **HIGH)
    case.first = assessed.signed(case, by, at=MORNING + timedelta(hours=1), level="high", valid_until="2026-11-30")
    told_by_the_caseworker(case, by, at=MORNING + timedelta(hours=1))
    opened_by(colleague_in_the_region, case)
    case.ask = {"case": case, "assessment": case.first, "rater": colleague_in_the_region, "by": by, "at": LATER}
    case.rating = second_look.ask_blind_rating(**case.ask)
    return case


def pages_of(case):
    """Return every page that shows a level, or something that tells it."""
    return {
        "cases": reverse("cases"),
        "inquiries": reverse("inquiries"),
        "inquiry": reverse("inquiry", args=[case.inquiry_id]),
        "screenings": reverse("screening-history", args=[case.inquiry_id]),
        "case": address(case, "case"),
        "journal": address(case, "case-journal"),
        "timeline": address(case, "case-risk"),
        "assessments": address(case, "case-assessments"),
        "own rating": address(case, "case-assessment-factors", assessment_id=case.rating.pk),
        "who knows what": address(case, "case-knows"),
        "chosen pieces": address(case, "case-briefing"),
    }


def read(browser, where):
    page = browser.get(where)
    assert page.status_code == 200, where
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(page.content.decode()))).lower()


def test_the_level_is_hidden_from_the_rater_on_every_page_and_from_nobody_else(rated, colleague, holder):
    for name, where in pages_of(rated).items():
        seen = read(colleague, where)
        assert not re.search(r"\bhøjt\b", seen), name
        assert HIDDEN in seen or name == "chosen pieces", name
        if name != "own rating":
            assert HIDDEN not in read(holder, where), name
    found = colleague.post(reverse("case-search"), {"words": rated.reference}).content.decode().lower()
    assert HIDDEN in found
    assert "højt" not in found
    assert "højt" not in read(colleague, reverse("my-day"))


def test_a_screening_and_the_papers_that_tell_the_level_are_kept_from_the_rater(rated, colleague, holder):
    screening = rated.inquiry.screenings.get()
    where = reverse("screening", args=[rated.inquiry_id, screening.pk])
    assert (colleague.get(where).status_code, holder.get(where).status_code) == (404, 200)
    assert Event.objects.filter(act="assessment.blind_refused", refused=True, code="screening").count() == 1
    for code in ("handover", "assessment"):
        paper = address(rated, "case-release", code=code)
        assert colleague.get(paper)["Location"] == address(rated, "case-assessments")
        assert holder.get(paper).status_code == 200
    piece = address(rated, "case-briefing")
    assert colleague.post(piece, {"pieces": ["level"], "look": "yes"}).status_code == 422
    assert "Højt, gælder til" in holder.post(piece, {"pieces": ["level"], "look": "yes"}).content.decode()


def test_what_the_rater_had_typed_in_another_s_draft_is_given_back_and_not_lost(rated, colleague):
    other = assessing.begin(case=rated, by=rated.ask["by"], at=LATER)
    typed = {"context.latest": "Skolen ringede igen om det samme, og de var bekymrede", "revision": "1"}
    page = address(rated, "case-assessment-context", assessment_id=other.pk)
    answer = colleague.post(page, typed | {"press": "gem"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Du vurderer sagen blindt" in shown
    assert typed["context.latest"] not in shown, "given back to a page of ours alone"
    ours = colleague.post(page, typed | {"press": "gem"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert ours.status_code == 409
    assert typed["context.latest"] in ours.content.decode()
    assert Assessment.objects.get(pk=other.pk).revision == other.revision, "nothing of it is kept in what is not theirs"
    kept = colleague.post(f"{page}gem/", typed, headers={"Accept": "application/json"})
    assert (kept.status_code, kept.json()) == (409, {"error": "blind"})


@pytest.mark.parametrize("is_signed", [True, False], ids=["signed", "given back"])
def test_everything_shows_again_when_the_rating_is_over(rated, colleague, colleague_in_the_region, is_signed):
    if is_signed:
        whole = assessed.saved(rated, rated.rating, colleague_in_the_region, at=LATER, level="low")
        assessed.sign_it(rated, whole, colleague_in_the_region, at=LATER)
    else:
        assessing.discard(case=rated, assessment=rated.rating, by=colleague_in_the_region)
    for name, where in pages_of(rated).items():
        if name != "own rating":
            assert HIDDEN not in read(colleague, where), name
    for name in ("cases", "case", "timeline", "who knows what"):
        assert re.search(r"\bhøjt\b", read(colleague, pages_of(rated)[name])), name


def test_a_list_asks_once_however_many_it_shows(rated, consultant_on_the_case, colleague_in_the_region):
    def asked():
        browser = signed_in(colleague_in_the_region)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("cases")).status_code == 200
        return len(queries)

    one = asked()
    for _ in range(3):
        a_case(consultant_on_the_case)
    assert asked() == one
