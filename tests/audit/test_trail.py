"""The trail: what may be written, what may never change."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from vaern.audit import chain, trail
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Event

pytestmark = pytest.mark.django_db


def test_an_act_and_its_event_are_rolled_back_together():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        trail.record("inquiry.filed", by=uuid4())
        raise ZeroDivisionError
    assert not Event.objects.exists()


def test_an_act_that_is_not_in_the_list_cannot_be_recorded():
    with pytest.raises(trail.UnknownAct), transaction.atomic():
        trail.record("inquiry.fetched", by=uuid4())


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_the_transaction_of_its_act():
    with pytest.raises(trail.OutsideAnAct):
        trail.record("inquiry.filed", by=uuid4())


@pytest.mark.django_db(transaction=True)
def test_an_opening_inside_another_transaction_is_an_error():
    with pytest.raises(RuntimeError), transaction.atomic():
        trail.record_opening("inquiry.opened", by=uuid4(), about=uuid4(), code="casework")


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_queryset_can_neither_change_nor_remove_events(change):
    with pytest.raises(AppendOnlyViolation):
        getattr(Event.objects.all(), change)()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["UPDATE audit_event SET code = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_what_goes_past_the_model(statement):
    trail.record_refusal("route.refused", by=None, code="my-day")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_every_committed_event_is_sealed_and_the_chain_is_whole():
    for _ in range(3):
        trail.record_refusal("route.refused", by=None, code="my-day")
    found = chain.verify()
    assert (found.sealed, found.unsealed, found.faults) == (3, 0, [])
