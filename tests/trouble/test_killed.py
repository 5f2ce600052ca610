"""The plug is pulled at every commit point of every act: nothing confirmed is lost, nothing is half done.

Each test kills the act before and after each thing it commits, in either database, until it once runs through. After
each kill the databases are looked at as the next request would find them, and mended as the nightly upkeep does.
"""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import MORNING
from tests.vault.canaries import TOMORROW, contact, file, said, start
from vaern.audit import chain, trail
from vaern.audit.models import Event
from vaern.inquiries.access import journal_of, open_inquiry
from vaern.inquiries.actions.callbacks import agree_call_back
from vaern.inquiries.actions.emergency import write_emergency_note
from vaern.inquiries.models import CallBack, Draft, EmergencyNote, Inquiry
from vaern.inquiries.terms import EmergencyReason
from vaern.law.values import ORPHAN_KEY_KEPT_HOURS
from vaern.vault.actions import destroy_key, in_use, reconcile, sweep_orphans
from vaern.vault.broker import FileBroker, KeyGone, broker
from vaern.vault.models import Key, Tombstone
from vaern.vault.terms import Purpose, TombstoneReason

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

OLD, NEW = "det første, der blev sagt", "det næste, der blev sagt"
KEPT = timedelta(hours=ORPHAN_KEY_KEPT_HOURS.on(MORNING.date()))
MOST_POINTS = 40


def each_point(child, act, arguments=()):
    """Kill the act at one commit point after another, and last let it run through; yield how it ended each time.

    ``arguments`` may be changed between two turns.
    """
    for point in range(1, MOST_POINTS):
        ended = child.run(act, *map(str, arguments), kill_at=point)
        assert not ended.error
        yield ended
        if not ended.killed:
            assert point > 2, "nothing was committed, so nothing was tried"
            return
    raise AssertionError("the act never ran through")


@pytest.mark.drill(
    "kill -9",
    tried="saving a draft",
    lost="nothing confirmed; a key without a row goes after a day",
    shown="no 'Gemt' was shown for what is not there",
)
def test_a_new_draft_is_there_whole_or_not_at_all_and_its_key_is_not_left_for_ever(child, consultant):
    for ended in each_point(child, "begin", [consultant.pk, uuid4(), NEW]):
        drafts = list(Draft.objects.all())
        assert [str(draft.pk) for draft in drafts] == ended.confirmed or not ended.confirmed
        for draft in drafts:
            assert words_of(draft) == NEW
        keys = list(Key.objects.values_list("pk", "made_at"))
        orphans = {pk for pk, _ in keys} - in_use([pk for pk, _ in keys])
        assert len(orphans) == len(keys) - len(drafts) <= 1
        assert_mended(orphans)
        empty(Draft)


@pytest.mark.drill(
    "kill -9",
    tried="saving a draft again",
    lost="nothing confirmed",
    shown="the old words or the new, never half",
)
def test_a_draft_saved_again_holds_the_old_words_or_the_new(child, consultant):
    draft = start(consultant, {"note": OLD})
    told = [consultant.pk, draft.pk, NEW]
    seen = set()
    for ended in each_point(child, "go_on", told):
        now = words_of(Draft.objects.get())
        assert now == NEW if ended.confirmed else now in {OLD, NEW}
        seen.add(now)
        if now == NEW:
            empty(Draft)
            draft = start(consultant, {"note": OLD})
            told[1] = draft.pk
        assert_mended()
    assert seen == {OLD, NEW}


@pytest.mark.drill(
    "kill -9",
    tried="discarding a draft",
    lost="nothing",
    shown="the draft, or nothing",
)
def test_a_discarded_draft_is_there_or_shut_for_good(child, consultant):
    draft = start(consultant, {"note": OLD})
    told = [consultant.pk, draft.pk]
    for ended in each_point(child, "discard", told):
        if Draft.objects.exists():
            assert not ended.confirmed
            assert words_of(draft) == OLD
            assert not Tombstone.objects.exists()
            continue
        with pytest.raises(KeyGone):
            key(draft.key_id)
        assert Event.objects.filter(act="draft.discarded", about=draft.pk).count() == 1
        assert_mended()
        draft = start(consultant, {"note": OLD})
        told[1] = draft.pk


