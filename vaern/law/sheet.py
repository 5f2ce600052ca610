"""The rule sheet: every rule beside its provision and its tests, for a jurist to read and sign.

``law_page`` writes ``docs/law.md``; ``collect_tests`` finds which tests speak of which rule by reading their
source.
"""

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from vaern.law import (
    assessment,
    clocks,
    closing,
    consent,
    contact,
    crimes,
    emergency,
    gate,
    immigration,
    notes,
    notification,
    own_voice,
    passing_on,
    screening,
    sources,
    sources_duties,
    sources_travel,
    travel,
    values,
)
from vaern.law.answers import findings_of
from vaern.law.gate import ConsentFrom, GateFacts, Situation
from vaern.law.sources import COMPILED_ON
from vaern.law.terms import RULES, Answer, Certainty, Dated, Finding, Provision, Rule

CHAPTERS = (
    (emergency, "Acute danger first", "Akut fare først"),
    (notification, "A child: the duty to notify", "Et barn: pligten til at underrette"),
    (immigration, "A child and a trip: the municipality's own duty", "Et barn og en rejse: kommunens egen pligt"),
    (gate, "The gate: who may do what, on which ground", "Hvem må hvad, på hvilket grundlag"),
    (consent, "Consent: who gives it, and whether to ask", "Samtykke: hvem giver det, og skal der spørges"),
    (contact, "Contact with a citizen", "Kontakt med en borger"),
    (screening, "Screening: people judge", "Screening: mennesker vurderer"),
    (travel, "A trip: passports, other tracks, and who watches", "En rejse: pas, andre spor, og hvem der holder øje"),
    (passing_on, "Passing on between authorities", "At give videre mellem myndigheder"),
    (
        own_voice,
        "A voice of one's own: at 10, 15, 18, and beforehand",
        "Egen stemme: ved 10, 15, 18 og på forhånd",
    ),
    (crimes, "What may be a crime: information only", "Hvad der kan være strafbart: kun til oplysning"),
    (notes, "What is written down", "Hvad der skrives ned"),
    (assessment, "Assessment: people judge, with reasons", "Vurdering: mennesker vurderer, med grunde"),
    (closing, "The end of a case", "Sagens afslutning"),
)

# The gate as its table: the acts in order, and what holds in every cell unless the situation says otherwise.

GATE: tuple[tuple[str, Callable[[GateFacts], Finding]], ...] = (
    ("advise the caller, screen", gate.may_advise_the_caller),
    ("open a case under a label", gate.may_open_a_case),
    ("store identity, photo, passport copy", gate.may_store_identity),
    ("concrete case sparring with the municipality", gate.may_give_concrete_sparring),
    ("PATRIARK assessment by the consultant", gate.may_assess_with_patriark),
    ("support a professional's own assessment", gate.may_support_a_professionals_assessment),
    ("concrete help to the citizen", gate.may_help_the_citizen),
    ("coordinate, contact authorities", gate.may_coordinate),
    ("share with a named actor", gate.may_share),
    ("draft a notification about a child", gate.may_draft_a_notification),
    ("brief 114 in acute danger", gate.may_brief_the_police),
)
COLUMNS = {
    Situation.ANONYMISED: None,
    Situation.CONSENTED_ADULT: ConsentFrom.CITIZEN,
    Situation.CONSENTED_CHILD: ConsentFrom.CUSTODY_HOLDER,
    Situation.IDENTITY_KNOWN: None,
}


def gate_cell(act: Callable[[GateFacts], Finding], situation: Situation) -> Finding:
    """Return what the gate answers in the plain case of a cell.

    Plain: the consent comes from the right person and covers the act, nobody asks for the exception, and
    there is no danger, duty or mandate; for the briefing of the police, which is about nothing else, there is
    danger.
    """
    facts = GateFacts(
        situation=situation,
        consent_from=COLUMNS[situation],
        within_the_consent=True,
        acute_danger=False,
        advance_mandate=False,
        on_a_duty=False,
        municipality_requests=False,
    )
    return act(replace(facts, acute_danger=True) if act is gate.may_brief_the_police else facts)


def rules() -> tuple[Rule, ...]:
    """Return every rule, chapter by chapter, in the order of the source."""
    return tuple(rule for module, *_ in CHAPTERS for rule in rules_of(module))


def rules_of(module: ModuleType) -> list[Rule]:
    return [rule for rule in RULES.values() if rule.module == module.__name__]


def provisions() -> tuple[Provision, ...]:
    """Return every ground we have, in the order of the modules they stand in."""
    found = (value for module in (sources, sources_travel, sources_duties) for value in vars(module).values())
    return tuple(dict.fromkeys(value for value in found if isinstance(value, Provision)))


def collect_tests(folder: Path) -> dict[str, list[str]]:
    """Return the names of the tests in ``folder`` that speak of each rule, in the order they stand.

    A test speaks of a rule when its body or its decorators name it, or name a list or a helper of the same file
    that does. Nothing is imported or run.
    """
    tests: dict[str, list[str]] = {name: [] for name in RULES}
    for path in sorted(folder.glob("test_*.py")):
        mentions = _mentions(ast.parse(path.read_text(encoding="utf-8")))
        for test in mentions:
            if test.startswith("test_"):
                for name in sorted(_reached(test, mentions) & tests.keys()):
                    tests[name].append(test)
    return tests


