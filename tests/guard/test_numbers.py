"""Numbers, in every writing we know: CPR, telephone, passport, plate. And the numbers that are none of these."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.guard.corpus import DENMARK, SERVICE_NUMBERS, covering, patiently, stops
from vaern.guard import Context, Kind, check
from vaern.guard.papers import CAPITAL_WORDS

SCRIPTS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "०१२३४५६७८९")
HIDDEN = ("", "\u200b", "\u200f", "\u00ad", "\ufeff", "\u2060", "\u0301", "\ufe0f")
GAPS = (" ", "  ", "\u00a0", "\u202f", "\t")
HYPHENS = ("-", "–", "—", "‑", "−", "－")

before = st.sampled_from(["", "Hun har ", "Nummeret er ", "(", "Nr.: ", "12 børn, ", "Skriv:\n", "الرقم "])
after = st.sampled_from(["", ".", ", siger moren.", ") og mere", " er nummeret", "\nNæste linje", "?"])
written_days = st.dates(date(1900, 1, 1), date(2029, 12, 31))


@st.composite
def cpr_numbers(draw):
    """A CPR number in parts: day, month, year, serial; sometimes a replacement number, often 1 January."""
    born = draw(written_days | st.builds(lambda year: date(year, 1, 1), st.integers(1900, 2029)))
    day = born.day + draw(st.sampled_from([0, 0, 0, 60]))
    return f"{day:02}", f"{born.month:02}", f"{born.year:04}", f"{draw(st.integers(0, 9999)):04}"


@st.composite
def cpr_writings(draw):
    day, month, year, serial = draw(cpr_numbers())
    inner = draw(st.sampled_from(["", *GAPS, ".", "/", *HYPHENS, " - "]))
    seam = draw(st.sampled_from(["", *GAPS, *HYPHENS, " - ", " – ", ".", "/", "_"]))
    written = draw(st.sampled_from([year[2:], year[2:], year[2:], year]))
    number = inner.join((day, month, written)) + seam + serial
    return draw(disguised(number))


@st.composite
def disguised(draw, number):
    """The number in digits of any script, with something invisible between its characters."""
    digits = draw(st.sampled_from(SCRIPTS))
    hidden = draw(st.sampled_from(HIDDEN))
    return hidden.join(digits[int(sign)] if sign in "0123456789" else sign for sign in number)


@patiently
@given(before, cpr_writings(), after)
def test_a_cpr_number_is_stopped_in_every_writing(opening, number, closing):
    assert [finding.kind for finding in covering(opening + number + closing, number)] == [Kind.CPR]


@patiently
@given(cpr_numbers(), after)
def test_a_cpr_number_read_out_digit_by_digit_is_stopped(parts, closing):
    day, month, year, serial = parts
    number = " ".join(day + month + year[2:] + serial)
    assert [finding.kind for finding in covering(number + closing, number)] == [Kind.CPR]


@patiently
@given(cpr_numbers(), st.text(" \t-–—./|:()*=~→", min_size=1, max_size=12), after)
def test_a_cpr_number_is_stopped_however_many_signs_part_its_halves(parts, seam, closing):
    day, month, year, serial = parts
    number = f"{day}{month}{year[2:]}{seam}{serial}"
    assert Kind.CPR in [finding.kind for finding in covering("Hun har " + number + closing, number)]


@patiently
@given(cpr_numbers())
def test_no_century_lets_a_cpr_number_escape(parts):
    day, month, year, _ = parts
    for seventh in range(10):
        assert stops(f"{day}{month}{year[2:]}-{seventh}000") == [Kind.CPR]


@pytest.mark.parametrize("number", ["320109-1234", "011309-1234", "000109-1234", "310409-1234", "920109-1234"])
def test_ten_digits_without_a_possible_date_are_no_cpr_number(number):
    assert Kind.CPR not in stops(f"Nummeret er {number}.")
    assert stops(f"cpr {number}") == [Kind.CPR]


@pytest.mark.parametrize("letter_serial", ["1ABC", "TAB1", "0AB2"])
def test_a_hospitals_replacement_number_with_letters_is_stopped(letter_serial):
    assert stops(f"Nummer 010109-{letter_serial} fra skadestuen") == [Kind.CPR]


def test_a_date_and_a_clock_time_are_no_cpr_number_but_a_date_and_four_digits_are():
    assert stops("Mødet var 12.03.2024 10.30 på rådhuset") == []
    assert stops("Mødet var 12.03.2024 1030 på rådhuset") == [Kind.CPR]


def test_two_dates_are_no_cpr_number_but_one_and_a_serial_are():
    assert stops("Fra 01.02.24-03.04.24") == []
    assert stops("Fra 01.02.24-0304") == [Kind.CPR]


# --- Telephone

PHONE_FORMS = (
    *("{}{}{}{}{}{}{}{}", "{}{} {}{} {}{} {}{}", "{}{}{}{} {}{}{}{}", "{}{}{} {}{} {}{}{}", "{}{} {}{}{} {}{}{}"),
    *(
        "{}{}.{}{}.{}{}.{}{}",
        "{}{}-{}{}-{}{}-{}{}",
        "{}{}{}{}-{}{}{}{}",
        "{}{}/{}{}/{}{}/{}{}",
        "{}{}  {}{}  {}{}  {}{}",
    ),
    *("{}{}\u00a0{}{}\u00a0{}{}\u00a0{}{}", "{}{}{}{} {}{} {}{}", "{} {} {} {} {} {} {} {}"),
)
CODES = ("", "+45 ", "+45", "0045 ", "00 45 ", "(+45) ", "+45-", "45 ")
danish_numbers = st.from_regex(r"[2-9][0-9]{7}", fullmatch=True)


def is_years(number: str) -> bool:
    return number[:2] in ("19", "20") and number[4:6] in ("19", "20")


@patiently
@given(before, danish_numbers, st.sampled_from(PHONE_FORMS), st.sampled_from(CODES), after, st.data())
def test_a_danish_telephone_number_is_stopped_in_every_common_form(opening, number, form, code, closing, data):
    assume(number not in DENMARK.numbers and not is_years(number) and number != "23456789")
    written = data.draw(disguised(form.format(*number)))
    found = list(covering(opening + code + written + closing, written))
    assert [finding.kind.stops for finding in found] == [True]


@patiently
@given(st.sampled_from(SERVICE_NUMBERS), st.sampled_from(PHONE_FORMS), st.sampled_from(CODES), after)
def test_a_public_number_may_stand_in_every_form_and_is_stopped_when_it_is_not_public(number, form, code, closing):
    text = "Kontakt os på " + code + form.format(*number.replace(" ", "")) + closing
    assert stops(text) == []
    assert len(stops(text, Context())) == 1


@patiently
@given(danish_numbers)
def test_a_number_beside_a_public_one_is_still_stopped(number):
    assume(number not in DENMARK.numbers)
    written = f"{number[:2]} {number[2:4]} {number[4:6]} {number[6:]}"
    assert stops(f"Vores er 25 20 28 46, hendes er {written}.") == [Kind.PHONE]
    assert len(stops(f"25 20 28 46 / {written}")) == 1


@pytest.mark.parametrize("number", ["112", "114", "1888", "116 111", "116111", "116 006"])
def test_short_and_116_numbers_may_always_stand(number):
    assert stops(f"Ring {number} med det samme, tlf. {number}.", Context()) == []


@patiently
@given(
    st.sampled_from(["+46", "+49", "+90", "+964 ", "0046 ", "0090", "00 49 "]),
    st.from_regex(r"[1-9][0-9]{8}", fullmatch=True),
)
def test_a_foreign_number_is_stopped(code, number):
    assert stops(f"Han ringer fra {code}{number} om natten") == [Kind.PHONE]
    assert stops(f"Han ringer fra {code}{number[:3]} {number[3:6]} {number[6:]} om natten") == [Kind.PHONE]


@patiently
@given(st.from_regex(r"[2-9][0-9]{5,6}", fullmatch=True), st.sampled_from(["tlf. ", "Telefon: ", "mobil ", "sms til "]))
def test_a_number_of_unusual_length_is_stopped_after_a_word_for_telephone(number, word):
    assert stops(f"{word}{number}") == [Kind.PHONE]


# --- Passports, plates

names = st.from_regex(r"[A-Z]{2,12}<<[A-Z]{2,12}", fullmatch=True)


@patiently
@given(names, st.sampled_from(["P<DNK", "PPSYR", "P<IRQ", "PDDNK"]), before)
def test_the_name_line_of_a_passport_is_stopped(name, kind, opening):
    line = (kind + name).ljust(44, "<")
    assert [finding.kind for finding in covering(opening + line, line)] == [Kind.PASSPORT]
    assert Kind.PASSPORT in stops(line.lower())


@patiently
@given(st.from_regex(r"[A-Z0-9]{7}[0-9]{2}[0-9](DNK|SYR|IRQ|D<<)[0-9]{6}[0-9][MF<][0-9]{7}[0-9]{0,14}", fullmatch=True))
def test_the_number_line_of_a_passport_is_stopped(line):
    line = line.ljust(44, "<")
    assert [finding.kind.stops for finding in covering("Linje to: " + line, line)] == [True]


@patiently
@given(
    st.sampled_from(
        ["pas nr. ", "Pas: ", "pasnummer ", "passport no. ", "opholdskort ", "Passet har nr. ", "kørekort nr. "]
    ),
    st.from_regex(r"[A-Z]{0,2}[0-9]{6,9}", fullmatch=True),
)
def test_a_number_after_the_word_for_a_passport_is_stopped(word, number):
    assert [finding.kind.stops for finding in covering(word + number + " og mere", number)] == [True]


@patiently
@given(
    st.from_regex(r"[A-Z]{0,2}[0-9]{6,9}", fullmatch=True),
    st.sampled_from([" pas", ", pas", " (pas)", " passport", " - pasnummer"]),
    after,
)
def test_a_number_before_the_word_for_a_passport_is_stopped(number, word, closing):
    assert [finding for finding in covering("Hun har " + number + word + closing, number) if finding.kind.stops]


@pytest.mark.parametrize("dot", "·•‧∙⋅・･")
def test_a_number_parted_by_any_dot_is_read_as_one_parted_by_full_stops(dot):
    assert stops(f"Ring {dot.join(('20', '30', '40', '50'))}") == [Kind.PHONE]
    assert stops(f"Hun er {dot.join(('01', '01', '09', '1234'))}") == [Kind.CPR]


def test_words_that_only_begin_as_a_passport_does_say_nothing_of_the_number_before_them():
    assert stops("Sag 123456 passer ikke, og 12 pas er væk.") == []


def test_a_passport_without_its_number_may_stand():
    assert stops("Passet udløber i 2026 og ligger hos faren. Pas nr. er ikke oplyst.") == []


@patiently
@given(
    st.from_regex(r"[A-Z]{2}[1-9][0-9]{4}", fullmatch=True).filter(lambda plate: plate[:2] not in CAPITAL_WORDS),
    st.sampled_from(["{}{}{}{}{}{}{}", "{}{} {}{} {}{}{}", "{}{} {}{}{}{}{}", "{}{}-{}{}-{}{}{}", "{}{}.{}{}.{}{}{}"]),
    before,
)
def test_a_number_plate_is_stopped(plate, form, opening):
    written = form.format(*plate)
    assert [finding.kind for finding in covering(opening + written + " holder udenfor", written)] == [Kind.PLATE]


# --- Innocent numbers

innocent = st.one_of(
    st.dates().map(lambda day: f"{day.day}. {('januar', 'marts', 'maj', 'juli')[day.month % 4]} {day.year:04}"),
    written_days.map(lambda day: f"{day.day:02}.{day.month:02}.{day.year}"),
    written_days.map(lambda day: f"{day.day}/{day.month}-{day.year}"),
    written_days.map(lambda day: f"{day.day}/{day.month} {day.year}"),
    written_days.map(lambda day: day.isoformat()),
    st.tuples(written_days, written_days).map(lambda days: f"{days[0]:%d.%m.%y} - {days[1]:%d.%m.%Y}"),
    st.tuples(written_days, st.times()).map(lambda both: f"{both[0]:%d.%m.%Y} kl. {both[1]:%H.%M}"),
    st.tuples(written_days, st.times()).map(lambda both: f"{both[0]:%d.%m.%Y} {both[1]:%H.%M}"),
    st.tuples(st.times(), st.times()).map(lambda both: f"{both[0]:%H.%M}-{both[1]:%H.%M}"),
    st.integers(0, 99_999_999).map(lambda amount: f"{amount:,} kr.".replace(",", ".")),
    st.integers(1_000, 99_999_999).map(lambda amount: f"{amount:,} kroner".replace(",", " ")),
    st.integers(0, 99_999_999).map(lambda amount: f"{amount} kr."),
    st.tuples(st.integers(1, 400), st.integers(1, 9)).map(lambda both: f"§ {both[0]}, stk. {both[1]}, nr. {both[1]}"),
    st.integers(1, 99999).map(lambda number: f"lov nr. {number} af 5. marts 2024"),
    st.integers(1000, 99999).map(lambda number: f"VEJ nr. {number}"),
    st.integers(10**7, 10**8 - 1).map(lambda number: f"CVR-nr. {number}"),
    st.tuples(st.integers(1990, 2049), st.integers(0, 20)).map(lambda both: f"{both[0]}-{both[0] + both[1]}"),
    st.tuples(st.integers(1990, 2049), st.integers(0, 20)).map(lambda both: f"{both[0]}/{both[0] + both[1]}"),
    st.integers(0, 999).map(lambda share: f"{share},{share % 10} %"),
    st.from_regex(r"[BCK]-[2-9][A-Z]{2}[2-9]", fullmatch=True),
    st.integers(100, 255).map(lambda part: f"192.168.{part}.{part}"),
    st.integers(0, 9).map(lambda part: f"10.0.{part}.{part}"),
)  # fmt: skip


@patiently
@given(st.lists(innocent, min_size=1, max_size=6), st.sampled_from([", ", " og ", ". Så ", "\n"]))
def test_dates_amounts_paragraphs_and_references_are_never_stopped(numbers, joint):
    assert check("Vi noterede " + joint.join(numbers) + ".", DENMARK).stops == ()


# --- Birth dates


@pytest.mark.parametrize("digits", ["010109", "311299", "01012009", "05031999"])
def test_bare_digits_that_are_a_date_warn(digits):
    (finding,) = check(f"I systemet står {digits} og intet andet.", Context()).findings
    assert finding.kind is Kind.BIRTH_DATE


@pytest.mark.parametrize("written", ["150000 kr.", "120000 personer", "journalnr. 010109", "beløbet var kr. 121212"])
def test_digits_that_count_something_do_not_warn(written):
    assert check(written, Context()).findings == ()


def test_a_date_warns_near_a_word_of_birth_and_not_near_a_meeting():
    assert [finding.kind for finding in check("Hun er født den 3. maj 2009.", Context()).findings] == [Kind.BIRTH_DATE]
    assert check("Vi mødes den 3. maj 2009.", Context()).findings == ()


@pytest.mark.parametrize("word", ["Se", "se", "Ring til vores bank,", "Bor på en vej.", "P.", "Til J."])
def test_an_ordinary_word_before_a_telephone_number_hides_nothing(word):
    assert [finding.kind for finding in covering(f"{word} 22 33 44 55", "22 33 44 55")] == [Kind.PHONE]


@pytest.mark.parametrize("label", ["SE-nr. 22 33 44 55", "CVR 22 33 44 55", "J.nr. 22 33 44 55", "sag 22334455"])
def test_a_labelled_number_of_a_firm_or_a_file_is_left_alone(label):
    assert not stops(label)
