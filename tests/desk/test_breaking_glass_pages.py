"""Nødåbning on screen: the exact name, a reason, and a team lead's judgement without a word of the case."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.urls import reverse

from tests.cast import LONG_AGO, MORNING, person, signed_in
from tests.desk.register import text_of
from vaern.audit.models import Event
from vaern.cases.actions.staffing import answer_family_question, restrict
from vaern.cases.models import BrokenGlass
from vaern.desk.views import breaking_glass as views
from vaern.law.values import BREAK_GLASS_HOURS
from vaern.staff.roles import CONSULTANT, TEAM_LEAD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory"), pytest.mark.time_machine(MORNING)]

REASON = "Politiet ringer om sagen nu."


@pytest.fixture
def stranger(consultant_from_elsewhere):
    return signed_in(consultant_from_elsewhere)


def test_the_hours_are_those_of_the_danish_day(consultant_from_elsewhere, monkeypatch, time_machine):
    monkeypatch.setattr(
        views, "BREAK_GLASS_HOURS", replace(BREAK_GLASS_HOURS, values={LONG_AGO: 4, date(2026, 12, 1): 7})
    )
    for moment, hours in ("2026-11-30T22:59Z", 4), ("2026-11-30T23:01Z", 7):
        time_machine.move_to(datetime.fromisoformat(moment))
        page = signed_in(consultant_from_elsewhere).get(reverse("case-glass"))
        assert page.context["hours"] == hours


def asked(name, **changes):
    return {"name": name, "emergency": "in-contact-now", "reason": REASON} | changes


def broken(browser, case):
    browser.post(reverse("case-glass"), asked(case.reference))
    return BrokenGlass.objects.get()


def test_with_its_exact_reference_and_a_reason_it_opens_after_the_question_about_the_family(stranger, case):
    answer = stranger.post(reverse("case-glass"), asked(f" {case.reference.lower()} "))
    assert answer["Location"] == reverse("case", args=[case.pk])
    question = stranger.get(answer["Location"])["Location"]
    stranger.post(question, {"knows": "no"})
    assert stranger.get(answer["Location"]).status_code == 200


def test_the_one_who_has_the_case_sees_that_it_was_broken_open(stranger, case, consultant_on_the_case):
    broken(stranger, case)
    page = text_of(signed_in(consultant_on_the_case).get(reverse("case-who", args=[case.pk])))
    assert "Carla" in page
    assert REASON not in page


@pytest.mark.parametrize("name", ["K-22222", "Blå", "%"])
def test_a_name_that_is_none_and_a_case_one_may_not_know_of_look_the_same(case, colleague_in_the_region, name):
    answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=True, at=MORNING)
    browser = signed_in(colleague_in_the_region)
    missing = browser.post(reverse("case-glass"), asked(name))
    hidden = browser.post(reverse("case-glass"), asked(case.reference))
    assert (missing.status_code, hidden.status_code) == (422, 422)
    assert missing.context["form"].errors == hidden.context["form"].errors
    assert Event.objects.refusals().filter(code="break-glass").count() == 2


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"name": ""}, "name"),
        ({"name": "K" * 61}, "name"),
        ({"emergency": ""}, "emergency"),
        ({"emergency": "curious"}, "emergency"),
        ({"reason": "  "}, "reason"),
        ({"reason": "Ring 22 33 44 55"}, "reason"),
    ],
)
def test_without_one_of_the_three_nothing_is_broken(stranger, case, wrong, field):
    page = stranger.post(reverse("case-glass"), asked(case.reference) | wrong)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert not BrokenGlass.objects.exists()


def test_112_and_114_stand_before_the_form(stranger):
    page = text_of(stranger.get(reverse("case-glass"))).split("<main")[1]
    assert page.index("112") < page.index("114") < page.index("<form")


def test_a_restricted_case_opens_too(colleague_in_the_region, case, consultant_on_the_case):
    restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
    answer = signed_in(colleague_in_the_region).post(reverse("case-glass"), asked(case.cover_name))
    assert answer.status_code == 302


def test_a_team_lead_reads_the_reason_and_nothing_of_the_case(stranger, lead, case):
    glass = broken(stranger, case)
    for where in (reverse("team"), reverse("my-day")):
        assert reverse("case-glass-review", args=[glass.pk]) in text_of(lead.get(where))
    page = text_of(lead.get(reverse("case-glass-review", args=[glass.pk])))
    assert REASON in page
    assert case.cover_name not in page


def test_and_judges_it_once(stranger, lead, case):
    glass = broken(stranger, case)
    review = reverse("case-glass-review", args=[glass.pk])
    assert lead.post(review, {}).status_code == 422
    assert lead.post(review, {"finding": "right"})["Location"] == reverse("team")
    assert lead.post(review, {"finding": "not-needed"})["Location"] == review
    glass.refresh_from_db()
    assert glass.finding == "right"
    assert review not in text_of(lead.get(reverse("team")))


def test_nobody_judges_an_opening_of_their_own(case):
    both = signed_in(person("Hans", CONSULTANT, TEAM_LEAD))
    glass = broken(both, case)
    page = both.post(reverse("case-glass-review", args=[glass.pk]), {"finding": "right"})
    assert (page.status_code, "din egen åbning" in text_of(page)) == (422, True)


def test_the_one_who_opened_it_does_not_read_the_review_page(stranger, case):
    glass = broken(stranger, case)
    assert stranger.get(reverse("case-glass-review", args=[glass.pk])).status_code == 404
