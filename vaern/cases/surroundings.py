"""What a case needs to know of the people around it: who answers for a region, who may work on cases at all."""

from datetime import date

from vaern.inquiries.surroundings import answering_codes
from vaern.staff.models import User
from vaern.staff.people import consultants_on
from vaern.staff.roles import Permission


class NotAConsultant(Exception):
    """Only somebody who works on cases can be given one, or a part in one."""


def people_answering_for(region: str, day: date) -> list[User]:
    """Return the consultants on duty for a region, by name. Two queries a consultant: a dozen people."""
    return [person for person in consultants_on(day) if region in answering_codes(person, day)]


def require_consultant(user: User) -> None:
    """Raise NotAConsultant unless ``user`` may work on cases."""
    if not user.may(Permission.WORK_ON_CASES):
        raise NotAConsultant(user.pk)
