"""What a screening says, in words and in the order of the page: for reading and for print.

Nothing is left out that was answered, and nothing is added: what was not asked does not appear.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from vaern.risk.content import SAFE, Content, as_date
from vaern.risk.instrument import Choice, GateQuestion, Question
from vaern.risk.terms import When
from vaern.ui.answers import YesNoUnknown
from vaern.ui.ids import as_id


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it, as pairs of question and answer."""

    title: str
    said: tuple[tuple[str, str], ...]


def portrait(content: Content, names: Mapping[UUID, str]) -> list[Section]:
    """Return what stands in a screening; ``names`` are the first names of the colleagues it mentions."""
    instrument = content.instrument
    sections = [
        Section("Vurderingen", judged(content, names)),
        Section(
            "Akut", ((instrument.asks_first, content.get(SAFE) or "Ikke besvaret"), *answered(content, instrument.gate))
        ),
        Section("Slags bekymring", kinds(content)),
        *(Section(f"Tegn: {group.label}", lines(content, group.lines)) for group in instrument.groups),
        Section("Personens eget syn", written(content, instrument.view)),
        Section("Det, vi ikke ved", unknowns(content, names)),
    ]
    return [section for section in sections if section.said]


def mentioned(content: Content) -> set[UUID]:
    """Return the ids of the colleagues a screening names."""
    ids = {each.owner for each in content.unknowns()} | {as_id(content.get("override.colleague"))}
    return {each for each in ids if each is not None}


def answered(content: Content, questions: Iterable[GateQuestion | Question]) -> tuple[tuple[str, str], ...]:
    """Return each question that was answered, with its answer."""
    answers = content.answers()
    labels = {each.name: dict(getattr(each, "answers", YesNoUnknown.choices)) for each in questions}
    return tuple((each.asks, str(labels[each.name][answers[each.name]])) for each in questions if each.name in answers)


def word(choices: tuple[Choice, ...], code: str | None) -> str:
    return next((choice.label for choice in choices if choice.code == code), "")


def judged(content: Content, names: Mapping[UUID, str]) -> tuple[tuple[str, str], ...]:
    instrument = content.instrument
    colleague = as_id(content.get("override.colleague"))
    pairs = [
        ("Trusselsniveau", word(instrument.levels, content.level)),
        ("Hvor hurtigt", word(instrument.soon, content.soon)),
        ("Hvor godt vi ved det", word(instrument.knowledge, content.knowledge)),
        ("Hvorfor det allerede kan vurderes", content.get("thin")),
        ("Skal nogen handle", word(instrument.act, content.act)),
        ("Hvem", content.get("act.who")),
        *written(content, instrument.words),
        ("Vurderet anderledes end et akut svar", dict(instrument.overrides).get(content.get("override.reason"), "")),
        ("Hvorfor", content.get("override.words")),
        ("Kollega, der er spurgt", names.get(colleague, "") if colleague else ""),
    ]
    return tuple((label, text) for label, text in pairs if text)


def kinds(content: Content) -> tuple[tuple[str, str], ...]:
    instrument, answers = content.instrument, content.answers()
    chosen = [kind.label for kind in instrument.kinds if kind.name in answers]
    more = [kind.label for kind in instrument.subkinds if kind.name in answers]
    pairs = [("Slags", ", ".join(chosen)), ("Nærmere", ", ".join(more))]
    facts = [*answered(content, instrument.facts), ("Hvorfor det om ære", content.get("honour.why"))]
    return tuple((label, text) for label, text in [*pairs, *facts] if text)


def lines(content: Content, group: tuple) -> tuple[tuple[str, str], ...]:
    instrument, answers = content.instrument, content.answers()
    marks, sources = dict(instrument.marks), dict(instrument.sources)
    found = []
    for line in group:
        if line.name not in answers:
            continue
        day = as_date(content.get(f"{line.name}.on"))
        when = content.get(f"{line.name}.when")
        parts = [
            marks[answers[line.name]],
            str(When(when).label) if when in When.values else "",
            sources.get(content.get(f"{line.name}.source"), ""),
            f"{day.day}.{day.month}.{day.year}" if day else "",
            content.get(f"{line.name}.note"),
        ]
        found.append((line.label, " · ".join(part for part in parts if part)))
    return tuple(found)


def written(content: Content, questions: tuple) -> tuple[tuple[str, str], ...]:
    return tuple((question.asks, content.get(question.name)) for question in questions if content.get(question.name))


def unknowns(content: Content, names: Mapping[UUID, str]) -> tuple[tuple[str, str], ...]:
    found = []
    for each in content.unknowns():
        who = ", ".join(part for part in (names.get(each.owner, "") if each.owner else "", each.who) if part)
        parts = [
            "Afgørende" if each.is_critical else "",
            who,
            f"senest {each.by.day}.{each.by.month}.{each.by.year} kl. {each.by.hour}.{each.by:%M}" if each.by else "",
            each.safely,
        ]
        found.append((each.what, " · ".join(part for part in parts if part) or "Ingen finder ud af det endnu"))
    return tuple(found) or ((("Ved vi nok?", "Intet vigtigt mangler"),) if content.get("nothing_unknown") else ())