def _mentions(tree: ast.Module) -> dict[str, set[str]]:
    """Return what each function and each assigned name at the top of a file mentions."""
    mentions: dict[str, set[str]] = {}
    for node in tree.body:
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        names |= {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
        if isinstance(node, ast.FunctionDef):
            mentions[node.name] = names
        elif isinstance(node, ast.Assign):
            mentions.update((target.id, names) for target in node.targets if isinstance(target, ast.Name))
    return mentions


def _reached(name: str, mentions: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = {name}
    while waiting:
        reached |= waiting
        waiting = set().union(*(mentions.get(one, set()) for one in waiting)) - reached
    return reached


def law_page(tests: Mapping[str, list[str]]) -> str:
    """Return the rule sheet as Markdown. ``tests`` maps the name of a rule to the names of its tests."""
    lines = [
        "# The rules",
        "",
        "Generated from `vaern/law`; do not edit. Questions, grounds and doubts stand in Danish as staff read them.",
        "A rule finds, a person decides, an action records. It answers *must*, *may*, *must not*, *silent* (this",
        "rule does not settle it, which is no permission) or *ask* (a named fact is missing, or a person judges).",
        "",
        "| mark | how sure we are |",
        "| --- | --- |",
        *(f"| {mark.value} | {mark.label} |" for mark in Certainty),
        "",
        *_for_a_jurist(),
        *_gate_table(),
    ]
    for module, title, _ in CHAPTERS:
        lines += [f"## {title}", ""]
        for rule in rules_of(module):
            lines += _rule(rule, tests.get(rule.name, []))
    lines += [*_calendar(), *_values(), *_grounds()]
    return "\n".join(lines).rstrip() + "\n"


def _for_a_jurist() -> Iterable[str]:
    yield from ("## To be settled by a jurist", "")
    for provision in provisions():
        if provision.needs_a_jurist:
            doubt = f": {provision.doubt}" if provision.doubt else ""
            yield f"- [ ] **{provision.cited}** [{provision.certainty.value}]{doubt}"
    yield ""


def _gate_table() -> Iterable[str]:
    yield from ("## The gate at a glance", "")
    yield "What the code answers in the plain case of each cell; the chapter on the gate has the exceptions."
    yield ""
    yield "| act | " + " | ".join(situation.label for situation in COLUMNS) + " |"
    yield "| --- |" + " --- |" * len(COLUMNS)
    for label, act in GATE:
        yield f"| {label} | " + " | ".join(_cell(gate_cell(act, situation)) for situation in COLUMNS) + " |"
    yield ""


def _cell(finding: Finding) -> str:
    answer = "–" if finding.answer is Answer.SILENT else finding.answer.label.lower()
    return "; ".join([answer, *(condition.label.lower() for condition in finding.conditions)])


def _rule(rule: Rule, tests: list[str]) -> Iterable[str]:
    yield from (f"### {rule.question}", "", f"`{rule.name}`", "")
    yield from (line.strip() for line in rule.docstring.strip().splitlines())
    yield ""
    for finding in findings_of(rule, on=COMPILED_ON):
        yield f"- *{finding.answer.value.replace('_', ' ')}*: {finding.because}"
    yield ""
    for provision in rule.provisions:
        yield f"- Ground: {provision.cited} [{provision.certainty.value}]. {provision.says}"
    yield from ("", "Tests:" if tests else "**No test speaks of this rule.**", "")
    yield from (f"- {name.removeprefix('test_').replace('_', ' ')}" for name in tests)
    yield ""


def _calendar() -> Iterable[str]:
    yield from ("## Working days and the municipality's clocks", "", (clocks.__doc__ or "").strip(), "")
    for provision in (sources.WORKING_DAYS, sources.PUBLIC_HOLIDAYS):
        yield f"- Ground: {provision.cited} [{provision.certainty.value}]. {provision.says}"
    yield ""


def _values() -> Iterable[str]:
    yield from ("## Ages, periods and limits", "", "| value | from | is | ground |", "| --- | --- | --- | --- |")
    for value in values.ALL:
        for start in sorted(value.values):
            yield (
                f"| {value.name} | {start.isoformat()} | {worded(value, value.values[start])} "
                f"| {value.source.cited} [{value.source.certainty.value}] |"
            )
    yield ""


def worded(dated: Dated[Any], value: int | tuple[tuple[int, int], ...]) -> str:
    """Say a dated value in words: a number with its unit, or days of the year."""
    if isinstance(value, int):
        return f"{value} {dated.unit}"
    return ", ".join(f"{day}.{month}." for month, day in value)


def _grounds() -> Iterable[str]:
    yield from ("## Grounds", "", "| ground | mark | checked on | where |", "| --- | --- | --- | --- |")
    for provision in provisions():
        yield (
            f"| {provision.cited} | {provision.certainty.value} | {provision.checked_on.isoformat()} "
            f"| {f'<{provision.url}>' if provision.url else '–'} |"
        )
    yield ""
