"""A file that cannot be understood says where and what is allowed, and is never played or answered with a traceback."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.play.reading import Unreadable, read_file, read_text

CALL = '[[step]]\ndo = "call"\n'
CHAIN = '[[expect]]\nthat = "chain-holds"\n'


def troubles(text):
    with pytest.raises(Unreadable) as caught:
        read_text(text, name="vignette.toml")
    return [(trouble.line, trouble.message) for trouble in caught.value.troubles]


def test_a_short_file_is_enough():
    course = read_text(CALL + CHAIN, name="vignette.toml")
    assert [item.kind.name for item in course.items] == ["call", "chain-holds"]
    assert [person.name for person in course.people] == ["Asta"]


def test_steps_and_expectations_follow_each_other_as_they_stand():
    course = read_text(CALL + CHAIN + '[[step]]\ndo = "wait"\n' + CHAIN, name="vignette.toml")
    assert [(item.kind.name, item.line) for item in course.items] == [
        ("call", 1),
        ("chain-holds", 3),
        ("wait", 5),
        ("chain-holds", 7),
    ]


@pytest.mark.parametrize(
    "text, line, message",
    [
        (CALL + 'notes = "…"\n' + CHAIN, 3, "notes is not known here; do you mean note?"),
        ('[[step]]\ndo = "cal"\n' + CHAIN, 2, 'there is no do = "cal"; do you mean call?'),
        ('[[step]]\nby = "Asta"\n' + CHAIN, 1, "do is missing"),
        (CALL + 'by = "Zerdest"\n' + CHAIN, 3, "by: nobody is called that"),
        (CALL + "by = 3\n" + CHAIN, 3, "by: nobody is called that"),
        (CALL + 'at = "soon"\n' + CHAIN, 3, "at: write a time such as"),
        (CALL + 'next_at = "2026-02-30"\n' + CHAIN, 3, "next_at: there is no day 2026-02-30"),
        (CALL + 'caller = "mayor"\n' + CHAIN, 3, "caller: it is one of citizen, caseworker, school"),
        (CALL + 'region = "Region Midtjyland"\n' + CHAIN, 3, "region: do you mean Region Midtjylland?"),
        (CALL + "note = 12\n" + CHAIN, 3, "note: write text in quotes"),
        (CALL + 'cut_off = "yes"\n' + CHAIN, 3, "cut_off: write true or false"),
        (CALL + 'minutes = "ten"\n' + CHAIN, 3, "minutes: write a whole number"),
        (CALL + "minutes = -1\n" + CHAIN, 3, "minutes: write a whole number"),
        (CALL + 'prompts = ["country", "nobody"]\n' + CHAIN, 3, "prompts: it is one of severity"),
        ('[[step]]\ndo = "close"\n' + CHAIN, 1, "close is about an inquiry, and no step above began one"),
        (CALL + '[[step]]\ndo = "close"\ninquiry = "an"\n' + CHAIN, 5, "no step above began an inquiry with that name"),
        (CALL + '[[expect]]\nthat = "finder"\nmunicipality = "Århuus"\n', 5, "municipality: no municipality is called"),
        (CALL + '[[expect]]\nthat = "stopped"\n', 3, "text is missing"),
        (CALL + '[[expect]]\nthat = "refused"\ncode = "closed"\n', 5, "code: do you mean is-closed?"),
        (CALL + 'at = "2026-11-23 12:00"\n[[step]]\ndo = "wait"\nat = "11:00"\n' + CHAIN, 6, "at: time goes back"),
        ('begins = "1999-01-01 10:00"\n' + CALL + CHAIN, 1, "begins: nobody has a role"),
        ("begins = 2026-13-01\n" + CALL + CHAIN, 1, "this is not TOML"),
        ('titel = "x"\n' + CALL + CHAIN, 1, "titel is not known here"),
        ("title = 3\n" + CALL + CHAIN, 1, "title: write text in quotes"),
        ('[step]\ndo = "call"\n' + CHAIN, 1, "write [[step]] on a line of its own"),
        ('step = [{ do = "call" }]\n' + CHAIN, 1, "write [[step]] on a line of its own"),
        (CALL + '[[step.expect]]\nthat = "filed"\n' + CHAIN, 3, "write [[expect]] on a line of its own, not inside"),
        ("[[steps]]\n" + CHAIN, 1, "steps is not known here"),
        ('[[person]]\nroles = ["boss"]\n' + CALL + CHAIN, 2, "roles: it is one of consultant"),
        ('[[person]]\nregions = ["Fyn"]\n' + CALL + CHAIN, 1, "name is missing"),
        ('[[person]]\nname = "Vera"\n' * 2 + CALL + CHAIN, 4, "name: somebody above is called Vera already"),
        (CALL, 1, "there is no [[expect]]"),
        ("", 1, "there is no [[expect]]"),
        (CALL + 'note = "', 3, "this is not TOML"),
        (CALL + CHAIN + CALL[:-1] + CALL, 6, "this is not TOML"),
    ],
)
def test_each_mistake_is_reported_on_its_line(text, line, message):
    found = troubles(text)
    assert any(where == line and message in said for where, said in found), found


def test_every_mistake_of_a_file_is_reported_at_once_in_order():
    found = troubles(CALL + 'age = "old"\nnotes = ""\n[[expect]]\nthat = "nothing"\n')
    assert [line for line, _ in found] == [3, 4, 6]


def test_a_fixed_word_may_be_written_as_its_danish_label():
    (call, _) = read_text(CALL + 'caller = "Sagsbehandler"\nage = "under 18"\n' + CHAIN, name="x").items
    assert (call.values["caller"], call.values["age"]) == ("caseworker", "under-18")


def test_an_inquiry_left_out_is_the_one_begun_last():
    text = CALL + 'inquiry = "a"\n' + CALL + 'inquiry = "b"\n[[step]]\ndo = "close"\n' + CHAIN
    assert read_text(text, name="x").items[2].values["inquiry"] == "b"


def test_a_file_that_is_not_there_or_not_text_is_one_trouble(tmp_path):
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("nothing.toml", "bytes.toml", ""):
        with pytest.raises(Unreadable) as caught:
            read_file(tmp_path / name)
        assert len(caught.value.troubles) == 1


VALUES = st.recursive(
    st.none().map(lambda _: '""')
    | st.sampled_from(['"Asta"', "1", "true", "1.5", "2026-11-23", "10:00:00", "[]", "{}"]),
    lambda inner: st.lists(inner, max_size=2).map(lambda values: f"[{', '.join(values)}]"),
    max_leaves=4,
)
KEYS = st.sampled_from(["do", "that", "by", "at", "note", "inquiry", "facts", "text", "minutes", "confirm", "person"])


@given(
    st.lists(
        st.tuples(st.sampled_from(["step", "expect", "person", "other"]), st.dictionaries(KEYS, VALUES)), max_size=4
    )
)
def test_any_toml_is_read_or_is_unreadable(rows):
    text = "".join(
        f"[[{name}]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items()) for name, keys in rows
    )
    with suppress(Unreadable):
        read_text(text, name="vignette.toml")


@given(st.text(max_size=200))
def test_any_text_is_read_or_is_unreadable(text):
    with pytest.raises(Unreadable):
        read_text(text, name="vignette.toml")
