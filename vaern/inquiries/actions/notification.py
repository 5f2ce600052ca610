"""The question that stands before anything about a child is closed: has the municipality been notified?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from vaern.audit import trail
from vaern.directory.terms import Concern
from vaern.guard import Guarded
from vaern.inquiries.actions.tasks import NewTask, set_task
from vaern.inquiries.models import Inquiry, NotificationAnswer
from vaern.inquiries.terms import CONCERNS_A_PERSON, Age, NotificationState, TaskKind
from vaern.law import notification as law
from vaern.law.clocks import local_day, municipality_clocks
from vaern.law.terms import Finding
from vaern.staff.models import User


class NotificationUnsettled(Exception):
    """The inquiry concerns a child, or may, and the question about notification has no valid answer."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


class IncompleteAnswer(Exception):
    """The answer lacks by whom, when, or that the duty was explained."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


@dataclass(frozen=True, kw_only=True)
class Notification:
    """An answer. ``who`` is a role in words; ``when`` the moment it was made, or is to be made."""

    state: NotificationState
    who: Guarded
    when: datetime | None = None
    is_ours: bool = False
    duty_explained: bool = False

    def sealed(self) -> dict[str, Any]:
        return {
            "state": self.state,
            "who": self.who.text,
            "when": self.when.isoformat() if self.when else "",
            "is_ours": self.is_ours,
            "duty_explained": self.duty_explained,
        }


def as_law_sees_it(answer: dict[str, Any] | None) -> law.NotificationAnswer | None:
    """Return a sealed answer in the law's own terms."""
    if answer is None:
        return None
    when = datetime.fromisoformat(answer["when"]) if answer["when"] else None
    day = local_day(when) if when else None
    match answer["state"]:
        case NotificationState.MADE:
            return law.Made(by=answer["who"] or None, made_on=day)
        case NotificationState.TO_BE_MADE:
            who = answer["who"] or ("konsulenten" if answer["is_ours"] else None)
            return law.ToBeMade(owner=who, due_on=day, owner_is_ours=answer["is_ours"])
        case _:
            return law.ChildNotIdentifiable(duty_explained=answer["duty_explained"])


def closing_finding(
    *, age: str, subject: str, answer: dict[str, Any] | None, child_known: bool, at: datetime
) -> Finding:
    """Ask the law whether the question about notification lets an inquiry be closed.

    ``child_known`` is whether anything we hold (an emergency note) tells which child it is.
    """
    facts = law.ClosingFacts(
        concern_about_a_person=subject in CONCERNS_A_PERSON if subject else None,
        under_18={Age.UNDER_18: True, Age.ADULT: False}.get(Age(age)) if age else None,
        child_known_to_us=child_known,
        answer=as_law_sees_it(answer),
    )
    return law.may_close(facts, on=local_day(at))


def require_settled(*, age: str, subject: str, answer: dict[str, Any] | None, child_known: bool, at: datetime) -> None:
    """Raise NotificationUnsettled, with the law's reason and ways forward, unless the law lets it be closed."""
    finding = closing_finding(age=age, subject=subject, answer=answer, child_known=child_known, at=at)
    if not finding.permits:
        raise NotificationUnsettled(finding)


@transaction.atomic
def answer_notification(
    *,
    inquiry: Inquiry,
    notification: Notification,
    child_known: bool,
    by: User,
    at: datetime,
) -> NotificationAnswer:
    """Write the answer down; the newest counts. Raises IncompleteAnswer.

    "To be made" becomes a task on its date; "made by us" a task to ask for the municipality's receipt.
    """
    finding = closing_finding(
        age=Age.UNDER_18,
        subject=Concern.UNKNOWN,
        answer=notification.sealed(),
        child_known=child_known,
        at=at,
    )
    if not finding.permits:
        raise IncompleteAnswer(finding)
    row = NotificationAnswer(inquiry=inquiry, answer=notification.sealed(), at=at, by=by)
    row.opened_with(inquiry.key_in_hand).save()
    trail.record(
        "notification.answered",
        by=by.pk,
        about=inquiry.pk,
        subject=row.pk,
        code=notification.state,
        digest=row.sealed_digest(),
    )
    task = follow_up(notification, owner=inquiry.answers_for_it)
    if task and inquiry.is_open:
        set_task(inquiry=inquiry, task=task, by=by, at=at)
    return row


def follow_up(notification: Notification, *, owner: User) -> NewTask | None:
    """Return what the answer makes us do: send it on its date, ask whether others did, or ask for the receipt."""
    if notification.when is None:
        return None
    match notification.state, notification.is_ours:
        case NotificationState.TO_BE_MADE, True:
            return NewTask(kind=TaskKind.NOTIFICATION, due_at=notification.when, owner=owner)
        case NotificationState.TO_BE_MADE, False:
            return NewTask(kind=TaskKind.FOLLOW_UP, due_at=notification.when, owner=owner)
        case NotificationState.MADE, True:
            _, receipt = municipality_clocks(notification.when)
            return NewTask(kind=TaskKind.RECEIPT, due_at=receipt.runs_out_at, owner=owner)
    return None
