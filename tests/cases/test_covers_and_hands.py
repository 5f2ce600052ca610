"""What pages read of who works on a case: participants, leave cover, and what a team lead sees without reading."""

from datetime import timedelta

import pytest

from tests.cases.conftest import a_case
from tests.cast import MORNING, text
from vaern.audit.models import Event
from vaern.cases.access import NoSuchCase, covers_from, participants_of, shut_case
from vaern.cases.actions.course import show_level
from vaern.cases.actions.staffing import add_participant, arrange_cover, end_cover, hand_over_to_region
from vaern.cases.terms import HandOver, ParticipantRole
from vaern.cases.worklist import awaiting_from, lapsed_of, without_anybody_to_act
from vaern.staff.models import User
from vaern.vault.rows import Locked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]

TODAY = MORNING.date()
WEEK = timedelta(days=7)


def cover(absent, stands_in, *, first=TODAY, last=TODAY + WEEK):
    return arrange_cover(absent=absent, stands_in=stands_in, first_day=first, last_day=last, by=absent, at=MORNING)


def test_cover_is_shown_to_both_it_is_about_and_to_no_third(
    consultant_on_the_case, colleague_in_the_region, consultant_from_elsewhere
):
    arranged = cover(consultant_on_the_case, colleague_in_the_region)
    assert covers_from(TODAY, of=consultant_on_the_case) == [arranged]
    assert covers_from(TODAY, of=colleague_in_the_region) == [arranged]
    assert covers_from(TODAY, of=consultant_from_elsewhere) == []
    assert covers_from(TODAY) == [arranged]


def test_cover_that_is_over_or_ended_is_not_shown(consultant_on_the_case, colleague_in_the_region):
    cover(consultant_on_the_case, colleague_in_the_region, first=TODAY - WEEK, last=TODAY - timedelta(days=1))
    ended = cover(consultant_on_the_case, colleague_in_the_region)
    end_cover(cover=ended, by=consultant_on_the_case, at=MORNING)
    assert covers_from(TODAY) == []


def test_participants_are_those_of_the_day(case, consultant_on_the_case, colleague_in_the_region):
    added = add_participant(
        case=case,
        user=colleague_in_the_region,
        role=ParticipantRole.INFORMED,
        last_day=TODAY,
        by=consultant_on_the_case,
        at=MORNING,
    )
    assert participants_of(case, on=TODAY) == [added]
    assert participants_of(case, on=TODAY + timedelta(days=1)) == []


def test_a_team_lead_knows_a_case_shut(case, team_lead):
    shut = shut_case(user=team_lead, case_id=case.pk)
    assert shut == case
    with pytest.raises(Locked):
        assert shut.key_in_hand


def test_a_consultant_does_not_and_the_attempt_is_on_record(case, consultant_on_the_case):
    with pytest.raises(NoSuchCase):
        shut_case(user=consultant_on_the_case, case_id=case.pk)
    refusal = Event.objects.refusals().get()
    assert (refusal.about, refusal.code) == (case.pk, "assign")


def test_what_was_given_to_a_region_waits_with_the_giver(case, consultant_on_the_case, colleague_in_the_region):
    assert awaiting_from(consultant_on_the_case) == []
    hand_over_to_region(
        case=case, region=case.region, reason=HandOver.LOAD, note=text(), by=consultant_on_the_case, at=MORNING
    )
    assert awaiting_from(consultant_on_the_case) == [case]
    assert awaiting_from(colleague_in_the_region) == []


def test_a_judgement_lapses_for_the_one_who_holds_the_case_at_the_moment_it_ends(
    case, consultant_on_the_case, colleague_in_the_region
):
    until = MORNING + WEEK
    show_level(case=case, level="low", valid_until=until, by=consultant_on_the_case)
    assert lapsed_of(consultant_on_the_case, at=until - timedelta(seconds=1)) == []
    assert lapsed_of(consultant_on_the_case, at=until) == [case]
    assert lapsed_of(colleague_in_the_region, at=until) == []


def test_a_case_whose_every_step_is_owned_by_somebody_who_left_is_found(case, consultant_on_the_case):
    a_case(consultant_on_the_case)
    assert without_anybody_to_act(at=MORNING) == []
    User.objects.filter(pk=consultant_on_the_case.pk).update(is_active=False)
    assert case in without_anybody_to_act(at=MORNING)
