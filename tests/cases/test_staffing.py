"""Hand over, take, assign and restrict: somebody always answers for a case."""

from datetime import timedelta

import pytest

from tests.cases.conftest import a_task, opened_by
from tests.cast import MIDTJYLLAND, MORNING, NORDJYLLAND, SYDDANMARK, person, text
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
from vaern.cases.worklist import (
    due_tasks,
    load_of,
    nobody_has,
    overdue,
    unclaimed_for,
    with_lapsed_level,
    without_anybody_to_act,
)
from vaern.inquiries.models import Inquiry
from vaern.staff.roles import CONSULTANT

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


# Nothing is left with somebody to whom the case is not there


def owners(case):
    return {task.owner for task in case.tasks.open()}


def test_who_covers_and_leaves_it_to_a_region_takes_every_task_and_the_inquiry_along(
    case, consultant_on_the_case, another_from_elsewhere, consultant_from_elsewhere
):
    inquiry = Inquiry.objects.get(pk=case.inquiry_id)
    days = {"first_day": MORNING.date(), "last_day": MORNING.date() + timedelta(days=7)}
    stand_in = person("Bo", CONSULTANT, regions=[SYDDANMARK])
    arrange_cover(absent=consultant_on_the_case, stands_in=stand_in, by=consultant_on_the_case, at=MORNING, **days)
    set_task(case=case, task=a_task(consultant_on_the_case), by=consultant_on_the_case, at=MORNING)
    set_task(case=case, task=a_task(another_from_elsewhere), by=consultant_on_the_case, at=MORNING)
    left(opened_by(stand_in, case), stand_in)
    case.refresh_from_db()
    inquiry.refresh_from_db()
    assert due_tasks(consultant_on_the_case, until=MORNING + timedelta(days=9)) == []
    assert owners(case) == {stand_in, another_from_elsewhere}  # the latter is on duty where it went
    assert (case.answers_for_it, inquiry.consultant, *owners(inquiry)) == (stand_in, stand_in, stand_in)
    take(case=opened_by(consultant_from_elsewhere, case), by=consultant_from_elsewhere, at=MORNING)
    inquiry.refresh_from_db()
    assert owners(case) == {consultant_from_elsewhere, another_from_elsewhere}
    assert (inquiry.consultant, *owners(inquiry)) == (consultant_from_elsewhere, consultant_from_elsewhere)


def test_who_takes_it_takes_what_had_been_forgotten_with_somebody_who_does_not_see_it(
    case, consultant_on_the_case, colleague_in_the_region, consultant_from_elsewhere
):
    left(case, consultant_on_the_case)
    case.tasks.open().filter(kind=TaskKind.FOLLOW_UP).update(owner=colleague_in_the_region)
    take(case=opened_by(consultant_from_elsewhere, case), by=consultant_from_elsewhere, at=MORNING)
    assert owners(case) == {consultant_from_elsewhere}


def test_closed_to_the_region_it_leaves_no_task_with_the_region(case, consultant_on_the_case, colleague_in_the_region):
    set_task(case=case, task=a_task(colleague_in_the_region), by=consultant_on_the_case, at=MORNING)
    restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
    assert owners(case) == {consultant_on_the_case}


class TestSteppingOut:
    """Whoever holds a case finds out that they know the family."""

    def test_the_region_has_it_and_somebody_on_duty_answers_for_it_meanwhile(
        self, case, consultant_on_the_case, colleague_in_the_region
    ):
        answer_family_question(user=consultant_on_the_case, case_id=case.pk, knows=True, at=MORNING)
        case.refresh_from_db()
        assert (case.consultant, case.answers_for_it) == (None, colleague_in_the_region)
        assert [task.case_id for task in due_tasks(colleague_in_the_region, until=MORNING + timedelta(days=9))]
        assert Inquiry.objects.get(pk=case.inquiry_id).consultant == colleague_in_the_region
        assert [row.pk for row in nobody_has()] == [case.pk]
        assert case.holdings.get(reason=HandOver.CONFLICT).by == consultant_on_the_case

    def test_a_restricted_case_goes_to_somebody_on_it_never_to_the_region(
        self, case, consultant_on_the_case, colleague_in_the_region, consultant_from_elsewhere
    ):
        part = {"role": ParticipantRole.CO_CONSULTANT, "last_day": None, "by": consultant_on_the_case, "at": MORNING}
        add_participant(case=case, user=consultant_from_elsewhere, **part)
        restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
        answer_family_question(user=consultant_on_the_case, case_id=case.pk, knows=True, at=MORNING)
        case.refresh_from_db()
        assert (case.consultant, case.is_restricted) == (consultant_from_elsewhere, True)
        assert owners(case) == {consultant_from_elsewhere}
        assert Inquiry.objects.get(pk=case.inquiry_id).consultant == consultant_from_elsewhere
        assert unclaimed_for(colleague_in_the_region, at=MORNING) == []

    def test_with_nobody_else_on_it_a_team_lead_sees_that_nobody_acts(
        self, case, consultant_on_the_case, colleague_in_the_region, team_lead
    ):
        restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
        assert without_anybody_to_act(at=MORNING) == []
        answer_family_question(user=consultant_on_the_case, case_id=case.pk, knows=True, at=MORNING)
        assert [row.pk for row in nobody_has()] == [row.pk for row in without_anybody_to_act(at=MORNING)] == [case.pk]
        assert unclaimed_for(colleague_in_the_region, at=MORNING) == []
        assign(case_id=case.pk, to=colleague_in_the_region, by=team_lead, at=MORNING)
        assert owners(case) == {colleague_in_the_region}
        inquiry = Inquiry.objects.get(pk=case.inquiry_id)
        assert (inquiry.consultant, *owners(inquiry)) == (colleague_in_the_region, colleague_in_the_region)

    def test_who_had_given_it_away_answers_for_it_no_more(
        self, case, consultant_on_the_case, consultant_from_elsewhere
    ):
        left(case, consultant_on_the_case)
        answer_family_question(user=consultant_on_the_case, case_id=case.pk, knows=True, at=MORNING)
        case.refresh_from_db()
        assert case.answers_for_it == consultant_from_elsewhere
        assert owners(case) == {consultant_from_elsewhere}
