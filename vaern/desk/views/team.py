"""The team lead's overview: load and what waits, by reference, without reading anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from vaern.cases import worklist as cases
from vaern.cases.access import glass_to_review
from vaern.inquiries import worklist as inquiries
from vaern.inquiries.access import emergency_notes_to_review
from vaern.inquiries.surroundings import regions
from vaern.law.clocks import local_day
from vaern.risk.access import outdated, overrides_between
from vaern.staff.naming import first_names
from vaern.staff.people import consultants_on, not_consultants_on

A_MONTH = timedelta(days=31)


@dataclass(frozen=True)
class Load:
    """What one consultant carries: how many inquiries and cases, how many are overdue, how many judgements lapsed."""

    name: str
    inquiries: int
    cases: int
    overdue: int
    lapsed: int


@dataclass(frozen=True)
class Override:
    """Somebody judged against an acute answer. No words: they are read in the inquiry by who may see it."""

    at: datetime
    name: str


def loads(people: list[Any], *, at: datetime) -> list[Load]:
    """Return each person's load over inquiries and cases, by name. Two queries."""
    of_cases = {load.person.pk: load for load in cases.load_of(people, at=at)}
    found = []
    for load in inquiries.load_of(people, at=at):
        case_load = of_cases[load.person.pk]
        overdue = load.overdue + case_load.overdue
        found.append(Load(load.person.first_name, load.open, case_load.open, overdue, case_load.lapsed))
    return found


def overrides(at: datetime) -> list[Override]:
    """Return the past month's judgements against an acute answer, newest first."""
    events = overrides_between(at - A_MONTH, at)
    names = first_names(event.by for event in events)
    return [Override(event.at, names.get(event.by, "")) for event in reversed(events)]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    at = now()
    nobody_has, nobody_has_cases = inquiries.nobody_has(), cases.nobody_has()
    lapsed, inquiries_lapsed = cases.with_lapsed_level(at=at), outdated(at=at)
    consultants, others = consultants_on(local_day(at)), not_consultants_on(local_day(at))
    carried = loads([*consultants, *others], at=at)
    context = {
        "at": at,
        "load": carried[: len(consultants)],
        "left": [each for each in carried[len(consultants) :] if each.inquiries or each.cases],
        "nobody_has": nobody_has,
        "nobody_has_cases": nobody_has_cases,
        "unclaimed": len(nobody_has) + len(nobody_has_cases),
        "nobody_acts": cases.without_anybody_to_act(at=at),
        "overdue": cases.overdue(at=at),
        "lapsed": lapsed,
        "outdated": inquiries_lapsed,
        "lapsed_number": len(lapsed) + len(inquiries_lapsed),
        "overrides": overrides(at),
        "by_request": cases.by_request(at=at),
        "glass": list(glass_to_review()[:50]),
        "to_review": list(emergency_notes_to_review()[:50]),
        "names": dict(regions(at)),
    }
    return render(request, "desk/team.html", context)
