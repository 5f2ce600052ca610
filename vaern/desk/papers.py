"""Every paper that can leave a case, by its code. One page lets them all go: `views/release.py`.

A room that has a paper makes it (``render(case, user, at) -> Rendered``), says whether a case has what it is made of,
and adds a line here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaern.cases import handover
from vaern.cases.plan import papers as plan
from vaern.cases.telling import Rendered
from vaern.law.screening import Standing
from vaern.risk import papers as assessment
from vaern.risk.assessments import has_one_that_stands
from vaern.travel import papers as travel


@dataclass(frozen=True)
class Lack:
    """What a case has not got, in words, and the name of the page where one begins."""

    words: str | Promise
    begins_at: str


def always(case: Any) -> bool:
    return True


@dataclass(frozen=True)
class Paper:
    """``label`` is what the page calls it; ``render`` makes it from an opened case, for a user, at a moment.

    ``is_there`` tells whether the case has what it is made of, in one query that opens nothing; ``lacks`` says what is
    missing where it has not. ``tells_level``: the current level is on it.
    """

    label: str | Promise
    render: Callable[[Any, Any, datetime], Rendered]
    is_there: Callable[[Any], bool] = always
    lacks: Lack | None = None
    tells_level: bool = False

    def missing(self, case: Any, *, blind: bool) -> Lack | None:
        """Return what keeps the paper from being made; None where nothing does. ``blind``: the level is hidden now."""
        if blind and self.tells_level:
            return HIDDEN
        return None if self.is_there(case) else self.lacks


HIDDEN = Lack(Standing.HIDDEN.label, "case-assessments")
NO_TRIP = Lack(_("Der er ikke skrevet en rejse ned."), "travel-case")
NO_STEPS = Lack(_("Planen har ingen skridt endnu."), "case-plan-safety")
NO_POCKET = Lack(NO_STEPS.words, "case-plan-pocket")
NONE_STANDS = Lack(_("Ingen underskrevet risikovurdering gælder."), "case-assessments")
NOTHING_RECOMMENDED = Lack(_("Der er ingen anbefalinger endnu."), "case-plan")
PAPERS: dict[str, Paper] = {
    handover.CODE: Paper(_("Overlevering"), handover.handover, tells_level=True),
    travel.BRIEFING: Paper(_("Briefing til 114"), travel.briefing, travel.has_trip, NO_TRIP),
    travel.CARD: Paper(_("Rejsekort"), travel.travel_card, travel.has_trip, NO_TRIP),
    travel.FOREIGN_MINISTRY: Paper(_("Til Udenrigsministeriet"), travel.foreign_ministry, travel.has_trip, NO_TRIP),
    assessment.CODE: Paper(
        _("Risikovurdering"), assessment.assessment_summary, has_one_that_stands, NONE_STANDS, tells_level=True
    ),
    plan.RECOMMENDATIONS: Paper(
        _("Anbefalinger"), plan.recommendations_paper, plan.has_recommendations, NOTHING_RECOMMENDED
    ),
    plan.SAFETY: Paper(_("Tryghedsplan"), plan.safety_paper, plan.has_steps, NO_STEPS),
    plan.POCKET: Paper(_("Lommeplan"), plan.pocket_paper, plan.has_steps, NO_POCKET),
}


def papers_of(case: Any, *, blind: bool) -> tuple[dict[str, Paper], dict[Lack, list[Paper]]]:
    """Return the papers an opened case can release, by their codes, and the rest by what they lack. Six queries."""
    found: dict[str, Paper] = {}
    rest: dict[Lack, list[Paper]] = {}
    for code, paper in PAPERS.items():
        if lack := paper.missing(case, blind=blind):
            rest.setdefault(lack, []).append(paper)
        else:
            found[code] = paper
    return found, rest
