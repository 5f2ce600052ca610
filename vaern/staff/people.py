"""Find people by what they do."""

from datetime import date
from uuid import UUID

from vaern.staff.models import User
from vaern.staff.roles import CONSULTANT


def consultants_on(day: date) -> list[User]:
    """Return the active consultants of a day, by name."""
    return list(User.objects.with_role(CONSULTANT, day).by_name())


def colleague(pk: UUID | str) -> User:
    """Return somebody on the staff who was chosen from a list of them. Raises User.DoesNotExist."""
    return User.objects.active().get(pk=pk)


def not_consultants_on(day: date) -> list[User]:
    """Return everybody of the house who is no consultant on a day, who has left included, by name."""
    consultants = User.objects.with_role(CONSULTANT, day).values("pk")
    return list(User.objects.of_the_house().exclude(pk__in=consultants).by_name())
