"""The chain: whoever owns the database may change it, and it shows."""

import tracemalloc
from uuid import UUID, uuid4

import pytest

from tests.cast import MORNING
from tests.databases import as_owner, without_triggers
from vaern.audit import chain, trail
from vaern.audit.chain import Head, seal, verify
from vaern.audit.models import Event, Seal, Waiting

pytestmark = pytest.mark.django_db(transaction=True)

PERSON, INQUIRY = UUID(int=1), UUID(int=2)


@pytest.fixture
def five_events(db):
    """Five sealed events, in the order of their links."""
    for number in range(5):
        trail.record_refusal("inquiry.refused", by=PERSON, about=INQUIRY, code=f"n{number}")
    return [Event.objects.get(pk=link.event) for link in Seal.objects.order_by("number")]


def faults(head=None):
    return " / ".join(verify(head).faults)


def test_a_trail_nobody_touched_is_whole(five_events):
    found = verify()
    assert (found.is_whole, found.sealed, found.unsealed, found.destroyed) == (True, 5, 0, 0)
    assert found.head == chain.newest_head()


def test_an_empty_trail_is_whole(db):
    assert verify() == chain.Verification()


CHANGES = {
    "act": "inquiry.opened",
    "code": "n9",
    "by": uuid4(),
    "about": uuid4(),
    "subject": uuid4(),
    "refused": False,
    "at": "2020-01-01 00:00:00",
    "digest": b"x" * 32,
}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.drill(
    "forged rows",
    tried="an event of the trail changed",
    lost="nothing that does not show",
    shown="nothing; verify_audit tells",
)
def test_a_changed_event_shows(five_events, column):
    with without_triggers("audit_event"):
        as_owner(f"UPDATE audit_event SET {column} = %s WHERE id = %s", [CHANGES[column], five_events[2].pk])
    assert faults() == "the event of link 3 was changed"


@pytest.mark.drill(
    "forged rows",
    tried="an event taken away",
    lost="nothing that does not show",
    shown="nothing; verify_audit tells",
)
def test_a_removed_event_shows(five_events):
    with without_triggers("audit_event"):
        as_owner("DELETE FROM audit_event WHERE id = %s", [five_events[2].pk])
    assert faults() == "the event of link 3 is gone"


def test_two_events_that_changed_places_show(five_events):
    one, other, between = five_events[1].pk, five_events[3].pk, uuid4()
    with without_triggers("audit_event"):
        for new, old in ((between, one), (one, other), (other, between)):
            as_owner("UPDATE audit_event SET id = %s WHERE id = %s", [new, old])
    assert faults() == "the event of link 2 was changed / the event of link 4 was changed"


@pytest.mark.drill(
    "forged rows",
    tried="an event slipped in",
    lost="nothing that does not show",
    shown="nothing; verify_audit tells",
)
def test_an_event_that_was_slipped_in_shows(five_events):
    as_owner(
        "INSERT INTO audit_event (id, at, act, refused, code) SELECT %s, at, act, refused, 'slipped' FROM audit_event"
        " WHERE id = %s",
        [uuid4(), five_events[0].pk],
    )
    assert faults() == "1 events have no link and do not wait for one"


def test_an_event_and_its_link_removed_from_the_middle_show(five_events):
    with without_triggers("audit_event", "audit_seal"):
        as_owner("DELETE FROM audit_seal WHERE number = 3")
        as_owner("DELETE FROM audit_event WHERE id = %s", [five_events[2].pk])
    assert faults() == "links 3 to 3 are missing / link 4 does not fit the one before it"


@pytest.mark.drill(
    "forged rows",
    tried="links taken out and the rest renumbered",
    lost="nothing that does not show",
    shown="nothing; verify_audit tells",
)
def test_a_gap_that_was_closed_by_renumbering_shows(five_events):
    with without_triggers("audit_event", "audit_seal"):
        as_owner("DELETE FROM audit_seal WHERE number = 3")
        as_owner("DELETE FROM audit_event WHERE id = %s", [five_events[2].pk])
        as_owner("UPDATE audit_seal SET number = 3 WHERE number = 4")
        as_owner("UPDATE audit_seal SET number = 4 WHERE number = 5")
    assert faults() == "link 3 does not fit the one before it / link 4 does not fit the one before it"


