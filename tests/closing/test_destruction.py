"""Destroying a case: two people, tombstones first, nothing opens afterwards, and what is left tells of nobody."""

from datetime import UTC, date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.cases.conftest import a_case, described, opened_by
from tests.cast import MORNING, file_a_call, text
from tests.closing.conftest import HELPED, LATER, PAST_KEEPING, RISK, closed
from tests.travel.conftest import AT_TEN, a_sign, departs
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Destruction, Event
from vaern.cases.access import NoSuchCase, open_case, shut_case
from vaern.cases.actions.people import add_person
from vaern.cases.models import Case, Task
from vaern.cases.terms import Stage
from vaern.cases.worklist import search
from vaern.closing.actions import destruction as acts
from vaern.closing.models import CaseFact, DestructionOrder
from vaern.closing.reach import keys_of
from vaern.closing.reading import destroyed, past_keeping
from vaern.inquiries.access import NoSuchInquiry, open_inquiry
from vaern.inquiries.actions.journal import close as close_inquiry
from vaern.inquiries.models import Inquiry
from vaern.inquiries.terms import Closing
from vaern.inquiries.terms import Stage as InquiryStage
from vaern.inquiries.worklist import worklist
from vaern.travel.actions.course import begin_trip
from vaern.travel.actions.signs import alarm_missed, answer_sign
from vaern.travel.models import Sign
from vaern.travel.terms import SignOutcome
from vaern.vault.broker import KeyGone, broker
from vaern.vault.models import Key, Tombstone
from vaern.vault.terms import Purpose, TombstoneReason

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("directory")]


def ask(case, by, *, at=PAST_KEEPING):
    return acts.ask_destruction(case_id=case.pk, by=by, at=at)


def confirm(case, by, *, at=PAST_KEEPING):
    acts.confirm_destruction(case_id=case.pk, by=by, at=at)


def test_two_people_destroy_a_case_and_nobody_opens_it_again(
    closed_case, inquiry, consultant_on_the_case, team_lead, another_lead
):
    add_person(case=closed_case, description=described(), by=consultant_on_the_case, at=LATER)
    keys = keys_of(closed_case)
    other = a_case(consultant_on_the_case)
    reference, cover_name = closed_case.reference, closed_case.cover_name
    assert [due.case.pk for due in past_keeping(team_lead, on=PAST_KEEPING.date())] == [closed_case.pk]
    ask(closed_case, team_lead)
    assert past_keeping(another_lead, on=PAST_KEEPING.date())[0].order.asked_by == team_lead
    confirm(closed_case, another_lead)

    for key_id in keys:
        assert Tombstone.objects.get(pk=key_id).reason == TombstoneReason.DESTRUCTION
        assert not Key.objects.filter(pk=key_id).exists()
        with pytest.raises(KeyGone):
            broker().open(key_id, purpose=Purpose.CASEWORK, by=consultant_on_the_case.pk)
    assert Key.objects.filter(pk=other.key_id).exists()
    assert opened_by(consultant_on_the_case, other, at=LATER).inquiry

    for user in (consultant_on_the_case, team_lead):
        with pytest.raises(NoSuchCase):
            open_case(user=user, case_id=closed_case.pk, purpose=Purpose.CASEWORK, at=PAST_KEEPING)
        with pytest.raises(NoSuchCase):
            shut_case(user=user, case_id=closed_case.pk)
        with pytest.raises(NoSuchInquiry):
            open_inquiry(user=user, inquiry_id=inquiry.pk, purpose=Purpose.CASEWORK, at=PAST_KEEPING)
    assert search(consultant_on_the_case, reference, at=PAST_KEEPING) == []
    closed_ones = worklist(consultant_on_the_case, at=PAST_KEEPING, stage=InquiryStage.CLOSED)
    assert inquiry.pk not in {row.pk for row in closed_ones.rows}

    row = Case.objects.get(pk=closed_case.pk)
    assert (row.reference, row.cover_name, row.level, row.destroyed_at) == (reference, "", "", PAST_KEEPING)
    assert cover_name not in str(Inquiry.objects.filter(pk=inquiry.pk).values().get())
    assert [case.reference for case in destroyed(team_lead)] == [reference]

    for thing in (closed_case.pk, inquiry.pk):
        decided = Destruction.objects.get(about=thing)
        assert (decided.ordered_by, decided.confirmed_by) == (team_lead.pk, another_lead.pk)
    said = Event.objects.filter(act__startswith="case.destruction", about=closed_case.pk).order_by("at")
    assert [(event.act, event.by) for event in said] == [
        ("case.destruction_asked", team_lead.pk),
        ("case.destruction_confirmed", another_lead.pk),
    ]


