"""A child under 18: has the municipality been notified, may the inquiry be closed, and what do the clocks say."""

from datetime import date, datetime

from vaern.guard import Guarded
from vaern.inquiries.access import call_facts, child_is_known, newest_notification
from vaern.inquiries.actions.notification import (
    IncompleteAnswer,
    Notification,
    NotificationUnsettled,
    answer_notification,
    closing_finding,
)
from vaern.inquiries.terms import NotificationState
from vaern.law.clocks import municipality_clocks
from vaern.law.notification import ADVICE_ON_NOTIFYING, EXPLAINING_THE_DUTY
from vaern.law.terms import Answer
from vaern.play.fields import INQUIRY, LATEST, Choice, Day, Field, Flag, Inquiry, Moment, OneOf, Text, Word
from vaern.play.refusals import refused_by_law
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, clock_shows, found_by_law, hold, stands_in
from vaern.staff.models import User
from vaern.staff.roles import Permission

ADVICE = {advice.code: advice for advice in (*ADVICE_ON_NOTIFYING, *EXPLAINING_THE_DUTY)}

refused_by_law(NotificationUnsettled, lambda error: error.finding)  # type: ignore[attr-defined]
refused_by_law(IncompleteAnswer, lambda error: error.finding)  # type: ignore[attr-defined]


def as_answered(
    state: NotificationState, *, who: Guarded, when: datetime | None, ours: bool, explained: bool | None
) -> Notification:
    """Return the answer as the page sends it: the third says of itself that the duty has been explained."""
    if explained is None:
        explained = state == NotificationState.NOT_IDENTIFIABLE
    return Notification(state=state, who=who, when=when, is_ours=ours, duty_explained=explained)


@step(
    "notification",
    needs=Permission.ANSWER_CALLS,
    example='answer = "made"\nwho = "skolelederen"\nwhen = "09:30"',
    inquiry=INQUIRY,
    answer=Field(Choice(NotificationState), "the answer"),
    who=Field(Text(), "who has notified, or is to: a role", ""),
    when=Field(Moment(), "when it was done, or is to be", None),
    ours=Field(Flag(), "the consultant does it, or did", False),
    duty_explained=Field(Flag(), "the duty has been explained; so it is with `not-identifiable`", None),
)
def notification(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    answer: NotificationState,
    who: str,
    when: datetime | None,
    ours: bool,
    duty_explained: bool | None,
) -> None:
    """Answer the question whether the child's municipality has been notified. The newest answer counts."""
    opened = scene.opened(inquiry, by)
    given = as_answered(answer, who=scene.guarded(who=who)["who"], when=when, ours=ours, explained=duty_explained)
    known = child_is_known(opened.pk)
    answer_notification(inquiry=opened, notification=given, child_known=known, by=by, at=scene.at)


@expectation(
    "closing",
    example='answer = "must_not"\nbecause = "er ikke besvaret"\nway_forward = "Forklar pligten"',
    inquiry=INQUIRY,
    answer=Field(OneOf(*Answer), "what the law finds"),
    because=Field(Word(), "words of the reason", ""),
    way_forward=Field(Word(), "words of a way forward", ""),
)
def closing(scene: Scene, *, inquiry: str, answer: str, because: str, way_forward: str) -> None:
    """Ask the law whether the question about a child lets the inquiry be closed."""
    opened = scene.as_its_consultant_sees_it(inquiry)
    facts = call_facts(opened)
    finding = closing_finding(
        age=facts["age"],
        subject=facts["subject"],
        answer=newest_notification(opened),
        child_known=child_is_known(opened.pk),
        at=scene.at,
    )
    found_by_law(finding, answer=answer, because=because, way_forward=way_forward)


@expectation(
    "clock",
    example='clock = "receipt"\nreceived = "2026-12-22 15:00"\nlast_day = "2027-01-04"',
    clock=Field(OneOf("assessed", "receipt"), "the 24 hours, or the working days of the receipt"),
    received=Field(Moment(), "when the municipality received it; or else what the inquiry says", None),
    inquiry=Field(Inquiry(is_needed=False), "where the answer is that a notification was made; the latest", LATEST),
    runs_out_at=Field(Moment(), "the first moment that is too late", None),
    last_day=Field(Day(), "the last day", None),
    has_run_out=Field(Flag(), "whether it has run out", None),
)
def look_at_clock(
    scene: Scene,
    *,
    clock: str,
    inquiry: str | None,
    received: datetime | None,
    runs_out_at: datetime | None,
    last_day: date | None,
    has_run_out: bool | None,
) -> None:
    """Look at one of the municipality's clocks after a notification."""
    started = received or made_at(scene, inquiry)
    (found,) = [each for each in municipality_clocks(started) if each.code == clock]
    if runs_out_at is not None:
        hold(found.runs_out_at == runs_out_at, f"it runs out at {clock_shows(found.runs_out_at)}")
    if last_day is not None:
        hold(found.last_day == last_day, f"the last day is {found.last_day}")
    if has_run_out is not None:
        hold(found.has_run_out(scene.at) == has_run_out, f"it runs out at {clock_shows(found.runs_out_at)}")


def made_at(scene: Scene, inquiry: str | None) -> datetime:
    """Return when the notification of an inquiry was made, as its newest answer says."""
    if inquiry is None:
        raise Broken("write `received`, or the `inquiry` in which the notification was answered")
    answer = newest_notification(scene.as_its_consultant_sees_it(inquiry))
    if answer is None or answer["state"] != NotificationState.MADE or not answer["when"]:
        raise Broken("the newest answer does not say that a notification was made, and when")
    return datetime.fromisoformat(answer["when"])


@expectation(
    "advice",
    example='code = "do_not_talk_to_the_family"\nhas = "Tal ikke med familie"',
    code=Field(OneOf(*ADVICE), "which"),
    has=Field(Word(), "words that stand in it", ""),
)
def advice(scene: Scene, *, code: str, has: str) -> None:
    """Look at what is shown beside the question about notification."""
    hold(stands_in(has, ADVICE[code].text), "it does not say so")
