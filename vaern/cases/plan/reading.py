"""The plan at a glance: what the overview of a case shows of it."""

from dataclasses import dataclass
from datetime import datetime

from vaern.cases.models import Case
from vaern.cases.plan.recommendations import Recommended, recommendations_of


@dataclass(frozen=True, kw_only=True)
class PlanGlance:
    """The open recommendations, and when the next of them is followed up; None when no day is set."""

    open: tuple[Recommended, ...]
    settled: int
    next_follow_up: datetime | None


def plan_glance(case: Case) -> PlanGlance:
    """Return what the overview shows of the opened case's plan. One query."""
    found = recommendations_of(case)
    still_open = tuple(each for each in found if each.is_open)
    days = [each.follow_up_at for each in still_open if each.follow_up_at]
    return PlanGlance(open=still_open, settled=len(found) - len(still_open), next_follow_up=min(days, default=None))
