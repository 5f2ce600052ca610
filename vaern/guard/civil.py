"""Civil registration numbers, which stop, and birth dates, which warn.

A CPR number is ten digits whose first six are a possible date (day + 60 counts, for replacement numbers), in any
grouping by spaces, dots, hyphens, slashes or underscores; also with the year in full, day and month unpadded or in
words, letters in the serial (hospitals' replacement numbers), the Swedish ``YYYYMMDD-XXXX`` and Norwegian
``DDMMYY XXXXX``, and digits after the word cpr. Neither modulus 11 nor the century in the seventh digit is asked: no
number escapes that way. A date followed by a clock time (``12.03.2024 10.30``) and two dates after each other are
no CPR numbers; a ten-digit production-unit number that opens with a possible date is stopped all the same.

Six bare digits that are a date (``010109``) warn, and eight that begin with 0 or 1 (``01012009``; no Danish telephone
number does). A written date warns only near a word of birth: the guard knows no today, and a meeting has a date too.
"""

import re
from collections.abc import Iterator

from vaern.guard.context import Context
from vaern.guard.digits import (
    AFTER_DAY,
    DATE,
    DATE_STARTS,
    DATE_STOPS,
    DAY_ENDS,
    FIRST,
    LONGEST_SPAN,
    MONTH_NAMES,
    SEP,
    UNIT_AFTER,
    WORDED_DATE,
    blanked,
    groups_of,
    is_counted,
    is_full_date,
    is_possible_date,
    possible_start,
    whole_row,
)
from vaern.guard.findings import Hit, Kind
from vaern.guard.reading import Reading

CPR_WORDING = "[cpr-nummer udeladt]"
BIRTH_WORDING = "[fødselsdato udeladt]"

NEXT = rf"{SEP}{{0,3}}\d"
DAY_AND_MONTH = rf"[0-36-9](?<!\d\d)(?=({NEXT}{SEP}{{0,3}}[01]"  # no day begins with 4 or 5, no month with 2
TEN_DIGITS = re.compile(rf"{DAY_AND_MONTH}(?:{NEXT}){{7}})(?!\d))")
TWELVE_DIGITS = re.compile(rf"{DAY_AND_MONTH}(?:{NEXT}){{9}})(?!\d))")
SIX_AND_FOUR = re.compile(rf"{FIRST}\d{{5}}(?:[^\w,;]{{1,12}}|,)\d{{4}}(?!\d)\)?")
LETTERED_SERIAL = re.compile(
    r"[0-9](?<!\w\d)\d{5}-?(?=[A-ZÆØÅ]{0,3}\d[A-ZÆØÅ\d]*[A-ZÆØÅ]|[A-ZÆØÅ]{1,3}\d)[A-ZÆØÅ\d]{4}(?!\w)"
)
NORWEGIAN = re.compile(rf"{FIRST}\d{{5}} \d{{5}}(?!\d)")
UNPADDED = re.compile(
    rf"(?P<day>{DATE_STARTS}\d?) ?[./\-] ?(?P<month>\d\d?) ?[./\-] ?(?P<year>(?:18|19|20)?\d\d)"
    r"(?: ?[./\-] ?| {1,2})\d{4}(?!\d)"
)
WORDED = re.compile(
    rf"{FIRST}\d?\.? ?(?:{MONTH_NAMES})\b\.? ?(?:18|19|20)?\d\d[ \-]{{1,3}}\d{{4}}(?!\d)", re.IGNORECASE
)
SWEDISH = re.compile(r"[12](?<!\d\d)(?:(?<=1)9|(?<=2)0)\d{6}[\-+]\d{4}(?!\d)")
AFTER_THE_WORD = re.compile(
    r"(?:cpr|personnummer|personnr)(?:[\- ]?(?:nr|nummer|nummeret|no))?[^\w\n\]]{0,3}"
    r"(?:er|slutter på|ender på|lyder)?[ :]{0,2}(\d(?:[ .\-]{0,2}\d){3,11})(?!\d)"
)
COUNTS_TIME = r"[^\d\n\]:]{0,9}\b(?:år|årene|måneder|månederne|uger|ugerne|dage|dagene|døgn|timer|minutter|gange)\b"
LAST_FOUR = re.compile(
    rf"(?:sidste (?:fire|4)(?: cifre| tal|(?!{COUNTS_TIME}))|kontrolcifre(?:ne)?|løbenr|løbenummer(?:et)?)"
    r"[^\d\n\]]{0,15}(\d ?\d ?\d ?\d)(?!\d)"
)
TWO_DATES = re.compile(
    rf"{DATE_STARTS}(?:{DAY_ENDS}{AFTER_DAY} ?-? ?{DATE}"
    r"|\d?[./]\d{1,2}\.? ?- ?\d{1,2}[./]\d{1,2}[./\-](?:(?:19|20)\d\d|\d\d)"
    r"|(?:(?<=1)9|(?<=2)0)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
    rf"{DATE_STOPS}"
)


