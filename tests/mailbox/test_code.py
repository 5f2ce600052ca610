"""The code: easy to keep, easy to type, and the same whichever way it is written."""

import re
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.mailbox.code import (
    BLOCKS,
    FITS,
    FITS_LONG,
    LONG_BLOCKS,
    SECRET_BITS,
    WORD_BITS,
    WORDS_IN_CODE,
    WORDS_IN_LONG_CODE,
    Code,
    NotACode,
    draw,
    draw_long,
    place_of,
    read,
    words,
)

codes = st.one_of(st.integers(0, FITS - 1), st.integers(FITS, FITS_LONG - 1)).map(Code)
DIGITS = sum(BLOCKS)
TELLING = re.compile(
    r"^(fami|mor$|far$|soster|bror|krop|bryst|kirk|mosk|bibel|koran|bon$|rejs|pas$|politi|elsk|kys|kaer|farl|vold|"
    r"hjaelp|flygt|flugt|dod|blod|kniv|sex|skam|hotel|kuffert|billet|vin$|gin$|svin|gris)"
)
SCRIPTS = ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "০১২৩৪৫৬৭৮৯"]


class TestTheList:
    def test_it_has_as_many_words_as_the_bits_ask_for_and_none_twice(self):
        assert len(words()) == len(set(words())) == 2**WORD_BITS

    def test_every_word_is_short_and_can_be_typed_on_any_latin_keyboard(self):
        assert not [word for word in words() if not re.fullmatch(r"[a-z]{3,8}", word)]

    def test_the_first_four_letters_tell_every_word(self):
        assert len({word[:4] for word in words()}) == len(words())

    def test_no_word_is_the_beginning_of_another(self):
        every = set(words())
        assert not [word for word in words() if any(word[:cut] in every for cut in range(1, len(word)))]

    def test_no_word_is_about_what_brought_somebody_here(self):
        assert not [word for word in words() if TELLING.match(word)]


class TestTheCode:
    def test_the_secret_is_as_long_as_asked_and_the_rest_finds_the_thread(self):
        assert (SECRET_BITS, (FITS - 1) >> SECRET_BITS) == (53, 2**17 - 1)

    def test_eight_senders_a_second_cannot_fill_the_longer_ones_in_the_time_a_thread_lives(self):
        eight_a_second_for_ninety_days = 8 * 60 * 60 * 24 * 90
        selectors = (FITS_LONG - FITS) >> SECRET_BITS
        assert selectors > 2 * eight_a_second_for_ninety_days

    def test_a_longer_code_has_one_word_more_and_its_secret_is_no_shorter(self):
        code = draw_long()
        assert (len(code.words), len(code.secret)) == (8, 8)
        assert code.selector > draw().selector

    @given(codes)
    def test_selector_and_secret_are_the_whole_number(self, code):
        assert code.selector << SECRET_BITS | int.from_bytes(code.secret, "big") == code.number

    @given(codes)
    def test_words_and_digits_are_the_same_code(self, code):
        assert len(code.words) == (WORDS_IN_LONG_CODE if code.is_long else WORDS_IN_CODE)
        assert [len(block) for block in code.digits] == list(LONG_BLOCKS if code.is_long else BLOCKS)
        assert read(" ".join(code.words)) == read(" ".join(code.digits)) == code

    def test_no_block_of_digits_looks_like_a_phone_number(self):
        assert (DIGITS, sum(LONG_BLOCKS)) == (len(str(FITS - 1)), len(str(FITS_LONG - 1)))
        assert 8 not in BLOCKS + LONG_BLOCKS

    def test_a_code_does_not_show_itself_in_a_log(self):
        code = draw()
        assert str(code.number) not in repr(code)

    def test_no_two_draws_are_alike(self):
        assert len({draw().number for _ in range(200)}) == 200