@pytest.mark.drill(
    "kill -9",
    tried="filing a call",
    lost="nothing",
    shown="the inquiry, or the draft",
)
def test_a_call_is_filed_whole_or_is_still_a_draft(child, consultant):
    draft = start(consultant, {"note": OLD})
    told = [consultant.pk, draft.pk, NEW]
    for ended in each_point(child, "file_it", told):
        filed = Inquiry.objects.filter(pk=draft.pk).exists()
        assert filed != Draft.objects.filter(pk=draft.pk).exists()
        assert filed or not ended.confirmed
        assert Event.objects.filter(act="inquiry.filed", about=draft.pk).count() == filed
        if not filed:
            assert words_of(draft) == OLD
            continue
        inquiry = opened(draft.pk, consultant)
        assert [entry.note for entry in journal_of(inquiry)] == [NEW]
        assert inquiry.next_step_at == TOMORROW
        assert_mended()
        draft = start(consultant, {"note": OLD})
        told[1] = draft.pk


@pytest.mark.drill(
    "kill -9",
    tried="agreeing to call back",
    lost="nothing confirmed",
    shown="the agreement, or none",
)
def test_a_call_back_is_agreed_whole_or_not_at_all(child, consultant):
    inquiry = filed(consultant)
    told = [consultant.pk, inquiry.pk, NEW]
    for ended in each_point(child, "agree", told):
        waiting = list(CallBack.objects.filter(inquiry=inquiry))
        assert len(waiting) == 1 if ended.confirmed else len(waiting) <= 1
        for call_back in waiting:
            assert call_back.opened_with(key(call_back.key_id)).contact["safe_word"] == NEW
        assert Event.objects.filter(act="callback.agreed", about=inquiry.pk).count() == len(waiting)
        assert Inquiry.objects.get(pk=inquiry.pk).kind == ("call-back" if waiting else "call")
        keys = list(Key.objects.values_list("pk", flat=True))
        assert_mended(set(keys) - in_use(keys))
        if waiting:
            inquiry = filed(consultant)
            told[1] = inquiry.pk


@pytest.mark.drill(
    "kill -9",
    tried="ending a call-back",
    lost="nothing",
    shown="the number, or none",
)
def test_a_call_back_that_ended_has_no_number_left_and_one_that_did_not_has(child, consultant):
    inquiry = with_call_back(consultant)
    told = [consultant.pk, inquiry.pk]
    for ended in each_point(child, "end", told):
        call_back = CallBack.objects.get(inquiry=inquiry)
        over = call_back.ended_at is not None
        assert over or not ended.confirmed
        assert Tombstone.objects.filter(pk=call_back.key_id).exists() == over
        if not over:
            assert call_back.opened_with(key(call_back.key_id)).contact["number"]
            continue
        with pytest.raises(KeyGone):
            key(call_back.key_id)
        assert_mended()
        assert not Key.objects.filter(pk=call_back.key_id).exists()
        inquiry = with_call_back(consultant)
        told[1] = inquiry.pk


@pytest.mark.drill(
    "kill -9",
    tried="expiring emergency notes",
    lost="nothing but what is due",
    shown="nothing",
)
def test_expired_emergency_notes_are_erased_one_by_one_and_none_by_half(child, consultant):
    for _ in range(2):
        emergency(consultant)
    later = (MORNING + timedelta(days=30)).isoformat()
    for _ in each_point(child, "expire", [later]):
        for note in EmergencyNote.objects.all():
            erased = note.erased_at is not None
            assert Tombstone.objects.filter(pk=note.key_id).exists() == erased
            assert Event.objects.filter(act="emergency.expired", subject=note.pk).count() == erased
            if not erased:
                assert note.opened_with(key(note.key_id)).text == OLD
        assert_mended()
    assert not EmergencyNote.objects.filter(erased_at=None).exists()
    assert not Key.objects.exists()


