"""A stated thing in words: its answers as pairs of label and text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vaern.travel.checking import tells_the_day
from vaern.travel.reading import Stated
from vaern.travel.terms import Topic, TripStage
from vaern.travel.topics import SPEC, As, Asks
from vaern.ui.templatetags.ui import MONTHS


def lines_of(stated: Stated, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what was answered, field by field; ``labels``: what the travellers are called, by thread."""
    if stated.topic == Topic.STAGE:
        return [(_("Nu"), str(TripStage(stated.values["stage"]).label))]
    found = []
    for asks in SPEC[stated.topic].fields:
        said = said_of(asks, stated.values.get(asks.name), labels)
        if said:
            found.append((str(asks.label).rstrip("?"), said))
    return found


def said_of(asks: Asks, value: Any, labels: Mapping[str, str]) -> str:
    if not value:
        return ""
    match asks.kind:
        case As.CHOICE:
            return str(dict(asks.choices).get(value, value))
        case As.MANY:
            names = dict(asks.choices)
            return ", ".join(str(names.get(each, each)) for each in value)
        case As.DAY:
            return day_said(date.fromisoformat(value))
        case As.CLOCK:
            return str(value).replace(":", ".")
        case As.BORN:
            return born_said(value)
        case As.TRAVELLER:
            return labels.get(value, "")
    return str(value)


def day_said(day: date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def born_said(born: str) -> str:
    if tells_the_day(born):
        return day_said(date.fromisoformat(born))
    year, _dash, month = born.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}"