def test_a_changed_event_with_its_fingerprint_made_to_match_shows(five_events):
    """The fingerprint anybody can compute; the link takes the broker's key."""
    changed = five_events[2]
    changed.code = "n9"
    with without_triggers("audit_event", "audit_seal"):
        as_owner("UPDATE audit_event SET code = 'n9' WHERE id = %s", [changed.pk])
        as_owner("UPDATE audit_seal SET fingerprint = %s WHERE number = 3", [changed.fingerprint()])
    assert faults() == "link 3 does not fit the one before it"


@pytest.mark.parametrize("mac", [b"\0" * 32, b"", b"x"])
def test_a_forged_link_shows(five_events, mac):
    with without_triggers("audit_seal"):
        as_owner("UPDATE audit_seal SET mac = %s WHERE number = 5", [mac])
    assert faults() == "link 5 does not fit the one before it"


@pytest.mark.drill(
    "forged rows",
    tried="the whole chain forged with another key",
    lost="nothing that does not show",
    shown="nothing; verify_audit tells",
)
def test_a_chain_forged_from_the_start_with_another_key_shows(five_events, monkeypatch):
    with without_triggers("audit_seal"):
        as_owner("DELETE FROM audit_seal")
    as_owner("INSERT INTO audit_waiting (event) SELECT id FROM audit_event")
    keyed = list(chain._keyed)
    chain.keyed_by(lambda message: message[:32].ljust(32))
    seal()
    assert verify().is_whole, "to the forger it looks right"
    chain.keyed_by(keyed[0])
    assert "link 1 does not fit" in faults()


class TestTail:
    """Links cut from the end leave a shorter chain that is whole in itself; only a head kept elsewhere tells."""

    @pytest.fixture
    def exported(self, five_events):
        return chain.newest_head()

    def cut(self, events):
        with without_triggers("audit_event", "audit_seal"):
            as_owner("DELETE FROM audit_seal WHERE number > 3")
            for event in events[3:]:
                as_owner("DELETE FROM audit_event WHERE id = %s", [event.pk])

    def test_an_exported_head_shows_that_links_were_cut(self, five_events, exported):
        self.cut(five_events)
        assert verify().is_whole
        assert faults(exported) == "the exported head is not in the chain"

    def test_even_when_other_links_grew_in_their_place(self, five_events, exported):
        self.cut(five_events)
        for _ in range(4):
            trail.record_refusal("inquiry.refused", by=PERSON, about=INQUIRY, code="innocent")
        assert verify().is_whole
        assert faults(exported) == "the exported head is not in the chain"

    def test_the_whole_trail_taken_away_shows(self, five_events, exported):
        with without_triggers("audit_event", "audit_seal"):
            as_owner("DELETE FROM audit_seal")
            as_owner("DELETE FROM audit_event")
        assert faults(exported) == "the exported head is not in the chain"

    def test_a_head_stays_good_while_the_chain_grows(self, five_events, exported):
        for _ in range(3):
            trail.record_refusal("inquiry.refused", by=PERSON, about=INQUIRY, code="later")
        assert verify(exported).is_whole

    def test_only_the_links_cut_and_not_the_events_shows_without_a_head(self, five_events):
        with without_triggers("audit_seal"):
            as_owner("DELETE FROM audit_seal WHERE number > 3")
        assert faults() == "2 events have no link and do not wait for one"


