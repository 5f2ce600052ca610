"""What stands in a screening: field name to text, as the form has it, and how it is read.

A field is one of three things: a closed answer (``gate.A1``, ``kind.trip``, ``line.hit``, ``level`` …), a date, a
time or a person (``valid_until``, ``unknown.0.by``, ``unknown.0.owner``, ``override.colleague``), or words, and then
it must have passed the guard before anybody signs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vaern.law.clocks import COPENHAGEN, end_of
from vaern.law.screening import Act, Knowledge, Level, Soon
from vaern.risk.instrument import Instrument
from vaern.risk.terms import When
from vaern.ui.ids import as_id

Raw = Mapping[str, str]

SAFE = "safe"
NOTHING_UNKNOWN = "nothing_unknown"
UNKNOWN = re.compile(r"unknown\.(\d{1,2})\.(what|critical|owner|who|safely|by)")
LINE_DETAIL = re.compile(r"(line\.[\w-]+)\.(when|source|on|note)")
WORDS = frozenset({"safe", "honour.why", "act.who", "thin", "override.words"})
CARRIED_ON = ("kind.", "sub.", "fact.honour", "line.", "view.")  # what a new screening may begin with from the last


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Something we do not know. Critical ones need somebody, a time, and a safe way to ask."""

    place: str
    what: str
    is_critical: bool
    owner: UUID | None
    who: str
    safely: str
    by: datetime | None

    @property
    def is_assigned(self) -> bool:
        return bool((self.owner or self.who) and self.safely and self.by)


class Content:
    """A screening's fields, read with the instrument it is made with."""

    def __init__(self, instrument: Instrument, raw: Raw) -> None:
        self.instrument = instrument
        self.raw = {name: str(value).strip() for name, value in raw.items() if str(value).strip()}

    def __repr__(self) -> str:
        return "<Content>"

    def get(self, name: str) -> str:
        return self.raw.get(name, "")

    def answers(self) -> dict[str, str]:
        """Return the named answers, those a rule may open a card by; what is no answer to its question is left out."""
        known = self.instrument.answers
        return {name: value for name, value in self.raw.items() if value in known.get(name, ())}

    def says_yes(self, question: str) -> bool:
        return self.answers().get(question) == "yes"

    def under_18(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.answers().get("gate.A9", ""))

    def texts(self) -> dict[str, str]:
        """Return every field that holds words, whatever its name: all of them must have passed the guard."""
        return {name: value for name, value in self.raw.items() if not self.is_closed(name, value)}

    def strays(self) -> list[str]:
        """Return the fields no form of this instrument has: nothing is signed that no page shows."""
        return [name for name, value in self.raw.items() if not (self.is_closed(name, value) or self.is_words(name))]

    def is_words(self, name: str) -> bool:
        asked = (*self.instrument.view, *self.instrument.words)
        if name in WORDS or name in {question.name for question in asked}:
            return True
        if part := UNKNOWN.fullmatch(name):
            return part[2] in {"what", "who", "safely"}
        detail = LINE_DETAIL.fullmatch(name)
        return detail is not None and detail[1] in self.instrument.answers and detail[2] == "note"

    def is_closed(self, name: str, value: str) -> bool:
        """Tell whether a field holds a code, a date, a time or an id, and so no words."""
        choices = self.choices(name)
        if choices is not None:
            return value in choices
        detail, part = LINE_DETAIL.fullmatch(name), UNKNOWN.fullmatch(name)
        if name == "valid_until" or (detail and detail[2] == "on"):
            return as_date(value) is not None
        if part and part[2] == "by":
            return as_time(value) is not None
        if name == "override.colleague" or (part and part[2] == "owner"):
            return as_id(value) is not None
        return False

    def has_field(self, name: str) -> bool:
        """Tell whether a page made with this instrument has a field of that name."""
        detail, part = LINE_DETAIL.fullmatch(name), UNKNOWN.fullmatch(name)
        is_day = name == "valid_until" or (detail is not None and detail[1] in self.instrument.answers)
        return bool(is_day or part or name == "override.colleague" or self.is_words(name) or self.choices(name))

    def choices(self, name: str) -> frozenset[str] | None:
        """Return what may be chosen in a field, or None where it is not one of choice."""
        instrument = self.instrument
        if name in instrument.answers:
            return instrument.answers[name]
        judged = {"level": Level, "soon": Soon, "knowledge": Knowledge, "act": Act}
        if name in judged:
            return frozenset(judged[name])
        if name == NOTHING_UNKNOWN or ((part := UNKNOWN.fullmatch(name)) and part[2] == "critical"):
            return frozenset({"yes"})
        if name == "override.reason":
            return frozenset(code for code, _ in instrument.overrides)
        if (detail := LINE_DETAIL.fullmatch(name)) and detail[1] in instrument.answers:
            lists = {"when": frozenset(When.values), "source": frozenset(code for code, _ in instrument.sources)}
            return lists.get(detail[2])
        return None

    def unknowns(self) -> list[Unknown]:
        """Return what is written as not known, in the order of the form."""
        found = [match for name in self.raw if (match := UNKNOWN.fullmatch(name))]
        places = sorted({match[1] for match in found}, key=int)
        written = (self.unknown(place) for place in places)
        return [each for each in written if each.what]

    def unknown(self, place: str) -> Unknown:
        def field(name: str) -> str:
            return self.get(f"unknown.{place}.{name}")

        return Unknown(
            place=place,
            what=field("what"),
            is_critical=field("critical") == "yes",
            owner=as_id(field("owner")),
            who=field("who"),
            safely=field("safely"),
            by=as_time(field("by")),
        )

    @property
    def level(self) -> Level | None:
        return Level(self.get("level")) if self.get("level") in list(Level) else None

    @property
    def soon(self) -> Soon | None:
        return Soon(self.get("soon")) if self.get("soon") in list(Soon) else None

    @property
    def knowledge(self) -> Knowledge | None:
        return Knowledge(self.get("knowledge")) if self.get("knowledge") in list(Knowledge) else None

    @property
    def act(self) -> Act | None:
        return Act(self.get("act")) if self.get("act") in list(Act) else None

    @property
    def valid_until(self) -> datetime | None:
        """The end of the last day the judgement holds, as it was chosen."""
        day = as_date(self.get("valid_until"))
        return end_of(day) if day else None

    def gaps(self) -> list[str]:
        """Return the lines that were not asked about in the groups where that matters, to choose unknowns from."""
        answers = self.answers()
        asked = {"present", "possible", "absent"}
        groups = (group for group in self.instrument.groups if group.look_for_gaps)
        return [line.label for group in groups for line in group.lines if answers.get(line.name) not in asked]

    def carried_on(self) -> dict[str, str]:
        """Return what a following screening may begin with: what was seen and told, and nothing that was judged."""
        return {name: value for name, value in self.raw.items() if name.startswith(CARRIED_ON)}


YEARS = range(1900, 2101)  # a slip of the finger in a year is no date, and no clock can count with the year 9999


def as_date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def as_time(text: str) -> datetime | None:
    """Read a time; one without a zone is what the clock on the wall in Denmark says."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    if time.year not in YEARS:
        return None
    return time if time.tzinfo else time.replace(tzinfo=COPENHAGEN)
