"""Who may see a case: each no one fact from a yes, and a stranger is told what is told of a case that is not there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from tests.cases.conftest import a_case, opened_by
from tests.cast import MIDTJYLLAND, MORNING, NORDJYLLAND, file_a_call, person, text
from vaern.audit.models import Event
from vaern.cases.access import FamilyUnasked, NoSuchCase, open_case, openings_of, viewers_of
from vaern.cases.actions.staffing import (
    KnowsTheFamily,
    NotTheirsToArrange,
    add_participant,
    answer_family_question,
    arrange_cover,
    end_cover,
    end_participation,
    hand_over_to,
    hand_over_to_region,
    restrict,
    take,
)
from vaern.cases.surroundings import NotAConsultant
from vaern.cases.terms import Ground, HandOver, ParticipantRole
from vaern.cases.worklist import due_tasks, search, unclaimed_for, worklist
from vaern.staff.roles import CONSULTANT
from vaern.vault.terms import Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]

TODAY = MORNING.date()


def sees(user, case, *, at=MORNING):
    """Tell whether the case is there for ``user``: by its id, in lists and in search, which must agree."""
    try:
        open_case(user=user, case_id=case.pk, purpose=Purpose.CASEWORK, at=at)
    except FamilyUnasked:
        by_id = True
    except NoSuchCase:
        by_id = False
    else:
        by_id = True
    listed = case.pk in {row.pk for row in worklist(user, at=at).rows}
    found = case.pk in {row.pk for row in search(user, case.reference, at=at)}
    assert by_id == listed == found
    return by_id


def part_in(case, user, by, *, last_day=None):
    return add_participant(
        case=case, user=user, role=ParticipantRole.CO_CONSULTANT, last_day=last_day, by=by, at=MORNING
    )


def test_who_holds_it_sees_it_and_so_does_a_colleague_on_duty(case, consultant_on_the_case, colleague_in_the_region):
    assert sees(consultant_on_the_case, case)
    assert sees(colleague_in_the_region, case)


@pytest.mark.parametrize("who", ["consultant_from_elsewhere", "team_lead", "administrator"])
def test_nobody_else_does_whatever_their_role(case, who, request):
    assert not sees(request.getfixturevalue(who), case)


@pytest.mark.parametrize("real", [True, False])
def test_a_strangers_case_and_none_answer_alike_and_both_are_on_record(case, consultant_from_elsewhere, real):
    case_id = case.pk if real else uuid4()
    with pytest.raises(NoSuchCase) as refusal:
        open_case(user=consultant_from_elsewhere, case_id=case_id, purpose=Purpose.CASEWORK, at=MORNING)
    assert str(refusal.value) == ""
    event = Event.objects.refusals().get()
    assert (event.act, event.by, event.about) == ("case.refused", consultant_from_elsewhere.pk, case_id)


def test_every_opening_is_on_record_with_its_purpose_and_its_ground(case, colleague_in_the_region):
    opened_by(colleague_in_the_region, case, purpose=Purpose.CONTACT)
    event = Event.objects.get(act="case.opened")
    assert (event.by, event.about, event.code) == (colleague_in_the_region.pk, case.pk, "contact:duty")


@pytest.mark.django_db(transaction=True)
def test_the_opening_cannot_be_rolled_back_with_what_follows(case, consultant_on_the_case):
    with pytest.raises(RuntimeError), transaction.atomic():
        open_case(user=consultant_on_the_case, case_id=case.pk, purpose=Purpose.CASEWORK, at=MORNING)


def test_a_participant_sees_it_until_it_is_ended(case, consultant_on_the_case, consultant_from_elsewhere):
    participant = part_in(case, consultant_from_elsewhere, consultant_on_the_case)
    assert sees(consultant_from_elsewhere, case)
    end_participation(case=case, participant=participant, by=consultant_on_the_case, at=MORNING)
    assert not sees(consultant_from_elsewhere, case)


@pytest.mark.parametrize("days, seen", [(0, True), (1, False)])
def test_a_participant_until_a_day_sees_it_that_day_and_not_the_next(
    case, consultant_on_the_case, consultant_from_elsewhere, days, seen
):
    part_in(case, consultant_from_elsewhere, consultant_on_the_case, last_day=TODAY)
    assert sees(consultant_from_elsewhere, case, at=MORNING + timedelta(days=days)) == seen


@pytest.mark.parametrize("who", ["team_lead", "administrator"])
def test_only_who_works_on_cases_can_take_part(case, consultant_on_the_case, who, request):
    with pytest.raises(NotAConsultant):
        part_in(case, request.getfixturevalue(who), consultant_on_the_case)


def test_a_restricted_case_is_only_for_those_on_it(
    case, consultant_on_the_case, colleague_in_the_region, consultant_from_elsewhere
):
    part_in(case, consultant_from_elsewhere, consultant_on_the_case)
    restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
    assert sees(consultant_on_the_case, case)
    assert sees(consultant_from_elsewhere, case)
    assert not sees(colleague_in_the_region, case)
    restrict(case=case, restricted=False, by=consultant_on_the_case, at=MORNING)
    assert sees(colleague_in_the_region, case)


class TestTheFamily:
    """Kender du familien? Asked of everybody before their first opening."""

    def test_nobody_opens_it_before_they_answered(self, case, colleague_in_the_region):
        with pytest.raises(FamilyUnasked) as question:
            open_case(user=colleague_in_the_region, case_id=case.pk, purpose=Purpose.CASEWORK, at=MORNING)
        assert question.value.case.reference == case.reference
        assert not Event.objects.filter(act="case.opened").exists()
        assert opened_by(colleague_in_the_region, case).key_in_hand

    def test_who_knows_the_family_does_not_see_it_and_that_is_on_record(self, case, colleague_in_the_region):
        answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=True, at=MORNING)
        assert not sees(colleague_in_the_region, case)
        event = Event.objects.get(act="case.family_answered")
        assert (event.by, event.about, event.code) == (colleague_in_the_region.pk, case.pk, "knows")

    def test_a_yes_is_not_taken_back(self, case, colleague_in_the_region):
        answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=True, at=MORNING)
        with pytest.raises(NoSuchCase):
            answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=False, at=MORNING)
        assert not sees(colleague_in_the_region, case)

    def test_a_stranger_is_not_even_asked(self, case, consultant_from_elsewhere):
        with pytest.raises(NoSuchCase):
            answer_family_question(user=consultant_from_elsewhere, case_id=case.pk, knows=True, at=MORNING)

    def test_who_holds_it_and_finds_out_leaves_it_to_another(
        self, case, consultant_on_the_case, colleague_in_the_region
    ):
        answer_family_question(user=consultant_on_the_case, case_id=case.pk, knows=True, at=MORNING)
        assert not sees(consultant_on_the_case, case)
        assert due_tasks(consultant_on_the_case, until=MORNING + timedelta(days=9)) == []
        assert [row.pk for row in unclaimed_for(colleague_in_the_region, at=MORNING)] == [case.pk]
        take(case=opened_by(colleague_in_the_region, case), by=colleague_in_the_region, at=MORNING)
        [task] = due_tasks(colleague_in_the_region, until=MORNING + timedelta(days=9))
        assert task.case_id == case.pk

    def test_a_participant_who_finds_out_is_out_of_it(self, case, consultant_on_the_case, consultant_from_elsewhere):
        participant = part_in(case, consultant_from_elsewhere, consultant_on_the_case)
        answer_family_question(user=consultant_from_elsewhere, case_id=case.pk, knows=True, at=MORNING)
        participant.refresh_from_db()
        assert participant.ended_at == MORNING
        assert not sees(consultant_from_elsewhere, case)

    def test_who_knows_the_family_is_given_no_part_and_no_case(
        self, case, consultant_on_the_case, colleague_in_the_region
    ):
        answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=True, at=MORNING)
        with pytest.raises(KnowsTheFamily):
            part_in(case, colleague_in_the_region, consultant_on_the_case)
        with pytest.raises(KnowsTheFamily):
            hand_over_to(
                case=case,
                to=colleague_in_the_region,
                reason=HandOver.LOAD,
                note=text("x"),
                by=consultant_on_the_case,
                at=MORNING,
            )


class TestHandingOver:
    def test_given_to_a_region_it_is_still_the_givers_until_it_is_taken(
        self, case, consultant_on_the_case, consultant_from_elsewhere, colleague_in_the_region
    ):
        assert not sees(consultant_from_elsewhere, case)
        hand_over_to_region(
            case=case,
            region=NORDJYLLAND,
            reason=HandOver.LIVES_THERE,
            note=text("Hun er flyttet."),
            by=consultant_on_the_case,
            at=MORNING,
        )
        assert sees(consultant_on_the_case, case)
        assert not sees(colleague_in_the_region, case)
        take(case=opened_by(consultant_from_elsewhere, case), by=consultant_from_elsewhere, at=MORNING)
        assert sees(consultant_from_elsewhere, case)
        assert not sees(consultant_on_the_case, case)

    def test_given_to_a_person_it_is_theirs_at_once(self, case, consultant_on_the_case, consultant_from_elsewhere):
        hand_over_to(
            case=case,
            to=consultant_from_elsewhere,
            reason=HandOver.COMPETENCE,
            note=text("Du kender den slags rejser."),
            by=consultant_on_the_case,
            at=MORNING,
        )
        case.refresh_from_db()
        assert case.consultant == consultant_from_elsewhere
        assert {task.owner for task in case.tasks.open()} == {consultant_from_elsewhere}
        assert sees(consultant_from_elsewhere, case)


class TestLeave:
    def cover(self, absent, stands_in, by, *, first=TODAY, days=3):
        return arrange_cover(
            absent=absent, stands_in=stands_in, first_day=first, last_day=first + timedelta(days), by=by, at=MORNING
        )

    def test_who_covers_sees_it_those_days_restricted_or_not(
        self, case, consultant_on_the_case, consultant_from_elsewhere
    ):
        restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
        self.cover(consultant_on_the_case, consultant_from_elsewhere, consultant_on_the_case)
        assert sees(consultant_from_elsewhere, case)
        assert sees(consultant_from_elsewhere, case, at=MORNING + timedelta(days=3))
        assert not sees(consultant_from_elsewhere, case, at=MORNING + timedelta(days=4))
        assert not sees(consultant_from_elsewhere, case, at=MORNING - timedelta(days=1))

    def test_it_ends_the_moment_it_is_ended(self, case, consultant_on_the_case, consultant_from_elsewhere, team_lead):
        cover = self.cover(consultant_on_the_case, consultant_from_elsewhere, team_lead)
        end_cover(cover=cover, by=consultant_on_the_case, at=MORNING)
        assert not sees(consultant_from_elsewhere, case)

    def test_nobody_lets_themselves_into_a_colleagues_cases(
        self, case, consultant_on_the_case, consultant_from_elsewhere
    ):
        with pytest.raises(NotTheirsToArrange):
            self.cover(consultant_on_the_case, consultant_from_elsewhere, consultant_from_elsewhere)
        assert not sees(consultant_from_elsewhere, case)


class TestWhoMayAndWhoDid:
    def test_everybody_who_may_see_it_is_named_once_with_the_reason(
        self, case, consultant_on_the_case, colleague_in_the_region, consultant_from_elsewhere
    ):
        part_in(case, consultant_from_elsewhere, consultant_on_the_case)
        assert [(viewer.person.first_name, viewer.ground) for viewer in viewers_of(case, at=MORNING)] == [
            ("Asta", Ground.CONSULTANT),
            ("Carla", Ground.PARTICIPANT),
            ("Bo", Ground.DUTY),
        ]

    @pytest.mark.parametrize("restricted", [False, True])
    def test_the_list_says_what_the_rule_says(self, case, consultant_on_the_case, restricted, request):
        if restricted:
            restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
        everybody = [consultant_on_the_case, *(request.getfixturevalue(who) for who in OTHERS)]
        named = {viewer.person for viewer in viewers_of(case, at=MORNING)}
        assert named == {user for user in everybody if sees(user, case)}

    def test_openings_and_refusals_are_listed_newest_first(
        self, case, colleague_in_the_region, consultant_from_elsewhere
    ):
        opened_by(colleague_in_the_region, case)
        with pytest.raises(NoSuchCase):
            open_case(user=consultant_from_elsewhere, case_id=case.pk, purpose=Purpose.CASEWORK, at=MORNING)
        refused, opened, answered = openings_of(case)
        assert (refused.name, refused.refused) == ("Carla", True)
        assert (opened.name, opened.ground) == ("Bo", Ground.DUTY.label)
        assert (answered.name, answered.refused) == ("Bo", False)


OTHERS = ("colleague_in_the_region", "consultant_from_elsewhere", "team_lead", "administrator")


class TestSearch:
    def test_what_was_typed_finds_by_reference_and_by_the_beginning_of_the_cover_name(
        self, case, consultant_on_the_case
    ):
        for words in (case.reference.lower(), f" {case.cover_name.upper()} ", case.cover_name[:4]):
            assert case.pk in {row.pk for row in search(consultant_on_the_case, words, at=MORNING)}

    @pytest.mark.parametrize("words", ["", " ", "K-", "%", "Kontrol", "_" * 7])
    def test_nothing_else_does(self, case, consultant_on_the_case, words):
        assert search(consultant_on_the_case, words, at=MORNING) == []

    def test_it_finds_nothing_of_anybody_elses(self, case, consultant_from_elsewhere):
        for words in (case.reference, case.cover_name):
            assert search(consultant_from_elsewhere, words, at=MORNING) == []

    def test_every_search_is_on_record_without_what_was_typed(self, case, consultant_on_the_case):
        search(consultant_on_the_case, case.reference, at=MORNING)
        search(consultant_on_the_case, "Amina", at=MORNING)
        events = Event.objects.filter(act="case.searched").order_by("at")
        assert [(event.by, event.about, event.code) for event in events] == [
            (consultant_on_the_case.pk, None, "found-1"),
            (consultant_on_the_case.pk, None, "found-0"),
        ]


def test_a_list_opens_no_key(case, consultant_on_the_case):
    worklist(consultant_on_the_case, at=MORNING)
    assert not Event.objects.filter(act="case.opened").exists()


def test_who_answers_for_two_regions_sees_both_and_the_others_one_each(case, consultant_from_elsewhere):
    here = person("Gitte", CONSULTANT, regions=[MIDTJYLLAND, NORDJYLLAND])
    theirs = a_case(consultant_from_elsewhere, inquiry=file_a_call(consultant_from_elsewhere, region=NORDJYLLAND))
    assert {row.pk for row in worklist(here, at=MORNING).rows} == {case.pk, theirs.pk}
    assert {row.pk for row in worklist(consultant_from_elsewhere, at=MORNING).rows} == {theirs.pk}
