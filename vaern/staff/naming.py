"""What people are called, for pages that hold only their ids."""

from collections.abc import Iterable
from uuid import UUID

from vaern.staff.models import User


def first_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the first names of users, by id. One query."""
    wanted = {pk for pk in ids if pk is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "first_name"))
