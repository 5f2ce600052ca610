"""Who works on a case: hold it, hand it over, take it, take part in it, cover for a colleague, restrict it.

Nobody who knows the family is given a case, a part in it or its cover.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.cases.access import (
    NoSuchCase,
    ground_for,
    is_on_the_case,
    knows_the_family,
    require_way_in,
    viewers_of,
)
from vaern.cases.actions.opening import KnowsTheFamily
from vaern.cases.actions.tasks import set_task
from vaern.cases.models import Acquaintance, Case, Holding, LeaveCover, Participant
from vaern.cases.surroundings import require_consultant
from vaern.cases.terms import Ground, HandOver, ParticipantRole, TaskKind
from vaern.guard import Guarded
from vaern.inquiries.access import may_see
from vaern.inquiries.actions import journal as inquiries
from vaern.inquiries.models import Inquiry
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.work.rows import lock
from vaern.work.tasks import NewTask, hold, show_next_step


class AlreadyTaken(Exception):
    """Somebody holds the case already."""


class AlreadyTheirs(Exception):
    """The case, or the part in it, is theirs already; or the region has it, with somebody who answers for it."""


class NeedsAName(Exception):
    """A restricted case cannot be left to a region: nobody there could see it. Hand it to a person."""


class NotTheirsToArrange(Exception):
    """One arranges cover for oneself; a team lead for anybody."""


class NoCover(Exception):
    """Nobody covers for themselves, or ends before they begin."""


class NotWhileRestricted(Exception):
    """The case is restricted already, or was not."""


def answer_family_question(*, user: User, case_id: UUID, knows: bool, at: datetime) -> None:
    """Write down whether ``user`` knows the family, before they first open the case or as soon as they find out.

    A yes cannot be taken back: the case is gone for them, and if they held it, it is left for another to take.
    Raises NoSuchCase for somebody who could not see it anyway.
    """
    require_way_in(user, case_id, at=at, code="family")
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        if Acquaintance.objects.filter(case=case, user=user, knows=knows).exists():
            return
        Acquaintance(case=case, user=user, knows=knows, at=at).save()
        code = "knows" if knows else "does-not-know"
        trail.record("case.family_answered", by=user.pk, about=case.pk, code=code)
        if knows:
            step_out(case, user, at=at)


def step_out(case: Case, user: User, *, at: datetime) -> None:
    """Take somebody who knows the family out of a locked case, and out of the inquiry behind it.

    What was theirs is with somebody who sees the case at once. Closed to the region the case goes to one of those on
    it; otherwise it is left to the region, and a team lead hands it over if nobody takes it. Where nobody else sees it
    at all, a team lead finds it among those that nobody has and nobody acts on.
    """
    for participant in case.participants.filter(user=user, ended_at=None):
        end(case, participant, by=user, at=at)
    heir = who_steps_in(case, at=at)
    if case.answers_for_it == user:
        if case.is_restricted and heir is not None:
            give(case, heir, reason=HandOver.CONFLICT, note=None, by=user, at=at)
        else:
            leave(case, region=case.region, to=heir or user, reason=HandOver.CONFLICT, note=None, by=user, at=at)
    after = None if case.answers_for_it == user else case.answers_for_it
    inquiries.keep_out(inquiry_id=case.inquiry_id, user=user, after=after, at=at)
    pass_on(case, user, at=at)
    bring_inquiry(case, by=user, at=at)


def who_steps_in(case: Case, *, at: datetime) -> User | None:
    """Return who sees the case with the best ground: who is on it, who covers, who is on duty. None: nobody does."""
    return next((each.person for each in viewers_of(case, at=at) if each.ground != Ground.BREAK_GLASS), None)


@transaction.atomic
def hand_over_to(*, case: Case, to: User, reason: HandOver, note: Guarded, by: User, at: datetime) -> None:
    """Give an opened case to a colleague, who answers for it at once and is reminded to read it.

    Raises AlreadyTheirs, NotAConsultant, KnowsTheFamily.
    """
    now = lock(case)
    give(now, to, reason=reason, note=note, by=by, at=at)
    set_task(case=now, task=NewTask(kind=TaskKind.TAKE_OVER, due_at=at, owner=to), by=by, at=at)
    trail.record("case.handed_over", by=by.pk, about=case.pk, subject=to.pk, code=reason)


@transaction.atomic
def hand_over_to_region(*, case: Case, region: str, reason: HandOver, note: Guarded, by: User, at: datetime) -> None:
    """Leave an opened case to a region; until somebody there takes it, ``by`` still answers for it.

    Raises NeedsAName for a restricted case, AlreadyTheirs for the region that has it and somebody who holds it.
    """
    now = lock(case)
    if now.is_restricted:
        raise NeedsAName(case.pk)
    if region == now.region and now.consultant_id is None:
        raise AlreadyTheirs(case.pk)
    leave(now, region=region, to=by, reason=reason, note=note, by=by, at=at)
    set_task(case=now, task=NewTask(kind=TaskKind.TAKE_OVER, due_at=at, owner=by), by=by, at=at)


@transaction.atomic
def take(*, case: Case, by: User, at: datetime) -> None:
    """Take an opened case nobody holds: its open tasks become the taker's. Raises AlreadyTaken, also for the slower."""
    now = lock(case)
    if now.consultant_id is not None:
        raise AlreadyTaken(case.pk)
    waiting = list(now.tasks.open().filter(kind=TaskKind.TAKE_OVER))
    give(now, by, reason=HandOver.TAKEN, note=None, by=by, at=at)
    if len(waiting) == now.tasks.open().count():
        set_task(case=now, task=NewTask(kind=TaskKind.FOLLOW_UP, due_at=at, owner=by), by=by, at=at)
    for task in waiting:
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
    show_next_step(now)
    trail.record("case.taken", by=by.pk, about=case.pk)


