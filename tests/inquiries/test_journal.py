"""Go on with an inquiry: nothing is overwritten, nothing falls between two chairs."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import MIDTJYLLAND, MORNING, NORDJYLLAND, a_step, file_a_call, text
from vaern.audit.append_only import AppendOnlyViolation
from vaern.inquiries.access import NoSuchInquiry, journal_of, open_inquiry
from vaern.inquiries.actions import journal
from vaern.inquiries.actions.notification import Notification, NotificationUnsettled, answer_notification
from vaern.inquiries.actions.tasks import AlreadyDone, LastStep, finish_task, set_task
from vaern.inquiries.models import Entry
from vaern.inquiries.terms import Age, Closing, EntryKind, HandOver, NotificationState, Stage, TaskKind
from vaern.vault.terms import Purpose

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def holder(consultant_on_the_inquiry):
    return consultant_on_the_inquiry


def opened(inquiry, user, at=LATER):
    return open_inquiry(user=user, inquiry_id=inquiry.pk, purpose=Purpose.CASEWORK, at=at)


def give_away(inquiry, by, region=NORDJYLLAND):
    journal.hand_over(
        inquiry=inquiry, region=region, reason=HandOver.LIVES_THERE, note=text("Hun er flyttet"), by=by, at=LATER
    )


def close(inquiry, by):
    journal.close(inquiry=inquiry, reason=Closing.ADVICE_GIVEN, remark=text(), by=by, at=LATER)


def test_two_people_writing_at_once_both_keep_their_text(inquiry, holder, colleague_in_the_region):
    for person, words in ((holder, "Fra den ene"), (colleague_in_the_region, "Fra den anden")):
        journal.add_note(inquiry=inquiry, note=text(words), happened_at=LATER, by=person, at=LATER)
    assert {entry.note for entry in journal_of(inquiry)} >= {"Fra den ene", "Fra den anden"}


def test_a_correction_stands_beside_what_it_corrects(inquiry, holder):
    [call] = journal_of(inquiry)
    journal.add_note(inquiry=inquiry, note=text("Det var i går"), happened_at=LATER, by=holder, at=LATER, corrects=call)
    notes = journal_of(inquiry)
    assert [entry.corrects_id for entry in notes] == [call.pk, None]
    assert notes[1].note == call.note


@pytest.mark.parametrize("change", [lambda entry: entry.save(), lambda entry: entry.delete()])
def test_an_entry_is_neither_changed_nor_removed(inquiry, change):
    with pytest.raises(AppendOnlyViolation):
        change(journal_of(inquiry)[0])


def test_the_database_itself_refuses_to_change_an_entry(inquiry):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE inquiries_entry SET kind = 'note'")
    assert Entry.objects.get().kind == EntryKind.CALL


def test_given_away_it_is_seen_there_at_once_and_still_answered_for_here(inquiry, holder, consultant_from_elsewhere):
    give_away(inquiry, holder)
    there = opened(inquiry, consultant_from_elsewhere)
    assert (there.consultant, there.answers_for_it) == (None, holder)
    assert opened(inquiry, holder)


def test_once_taken_it_is_the_takers_and_the_giver_sees_it_no_more(inquiry, holder, consultant_from_elsewhere):
    give_away(inquiry, holder)
    journal.take(inquiry=opened(inquiry, consultant_from_elsewhere), by=consultant_from_elsewhere, at=LATER)
    taken = opened(inquiry, consultant_from_elsewhere)
    assert (taken.consultant, taken.region) == (consultant_from_elsewhere, NORDJYLLAND)
    assert {task.owner for task in taken.tasks.open()} == {consultant_from_elsewhere}
    with pytest.raises(NoSuchInquiry):
        opened(inquiry, holder)


def test_of_two_who_take_it_the_slower_is_told(inquiry, holder, consultant_from_elsewhere, colleague_in_the_region):
    give_away(inquiry, holder)
    journal.take(inquiry=inquiry, by=consultant_from_elsewhere, at=LATER)
    with pytest.raises(journal.AlreadyTaken):
        journal.take(inquiry=inquiry, by=colleague_in_the_region, at=LATER)


def test_it_cannot_be_given_to_where_it_is(inquiry, holder):
    with pytest.raises(journal.SameRegion):
        give_away(inquiry, holder, region=MIDTJYLLAND)


def test_a_closed_one_is_not_given_away(inquiry, holder):
    close(inquiry, holder)
    with pytest.raises(journal.IsClosed):
        give_away(opened(inquiry, holder), holder)


def test_closing_ends_the_tasks_and_says_why(inquiry, holder):
    close(inquiry, holder)
    closed = opened(inquiry, holder)
    assert (closed.stage, closed.next_step_at, closed.closed_by) == (Stage.CLOSED, None, holder)
    assert not closed.tasks.open().exists()
    assert journal_of(closed)[0].facts == {"closing": Closing.ADVICE_GIVEN}


def test_closing_twice_is_told(inquiry, holder):
    close(inquiry, holder)
    with pytest.raises(journal.IsClosed):
        close(inquiry, holder)


def child(holder):
    return file_a_call(holder, age=Age.UNDER_18)


def test_an_inquiry_about_a_child_waits_for_the_question_and_for_nothing_else(holder):
    inquiry = child(holder)
    with pytest.raises(NotificationUnsettled):
        close(inquiry, holder)
    made = Notification(state=NotificationState.MADE, who=text("skolelederen"), when=MORNING)
    answer_notification(inquiry=inquiry, notification=made, child_known=False, by=holder, at=LATER)
    close(inquiry, holder)
    assert opened(inquiry, holder).stage == Stage.CLOSED


def test_advice_is_never_held_back_by_the_question(holder):
    inquiry = child(holder)
    journal.add_note(inquiry=inquiry, note=text("Rådet er givet"), happened_at=LATER, by=holder, at=LATER)
    assert journal_of(inquiry)[0].note == "Rådet er givet"


def test_our_own_promise_to_notify_keeps_it_open_until_it_is_done(holder):
    inquiry = child(holder)
    promise = Notification(state=NotificationState.TO_BE_MADE, who=text(), when=LATER, is_ours=True)
    answer_notification(inquiry=inquiry, notification=promise, child_known=False, by=holder, at=LATER)
    with pytest.raises(journal.NotificationWaits):
        close(inquiry, holder)
    finish_task(inquiry=inquiry, task=inquiry.tasks.get(kind=TaskKind.NOTIFICATION), by=holder, at=LATER)
    close(inquiry, holder)


def test_reopened_it_has_a_next_step_from_the_start(inquiry, holder):
    close(inquiry, holder)
    again = opened(inquiry, holder)
    journal.reopen(inquiry=again, next_step=a_step(holder, at=LATER), by=holder, at=LATER)
    found = opened(inquiry, holder)
    assert (found.stage, found.closed_at, found.next_step_kind) == (Stage.OPEN, None, TaskKind.FOLLOW_UP)


def test_an_open_one_is_not_reopened(inquiry, holder):
    with pytest.raises(journal.IsOpen):
        journal.reopen(inquiry=inquiry, next_step=a_step(holder), by=holder, at=LATER)


def test_the_last_step_is_not_finished_without_the_next(inquiry, holder):
    with pytest.raises(LastStep):
        finish_task(inquiry=inquiry, task=inquiry.tasks.get(), by=holder, at=LATER)


def test_the_earliest_open_task_is_the_next_step(inquiry, holder):
    set_task(inquiry=inquiry, task=a_step(holder, kind=TaskKind.MEETING, hours=2), by=holder, at=LATER)
    inquiry.refresh_from_db()
    assert (inquiry.next_step_kind, inquiry.next_step_at) == (TaskKind.MEETING, MORNING + timedelta(hours=2))


def test_a_task_is_finished_once(inquiry, holder):
    task = inquiry.tasks.get()
    finish_task(inquiry=inquiry, task=task, by=holder, at=LATER, then=a_step(holder, at=LATER))
    with pytest.raises(AlreadyDone):
        finish_task(inquiry=inquiry, task=task, by=holder, at=LATER, then=a_step(holder, at=LATER))
