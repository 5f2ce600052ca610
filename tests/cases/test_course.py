"""How a case stands: dated rows of which the newest counts, and two people who both go on from the same one."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.cases.conftest import a_case, a_request, a_task, authority_to_find, known_authority
from tests.cast import MORNING, text
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Event
from vaern.cases.actions.course import (
    AuthorityNeeded,
    ChangedMeanwhile,
    ClosesElsewhere,
    NoConcern,
    NoReason,
    NotYet,
    SameAsBefore,
    add_request,
    move_stage,
    professional,
    reclassify,
    set_authority,
    set_situation,
    show_level,
)
from vaern.cases.actions.tasks import AuthorityStillMissing, finish_task, move_task, set_task
from vaern.cases.models import Standing
from vaern.cases.reading import facts_of, history_of
from vaern.cases.terms import AuthorityState, Respect, Situation, Stage, TaskKind, Wish
from vaern.directory.terms import Concern
from vaern.guard import Context, Stopped
from vaern.inquiries.terms import Age
from vaern.work.tasks import AlreadyDone, LastStep

pytestmark = pytest.mark.django_db


def moved(case, to, by, *, seen=1, reason=""):
    move_stage(case=case, to=to, reason=text(reason), seen=seen, by=by, at=MORNING)


def situated(case, to, by, *, seen=1, reason=""):
    set_situation(case=case, to=to, reason=text(reason), seen=seen, by=by, at=MORNING)


def test_the_work_goes_forward_without_a_word_and_the_earlier_stage_stays(case, consultant_on_the_case):
    moved(case, Stage.ASSESSING, consultant_on_the_case)
    case.refresh_from_db()
    assert case.stage == Stage.ASSESSING
    stages = case.standings.in_respect_of(Respect.STAGE).order_by("number").values_list("value", flat=True)
    assert list(stages) == [Stage.ADVISING, Stage.ASSESSING]


def test_a_step_back_needs_a_reason(case, consultant_on_the_case):
    moved(case, Stage.COORDINATING, consultant_on_the_case)
    with pytest.raises(NoReason):
        moved(case, Stage.ASSESSING, consultant_on_the_case, seen=2)
    assert facts_of(case).stage_number == 2
    moved(case, Stage.ASSESSING, consultant_on_the_case, seen=2, reason="Nyt er kommet frem.")
    assert case.stage == Stage.ASSESSING


def test_standing_still_is_no_step_and_closing_is_no_stage_to_move_to(case, consultant_on_the_case):
    with pytest.raises(SameAsBefore):
        moved(case, Stage.ADVISING, consultant_on_the_case)
    with pytest.raises(ClosesElsewhere):
        moved(case, Stage.CLOSED, consultant_on_the_case)


def test_people_set_the_situation_and_leave_acute_with_a_reason(case, consultant_on_the_case):
    situated(case, Situation.ACUTE, consultant_on_the_case)
    with pytest.raises(NoReason):
        situated(case, Situation.CALM, consultant_on_the_case, seen=2)
    situated(case, Situation.CALM, consultant_on_the_case, seen=2, reason="Hun er i sikkerhed.")
    assert case.situation == Situation.CALM


def test_of_two_who_go_on_from_the_same_row_the_second_is_told_and_nothing_is_lost(
    case, consultant_on_the_case, colleague_in_the_region
):
    situated(case, Situation.ESCALATION, consultant_on_the_case, reason="Truslerne tager til.")
    with pytest.raises(ChangedMeanwhile) as refusal:
        situated(case, Situation.CALM, colleague_in_the_region, reason="Alt er roligt.")
    assert refusal.value.newest.words == "Truslerne tager til."
    case.refresh_from_db()
    assert case.situation == Situation.ESCALATION


def test_the_database_too_lets_only_one_row_follow_another(case, consultant_on_the_case):
    first = case.standings.in_respect_of(Respect.STAGE).get()
    twin = Standing(case=case, respect=Respect.STAGE, number=first.number, value=Stage.ASSESSING, at=MORNING)
    twin.by, twin.facts, twin.words = consultant_on_the_case, {}, ""
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.opened_with(case.key_in_hand).save()


def test_what_was_written_is_not_changed(case):
    row = case.standings.first()
    with pytest.raises(AppendOnlyViolation):
        row.save()
    with pytest.raises(AppendOnlyViolation):
        Standing.objects.filter(pk=row.pk).update(value="calm")


def reclassified(case, by, *, concerns=(Concern.TRIP,), age=Age.ADULT, reason="Der er købt billetter.", seen=1):
    reclassify(case=case, concerns=concerns, age=age, reason=text(reason), seen=seen, by=by, at=MORNING)


def test_the_concern_is_named_anew_with_a_reason_and_its_history_stays(case, consultant_on_the_case):
    reclassified(case, consultant_on_the_case, concerns=(Concern.TRIP, Concern.CONTROL))
    assert facts_of(case).concerns == (Concern.TRIP, Concern.CONTROL)
    rows = case.standings.in_respect_of(Respect.CONCERN).order_by("number").opened_with(case.key_in_hand)
    assert [(row.facts["concerns"], row.words) for row in rows] == [
        (["control"], ""),
        (["trip", "control"], "Der er købt billetter."),
    ]


@pytest.mark.parametrize(
    "change, refusal",
    [({"reason": " "}, NoReason), ({"concerns": ()}, NoConcern), ({"concerns": (Concern.METHOD,)}, NoConcern)],
)
def test_not_without_a_reason_and_a_concern(case, consultant_on_the_case, change, refusal):
    with pytest.raises(refusal):
        reclassified(case, consultant_on_the_case, **change)


@pytest.mark.parametrize("age, refused", [(Age.ADULT, False), (Age.UNDER_18, True), (Age.UNKNOWN, True)])
def test_who_turns_out_to_be_a_child_cannot_go_without_an_authority(consultant_on_the_case, age, refused):
    case = a_case(consultant_on_the_case, authority=known_authority(state=AuthorityState.NOT_NEEDED))
    if refused:
        with pytest.raises(AuthorityNeeded):
            reclassified(case, consultant_on_the_case, age=age)
    else:
        reclassified(case, consultant_on_the_case, age=age)


def test_every_request_stands_beside_the_others_with_its_day(case, consultant_on_the_case):
    add_request(case=case, request=a_request(wish=Wish.COORDINATION), by=consultant_on_the_case, at=MORNING)
    assert [asked.wish for asked in facts_of(case).asked] == [Wish.GUIDANCE, Wish.COORDINATION]


@pytest.mark.parametrize("days, refused", [(0, False), (1, True)])
def test_nobody_asked_us_tomorrow(case, consultant_on_the_case, days, refused):
    request = a_request(on=MORNING.date().replace(day=MORNING.day + days))
    if refused:
        with pytest.raises(NotYet):
            add_request(case=case, request=request, by=consultant_on_the_case, at=MORNING)
    else:
        add_request(case=case, request=request, by=consultant_on_the_case, at=MORNING)


class TestWhoDecides:
    @pytest.fixture
    def unfound(self, consultant_on_the_case):
        """A case whose responsible authority is to be found, with another task beside."""
        return a_case(consultant_on_the_case, authority=authority_to_find(consultant_on_the_case))

    def test_the_task_to_find_them_is_done_when_they_are_found(self, unfound, consultant_on_the_case):
        set_authority(case=unfound, authority=known_authority(), seen=1, by=consultant_on_the_case, at=MORNING)
        unfound.refresh_from_db()
        assert facts_of(unfound).responsible.state == AuthorityState.FOUND
        assert unfound.next_step_kind == TaskKind.FOLLOW_UP

    def test_it_cannot_be_ticked_off_before(self, unfound, consultant_on_the_case):
        task = unfound.tasks.get(kind=TaskKind.FIND_AUTHORITY)
        with pytest.raises(AuthorityStillMissing):
            finish_task(case=unfound, task=task, by=consultant_on_the_case, at=MORNING)
        assert unfound.tasks.open().count() == 2

    def test_finding_them_leaves_a_next_step(self, consultant_on_the_case):
        case = a_case(consultant_on_the_case, authority=authority_to_find(consultant_on_the_case), next_step=None)
        found = {"case": case, "authority": known_authority(), "seen": 1, "by": consultant_on_the_case, "at": MORNING}
        with pytest.raises(LastStep):
            set_authority(**found)
        assert facts_of(case).responsible.state == AuthorityState.TO_FIND
        set_authority(**found, then=a_task(consultant_on_the_case, kind=TaskKind.CALL))
        assert case.next_step_kind == TaskKind.CALL

    def test_losing_them_sets_a_new_task_to_find_them(self, case, consultant_on_the_case):
        lost = authority_to_find(consultant_on_the_case)
        set_authority(case=case, authority=lost, seen=1, by=consultant_on_the_case, at=MORNING)
        assert case.next_step_kind == TaskKind.FIND_AUTHORITY

    @pytest.mark.parametrize("words", ["Ring 22 33 44 55", "ida@kommune.invalid", "Sagsbehandler Ida Holm"])
    def test_a_caseworkers_name_and_number_may_stand_here(self, words):
        assert professional(words, Context()) == words

    @pytest.mark.parametrize("words", ["Barnet er 010203-1234", "Bor på Nørregade 12, 2. tv."])
    def test_what_tells_who_the_citizen_is_may_not(self, words):
        with pytest.raises(Stopped):
            professional(words, Context())


class TestTasks:
    def test_the_earliest_open_task_is_the_next_step(self, case, consultant_on_the_case):
        sooner = set_task(
            case=case,
            task=a_task(consultant_on_the_case, kind=TaskKind.CALL, hours=1),
            by=consultant_on_the_case,
            at=MORNING,
        )
        assert (case.next_step_kind, case.next_step_at) == (TaskKind.CALL, sooner.due_at)
        finish_task(case=case, task=sooner, by=consultant_on_the_case, at=MORNING)
        assert case.next_step_kind == TaskKind.FOLLOW_UP

    def test_the_last_one_is_not_finished_without_another(self, case, consultant_on_the_case):
        task = case.tasks.get()
        with pytest.raises(LastStep):
            finish_task(case=case, task=task, by=consultant_on_the_case, at=MORNING)
        then = a_task(consultant_on_the_case, kind=TaskKind.MEETING, hours=72)
        finish_task(case=case, task=task, by=consultant_on_the_case, at=MORNING, then=then)
        assert case.next_step_kind == TaskKind.MEETING
        with pytest.raises(AlreadyDone):
            finish_task(case=case, task=task, by=consultant_on_the_case, at=MORNING)

    def test_a_task_moves_to_another_day_and_another_owner(self, case, consultant_on_the_case, colleague_in_the_region):
        later = a_task(colleague_in_the_region, hours=99)
        move_task(
            case=case,
            task=case.tasks.get(),
            due_at=later.due_at,
            owner=later.owner,
            by=consultant_on_the_case,
        )
        assert (case.next_step_at, case.tasks.get().owner) == (later.due_at, colleague_in_the_region)


def test_a_level_is_shown_with_its_end_and_none_without(case, consultant_on_the_case):
    until = a_task(consultant_on_the_case).due_at
    show_level(case=case, level="high", valid_until=until, by=consultant_on_the_case)
    assert case.level_has_lapsed(until)
    assert not case.level_has_lapsed(MORNING)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(case).objects.filter(pk=case.pk).update(level_valid_until=None)


def test_the_history_has_everything_newest_first(case, consultant_on_the_case):
    moved(case, Stage.ASSESSING, consultant_on_the_case)
    kinds = [each.kind for each in history_of(case)]
    assert sorted(kinds) == sorted(
        ["Sagen åbnet", "Åbnede sagen", "Fase", "Fase", "Situation", "Bekymring", "Ønske", "Ansvarlig myndighed"]
    )


def test_each_act_is_in_the_trail_with_codes_only(case, consultant_on_the_case):
    moved(case, Stage.ASSESSING, consultant_on_the_case)
    situated(case, Situation.ACUTE, consultant_on_the_case)
    codes = Event.objects.about(case.pk).filter(act__in=["case.stage_moved", "case.situation_set"])
    assert set(codes.values_list("code", flat=True)) == {"assessing", "acute"}
