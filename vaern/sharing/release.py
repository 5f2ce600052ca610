"""The only way out: a paper leaves with a row that says to whom, on which basis, through which channel, and what.

Nothing is sent by the service. What is handed to the browser here is carried on by a person, and is not kept.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from vaern.audit import trail
from vaern.cases.actions.opening import GateRefused
from vaern.cases.basis import gate_facts
from vaern.cases.identity import whereabouts_of
from vaern.cases.models import Case
from vaern.cases.reading import facts_of
from vaern.cases.telling import Fact, Rendered
from vaern.cases.terms import Scope
from vaern.guard import Guarded
from vaern.law import gate
from vaern.law.clocks import local_day
from vaern.law.terms import Finding
from vaern.risk.access import Judgement, judgement_of
from vaern.sharing.knowing import kept_from
from vaern.sharing.models import Disclosure
from vaern.sharing.parties import Recipient, party_of
from vaern.sharing.terms_disclosure import REASON_IN_WORDS, Act, Basis, Channel, PartyKind
from vaern.sharing.whereabouts import found_in
from vaern.staff.models import User
from vaern.vault.terms import Purpose
from vaern.work.rows import lock

__all__ = ["Recipient", "Rendered", "release"]

NOTIFICATION = "notification"


class NoReason(Exception):
    """Every basis but a consent is explained in words, for this paper and this recipient."""


class WhereaboutsInside(Exception):
    """Sealed whereabouts stand in the text, and nobody has said why they may leave. ``found``: which."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(f"{len(found)} found")
        self.found = found


class MustNotKnow(Exception):
    """It is on record that this party must not know this. ``facts``: what it would have told them.

    ``found``: the sealed whereabouts in the text, where they must not know where the citizen is.
    """

    def __init__(self, facts: frozenset[Fact], found: list[str]) -> None:
        super().__init__(", ".join(sorted(facts)))
        self.facts, self.found = facts, found


def sharing_finding(case: Case, *, to: Recipient, basis: Basis, at: datetime, paper: str = "") -> Finding:
    """Ask the gate whether something of an opened case may be told to somebody on this basis.

    The citizen is helped, the police are briefed in acute danger, a notification is drafted; all else is sharing. A
    basis that is neither a consent, a duty nor acute danger gives no leave by itself: the gate asks.
    """
    facts = gate_facts(
        case,
        on=local_day(at),
        scope=Scope.SHARING,
        age=facts_of(case).age,
        on_a_duty=True if basis == Basis.DUTY_TO_NOTIFY else None,
        acute_danger=True if basis == Basis.ACUTE_DANGER else None,
    )
    if to.kind == PartyKind.CITIZEN:
        return gate.may_help_the_citizen(facts)
    if to.kind == PartyKind.POLICE and basis == Basis.ACUTE_DANGER:
        return gate.may_brief_the_police(facts)
    if paper == NOTIFICATION and basis == Basis.DUTY_TO_NOTIFY:
        return gate.may_draft_a_notification(facts)
    return gate.may_share(facts)


def require_leave(case: Case, *, to: Recipient, basis: Basis, by: User, at: datetime, paper: str = "") -> None:
    """Raise GateRefused, on record, unless the gate lets this be told."""
    finding = sharing_finding(case, to=to, basis=basis, at=at, paper=paper)
    if not finding.permits:
        trail.record_refusal("disclosure.refused", by=by.pk, about=case.pk, code=f"gate:{basis}")
        raise GateRefused(finding)


def require_known_to_none_who_must_not(
    case: Case, *, to: Recipient, told: frozenset[Fact], by: User, found: Iterable[str] = ()
) -> None:
    """Raise MustNotKnow, on record, where it is written down that the party must not know some of it."""
    forbidden = kept_from(case, to) & told
    if forbidden:
        trail.record_refusal("disclosure.refused", by=by.pk, about=case.pk, code="must-not-know")
        raise MustNotKnow(forbidden, list(found) if Fact.WHEREABOUTS in forbidden else [])


