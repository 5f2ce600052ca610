"""One writing of many, and the way back: offsets, hidden characters, hostile and endless input."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guard.corpus import DENMARK, lines, patiently, told
from vaern.guard import Context, Kind, check, reworded
from vaern.guard.reading import read

PIECES = [told(line)[1] for line in lines("telling.txt")]
characters = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="0123456789 .-/()+@<:\n", max_size=30),
    st.text(alphabet="\u200b\u200f\u0301\u202e\x00\u00ad\ufeffa1é😀ش", max_size=20),
    st.sampled_from(PIECES),
)
texts = st.lists(characters, max_size=8).map("".join)


@patiently
@given(texts)
def test_findings_lie_in_the_text_in_order_and_apart(text):
    taken = 0
    for finding in check(text, DENMARK).findings:
        assert taken <= finding.start < finding.end <= len(text)
        taken = finding.end


@patiently
@given(texts)
def test_any_text_with_its_proposals_accepted_comes_to_rest(text):
    # In scrambled text a wording can uncover the next thing; three rounds are always enough.
    for _ in range(3):
        text = reworded(text, check(text, DENMARK).findings)
    assert check(text, DENMARK).stops == ()


@patiently
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.sampled_from([" ", "\n", ". ", ", "]))
def test_sentences_with_their_proposals_accepted_are_stopped_no_more(pieces, joint):
    text = joint.join(pieces)
    assert check(reworded(text, check(text, DENMARK).findings), DENMARK).stops == ()


@patiently
@given(texts)
def test_the_same_text_gets_the_same_answer(text):
    assert check(text, DENMARK) == check(text, DENMARK)


@patiently
@given(st.text(alphabet=st.characters(), max_size=60))
def test_folding_leads_back_to_the_original(text):
    reading = read(text)
    assert len(reading.lower) == len(reading.text) <= len(text)
    assert reading.span(0, len(reading.text))[1] == len(text)
    places = [reading.span(place, place)[0] for place in range(len(reading.text) + 1)]
    assert places == sorted(set(places))


@pytest.mark.parametrize(
    "written, folded",
    [
        ("٠۱２𝟑④⁵", "012345"),
        ("a–b—c−d‑e", "a-b-c-d-e"),
        ("1\u00a02\u20093", "1 2 3"),
        ("0\u200b1\u00ad2\u20663", "0123"),
        ("Nørregade A\u030aen", "Nørregade Åen"),
        ("1\u03012\ufe0f\u20e3", "12"),
        ("ＡＢ＠", "AB@"),
        ("İi", "Ii"),
        ("a\x00b", "ab"),
    ],
)
def test_many_writings_fold_to_one(written, folded):
    assert read(written).text == folded


def test_what_hides_inside_a_finding_is_part_of_its_span():
    text = "Nr. 0\u200b1\u202e0109-12\x0034, slut"
    (finding,) = check(text, Context()).stops
    assert finding.kind is Kind.CPR
    assert text[finding.start : finding.end] == "0\u200b1\u202e0109-12\x0034"


def test_right_to_left_text_keeps_its_offsets():
    text = "رقمها ٠١٠١٠٩-١٢٣٤ فقط"
    (finding,) = check(text, Context()).stops
    assert text[finding.start : finding.end] == "٠١٠١٠٩-١٢٣٤"


def test_a_lone_surrogate_does_no_harm():
    assert check("\ud800 tlf. 22334455 \udfff", Context()).stops[0].kind is Kind.PHONE


UNITS = [
    *("1 ", "1", "0 ", "01 ", "0101901234 ", "01 01 90 12 34 ", "1-", "1.", "12.12.", "00 1", "100 ", "100."),
    *("25 20 28 47 ", "+", "+45 ", "a ", "a", "A ", "A", "A.", "A-", "a'", "Xemgin ", "@", "a@", "(at)", "( "),
    *("<", "A<", "P<DNK", "x.com/a", "https://a", "Nørrevej 1 ", "bor på A 1 ", "pas nr ", "pas", "cpr ", "født "),
    *("tlf ", "skole", "Skole ", "arbejder hos A ", "Læsø Irak hun er 17 år ", "\u200b", "a\u200b", "a\u0301"),
    *("\x00", "ش ", "😀", "\n", ". ", "010109  -  ", "a1 ", "P1234567 ", "1234567 pa ", "·"),
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_text_and_no_faster(unit):
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        begun = time.process_time()
        check(text, DENMARK)
        return time.process_time() - begun

    seconds(2_000)
    short = min(seconds(4_000) for _ in range(3))
    long = min(seconds(32_000) for _ in range(2))
    # Eight times the text: eight times the time when linear, sixty-four when quadratic.
    assert long < 30 * max(short, 0.002)


def test_a_paste_of_a_million_characters_is_read():
    day = " ".join(lines("innocent.txt"))
    paste = (day * (1_000_000 // len(day) + 1))[:1_000_000] + " tlf. 22 33 44 55"
    assert check(paste, DENMARK).stops[-1].end == len(paste)
