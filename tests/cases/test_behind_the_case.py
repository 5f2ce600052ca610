"""The inquiry behind a case is as closed: to the region of a restricted one, and to who knows the family."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.cases.conftest import opened_by
from tests.cast import MORNING, NORDJYLLAND, a_step, file_a_call, text
from tests.inquiries.test_emergency import write
from tests.risk.filled import begun, cleared, signed
from vaern.audit.models import Event
from vaern.cases.access import is_on_the_case
from vaern.cases.actions.breaking_glass import break_glass
from vaern.cases.actions.staffing import (
    add_participant,
    answer_family_question,
    restrict,
    take,
)
from vaern.cases.models import Acquaintance, Case
from vaern.cases.terms import Emergency, ParticipantRole
from vaern.inquiries.access import NoSuchInquiry, may_see, open_emergency_note, open_inquiry
from vaern.inquiries.actions import journal
from vaern.inquiries.actions.tasks import set_task
from vaern.inquiries.models import Inquiry, KeptOut
from vaern.inquiries.terms import HandOver
from vaern.inquiries.worklist import branches, day_of, unclaimed, worklist
from vaern.risk.actions.signing import sign, void
from vaern.vault.terms import Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


def sees(user, inquiry, *, at=MORNING):
    """Tell whether the inquiry opens for ``user``."""
    try:
        open_inquiry(user=user, inquiry_id=inquiry.pk, purpose=Purpose.CASEWORK, at=at, let_in=is_on_the_case)
    except NoSuchInquiry:
        return False
    return True


def lists(user, inquiry, *, at=MORNING):
    """Return the lists of ``user`` that show the inquiry."""
    later = at + timedelta(days=30)
    day = day_of(user, at=at, midnight=at, until=later)
    found = {
        "branches": [row.pk for branch in branches(user, at=at) for row in branch],
        "worklist": [row.pk for row in worklist(user, at=at).rows],
        "mine": [row.pk for row in worklist(user, at=at, mine=True).rows],
        "due": [due.task.inquiry_id for due in (*day.due, *day.ahead)],
        "unclaimed": [row.pk for row in unclaimed(user, at=at)],
        "awaiting": [row.pk for row in day.awaiting],
    }
    return {name for name, rows in found.items() if inquiry.pk in rows}


def knows(user, case):
    answer_family_question(user=user, case_id=case.pk, knows=True, at=MORNING)


def closed(case, by):
    restrict(case=case, restricted=True, by=by, at=MORNING)


def test_who_knows_the_family_is_kept_out_of_the_inquiry_too(
    case, inquiry, consultant_on_the_case, colleague_in_the_region
):
    note = write(inquiry, consultant_on_the_case)
    low = signed(inquiry, consultant_on_the_case)
    draft = begun(inquiry, colleague_in_the_region)
    set_task(inquiry=inquiry, task=a_step(colleague_in_the_region), by=consultant_on_the_case, at=MORNING)
    assert sees(colleague_in_the_region, inquiry)
    assert lists(colleague_in_the_region, inquiry) == {"branches", "worklist", "due"}
    knows(colleague_in_the_region, case)
    assert not sees(colleague_in_the_region, inquiry)
    assert lists(colleague_in_the_region, inquiry) == set()
    with pytest.raises(NoSuchInquiry):
        open_emergency_note(user=colleague_in_the_region, note_id=note.pk, at=MORNING, let_in=is_on_the_case)
    who = {"by": colleague_in_the_region, "at": MORNING, "inquiry": inquiry}
    with pytest.raises(NoSuchInquiry):
        sign(screening=draft, base=draft.revision, cleared=cleared(draft), **who)
    with pytest.raises(NoSuchInquiry):
        void(screening=low, happened="threat", words=text(), **who)
    refusals = Event.objects.refusals().by(colleague_in_the_region.pk).about(inquiry.pk)
    assert sorted(event.code for event in refusals) == ["casework", "emergency", "sign", "void"]
    assert {task.owner for task in inquiry.tasks.open()} == {consultant_on_the_case}
    assert sees(consultant_on_the_case, inquiry)


def test_who_wrote_an_emergency_note_and_knows_the_family_reads_it_no_more(case, inquiry, colleague_in_the_region):
    note = write(inquiry, colleague_in_the_region)
    assert open_emergency_note(user=colleague_in_the_region, note_id=note.pk, at=MORNING)
    knows(colleague_in_the_region, case)
    with pytest.raises(NoSuchInquiry):
        open_emergency_note(user=colleague_in_the_region, note_id=note.pk, at=MORNING)


def test_the_inquiry_goes_with_who_holds_the_case_when_its_holder_knows_the_family(
    case, inquiry, consultant_on_the_case, colleague_in_the_region
):
    Inquiry.objects.filter(pk=inquiry.pk).update(consultant=colleague_in_the_region)
    inquiry.tasks.update(owner=colleague_in_the_region)
    knows(colleague_in_the_region, case)
    inquiry.refresh_from_db()
    assert inquiry.consultant == consultant_on_the_case
    assert {task.owner for task in inquiry.tasks.open()} == {consultant_on_the_case}


def test_who_held_both_loses_both_and_who_takes_the_case_has_both(
    case, inquiry, consultant_on_the_case, colleague_in_the_region
):
    knows(consultant_on_the_case, case)
    assert not sees(consultant_on_the_case, inquiry)
    assert lists(consultant_on_the_case, inquiry) == set()
    take(case=opened_by(colleague_in_the_region, case), by=colleague_in_the_region, at=MORNING)
    inquiry.refresh_from_db()
    assert inquiry.consultant == colleague_in_the_region
    assert {task.owner for task in inquiry.tasks.open()} == {colleague_in_the_region}


def test_a_no_keeps_nobody_out_and_a_yes_only_from_that_case(case, inquiry, colleague_in_the_region):
    other = file_a_call(colleague_in_the_region)
    answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=False, at=MORNING)
    assert sees(colleague_in_the_region, inquiry)
    knows(colleague_in_the_region, case)
    knows_again = KeptOut.objects.get()
    assert (knows_again.user, knows_again.inquiry_id) == (colleague_in_the_region, inquiry.pk)
    assert sees(colleague_in_the_region, other)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM inquiries_keptout")


def test_a_case_closed_to_the_region_closes_the_inquiry_but_to_those_on_it(
    case, inquiry, consultant_on_the_case, colleague_in_the_region, consultant_from_elsewhere
):
    set_task(inquiry=inquiry, task=a_step(colleague_in_the_region), by=consultant_on_the_case, at=MORNING)
    closed(case, consultant_on_the_case)
    assert not sees(colleague_in_the_region, inquiry)
    assert lists(colleague_in_the_region, inquiry) == set()
    assert {task.owner for task in inquiry.tasks.open()} == {consultant_on_the_case}
    assert sees(consultant_on_the_case, inquiry)
    assert lists(consultant_on_the_case, inquiry) == {"branches", "worklist", "mine", "due"}
    for colleague in (colleague_in_the_region, consultant_from_elsewhere):
        role = {"role": ParticipantRole.CO_CONSULTANT, "last_day": None}
        add_participant(case=case, user=colleague, **role, by=consultant_on_the_case, at=MORNING)
    assert sees(colleague_in_the_region, inquiry)
    assert not sees(consultant_from_elsewhere, inquiry)  # closing it lets nobody in who was not there before
    restrict(case=case, restricted=False, by=consultant_on_the_case, at=MORNING)
    assert may_see(colleague_in_the_region, Inquiry.objects.get(pk=inquiry.pk), at=MORNING)


def test_breaking_the_glass_opens_both_for_who_is_on_duty_and_leaves_its_trace(
    case, inquiry, consultant_on_the_case, colleague_in_the_region
):
    closed(case, consultant_on_the_case)
    reason = text("Politiet ringer om sagen nu.")
    who = {"by": colleague_in_the_region, "at": MORNING}
    break_glass(name=case.reference, emergency=Emergency.IN_CONTACT_NOW, reason=reason, **who)
    assert sees(colleague_in_the_region, inquiry)
    assert not sees(colleague_in_the_region, inquiry, at=MORNING + timedelta(days=2))
    assert Event.objects.get(act="case.glass_broken").by == colleague_in_the_region.pk


def test_an_inquiry_somebody_else_holds_comes_to_who_closes_the_case(
    case, inquiry, consultant_on_the_case, colleague_in_the_region
):
    Inquiry.objects.filter(pk=inquiry.pk).update(consultant=colleague_in_the_region)
    closed(case, consultant_on_the_case)
    inquiry.refresh_from_db()
    assert inquiry.consultant == consultant_on_the_case
    assert not sees(colleague_in_the_region, inquiry)


def test_a_closed_one_is_not_left_to_another_region(case, inquiry, consultant_on_the_case):
    away = {"inquiry": inquiry, "region": NORDJYLLAND, "reason": HandOver.LIVES_THERE, "note": text()}
    closed(case, consultant_on_the_case)
    with pytest.raises(journal.IsRestricted):
        journal.hand_over(**away, by=consultant_on_the_case, at=MORNING)
    restrict(case=case, restricted=False, by=consultant_on_the_case, at=MORNING)
    journal.hand_over(**away, by=consultant_on_the_case, at=MORNING)


def test_what_stood_open_before_is_closed_by_the_migration_and_twice_is_once(
    case, inquiry, consultant_on_the_case, colleague_in_the_region
):
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    Inquiry.objects.filter(pk=inquiry.pk).update(consultant=colleague_in_the_region)
    inquiry.tasks.update(owner=colleague_in_the_region)
    Acquaintance(case=case, user=colleague_in_the_region, knows=True, at=MORNING).save()
    other = file_a_call(consultant_on_the_case)
    close_what_is_behind = import_module("vaern.cases.migrations.0004_close_inquiries_as_their_cases")
    for _ in range(2):
        close_what_is_behind.close_what_is_behind(apps, None)
    inquiry.refresh_from_db()
    other.refresh_from_db()
    assert (inquiry.is_restricted, other.is_restricted) == (True, False)
    assert (inquiry.consultant, inquiry.tasks.get().owner) == (consultant_on_the_case, consultant_on_the_case)
    assert [row.user for row in KeptOut.objects.all()] == [colleague_in_the_region]
