"""A case of the fixed cast's inquiry, and ways to say it otherwise by one fact."""

from datetime import timedelta

import pytest

from tests.cases.uploads import hostile
from tests.cast import MORNING, NORDJYLLAND, file_a_call, person, text
from vaern.cases.access import open_case
from vaern.cases.actions.breaking_glass import break_glass
from vaern.cases.actions.course import Authority, Request, set_basis
from vaern.cases.actions.opening import Opening, open_from_inquiry
from vaern.cases.actions.people import Description, add_person
from vaern.cases.actions.staffing import add_participant, answer_family_question, arrange_cover
from vaern.cases.basis import Basis
from vaern.cases.documents import add_document
from vaern.cases.terms import (
    AuthorityKind,
    AuthorityState,
    DocumentKind,
    Emergency,
    ParticipantRole,
    PersonRole,
    Scope,
    Situation,
    Stance,
    TaskKind,
    Wish,
)
from vaern.directory.terms import Concern
from vaern.inquiries.terms import Age, Caller
from vaern.law.gate import ConsentFrom
from vaern.law.gate import Situation as Consented
from vaern.staff.roles import CONSULTANT
from vaern.vault.terms import Purpose
from vaern.work.tasks import NewTask

WHY = "Bekymringen vokser, og kommunen beder om hjælp."


def a_task(owner, *, kind=TaskKind.FOLLOW_UP, hours=24, words="Hør, hvordan det gik"):
    return NewTask(kind=kind, due_at=MORNING + timedelta(hours=hours), owner=owner, text=text(words))


def known_authority(**changes):
    facts = {
        "state": AuthorityState.FOUND,
        "kind": AuthorityKind.MUNICIPALITY_ADULT,
        "role": text("Sagsbehandler i voksenteamet"),
        "contact": "Ring 22 33 44 55",
    }
    return Authority(**(facts | changes))


def authority_to_find(owner, *, hours=2):
    find = a_task(owner, kind=TaskKind.FIND_AUTHORITY, hours=hours, words="Find sagsbehandleren")
    return Authority(state=AuthorityState.TO_FIND, find=find)


def a_request(**changes):
    facts = {
        "wish": Wish.GUIDANCE,
        "asked_by": Caller.CASEWORKER,
        "on": MORNING.date(),
        "words": text("Hvordan taler vi med hende alene?"),
    }
    return Request(**(facts | changes))


def an_opening(owner, **changes):
    facts = {
        "why": text(WHY),
        "concerns": (Concern.CONTROL,),
        "age": Age.ADULT,
        "situation": Situation.UNKNOWN,
        "request": a_request(),
        "authority": known_authority(),
        "next_step": a_task(owner),
        "knows_the_family": False,
    }
    return Opening(**(facts | changes))


def a_case(by, *, inquiry=None, **changes):
    """Open a case of ``by`` from an inquiry of theirs and return it, opened."""
    inquiry = inquiry or file_a_call(by)
    return open_from_inquiry(inquiry=inquiry, opening=an_opening(by, **changes), by=by, at=MORNING)


def described(label="søster 1", roles=(PersonRole.AT_RISK,), stance=Stance.UNKNOWN, words="Bor hjemme.", abroad=""):
    return Description(label=text(label), roles=frozenset(roles), stance=stance, words=text(words), abroad=text(abroad))


def ids_of(case, by):
    """Return the ids that fill the addresses of a case's pages; it has a consent that covers everything."""
    consent(case, by)
    return {
        "case_id": case.pk,
        "entry_id": case.entries.get().pk,
        "task_id": case.tasks.get().pk,
        "person_id": add_person(case=case, description=described(), by=by, at=MORNING).pk,
        "document_id": a_file(case, by).pk,
    }


def consent(case, by, *scopes, **changes):
    """Give the case an adult's consent, to everything or to some of it."""
    facts = {"situation": Consented.CONSENTED_ADULT, "consent_from": ConsentFrom.CITIZEN}
    basis = Basis(**(facts | {"scopes": frozenset(scopes or Scope)} | changes))
    set_basis(case=case, basis=basis, seen=None, by=by, at=MORNING)


def a_file(case, by, kind=DocumentKind.PHOTO, *, sent=None, title="Foto fra mor", at=MORNING, **more):
    sent = sent or hostile.with_place()
    return add_document(case=case, kind=kind, title=text(title), sent=sent, by=by, at=at, **more)


def staffing_ids_of(case, by):
    """Return the ids that fill the addresses of who works on a case: a third person takes part, covers and broke in."""
    third = person("Gerda", CONSULTANT, regions=[NORDJYLLAND])
    glass = break_glass(
        name=case.reference, emergency=Emergency.IN_CONTACT_NOW, reason=text("Politiet ringer"), by=third, at=MORNING
    ).broken_glass.get()
    participant = add_participant(
        case=case, user=third, role=ParticipantRole.INFORMED, last_day=None, by=by, at=MORNING
    )
    days = {"first_day": MORNING.date(), "last_day": MORNING.date() + timedelta(days=7)}
    cover = arrange_cover(absent=by, stands_in=third, by=by, at=MORNING, **days)
    return {"participant_id": participant.pk, "glass_id": glass.pk, "cover_id": cover.pk}


def opened_by(user, case, *, at=MORNING, purpose=Purpose.CASEWORK):
    """Return the case as ``user`` opens it, who says first that they do not know the family."""
    answer_family_question(user=user, case_id=case.pk, knows=False, at=at)
    return open_case(user=user, case_id=case.pk, purpose=purpose, at=at)


@pytest.fixture
def consultant_on_the_case(consultant_on_the_inquiry):
    """Opened the case and holds it."""
    return consultant_on_the_inquiry


@pytest.fixture
def another_from_elsewhere(db):
    """A second consultant of Nordjylland."""
    return person("Frida", CONSULTANT, regions=[NORDJYLLAND])


@pytest.fixture
def case(consultant_on_the_case, inquiry):
    """An open anonymised case about an adult in Midtjylland, held by `consultant_on_the_case`."""
    return a_case(consultant_on_the_case, inquiry=inquiry)
