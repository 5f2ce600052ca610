"""Write to the trail."""

import re
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vaern.audit import chain
from vaern.audit.models import Event, Waiting
from vaern.audit.terms import ACTS


class UnknownAct(Exception):
    """The act is not in the closed list of terms.py."""


class NotACode(Exception):
    """A code is a word from a closed list; this looks like something somebody typed, and is not repeated here."""


class OutsideAnAct(Exception):
    """An act's event must be written inside the act's own transaction."""


# Lower-case words with marks between them; no number as long as a phone number or a birthday.
CODE = re.compile(r"(?!.*[0-9]{6})([a-z0-9]+([._:-][a-z0-9]+)*)?")
LONGEST_CODE = 64


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


def record_alone(act: str, *, code: str) -> None:
    """Write what was done with the installation itself, which has no row of its own to change: the team's key, say."""
    with transaction.atomic(durable=True):
        write(act, by=None, about=None, subject=None, code=code, digest=None, refused=False)


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
    if len(code) > LONGEST_CODE or not CODE.fullmatch(code):
        raise NotACode(act)
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
    if settings.SEALS_THE_TRAIL:  # the open site, in a process of its own, has no key to seal with: the others do it
        transaction.on_commit(chain.seal, robust=True)
