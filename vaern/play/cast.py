"""The people of a vignette: those of the standard cast it names, and those it describes. All invented."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vaern.staff.actions import give_duty, give_role
from vaern.staff.models import User
from vaern.staff.roles import ADMINISTRATOR, CONSULTANT, TEAM_LEAD, Role

LONG_AGO = date(2024, 1, 1)  # since when everybody has the role; no course begins before it
NORDJYLLAND, MIDTJYLLAND, SYDDANMARK, HOVEDSTADEN, SJAELLAND = "1081", "1082", "1083", "1084", "1085"


@dataclass(frozen=True)
class Person:
    """Somebody who signs in: a first name, roles, and the codes of the regions they are on duty for."""

    name: str
    roles: tuple[Role, ...]
    regions: tuple[str, ...] = ()


STANDARD_CAST = {
    person.name: person
    for person in (
        Person("Asta", (CONSULTANT,), (MIDTJYLLAND,)),
        Person("Bo", (CONSULTANT,), (MIDTJYLLAND,)),
        Person("Carla", (CONSULTANT,), (NORDJYLLAND,)),
        Person("Freja", (CONSULTANT,), (SYDDANMARK,)),
        Person("Gorm", (CONSULTANT,), (HOVEDSTADEN,)),
        Person("Hanne", (CONSULTANT,), (SJAELLAND,)),
        Person("Inger", (CONSULTANT, TEAM_LEAD), (SYDDANMARK,)),
        Person("Dina", (TEAM_LEAD,)),
        Person("Emil", (ADMINISTRATOR,)),
    )
}
WHO_ACTS, WHO_LEADS = "Asta", "Dina"  # when a step does not say


def admit(person: Person, *, on: date = LONG_AGO) -> UUID:
    """Let the person sign in, with roles and duties from ``on``, and return their id. Who is there already stays so."""
    user, is_new = User.objects.get_or_create(
        email=f"{person.name.lower()}@vaern.invalid", defaults={"first_name": person.name}
    )
    if is_new:
        for role in person.roles:
            give_role(user=user, role=role, by=None, on=on)
        for region in person.regions:
            give_duty(user=user, region=region, by=None, on=on)
    return user.pk