class TestTyping:
    @given(codes, st.sampled_from([" ", ", ", "\n", "  ", " - ", ";", "\t", ".\n"]))
    def test_what_stands_between_the_words_does_not_matter(self, code, between):
        assert read(between.join(code.words)) == code

    @given(codes)
    def test_case_does_not_matter(self, code):
        assert read(" ".join(code.words).upper()) == read(" ".join(word.title() for word in code.words)) == code

    @pytest.mark.check("C4")
    @given(codes)
    def test_four_letters_of_each_word_are_enough(self, code):
        assert read(" ".join(word[:4] for word in code.words)) == code

    @given(codes)
    def test_a_numbered_list_is_read_too(self, code):
        assert read("\n".join(f"{number}. {word}" for number, word in enumerate(code.words, 1))) == code

    @pytest.mark.check("C4")
    @given(codes, st.sampled_from(SCRIPTS))
    def test_digits_of_any_script_are_read(self, code, script):
        typed = " ".join(code.digits).translate(str.maketrans(string.digits, script))
        assert read(typed) == code

    @given(codes, st.lists(st.integers(0, DIGITS), max_size=6))
    def test_digits_may_be_parted_anywhere(self, code, places):
        row = list("".join(code.digits))
        for place in sorted(places, reverse=True):
            row.insert(place, " ")
        assert read("".join(row)) == code

    @given(codes)
    def test_marks_that_steer_the_direction_of_text_are_passed_over(self, code):
        assert read("\u2067" + "\u200f ".join(code.digits) + "\u2069") == code

    @given(codes, st.data())
    def test_a_slip_behind_the_fourth_letter_does_not_matter(self, code, data):
        slip = data.draw(st.text(string.ascii_lowercase, max_size=5))
        assert read(" ".join(word[:4] + slip if len(word) > 3 else word for word in code.words)) == code

    @given(codes, st.data())
    def test_one_wrong_letter_gives_the_code_or_none_but_hardly_ever_another(self, code, data):
        typed = code.words
        at = data.draw(st.integers(0, WORDS_IN_CODE - 1))
        word = typed[at]
        place = data.draw(st.integers(0, len(word) - 1))
        letter = data.draw(st.sampled_from(string.ascii_lowercase))
        slipped = word[:place] + letter + word[place + 1 :]
        typed[at] = slipped
        try:
            found = read(" ".join(typed))
        except NotACode:
            return
        if slipped[:4] not in {each[:4] for each in words()}:
            assert found == code

    def test_two_letters_that_changed_places_are_forgiven(self):
        code = Code(0)
        assert read(" ".join(["abirkos", *code.words[1:]])) == code

    @pytest.mark.parametrize("meant, typed", [("yz", "zy"), ("aqwz", "qazw")], ids=["german", "french"])
    def test_a_keyboard_taken_for_another_gives_the_word_or_none_but_hardly_ever_another(self, meant, typed):
        found = {}
        for word in words():
            try:
                found[word] = words()[place_of(word.translate(str.maketrans(meant, typed)))]
            except NotACode:
                found[word] = None
        right = sum(word == each for word, each in found.items())
        wrong = sum(each not in {word, None} for word, each in found.items())
        assert right > 0.97 * len(words())
        assert wrong < 0.01 * len(words())

    @given(codes)
    def test_wide_letters_and_accents_of_a_phones_keyboard_are_read(self, code):
        wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalpha() else sign for sign in " ".join(code.words))
        assert read(wide) == code
        accented = [word[:1] + unicodedata.normalize("NFD", "é")[1] + word[1:] for word in code.words]
        assert read(" ".join(accented)) == code

    @given(st.text(max_size=300))
    def test_anything_else_is_not_a_code_and_nothing_worse(self, typed):
        with pytest.raises(NotACode):
            read(typed)

    @pytest.mark.parametrize(
        "typed",
        ["", " ", "1", "9" * DIGITS, "0" * (DIGITS + 1), "abrikos " * 6, "1" * 100_000, "😀" * 7, "taske " * 9],
    )
    def test_too_little_too_much_and_too_large_are_not_codes(self, typed):
        with pytest.raises(NotACode):
            read(typed)

    @pytest.mark.parametrize("typed", ["abrikos " * 8, "0" * sum(LONG_BLOCKS), "9" * sum(LONG_BLOCKS)])
    def test_a_number_at_the_wrong_length_is_not_a_code(self, typed):
        with pytest.raises(NotACode):
            read(typed)
