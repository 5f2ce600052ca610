"""Lists of work: what is due, and everything a person may see, page by page. No list opens a key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from vaern.inquiries.models import CallBack, Draft, Inquiry, InquiryQuerySet, KeptOut, Task
from vaern.inquiries.surroundings import answering_codes
from vaern.inquiries.terms import Stage, TaskKind
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.work.pages import Page, page_of


def branches(user: User, *, at: datetime) -> list[InquiryQuerySet]:
    """Return the sets whose union is what ``user`` may see; each can use an index of its own."""
    if not user.may(Permission.ANSWER_CALLS):
        return []
    inquiries = Inquiry.objects.not_kept_from(user)
    regions = [inquiries.left_to_the_region(region) for region in answering_codes(user, local_day(at))]
    return [inquiries.held_by(user), *regions, inquiries.awaiting_from(user)]


def worklist(
    user: User,
    *,
    at: datetime,
    stage: Stage = Stage.OPEN,
    mine: bool = False,
    region: str = "",
    after: str = "",
    size: int = 50,
) -> Page:
    """Return one page of what ``user`` may see: open ones by next step, closed ones newest first.

    Reads ``size`` rows from each branch, however many inquiries there are, and opens no key.
    """
    sets = branches(user, at=at)
    if mine:
        sets = sets[:1]  # what they hold
    moment, newest_first = ("next_step_at", False) if stage == Stage.OPEN else ("filed_at", True)
    sets = [each.kept().filter(stage=stage).select_related("consultant", "handed_by") for each in sets]
    if region:
        sets = [each.filter(region=region) for each in sets]
    return page_of(sets, moment=moment, newest_first=newest_first, after=after, size=size)


@dataclass(frozen=True)
class Due:
    """A task on somebody's day. ``ask_first``: its safe-contact answers are out of date."""

    task: Task
    ask_first: bool


@dataclass(frozen=True)
class Day:
    """What waits for one person: due by tonight, further ahead, nobody's yet, and given away but not taken."""

    due: list[Due]
    ahead: list[Due]
    unclaimed: list[Inquiry]
    awaiting: list[Inquiry]


def day_of(user: User, *, at: datetime, midnight: datetime, until: datetime) -> Day:
    """Return the person's day; five queries, whatever the number of inquiries."""
    tasks = list(
        Task.objects.open()
        .owned_by(user)
        .due_by(until)
        .exclude(inquiry__in=KeptOut.objects.of(user))
        .exclude(kind=TaskKind.TAKE_OVER)
        .by_due()
        .select_related("inquiry", "inquiry__consultant")[:200]
    )
    calling = [task.inquiry_id for task in tasks if task.kind == TaskKind.CALL_BACK]
    today = local_day(at)
    lapsed = {
        call_back.inquiry_id
        for call_back in CallBack.objects.waiting().filter(inquiry__in=calling)
        if call_back.has_lapsed(today)
    }
    due = [Due(task, task.kind == TaskKind.CALL_BACK and task.inquiry_id in lapsed) for task in tasks]
    return Day(
        due=[each for each in due if each.task.due_at < midnight],
        ahead=[each for each in due if each.task.due_at >= midnight],
        unclaimed=unclaimed(user, at=at),
        awaiting=list(Inquiry.objects.open().not_kept_from(user).awaiting_from(user).by_next_step()[:50]),
    )


def unclaimed(user: User, *, at: datetime, most: int = 50) -> list[Inquiry]:
    """Return open inquiries nobody has, of the regions ``user`` is on duty for, the most urgent first."""
    regions = answering_codes(user, local_day(at))
    rows = Inquiry.objects.open().unclaimed().filter(region__in=regions, is_restricted=False)
    rows = rows.not_kept_from(user).exclude(handed_by=user)
    return list(rows.by_next_step().select_related("handed_by")[:most])


def drafts_of(user: User) -> Any:
    """Return the user's unfinished calls, newest first, unopened."""
    return Draft.objects.of(user).newest_first()


@dataclass(frozen=True)
class Load:
    """How much one consultant carries: open inquiries, and those whose next step is overdue."""

    person: User
    open: int
    overdue: int


def load_of(people: list[User], *, at: datetime) -> list[Load]:
    """Return each person's load, by name. One query, and nothing is opened."""
    counts = {
        row["consultant"]: row
        for row in Inquiry.objects.open()
        .filter(consultant__in=people)
        .values("consultant")
        .annotate(total=Count("pk"), late=Count("pk", filter=Q(next_step_at__lt=at)))
    }
    nothing = {"total": 0, "late": 0}
    found = [(person, counts.get(person.pk, nothing)) for person in people]
    return [Load(person, row["total"], row["late"]) for person, row in found]


def nobody_has() -> list[Inquiry]:
    """Return open inquiries that were given away and not taken, the longest waiting first."""
    return list(Inquiry.objects.open().unclaimed().by_next_step().select_related("handed_by")[:100])
