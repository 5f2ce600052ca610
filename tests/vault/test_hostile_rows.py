"""A stolen open site hands in rows that never open. They stop nothing but themselves, and are alarmed once.

Its database role may insert any thread; it holds the public half of the team's key, and knows the ids it once read.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from tests.cast import MORNING
from tests.mailbox.conftest import WORDS, leave_a_message
from tests.vault.conftest import new_draft
from vaern.audit.models import Event
from vaern.inquiries.access import filed_among
from vaern.mailbox.access import inbox, open_thread
from vaern.mailbox.actions import expire_threads, put_away
from vaern.mailbox.models import Message, Thread
from vaern.mailbox.terms import Kind
from vaern.vault import actions
from vaern.vault.actions import NotTakenIn, SomeNotTakenIn, give_up, rewrap_all, take_in, take_in_all
from vaern.vault.broker import FileBroker, broker
from vaern.vault.envelope import WRAPPED, Tampered
from vaern.vault.models import Key, Tombstone
from vaern.vault.sealing import BrokerClosed, public_half

pytestmark = pytest.mark.django_db

GARBAGE = b"\x07" * WRAPPED
LONG_AGO = MORNING - timedelta(days=400)


@pytest.fixture(autouse=True)
def of_its_own(keeper, settings):
    settings.PUBLIC_KEY_FOLDER = keeper.folder


@pytest.fixture
def asta(consultant_on_the_inquiry):
    return consultant_on_the_inquiry


def hostile(for_team=GARBAGE, version=1, *, key_id=None, says_something=False, at=LONG_AGO) -> Thread:
    """A brief as somebody with an INSERT writes it, before any that is good."""
    thread = Thread.objects.model(
        id=uuid4(), key_id=key_id or uuid4(), kind=Kind.BRIEF, for_team=for_team, team_version=version, dropped_at=at,
        expires_on=at.date(),
    )  # fmt: skip
    thread.save(force_insert=True)
    if says_something:
        key, _, _ = public_half().key_for_the_team()
        message = Message(thread=thread, number=1, from_team=False, at=at, content={"note": "x"}).opened_with(key)
        message.save(force_insert=True)
    return thread


def alarms() -> list[tuple[object, str]]:
    return list(Event.objects.acts("key.not_taken_in").order_by("at").values_list("about", "code"))


def reads(writer, asta) -> str:
    return open_thread(user=asta, thread_id=writer.thread.pk, regions=[]).messages()[0].content["text"]


@pytest.mark.parametrize(
    "for_team, version, code",
    [
        (GARBAGE, 1, "tampered"),
        (GARBAGE, 9, "no-such-version"),
        (GARBAGE, None, "tampered"),
        (b"", 1, "tampered"),
        (b"x" * 100_000, 1, "tampered"),
    ],
)
def test_the_intake_goes_past_it_and_tells_of_it_once(for_team, version, code, asta):
    bad, good = hostile(for_team, version), leave_a_message()
    with pytest.raises(SomeNotTakenIn):
        take_in_all()
    assert alarms() == [(bad.pk, code)]
    assert good.thread.for_team is None
    assert list(Key.objects.values_list("pk", flat=True)) == [good.thread.key_id], "what does not open is not stored"
    assert take_in_all() == 0, "the next hour it is no news"
    assert len(alarms()) == 1
    assert reads(good, asta) == WORDS


def test_a_broker_that_does_not_answer_is_no_fault_of_the_row(keeper, asta):
    good = leave_a_message()
    private = keeper.folder / "team-1.private"
    secret = private.read_bytes()
    private.unlink()
    with pytest.raises(BrokerClosed) as closed:
        take_in_all()
    assert type(closed.value) is BrokerClosed
    assert alarms() == []
    private.write_bytes(secret)
    assert take_in_all() == 1
    assert reads(good, asta) == WORDS


def test_nothing_is_lost_when_the_version_that_was_missing_comes_back(keeper, asta):
    """An older copy of the broker's folder was put in place, and then the right one."""
    keeper.add_team_key()
    good, away = leave_a_message(), keeper.folder.parent / "away"
    away.mkdir()
    files = [*keeper.folder.glob("team-2.*")]
    for path in files:
        path.rename(away / path.name)
    with pytest.raises(SomeNotTakenIn):
        take_in_all()
    [row] = inbox(asta, regions=[], at=MORNING, filed=filed_among).unclaimed
    assert row.is_shut
    with pytest.raises(NotTakenIn):
        reads(good, asta)
    assert put_away(briefs=[good.thread.pk], by=asta, regions=[], at=MORNING) == 1
    assert inbox(asta, regions=[], at=MORNING, filed=filed_among).unclaimed == []
    for path in files:
        (away / path.name).rename(path)
    assert take_in_all() == 1
    [row] = inbox(asta, regions=[], at=MORNING, filed=filed_among).unclaimed
    assert (row.is_shut, row.is_new, row.is_put_away) == (False, True, False), "a citizen's words are new again"
    assert reads(good, asta) == WORDS


