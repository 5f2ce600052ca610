"""Age at a date. No rule asks how old someone is "now": the day is always given."""

from datetime import date

from vaern.law.terms import Dated
from vaern.law.values import ADULT_AGE


class NotYetBorn(ValueError):
    "The day lies before the birth."


def birthday(born: date, turns: int) -> date:
    """Return the day someone turns ``turns`` years old.

    Born on 29 February: 1 March in a year without one. Source: LEAP_DAY_BIRTHDAYS, our own rule.
    """
    try:
        return born.replace(year=born.year + turns)
    except ValueError:
        return date(born.year + turns, 3, 1)


def age_on(born: date, day: date) -> int:
    """Return the age in whole years on ``day``. Raises NotYetBorn."""
    if day < born:
        raise NotYetBorn
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1


def has_turned(limit: Dated[int], *, born: date, on: date) -> bool:
    """Say whether someone has reached an age limit, as the limit is on that day."""
    return age_on(born, on) >= limit.on(on)


def is_under_18(*, born: date, on: date) -> bool:
    """Say whether someone is a child in the eyes of the rules on children."""
    return not has_turned(ADULT_AGE, born=born, on=on)


def comes_of_age_on(*, born: date, seen_from: date) -> date:
    """Return the day someone becomes an adult, by the age limit in force on ``seen_from``."""
    return birthday(born, ADULT_AGE.on(seen_from))
