"""Eight write at once: no error, nothing lost, and the chain of the trail is whole, also while they write."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import connections, transaction

from tests.cast import MORNING
from tests.vault.canaries import file, said, start
from vaern.audit import chain, trail
from vaern.audit.models import Event, Seal, Waiting
from vaern.inquiries.access import journal_of, open_inquiry
from vaern.inquiries.models import Draft
from vaern.vault.actions import in_use
from vaern.vault.broker import broker
from vaern.vault.models import Key, Tombstone
from vaern.vault.terms import Purpose

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WRITERS = 8


def written(ended):
    """Return what the writers confirmed, after checking that none met an error."""
    assert [each.error for each in ended if each.error] == []
    return [said for each in ended for said in each.confirmed]


def test_eight_processes_write_events_and_none_is_lost(child, db):
    rounds = 15
    confirmed = written(child.run_all([("write_events", (str(uuid4()), str(rounds)))] * WRITERS))
    assert len(confirmed) == WRITERS * rounds
    assert len(set(confirmed)) == WRITERS, "eight processes"
    assert Event.objects.count() == 3 * WRITERS * rounds
    assert_sealed()


def test_the_trail_can_be_verified_while_eight_write(child, db):
    with ThreadPoolExecutor(1) as beside:
        writing = beside.submit(child.run_all, [("write_events", (str(uuid4()), "10"))] * WRITERS)
        looks, head = 0, None
        while not writing.done() or not looks:
            found = chain.verify(head)
            assert found.faults == []
            looks, head = looks + 1, found.head
    written(writing.result())
    assert_sealed()
    assert chain.verify(head).is_whole


def test_eight_processes_write_in_one_journal_and_every_line_is_there(child, consultant):
    inquiry = file(start(consultant, {"note": "en samtale"}), consultant, said("en samtale"))
    rounds = 6
    confirmed = written(child.run_all([("write_notes", (str(consultant.pk), str(inquiry.pk), str(rounds)))] * WRITERS))
    opened = open_inquiry(user=consultant, inquiry_id=inquiry.pk, purpose=Purpose.CASEWORK, at=MORNING)
    journal = {str(entry.pk): entry.note for entry in journal_of(opened)}
    assert len(set(confirmed)) == WRITERS * rounds
    assert sorted(journal[note] for note in confirmed) == sorted([f"linje {n}" for n in range(rounds)] * WRITERS)
    assert_sealed()


def test_eight_processes_make_and_destroy_keys_and_every_other_word_is_readable(child, consultant):
    rounds = 4
    confirmed = written(child.run_all([("write_drafts", (str(consultant.pk), str(rounds)))] * WRITERS))
    assert len(confirmed) == WRITERS * rounds
    shut = set(Tombstone.objects.values_list("pk", flat=True))
    assert len(shut) == WRITERS * rounds // 2
    readable = [draft for draft in Draft.objects.all() if draft.key_id not in shut]
    for draft in readable:
        opened = draft.opened_with(broker().open(draft.key_id, purpose=Purpose.CALL, by=consultant.pk))
        assert opened.content["note"].endswith("rettet")
    keys = list(Key.objects.values_list("pk", flat=True))
    assert set(keys) == in_use(keys) == {draft.key_id for draft in readable}
    assert_sealed()


def test_eight_threads_of_one_process_write_and_none_is_lost(db):
    def write(number):
        try:
            for turn in range(15):
                with transaction.atomic():
                    trail.record("inquiry.filed", by=UUID(int=number), code=f"n{turn}")
                broker().new()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(1, WRITERS + 1)))
    assert Event.objects.count() == Key.objects.count() == WRITERS * 15
    assert_sealed()


def test_eight_sealers_at_once_make_one_chain(child, db, monkeypatch):
    with monkeypatch.context() as stopped:
        stopped.setattr(chain, "seal", lambda: 0)
        for number in range(60):
            trail.record_refusal("route.refused", by=None, code=f"n{number}")
    written(child.run_all([("seal_again", ("5",))] * WRITERS))
    assert_sealed()


def assert_sealed():
    found = chain.verify()
    assert (found.faults, found.unsealed) == ([], 0)
    assert found.sealed == Event.objects.count() == Seal.objects.count()
    assert not Waiting.objects.exists()