def test_nothing_in_clear_tells_when_the_journey_was_or_what_became_of_a_sign(
    case, inquiry, consultant_on_the_case, team_lead, another_lead
):
    by = consultant_on_the_case
    trip = begin_trip(case=case, by=by, at=MORNING)
    departs(trip, by, earliest="2026-12-18")
    forced, awaited = a_sign(trip, by), a_sign(trip, by, due_at=AT_TEN + timedelta(minutes=7))
    answer_sign(sign=forced, outcome=SignOutcome.DURESS, words=text("Nødordet"), by=by, at=MORNING)
    closed(case, by, inquiry)
    close_inquiry(inquiry=inquiry, reason=Closing.ADVICE_GIVEN, remark=text(""), by=by, at=LATER)
    assert clear_rows(case, trip)["trip"]["trip_on"] == date(2026, 12, 18)
    ask(case, team_lead)
    confirm(case, another_lead)

    left = clear_rows(case, trip)
    assert (left["trip"]["trip_on"], left["trip"]["stage"]) == (None, "home")
    for sign in left["signs"]:
        assert (sign["due_at"], sign["answered_at"], sign["alarmed_at"]) == (MORNING, MORNING, None)
        assert sign["outcome"] == SignOutcome.CALLED_OFF
    assert {(task["kind"], task["due_at"] == task["set_at"]) for task in left["tasks"]} == {("follow-up", True)}
    for moment in (AT_TEN, awaited.due_at):
        assert repr(moment.astimezone(UTC)) not in repr(left)
    assert alarm_missed(at=PAST_KEEPING) == 0


def clear_rows(case, trip):
    """Return what stands in the rows of the journey, sealed columns and all."""
    return {
        "trip": type(trip).objects.filter(pk=trip.pk).values().get(),
        "signs": list(Sign.objects.filter(trip=trip).values()),
        "tasks": list(Task.objects.filter(case=case).values()),
    }


def test_what_statistics_keep_holds_nothing_that_tells_who(closed_case, inquiry, team_lead, another_lead):
    ask(closed_case, team_lead)
    confirm(closed_case, another_lead)
    [fact] = CaseFact.objects.values()
    own = fact.pop("id")
    assert fact == {
        "year": 2026,
        "kind": "anonymised",
        "region": "1082",
        "age": "adult",
        "concerns": "control",
        "source": "caseworker",
        "stage_reached": Stage.ADVISING,
    }
    known = {closed_case.pk, closed_case.key_id, inquiry.pk, inquiry.key_id, DestructionOrder.objects.get().pk}
    assert own not in known
    assert not Event.objects.filter(subject=own).exists()
    texts = (HELPED, RISK, closed_case.reference, inquiry.reference)
    assert not any(words in str(fact) for words in texts)
    row = CaseFact.objects.get()
    row.year = 2027
    with pytest.raises(AppendOnlyViolation):
        row.save()
    with pytest.raises(AppendOnlyViolation):
        CaseFact.objects.all().delete()


def test_the_one_who_asked_cannot_confirm_and_the_attempt_is_on_record(closed_case, team_lead):
    ask(closed_case, team_lead)
    with pytest.raises(acts.SamePerson):
        confirm(closed_case, team_lead)
    assert Event.objects.refusals().filter(act="case.destruction_refused", by=team_lead.pk).count() == 1
    order = DestructionOrder.objects.get()
    order.confirmed_by, order.confirmed_at = team_lead, PAST_KEEPING
    with pytest.raises(IntegrityError), transaction.atomic():
        order.save()
    assert not Destruction.objects.exists()
    assert broker().open(closed_case.key_id, purpose=Purpose.CASEWORK, by=team_lead.pk)


def test_each_other_refusal_destroys_nothing(
    case, inquiry, consultant_on_the_case, team_lead, another_lead, administrator
):
    def refused(refusal, act, by, at=PAST_KEEPING):
        with pytest.raises(refusal):
            act(case, by, at=at)
        assert not Tombstone.objects.exists()

    refused(acts.NotDueYet, ask, team_lead)  # open
    closed(case, consultant_on_the_case, inquiry)
    refused(acts.NotDueYet, ask, team_lead, PAST_KEEPING - timedelta(days=1))  # its last day
    refused(acts.InquiryIsOpen, ask, team_lead)
    ways = {"reason": Closing.ADVICE_GIVEN, "remark": text(""), "by": consultant_on_the_case, "at": LATER}
    close_inquiry(inquiry=inquiry, **ways)
    for nobody in (consultant_on_the_case, administrator):
        refused(NoSuchCase, ask, nobody)
        refused(NoSuchCase, confirm, nobody)
    refused(acts.NobodyAsked, confirm, another_lead)
    ask(case, team_lead)
    refused(acts.AlreadyAsked, ask, another_lead)
    acts.withdraw_destruction(case_id=case.pk, by=another_lead, at=PAST_KEEPING)
    refused(acts.NobodyAsked, confirm, another_lead)
    with pytest.raises(acts.NobodyAsked):
        acts.withdraw_destruction(case_id=uuid4(), by=team_lead, at=PAST_KEEPING)


def test_a_key_another_case_needs_is_never_among_them(closed_case, consultant_on_the_case):
    other = a_case(consultant_on_the_case, inquiry=file_a_call(consultant_on_the_case))
    assert not keys_of(closed_case) & {other.key_id, other.inquiry.key_id}
    assert keys_of(other) & keys_of(closed_case) == set()
