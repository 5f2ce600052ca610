"""How people come, come back and leave: invitations, one-time links, recovery by two others, and the end.

No mail is sent: who invites hands the link over in person or by phone, and sees it once.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hmac import compare_digest
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet

from vaern.audit import trail
from vaern.staff.actions import end_duty, end_role, give_duty, give_role
from vaern.staff.factors import new_recovery_codes, remove_all_factors
from vaern.staff.models import OneTimeLink, Recovery, RegionDuty, RoleHolding, User
from vaern.staff.roles import ADMINISTRATOR, Permission, Role
from vaern.staff.sessions import end_all_sessions
from vaern.staff.terms import LinkKind, SessionEnd
from vaern.vault.broker import broker

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another over the phone
CODE_LENGTH = 16  # 79 bits, beside an address nobody can guess
RECOVERY_HOURS = 24  # how long a question about recovery waits for its second person


class AlreadyKnown(Exception):
    """Somebody has this e-mail address already."""


class NotNow(Exception):
    """The person is not in the state this act is for: invited already in, gone, or never there."""


class NotByThem(Exception):
    """Nobody invites, recovers or ends themselves, and who asked cannot also confirm."""


class NoGoodLink(Exception):
    """The link was never made, was used, was withdrawn or has lapsed; or the code does not fit."""


@dataclass(frozen=True)
class Handed:
    """A new link and its code, to be shown once. The code is kept nowhere else."""

    link: OneTimeLink
    code: str


# Coming


@transaction.atomic
def invite(
    *, first_name: str, email: str, role: Role, regions: Sequence[str], by: UUID | None, on: date, at: datetime
) -> Handed:
    """Invite somebody: they hold role and duties from ``on``, and can do nothing before they accept.

    Raises AlreadyKnown.
    """
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise AlreadyKnown
    user = User(email=email, first_name=first_name, is_active=False, password=make_password(None))
    user.save(force_insert=True)
    trail.record("user.invited", by=by, about=user.pk, code=role.code)
    give_role(user=user, role=role, by=by, on=on)
    for region in regions:
        give_duty(user=user, region=region, by=by, on=on)
    return hand_out(user, LinkKind.INVITATION, by=by, at=at)


@transaction.atomic
def invite_again(*, user_id: UUID, by: UUID, at: datetime) -> Handed:
    """Make a new link for somebody who has not accepted; the older one is dead. Raises NotNow."""
    user = lock(user_id)
    if user.joined_at is not None or user.ended_at is not None or user.is_active:
        raise NotNow
    return hand_out(user, LinkKind.INVITATION, by=by, at=at)


@transaction.atomic
def invite_first_administrator(*, first_name: str, email: str, on: date, at: datetime) -> Handed:
    """Invite the first administrator, or again while nobody has accepted. Raises NotNow after that."""
    if User.objects.with_role(ADMINISTRATOR, on).exists():
        raise NotNow
    waiting = User.objects.filter(email__iexact=email.strip(), is_active=False, joined_at=None, ended_at=None).first()
    if waiting is not None:
        return hand_out(waiting, LinkKind.INVITATION, by=None, at=at)
    return invite(first_name=first_name, email=email, role=ADMINISTRATOR, regions=(), by=None, on=on, at=at)


def hand_out(user: User, kind: LinkKind, *, by: UUID | None, at: datetime) -> Handed:
    """Make a link inside an act; it takes the place of any other the person has."""
    withdraw_links(user, at=at)
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    link = OneTimeLink(
        user=user, kind=kind, made_by=by, made_at=at, lapses_at=at + timedelta(hours=settings.LINK_HOURS)
    )
    link.code_digest = digest_of(link.pk, code)
    link.save(force_insert=True)
    trail.record("user.link_made", by=by, about=user.pk, subject=link.pk, code=kind)
    return Handed(link, "-".join(code[place : place + 4] for place in range(0, CODE_LENGTH, 4)))


def withdraw_links(user: User, *, at: datetime) -> None:
    OneTimeLink.objects.filter(user=user, used_at=None, withdrawn_at=None).update(withdrawn_at=at)


@transaction.atomic
def withdraw_all_links(*, at: datetime) -> int:
    """Let no link that was handed out lead in any more; return how many.

    For copies that were put back: they do not know which links were used or withdrawn after they were made.
    """
    open_ones = OneTimeLink.objects.filter(used_at=None, withdrawn_at=None)
    links = list(open_ones.values_list("pk", "user"))
    open_ones.update(withdrawn_at=at)
    for link, user in links:
        trail.record("user.link_withdrawn", by=None, about=user, subject=link)
    return len(links)


def digest_of(link_id: UUID, code: str) -> str:
    return broker().fingerprint(f"vaern one-time link\x1f{link_id.hex}\x1f{code}".encode()).hex()


def check_link(*, link_id: UUID, code: str, at: datetime) -> OneTimeLink:
    """Return a link whose code fits. Raises NoGoodLink, the same for every reason."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    link = OneTimeLink.objects.select_related("user").filter(pk=link_id).first()
    expected = link.code_digest if link else digest_of(link_id, "")
    fits = compare_digest(expected, digest_of(link_id, typed))
    if link is None or not fits or not link.is_good(at):
        raise NoGoodLink
    return link


def good_link(*, link_id: Any, at: datetime) -> OneTimeLink:
    """Return a link whose code this session has shown before. Raises NoGoodLink."""
    link = OneTimeLink.objects.select_related("user").filter(pk=link_id).first() if link_id else None
    if link is None or not link.is_good(at):
        raise NoGoodLink
    return link


