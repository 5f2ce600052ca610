"""Telephone numbers: many ways to write one, one way to keep it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.directory.numbers import NotANumber, dialled, digits, written


@pytest.mark.parametrize(
    "text", ["25202846", "25 20 28 46", "2520 2846", "+45 25202846", "0045 25 20 28 46", "25.20.28.46", "25-20-28-46"]
)
def test_a_danish_number_is_kept_in_pairs(text):
    assert written(text) == "25 20 28 46"


@pytest.mark.parametrize(
    "text, kept", [("112", "112"), ("1888", "1888"), ("116111", "116 111"), ("+46 8 123 456", "+468123456")]
)
def test_short_and_foreign_numbers_have_their_own_form(text, kept):
    assert written(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "2520284",
        "252028466",
        "02 52 02 84",
        "ring 112",
        "٢٥٢٠٢٨٤٦",
        "25 20 28 4O",
        "+0123456789",
        "2520\x002846",
    ],
)
def test_what_cannot_be_dialled_is_refused(text):
    with pytest.raises(NotANumber):
        written(text)


@pytest.mark.parametrize(
    "kept, link", [("25 20 28 46", "+4525202846"), ("112", "112"), ("116 111", "116111"), ("+468123456", "+468123456")]
)
def test_a_link_dials_from_abroad_where_it_can(kept, link):
    assert dialled(kept) == link


@given(st.from_regex(r"[2-9][0-9]{7}", fullmatch=True))
def test_the_kept_form_is_kept(text):
    kept = written(text)
    assert written(kept) == kept
    assert digits(kept) == text


@given(st.text())
def test_any_text_is_a_number_or_refused(text):
    with suppress(NotANumber):
        assert set(written(text)) <= set("+0123456789 ")
