"""How a session finds its user again, whether a password is right, and who may be picked in the demo."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password

from vaern.staff.models import User


class RolesBackend(BaseBackend):
    """Finds the user of a session, as long as the account is active. Checks no password: `person_with` does."""

    def get_user(self, user_id):
        return User.objects.active().filter(pk=user_id).first()


def normal(email: str) -> str:
    """Return an address as it is kept, whatever letters it was typed with."""
    return email.strip().lower()


def somebody(email: str) -> User | None:
    return User.objects.active().filter(email=normal(email)).first()


def find_active(user_id: UUID) -> User | None:
    return User.objects.active().filter(pk=user_id).first()


def knows_password(user: User | None, password: str) -> bool:
    """Tell whether the password is right. Takes as long for nobody, and for somebody without one, as for anybody."""
    return check_password(password, user.password if user else UNUSABLE_PASSWORD_PREFIX) and user is not None


def people_to_pick():
    """Return the invented people of the demo; nobody at all where the demo is off."""
    return User.objects.active().by_name() if settings.DEMO else User.objects.none()
