"""Hand over, take, assign and restrict: somebody always answers for a case."""

from datetime import timedelta

import pytest

from tests.cases.conftest import a_task, opened_by
from tests.cast import MIDTJYLLAND, MORNING, NORDJYLLAND, text
from vaern.audit.models import Event
from vaern.cases.access import NoSuchCase
from vaern.cases.actions.staffing import (
    AlreadyTaken,
    AlreadyTheirs,
    KnowsTheFamily,
    NeedsAName,
    NoCover,
    NotWhileRestricted,
    add_participant,
    answer_family_question,
    arrange_cover,
    assign,
    end_participation,
    hand_over_to,
    hand_over_to_region,
    restrict,
    take,
)
from vaern.cases.actions.tasks import set_task
from vaern.cases.surroundings import NotAConsultant
from vaern.cases.terms import HandOver, ParticipantRole, TaskKind
from vaern.cases.worklist import load_of, nobody_has, overdue, with_lapsed_level
from vaern.inquiries.models import Inquiry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


def left(case, by, *, region=NORDJYLLAND):
    hand_over_to_region(case=case, region=region, reason=HandOver.LIVES_THERE, note=text("Flyttet."), by=by, at=MORNING)


def given(case, to, by):
    hand_over_to(case=case, to=to, reason=HandOver.LOAD, note=text("Tag den, tak."), by=by, at=MORNING)


def test_left_to_a_region_it_says_who_still_answers_and_what_is_next(case, consultant_on_the_case):
    left(case, consultant_on_the_case)
    case.refresh_from_db()
    assert (case.consultant, case.answers_for_it, case.region) == (None, consultant_on_the_case, NORDJYLLAND)
    assert (case.next_step_kind, case.next_step_at) == (TaskKind.TAKE_OVER, MORNING)
    assert [row.pk for row in nobody_has()] == [case.pk]


def test_the_slower_of_two_takers_is_told(
    case, consultant_on_the_case, consultant_from_elsewhere, another_from_elsewhere
):
    left(case, consultant_on_the_case)
    faster, slower = (opened_by(user, case) for user in (consultant_from_elsewhere, another_from_elsewhere))
    take(case=faster, by=consultant_from_elsewhere, at=MORNING)
    with pytest.raises(AlreadyTaken):
        take(case=slower, by=another_from_elsewhere, at=MORNING)
    case.refresh_from_db()
    assert case.consultant == consultant_from_elsewhere
    assert {task.owner for task in case.tasks.open()} == {consultant_from_elsewhere}
    assert case.next_step_kind == TaskKind.FOLLOW_UP


def test_it_is_not_left_to_the_region_that_nobody_took_it_in(case, consultant_on_the_case):
    left(case, consultant_on_the_case)
    with pytest.raises(AlreadyTheirs):
        left(case, consultant_on_the_case)


def test_a_restricted_case_is_handed_to_a_person_never_to_a_region(
    case, consultant_on_the_case, colleague_in_the_region
):
    restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
    with pytest.raises(NeedsAName):
        left(case, consultant_on_the_case)
    given(case, colleague_in_the_region, consultant_on_the_case)
    case.refresh_from_db()
    assert case.consultant == colleague_in_the_region


def test_a_case_nobody_holds_is_not_restricted(case, consultant_on_the_case):
    left(case, consultant_on_the_case)
    with pytest.raises(NeedsAName):
        restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)


def test_it_is_restricted_once(case, consultant_on_the_case):
    with pytest.raises(NotWhileRestricted):
        restrict(case=case, restricted=False, by=consultant_on_the_case, at=MORNING)


def test_who_held_it_when_is_kept_with_why(case, consultant_on_the_case, colleague_in_the_region):
    given(case, colleague_in_the_region, consultant_on_the_case)
    rows = case.holdings.newest_first().opened_with(case.key_in_hand)
    assert {(row.consultant, row.reason, row.note) for row in rows} == {
        (consultant_on_the_case, HandOver.OPENED, None),
        (colleague_in_the_region, HandOver.LOAD, "Tag den, tak."),
    }


@pytest.mark.parametrize("who", ["team_lead", "administrator"])
def test_it_is_given_only_to_who_works_on_cases(case, consultant_on_the_case, who, request):
    with pytest.raises(NotAConsultant):
        given(case, request.getfixturevalue(who), consultant_on_the_case)


def test_it_is_not_given_to_who_has_it(case, consultant_on_the_case):
    with pytest.raises(AlreadyTheirs):
        given(case, consultant_on_the_case, consultant_on_the_case)