@pytest.mark.drill(
    "kill -9",
    tried="wrapping keys to a new team key",
    lost="nothing",
    shown="nothing",
)
def test_a_change_of_the_team_key_stopped_anywhere_leaves_all_readable_and_goes_on(child, consultant, settings):
    keeper = FileBroker(settings.BROKER_FOLDER)
    drafts = [start(consultant, {"note": OLD}) for _ in range(4)]
    version = keeper.add_team_key()
    counts = []
    for _ in each_point(child, "rewrap", [version]):
        assert {words_of(draft) for draft in drafts} == {OLD}
        counts.append(Key.objects.filter(team_version=version).count())
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert counts[-1] == len(drafts)


@pytest.mark.drill(
    "kill -9",
    tried="chaining the trail",
    lost="nothing",
    shown="nothing",
)
def test_sealing_stopped_anywhere_leaves_a_chain_that_goes_on(child, db, monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 2)
    with monkeypatch.context() as stopped:
        stopped.setattr(chain, "seal", lambda: 0)
        for number in range(5):
            trail.record_refusal("route.refused", by=None, code=f"n{number}")
    for _ in each_point(child, "seal_again", [2]):
        found = chain.verify()
        assert found.is_whole
        assert found.sealed + found.unsealed == 5
    assert found.sealed == 5


@pytest.mark.drill(
    "kill -9",
    tried="the hourly sweep",
    lost="nothing",
    shown="nothing",
)
def test_a_sweep_stopped_anywhere_is_finished_by_the_next(child, consultant):
    used = start(consultant, {"note": OLD})
    for _ in range(2):
        broker().new()
    trail.record_refusal("route.refused", by=None, code="n1")
    later = (Key.objects.latest("made_at").made_at + KEPT + timedelta(minutes=1)).isoformat()
    for _ in each_point(child, "sweep", [later]):
        assert words_of(used) == OLD
    assert list(Key.objects.values_list("pk", flat=True)) == [used.key_id]
    assert chain.verify().is_whole


def assert_mended(orphans=frozenset()):
    """Seal, reconcile and sweep as upkeep does, and find everything whole: orphans go after their day, not before."""
    chain.seal()
    found = chain.verify()
    assert (found.faults, found.unsealed) == ([], 0)
    reconcile()
    assert not Key.objects.filter(pk__in=list(Tombstone.objects.values_list("pk", flat=True))).exists()
    if not orphans:
        return
    trail.record_refusal("route.refused", by=None, code="my-day")  # the next thing anybody does
    made = Key.objects.get(pk__in=orphans).made_at
    assert sweep_orphans(at=made + KEPT - timedelta(seconds=1)) == 0
    assert sweep_orphans(at=made + KEPT + timedelta(seconds=1)) == len(orphans)
    assert not Key.objects.filter(pk__in=orphans).exists()


def empty(model):
    for row in model.objects.all():
        destroy_key(key_id=row.key_id, reason=TombstoneReason.DONE, by=None, at=MORNING)
        row.delete()


def key(key_id):
    return broker().open(key_id, purpose=Purpose.CASEWORK, by=uuid4())


def words_of(draft):
    now = Draft.objects.get(pk=draft.pk)
    return now.opened_with(key(now.key_id)).content["note"]


def opened(inquiry_id, user):
    return open_inquiry(user=user, inquiry_id=inquiry_id, purpose=Purpose.CASEWORK, at=MORNING)


def filed(user):
    return file(start(user, {"note": OLD}), user, said(OLD))


def with_call_back(user):
    inquiry = filed(user)
    agree_call_back(
        inquiry=inquiry,
        contact=contact(said(OLD)),
        due_at=TOMORROW,
        valid_until=TOMORROW.date(),
        by=user,
        at=MORNING,
    )
    return inquiry


def emergency(user):
    return write_emergency_note(
        about=uuid4(),
        region="1082",
        text=OLD,
        reason=EmergencyReason.POLICE,
        grounds=OLD,
        danger_is_acute=True,
        by=user,
        at=MORNING,
    )