@transaction.atomic
def assign(*, case_id: UUID, to: User, by: User, at: datetime) -> None:
    """Give a case to a consultant by its reference alone, as a team lead does. No key is opened.

    Raises NoSuchCase for anybody who may not assign, NotAConsultant, KnowsTheFamily, AlreadyTheirs.
    """
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None or not by.may(Permission.ASSIGN_CASES):
        raise NoSuchCase
    give(case, to, reason=HandOver.LOAD, note=None, by=by, at=at)
    trail.record("case.assigned", by=by.pk, about=case.pk, subject=to.pk)


def give(case: Case, to: User, *, reason: HandOver, note: Guarded | None, by: User, at: datetime) -> None:
    """Make ``to`` the one who holds a locked case: what the one before was to do is theirs, and the inquiry follows."""
    require_free_of_family(to, case)
    if case.consultant_id == to.pk:
        raise AlreadyTheirs(case.pk)
    before = case.answers_for_it
    case.consultant, case.handed_by = to, by
    case.save(update_fields=["consultant", "handed_by"])
    write_holding(case, reason=reason, note=note, by=by, at=at)
    inquiries.follow(inquiry_id=case.inquiry_id, before=before, after=to, by=by)
    pass_on(case, before, at=at)
    bring_inquiry(case, by=by, at=at)


def leave(case: Case, *, region: str, to: User, reason: HandOver, note: Guarded | None, by: User, at: datetime) -> None:
    """Let nobody hold a locked case, in a region; ``to`` answers for it until it is taken, tasks and all."""
    before = case.answers_for_it
    case.region, case.consultant, case.handed_by = region, None, to
    case.save(update_fields=["region", "consultant", "handed_by"])
    write_holding(case, reason=reason, note=note, by=by, at=at)
    if before != to:
        inquiries.follow(inquiry_id=case.inquiry_id, before=before, after=to, by=by)
    pass_on(case, before, at=at)
    bring_inquiry(case, by=by, at=at)
    trail.record("case.handed_over", by=by.pk, about=case.pk, code=reason)


def write_holding(case: Case, *, reason: HandOver, note: Guarded | None, by: User, at: datetime) -> None:
    """Write who holds the case now. Without words it takes no key, so that a team lead can do it unread."""
    row = Holding(
        case=case, key_id=case.key_id, consultant=case.consultant, region=case.region, reason=reason, at=at, by=by
    )
    if note is not None:
        row.note = note.text
        row.opened_with(case.key_in_hand)
    row.save()


@transaction.atomic
def add_participant(
    *, case: Case, user: User, role: ParticipantRole, last_day: date | None, by: User, at: datetime
) -> Participant:
    """Let a colleague see the case and work on it, until a day or until it is ended.

    Raises NotAConsultant, KnowsTheFamily, and AlreadyTheirs for who takes part already.
    """
    hold(case)
    require_free_of_family(user, case)
    for before in case.participants.filter(user=user, ended_at=None):
        if before.last_day is None or before.last_day >= local_day(at):
            raise AlreadyTheirs(case.pk)
        end(case, before, by=by, at=at)
    participant = Participant(case=case, user=user, role=role, last_day=last_day, added_at=at, added_by=by)
    participant.save(force_insert=True)
    trail.record("case.participant_added", by=by.pk, about=case.pk, subject=user.pk, code=role)
    return participant


