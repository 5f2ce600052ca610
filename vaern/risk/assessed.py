"""What stands in an assessment: field name to text, as the five pages have it, and how it is read.

Every field there can be stands in one table, made from the frame: to which step it belongs, and what may stand in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from vaern.cases.terms import AuthorityKind
from vaern.law.clocks import end_of
from vaern.law.screening import Knowledge, Level, Soon
from vaern.risk.content import as_date, as_time
from vaern.risk.frame import Domain, Frame
from vaern.risk.terms import FactorMark, MeasureOwner, Step
from vaern.ui.ids import as_id

Raw = Mapping[str, str]

MOST_OTHERS = 2  # case-specific factors of a domain
MOST_SCENARIOS = 4
MOST_MEASURES = 4
SHOWN = frozenset({FactorMark.PRESENT, FactorMark.POSSIBLE})
JUDGED = ("priority", "level", "imminent")
YES = frozenset({"yes"})
CONFIRMED, SIGNED = "confirmed.", "signed."
BESIDE = (CONFIRMED, SIGNED)  # beside the fields: warnings somebody looked at, and what the name was signed on


class Sort(StrEnum):
    """What may stand in a field."""

    WORDS = "words"
    CHOICE = "choice"
    DAY = "day"
    MOMENT = "moment"
    PERSON = "person"


@dataclass(frozen=True)
class Field:
    step: Step
    sort: Sort
    choices: frozenset[str] = frozenset()

    def holds(self, value: str) -> bool:
        """Tell whether a value may stand here. Words may say anything; whether they may be filed is the guard's."""
        match self.sort:
            case Sort.WORDS:
                return True
            case Sort.CHOICE:
                return value in self.choices
            case Sort.DAY:
                return as_date(value) is not None
            case Sort.MOMENT:
                return as_time(value) is not None
            case Sort.PERSON:
                return as_id(value) is not None


@dataclass(frozen=True)
class Gap:
    """Something that must stand before signing: at which field, and what (a key of `law.assessment.MISSING`)."""

    field: str
    lacks: str


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """One factor as it was answered. ``code`` is blank for one of the case's own."""

    name: str
    code: str
    label: str
    now: str
    earlier: str
    evidence: str
    source: str
    on: str
    who: str

    @property
    def is_shown(self) -> bool:
        return bool({self.now, self.earlier} & SHOWN)

    @property
    def is_unknown(self) -> bool:
        return FactorMark.UNKNOWN in {self.now, self.earlier}


@dataclass(frozen=True, kw_only=True)
class Measure:
    name: str
    what: str
    kind: str
    owner: str
    by: str
    state: str
    follow: bool


@dataclass(frozen=True, kw_only=True)
class Scenario:
    place: int
    kind: str
    what: str
    who: str
    why: str
    signs: str
    likely: str
    measures: tuple[Measure, ...]

    @property
    def is_written(self) -> bool:
        return bool(self.kind or self.what or self.who or self.why or self.signs or self.likely)


def owners() -> list[tuple[str, str]]:
    """Return everybody who may have a measure, the authorities first."""
    return [(str(code), str(label)) for code, label in [*AuthorityKind.choices, *MeasureOwner.choices]]


def codes(pairs: object) -> frozenset[str]:
    return frozenset(code for code, _ in pairs)  # type: ignore[attr-defined]


