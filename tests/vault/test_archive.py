"""Files sealed to the recovery key: whole and for the right key, or not at all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.vault import archive
from vaern.vault.archive import NotACopy, from_paper, on_paper, opened_file, sealed_file
from vaern.vault.envelope import Malformed, Tampered, TeamPrivateKey

PRIVATE = TeamPrivateKey.generate()
AT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
CONTENT = bytes(range(256)) * 40


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(archive, "PIECE", 1000)


def sealed(path, content=CONTENT, *, what="data"):
    with sealed_file(path, PRIVATE.public(), what=what, at=AT) as into:
        for start in range(0, len(content), 700):
            into.write(content[start : start + 700])
    return path


def opened(path, private=PRIVATE):
    with opened_file(path, private) as (title, stream):
        return title.what, title.made_at, stream.read()


@pytest.mark.parametrize("length", [0, 1, 999, 1000, 1001, 2000, 10240])
def test_what_was_written_is_read_whatever_its_length(tmp_path, small_pieces, length):
    assert opened(sealed(tmp_path / "copy", CONTENT[:length])) == ("data", AT, CONTENT[:length])


def test_another_recovery_key_opens_nothing(tmp_path):
    with pytest.raises(Tampered):
        opened(sealed(tmp_path / "copy"), TeamPrivateKey.generate())


@pytest.mark.drill(
    "forged rows",
    tried="a copy changed by one byte, anywhere",
    lost="the copy",
    shown="to whoever keeps the machine: that it does not open",
)
def test_a_byte_changed_anywhere_is_refused(tmp_path, small_pieces):
    whole = sealed(tmp_path / "copy").read_bytes()
    for place in range(0, len(whole), 37):
        changed = bytearray(whole)
        changed[place] ^= 1
        (tmp_path / "changed").write_bytes(changed)
        with pytest.raises((Tampered, NotACopy)):
            opened(tmp_path / "changed")


def test_a_file_cut_anywhere_is_refused(tmp_path, small_pieces):
    whole = sealed(tmp_path / "copy").read_bytes()
    for length in [*range(0, len(whole), 41), len(whole) - 1]:
        (tmp_path / "cut").write_bytes(whole[:length])
        with pytest.raises((Tampered, NotACopy)):
            opened(tmp_path / "cut")


def test_pieces_that_changed_places_are_refused(tmp_path, small_pieces):
    whole = sealed(tmp_path / "copy").read_bytes()
    piece, begins = 1000 + archive.TAG, len(whole) % (1000 + archive.TAG)
    one, two = whole[-3 * piece : -2 * piece], whole[-2 * piece : -piece]
    assert begins
    (tmp_path / "swapped").write_bytes(whole[: -3 * piece] + two + one + whole[-piece:])
    with pytest.raises(Tampered):
        opened(tmp_path / "swapped")


def fill_the_disk(path):
    with sealed_file(path, PRIVATE.public(), what="data", at=AT) as into:
        into.write(CONTENT)
        raise OSError("full")


@pytest.mark.drill(
    "full disk",
    tried="a copy taken onto a disk without room",
    lost="the copy; nothing half-written lies there",
    shown="to whoever keeps the machine: that no copy was taken, and why",
)
def test_a_file_that_could_not_be_finished_leaves_nothing(tmp_path):
    with pytest.raises(OSError, match="full"):
        fill_the_disk(tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", [b"", b"\n", b"{}\n", b"[]\n", b'{"is": "vaern copy 1"}\n', b"\x00" * 5000])
def test_a_file_of_something_else_is_no_copy(tmp_path, line):
    (tmp_path / "other").write_bytes(line)
    with pytest.raises(NotACopy):
        opened(tmp_path / "other")


def test_a_recovery_key_survives_paper():
    text = on_paper(PRIVATE)
    assert max(map(len, text.splitlines())) < 60
    assert from_paper(text.lower().replace(" ", "\n")).raw == PRIVATE.raw


@given(st.data())
def test_a_mistyped_recovery_key_is_noticed(data):
    text = on_paper(PRIVATE).replace("\n", " ").split()
    group = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=0, max_size=4))
    if wrong == text[group]:
        return
    text[group] = wrong
    with pytest.raises(Malformed):
        from_paper(" ".join(text))
