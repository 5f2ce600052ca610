"""A guest of a case: invited, and come in."""

from datetime import timedelta

from tests.cast import MORNING, text
from vaern.guests import actions
from vaern.guests.access import open_as_guest
from vaern.guests.terms import Section
from vaern.staff.models import User

TODAY = MORNING.date()
WEEK = TODAY + timedelta(days=7)


def an_invitation(**changes):
    facts = {
        "first_name": "Karen",
        "email": "karen@kommune.invalid",
        "who": text("Sagsbehandler i ungeteamet"),
        "sections": [Section.JUDGEMENT],
        "last_day": WEEK,
    }
    return actions.Invitation(**(facts | changes))


def invited(case, by, *, at=MORNING, **changes):
    """Invite somebody who then comes in, and return their access."""
    actions.invite_guest(case=case, invitation=an_invitation(**changes), by=by, at=at)
    guest = case.guests.select_related("user").not_ended().get()
    User.objects.filter(pk=guest.user_id).update(is_active=True, joined_at=at)
    guest.refresh_from_db()
    return guest


def as_guest(guest, *, at=MORNING):
    user = User.objects.get(pk=guest.user_id)
    return open_as_guest(user=user, guest_id=guest.pk, at=at)