@transaction.atomic
def end_participation(*, case: Case, participant: Participant, by: User, at: datetime) -> None:
    """Let a colleague step out of the case, now. Done before, it stays as it was."""
    now = case.participants.select_for_update().filter(pk=participant.pk, ended_at=None).first()
    if now is not None:
        end(case, now, by=by, at=at)


def end(case: Case, participant: Participant, *, by: User, at: datetime) -> None:
    participant.ended_at, participant.ended_by = at, by
    participant.save(update_fields=["ended_at", "ended_by"])
    trail.record("case.participant_ended", by=by.pk, about=case.pk, subject=participant.user_id)
    if case.consultant_id != participant.user_id:
        pass_tasks(case, participant.user, case.answers_for_it)


def pass_on(case: Case, before: User, *, at: datetime) -> None:
    """Give to who answers for a locked case what ``before`` was to do, and what anybody was who does not see it now.

    A task of somebody to whom the case is not there stands on nobody's day.
    """
    answering = case.answers_for_it
    for owner in User.objects.filter(pk__in=case.tasks.open().exclude(owner=answering).values("owner")):
        if owner == before or ground_for(owner, case.pk, at=at) is None:
            pass_tasks(case, owner, answering)


def pass_tasks(case: Case, before: User, after: User) -> None:
    for task in case.tasks.open().owned_by(before):
        task.owner = after
        task.save(update_fields=["owner"])


@transaction.atomic
def restrict(*, case: Case, restricted: bool, by: User, at: datetime) -> None:
    """Let only those who hold the case, cover for it or take part see it; or let the region see it again.

    The inquiry behind it is closed with it, or what was said in the call would stand open beside a closed case.
    Raises NeedsAName while nobody holds it, NotWhileRestricted if it is so already.
    """
    now = lock(case)
    if now.is_restricted == restricted:
        raise NotWhileRestricted(case.pk)
    if restricted and now.consultant_id is None:
        raise NeedsAName(case.pk)
    case.is_restricted = restricted
    case.save(update_fields=["is_restricted"])
    trail.record("case.restricted" if restricted else "case.unrestricted", by=by.pk, about=case.pk)
    inquiries.restrict(inquiry_id=case.inquiry_id, restricted=restricted, by=by)
    pass_on(case, case.answers_for_it, at=at)
    bring_inquiry(case, by=by, at=at)


def bring_inquiry(case: Case, *, by: User, at: datetime) -> None:
    """Let the inquiry behind a locked case, and every task in it, be with somebody who sees it now."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=case.inquiry_id)
    before, after = inquiry.answers_for_it, case.answers_for_it
    if case.is_restricted and ground_for(before, case.pk, at=at) is None and ground_for(after, case.pk, at=at):
        inquiries.follow(inquiry_id=inquiry.pk, before=before, after=after, by=by)
        inquiry.refresh_from_db()
    answering = inquiry.answers_for_it
    for owner in User.objects.filter(pk__in=inquiry.tasks.open().exclude(owner=answering).values("owner")):
        if not may_see(owner, inquiry, at=at, let_in=is_on_the_case):
            inquiries.pass_tasks(inquiry, owner, answering)


@transaction.atomic
def arrange_cover(
    *, absent: User, stands_in: User, first_day: date, last_day: date, by: User, at: datetime
) -> LeaveCover:
    """Let a colleague look after all that ``absent`` holds, both days included. Raises NotTheirsToArrange, NoCover."""
    require_arranger(absent, by)
    require_consultant(stands_in)
    if stands_in == absent or last_day < first_day:
        raise NoCover
    cover = LeaveCover(
        absent=absent, stands_in=stands_in, valid_from=first_day, valid_until=last_day, arranged_at=at, arranged_by=by
    )
    cover.save(force_insert=True)
    trail.record("cover.arranged", by=by.pk, about=absent.pk, subject=stands_in.pk)
    return cover


@transaction.atomic
def end_cover(*, cover: LeaveCover, by: User, at: datetime) -> None:
    """Let cover end now. Ended before, it stays as it was. Raises NotTheirsToArrange."""
    require_arranger(cover.absent, by)
    cover = LeaveCover.objects.select_for_update(of=("self",)).get(pk=cover.pk)
    if cover.ended_at is None:
        cover.ended_at, cover.ended_by = at, by
        cover.save(update_fields=["ended_at", "ended_by"])
        trail.record("cover.ended", by=by.pk, about=cover.absent_id, subject=cover.stands_in_id)


def require_arranger(absent: User, by: User) -> None:
    if by != absent and not by.may(Permission.ASSIGN_CASES):
        raise NotTheirsToArrange


def require_free_of_family(user: User, case: Case) -> None:
    require_consultant(user)
    if knows_the_family(user, case.pk):
        raise KnowsTheFamily
