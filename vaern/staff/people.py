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


def former_staff() -> list[User]:
    """Return those who have left, by name."""
    return list(User.objects.filter(ended_at__isnull=False).by_name())
