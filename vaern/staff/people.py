"""Find people by what they do."""

from datetime import date

from vaern.staff.models import User
from vaern.staff.roles import CONSULTANT


def consultants_on(day: date) -> list[User]:
    """Return the active consultants of a day, by name."""
    return list(User.objects.with_role(CONSULTANT, day).by_name())
