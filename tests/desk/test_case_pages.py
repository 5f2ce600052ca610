"""A case on screen: who gets in, the question before the first opening, and the overview."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import MORNING, signed_in, text
from tests.desk.case_register import address
from tests.desk.register import text_of
from tests.risk.filled import signed
from vaern.audit.models import Event
from vaern.cases.access import knows_the_family
from vaern.cases.actions.journal import add_entry
from vaern.cases.actions.staffing import restrict
from vaern.cases.models import Acquaintance
from vaern.cases.reading import history_of
from vaern.cases.terms import EntryKind
from vaern.desk.case_words import lines_of
from vaern.desk.views.case import NEWEST
from vaern.risk.actions.signing import void

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]


def test_the_one_who_opened_it_is_not_asked_and_sees_it(holder, case):
    page = holder.get(address(case))
    assert page.status_code == 200
    assert case.cover_name in text_of(page)


def test_a_colleague_is_asked_about_the_family_first_and_nothing_is_opened(colleague, case, colleague_in_the_region):
    answer = colleague.get(address(case))
    assert answer["Location"] == address(case, "case-family")
    assert colleague.get(answer["Location"]).status_code == 200
    assert not Event.objects.filter(by=colleague_in_the_region.pk, act="case.opened").exists()


def test_a_no_leads_into_the_case_and_the_opening_is_on_record(colleague, case, colleague_in_the_region):
    answer = colleague.post(address(case, "case-family"), {"knows": "no"})
    assert answer["Location"] == address(case)
    assert colleague.get(address(case)).status_code == 200
    assert Event.objects.get(by=colleague_in_the_region.pk, act="case.opened").code == "casework:duty"


def test_a_yes_makes_the_case_gone_and_says_so(colleague, case, colleague_in_the_region):
    answer = colleague.post(address(case, "case-family"), {"knows": "yes", "is_sure": "on"}, follow=True)
    assert "Sagen er væk for dig" in text_of(answer)
    assert case.cover_name not in text_of(answer)
    assert [colleague.get(address(case, name)).status_code for name in ("case", "case-family")] == [404, 404]


@pytest.mark.parametrize(
    "sent, field", [({}, "knows"), ({"knows": "yes"}, "is_sure"), ({"knows": "måske", "is_sure": "on"}, "knows")]
)
def test_the_question_is_answered_whole_or_not_at_all(colleague, case, colleague_in_the_region, sent, field):
    page = colleague.post(address(case, "case-family"), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert not Acquaintance.objects.filter(user=colleague_in_the_region).exists()


def test_who_finds_out_later_says_so_and_leaves_the_case_to_others(holder, case, consultant_on_the_case):
    assert address(case, "case-family") in text_of(holder.get(address(case)))
    holder.post(address(case, "case-family"), {"knows": "yes", "is_sure": "on"})
    case.refresh_from_db()
    assert (case.consultant, knows_the_family(consultant_on_the_case, case.pk)) == (None, True)
    assert holder.get(address(case)).status_code == 404


def test_nobody_from_elsewhere_is_asked_about_a_family_they_may_not_know_of(case, consultant_from_elsewhere):
    browser = signed_in(consultant_from_elsewhere)
    assert [browser.get(address(case, name)).status_code for name in ("case", "case-family")] == [404, 404]


def test_a_restricted_case_is_gone_for_the_region_and_marked_for_who_holds_it(holder, colleague, case):
    before = text_of(holder.get(address(case)))
    restrict(case=case, restricted=True, by=case.consultant, at=MORNING)
    assert "Begrænset" not in before
    assert "Begrænset" in text_of(holder.get(address(case)))
    assert colleague.get(address(case)).status_code == 404


def test_the_bar_says_who_decides_and_that_nothing_is_judged(holder, case):
    page = text_of(holder.get(address(case)))
    assert "Du rådgiver; myndigheden beslutter." in page
    assert "Ikke vurderet" in page


def test_the_next_step_stands_first_with_owner_and_time(holder, case):
    page = text_of(holder.get(address(case)))
    assert page.index("Hør, hvordan det gik") < page.index("Hændelser, nyeste først")
    assert "over tiden" not in page
    assert "step-next" in page


@pytest.mark.time_machine(MORNING + timedelta(days=3), tick=False)
def test_a_step_that_is_late_says_so_in_words(holder, case):
    assert "over tiden" in text_of(holder.get(address(case)))


class TestTheLevelInTheBar:
    """The word a person chose, who and when, and until when; never anything else."""

    def test_it_names_the_level_its_author_and_how_long_it_holds(self, holder, case, consultant_on_the_case, inquiry):
        signed(inquiry, consultant_on_the_case)
        page = text_of(holder.get(address(case)))
        assert "Lavt" in page
        assert "Asta i dag · til og med man. 7. dec." in page
        assert "Ikke vurderet" not in page
        assert "Lavt" in text_of(holder.get(reverse("cases")))

    def test_after_its_time_it_is_out_of_date(self, case, consultant_on_the_case, inquiry, time_machine):
        row = signed(inquiry, consultant_on_the_case)
        time_machine.move_to(row.valid_until, tick=False)
        page = signed_in(consultant_on_the_case).get(address(case))
        assert "Forældet" in text_of(page)
        assert "Lavt" not in text_of(page)
        assert "Trusselsniveau: forældet" in [fact.text for fact in page.context["missing"]]

    def test_taken_out_of_use_nothing_is_judged(self, holder, case, consultant_on_the_case, inquiry):
        row = signed(inquiry, consultant_on_the_case)
        void(
            inquiry=inquiry,
            screening=row,
            happened="family-learned",
            words=text("Hendes bror ringede"),
            by=consultant_on_the_case,
            at=MORNING,
        )
        assert "Ikke vurderet" in text_of(holder.get(address(case)))


@pytest.mark.parametrize("name", ["case", "case-journal", "case-gate"])
def test_a_page_of_a_case_reads_each_thing_once_and_hands_it_round(holder, case, name):
    where = address(case, name)
    assert holder.get(where).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert holder.get(where).status_code == 200
    read = Counter(re.findall(r'FROM "(\w+)"', " ".join(each["sql"] for each in queries if "SELECT" in each["sql"])))
    for table in ("cases_standing", "cases_person", "cases_portrait", "risk_screening"):
        assert read[table] <= 1, table
    assert len(queries) <= 40


def test_the_journal_of_a_case_reads_no_more_lines_than_the_page_shows(holder, case, consultant_on_the_case):
    for number in range(NEWEST + 3):
        happened = MORNING - timedelta(minutes=number)
        about = {"kind": EntryKind.NOTE, "note": text(f"linje {number}"), "happened_at": happened}
        add_entry(case=case, **about, by=consultant_on_the_case, at=MORNING)
    page = holder.get(address(case, "case"))
    assert [line.title for line in page.context["lines"]] == [
        line.title for line in lines_of(history_of(case)[:NEWEST])
    ]
    assert page.context["happened"] == len(history_of(case))
