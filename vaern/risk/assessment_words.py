"""What an assessment says, in words and in the order of the page: for reading, for print and for the summary paper.

Read with the copy of the frame it carries. Nothing is counted: each factor stands with its own answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from vaern.risk.assessed import Assessed, Measure, Scenario, Weighed, owners
from vaern.risk.content import as_date, as_time
from vaern.risk.portrait import Section

NOT_SAID = "Ikke besvaret"
WISH, AGREES = "Borgerens ønske", "Er borgeren enig?"
TOLD = "Hvornår og hvordan det er fortalt sikkert, eller hvorfor ikke"
CITIZEN = (WISH, AGREES, TOLD)


@dataclass(frozen=True)
class FactorSaid:
    """One factor in words. ``code`` stands apart, so that no page puts a figure beside it."""

    code: str
    label: str
    now: str
    earlier: str
    more: tuple[str, ...]


def day_in_words(text: str) -> str:
    day = as_date(text)
    return f"{day.day}.{day.month}.{day.year}" if day else ""


def judged(content: Assessed) -> Section:
    """Return the conclusions: what was chosen, and why."""
    frame = content.frame
    levels = {choice.code: choice.label for choice in frame.levels}
    pairs = [
        ("Fare for alvorlig vold: sagens trusselsniveau", levels.get(content.get("level"), "")),
        ("Hvorfor", content.get("level.why")),
        ("Fare lige nu", levels.get(content.get("imminent"), "")),
        ("Hvorfor", content.get("imminent.why")),
        ("Hvor meget sagen haster", levels.get(content.get("priority"), "")),
        ("Hvorfor", content.get("priority.why")),
        ("Hvor hurtigt", {choice.code: choice.label for choice in frame.soon}.get(content.get("soon"), "")),
        ("Hvor godt vi ved det", {each.code: each.label for each in frame.knowledge}.get(content.get("knowledge"), "")),
        ("Andre farer", content.get("risk.other")),
        ("Hvem det især kan ramme", content.get("risk.whom")),
        ("Det ville ændre vurderingen", content.get("change")),
        (WISH, content.get("citizen.wish")),
        (AGREES, dict(frame.agrees).get(content.get("citizen.agrees"), "")),
        (TOLD, content.get("citizen.told")),
        ("Gælder til og med", day_in_words(content.get("valid_until"))),
    ]
    return Section("Konklusion", tuple((label, text) for label, text in pairs if text))


def context(content: Assessed) -> Section:
    asked = [(each.asks, content.get(each.name)) for each in content.frame.context]
    return Section("Sammenhæng", tuple((label, text) for label, text in asked if text))


def factors(content: Assessed) -> list[tuple[str, list[FactorSaid]]]:
    """Return each domain with its factors in words."""
    return [
        (domain.label, [factor_said(content, each) for each in content.weighed(domain)])
        for domain in content.frame.domains
    ]


def factor_said(content: Assessed, each: Weighed) -> FactorSaid:
    marks, sources = dict(content.frame.marks), dict(content.frame.sources)
    more = (each.who, each.evidence, sources.get(each.source, ""), day_in_words(each.on))
    return FactorSaid(
        code=each.code,
        label=each.label,
        now=marks.get(each.now, NOT_SAID),
        earlier=marks.get(each.earlier, NOT_SAID),
        more=tuple(part for part in more if part),
    )


@dataclass(frozen=True)
class MeasureSaid:
    what: str
    owner: str
    kind: str
    state: str
    by: str

    @property
    def beside(self) -> str:
        """Everything but what is done, on one line."""
        parts = (self.owner, self.kind, self.state, f"senest {self.by}" if self.by else "")
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class ScenarioSaid:
    """A scenario in words: its kind, what is said of it, and what is done about it."""

    kind: str
    said: tuple[tuple[str, str], ...]
    measures: tuple[MeasureSaid, ...]


def scenarios(content: Assessed) -> list[ScenarioSaid]:
    return [scenario_said(content, each) for each in content.scenarios()]


def scenario_said(content: Assessed, each: Scenario) -> ScenarioSaid:
    frame = content.frame
    kind = dict(frame.scenarios).get(each.kind, "Scenarie")
    pairs = [
        ("Hvad kan ske", each.what),
        ("Hvem mod hvem", each.who),
        ("Hvorfor de ville gøre det", each.why),
        ("Tegn på, at det er på vej", each.signs),
        ("Hvor sandsynligt", dict(frame.likely).get(each.likely, "")),
    ]
    said = tuple((label, text) for label, text in pairs if text)
    return ScenarioSaid(kind, said, tuple(measure_in_words(content, measure) for measure in each.measures))


def measure_in_words(content: Assessed, measure: Measure) -> MeasureSaid:
    frame = content.frame
    return MeasureSaid(
        what=measure.what,
        owner=dict(owners()).get(measure.owner, ""),
        kind=dict(frame.measures).get(measure.kind, ""),
        state=dict(frame.states).get(measure.state, ""),
        by=day_in_words(measure.by),
    )


def unknowns(content: Assessed, names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """Return the factors that are not known, each with who finds out, if anybody does."""
    found = []
    for each in content.all_weighed():
        if not each.is_unknown:
            continue
        owner, by = content.owner_of(each.name), as_time(content.get(f"{each.name}.by"))
        who = names.get(owner, "") if owner else ""
        when = f"senest {by.day}.{by.month}. kl. {by.hour}.{by:%M}" if by else ""
        found.append((each.label, ", ".join(part for part in (who, when) if part) or "Ingen finder ud af det endnu"))
    return found


def mentioned(content: Assessed) -> set[UUID]:
    """Return the ids of the colleagues an assessment names."""
    owners_named = (content.owner_of(each.name) for each in content.all_weighed() if each.code)
    return {owner for owner in owners_named if owner}