class TestWaiting:
    """Between the commit of an act and its link there is a moment; nothing is lost in it unseen."""

    @pytest.fixture
    def unsealed(self, five_events, monkeypatch):
        with monkeypatch.context() as stopped:
            stopped.setattr(chain, "seal", lambda: 0)
            for _ in range(2):
                trail.record_refusal("inquiry.refused", by=PERSON, about=INQUIRY, code="waiting")
        return list(Event.objects.filter(code="waiting").order_by("at", "pk"))

    def test_what_is_not_sealed_yet_is_counted_and_no_fault(self, unsealed):
        found = verify()
        assert (found.is_whole, found.sealed, found.unsealed) == (True, 5, 2)

    def test_the_next_act_seals_it_in_the_order_of_time(self, unsealed):
        trail.record_refusal("inquiry.refused", by=PERSON, about=INQUIRY, code="next")
        found = verify()
        assert (found.is_whole, found.sealed, found.unsealed) == (True, 8, 0)
        numbers = list(Seal.objects.order_by("number").values_list("event", flat=True))
        assert numbers[5:7] == [event.pk for event in unsealed]

    def test_an_event_taken_while_it_waits_shows_before_and_after_sealing(self, unsealed):
        with without_triggers("audit_event"):
            as_owner("DELETE FROM audit_event WHERE id = %s", [unsealed[0].pk])
        assert faults() == "1 events are gone that waited for a link"
        seal()
        assert faults() == "1 events are gone that waited for a link"

    def test_an_event_taken_out_of_the_queue_shows(self, unsealed):
        Waiting.objects.filter(pk=unsealed[0].pk).delete()
        assert faults() == "1 events have no link and do not wait for one"

    def test_a_queue_with_something_else_in_its_place_shows_both(self, unsealed):
        Waiting.objects.filter(pk=unsealed[0].pk).delete()
        Waiting(event=uuid4()).save(force_insert=True)
        assert "have no link" in faults()
        assert "are gone that waited" in faults()

    def test_an_event_put_in_the_queue_twice_does_not_stop_the_chain(self, five_events):
        Waiting(event=five_events[0].pk).save(force_insert=True)
        trail.record_refusal("inquiry.refused", by=PERSON, about=INQUIRY, code="next")
        found = verify()
        assert (found.is_whole, found.sealed, found.unsealed) == (True, 6, 0)
        assert not Waiting.objects.exists()

    def test_a_long_queue_is_sealed_in_pieces(self, five_events, monkeypatch):
        monkeypatch.setattr(chain, "BATCH", 3)
        with monkeypatch.context() as stopped:
            stopped.setattr(chain, "seal", lambda: 0)
            for _ in range(8):
                trail.record_refusal("inquiry.refused", by=PERSON, about=INQUIRY, code="waiting")
        assert seal() == 8
        assert verify().sealed == 13
        assert verify().is_whole

    def test_a_queue_full_of_nothing_does_not_stop_the_chain(self, five_events, monkeypatch):
        monkeypatch.setattr(chain, "BATCH", 3)
        Waiting.objects.bulk_create([Waiting(event=uuid4()) for _ in range(7)])
        trail.record_refusal("inquiry.refused", by=PERSON, about=INQUIRY, code="next")
        found = verify()
        assert (found.sealed, found.unsealed) == (6, 0)
        assert found.faults == ["7 events are gone that waited for a link"]

    def test_sealing_nothing_asks_once(self, five_events, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert seal() == 0


def test_a_trail_cut_to_pieces_gives_a_list_a_person_can_read(db, monkeypatch):
    monkeypatch.setattr(chain, "MOST_FAULTS", 3)
    for number in range(6):
        trail.record_refusal("inquiry.refused", by=PERSON, about=INQUIRY, code=f"n{number}")
    with without_triggers("audit_event"):
        as_owner("UPDATE audit_event SET code = 'x'")
    found = verify()
    assert len(found.faults) == 4
    assert found.faults[-1] == "and so on"


@pytest.mark.parametrize("text", ["", "x", "5", "5:", ":00", "5:xyz", "5:00:00", "-", "five:00"])
def test_only_a_head_is_read_as_a_head(text):
    with pytest.raises(ValueError, match=r".*"):
        Head.parse(text)


def test_a_head_is_read_as_it_was_written():
    head = Head(42, bytes(range(32)))
    assert Head.parse(f" {head}\n") == head


@pytest.mark.slow
def test_the_memory_of_verifying_does_not_grow_with_the_trail(db):
    def peak():
        tracemalloc.start()
        try:
            assert verify().is_whole
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    many_events(2 * chain.BATCH)
    small = peak()
    many_events(10 * chain.BATCH)
    assert peak() < 1.5 * small


def many_events(count):
    facts = {"act": "inquiry.opened", "by": PERSON, "code": "call"}
    events = [Event(at=MORNING, about=uuid4(), **facts) for _ in range(count)]
    Event.objects.bulk_create(events, batch_size=500)
    Waiting.objects.bulk_create([Waiting(event=event.pk) for event in events], batch_size=500)
    seal()
