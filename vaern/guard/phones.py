"""Telephone numbers that are not public.

Stopped: eight digits as 8, 2-2-2-2, 4-4, 3-2-3, 2-3-3, 3-3-2, 4-2-2 or 2-6 with one separator throughout; after +45,
0045 or 45; any number after + or 00; the neighbours' national numbers that begin with 0; six digits or more after a
word like "tlf." or "ring". The 116 numbers and whatever the context calls public may stand.

Left alone: dates, clock times and hours, years and school years (``2023/2024``), amounts with thousands dots or a
currency, web addresses, rows of fours like an account's, and what stands after words like CVR, EAN, konto,
journalnr. or lov. A strong word before it ("tlf.") overrules all of these.

Not seen, without such a word: numbers spelled in words, letters for digits (O for 0), and a number written as two years
(``2012-2036``) or as clock times (``20.36-22.50``). Stopped though innocent: eight bare digits that only count.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from vaern.guard.context import Context, bare_number
from vaern.guard.digits import (
    AFTER_DAY,
    DATE_STARTS,
    DATE_STOPS,
    DAY_ENDS,
    FIRST,
    LONGEST_SPAN,
    SEP,
    blanked,
    groups_of,
    is_counted,
    is_full_date,
    whole_row,
)
from vaern.guard.findings import Hit, Kind
from vaern.guard.reading import Reading

PHONE_WORDING = "[telefonnummer udeladt]"

WEB = re.compile(r"(?:https?://|www\.|\.(?:dk|eu|org|com|int)/)\S+")
INNOCENT = re.compile(
    rf"{DATE_STARTS}(?:{DAY_ENDS}{AFTER_DAY}{DATE_STOPS}"
    rf"|(?:(?<=1)9|(?<=2)0)\d\d[./\-](?:0[1-9]|1[0-2])[./\-](?:0[1-9]|[12]\d|3[01]){DATE_STOPS}"
    rf"|\d?[./]\d{{1,2}}\.? ?- ?\d{{1,2}}[./]\d{{1,2}}{DATE_STOPS}"
    rf"|(?:(?<=1)9|(?<=2)0)\d\d(?: ?[\-/] ?(?:19|20)\d\d|\.\d{{1,4}}){DATE_STOPS}"
    r"|(?<!,[0-9])\d{0,2}(?:\.\d{3}){1,4}(?!\d|\.\d)"
    r"|(?<!,[0-9])\d{0,2}(?: \d{3}){1,4}(?=,\d| ?(?:kr\b|kroner|dkk|eur|€|mio|personer|indbyggere|borgere))"
    r"|(?=\d{0,2}\.(?:\d|\d{3}|\d\d\.(?:\d|\d{3}))\.)\d{0,2}(?:\.\d{1,3}){3}(?!\d|\.\d))"
)
HOURS = re.compile(
    r"[0-9](?<![\d.\-]\d)\d?(?:[.:][0-5]\d ?- ?(?:[01]?\d|2[0-4])[.:][0-5]\d|-(?:[01]?\d|2[0-4]))(?!\d|[.\-]\d)"
)
WINDOW = re.compile(rf"{FIRST}(?=((?:{SEP}{{0,3}}\d){{7}})(?!\d))")
DANISH_CODE = re.compile(
    r"[+0(4](?<![\w+].)(?:(?:(?<=\() ?\+ ?45|(?<=\+) ?45|(?<=0)0 ?45)\)?[ .\-/]{0,3}\(?\d\)?(?:[ .\-/]{0,3}\d){7}"
    r"|(?<=4)5[ \-]?\d{8})(?!\d)"
)
FOREIGN = re.compile(
    r"[+0(](?<![\w+].)(?:(?:(?<=\+)|(?<=\() ?\+) ?\(?\d(?:[ .\-/()]{0,3}\d){6,14}"
    r"|(?<=0)(?<![:.]0)(?<!\d 0)0 ?[1-9](?:[ .\-/()]{0,3}\d){7,13})(?!\d)"
)
NEIGHBOUR = re.compile(
    r"[0(](?<![\d+.,:\-/].)(?<!\d .)(?=(?:[ \-/()]{0,3}\d){8})(?:(?<=\()0|(?<=0))[1-9]\d{0,3}\)?"
    r"(?:[ \-/]{0,3}\d){5,10}(?!\d)"
)
LABELLED = re.compile(r"[+0-9](?<!\d.)(?:(?<=\+)\d)?(?:[ ./\-]{0,3}\d){5,14}(?!\d)")
PHONE_LABEL = re.compile(
    r"\b(?:tlf|telefon|mobil|mob|fastnet|nummer(?:et)? er|ring|kald|opkald|sms|whatsapp|viber|signal|telegram|imo"
    r"|phone|call)[^\d\n\]\x00]{0,25}$"
)
STRONG_LABEL = re.compile(r"\b(?:tlf|telefon(?:nr|nummer)?|mobil(?:nr|nummer)?|mob)\b[.:]?[ \-]{0,2}$")
SHAPES = frozenset(
    {(8,), (2, 2, 2, 2), (4, 4), (3, 2, 3), (2, 3, 3), (3, 3, 2), (4, 2, 2), (2, 2, 4), (2, 6), (6, 2), (1,) * 8}
)


def phone_numbers(reading: Reading, context: Context) -> Iterator[Hit]:
    """Find telephone numbers that are not public."""
    quiet = blanked(INNOCENT, blanked(WEB, reading.lower))
    quiet = blanked(DANISH_CODE, quiet, only=lambda number: bare_number(number) in context.numbers)
    for found in DANISH_CODE.finditer(quiet):
        yield _phone(*found.span())
    for pattern in (FOREIGN, NEIGHBOUR):
        for found in pattern.finditer(quiet):
            if not (_is_public(found.group(), context) or is_counted(quiet, *found.span())):
                yield _phone(*found.span())
    calm = blanked(HOURS, quiet)
    for text, label in ((calm, PHONE_LABEL), (reading.lower, STRONG_LABEL)):
        for found in LABELLED.finditer(text):
            if label.search(text, max(0, found.start() - 40), found.start()) and not (
                _is_public(found.group(), context) or is_counted(quiet, *found.span())
            ):
                yield _phone(*found.span())
    yield from _windows(calm, context)


def _windows(text: str, context: Context) -> Iterator[Hit]:
    """Find eight digits that are grouped as a telephone number, wherever a group begins."""
    public_until = 0
    pending: Hit | None = None
    found = WINDOW.search(text)
    while found is not None:
        start, end = found.start(), found.end(1)
        goes_on = start + 1
        if _digits(text[start:end]) in context.numbers:
            # A window that only overlaps a public number is no number of its own.
            if pending is not None and pending.end <= start:
                yield pending
            pending, public_until = None, end
        elif start >= public_until and _is_grouped_as_phone(text, start, end) and not is_counted(text, start, end):
            if pending is not None:
                yield pending
            start, end = whole_row(text, start, end)
            goes_on = end if end - start > LONGEST_SPAN else goes_on
            pending = _phone(start, end)
        found = WINDOW.search(text, goes_on)
    if pending is not None:
        yield pending


def _digits(number: str) -> str:
    return number if number.isdecimal() else "".join(groups_of(number)[::2])


def _phone(start: int, end: int) -> Hit:
    return Hit(Kind.PHONE, start, end, PHONE_WORDING)


def _is_grouped_as_phone(text: str, start: int, end: int) -> bool:
    parts = groups_of(text[start:end])
    groups = parts[::2]
    shape = tuple(map(len, groups))
    separators = {separator.strip() for separator in parts[1::2]}
    if shape not in SHAPES or len(separators) > 1:
        return False
    if shape == (8,):
        return not (groups[0][0] in "01" and is_full_date(groups[0]))
    if shape in ((2, 6), (6, 2)):
        return separators == {""}  # "24/018842" is a file
    if shape == (4, 4):
        return not _is_row_of_fours(text, start, end)
    if shape == (2, 2, 4):
        return not is_full_date("".join(groups))
    if shape == (1,) * 8:
        return any(int(after) != int(before) + 1 for before, after in pairwise(groups))
    return True


FOUR_BEFORE = re.compile(r"\d{4}[ \-]{1,3}$|[A-Z]{2}\d\d $")
FOUR_AFTER = re.compile(r"[ \-]{1,3}\d{2,4}(?!\d)")


def _is_row_of_fours(text: str, start: int, end: int) -> bool:
    """Account, card and product numbers come in rows of fours; a telephone number has two."""
    return bool(FOUR_BEFORE.search(text, max(0, start - 7), start) or FOUR_AFTER.match(text, end))


def _is_public(number: str, context: Context) -> bool:
    """Whether the number, or what it opens with, is public: a 116 number, or one of the context's."""
    digits = bare_number(number)
    if digits in context.numbers or (len(digits) == 6 and digits.startswith("116")):
        return True
    groups = [group for group in groups_of(number) if group.isdecimal()]
    opening = ""
    for place, group in enumerate(groups):
        opening += group
        if bare_number(opening) in context.numbers or (len(opening) == 6 and opening.startswith("116")):
            rest = "".join(groups[place + 1 :])
            return len(rest) < 6 or bare_number(rest) in context.numbers
    return False
