"""The ids that fill the addresses of a case's end, its moves and its guests."""

from tests.cast import MORNING, text
from tests.closing.conftest import a_move
from tests.guests.conftest import an_invitation
from vaern.closing.actions.moving import begin_move, confirm_move
from vaern.guests.actions import invite_guest


def ending_ids_of(case, by):
    """Let the case have moved to another municipality, which confirmed, and a guest be invited to it."""
    transfer = begin_move(case=case, move=a_move(), by=by, at=MORNING)
    confirm_move(case=case, transfer=transfer, who=text("Lederen"), on=MORNING.date(), then=None, by=by, at=MORNING)
    invite_guest(case=case, invitation=an_invitation(), by=by, at=MORNING)
    return {"transfer_id": transfer.pk, "guest_id": case.guests.get().pk}
