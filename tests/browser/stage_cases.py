"""The cases on the stage, in the states a case can be in. All invented."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from tests.browser.knowing_states import let_them_know
from tests.cases.conftest import a_file, an_opening, authority_to_find, consent, described, known_authority
from tests.cases.uploads import hostile
from tests.cast import MIDTJYLLAND, a_step, file_a_call, text
from tests.risk.filled import signed
from tests.sharing.conftest import ASKING, by_the_citizen
from vaern.cases.actions import course
from vaern.cases.actions.breaking_glass import break_glass
from vaern.cases.actions.journal import add_entry
from vaern.cases.actions.opening import open_from_inquiry
from vaern.cases.actions.people import add_person, describe_person
from vaern.cases.actions.relations import relate
from vaern.cases.actions.staffing import add_participant, arrange_cover, hand_over_to_region
from vaern.cases.actions.tasks import finish_task, set_task
from vaern.cases.documents import withdraw_document
from vaern.cases.identity import add_item
from vaern.cases.models import Case
from vaern.cases.reading import facts_of
from vaern.cases.terms import (
    AuthorityKind,
    DocumentKind,
    Emergency,
    EntryKind,
    HandOver,
    ItemKind,
    ParticipantRole,
    PersonRole,
    RelationKind,
    Situation,
    Stage,
    Stance,
    TaskKind,
    Wish,
    Withdrawn,
)
from vaern.directory.terms import Concern
from vaern.inquiries.terms import Age, Caller
from vaern.law.clocks import local_day
from vaern.sharing.actions.consents import check_safety, record_consent, withdraw_consent
from vaern.sharing.actions.requests import record_request
from vaern.sharing.terms_consent import Capacity, Safety
from vaern.staff.models import User
from vaern.work.tasks import NewTask

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Cases:
    full: Case  # Asta's: everything a case can hold
    bare: Case  # Asta's, just opened: the authority to find, nothing known; its only step is late
    unasked: Case  # Bo's: Asta may see it, and has not said whether she knows the family
    unclaimed: Case  # left to Midtjylland by Carla
    consented: Case  # Asta's: an adult who consented, withdrew and consented again; Bo's request waits
    filed: Case  # Asta's: with a consent and files, one of them withdrawn
    glass: UUID  # Carla's opening of the full case, which waits for the team lead


def opened(by: User, *, at: datetime, region: str = MIDTJYLLAND, **changes) -> Case:
    inquiry = file_a_call(by, at=at - HOUR, happened_at=at - HOUR, region=region)
    step = {"next_step": a_step(by, at=at, hours=30)} | changes
    request = course.Request(
        wish=Wish.RISK_ASSESSMENT,
        asked_by=Caller.CASEWORKER,
        on=local_day(at),
        words=text("Hvor farligt er det at lade hende blive hjemme til jul?"),
    )
    opening = an_opening(by, request=request, **step)
    return open_from_inquiry(inquiry=inquiry, opening=opening, by=by, at=at)


def set_cases(at: datetime, *, asta: User, bo: User, carla: User) -> Cases:
    find = authority_to_find(asta).find
    assert find is not None
    to_find = course.Authority(
        state=authority_to_find(asta).state,
        find=NewTask(kind=TaskKind.FIND_AUTHORITY, due_at=at - 2 * HOUR, owner=asta, text=find.text),
    )
    unclaimed = opened(carla, at=at - 70 * HOUR)
    hand_over_to_region(
        case=unclaimed,
        region=MIDTJYLLAND,
        reason=HandOver.LIVES_THERE,
        note=text("Hun er flyttet til jer."),
        by=carla,
        at=at - 5 * HOUR,
    )
    full = a_full_case(asta, bo, at)
    share(full, asta, bo, carla, at)
    let_them_know(full, asta, at)
    return Cases(
        full=full,
        filed=a_case_with_files(asta, at),
        bare=opened(
            asta,
            at=at - 26 * HOUR,
            age=Age.UNKNOWN,
            concerns=(Concern.UNKNOWN,),
            authority=to_find,
            next_step=None,
        ),
        unasked=opened(bo, at=at - 30 * HOUR),
        unclaimed=unclaimed,
        consented=a_consented_case(asta, bo, at),
        glass=full.broken_glass.get().pk,
    )


def a_consented_case(asta: User, bo: User, at: datetime) -> Case:
    case = opened(asta, at=at - 60 * HOUR)
    her = person(case, asta, at, label="kvinden", roles=[PersonRole.AT_RISK])
    her_mother = person(case, asta, at, label="mor", roles=[PersonRole.FEARED], abroad="Jordan")
    relate(case=case, person=her, relative=her_mother, kind=RelationKind.MOTHER, by=asta, at=at - 50 * HOUR)
    for hours in (50, 20):
        alone = {"words": text("Hun taler alene fra sit arbejde."), "at": at - hours * HOUR}
        check_safety(case=case, of=Capacity.CITIZEN, outcome=Safety.SAFE, by=asta, **alone)
        consent = by_the_citizen(her, first_day=local_day(at - hours * HOUR))
        row = record_consent(case=case, consent=consent, by=asta, at=at - (hours - 1) * HOUR)
        if hours > 20:
            withdraw_consent(case=case, consent=row.pk, pressed=True, words=text(), by=asta, at=at - 30 * HOUR)
    for kind, words in ((ItemKind.NAME, "Amina Holm"), (ItemKind.SHELTER, "Rosengården 7")):
        add_item(case=case, person=her, kind=kind, text=words, by=asta, at=at - 10 * HOUR)
    asking = replace(ASKING, last_day=local_day(at) + timedelta(days=20))
    record_request(case=case, request=asking, by=bo, at=at - 5 * HOUR)
    return case


def a_case_with_files(asta: User, at: datetime) -> Case:
    case = opened(asta, at=at - 20 * HOUR)
    consent(case, asta)
    a_file(case, asta, at=at - 19 * HOUR)
    a_file(case, asta, DocumentKind.LETTER, sent=hostile.a_pdf(3), title="Brev fra skolen", at=at - 18 * HOUR)
    old = a_file(case, asta, DocumentKind.PASSPORT, title="Pas, første side", at=at - 17 * HOUR)
    withdraw_document(case=case, document_id=old.pk, reason=Withdrawn.WRONG_FILE, by=asta, at=at - 16 * HOUR)
    return case


def share(case: Case, asta: User, bo: User, carla: User, at: datetime) -> None:
    """Let Bo take part and cover for Asta, and Carla break the glass."""
    add_participant(case=case, user=bo, role=ParticipantRole.CO_CONSULTANT, last_day=None, by=asta, at=at - 40 * HOUR)
    day = local_day(at)
    arrange_cover(absent=asta, stands_in=bo, first_day=day, last_day=day + timedelta(days=9), by=asta, at=at)
    reason = text("Politiet ringer om sagen nu.")
    break_glass(name=case.reference, emergency=Emergency.IN_CONTACT_NOW, reason=reason, by=carla, at=at - 2 * HOUR)


def a_full_case(asta: User, bo: User, at: datetime) -> Case:
    case = opened(
        asta,
        at=at - 200 * HOUR,
        concerns=(Concern.TRIP, Concern.CONTROL),
        age=Age.UNDER_18,
        authority=known_authority(kind=AuthorityKind.MUNICIPALITY_CHILD, role=text("Sagsbehandler i ungeteamet")),
    )
    first = case.tasks.get()
    write_journal(case, asta, at)
    move(case, asta, at)
    sister = person(case, asta, at, label="søster 1", roles=[PersonRole.AT_RISK])
    brother = person(
        case, asta, at, label="bror 1", roles=[PersonRole.AT_RISK, PersonRole.FEARED], stance=Stance.DIVIDED
    )
    person(
        case,
        asta,
        at,
        label="far",
        roles=[PersonRole.FEARED],
        stance=Stance.THREATENS,
        words="Har sendt en søn afsted før.",
    )
    person(case, asta, at, label="veninde", roles=[PersonRole.ALLY], stance=Stance.PROTECTS)
    describe_person(
        case=case,
        person=brother,
        description=described("bror 1", [PersonRole.FEARED], Stance.PRESSURES, "Følger hende til skole."),
        seen=1,
        by=bo,
        at=at - 20 * HOUR,
    )
    assert sister
    for kind, hours, owner, words in (
        (TaskKind.CALL, 3, asta, "Ring til sagsbehandleren om passet"),
        (TaskKind.AWAIT_DECISION, 50, asta, "Kommunen svarer om den børnefaglige undersøgelse"),
        (TaskKind.MEETING, 90, bo, "Møde med skole og kommune"),
    ):
        task = NewTask(kind=kind, due_at=at + hours * HOUR, owner=owner, text=text(words))
        set_task(case=case, task=task, by=asta, at=at - 40 * HOUR)
    finish_task(case=case, task=first, by=asta, at=at - 30 * HOUR)
    until = (local_day(at) + timedelta(days=7)).isoformat()
    signed(case.inquiry, asta, at=at - 40 * HOUR, valid_until=until)
    return case


def person(case, by, at, **how):
    return add_person(case=case, description=described(**how), by=by, at=at - 100 * HOUR)


def write_journal(case: Case, by: User, at: datetime) -> None:
    told = [
        (EntryKind.CALL, 150, "Læreren ringer: hun er bange for juleferien.\nHun har sagt det to gange.", {}),
        (EntryKind.ATTEMPT, 120, "Ringede til sagsbehandleren. Intet svar.", {}),
        (EntryKind.MEETING, 96, "Møde på skolen med læreren og skolesocialrådgiveren.", {}),
        (EntryKind.INCIDENT, 60, "Faren har hentet alle pas hjem fra banken.", {}),
        (EntryKind.OBSERVATION, 50, "Hun kommer uden telefon for tredje dag.", {}),
        (
            EntryKind.DECISION,
            26,
            "Kommunen indleder en børnefaglig undersøgelse.",
            {"decided_by": AuthorityKind.MUNICIPALITY_CHILD},
        ),
    ]
    for kind, hours, words, more in told:
        when = at - hours * HOUR
        entry = add_entry(
            case=case, kind=kind, note=text(words), happened_at=when, by=by, at=when + 20 * HOUR / 60, **more
        )
    add_entry(
        case=case,
        kind=EntryKind.DECISION,
        note=text("Undersøgelsen er indledt dagen før."),
        happened_at=at - 25 * HOUR,
        by=by,
        at=at - 25 * HOUR,
        decided_by=AuthorityKind.MUNICIPALITY_CHILD,
        corrects=entry,
    )


def move(case: Case, by: User, at: datetime) -> None:
    """Let the case go on: another stage, another situation, another concern, another request."""
    facts = facts_of(case)
    course.move_stage(case=case, to=Stage.ASSESSING, reason=text(), seen=facts.stage_number, by=by, at=at - 90 * HOUR)
    course.set_situation(
        case=case,
        to=Situation.ESCALATION,
        reason=text("Passene er hentet hjem."),
        seen=facts.situation_number,
        by=by,
        at=at - 59 * HOUR,
    )
    course.reclassify(
        case=case,
        concerns=(Concern.TRIP,),
        age=Age.UNDER_18,
        reason=text("Det handler om rejsen."),
        seen=facts.concerns_number,
        by=by,
        at=at - 58 * HOUR,
    )
    wanted = course.Request(
        wish=Wish.COORDINATION, asked_by=Caller.CASEWORKER, on=local_day(at - 48 * HOUR), words=text()
    )
    course.add_request(case=case, request=wanted, by=by, at=at - 48 * HOUR)
