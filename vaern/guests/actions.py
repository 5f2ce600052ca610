"""Invite a guest to a case, end it, and what a guest does: say that they have read, and answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.cases.actions.journal import NothingSaid, write_line
from vaern.cases.actions.opening import GateRefused
from vaern.cases.models import Case, Entry
from vaern.cases.terms import EntryKind, TaskKind
from vaern.guard import Guarded
from vaern.guests.access import kept_for, sparring_finding, talks_on_a_basis
from vaern.guests.models import Guest, ReadMark
from vaern.guests.telling import facts_that_may_stand_in
from vaern.guests.terms import Section
from vaern.law.clocks import local_day
from vaern.law.values import GUEST_STAYS_AT_MOST_DAYS
from vaern.sharing.parties import Recipient, party_of
from vaern.sharing.release import require_known_to_none_who_must_not
from vaern.sharing.terms_disclosure import PartyKind
from vaern.staff import joining
from vaern.staff.models import User
from vaern.staff.roles import GUEST
from vaern.work.rows import lock
from vaern.work.tasks import NewTask, set_task_of


class NotAGuest(Exception):
    """The address belongs to a colleague, or to somebody whose access was closed for good."""


class AlreadyGuest(Exception):
    """They are a guest of this case already; end that first to give them something else."""


class NoSections(Exception):
    """A guest is given at least one section, and only such as can be shown."""


class BadDay(Exception):
    """The last day lies ahead, and not further than a guest may stay."""


class NotWhileClosed(Exception):
    """A closed case takes no guests."""


class GuestGone(Exception):
    """The access was ended before."""


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Whom to invite, to which sections, until which day. ``who`` is their role, in words that pass the guard."""

    first_name: str
    email: str
    who: Guarded
    sections: Sequence[Section]
    last_day: date


def latest_day(at: datetime) -> date:
    """Return the last day that may be given today."""
    today = local_day(at)
    return today + timedelta(days=GUEST_STAYS_AT_MOST_DAYS.on(today))


def invite_guest(*, case: Case, invitation: Invitation, by: User, at: datetime) -> joining.Handed | None:
    """Let a caseworker read sections of an opened case until a day, and return the link to hand over.

    None for a guest who can sign in already. Raises GateRefused and MustNotKnow, which stand in the trail, NotAGuest,
    AlreadyGuest, NoSections, BadDay, NotWhileClosed, NobodyNamed.
    """
    finding = sparring_finding(case, at=at)
    if not finding.permits:
        trail.record_refusal("case.gate_refused", by=by.pk, about=case.pk, code="guest")
        raise GateRefused(finding)
    if not invitation.sections:
        raise NoSections
    if not local_day(at) <= invitation.last_day <= latest_day(at):
        raise BadDay
    told = facts_that_may_stand_in(invitation.sections)
    require_known_to_none_who_must_not(case, to=recipient(invitation), told=told, by=by)
    return enter(case, invitation, by=by, at=at)


def recipient(invitation: Invitation) -> Recipient:
    return Recipient(kind=PartyKind.CASEWORKER, name=invitation.who)


@transaction.atomic
def enter(case: Case, invitation: Invitation, *, by: User, at: datetime) -> joining.Handed | None:
    if not lock(case).is_open:
        raise NotWhileClosed(case.pk)
    handed = None
    user = User.objects.select_for_update().filter(email__iexact=invitation.email.strip()).first()
    if user is None:
        handed = joining.invite(
            first_name=invitation.first_name,
            email=invitation.email,
            role=GUEST,
            regions=(),
            by=by.pk,
            on=local_day(at),
            at=at,
        )
        user = handed.link.user
    elif user.ended_at is not None or user.roles_on(local_day(at)) != [GUEST]:
        raise NotAGuest
    elif user.joined_at is None and not user.is_active:
        handed = joining.invite_again(user_id=user.pk, by=by.pk, at=at)
    for before in case.guests.not_ended().filter(user=user):
        if before.is_live_on(local_day(at)):
            raise AlreadyGuest(case.pk)
        end(before, by=by, at=at)
    guest = Guest(
        case=case,
        user=user,
        party=party_of(case, recipient(invitation), by=by, at=at),
        sections=[str(section) for section in Section if section in invitation.sections],
        who=invitation.who.text,
        on_a_consent=talks_on_a_basis(case, at=at),
        last_day=invitation.last_day,
        invited_at=at,
        invited_by=by,
    ).opened_with(case.key_in_hand)
    guest.save(force_insert=True)
    trail.record("guest.invited", by=by.pk, about=case.pk, subject=user.pk)
    return handed


