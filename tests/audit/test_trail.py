"""The trail: what may be written, what may never change."""

from uuid import uuid4

import pytest
from django.db import transaction

from vaern.audit import chain, trail
from vaern.audit.models import Event

pytestmark = pytest.mark.django_db


def test_an_act_and_its_event_are_rolled_back_together():
    with transaction.atomic():
        trail.record("inquiry.filed", by=uuid4())
        transaction.set_rollback(True)
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


@pytest.mark.django_db(transaction=True)
def test_an_opening_and_a_refusal_outlive_the_request_they_stand_in():
    trail.record_opening("inquiry.opened", by=uuid4(), about=uuid4(), code="casework")
    trail.record_refusal("inquiry.refused", by=uuid4(), about=uuid4(), code="casework")
    assert list(Event.objects.order_by("at").values_list("refused", flat=True)) == [False, True]


@pytest.mark.parametrize(
    "code", ["", "casework", "can-wait", "entry.note", "1082", "team_key", "desk:my-day", "n" * 64]
)
def test_a_word_from_a_list_is_a_code(code):
    with transaction.atomic():
        trail.record("inquiry.filed", by=uuid4(), code=code)
    assert Event.objects.get().code == code


@pytest.mark.parametrize(
    "typed",
    [
        "Fatma",
        "fatma hassan",
        "40506070",
        "call 405060",
        "010190-1234",
        "a@b",
        "x" * 65,
        "å",
        "a\n",
        "-",
        "a--b",
        "a/b",
    ],
)
def test_what_somebody_may_have_typed_is_no_code_and_is_not_repeated(typed):
    with pytest.raises(trail.NotACode) as caught, transaction.atomic():
        trail.record("inquiry.filed", by=uuid4(), code=typed)
    assert typed == "-" or typed not in str(caught.value)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_every_committed_event_is_sealed_and_the_chain_is_whole():
    for _ in range(3):
        trail.record_refusal("route.refused", by=None, code="my-day")
    found = chain.verify()
    assert (found.sealed, found.unsealed, found.faults) == (3, 0, [])
