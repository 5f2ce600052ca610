"""Every paper that can leave a case, by its code. One page lets them all go: `views/release.py`.

A room that has a paper makes it (``render(case, user, at) -> Rendered``) and adds a line here.
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
from vaern.risk import papers as assessment
from vaern.travel import papers as travel


@dataclass(frozen=True)
class Paper:
    """``label`` is what the page calls it; ``render`` makes it from an opened case, for a user, at a moment."""

    label: str | Promise
    render: Callable[[Any, Any, datetime], Rendered]


PAPERS: dict[str, Paper] = {
    handover.CODE: Paper(_("Overlevering"), handover.handover),
    travel.BRIEFING: Paper(_("Briefing til 114"), travel.briefing),
    travel.CARD: Paper(_("Rejsekort"), travel.travel_card),
    travel.FOREIGN_MINISTRY: Paper(_("Til Udenrigsministeriet"), travel.foreign_ministry),
    assessment.CODE: Paper(_("Risikovurdering"), assessment.assessment_summary),
    plan.RECOMMENDATIONS: Paper(_("Anbefalinger"), plan.recommendations_paper),
    plan.SAFETY: Paper(_("Tryghedsplan"), plan.safety_paper),
    plan.POCKET: Paper(_("Lommeplan"), plan.pocket_paper),
}
