"""The anonymity guard: what it stops, what it warns about, and what it lets pass."""

from vaern.guard import Finding, Kind, Report, Stopped, check, guarded, reworded
from vaern.inquiries.surroundings import guard_context
from vaern.play.fields import Field, Flag, ListOf, OneOf, Word
from vaern.play.registry import expectation
from vaern.play.scene import Broken, Scene, hold

STOPPING = [kind for kind in Kind if kind.stops]
WARNING = [kind for kind in Kind if not kind.stops]
TEXT = Field(Word(), "the text")
MARKED = Field(ListOf(Word()), "the words that are marked, each of them", [])


@expectation(
    "stopped",
    example='text = "Ring til hende på 20 30 40 50."\nkind = "phone"\nmarked = "20 30 40 50"',
    text=TEXT,
    kind=Field(ListOf(OneOf(*STOPPING)), "what it looks like", []),
    marked=MARKED,
    becomes=Field(Word(), "the text with every proposed wording in it", None),
)
def stopped(scene: Scene, *, text: str, kind: tuple[str, ...], marked: tuple[str, ...], becomes: str | None) -> None:
    """See that the guard stops a text: it cannot be filed, whatever anyone confirms."""
    report = check(text, guard_context(scene.at))
    hold(bool(report.stops), "nothing stops")
    has_kinds(report.stops, kind)
    has_marked(text, report.findings, marked)
    try:
        guarded(text, guard_context(scene.at), [finding.fingerprint for finding in report.findings])
    except Stopped:
        pass
    else:
        raise Broken("it was filed all the same")
    if becomes is not None:
        hold(reworded(text, report.findings) == becomes, "the proposed wording is another")


@expectation(
    "warned",
    example='text = "Hun hedder Zerdest."\nkind = "name"',
    text=TEXT,
    kind=Field(ListOf(OneOf(*WARNING)), "what it looks like", []),
    marked=MARKED,
    becomes=Field(Word(), "the text with every proposed wording in it", None),
)
def warned(scene: Scene, *, text: str, kind: tuple[str, ...], marked: tuple[str, ...], becomes: str | None) -> None:
    """See that the guard warns about a text: it can be filed once somebody has looked and confirmed, and not before."""
    report = check(text, guard_context(scene.at))
    hold(not report.stops, f"it stops: {kinds_of(report.stops)}")
    hold(bool(report.warnings), "nothing warns")
    has_kinds(report.warnings, kind)
    has_marked(text, report.findings, marked)
    hold(bool(report.unconfirmed(frozenset())), "it needs no confirmation")
    guarded(text, guard_context(scene.at), [finding.fingerprint for finding in report.warnings])
    if becomes is not None:
        hold(reworded(text, report.findings) == becomes, "the proposed wording is another")


@expectation(
    "passes",
    example='text = "Pigen er mellem 15 og 17 år. Fætteren følger hende til skole."\nwithout_warnings = true',
    text=TEXT,
    without_warnings=Field(Flag(), "true: not even a warning", False),
)
def passes(scene: Scene, *, text: str, without_warnings: bool) -> None:
    """See that nothing in a text stops it."""
    report: Report = check(text, guard_context(scene.at))
    hold(not report.stops, f"it stops: {kinds_of(report.stops)}")
    if without_warnings:
        hold(not report.warnings, f"it warns: {kinds_of(report.warnings)}")


def kinds_of(findings: tuple[Finding, ...]) -> str:
    return ", ".join(dict.fromkeys(finding.kind.value for finding in findings))


def has_kinds(findings: tuple[Finding, ...], kinds: tuple[str, ...]) -> None:
    missing = [kind for kind in kinds if kind not in {finding.kind for finding in findings}]
    hold(not missing, f"it looks like {kinds_of(findings)}")


def has_marked(text: str, findings: tuple[Finding, ...], marked: tuple[str, ...]) -> None:
    found = {text[finding.start : finding.end] for finding in findings}
    hold(set(marked) <= found, f"other words are marked, {len(found)} in all")
