"""The guard's two questions, ``check`` while typing and ``guarded`` on filing, and the text that may be filed.

A confirmation is a fingerprint a person ticked ("det er ikke et navn"). It holds for those words in that reading: the
server checks the text anew on filing, and changed words have another fingerprint and must be confirmed anew. The same
words standing again in the same text need no second tick. Stops take no confirmation.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NoReturn, Self

from vaern.guard import addresses, civil, combination, contacts, institutions, names, papers, phones
from vaern.guard.context import Context
from vaern.guard.findings import Finding, Hit, Kind, Report, fingerprint, united
from vaern.guard.reading import Reading, browser_offsets, read

MAY_BE_KNOWN = frozenset({Kind.EMAIL, Kind.PROFILE, Kind.ADDRESS, Kind.STREET, Kind.INSTITUTION, Kind.NAME})


class Stopped(Exception):
    """The text cannot be filed as it stands. Carries the report, and none of the text."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{len(report.stops)} stops, {len(report.warnings)} warnings")
        self.report = report


class Guarded:
    """Text that passed the guard. Only ``guarded`` makes it; ``repr`` and ``str`` never show it.

    ``confirmed``: the kinds of the warnings a person confirmed, for the audit row.
    """

    __slots__ = ("confirmed", "text")
    text: str
    confirmed: tuple[Kind, ...]

    def __new__(cls) -> Self:
        raise TypeError("Only vaern.guard.guarded makes guarded text.")

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("Guarded text has no other kinds.")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Guarded text does not change.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("Guarded text does not change.")

    def __repr__(self) -> str:
        return "<Guarded>"


def check(text: str, context: Context) -> Report:
    """Say what in the text may tell who the citizen is. Linear in the text; keeps nothing."""
    reading = read(text)
    known = list(context.phrases.spans(reading.lower))
    hits = [
        *civil.cpr_numbers(reading),
        *civil.birth_dates(reading, context),
        *phones.phone_numbers(reading, context),
        *papers.passports(reading),
        *papers.plates(reading),
        *papers.flights(reading),
        *contacts.emails(reading),
        *contacts.profiles(reading),
        *addresses.addresses(reading),
        *addresses.streets(reading),
        *institutions.institutions(reading),
        *names.names(reading, known),
        *names.other_scripts(reading),
        *combination.combinations(reading, context),
    ]
    return Report(_findings(text, reading, united(_unknown(hits, known))))


def has_civil_number(text: str) -> bool:
    """Tell whether something looks like a CPR number, at a fraction of what the whole guard costs."""
    return any(civil.cpr_numbers(read(text)))


def guarded(text: str, context: Context, confirmed: Iterable[str] = ()) -> Guarded:
    """Take a text for filing. ``confirmed``: fingerprints of the warnings a person looked at and let stand.

    Raises Stopped if anything stops, or warns unconfirmed. An empty text passes.
    """
    report = check(text, context)
    ticked = frozenset(confirmed)
    if report.unconfirmed(ticked):
        raise Stopped(report)
    passed = object.__new__(Guarded)
    object.__setattr__(passed, "text", text)
    object.__setattr__(passed, "confirmed", tuple(finding.kind for finding in report.findings))
    return passed


def reworded(text: str, findings: Iterable[Finding]) -> str:
    """The text with the proposed wordings in it, for a user who asked for just that. Findings of this very text."""
    pieces: list[str] = []
    taken = 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        pieces += (text[taken : finding.start], finding.proposal)
        taken = finding.end
    return "".join((*pieces, text[taken:]))


def _unknown(hits: list[Hit], known: list[tuple[int, int]]) -> list[Hit]:
    """The hits that are not wholly part of a phrase the context knows."""
    if not known:
        return hits
    ends = dict(known)
    starts = sorted(ends)
    return [hit for hit in hits if hit.kind not in MAY_BE_KNOWN or not _is_within(hit, starts, ends)]


def _is_within(hit: Hit, starts: list[int], ends: dict[int, int]) -> bool:
    place = bisect_right(starts, hit.start)
    return place > 0 and ends[starts[place - 1]] >= hit.end


def _findings(text: str, reading: Reading, hits: list[Hit]) -> tuple[Finding, ...]:
    spans = [reading.span(hit.start, hit.end) for hit in hits]
    browser = browser_offsets(text, [place for span in spans for place in span])
    return tuple(
        Finding(
            kind=hit.kind,
            start=start,
            end=end,
            proposal=hit.proposal,
            fingerprint=fingerprint(hit.kind, text[start:end], hit.ground),
            browser_start=browser[2 * place],
            browser_end=browser[2 * place + 1],
        )
        for place, (hit, (start, end)) in enumerate(zip(hits, spans, strict=True))
    )