@transaction.atomic
def come_in(*, link_id: UUID, password: str, add_factor: Any, at: datetime) -> tuple[User, list[str]]:
    """Use a link: set the password (hashed before), take ``add_factor(user)`` and give recovery codes; all or nothing.

    Whoever comes back after a lost device keeps no older factor and no older session. Raises NoGoodLink, and what
    ``add_factor`` raises.
    """
    link = OneTimeLink.objects.select_for_update().filter(pk=link_id).first()
    if link is None or not link.is_good(at):
        raise NoGoodLink
    user = lock(link.user_id)
    if link.kind == LinkKind.RECOVERY:
        remove_all_factors(user=user, by=user.pk, at=at)
        end_all_sessions(user, why=SessionEnd.CHANGED, by=user.pk, at=at)
    add_factor(user)
    codes = new_recovery_codes(user=user, by=user.pk, at=at)
    user.password, user.is_active = password, True
    user.joined_at = user.joined_at or at
    user.save(update_fields=["password", "is_active", "joined_at"])
    link.used_at = at
    link.save(update_fields=["used_at"])
    trail.record("password.set", by=user.pk, about=user.pk)
    act = "user.joined" if link.kind == LinkKind.INVITATION else "user.recovered"
    trail.record(act, by=user.pk, about=user.pk, subject=link.pk)
    return user, codes


@transaction.atomic
def change_password(*, user: User, password: str, keep: UUID | None, at: datetime) -> None:
    """Set a new password (hashed before) and end every other session."""
    user.password = password
    user.save(update_fields=["password"])
    end_all_sessions(user, why=SessionEnd.CHANGED, by=user.pk, at=at, except_for=keep)
    trail.record("password.set", by=user.pk, about=user.pk)


# Coming back after a lost device: two others


def open_recovery(user: User, *, at: datetime) -> Recovery | None:
    """Return the question that waits for its second person, if it still counts."""
    return open_recoveries(at=at).filter(user=user).last()


def open_recoveries(*, at: datetime) -> QuerySet[Recovery]:
    """Return the questions of all that still count, the oldest first."""
    asked_after = at - timedelta(hours=RECOVERY_HOURS)
    waiting = Recovery.objects.filter(confirmed_at=None, asked_at__gt=asked_after)
    return waiting.select_related("asked_by").order_by("asked_at")


@transaction.atomic
def ask_recovery(*, user_id: UUID, by: User, at: datetime) -> Recovery:
    """Say that somebody has lost their way in; a second person must agree. Raises NotByThem and NotNow."""
    user = lock(user_id)
    refuse_recovery(user, by)
    waiting = open_recovery(user, at=at)
    if waiting is not None:
        return waiting
    asked = Recovery.objects.create(user=user, asked_by=by, asked_at=at)
    trail.record("user.recovery_asked", by=by.pk, about=user.pk, subject=asked.pk)
    return asked


@transaction.atomic
def confirm_recovery(*, user_id: UUID, by: User, at: datetime) -> Handed:
    """Be the second person, and get the link to hand over. Raises NotByThem and NotNow."""
    user = lock(user_id)
    refuse_recovery(user, by)
    asked = open_recovery(user, at=at)
    if asked is None:
        raise NotNow
    if asked.asked_by_id == by.pk:
        raise NotByThem
    asked.confirmed_by, asked.confirmed_at = by, at
    asked.save(update_fields=["confirmed_by", "confirmed_at"])
    trail.record("user.recovery_confirmed", by=by.pk, about=user.pk, subject=asked.pk)
    return hand_out(user, LinkKind.RECOVERY, by=by.pk, at=at)


def refuse_recovery(user: User, by: User) -> None:
    if user.pk == by.pk or not by.may(Permission.RECOVER_ACCESS):
        raise NotByThem
    if not user.is_active:
        raise NotNow


# Leaving


@transaction.atomic
def put_to_rest(*, user_id: UUID, at: datetime) -> None:
    """Close a sign-in nobody needs now, as if it had not been accepted: another invitation opens it again.

    The system does it, and no person. Raises NotNow for somebody who cannot sign in anyway.
    """
    user = lock(user_id)
    if not user.is_active:
        raise NotNow
    end_all_sessions(user, why=SessionEnd.LEFT, by=None, at=at)
    withdraw_links(user, at=at)
    remove_all_factors(user=user, by=None, at=at)
    user.is_active, user.joined_at, user.password = False, None, make_password(None)
    user.save(update_fields=["is_active", "joined_at", "password"])
    trail.record("user.put_to_rest", by=None, about=user.pk)


@transaction.atomic
def end_access(*, user_id: UUID, by: UUID | None, on: date, at: datetime) -> None:
    """Close somebody's access at once: sessions, links, factors, roles and duties end. What they did stays.

    ``by`` is nobody for the command, which is run before anybody can sign in.
    Raises NotByThem for oneself, and NotNow for somebody who has left.
    """
    user = lock(user_id)
    if user.pk == by:
        raise NotByThem
    if user.ended_at is not None:
        raise NotNow
    end_all_sessions(user, why=SessionEnd.LEFT, by=by, at=at)
    withdraw_links(user, at=at)
    remove_all_factors(user=user, by=by, at=at)
    for holding in RoleHolding.objects.on(on).filter(user=user):
        end_role(holding=holding, by=by, on=on)
    for duty in RegionDuty.objects.on(on).filter(user=user):
        end_duty(duty=duty, by=by, on=on)
    user.is_active, user.ended_at, user.password = False, at, make_password(None)
    user.save(update_fields=["is_active", "ended_at", "password"])
    trail.record("user.left", by=by, about=user.pk)


def lock(user_id: UUID) -> User:
    """Return the person, locked until the act is committed. Raises NotNow."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotNow
    return user
