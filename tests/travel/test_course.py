"""Left, home, averted; signs of life with a watcher, and the alarm; the board, which opens no key."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine

from tests.cases.conftest import a_case, opened_by
from tests.cast import MORNING, person, text
from tests.travel.conftest import AT_NIGHT, AT_TEN, TODAY, a_sign, consent, days, departs, stated
from vaern.audit.models import Event
from vaern.cases.actions.course import NotYet
from vaern.cases.actions.opening import GateRefused
from vaern.cases.terms import Scope, TaskKind
from vaern.directory.actions import set_hours
from vaern.law.clocks import COPENHAGEN
from vaern.staff.roles import CONSULTANT
from vaern.travel.actions import course, signs
from vaern.travel.actions.course import begin_trip, move_trip
from vaern.travel.actions.signs import alarm_missed, answer_sign
from vaern.travel.board import board, missed_by, season
from vaern.travel.models import Sign
from vaern.travel.reading import NoSuchTrip, file_of, mandate_holds, trip_of, who_leads
from vaern.travel.terms import SignOutcome, Source, Topic, TripStage
from vaern.travel.watching import is_at_work
from vaern.vault.broker import FileBroker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


def moved(trip, by, to, *, on=TODAY, seen=None, at=MORNING, words="Set i en besked"):
    seen = TripStage(trip.stage) if seen is None else seen
    move_trip(trip=trip, to=to, on=on, words=text(words), source=Source.SEEN, seen=seen, by=by, at=at)


def test_a_trip_that_ended_leaves_a_new_screening_a_talk_and_four_looks(trip, consultant_on_the_case):
    by = consultant_on_the_case
    moved(trip, by, TripStage.ABROAD, on=date(2026, 8, 1))
    file = file_of(trip, at=MORNING)
    assert (file.day_abroad, [mark.is_reached for mark in file.permit_marks]) == (115, [False, False])
    before = set(trip.case.tasks.all())
    moved(trip, by, TripStage.HOME)
    kinds = [task.kind for task in trip.case.tasks.all() if task not in before]
    assert sorted(kinds) == sorted([TaskKind.CHECK, TaskKind.MEETING, *[TaskKind.FOLLOW_UP] * 4])
    assert trip.case.situation == "unknown", "people say where the danger is"


@pytest.mark.parametrize(
    "to, how, refusal",
    [
        (TripStage.HOME, {}, course.CannotMove),
        (TripStage.PLANNED, {}, course.CannotMove),
        (TripStage.ABROAD, {"seen": TripStage.AVERTED}, course.CannotMove),
        (TripStage.ABROAD, {"on": date(2026, 11, 24)}, NotYet),
        (TripStage.ABROAD, {"words": " "}, course.NoReasonGiven),
    ],
)
def test_a_move_that_cannot_be_is_refused(trip, consultant_on_the_case, to, how, refusal):
    with pytest.raises(refusal):
        moved(trip, consultant_on_the_case, to, **how)


def test_nobody_is_home_before_they_left(trip, consultant_on_the_case):
    moved(trip, consultant_on_the_case, TripStage.ABROAD, on=date(2026, 11, 10))
    with pytest.raises(course.BeforeItBegan):
        moved(trip, consultant_on_the_case, TripStage.HOME, on=date(2026, 11, 9))


# Signs of life


def test_a_sign_has_a_watcher_whose_task_is_due_at_that_moment(trip, consultant_on_the_case):
    sign = a_sign(trip, consultant_on_the_case)
    task = trip.case.tasks.get(pk=sign.task_id)
    assert (task.owner, task.due_at) == (consultant_on_the_case, AT_TEN)
    assert missed_by(consultant_on_the_case, at=AT_TEN - timedelta(seconds=1)) == []
    assert [each.sign for each in missed_by(consultant_on_the_case, at=AT_TEN)] == [sign]


def test_in_the_night_nobody_watches_unless_somebody_takes_it_themselves(
    trip, consultant_on_the_case, colleague_in_the_region
):
    with pytest.raises(GateRefused) as refusal:
        a_sign(trip, consultant_on_the_case, due_at=AT_NIGHT)
    assert any("sig det til borgeren" in way for way in refusal.value.finding.ways_forward)
    with pytest.raises(GateRefused):
        a_sign(trip, consultant_on_the_case, watcher=colleague_in_the_region, due_at=AT_NIGHT, takes_watch=True)
    assert a_sign(trip, consultant_on_the_case, due_at=AT_NIGHT, takes_watch=True).took_watch
    assert Event.objects.filter(act="trip.gate_refused", code="watch").count() == 2


def test_in_the_east_the_hours_of_the_region_that_took_over_count_from_its_first_day(db):
    def team(region, opens, closes, on):
        week = dict.fromkeys(range(5), (time(opens), time(closes)))
        set_hours(region=region, week=week, source="", by=None, on=on)

    east = person("Dagmar", CONSULTANT, regions=["1084"])
    last_working_day, in_january = date(2026, 12, 30), date(2027, 1, 4)
    team("1084", 8, 15, on=TODAY)
    early = {day: datetime.combine(day, time(8, 30), COPENHAGEN) for day in (last_working_day, in_january)}
    assert is_at_work(east, early[last_working_day])
    assert not is_at_work(east, early[in_january]), "nobody has stated the new team's hours"
    team("OST", 10, 16, on=date(2027, 1, 1))
    assert not is_at_work(east, early[in_january]), "the old team's hours ended with it"
    assert is_at_work(east, early[in_january].replace(hour=15))
    assert not is_at_work(east, early[last_working_day].replace(hour=15))


def test_nobody_watches_who_does_not_see_the_case(trip, consultant_on_the_case, consultant_from_elsewhere):
    for watcher in (None, consultant_from_elsewhere):
        with pytest.raises(GateRefused):
            a_sign(trip, consultant_on_the_case, watcher=watcher)


def test_a_sign_is_agreed_for_a_time_that_comes(trip, consultant_on_the_case):
    with pytest.raises(signs.SignInThePast):
        a_sign(trip, consultant_on_the_case, due_at=MORNING)


def test_a_missing_sign_is_written_down_without_opening_a_key_and_only_once(trip, consultant_on_the_case, monkeypatch):
    sign = a_sign(trip, consultant_on_the_case)
    monkeypatch.setattr(FileBroker, "open", lambda *args, **more: pytest.fail("the alarm opens no key"))
    assert alarm_missed(at=AT_TEN - timedelta(seconds=1)) == 0
    assert alarm_missed(at=AT_TEN) == 1
    assert alarm_missed(at=AT_TEN + timedelta(minutes=5)) == 0
    event = Event.objects.get(act="trip.sign_missed")
    assert (event.about, event.subject, event.by) == (trip.case_id, sign.pk, None)


def test_when_the_watcher_has_left_whoever_answers_for_the_case_is_alarmed(
    trip, consultant_on_the_case, colleague_in_the_region
):
    opened_by(colleague_in_the_region, trip.case)
    sign = a_sign(trip, consultant_on_the_case, watcher=colleague_in_the_region)
    colleague_in_the_region.is_active = False
    colleague_in_the_region.ended_at = MORNING
    colleague_in_the_region.save()
    alarm_missed(at=AT_TEN)
    assert Sign.objects.get(pk=sign.pk).watcher == consultant_on_the_case


def test_a_task_ticked_off_is_no_sign_of_life(trip, consultant_on_the_case):
    sign = a_sign(trip, consultant_on_the_case)
    task = trip.case.tasks.get(pk=sign.task_id)
    task.done_at, task.done_by = MORNING, consultant_on_the_case
    task.save()
    alarm_missed(at=AT_TEN)
    assert trip.case.tasks.get(pk=sign.task_id).done_at is None


def test_a_sign_that_came_by_force_asks_for_somebody_at_once(trip, consultant_on_the_case):
    sign = a_sign(trip, consultant_on_the_case)
    answer = {"words": text("Hun brugte ordet."), "by": consultant_on_the_case, "at": AT_TEN}
    answer_sign(sign=sign, outcome=SignOutcome.DURESS, **answer)
    assert trip.case.tasks.open().by_due().filter(kind=TaskKind.CALL, due_at=AT_TEN).exists()
    assert file_of(trip, at=AT_TEN).alarms == [sign]
    with pytest.raises(signs.AlreadyAnswered):
        answer_sign(sign=sign, outcome=SignOutcome.GIVEN, **answer)
    assert alarm_missed(at=AT_TEN) == 0


def test_an_alarm_over_the_change_of_the_clock_comes_in_the_hour_it_was_agreed_for(trip, consultant_on_the_case):
    due = datetime(2027, 3, 30, 10, 0, tzinfo=COPENHAGEN)  # summer time began two days before
    a_sign(trip, consultant_on_the_case, due_at=due)
    assert alarm_missed(at=datetime(2027, 3, 30, 7, 59, tzinfo=MORNING.tzinfo)) == 0
    assert alarm_missed(at=datetime(2027, 3, 30, 8, 0, tzinfo=MORNING.tzinfo)) == 1


# Who leads


def test_the_gate_says_who_leads_and_a_mandate_counts_once_contact_is_lost(trip, consultant_on_the_case):
    by = consultant_on_the_case
    assert who_leads(file_of(trip, at=MORNING)).conditions, "without consent: general questions only"
    consent(trip.case, by, scopes=())
    assert not who_leads(file_of(trip, at=MORNING)).permits
    stated(trip, by, Topic.MANDATE, "Ring til politiet", values={"given_on": "2026-11-20"})
    a_sign(trip, by)
    assert mandate_holds(file_of(trip, at=MORNING)) is None
    lost = file_of(trip, at=AT_TEN)
    assert mandate_holds(lost)
    assert who_leads(lost).permits


def test_we_write_to_authorities_only_where_the_gate_permits(trip, consultant_on_the_case):
    by = consultant_on_the_case
    consent(trip.case, by, scopes={Scope.COORDINATION})
    ours = {"office": "foreign-ministry", "wrote": "we", "reference": "j.nr. 4"}
    with pytest.raises(GateRefused):
        stated(trip, by, Topic.AUTHORITY, "Vi spurgte", values=ours)
    stated(trip, by, Topic.AUTHORITY, "De ringede", values=ours | {"wrote": "caseworker"})
    consent(trip.case, by)
    stated(trip, by, Topic.AUTHORITY, "Vi spurgte", values=ours)


# The board


def test_the_board_shows_trips_by_clock_and_what_is_missing_and_opens_no_key(
    trip, case, consultant_on_the_case, consultant_from_elsewhere, monkeypatch
):
    by = consultant_on_the_case
    departs(trip, by, earliest="2026-12-02")
    away = begin_trip(case=case, by=by, at=MORNING)
    moved(away, by, TripStage.ABROAD, on=date(2026, 11, 1))
    undated = begin_trip(case=case, by=by, at=MORNING)
    averted = begin_trip(case=case, by=by, at=MORNING)
    moved(averted, by, TripStage.AVERTED)
    a_sign(away, by)
    with time_machine.travel(MORNING, tick=False):
        monkeypatch.setattr(FileBroker, "open", lambda *args, **more: pytest.fail("no list opens a key"))
        rows = board(by, at=MORNING)
        assert [row.trip for row in rows] == [undated, away, trip, averted]
        assert (rows[0].days, rows[0].is_unknown, rows[0].known) == (0, True, 0)
        assert (rows[1].day_abroad, rows[1].next_sign) == (23, AT_TEN)
        assert (rows[2].days, rows[2].known, rows[2].milestone.days_before) == (8, 1, 7)
        assert 8 not in {question.number for question in rows[2].missing}
        assert board(by, at=AT_TEN)[0].trip == away, "a missing sign comes first"
        assert board(consultant_from_elsewhere, at=MORNING) == []
        assert board(by, at=days(9 + 5))[2].is_over
        lead = season(at=MORNING)
        assert [week.monday for week in lead.weeks] == [date(2026, 11, 30)]
        assert (len(lead.undated), len(lead.abroad)) == (1, 1)


def test_a_trip_of_another_case_is_not_there(trip, case, consultant_on_the_case):
    with pytest.raises(NoSuchTrip):
        trip_of(a_case(consultant_on_the_case), trip.pk)