class TestATeamLead:
    def test_gives_a_case_on_without_reading_it(self, case, consultant_from_elsewhere, team_lead):
        assign(case_id=case.pk, to=consultant_from_elsewhere, by=team_lead, at=MORNING)
        case.refresh_from_db()
        assert case.consultant == consultant_from_elsewhere
        assert {task.owner for task in case.tasks.open()} == {consultant_from_elsewhere}
        assert not Event.objects.filter(act="case.opened").exists()
        assert Event.objects.get(act="case.assigned").subject == consultant_from_elsewhere.pk

    @pytest.mark.parametrize("who", ["consultant_on_the_case", "consultant_from_elsewhere", "administrator"])
    def test_nobody_else_does(self, case, colleague_in_the_region, who, request):
        with pytest.raises(NoSuchCase):
            assign(case_id=case.pk, to=colleague_in_the_region, by=request.getfixturevalue(who), at=MORNING)

    def test_gives_it_to_nobody_who_knows_the_family(self, case, colleague_in_the_region, team_lead):
        answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=True, at=MORNING)
        with pytest.raises(KnowsTheFamily):
            assign(case_id=case.pk, to=colleague_in_the_region, by=team_lead, at=MORNING)

    def test_sees_the_load_and_what_is_overdue_or_outdated_by_reference(
        self, case, consultant_on_the_case, colleague_in_the_region
    ):
        tomorrow = case.next_step_at + timedelta(minutes=1)
        people = [consultant_on_the_case, colleague_in_the_region]
        assert [(load.open, load.overdue) for load in load_of(people, at=MORNING)] == [(1, 0), (0, 0)]
        assert [(load.open, load.overdue) for load in load_of(people, at=tomorrow)] == [(1, 1), (0, 0)]
        assert [row.pk for row in overdue(at=tomorrow)] == [case.pk]
        assert overdue(at=MORNING) == with_lapsed_level(at=tomorrow) == []


class TestParticipants:
    def test_their_tasks_go_to_who_holds_the_case_when_they_leave(
        self, case, consultant_on_the_case, consultant_from_elsewhere
    ):
        part = {"role": ParticipantRole.CO_CONSULTANT, "last_day": None, "by": consultant_on_the_case, "at": MORNING}
        participant = add_participant(case=case, user=consultant_from_elsewhere, **part)
        set_task(case=case, task=a_task(consultant_from_elsewhere), by=consultant_on_the_case, at=MORNING)
        end_participation(case=case, participant=participant, by=consultant_on_the_case, at=MORNING)
        assert {task.owner for task in case.tasks.open()} == {consultant_on_the_case}

    @pytest.mark.parametrize("days_ago, refused", [(1, False), (0, True)])
    def test_somebody_takes_part_once_at_a_time(
        self, case, consultant_on_the_case, consultant_from_elsewhere, days_ago, refused
    ):
        last_day = MORNING.date() - timedelta(days=days_ago)
        part = {"role": ParticipantRole.DEPUTY, "by": consultant_on_the_case, "at": MORNING}
        add_participant(case=case, user=consultant_from_elsewhere, last_day=last_day, **part)
        if refused:
            with pytest.raises(AlreadyTheirs):
                add_participant(case=case, user=consultant_from_elsewhere, last_day=None, **part)
        else:
            add_participant(case=case, user=consultant_from_elsewhere, last_day=None, **part)


@pytest.mark.parametrize("days, themselves", [(-1, False), (0, True)])
def test_cover_is_by_another_and_does_not_end_before_it_begins(
    consultant_on_the_case, colleague_in_the_region, days, themselves
):
    today = MORNING.date()
    with pytest.raises(NoCover):
        arrange_cover(
            absent=consultant_on_the_case,
            stands_in=consultant_on_the_case if themselves else colleague_in_the_region,
            first_day=today,
            last_day=today + timedelta(days=days),
            by=consultant_on_the_case,
            at=MORNING,
        )


def test_the_case_stays_in_its_region_when_it_goes_to_a_person_elsewhere(
    case, consultant_on_the_case, consultant_from_elsewhere
):
    given(case, consultant_from_elsewhere, consultant_on_the_case)
    case.refresh_from_db()
    assert case.region == MIDTJYLLAND


# The inquiry goes with its case


def test_who_is_given_a_case_is_given_its_inquiry(case, consultant_on_the_case, consultant_from_elsewhere):
    given(case, consultant_from_elsewhere, by=consultant_on_the_case)
    inquiry = Inquiry.objects.get(pk=case.inquiry_id)
    assert inquiry.consultant == consultant_from_elsewhere
    assert {task.owner for task in inquiry.tasks.open()} == {consultant_from_elsewhere}
    assert Event.objects.get(act="inquiry.followed").subject == consultant_from_elsewhere.pk


def test_an_inquiry_somebody_else_has_taken_stays_theirs(
    case, consultant_on_the_case, colleague_in_the_region, consultant_from_elsewhere
):
    Inquiry.objects.filter(pk=case.inquiry_id).update(consultant=colleague_in_the_region)
    given(case, consultant_from_elsewhere, by=consultant_on_the_case)
    assert Inquiry.objects.get(pk=case.inquiry_id).consultant == colleague_in_the_region
