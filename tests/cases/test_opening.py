"""Open a case from an inquiry: through the gate, whole, once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cases.conftest import (
    WHY,
    a_case,
    a_request,
    a_task,
    an_opening,
    authority_to_find,
    known_authority,
)
from tests.cast import MORNING, file_a_call, text
from vaern.audit.models import Event
from vaern.cases.actions.course import AuthorityIncomplete, AuthorityNeeded, NoConcern
from vaern.cases.actions.opening import (
    AlreadyACase,
    GateRefused,
    KnowsTheFamily,
    NoNextStep,
    NoReasonToOpen,
    open_from_inquiry,
)
from vaern.cases.models import Case, Entry, Standing, Task
from vaern.cases.reading import facts_of, journal_of
from vaern.cases.terms import AuthorityState, EntryKind, Kind, Stage, TaskKind
from vaern.directory.terms import Concern
from vaern.inquiries.terms import Age
from vaern.law.terms import Answer
from vaern.vault.models import Key

pytestmark = pytest.mark.django_db


def test_a_case_begins_with_its_reason_its_request_and_its_next_step(case, consultant_on_the_case):
    [entry] = journal_of(case)
    facts = facts_of(case)
    assert (entry.kind, entry.note) == (EntryKind.OPENING, WHY)
    assert (case.stage, case.consultant) == (Stage.ADVISING, consultant_on_the_case)
    assert (case.next_step_kind, case.next_step_at) == (TaskKind.FOLLOW_UP, MORNING + timedelta(hours=24))
    assert (facts.age, facts.concerns) == (Age.ADULT, (Concern.CONTROL,))
    assert [asked.words for asked in facts.asked] == ["Hvordan taler vi med hende alene?"]
    assert (facts.responsible.role, facts.responsible.contact) == ("Sagsbehandler i voksenteamet", "Ring 22 33 44 55")


def test_its_names_are_drawn_and_tell_nothing(case, inquiry):
    assert case.reference.startswith("K-")
    assert len(case.reference) == len("K-7QF2K")
    assert case.reference != inquiry.reference


def test_it_has_a_key_of_its_own(case, inquiry):
    assert case.key_id != inquiry.key_id
    assert Key.objects.filter(pk=case.key_id).exists()


@pytest.mark.parametrize("table", ["case", "entry", "standing", "task", "holding"])
def test_nothing_that_was_said_stands_in_clear(case, table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM cases_{table}")
        raw = b"".join(value if isinstance(value, bytes) else str(value).encode() for row in cursor for value in row)
    for words in ("Bekymringen", "alene", "voksenteamet", "22 33", "control", "guidance", "adult"):
        assert words.encode() not in raw


def test_the_same_inquiry_opened_twice_is_one_case(case, inquiry, consultant_on_the_case):
    with pytest.raises(AlreadyACase) as refusal:
        a_case(consultant_on_the_case, inquiry=inquiry)
    assert refusal.value.case.pk == case.pk
    assert Case.objects.count() == 1


@pytest.mark.parametrize("age", Age)
def test_with_identity_it_is_refused_with_the_reason_what_is_missing_and_a_way_forward(
    inquiry, consultant_on_the_case, age
):
    opening = an_opening(consultant_on_the_case, kind=Kind.CONSENTED, age=age)
    with pytest.raises(GateRefused) as refusal:
        open_from_inquiry(inquiry=inquiry, opening=opening, by=consultant_on_the_case, at=MORNING)
    finding = refusal.value.finding
    assert finding.answer is Answer.MUST_NOT
    assert "consent_from" in finding.missing
    assert ("situation" in finding.missing) == (age == Age.UNKNOWN)
    assert finding.grounds
    assert finding.ways_forward
    assert not Case.objects.exists()
    assert Event.objects.refusals().filter(act="case.gate_refused", about=inquiry.pk).exists()


def test_who_knows_the_family_opens_no_case(inquiry, consultant_on_the_case):
    with pytest.raises(KnowsTheFamily):
        a_case(consultant_on_the_case, inquiry=inquiry, knows_the_family=True)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "change, refusal",
    [
        ({"next_step": None}, NoNextStep),
        ({"why": text(" ")}, NoReasonToOpen),
        ({"concerns": ()}, NoConcern),
        ({"concerns": (Concern.METHOD,)}, NoConcern),
        ({"authority": known_authority(role=text(" "))}, AuthorityIncomplete),
        ({"authority": known_authority(kind=None)}, AuthorityIncomplete),
        ({"authority": replace(known_authority(), state=AuthorityState.TO_FIND)}, AuthorityIncomplete),
        ({"authority": known_authority(state=AuthorityState.NOT_NEEDED), "age": Age.UNDER_18}, AuthorityNeeded),
        ({"authority": known_authority(state=AuthorityState.NOT_NEEDED), "age": Age.UNKNOWN}, AuthorityNeeded),
    ],
)
def test_what_an_open_case_must_have_it_has_from_the_start(inquiry, consultant_on_the_case, change, refusal):
    with pytest.raises(refusal):
        a_case(consultant_on_the_case, inquiry=inquiry, **change)
    assert not Case.objects.exists()
    assert not Task.objects.exists()


def test_an_adult_who_acts_alone_needs_no_authority(consultant_on_the_case):
    case = a_case(consultant_on_the_case, authority=known_authority(state=AuthorityState.NOT_NEEDED))
    assert facts_of(case).responsible.state == AuthorityState.NOT_NEEDED


def test_a_day_to_find_the_authority_is_a_next_step(consultant_on_the_case):
    case = a_case(consultant_on_the_case, authority=authority_to_find(consultant_on_the_case), next_step=None)
    assert case.next_step_kind == TaskKind.FIND_AUTHORITY


def test_the_earlier_of_two_tasks_is_the_next_step(consultant_on_the_case):
    case = a_case(consultant_on_the_case, authority=authority_to_find(consultant_on_the_case, hours=48))
    assert (case.next_step_kind, case.tasks.count()) == (TaskKind.FOLLOW_UP, 2)


def test_the_database_keeps_an_open_case_from_losing_its_next_step(case):
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(next_step_at=None, next_step_kind="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(consultant=None, handed_by=None)


def test_a_case_is_anonymised_and_the_trail_has_ids_and_codes_only(case, inquiry, consultant_on_the_case):
    event = Event.objects.get(act="case.opened_from_inquiry")
    assert (event.by, event.about, event.subject) == (consultant_on_the_case.pk, case.pk, inquiry.pk)
    assert (event.code, case.kind) == ("anonymised", Kind.ANONYMISED)


def test_a_failure_halfway_leaves_nothing_but_an_orphan_key(inquiry, consultant_on_the_case, administrator):
    with pytest.raises(Exception, match=str(administrator.pk)):
        a_case(consultant_on_the_case, inquiry=inquiry, next_step=a_task(administrator))
    assert [model.objects.count() for model in (Case, Entry, Standing)] == [0, 0, 0]


def test_an_inquiry_goes_on_by_itself_when_it_becomes_a_case(consultant_on_the_case):
    inquiry = file_a_call(consultant_on_the_case)
    a_case(consultant_on_the_case, inquiry=inquiry, request=a_request())
    inquiry.refresh_from_db()
    assert inquiry.is_open