def cpr_numbers(reading: Reading) -> Iterator[Hit]:
    """Find civil registration numbers."""
    text = blanked(TWO_DATES, reading.text)
    yield from _rows(TEN_DIGITS, text, date_digits=6)
    yield from _rows(TWELVE_DIGITS, text, date_digits=8)
    for pattern in (SIX_AND_FOUR, LETTERED_SERIAL, NORWEGIAN):
        for found in pattern.finditer(text):
            if possible_start(found.group()):
                yield _cpr(*found.span())
    for found in UNPADDED.finditer(text):
        day, month, year = map(int, found.group("day", "month", "year"))
        if is_possible_date(day, month, year) and not UNIT_AFTER.match(text, found.end()):
            yield _cpr(*found.span())
    for found in WORDED.finditer(text):
        if not UNIT_AFTER.match(text, found.end()):
            yield _cpr(*found.span())
    for found in SWEDISH.finditer(text):
        digits = found.group()
        if possible_start(digits[6:8] + digits[4:6] + digits[2:4]):
            yield _cpr(*found.span())
    if "cpr" in reading.lower or "personn" in reading.lower:
        for found in AFTER_THE_WORD.finditer(reading.lower):
            yield _cpr(*found.span(1))
    for found in LAST_FOUR.finditer(reading.lower):
        yield _cpr(*found.span(1))


def _rows(pattern: re.Pattern[str], text: str, date_digits: int) -> Iterator[Hit]:
    """Look at each window of ten or twelve digits, wherever a group begins."""
    found = pattern.search(text)
    while found is not None:
        start, end = found.start(), found.end(1)
        goes_on = start + 1
        if _is_cpr(text[start:end], date_digits):
            start, end = whole_row(text, start, end)
            goes_on = end if end - start > LONGEST_SPAN else goes_on
            yield _cpr(start, end)
        found = pattern.search(text, goes_on)


def _cpr(start: int, end: int) -> Hit:
    return Hit(Kind.CPR, start, end, CPR_WORDING)


def _is_cpr(window: str, date_digits: int) -> bool:
    """Judge a window of digits and separators by date and by how it is grouped."""
    parts = groups_of(window)
    digits = "".join(parts[::2])
    if date_digits == 8 and digits[4:6] not in ("18", "19", "20"):
        return False
    if not possible_start(digits[:4] + digits[date_digits - 2 :]):
        return False
    if not _is_parted_as_cpr([len(group) for group in parts[::2]], date_digits):
        return False
    return not _is_clock_time(parts, digits[date_digits:])


def _is_parted_as_cpr(lengths: list[int], date_digits: int) -> bool:
    """Whether groups end where day, month and year end. Digits read out one by one part anywhere."""
    if max(lengths) == 1:
        return True
    place = 0
    for length in lengths[:-1]:
        begins, place = place, place + length
        if place < date_digits and place not in (2, 4):
            return False
        if 0 < begins < date_digits < place:
            return False
    return True


def _is_clock_time(parts: list[str], serial: str) -> bool:
    """``12.03.2024 10.30``: a date, a space, and hours and minutes parted by something else."""
    if len(parts) != 9 or len(parts[6]) != 2 or parts[5].strip() or not parts[1].strip():
        return False
    return bool(parts[7].strip()) and int(serial[:2]) < 24 and int(serial[2:]) < 60


SIX_DIGITS = re.compile(r"[0-9](?<![\d+]\d)(?<!\d[./,:\-]\d)\d{5}(?!\d|[.,/:]\d)")
EIGHT_DIGITS = re.compile(r"[01](?<![\d+]\d)(?<!\d[./,:\-]\d)\d{7}(?!\d|[.,/:]\d)")
BIRTH_WORDS = ("født", "fødsels", "born", "fylder", "fyldte", "fødd", "fd.", "f.")
NEAR_BIRTH = re.compile(
    r"(?<!\w)(?:født|fødselsdato(?:en)?|fødselsdag(?:en)?|fødd?|born|fylder|fyldte|fd\.|f\.)"
    rf"[^\d\n.]{{0,24}}(?:d\. ?|den )?(?:\d\d? (?:år )?[^\d\n.]{{1,12}})?(?P<date>{DATE}(?!\d)"
    rf"|{WORDED_DATE}|\d{{1,2}} ?[./] ?\d{{1,2}}(?![\d.,])|(?:19|20)\d\d-\d\d-\d\d(?!\d))"
)


def birth_dates(reading: Reading, context: Context) -> Iterator[Hit]:
    """Find days somebody may be born on."""
    text = reading.text
    for found in SIX_DIGITS.finditer(text):
        digits = found.group()
        if possible_start(digits) and digits not in context.numbers and not is_counted(text, *found.span()):
            yield _birth_date(*found.span())
    for found in EIGHT_DIGITS.finditer(text):
        if is_full_date(found.group()) and not is_counted(text, *found.span()):
            yield _birth_date(*found.span())
    if any(word in reading.lower for word in BIRTH_WORDS):
        for found in NEAR_BIRTH.finditer(reading.lower):
            yield _birth_date(*found.span("date"))


def _birth_date(start: int, end: int) -> Hit:
    return Hit(Kind.BIRTH_DATE, start, end, BIRTH_WORDING)
