"""The envelope: what was sealed opens in its own place and nowhere else, and shows nothing until then."""

import copy
import pickle
import traceback
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.vault import envelope
from vaern.vault.envelope import (
    STEP,
    Malformed,
    OpenKey,
    SealedBytes,
    Tampered,
    TeamPrivateKey,
    TeamPublicKey,
    keyed_hash,
    new_secret,
    wrapping_context,
)

ROW, ANOTHER_ROW = UUID(int=1), UUID(int=2)
WORDS = "Mor må ikke vide, at hun ringer fra skolen.".encode()
KEY = OpenKey(id=UUID(int=7), version=1, secret=new_secret())
SEALED = KEY.seal("entry.note", ROW, WORDS)
TEAM = TeamPrivateKey.generate()
CONTEXT = wrapping_context(KEY.id, KEY.version, 1)
WRAPPED = TEAM.public().wrap(KEY.secret, CONTEXT)


@given(st.binary(max_size=5000))
def test_what_was_sealed_opens_again(words):
    assert KEY.open("entry.note", ROW, KEY.seal("entry.note", ROW, words)) == words


def test_the_same_words_are_never_sealed_alike():
    assert len({bytes(KEY.seal("entry.note", ROW, WORDS)) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "key,name,row",
    [
        (KEY, "entry.note", ANOTHER_ROW),
        (KEY, "entry.advice", ROW),
        (replace(KEY, id=UUID(int=8)), "entry.note", ROW),
        (replace(KEY, version=2), "entry.note", ROW),
        (replace(KEY, secret=new_secret()), "entry.note", ROW),
    ],
    ids=["another row", "another column", "another key's name", "another key version", "another secret"],
)
def test_a_value_moved_by_one_step_is_refused(key, name, row):
    with pytest.raises(Tampered):
        key.open(name, row, SEALED)


def test_a_version_written_over_by_hand_is_refused():
    """Not only by the number in front: the version is bound in."""
    moved = SEALED[:1] + (2).to_bytes(2) + SEALED[3:]
    with pytest.raises(Tampered):
        replace(KEY, version=2).open("entry.note", ROW, moved)


@given(st.integers(0, len(SEALED) * 8 - 1))
def test_any_single_bit_changed_is_refused(bit):
    changed = bytearray(SEALED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Tampered):
        KEY.open("entry.note", ROW, bytes(changed))


@given(st.integers(0, len(SEALED) - 1))
def test_a_value_cut_anywhere_is_refused(length):
    with pytest.raises(Tampered):
        KEY.open("entry.note", ROW, SEALED[:length])


@given(st.binary(min_size=1, max_size=300))
def test_a_value_with_anything_added_is_refused(more):
    with pytest.raises(Tampered):
        KEY.open("entry.note", ROW, SEALED + more)


@given(st.binary(max_size=400))
def test_bytes_that_were_never_sealed_are_refused(noise):
    with pytest.raises(Tampered):
        KEY.open("entry.note", ROW, noise)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_two_lengths_show_a_difference_only_across_a_step(one, other):
    sizes = [len(KEY.seal("entry.note", ROW, b"x" * length)) for length in (one, other)]
    steps = [(length + 4 + STEP - 1) // STEP for length in (one, other)]
    assert (sizes[0] == sizes[1]) == (steps[0] == steps[1])


def test_no_words_and_a_short_sentence_look_the_same():
    assert len(KEY.seal("entry.note", ROW, b"")) == len(SEALED)


@given(st.integers(0, len(WRAPPED) * 8 - 1))
def test_a_wrapped_key_with_any_bit_changed_is_refused(bit):
    changed = bytearray(WRAPPED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Tampered):
        TEAM.unwrap(bytes(changed), CONTEXT)


@pytest.mark.parametrize(
    "context",
    [
        wrapping_context(UUID(int=8), KEY.version, 1),
        wrapping_context(KEY.id, 2, 1),
        wrapping_context(KEY.id, KEY.version, 2),
    ],
    ids=["another id", "another version", "another team key"],
)
def test_a_wrapped_key_opens_only_as_itself(context):
    assert TEAM.unwrap(WRAPPED, CONTEXT) == KEY.secret
    with pytest.raises(Tampered):
        TEAM.unwrap(WRAPPED, context)


def test_a_wrapped_key_is_nothing_to_another_team():
    with pytest.raises(Tampered):
        TeamPrivateKey.generate().unwrap(WRAPPED, CONTEXT)


@pytest.mark.parametrize("raw", [b"", b"x", TEAM.raw[:-1], TEAM.raw + b"x"], ids=["empty", "a letter", "cut", "longer"])
def test_a_private_key_that_is_not_whole_is_malformed(raw):
    with pytest.raises(Malformed):
        TeamPrivateKey(raw)


@pytest.mark.parametrize("change", [lambda raw: b"", lambda raw: raw[:-1], lambda raw: raw + b"x"])
def test_a_public_key_that_is_not_whole_is_malformed(change):
    with pytest.raises(Malformed):
        TeamPublicKey(change(TEAM.public().raw))


@pytest.mark.parametrize("secret", [b"", b"short", new_secret()[:-1]])
def test_a_hash_is_never_keyed_with_an_empty_or_cut_secret(secret):
    with pytest.raises(Malformed):
        keyed_hash(secret, b"message")


class TestNothingIsShown:
    """Neither words nor secrets stand in what a log, a debugger or a pickle would keep."""

    @pytest.mark.parametrize("show", [repr, str, "{}".format, "%s".__mod__], ids=["repr", "str", "format", "percent"])
    @pytest.mark.parametrize("thing", [KEY, TEAM, SEALED], ids=["open key", "team key", "sealed value"])
    def test_when_it_is_printed(self, thing, show):
        shown = show(thing)
        for hidden in (KEY.secret, TEAM.raw, bytes(SEALED)[15:31]):
            assert hidden.hex() not in shown
            assert repr(hidden)[2:-1] not in shown

    @pytest.mark.parametrize("copying", [pickle.dumps, copy.copy, copy.deepcopy])
    @pytest.mark.parametrize("secret", [KEY, TEAM], ids=["open key", "team key"])
    def test_when_a_key_would_be_copied(self, secret, copying):
        with pytest.raises(TypeError):
            copying(secret)

    def test_when_a_sealed_value_is_pickled(self):
        assert WORDS not in pickle.dumps(SEALED)
        assert isinstance(SEALED, SealedBytes)

    def test_when_opening_fails(self):
        with pytest.raises(Tampered) as caught:
            KEY.open("entry.note", ANOTHER_ROW, SEALED)
        told = "".join(traceback.format_exception(caught.value))
        assert "entry.note" in told
        assert str(ANOTHER_ROW) in told
        assert WORDS.decode() not in told
        assert KEY.secret.hex() not in told


def test_nothing_but_the_envelope_reaches_for_a_cipher():
    """One page to review."""
    files = Path(envelope.__file__).parent.rglob("*.py")
    assert [path.name for path in files if "from cryptography" in path.read_text(encoding="utf-8")] == ["envelope.py"]