def fields_of(frame: Frame) -> dict[str, Field]:
    """Return every field an assessment in this frame may have."""
    words, marks = Sort.WORDS, codes(frame.marks)

    def choice(step: Step, choices: frozenset[str]) -> Field:
        return Field(step, Sort.CHOICE, choices)

    def weighed(name: str) -> dict[str, Field]:
        step = Step.FACTORS
        return {
            f"{name}.now": choice(step, marks),
            f"{name}.earlier": choice(step, marks),
            f"{name}.evidence": Field(step, words),
            f"{name}.source": choice(step, codes(frame.sources)),
            f"{name}.on": Field(step, Sort.DAY),
            f"{name}.who": Field(step, words),
        }

    found = {asked.name: Field(Step.CONTEXT, words) for asked in frame.context}
    for factor in frame.factors:
        found |= weighed(factor.name) | {
            f"{factor.name}.find": choice(Step.FACTORS, YES),
            f"{factor.name}.owner": Field(Step.FACTORS, Sort.PERSON),
            f"{factor.name}.by": Field(Step.FACTORS, Sort.MOMENT),
        }
    for domain in frame.domains:
        for place in range(MOST_OTHERS):
            name = other_name(domain, place)
            found |= weighed(name) | {f"{name}.label": Field(Step.FACTORS, words)}
    for place in range(MOST_SCENARIOS):
        name = f"scenario.{place}"
        found |= {f"{name}.{part}": Field(Step.SCENARIOS, words) for part in ("what", "who", "why", "signs")}
        found[f"{name}.kind"] = choice(Step.SCENARIOS, codes(frame.scenarios))
        found[f"{name}.likely"] = choice(Step.SCENARIOS, codes(frame.likely))
        for number in range(MOST_MEASURES):
            measure = f"measure.{place}.{number}"
            found |= {
                f"{measure}.what": Field(Step.MEASURES, words),
                f"{measure}.kind": choice(Step.MEASURES, codes(frame.measures)),
                f"{measure}.owner": choice(Step.MEASURES, codes(owners())),
                f"{measure}.by": Field(Step.MEASURES, Sort.DAY),
                f"{measure}.state": choice(Step.MEASURES, codes(frame.states)),
                f"{measure}.follow": choice(Step.MEASURES, YES),
            }
    last = Step.CONCLUSIONS
    for name in JUDGED:
        found |= {name: choice(last, frozenset(Level)), f"{name}.why": Field(last, words)}
    found |= {
        "soon": choice(last, frozenset(Soon)),
        "knowledge": choice(last, frozenset(Knowledge)),
        "valid_until": Field(last, Sort.DAY),
        "citizen.agrees": choice(last, codes(frame.agrees)),
    }
    return found | {
        name: Field(last, words) for name in ("risk.other", "risk.whom", "change", "citizen.wish", "citizen.told")
    }


def other_name(domain: Domain, place: int) -> str:
    return f"other.{domain.code}.{place}"


