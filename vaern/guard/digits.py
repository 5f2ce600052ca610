"""Dates, groups of digits and what makes a number innocent: shared by the detectors of numbers.

Patterns for numbers begin with a character set and look back from there, since the engine then skips letters fast.
"""

import re
from collections.abc import Callable

SEP = r"[ \t./_\-]"
FIRST = r"[0-9](?<!\d\d)"
GROUPS = re.compile(r"\d+|\D+")
DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LONGEST_SPAN = 60

MONTH_NAMES = (
    "jan(?:uar)?|feb(?:ruar)?|mar(?:ts)?|apr(?:il)?|maj|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
YEAR = r"(?:18|19|20)\d\d"
DAY_ENDS = r"(?:(?<=0)[1-9]|(?<=[12])\d|(?<=3)[01]|(?<=[1-9]))"  # after the first digit of a day
AFTER_DAY = rf" ?[./\-] ?(?:0?[1-9]|1[0-2]) ?[./\-] ?(?:{YEAR}|\d\d)"
DATE = rf"(?:0?[1-9]|[12]\d|3[01]){AFTER_DAY}"
WORDED_DATE = rf"(?:0?[1-9]|[12]\d|3[01])\.? ?(?:{MONTH_NAMES})\b\.?(?: (?:18|19|20)?\d\d\b)?"
DATE_STARTS = r"[0-9](?<![\d./\-][0-9])"
DATE_STOPS = r"(?!\d|[./\-]\d)"

RUN = re.compile(rf"[0-9](?:{SEP}{{0,3}}\d)*+")
UNIT_AFTER = re.compile(
    r"\s?(?:kr\b|kroner|dkk|eur|€|\$|usd|%|procent|mio|mia|personer|borgere|børn|sager|henvendelser|indbyggere"
    r"|km\b|meter|m2|kg|timer|år\b|dage|gange)",
    re.IGNORECASE,
)
CURRENCY_BEFORE = re.compile(r"(?:kr\.?|dkk|eur|€|\$)\s?$", re.IGNORECASE)
# Words that are also ordinary ones ("Se 22 33 44 55") label a number only with "nr." after them.
BUSINESS_LABEL = re.compile(
    r"(?:(?:\b(?:cvr|ean|gln|konto|reg|iban|faktura|ordre|journal|sags?|esdh|dok|dokument|akt|lovs?|lbk|bek"
    r"|cir|udbud|projekt|isbn|ip)|§)[ .:\-]{0,2}(?:nr|nummer|nummeret|numre|adresse|id)?"
    r"|\b(?:se|p|bank|j|vej)[ .:\-]{0,2}(?:nr|nummer|nummeret|numre))[ .:#\-]{0,3}$",
    re.IGNORECASE,
)


def is_possible_date(day: int, month: int, year: int) -> bool:
    """Whether a day of some century is meant; a replacement number has 60 added to the day."""
    if day > 60:
        day -= 60
    if not (1 <= month <= 12 and 1 <= day <= DAYS_IN_MONTH[month - 1]):
        return False
    return not (day == 29 and month == 2 and year % 4)


def possible_start(digits: str) -> bool:
    """Whether ``DDMMYY`` opens the digits."""
    return is_possible_date(int(digits[:2]), int(digits[2:4]), int(digits[4:6]))


def is_full_date(digits: str) -> bool:
    """Whether ``DDMMYYYY`` is what the digits say."""
    return digits[4:6] in ("19", "20") and possible_start(digits[:4] + digits[6:])


def is_counted(text: str, start: int, end: int) -> bool:
    """Whether a number counts money or people, or belongs to a file, a firm or a law."""
    before = text[max(0, start - 24) : start]
    return bool(UNIT_AFTER.match(text, end) or CURRENCY_BEFORE.search(before) or BUSINESS_LABEL.search(before))


def groups_of(number: str) -> list[str]:
    """Digits and separators in turn, digits first."""
    return GROUPS.findall(number)


def whole_row(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a number, or of the whole row of digits it stands in when that is longer than any number.

    A row of thousands of digits is one finding, and is read once.
    """
    run = RUN.match(text, start)
    return (start, run.end()) if run is not None and run.end() - start > LONGEST_SPAN else (start, end)


def blanked(pattern: re.Pattern[str], text: str, only: Callable[[str], bool] = bool) -> str:
    """The text with each match made unreadable, or those that ``only`` picks; every other character where it was."""

    def blank(found: re.Match[str]) -> str:
        return "\x00" * len(found.group()) if only(found.group()) else found.group()

    return pattern.sub(blank, text)
