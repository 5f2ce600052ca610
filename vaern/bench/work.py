"""The invented work that the rows are measured on: people, inquiries and cases, and one whole case."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils.timezone import localdate, now

from vaern.cases.actions.course import Authority, Request
from vaern.cases.actions.journal import add_entry
from vaern.cases.actions.opening import Opening, open_from_inquiry
from vaern.cases.actions.people import Description, add_person
from vaern.cases.models import Case, Participant
from vaern.cases.terms import (
    AuthorityKind,
    AuthorityState,
    EntryKind,
    ParticipantRole,
    PersonRole,
    Situation,
    Stance,
    Wish,
)
from vaern.cases.terms import Kind as CaseKind
from vaern.cases.terms import Stage as CaseStage
from vaern.cases.terms import TaskKind as CaseTaskKind
from vaern.directory.terms import Concern
from vaern.guard import Guarded, guarded
from vaern.inquiries.access import open_inquiry
from vaern.inquiries.models import Inquiry
from vaern.inquiries.surroundings import guard_context, regions
from vaern.inquiries.terms import Age, Caller, Kind, Stage, TaskKind
from vaern.staff.actions import give_duty, give_role
from vaern.staff.models import User
from vaern.staff.roles import CONSULTANT
from vaern.vault.terms import Purpose
from vaern.work.names import draw_cover_name
from vaern.work.tasks import NewTask

PEOPLE = 12  # about a dozen consultants share the work
GUEST_ON = 40  # cases of other regions
ENTRIES = 200


def invent_people() -> list[User]:
    """Return consultants who answer for one region each."""
    codes = [code for code, _name in regions(now())]
    people = [invent_person(number) for number in range(PEOPLE)]
    for number, user in enumerate(people):
        give_duty(user=user, region=codes[number % len(codes)], by=None, on=localdate())
    return people


def invent_person(number: int) -> User:
    """Return a consultant who answers for no region."""
    user = User.objects.create(email=f"b{number}@vaern.invalid", first_name=f"B{number}")
    give_role(user=user, role=CONSULTANT, by=None, on=localdate())
    return user


def invent_work(first: int, count: int, people: list[User]) -> None:
    """Add inquiries over all regions, open and closed, and a case for each. Their keys do not exist: no list opens one.

    ``first`` is how many there are already.
    """
    at = now()
    codes = [code for code, _name in regions(at)]
    inquiries, cases = [], []
    for number in range(count):
        person, region = people[number % PEOPLE], codes[number % len(codes)]
        is_open, due = number % 3 != 0, at + timedelta(minutes=number - count // 2)
        inquiry = Inquiry(
            key_id=uuid4(),
            reference=f"H-{first + number:07}",
            cover_name=draw_cover_name(),
            kind=Kind.CALL,
            stage=Stage.OPEN if is_open else Stage.CLOSED,
            region=region,
            consultant=person,
            next_step_kind=TaskKind.FOLLOW_UP if is_open else "",
            next_step_at=due if is_open else None,
            filed_at=at - timedelta(minutes=number),
            filed_by=person,
            closed_at=None if is_open else at,
            closed_by=None if is_open else person,
        )
        inquiries.append(inquiry)
        cases.append(a_case_of(inquiry, number, due=due, is_open=is_open, at=at))
    Inquiry.objects.bulk_create(inquiries, batch_size=500)
    Case.objects.bulk_create(cases, batch_size=500)


def a_case_of(inquiry: Inquiry, number: int, *, due: datetime, is_open: bool, at: datetime) -> Case:
    stages = [stage for stage in CaseStage if stage != CaseStage.CLOSED]
    return Case(
        key_id=uuid4(),
        reference=inquiry.reference.replace("H", "K"),
        cover_name=draw_cover_name(),
        kind=CaseKind.ANONYMISED,
        stage=stages[number % len(stages)] if is_open else CaseStage.CLOSED,
        situation=list(Situation)[number % len(Situation)],
        region=inquiry.region,
        is_restricted=number % 10 == 0,
        consultant=inquiry.consultant,
        next_step_kind=CaseTaskKind.FOLLOW_UP if is_open else "",
        next_step_at=due if is_open else None,
        inquiry=inquiry,
        opened_at=at,
        opened_by=inquiry.consultant,
    )


def invite(guest: User, people: list[User]) -> None:
    """Let ``guest`` take part in open cases here and there."""
    at = now()
    open_ones = Case.objects.open().filter(consultant__in=people)
    step = max(1, open_ones.count() // GUEST_ON)
    for case in list(open_ones.order_by("pk").values_list("pk", "consultant"))[::step][:GUEST_ON]:
        Participant.objects.create(
            case_id=case[0], user=guest, role=ParticipantRole.CO_CONSULTANT, added_at=at, added_by_id=case[1]
        )


def invent_whole_case(by: User) -> UUID:
    """Open a case from a filed call, as the pages do, and write its journal. Return its id."""
    inquiry_id = Inquiry.objects.filter(filed_by=by).values_list("pk", flat=True).first()
    at = now()
    inquiry = open_inquiry(user=by, inquiry_id=inquiry_id, purpose=Purpose.CASEWORK, at=at)
    context = guard_context(at)

    def said(text: str) -> Guarded:
        return guarded(text, context)

    case = open_from_inquiry(
        inquiry=inquiry,
        opening=Opening(
            why=said("Bekymringen vokser."),
            concerns=(Concern.CONTROL,),
            age=Age.ADULT,
            situation=Situation.ESCALATION,
            request=Request(wish=Wish.GUIDANCE, asked_by=Caller.SCHOOL, on=localdate(), words=said("")),
            authority=Authority(
                state=AuthorityState.FOUND, kind=AuthorityKind.MUNICIPALITY_ADULT, role=said("sagsbehandler")
            ),
            next_step=NewTask(kind=CaseTaskKind.FOLLOW_UP, due_at=at + timedelta(days=1), owner=by),
            knows_the_family=False,
        ),
        by=by,
        at=at,
    )
    for number in range(ENTRIES):
        happened = at - timedelta(hours=number)
        note = said("Skolen og kommunen har talt sammen om, hvem der henter. " * 6)
        add_entry(case=case, kind=EntryKind.CALL, note=note, happened_at=happened, by=by, at=at)
    for number in range(8):
        roles = frozenset({PersonRole.FEARED} if number % 2 else {PersonRole.AT_RISK})
        label = said(f"person {number}")
        description = Description(label=label, roles=roles, stance=Stance.UNKNOWN, words=said("Bor for sig selv."))
        add_person(case=case, description=description, by=by, at=at)
    return case.pk
