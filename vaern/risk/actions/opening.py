"""Open a case from an inquiry with what was judged before there was one: one act above both rooms."""

from datetime import datetime

from vaern.cases.actions.opening import Opening, open_from_inquiry
from vaern.cases.models import Case
from vaern.inquiries.models import Inquiry
from vaern.risk.actions.signing import show_on_case
from vaern.staff.models import User


def open_case_as_judged(*, inquiry: Inquiry, opening: Opening, by: User, at: datetime) -> Case:
    """Open the case, and show on it the newest judgement of the inquiry; both or neither.

    Raises what `open_from_inquiry` raises.
    """
    return open_from_inquiry(
        inquiry=inquiry, opening=opening, by=by, at=at, along=lambda case: show_on_case(inquiry=inquiry, by=by)
    )