def test_one_that_opens_is_never_put_away(asta):
    writer = leave_a_message()
    assert put_away(briefs=[writer.thread.pk], by=asta, regions=[], at=MORNING) == 0


def test_a_key_that_claims_the_id_of_another_is_not_taken_for_it(asta):
    good = leave_a_message()
    take_in(good.thread)
    _, for_team, version = public_half().key_for_the_team()
    with pytest.raises(Tampered):
        broker().adopt(good.thread.key_id, wrapped=for_team, team_version=version)
    assert reads(good, asta) == WORDS


def test_no_thread_names_the_key_of_another_thread():
    good = leave_a_message()
    with pytest.raises(IntegrityError), transaction.atomic():
        hostile(key_id=good.thread.key_id)


def test_expiry_goes_past_it_and_destroys_no_key_of_another_row(asta):
    inquiry = new_draft(asta)
    empty, unread = hostile(key_id=inquiry.key_id), hostile(version=9, says_something=True)
    leave_a_message(at=LONG_AGO)
    assert expire_threads(at=MORNING) == 1
    assert not Thread.objects.filter(pk=empty.pk).exists()
    assert Thread.objects.filter(pk=unread.pk).exists(), "what nobody has read or put away is kept"
    assert Key.objects.filter(pk=inquiry.key_id).exists()
    assert not Tombstone.objects.exists()
    assert put_away(briefs=[unread.pk], by=asta, regions=[], at=MORNING) == 1
    assert expire_threads(at=MORNING) == 1
    assert len(alarms()) == 2


def rotate(capsys, **how) -> str:
    call_command("rotate_keys", **how)
    return capsys.readouterr().out


def test_the_team_key_is_changed_past_it_and_whoever_rotates_says_what_is_given_up(keeper, asta, capsys):
    bad, good = hostile(), leave_a_message()
    with pytest.raises(CommandError, match="1 keys do not open"):
        rotate(capsys)
    assert Key.objects.team_versions() == {2}, "all others are done"
    assert keeper.team_versions() == [1, 2], "a copy of what does not open would need the older"
    assert "1 keys that do not open were given up" in rotate(capsys, most=1)
    assert keeper.team_versions() == [2]
    assert Event.objects.acts("key.given_up").get().about == bad.pk
    assert reads(good, asta) == WORDS
    rotate(capsys)
    assert keeper.team_versions() == [3], "the next change does not meet it again"
    assert (len(alarms()), reads(good, asta)) == (1, WORDS)


def test_a_key_in_the_store_that_was_changed_does_not_stop_a_rotation_either(keeper, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    keys = [broker().new() for _ in range(5)]
    broken = sorted(key.id for key in keys)[1]
    Key.objects.filter(pk=broken).update(wrapped=GARBAGE)
    keeper.add_team_key()
    done = rewrap_all(2)
    assert (done.count, done.unopened) == (4, [broken])
    assert rewrap_all(2).unopened == [broken]
    assert Event.objects.acts("key.does_not_open").get().about == broken
    give_up([broken])
    assert rewrap_all(2).unopened == []
    assert Key.objects.filter(pk=broken).exists(), "given up is not destroyed"


def test_a_broker_of_its_own_says_which_version_it_has_not(monkeypatch):
    from vaern.vault.limits import Limits
    from vaern.vault.remote import RemoteBroker
    from vaern.vault.sealing import NoSuchVersion
    from vaern.vault.serving import Server

    class Silent:
        def add(self, *what, **told):
            pass

    server = Server(FileBroker(public_half().folder), Silent(), Limits(), frozenset())
    remote = RemoteBroker(public_half().folder / "socket")
    asked = {"call": "adopt", "key": uuid4().hex, "wrapped": "AAAA", "team_version": 9}
    assert server.answer(asked, 0) == {"refused": "version"}
    for answer, error in ({"refused": "version"}, NoSuchVersion), ({"refused": "of-tomorrow"}, BrokerClosed):
        monkeypatch.setattr("vaern.vault.remote.receive", lambda line, answer=answer: answer)
        monkeypatch.setattr("vaern.vault.remote.send", lambda line, message: None)
        monkeypatch.setattr("socket.socket.connect", lambda line, place: None)
        with pytest.raises(error):
            remote.adopt(uuid4(), wrapped=b"", team_version=9)