class Assessed:
    """An assessment's fields, read with the frame it is made in."""

    def __init__(self, frame: Frame, raw: Raw) -> None:
        self.frame = frame
        said = {name: str(value).strip() for name, value in raw.items() if str(value).strip()}
        self.raw = {name: value for name, value in said.items() if not name.startswith(BESIDE)}
        self.beside = {name: value for name, value in said.items() if name.startswith(BESIDE)}
        self.fields = fields_of(frame)

    def __repr__(self) -> str:
        return "<Assessed>"

    def get(self, name: str) -> str:
        return self.raw.get(name, "")

    def texts(self, step: Step | None = None) -> dict[str, str]:
        """Return every field that holds words, whatever its name: all of them must have passed the guard."""
        return {
            name: value
            for name, value in self.raw.items()
            if (field := self.fields.get(name)) is None
            or ((field.sort is Sort.WORDS or not field.holds(value)) and step in {None, field.step})
        }

    def strays(self) -> list[str]:
        """Return what no page of this frame shows, or shows as something else: nothing of it is signed."""
        return [
            name
            for name, value in self.raw.items()
            if (field := self.fields.get(name)) is None or not field.holds(value)
        ]

    # The parts, in the order of the pages.

    def weighed(self, domain: Domain) -> list[Weighed]:
        """Return the factors of a domain, then those of the case's own that were written."""
        found = [self._weighed(factor.name, factor.code, factor.label) for factor in domain.factors]
        others = [other_name(domain, place) for place in range(MOST_OTHERS)]
        return found + [
            self._weighed(name, "", self.get(f"{name}.label"))
            for name in others
            if any(each.startswith(f"{name}.") for each in self.raw)
        ]

    def all_weighed(self) -> Iterator[Weighed]:
        for domain in self.frame.domains:
            yield from self.weighed(domain)

    def _weighed(self, name: str, code: str, label: str) -> Weighed:
        parts = ("now", "earlier", "evidence", "source", "on", "who")
        return Weighed(name=name, code=code, label=label, **{part: self.get(f"{name}.{part}") for part in parts})

    def scenarios(self) -> list[Scenario]:
        """Return the scenarios that were written, each with its measures."""
        places = (self.scenario(place) for place in range(MOST_SCENARIOS))
        return [scenario for scenario in places if scenario.is_written]

    def scenario(self, place: int) -> Scenario:
        name = f"scenario.{place}"
        parts = ("kind", "what", "who", "why", "signs", "likely")
        measures = [self._measure(f"measure.{place}.{number}") for number in range(MOST_MEASURES)]
        return Scenario(
            place=place,
            **{part: self.get(f"{name}.{part}") for part in parts},
            measures=tuple(each for each in measures if any(name.startswith(f"{each.name}.") for name in self.raw)),
        )

    def _measure(self, name: str) -> Measure:
        parts = ("what", "kind", "owner", "by", "state")
        said = {part: self.get(f"{name}.{part}") for part in parts}
        return Measure(name=name, **said, follow=self.get(f"{name}.follow") == "yes")

    # The conclusions. Each is what a person chose, and nothing else.

    @property
    def level(self) -> Level | None:
        return Level(self.get("level")) if self.get("level") in list(Level) else None

    @property
    def valid_until(self) -> datetime | None:
        """The end of the last day the conclusion holds, as it was chosen."""
        day = as_date(self.get("valid_until"))
        return end_of(day) if day else None

    def owner_of(self, name: str) -> UUID | None:
        return as_id(self.get(f"{name}.owner"))

    def to_find_out(self) -> list[str]:
        """Return the factors somebody is to find out about, by name."""
        return [factor.name for factor in self.frame.factors if self.get(f"{factor.name}.find") == "yes"]

    def gaps(self) -> list[Gap]:
        """Return everything that must stand before signing and does not, in the order of the pages."""
        return [*self._context_gaps(), *self._factor_gaps(), *self._scenario_gaps(), *self._conclusion_gaps()]

    def _context_gaps(self) -> Iterator[Gap]:
        for asked in self.frame.context:
            if asked.must and not self.get(asked.name):
                yield Gap(asked.name, "context")

    def _factor_gaps(self) -> Iterator[Gap]:
        for each in self.all_weighed():
            if not each.label:
                yield Gap(f"{each.name}.label", "label")
            for part in ("now", "earlier"):
                if not getattr(each, part):
                    yield Gap(f"{each.name}.{part}", "marks")
            for part in ("evidence", "source"):
                if each.is_shown and not getattr(each, part):
                    yield Gap(f"{each.name}.{part}", "evidence")
        for factor in self.frame.factors:
            asked = [self.get(f"{factor.name}.{part}") for part in ("find", "owner", "by")]
            if any(asked) and not all(asked):
                part = ("find", "owner", "by")[asked.index("")]
                yield Gap(f"{factor.name}.{part}", "find")

    def _scenario_gaps(self) -> Iterator[Gap]:
        scenarios = self.scenarios()
        if not scenarios:
            yield Gap("scenario.0.what", "scenarios")
        for each in scenarios:
            for part in ("kind", "what"):
                if not getattr(each, part):
                    yield Gap(f"scenario.{each.place}.{part}", "scenarios")
            if not each.measures:
                yield Gap(f"measure.{each.place}.0.what", "measures")
            for measure in each.measures:
                for part in ("what", "owner"):
                    if not getattr(measure, part):
                        yield Gap(f"{measure.name}.{part}", "measures")
                if measure.follow and not measure.by:
                    yield Gap(f"{measure.name}.by", "follow")

    def _conclusion_gaps(self) -> Iterator[Gap]:
        for name in JUDGED:
            for part in (name, f"{name}.why"):
                if not self.get(part):
                    yield Gap(part, name)
        for name in ("soon", "knowledge", "change", "valid_until"):
            if not self.get(name):
                yield Gap(name, name)
        for name in ("citizen.wish", "citizen.agrees", "citizen.told"):
            if not self.get(name):
                yield Gap(name, "citizen")
