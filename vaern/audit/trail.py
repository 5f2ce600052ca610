"""Write to the trail."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from vaern.audit import chain
from vaern.audit.models import Event, Waiting
from vaern.audit.terms import ACTS


class UnknownAct(Exception):
    """The act is not in the closed list of terms.py."""


class OutsideAnAct(Exception):
    """An act's event must be written inside the act's own transaction."""


def record(
    act: str,
    *,
    by: UUID | None,
    about: UUID | None = None,
    subject: UUID | None = None,
    code: str = "",
    digest: bytes | None = None,
) -> None:
    """Write the event of an act, inside the act: both are kept or neither.

    The trail's clock is its own: it says when the row was written, whatever time the act speaks of. After commit the
    event is sealed into the chain.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideAnAct(act)
    write(act, by=by, about=about, subject=subject, code=code, digest=digest, refused=False)


def record_opening(act: str, *, by: UUID, about: UUID, subject: UUID | None = None, code: str) -> None:
    """Write that something sealed is about to be opened, in a transaction of its own.

    Raises RuntimeError inside a transaction: a rollback there could erase the trace.
    """
    with transaction.atomic(durable=True):
        write(act, by=by, about=about, subject=subject, code=code, digest=None, refused=False)


def record_refusal(act: str, *, by: UUID | None, about: UUID | None = None, code: str) -> None:
    """Write that something was refused, in a transaction of its own, for the same reason."""
    with transaction.atomic(durable=True):
        write(act, by=by, about=about, subject=None, code=code, digest=None, refused=True)


def write(
    act: str,
    *,
    by: UUID | None,
    about: UUID | None,
    subject: UUID | None,
    code: str,
    digest: bytes | None,
    refused: bool,
) -> None:
    if act not in ACTS:
        raise UnknownAct(act)
    event = Event(
        at=timezone.now(),
        act=act,
        by=by,
        about=about,
        subject=subject,
        code=code,
        digest=digest,
        refused=refused,
    )
    event.save()
    Waiting(event=event.pk).save(force_insert=True)
    transaction.on_commit(chain.seal, robust=True)