def release(
    *,
    case: Case,
    rendered: Rendered,
    to: Recipient,
    basis: Basis,
    channel: Channel,
    reason: Guarded,
    by: User,
    at: datetime,
    with_level: bool = False,
    whereabouts_because: Guarded | None = None,
    disclosure_id: UUID | None = None,
) -> Disclosure:
    """Let a paper of an opened case go, and write down that it did. Give the bytes to nobody before this returns.

    ``with_level``: the recipient is told the current level beside the paper. ``whereabouts_because``: why sealed
    whereabouts in this very text may leave; no reason gives them to somebody who must not know where the citizen is.
    ``disclosure_id`` makes a double click one row.
    Raises GateRefused, MustNotKnow, WhereaboutsInside (all on record), NoReason. Opens the identity's key to compare.
    """
    require_reason(basis, reason)
    require_leave(case, to=to, basis=basis, by=by, at=at, paper=rendered.code)
    found = found_in(rendered.text, whereabouts_of(case, user=by, purpose=Purpose.CASEWORK))
    told = rendered.told | ({Fact.LEVEL} if with_level else set()) | ({Fact.WHEREABOUTS} if found else set())
    require_known_to_none_who_must_not(case, to=to, told=told, by=by, found=found)
    because = whereabouts_because.text.strip() if whereabouts_because else ""
    require_explained(case, found, because=because, by=by)
    digest = hashlib.sha256(rendered.pdf).digest()
    content = {
        "told": sorted(told),
        "title": rendered.title,
        "reason": reason.text,
        "whereabouts_because": because,
        "fingerprint": digest.hex(),
    }
    what = {"act": Act.RELEASED, "paper": rendered.code, "basis": basis, "channel": channel, "content": content}
    return write_disclosure(case, to=to, by=by, at=at, told_at=at, pk=disclosure_id, digest=digest, **what)


def require_reason(basis: Basis, reason: Guarded) -> None:
    if basis in REASON_IN_WORDS and not reason.text.strip():
        raise NoReason


def require_explained(case: Case, found: list[str], *, because: str, by: User) -> None:
    """Raise WhereaboutsInside, on record, where sealed whereabouts stand in a text and nobody says why they may."""
    if found and not because:
        trail.record_refusal("disclosure.refused", by=by.pk, about=case.pk, code="whereabouts")
        raise WhereaboutsInside(found)


def write_disclosure(
    case: Case,
    *,
    to: Recipient,
    act: Act,
    content: dict[str, Any],
    by: User,
    at: datetime,
    told_at: datetime,
    paper: str = "",
    basis: str = "",
    channel: str = "",
    judged: Judgement | None = None,
    corrects: Disclosure | None = None,
    digest: bytes | None = None,
    pk: UUID | None = None,
) -> Disclosure:
    """Write one row of the register; told the level, it says which: ``judged``, or else the one that is current."""
    now = judged or judgement_of(case, at=at)
    with_level = Fact.LEVEL in content["told"]
    try:
        with transaction.atomic():
            lock(case)
            row = Disclosure(
                id=pk or uuid4(),
                case=case,
                party=party_of(case, to, by=by, at=at),
                corrects=corrects,
                act=act,
                paper=paper,
                basis=basis,
                channel=channel,
                level=now.standing if with_level else "",
                judgement=now.id if with_level else None,
                at=told_at,
                written_at=at,
                by=by,
                content=content,
            ).opened_with(case.key_in_hand)
            row.save()
            digest = digest or row.sealed_digest()
            trail.record(
                "disclosure.made", by=by.pk, about=case.pk, subject=row.pk, code=paper or str(act), digest=digest
            )
    except IntegrityError:
        written = case.disclosures.filter(pk=pk).first() if pk else None
        if written is None or written.opened_with(case.key_in_hand).content != content:
            raise
        return written
    return row
