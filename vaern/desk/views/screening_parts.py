"""What the pages of a screening share."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from vaern.cases.access import is_on_the_case
from vaern.cases.surroundings import people_answering_for
from vaern.inquiries.access import may_see
from vaern.inquiries.surroundings import region_name
from vaern.law.clocks import local_day
from vaern.risk import access
from vaern.staff.people import consultants_on


def about(inquiry: Any, at: datetime) -> dict[str, Any]:
    """Return what the frame of every page about an inquiry needs."""
    return {"inquiry": inquiry, "region": region_name(inquiry.region, at), "at": at}


def found(request: HttpRequest, inquiry: Any, screening_id: UUID) -> Any:
    """Return one screening of the inquiry, readable, or answer that it is not there."""
    try:
        return access.screening_shown(inquiry, screening_id, to=request.user)
    except access.NoSuchScreening as none:
        raise Http404 from none


def others_on_it(request: HttpRequest, inquiry: Any, at: datetime) -> list[Any]:
    """Return the other consultants who see the inquiry, by name."""
    people = {*people_answering_for(inquiry.region, local_day(at)), inquiry.answers_for_it} - {request.user}
    seeing = [person for person in people if may_see(person, inquiry, at=at, let_in=is_on_the_case)]
    return sorted(seeing, key=lambda person: (person.first_name, person.pk))


def colleagues(request: HttpRequest, at: datetime) -> list[Any]:
    """Return the other consultants of the day, wherever they are: one may be asked for advice."""
    return [person for person in consultants_on(local_day(at)) if person != request.user]
