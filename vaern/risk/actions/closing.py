"""Close an inquiry with what its danger asks for first."""

from datetime import datetime

from django.db import transaction

from vaern.guard import Guarded
from vaern.inquiries.access import call_facts
from vaern.inquiries.actions.journal import add_note, close
from vaern.inquiries.models import Inquiry
from vaern.inquiries.terms import CONCERNS_A_PERSON, Closing
from vaern.law import screening as law
from vaern.law.terms import Finding
from vaern.risk.access import drafts_of, newest_alarm, newest_signed
from vaern.risk.models import SecondReading
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import blank


class MayNotClose(Exception):
    """The law finds something in the way; ``findings`` says what, each with ways forward."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(", ".join(finding.rule for finding in findings))
        self.findings = findings


def closing_findings(inquiry: Inquiry, *, why_not_screened: str = "", by: User, at: datetime) -> list[Finding]:
    """Return what the law finds on closing an opened inquiry, as far as its danger goes."""
    subject = call_facts(inquiry)["subject"]
    facts = law.ClosingFacts(
        why_not_screened=why_not_screened,
        concern_about_a_person=subject in CONCERNS_A_PERSON if subject else None,
        signed=newest_signed(inquiry) is not None,
        draft_waits=bool(drafts_of(inquiry)),
    )
    return [law.may_close_as_screened(facts), alarm_finding(inquiry, by=by, at=at)]


def alarm_finding(inquiry: Inquiry, *, by: User, at: datetime) -> Finding:
    """Return whether ``by`` may close an opened inquiry, or the case it became, this soon after an alarm."""
    alarm_at = newest_alarm(inquiry)
    readings = SecondReading.objects.filter(inquiry=inquiry, screening=None).exclude(by=by)
    read = readings.filter(at__gte=alarm_at).exists() if alarm_at else False
    return law.may_close_after_an_alarm(law.AlarmFacts(alarm_at=alarm_at, second_reader=read), at=at)


@transaction.atomic
def close_inquiry(
    *,
    inquiry: Inquiry,
    reason: Closing,
    remark: Guarded,
    by: User,
    at: datetime,
    why_not_screened: Guarded | None = None,
) -> None:
    """Close an inquiry with a reason; why it was not screened goes into the journal.

    Raises MayNotClose while a screening is missing or waits, or soon after an alarm without a second reader; and what
    `inquiries.actions.journal.close` raises.
    """
    inquiry = lock(inquiry)
    why = why_not_screened or blank()
    found = closing_findings(inquiry, why_not_screened=why.text, by=by, at=at)
    if in_the_way := [finding for finding in found if not finding.permits]:
        raise MayNotClose(in_the_way)
    if why.text.strip():
        add_note(inquiry=inquiry, note=why, happened_at=at, by=by, at=at)
    close(inquiry=inquiry, reason=reason, remark=remark, by=by, at=at)
