"""Write down what was told outside the house: by us, by the caseworker, to the citizen, or not yet and why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vaern.cases.actions.course import NotYet
from vaern.cases.actions.opening import GateRefused
from vaern.cases.models import Case
from vaern.cases.telling import Fact
from vaern.guard import Guarded
from vaern.law.screening import Standing
from vaern.risk.access import Judgement
from vaern.sharing.models import Disclosure
from vaern.sharing.parties import Recipient
from vaern.sharing.release import (
    MustNotKnow,
    require_known_to_none_who_must_not,
    require_leave,
    require_reason,
    write_disclosure,
)
from vaern.sharing.terms_disclosure import Act, Basis, Channel, PartyKind, ToldLevel
from vaern.staff.models import User

EARLIER = Judgement(standing=Standing.OUTDATED)  # one that is no longer the newest: they are to be told anew


class NothingTold(Exception):
    """What was told is chosen."""


class NoChannel(Exception):
    """What was told was told somehow."""


class NotSaidHow(Exception):
    """Of the citizen, how safely they were told; of what is not told yet, why."""


class NotOfThisRegister(Exception):
    """The row to be corrected stands in another register, or was corrected before."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody was told: ``words`` say what was said and how safely, or why it was not."""

    act: Act
    facts: frozenset[Fact]
    at: datetime
    words: Guarded
    level: ToldLevel = ToldLevel.NONE
    channel: Channel | None = None
    basis: Basis | None = None
    reason: Guarded | None = None
    is_said: bool = False
    """It was said before anybody asked the gate: it is written down as it was, and stands as refused too."""

    def all_facts(self) -> frozenset[Fact]:
        told = self.facts | ({Fact.LEVEL} if self.level != ToldLevel.NONE else frozenset())
        return told | {Fact.INVOLVED} if told else told  # whoever is told anything knows that we are involved


def record_told(
    *,
    case: Case,
    to: Recipient,
    told: Told,
    by: User,
    at: datetime,
    corrects: Disclosure | None = None,
    disclosure_id: UUID | None = None,
) -> Disclosure:
    """Add a row to the register of an opened case. What we say ourselves asks the gate, and who must not know.

    Raises NothingTold, NoChannel, NotSaidHow, NotYet, NoReason, GateRefused, MustNotKnow, NotOfThisRegister.
    """
    require_whole(to, told, at)
    if corrects is not None and (corrects.case_id != case.pk or corrects.corrections.exists()):
        raise NotOfThisRegister
    against = ask_leave(case, to=to, told=told, by=by, at=at) if told.act == Act.SAID else ""
    content = {
        "told": [] if told.act == Act.NOT_SAID else sorted(told.all_facts()),
        "words": told.words.text,
        "reason": told.reason.text if told.reason else "",
        "against": against,
    }
    is_told = told.act != Act.NOT_SAID
    return write_disclosure(
        case,
        to=to,
        act=told.act,
        content=content,
        by=by,
        at=at,
        told_at=told.at,
        basis=told.basis if told.basis and told.act == Act.SAID else "",
        channel=told.channel if told.channel and is_told else "",
        judged=EARLIER if told.level == ToldLevel.EARLIER else None,
        corrects=corrects,
        pk=disclosure_id,
    )


def require_whole(to: Recipient, told: Told, at: datetime) -> None:
    if told.at > at:
        raise NotYet
    if told.act != Act.NOT_SAID and not told.all_facts():
        raise NothingTold
    if told.act != Act.NOT_SAID and told.channel is None:
        raise NoChannel
    if (to.kind == PartyKind.CITIZEN or told.act == Act.NOT_SAID) and not told.words.text.strip():
        raise NotSaidHow


def ask_leave(case: Case, *, to: Recipient, told: Told, by: User, at: datetime) -> str:
    """Ask as `release` does. Return "", or what it was against where it was said all the same; it stands on record."""
    basis = told.basis or Basis.OTHER
    if told.reason is not None:
        require_reason(basis, told.reason)
    try:
        require_leave(case, to=to, basis=basis, by=by, at=at)
        require_known_to_none_who_must_not(case, to=to, told=told.all_facts(), by=by)
    except GateRefused:
        if not told.is_said:
            raise
        return "gate"
    except MustNotKnow:
        if not told.is_said:
            raise
        return "must-not-know"
    return ""
