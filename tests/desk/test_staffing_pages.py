"""Who works on a case, on screen: who may see it, hand over, take part, close it to the region, and leave cover."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.cases.conftest import opened_by
from tests.cast import MORNING, NORDJYLLAND, person, signed_in, text
from tests.desk.register import INVISIBLE, TOO_MUCH, text_of
from vaern.audit.models import Event
from vaern.cases.access import covers_from, ground_for, participants_of
from vaern.cases.actions.staffing import answer_family_question, arrange_cover, hand_over_to_region, restrict
from vaern.cases.models import Case
from vaern.cases.terms import Ground, HandOver
from vaern.staff.roles import CONSULTANT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory"), pytest.mark.time_machine(MORNING)]

TODAY = MORNING.date()
NEXT_WEEK = TODAY + timedelta(days=7)


def address(name, case, **more):
    return reverse(name, kwargs={"case_id": case.pk, **more})


@pytest.fixture
def holder(consultant_on_the_case):
    return signed_in(consultant_on_the_case)


@pytest.fixture
def colleague(case, colleague_in_the_region):
    """On duty for the region, and has said that they do not know the family."""
    answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=False, at=MORNING)
    return signed_in(colleague_in_the_region)


def left_to_the_region(case, by):
    hand_over_to_region(case=case, region=case.region, reason=HandOver.LOAD, note=text(), by=by, at=MORNING)


# Who sees it


def test_it_says_who_may_see_the_case_and_why(holder, case, colleague_in_the_region):
    page = text_of(holder.get(address("case-who", case)))
    assert "Har sagen" in page
    assert colleague_in_the_region.first_name in page
    assert "Vagt i regionen" in page


def test_it_says_who_has_opened_it_and_who_was_refused(holder, case, consultant_from_elsewhere):
    signed_in(consultant_from_elsewhere).get(address("case-who", case))
    page = text_of(holder.get(address("case-who", case)))
    assert "Carla" in page
    assert "Afvist" in page
    assert "Har sagen" in page


def test_who_knows_the_family_is_not_among_those_who_may_see_it(holder, case, colleague_in_the_region):
    answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=True, at=MORNING)
    assert "Vagt i regionen" not in text_of(holder.get(address("case-who", case)))


# Hand over, take


def test_a_colleague_has_it_at_once(holder, case, consultant_from_elsewhere):
    sent = {"to": f"person:{consultant_from_elsewhere.pk}", "reason": "competence", "note": "Kender området"}
    assert holder.post(address("case-hand-over", case), sent)["Location"] == reverse("cases")
    case.refresh_from_db()
    assert case.consultant == consultant_from_elsewhere


def test_a_region_has_it_and_the_giver_answers_until_it_is_taken(holder, case, consultant_on_the_case):
    sent = {"to": f"region:{NORDJYLLAND}", "reason": "lives-there", "note": ""}
    assert holder.post(address("case-hand-over", case), sent).status_code == 302
    case.refresh_from_db()
    assert (case.consultant, case.region, case.handed_by) == (None, NORDJYLLAND, consultant_on_the_case)
    assert case.reference in text_of(holder.get(reverse("my-day")))


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"to": ""}, "to"),
        ({"to": "person:nobody"}, "to"),
        ({"to": "region:9999"}, "to"),
        ({"reason": ""}, "reason"),
        ({"reason": "opened"}, "reason"),
        ({"note": "Ring 22 33 44 55"}, "note"),
        ({"note": TOO_MUCH}, "note"),
        ({"note": INVISIBLE[0]}, "note"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_handed_over(
    holder, case, consultant_on_the_case, consultant_from_elsewhere, wrong, field
):
    sent = {"to": f"person:{consultant_from_elsewhere.pk}", "reason": "load", "note": "Hils"} | wrong
    page = holder.post(address("case-hand-over", case), sent)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    case.refresh_from_db()
    assert case.consultant == consultant_on_the_case


def test_who_knows_the_family_cannot_be_given_it(holder, case, consultant_on_the_case, colleague_in_the_region):
    answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=True, at=MORNING)
    sent = {"to": f"person:{colleague_in_the_region.pk}", "reason": "load", "note": ""}
    page = holder.post(address("case-hand-over", case), sent)
    assert "kan ikke få denne sag" in text_of(page)
    case.refresh_from_db()
    assert case.consultant == consultant_on_the_case


def test_a_restricted_case_is_offered_to_people_only(holder, case, consultant_on_the_case):
    assert "Region Nordjylland" in text_of(holder.get(address("case-hand-over", case)))
    restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
    assert "Region Nordjylland" not in text_of(holder.get(address("case-hand-over", case)))


def test_a_colleague_takes_what_nobody_has(colleague, case, consultant_on_the_case, colleague_in_the_region):
    left_to_the_region(case, consultant_on_the_case)
    assert "Tag sagen" in text_of(colleague.get(address("case-who", case)))
    assert colleague.post(address("case-take", case))["Location"] == address("case", case)
    case.refresh_from_db()
    assert case.consultant == colleague_in_the_region


def test_the_slower_of_two_is_told(colleague, case):
    page = colleague.post(address("case-take", case))
    assert (page.status_code, "En anden har taget den imens" in text_of(page)) == (409, True)


# Take part


def test_a_colleague_from_elsewhere_takes_part_until_a_day(holder, case, consultant_from_elsewhere):
    sent = {"user": consultant_from_elsewhere.pk, "role": "co-consultant", "last_day": NEXT_WEEK.isoformat()}
    assert holder.post(address("case-participant-add", case), sent)["Location"] == address("case-who", case)
    assert ground_for(consultant_from_elsewhere, case.pk, at=MORNING) == Ground.PARTICIPANT
    page = text_of(holder.get(address("case-who", case)))
    assert "Medkonsulent" in page
    assert "30. november 2026" in page


def test_and_is_let_go_again(holder, case, consultant_from_elsewhere):
    sent = {"user": consultant_from_elsewhere.pk, "role": "informed"}
    holder.post(address("case-participant-add", case), sent)
    [participant] = participants_of(case, on=TODAY)
    holder.post(address("case-participant-end", case, participant_id=participant.pk))
    assert participants_of(case, on=TODAY) == []
    assert ground_for(consultant_from_elsewhere, case.pk, at=MORNING) is None


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"user": ""}, "user"),
        ({"role": ""}, "role"),
        ({"last_day": (TODAY - timedelta(days=1)).isoformat()}, "last_day"),
        ({"last_day": "31-02-2027"}, "last_day"),
    ],
)
def test_a_part_without_what_it_needs_is_not_given(holder, case, consultant_from_elsewhere, wrong, field):
    sent = {"user": consultant_from_elsewhere.pk, "role": "informed", "last_day": TODAY.isoformat()} | wrong
    page = holder.post(address("case-participant-add", case), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert participants_of(case, on=TODAY) == []


def test_who_takes_part_already_is_not_added_twice(holder, case, consultant_from_elsewhere):
    sent = {"user": consultant_from_elsewhere.pk, "role": "informed"}
    holder.post(address("case-participant-add", case), sent)
    page = holder.post(address("case-participant-add", case), sent)
    assert "er med allerede" in text_of(page)
    assert len(participants_of(case, on=TODAY)) == 1


def test_a_participation_of_another_case_is_not_found(holder, case, consultant_from_elsewhere):
    assert holder.post(address("case-participant-end", case, participant_id=case.pk)).status_code == 404


# The rest of the region


def test_it_is_closed_to_the_region_and_opened_again(holder, case, colleague_in_the_region):
    holder.post(address("case-restrict", case), {"restricted": "yes"})
    assert ground_for(colleague_in_the_region, case.pk, at=MORNING) is None
    holder.post(address("case-restrict", case), {"restricted": "no"})
    assert ground_for(colleague_in_the_region, case.pk, at=MORNING) == Ground.DUTY


def test_pressed_twice_it_stays_as_it_is(holder, case):
    for _ in range(2):
        assert holder.post(address("case-restrict", case), {"restricted": "yes"}).status_code == 302
    assert Event.objects.filter(act="case.restricted").count() == 1


def test_what_nobody_has_cannot_be_closed_and_the_page_says_what_to_do(colleague, case, consultant_on_the_case):
    left_to_the_region(case, consultant_on_the_case)
    page = colleague.post(address("case-restrict", case), {"restricted": "yes"})
    assert (page.status_code, "Tag den" in text_of(page)) == (409, True)
    assert not Case.objects.get(pk=case.pk).is_restricted


# A team lead gives it, unread


def test_a_team_lead_gives_a_case_by_its_reference(lead, case, colleague_in_the_region):
    page = text_of(lead.get(address("case-assign", case)))
    assert case.reference in page
    assert case.cover_name not in page
    answer = lead.post(address("case-assign", case), {"to": colleague_in_the_region.pk})
    assert answer["Location"] == reverse("team")
    case.refresh_from_db()
    assert case.consultant == colleague_in_the_region
    assert not Event.objects.filter(act="case.opened").exists()


def test_to_nobody_or_to_who_has_it_already_it_is_not_given(lead, case, consultant_on_the_case):
    for to in ("", consultant_on_the_case.pk):
        page = lead.post(address("case-assign", case), {"to": to})
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["to"])


def test_a_consultant_gives_no_case_this_way(holder, case):
    assert holder.get(address("case-assign", case)).status_code == 404


# Leave cover


def asked(stands_in, **changes):
    days = {"first_day": TODAY.isoformat(), "last_day": NEXT_WEEK.isoformat()}
    return {"stands_in": stands_in.pk} | days | changes


def test_one_arranges_cover_for_oneself(holder, case, consultant_on_the_case, consultant_from_elsewhere):
    assert holder.post(reverse("case-covers"), asked(consultant_from_elsewhere))["Location"] == reverse("case-covers")
    assert ground_for(consultant_from_elsewhere, case.pk, at=MORNING) == Ground.COVER
    page = text_of(holder.get(reverse("case-covers")))
    assert consultant_from_elsewhere.first_name in page
    assert "Gælder nu" in page


def test_a_consultant_cannot_choose_whose(holder, consultant_on_the_case, consultant_from_elsewhere, team_lead):
    other = person("Gerda", CONSULTANT)
    holder.post(reverse("case-covers"), asked(consultant_from_elsewhere, absent=other.pk))
    assert [cover.absent for cover in covers_from(TODAY)] == [consultant_on_the_case]


def test_a_team_lead_arranges_it_for_anybody(lead, consultant_on_the_case, consultant_from_elsewhere):
    lead.post(reverse("case-covers"), asked(consultant_from_elsewhere, absent=consultant_on_the_case.pk))
    assert [(each.absent, each.stands_in) for each in covers_from(TODAY)] == [
        (consultant_on_the_case, consultant_from_elsewhere)
    ]


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"stands_in": ""}, "stands_in"),
        ({"first_day": ""}, "first_day"),
        ({"last_day": date(2026, 11, 22).isoformat()}, "last_day"),
        ({"first_day": "2026-11-01", "last_day": "2026-11-20"}, "last_day"),
    ],
)
def test_cover_that_makes_no_sense_is_not_arranged(holder, consultant_from_elsewhere, wrong, field):
    page = holder.post(reverse("case-covers"), asked(consultant_from_elsewhere) | wrong)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert covers_from(TODAY) == []


def test_nobody_covers_for_themselves(lead, consultant_on_the_case):
    page = lead.post(reverse("case-covers"), asked(consultant_on_the_case, absent=consultant_on_the_case.pk))
    assert list(page.context["form"].errors) == ["stands_in"]


def test_the_one_who_is_away_ends_it_and_the_one_who_stands_in_cannot(
    holder, consultant_on_the_case, consultant_from_elsewhere
):
    cover = arrange_cover(
        absent=consultant_on_the_case,
        stands_in=consultant_from_elsewhere,
        first_day=TODAY,
        last_day=NEXT_WEEK,
        by=consultant_on_the_case,
        at=MORNING,
    )
    end = reverse("case-cover-end", args=[cover.pk])
    assert signed_in(consultant_from_elsewhere).post(end).status_code == 404
    assert covers_from(TODAY) == [cover]
    assert holder.post(end).status_code == 302
    assert covers_from(TODAY) == []


def test_cover_opens_what_is_closed_to_the_region_too(holder, case, consultant_on_the_case, consultant_from_elsewhere):
    restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
    holder.post(reverse("case-covers"), asked(consultant_from_elsewhere))
    assert opened_by(consultant_from_elsewhere, case).pk == case.pk