def new_link(*, guest: Guest, by: User, at: datetime) -> joining.Handed:
    """Make a new link for a guest who has not come in yet; the older one is dead. Raises GuestGone and NotNow."""
    if guest.ended_at is not None:
        raise GuestGone(guest.pk)
    return joining.invite_again(user_id=guest.user_id, by=by.pk, at=at)


@transaction.atomic
def end_guest(*, guest: Guest, by: User, at: datetime) -> None:
    """End one access now. Ended before, it stays as it was."""
    now = Guest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if now.ended_at is None:
        end(now, by=by, at=at)


@transaction.atomic
def end_all(*, case: Case, by: User, at: datetime) -> None:
    """End every access to a case, as when it is closed."""
    for guest in case.guests.not_ended():
        end(guest, by=by, at=at)


def close_idle_logins(*, at: datetime) -> int:
    """Close the sign-in of guests whose last access was over some weeks ago; return how many. For upkeep.

    Who is invited again comes in by a new link.
    """
    day = local_day(at)
    still = Guest.objects.until_or_after(day - kept_for(day))
    idle = User.objects.with_role(GUEST, day).exclude(pk__in=still.values("user"))
    idle = [user for user in idle.exclude(joined_at=None) if user.roles_on(day) == [GUEST]]
    for user in idle:
        joining.put_to_rest(user_id=user.pk, at=at)
    return len(idle)


def end(guest: Guest, *, by: User, at: datetime) -> None:
    guest.ended_at, guest.ended_by = at, by
    guest.save(update_fields=["ended_at", "ended_by"])
    trail.record("guest.ended", by=by.pk, about=guest.case_id, subject=guest.user_id)


# What a guest does. The access was opened by `access.open_as_guest`.


@transaction.atomic
def mark_read(*, guest: Guest, section: Section, version: str, at: datetime) -> None:
    """Write down that the guest has read this version of a section. Said twice it is one mark. Raises NoSections."""
    if section not in guest.sections:
        raise NoSections
    newest = guest.read_marks.filter(section=section).newest_first().first()
    if newest is not None and newest.version == version:
        return
    mark = ReadMark(guest=guest, section=section, version=version, at=at)
    mark.save()
    trail.record("guest.read", by=guest.user_id, about=guest.case_id, subject=mark.pk, code=section)


@transaction.atomic
def answer(*, guest: Guest, note: Guarded, at: datetime, entry_id: UUID | None = None) -> Entry:
    """Put what the guest writes into the journal, as theirs, and let who holds the case know by a task.

    ``entry_id`` makes a double click one line. Raises NothingSaid, and GuestGone for an access ended meanwhile.
    """
    if not note.text.strip():
        raise NothingSaid
    case = lock(guest.case)
    if Guest.objects.filter(pk=guest.pk).exclude(ended_at=None).exists():
        raise GuestGone(guest.pk)
    if entry_id and (before := Entry.objects.filter(pk=entry_id).first()):
        if says_the_same(before, case, guest, note):
            return before
        entry_id = None  # gone back to, and written anew: both are kept
    entry = write_line(case, EntryKind.GUEST, note=note, happened_at=at, by=guest.user, at=at, pk=entry_id)
    trail.record(
        "case.entry_added",
        by=guest.user_id,
        about=case.pk,
        subject=entry.pk,
        code=EntryKind.GUEST,
        digest=entry.sealed_digest(),
    )
    if not case.tasks.open().filter(kind=TaskKind.GUEST_ANSWER).exists():
        step = NewTask(kind=TaskKind.GUEST_ANSWER, due_at=at, owner=case.answers_for_it)
        set_task_of(case, step, by=guest.user, at=at)
    return entry


def says_the_same(entry: Entry, case: Case, guest: Guest, note: Guarded) -> bool:
    """Tell whether a line is what this guest sends once more, and open it then."""
    if entry.case_id != case.pk or entry.by_id != guest.user_id:
        return False
    return bool(entry.opened_with(case.key_in_hand).note == note.text)
