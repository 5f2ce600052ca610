"""The list of cases and the search: what one may see, narrowed, by page, with no key opened."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cases.conftest import a_case, a_task
from tests.cast import MORNING, NORDJYLLAND, file_a_call, signed_in, text
from tests.desk.register import text_of
from vaern.audit.models import Event
from vaern.cases.actions.staffing import answer_family_question, hand_over_to_region
from vaern.cases.terms import HandOver
from vaern.desk.views import case_list
from vaern.desk.views import inquiry as inquiry_views

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]
LIST = reverse("cases")


def shown(page):
    return [case.pk for case, _standing in page.context["rows"]]


def test_what_is_due_first_stands_first_and_says_when_it_is_late(holder, consultant_on_the_case, time_machine):
    later = a_case(consultant_on_the_case, next_step=a_task(consultant_on_the_case, hours=48))
    sooner = a_case(consultant_on_the_case, next_step=a_task(consultant_on_the_case, hours=2))
    time_machine.move_to(MORNING + timedelta(hours=5), tick=False)
    page = holder.get(LIST)
    assert shown(page) == [sooner.pk, later.pk]
    assert text_of(page).count("over tiden") == 1


def test_a_colleague_sees_the_regions_cases_and_not_among_their_own(colleague, case):
    assert shown(colleague.get(LIST)) == [case.pk]
    assert shown(colleague.get(LIST + "?kun=mine")) == []
    assert "Ingen sager passer til det valgte." in text_of(colleague.get(LIST + "?kun=mine"))


@pytest.mark.parametrize(
    "query, is_there",
    [
        ("fase=advising", True),
        ("fase=assessing", False),
        ("fase=closed", True),
        ("situation=unknown", True),
        ("situation=acute", False),
        ("situation=høj", True),
        ("region=1082", True),
        ("region=1083", False),
        ("region=' OR 1=1", True),
        ("efter=x", True),
        ("fase=advising&situation=unknown&region=1082&kun=mine", True),
    ],
)
def test_the_list_is_narrowed_by_what_it_offers_and_by_nothing_else(holder, case, query, is_there):
    page = holder.get(f"{LIST}?{query}")
    assert (page.status_code, shown(page)) == (200, [case.pk] if is_there else [])


def test_it_is_read_by_page_and_keeps_what_was_chosen(holder, consultant_on_the_case, monkeypatch):
    whole = case_list.worklist_of
    monkeypatch.setattr(case_list, "worklist_of", lambda *given, **how: whole(*given, **how, size=2))
    cases = [
        a_case(consultant_on_the_case, next_step=a_task(consultant_on_the_case, hours=hours)) for hours in (1, 2, 3)
    ]
    first = holder.get(LIST + "?fase=advising")
    second = holder.get(LIST + first.context["next"])
    assert shown(first) + shown(second) == [case.pk for case in cases]
    assert "fase=advising" in first.context["next"]
    assert (second.context["next"], second.context["first"]) == ("", "?fase=advising")


def test_the_list_of_inquiries_too_has_a_second_page(holder, consultant_on_the_case, monkeypatch):
    whole = inquiry_views.worklist_of
    monkeypatch.setattr(inquiry_views, "worklist_of", lambda *given, **how: whole(*given, **how, size=1))
    inquiries = {file_a_call(consultant_on_the_case).pk for _ in range(2)}
    first = holder.get(reverse("inquiries"))
    second = holder.get(reverse("inquiries") + first.context["next"])
    assert {row.pk for page in (first, second) for row, _ in page.context["rows"]} == inquiries


def test_who_sees_none_is_told_where_a_case_comes_from(case, consultant_from_elsewhere):
    assert "En sag åbnes fra en henvendelse." in text_of(signed_in(consultant_from_elsewhere).get(LIST))


def test_who_knows_the_family_sees_it_nowhere(colleague, case, colleague_in_the_region):
    answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=True, at=MORNING)
    assert shown(colleague.get(LIST)) == []
    assert "Ingen sag" in text_of(colleague.post(reverse("case-search"), {"words": case.reference}))


def test_what_nobody_has_taken_stands_by_itself(colleague, case, consultant_on_the_case):
    assert "Ingen har taget dem" not in text_of(colleague.get(LIST))
    hand_over_to_region(
        case=case,
        region=NORDJYLLAND,
        reason=HandOver.LIVES_THERE,
        note=text("Flyttet"),
        by=consultant_on_the_case,
        at=MORNING,
    )
    assert "Ingen har taget dem" not in text_of(colleague.get(LIST)), "it is another region's"
    hand_over_to_region(
        case=case, region="1082", reason=HandOver.LIVES_THERE, note=text("Retur"), by=consultant_on_the_case, at=MORNING
    )
    assert "Ingen har taget dem" in text_of(colleague.get(LIST))
    assert "Ingen har taget dem" not in text_of(colleague.get(LIST + "?fase=advising"))


def test_the_list_shows_the_level_a_person_chose_or_that_there_is_none(holder, case):
    assert "Ikke vurderet" in text_of(holder.get(LIST))


def test_no_list_and_no_search_opens_a_key(holder, case, monkeypatch):
    def never(*_, **__):
        raise AssertionError

    monkeypatch.setattr("vaern.vault.broker.FileBroker.open", never)
    assert holder.get(LIST).status_code == 200
    assert holder.post(reverse("case-search"), {"words": case.reference}).status_code == 200


@pytest.mark.parametrize(
    "words", [lambda case: case.reference.lower(), lambda case: f" {case.cover_name[:4].upper()} "]
)
def test_a_case_is_found_by_reference_or_by_how_its_cover_name_begins(holder, case, words):
    page = holder.post(reverse("case-search"), {"words": words(case)})
    assert [found.pk for found, _standing in page.context["found"]] == [case.pk]
    assert Event.objects.get(act="case.searched").code == "found-1"


def test_a_search_for_what_is_not_there_says_so_and_is_on_record(holder, case):
    page = text_of(holder.post(reverse("case-search"), {"words": "K-22222"}))
    assert "Ingen sag, du må se, hedder sådan." in page
    assert Event.objects.get(act="case.searched").code == "found-0"


@pytest.mark.parametrize("words", ["", "  ", "x" * 41])
def test_a_search_for_nothing_says_what_to_write(holder, case, words):
    page = holder.post(reverse("case-search"), {"words": words})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["words"])
    assert not Event.objects.filter(act="case.searched").exists()


def test_what_was_searched_for_stands_in_no_address(holder, case):
    page = holder.post(reverse("case-search"), {"words": case.reference})
    assert case.reference not in page.request["PATH_INFO"] + page.request["QUERY_STRING"]


def test_the_menu_leads_to_the_cases_for_those_who_work_on_them(holder, team_lead, administrator):
    home = reverse("my-day")
    assert f'href="{LIST}"' in text_of(holder.get(home))
    for other in (team_lead, administrator):
        assert f'href="{LIST}"' not in text_of(signed_in(other).get(home))


def test_the_menu_marks_the_cases_on_the_pages_of_one(holder, case):
    assert f'href="{LIST}" aria-current="page"' in text_of(holder.get(reverse("case", args=[case.pk])))
