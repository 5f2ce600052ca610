"""Which cases a guest may read in, the trace of it, and what the consultant sees of their guests."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from vaern.audit import trail
from vaern.cases.access import NoSuchCase
from vaern.cases.basis import basis_of, gate_facts
from vaern.cases.models import Case
from vaern.cases.reading import facts_of
from vaern.cases.terms import Ground, Scope
from vaern.guests.models import Guest, ReadMark
from vaern.guests.terms import Section
from vaern.law import gate
from vaern.law.clocks import local_day
from vaern.law.terms import Answer, Finding
from vaern.law.values import GUEST_LOGIN_KEPT_DAYS
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose

CONSENT_GONE = "Det samtykke, adgangen blev givet på, gælder ikke længere."
WAYS_ON = ("Slut adgangen.", "Inviter igen, når der er et nyt samtykke. Uden det kan du give sparring uden navn.")


class TimeUp(Exception):
    """The access was theirs, and is over: its day has passed, it was ended, or the case was closed."""

    def __init__(self, guest: Guest) -> None:
        super().__init__(str(guest.pk))
        self.guest = guest


class OnHold(Exception):
    """What the case stands on no longer lets it be read. ``finding`` says why and what can be done."""

    def __init__(self, guest: Guest, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.guest, self.finding = guest, finding


def accesses_of(user: User, *, at: datetime) -> list[Guest]:
    """Return where ``user`` may read as a guest today, the newest first, shut."""
    if not user.may(Permission.READ_AS_GUEST):
        return []
    rows = Guest.objects.live_on(local_day(at)).filter(user=user, case__destroyed_at=None)
    return list(rows.select_related("case", "invited_by").newest_first())


@dataclass(frozen=True)
class Last:
    """A guest's newest access, which is over: who invited them, and the day their sign-in is closed as well."""

    invited_by: User
    over_since: date
    signs_in_until: date


def last_of(user: User, *, at: datetime) -> Last | None:
    """Return what a guest with nothing left to read is told; None for somebody who has something, or never had."""
    if not user.may(Permission.READ_AS_GUEST) or accesses_of(user, at=at):
        return None
    rows = list(Guest.objects.filter(user=user).select_related("invited_by"))
    newest = max(rows, key=lambda row: (row.over_on, row.invited_at), default=None)
    if newest is None:
        return None
    return Last(newest.invited_by, newest.over_on, newest.over_on + kept_for(local_day(at)))


def kept_for(day: date) -> timedelta:
    return timedelta(days=GUEST_LOGIN_KEPT_DAYS.on(day))


def open_as_guest(*, user: User, guest_id: UUID, at: datetime) -> Guest:
    """Return one access with its case open, and write the opening down first.

    Raises NoSuchCase for one that is not there or not theirs, TimeUp once it is over, OnHold while the law says no.
    """
    guest = Guest.objects.select_related("case", "case__inquiry", "case__consultant", "case__handed_by", "invited_by")
    row = guest.filter(pk=guest_id, user=user, case__destroyed_at=None).first()
    if row is None or not user.may(Permission.READ_AS_GUEST):
        trail.record_refusal("case.refused", by=user.pk, about=guest_id, code=Purpose.GUEST)
        raise NoSuchCase
    if not row.is_live_on(local_day(at)):
        trail.record_refusal("guest.refused", by=user.pk, about=row.case_id, code="over")
        raise TimeUp(row)
    trail.record_opening("case.opened", by=user.pk, about=row.case_id, code=f"{Purpose.GUEST}:{Ground.GUEST}")
    key = broker().open(row.case.key_id, purpose=Purpose.GUEST, by=user.pk)
    row.case.opened_with(key)
    row.opened_with(key)
    finding = reading_finding(row, at=at)
    if not finding.permits:
        trail.record_refusal("guest.refused", by=user.pk, about=row.case_id, code="gate")
        raise OnHold(row, finding)
    return row


def sparring_finding(case: Case, *, at: datetime) -> Finding:
    """Ask the gate whether the opened case may be talked about with the municipality. A guest only reads that far."""
    facts = gate_facts(case, on=local_day(at), scope=Scope.SPARRING, age=facts_of(case).age)
    return gate.may_give_concrete_sparring(facts)


def talks_on_a_basis(case: Case, *, at: datetime) -> bool:
    """Tell whether the opened case may be talked about by more than a label: a consent, or a request, covers it."""
    return basis_of(case, on=local_day(at)).covers(Scope.SPARRING)


def reading_finding(guest: Guest, *, at: datetime) -> Finding:
    """Ask whether a guest may read on in the opened case.

    Sparring without a name is always open; but what was given on a consent has names in it, and is over with it.
    """
    finding = sparring_finding(guest.case, at=at)
    if guest.on_a_consent is False or talks_on_a_basis(guest.case, at=at) or not finding.permits:
        return finding
    return replace(finding, answer=Answer.MUST_NOT, because=CONSENT_GONE, ways_forward=WAYS_ON, conditions=())


@dataclass(frozen=True)
class Hosted:
    """A guest as the consultant on the case sees them. ``read``: the newest mark for each section they were given.

    ``is_on_hold``: what the case stands on does not let them read now.
    """

    guest: Guest
    is_live: bool
    is_on_hold: bool
    has_joined: bool
    sections: tuple[Section, ...]
    read: dict[str, ReadMark]


def guests_of(case: Case, *, at: datetime) -> list[Hosted]:
    """Return who is or was a guest of the opened case, newest first, readable. Three queries for each who is live."""
    rows = case.guests.newest_first().select_related("user", "invited_by").prefetch_related("read_marks")
    return [hosted(row, at) for row in rows.opened_with(case.key_in_hand)]


def hosted(guest: Guest, at: datetime) -> Hosted:
    is_live = guest.is_live_on(local_day(at))
    return Hosted(
        guest=guest,
        is_live=is_live,
        is_on_hold=is_live and not reading_finding(guest, at=at).permits,
        has_joined=guest.user.joined_at is not None,
        sections=sections_of(guest),
        read=marks_of(guest),
    )


def sections_of(guest: Guest) -> tuple[Section, ...]:
    """Return the sections a guest was given, in the order of the list."""
    return tuple(section for section in Section if section in guest.sections)


def marks_of(guest: Guest) -> dict[str, ReadMark]:
    """Return the guest's newest mark for each section."""
    return {mark.section: mark for mark in sorted(guest.read_marks.all(), key=lambda mark: mark.at)}
