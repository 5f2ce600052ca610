"""How the threat level of a case has stood: each judgement as a step with its author and its end, and what happened.

Not assessed and outdated are states of their own, as the pages show them. Nothing is counted and nothing is drawn
between the steps: where nobody had judged, that is what stands there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vaern.cases.models import Case
from vaern.cases.reading import journal_of
from vaern.cases.terms import EntryKind
from vaern.law.screening import Level, Standing
from vaern.risk.assessments import standing_judgements
from vaern.risk.models import Assessment, Screening


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something that happened, under the chart. ``lane`` is the word for its line."""

    lane: str
    at: datetime
    what: str


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """How it stood from one moment to another. ``by`` is who judged; blank where nobody's judgement held.

    ``until`` is the last moment the judgement was to hold, whatever came in between. ``source`` says what judged.
    """

    standing: Standing
    start: datetime
    end: datetime
    by: str = ""
    until: datetime | None = None
    source: str = ""
    assessment: UUID | None = None


SCREENING, ASSESSMENT = "Screening", "Vurdering"
LANES = ("Hændelser", "Kontakt", "Rejse", "Videregivet")
LANE_OF = {
    EntryKind.INCIDENT: "Hændelser",
    EntryKind.CALL: "Kontakt",
    EntryKind.ATTEMPT: "Kontakt",
    EntryKind.MEETING: "Kontakt",
}


def stretches_of(case: Case, *, at: datetime) -> list[Stretch]:
    """Return how the case's level has stood until now, the oldest first, from the first contact on. Two queries."""
    screenings = Screening.objects.of(case.inquiry_id).signed().select_related("signed_by", "voiding")
    judged: list[Screening | Assessment] = [*screenings.defer("content", "opened"), *standing_judgements(case)]
    return stretches(sorted(judged, key=lambda row: (row.signed_at, str(row.pk))), began=began(case, judged), at=at)


def began(case: Case, judged: Iterable[Screening | Assessment]) -> datetime:
    return min([case.opened_at, case.inquiry.filed_at, *(row.signed_at for row in judged)])


def stretches(judged: list[Screening | Assessment], *, began: datetime, at: datetime) -> list[Stretch]:
    """Lay judgements, the oldest first, end to end. A judgement ends where the next begins, or it is taken out of use,
    or its day is over; after the first of the last two nothing holds until somebody judges."""
    found: list[Stretch] = []
    if not judged or judged[0].signed_at > began:
        first = judged[0].signed_at if judged else at
        found.append(Stretch(standing=Standing.NOT_ASSESSED, start=began, end=first))
    for place, row in enumerate(judged):
        following = judged[place + 1].signed_at if place + 1 < len(judged) else at
        voided = row.voiding.at if hasattr(row, "voiding") else None
        end = min(moment for moment in (following, row.valid_until, voided, at) if moment is not None)
        is_screening = isinstance(row, Screening)
        found.append(
            Stretch(
                standing=Standing(Level(row.level).value),
                start=row.signed_at,
                end=end,
                by=row.signed_by.first_name,
                until=row.valid_until,
                source=SCREENING if is_screening else ASSESSMENT,
                assessment=None if is_screening else row.pk,
            )
        )
        if end < following:
            after = Standing.NOT_ASSESSED if voided is not None and voided == end else Standing.OUTDATED
            found.append(Stretch(standing=after, start=end, end=following))
    return found


def marks_of(case: Case) -> list[Mark]:
    """Return incidents and contacts from the opened case's journal, the oldest first. Nothing of their words."""
    found = [
        Mark(lane=LANE_OF[EntryKind(entry.kind)], at=entry.happened_at, what=str(EntryKind(entry.kind).label))
        for entry in journal_of(case)
        if entry.kind in LANE_OF
    ]
    return sorted(found, key=lambda mark: mark.at)
