"""Min dag and the team lead's overview with cases in them: cover names for a consultant, references for a lead."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cases.conftest import a_case
from tests.cast import MORNING, signed_in, text
from tests.desk.register import text_of
from vaern.cases.actions.course import show_level
from vaern.cases.actions.staffing import hand_over_to_region
from vaern.cases.models import Case
from vaern.cases.terms import HandOver
from vaern.staff.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory"), pytest.mark.time_machine(MORNING)]

LATER = MORNING + timedelta(days=40)


def section(page, heading):
    """Return the text of the panel under a heading."""
    return page.split(f'aria-labelledby="{heading}"')[1].split("</section>")[0]


@pytest.fixture
def day(consultant_on_the_case):
    def shown():
        return text_of(signed_in(consultant_on_the_case).get(reverse("my-day")))

    return shown


@pytest.fixture
def team(team_lead):
    def shown():
        return text_of(signed_in(team_lead).get(reverse("team")))

    return shown


def test_a_case_due_tomorrow_stands_ahead_and_links_to_the_case(day, case):
    ahead = section(day(), "ahead")
    assert case.cover_name in ahead
    assert reverse("case", args=[case.pk]) in ahead


@pytest.mark.time_machine(MORNING + timedelta(days=2))
def test_what_is_due_of_inquiries_and_cases_stands_in_one_list_by_time(day, case, inquiry):
    now = section(day(), "now")
    assert case.cover_name in now
    assert inquiry.cover_name in now
    assert '<span class="count">2</span>' in now


def test_a_case_nobody_in_the_region_has_is_shown_to_the_region(case, consultant_on_the_case, colleague_in_the_region):
    before = text_of(signed_in(colleague_in_the_region).get(reverse("my-day")))
    hand_over_to_region(
        case=case, region=case.region, reason=HandOver.LOAD, note=text(), by=consultant_on_the_case, at=MORNING
    )
    after = text_of(signed_in(colleague_in_the_region).get(reverse("my-day")))
    assert case.cover_name not in before
    assert case.cover_name in section(after, "nobody-case")
    assert case.cover_name in section(text_of(signed_in(consultant_on_the_case).get(reverse("my-day"))), "given")


@pytest.mark.time_machine(LATER)
def test_a_judgement_that_ran_out_rises_on_the_day_of_who_holds_the_case(day, team, case, consultant_on_the_case):
    assert 'id="lapsed"' not in day()
    show_level(case=case, level="low", valid_until=MORNING, by=consultant_on_the_case)
    assert case.cover_name in section(day(), "lapsed")
    assert case.reference in section(team(), "lapsed")


def test_a_team_lead_sees_references_and_never_a_cover_name(team, case, inquiry):
    page = team()
    assert case.cover_name not in page
    assert inquiry.cover_name not in page


def test_the_load_counts_inquiries_and_cases_apart(team, case, consultant_on_the_case):
    a_case(consultant_on_the_case)
    row = section(team(), "load").split(consultant_on_the_case.first_name)[1].split("</tr>")[0]
    assert [each.split("<")[0] for each in row.split('"number">')[1:]] == ["2", "2", "0", "0"]


@pytest.mark.time_machine(MORNING + timedelta(days=2))
def test_an_overdue_case_is_listed_with_the_way_to_give_it_to_somebody(team, case):
    late = section(team(), "overdue")
    assert case.reference in late
    assert reverse("case-assign", args=[case.pk]) in late


def test_a_case_whose_owner_has_left_is_one_nobody_acts_in(team, case):
    assert "Alle åbne sager har et næste skridt" in section(team(), "acts")
    User.objects.filter(pk=case.consultant_id).update(is_active=False)
    assert case.reference in section(team(), "acts")


def test_the_overview_asks_for_the_same_number_of_rows_however_many_there_are(
    team, case, consultant_on_the_case, django_assert_max_num_queries
):
    for _ in range(3):
        a_case(consultant_on_the_case)
    with django_assert_max_num_queries(40):
        assert team()
    assert Case.objects.open().count() == 4
