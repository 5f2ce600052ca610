"""How a session finds its user again, and who may be picked in the demo."""

from django.conf import settings
from django.contrib.auth.backends import BaseBackend

from vaern.staff.models import User


class RolesBackend(BaseBackend):
    """Finds the user of a session, as long as the account is active. Checks no password: there is none."""

    def get_user(self, user_id):
        return User.objects.active().filter(pk=user_id).first()


def people_to_pick():
    """Return the invented people of the demo; nobody at all where the demo is off."""
    return User.objects.active().by_name() if settings.DEMO else User.objects.none()
