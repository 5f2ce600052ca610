"""Lists of cases: what somebody may see, page by page, what they search for, and a team lead's overview.

No list opens a key, and none counts a case its reader may not see; a team lead counts all, and reads none.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from vaern.audit import trail
from vaern.cases.access import ways_in, ways_on_duty
from vaern.cases.models import Acquaintance, Case, Task
from vaern.cases.terms import Ground, Situation, Stage
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.staff.roles import CONSULTANT
from vaern.work.pages import Page, page_of

MOST_FOUND = 50
MINE = frozenset({Ground.CONSULTANT, Ground.PARTICIPANT, Ground.COVER})


def worklist(
    user: User,
    *,
    at: datetime,
    mine: bool = False,
    region: str = "",
    stage: Stage | None = None,
    situation: Situation | None = None,
    after: str = "",
    size: int = 50,
) -> Page:
    """Return one page of the open cases ``user`` may see, by next step; ``mine`` leaves out what is only the region's.

    Reads ``size`` rows from each way in, however many cases there are.
    """
    wanted = Q(region=region) if region else Q()
    wanted &= Q(stage=stage) if stage else Q()
    wanted &= Q(situation=situation) if situation else Q()
    ways = [way for way in ways_in(user, at=at) if not mine or way.ground in MINE]
    branches = [way.cases.open().filter(wanted).select_related("consultant", "handed_by") for way in ways]
    return page_of(branches, moment="next_step_at", after=after, size=size)


def search(user: User, words: str, *, at: datetime) -> list[Case]:
    """Return what ``user`` may see under this reference, or a cover name that begins so. Every search is recorded.

    A case they may not see is not found, as one that is not there. What was typed is kept nowhere.
    """
    typed = " ".join(words.split())
    found: dict[Any, Case] = {}
    if typed:
        wanted = Q(reference=typed.upper()) | Q(cover_name__startswith=typed.capitalize())
        for way in ways_in(user, at=at):
            rows = way.cases.filter(wanted).select_related("consultant", "handed_by").order_by("reference")
            found |= {case.pk: case for case in rows[:MOST_FOUND]}
    with transaction.atomic(durable=True):
        trail.record("case.searched", by=user.pk, code=f"found-{min(len(found), MOST_FOUND)}")
    return sorted(found.values(), key=lambda case: case.reference)[:MOST_FOUND]


def due_tasks(user: User, *, until: datetime) -> list[Task]:
    """Return the user's open tasks due by ``until``, earliest first, shut."""
    theirs = Case.objects.outside_the_family_of(user)
    tasks = Task.objects.open().owned_by(user).due_by(until).filter(case__in=theirs).by_due()
    return list(tasks.select_related("case", "case__consultant")[:200])


def awaiting_from(user: User) -> list[Case]:
    """Return the cases ``user`` gave away and nobody has taken: still theirs to answer for."""
    return list(Case.objects.open().outside_the_family_of(user).awaiting_from(user).by_next_step()[:50])


def lapsed_of(user: User, *, at: datetime) -> list[Case]:
    """Return the open cases ``user`` holds whose judgement is out of date, the oldest first."""
    lapsed = Case.objects.open().held_by(user).filter(level_valid_until__lte=at)
    return list(lapsed.order_by("level_valid_until", "pk")[:50])


def unclaimed_for(user: User, *, at: datetime) -> list[Case]:
    """Return the cases nobody holds that ``user`` may see and take, the longest waiting first."""
    duties = ways_on_duty(user, at=at)
    rows = page_of([way.cases.open().unclaimed().select_related("handed_by") for way in duties], moment="next_step_at")
    return rows.rows


@dataclass(frozen=True)
class Load:
    """How much one consultant carries: open cases, those whose next step is overdue, those with a lapsed judgement."""

    person: User
    open: int
    overdue: int
    lapsed: int


def load_of(people: list[User], *, at: datetime) -> list[Load]:
    """Return each person's load, by name. One query, and nothing is opened."""
    counts = {
        row["consultant"]: row
        for row in Case.objects.open()
        .filter(consultant__in=people)
        .values("consultant")
        .annotate(
            total=Count("pk"),
            late=Count("pk", filter=Q(next_step_at__lt=at)),
            lapsed=Count("pk", filter=Q(level_valid_until__lte=at)),
        )
    }
    nothing = {"total": 0, "late": 0, "lapsed": 0}
    found = [(person, counts.get(person.pk, nothing)) for person in people]
    return [Load(person, row["total"], row["late"], row["lapsed"]) for person, row in found]


def nobody_has() -> list[Case]:
    """Return open cases that were given away and not taken, the longest waiting first."""
    return list(Case.objects.open().unclaimed().by_next_step().select_related("handed_by")[:100])


def overdue(*, at: datetime) -> list[Case]:
    """Return open cases whose next step is past, the most overdue first; by reference, for a team lead."""
    late = Case.objects.open().filter(next_step_at__lt=at)
    return list(late.by_next_step().select_related("consultant", "handed_by")[:100])


def without_anybody_to_act(*, at: datetime) -> list[Case]:
    """Return open cases whose next step nobody at work owns, for a team lead.

    A case always has a next step; that is no help when the one who was to take it has left, or knows the family.
    """
    at_work = User.objects.with_role(CONSULTANT, local_day(at))
    someone = Task.objects.open().filter(case=OuterRef("pk"), owner__in=at_work)
    knowing = Acquaintance.objects.filter(case=OuterRef("case"), user=OuterRef("owner"), knows=True)
    someone = someone.filter(~Exists(knowing))
    left = Case.objects.open().filter(~Exists(someone))
    return list(left.by_next_step().select_related("consultant", "handed_by")[:100])


def with_lapsed_level(*, at: datetime) -> list[Case]:
    """Return open cases whose judgement is out of date, the oldest first; by reference, for a team lead."""
    lapsed = Case.objects.open().filter(level_valid_until__lte=at)
    return list(lapsed.order_by("level_valid_until", "pk").select_related("consultant")[:100])


def by_request(*, at: datetime) -> list[Case]:
    """Return open cases worked with today at a municipality's request in a consent's place, for review."""
    found = Case.objects.open().by_request_on(local_day(at))
    return list(found.by_next_step().select_related("consultant", "handed_by")[:100])
