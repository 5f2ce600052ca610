"""A case about a child with a mother, a father and a brother, and ways to say a consent otherwise by one fact."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.conftest import a_case, described
from tests.cast import MORNING, file_a_call, text
from tests.sharing.given import case, consented, consultant_on_the_case, feared, give, paper  # noqa: F401  fixtures
from vaern.cases.actions.people import add_person
from vaern.cases.identity import add_item
from vaern.cases.terms import AuthorityKind, ItemKind, PersonRole, Scope
from vaern.inquiries.terms import Age
from vaern.law.clocks import local_day
from vaern.sharing.actions.consents import Consenting, check_safety, record_consent, withdraw_consent
from vaern.sharing.actions.requests import Asking, record_request
from vaern.sharing.terms_consent import Capacity, Custody, HowGiven, Safety

TODAY = local_day(MORNING)
SCOPES = frozenset({Scope.IDENTITY, Scope.SPARRING, Scope.ASSESSMENT})


def consenting(*givers, **changes) -> Consenting:
    """Return a parent's consent to an assessment, who holds custody alone, with ``changes``."""
    facts = {
        "capacity": Capacity.CUSTODY_HOLDER,
        "givers": tuple(giver.pk for giver in givers),
        "scopes": SCOPES,
        "how": HowGiven.WRITTEN,
        "first_day": TODAY,
        "last_day": None,
        "information": text("Hvem barnet er, og hvad vi ved om faren"),
        "purpose": text("At rådgive kommunen om beskyttelse"),
        "text_shown": text("Du kan altid trække det tilbage."),
        "custody": Custody.SOLE,
        "holds_custody": True,
        "adult_from": TODAY + timedelta(days=400),
    }
    return Consenting(**(facts | changes))


ASKING = Asking(
    authority=AuthorityKind.MUNICIPALITY_CHILD,
    scopes=frozenset({Scope.ASSESSMENT}),
    last_day=TODAY + timedelta(days=30),
    takes_responsibility=True,
    who=text("Afdelingslederen i familieafdelingen"),
    basis=text("Kommunens egen hjemmel til at give oplysningerne"),
    why=text("Forældrene er dem, der frygtes."),
)


def by_the_citizen(giver, **changes) -> Consenting:
    own = {"capacity": Capacity.CITIZEN, "custody": None, "holds_custody": None, "adult_from": None}
    return consenting(giver, **(own | changes))


@dataclass
class Stage:
    """A case, who works on it, and its persons; acts with what is usual filled in."""

    case: Any
    by: Any
    sister: Any
    mother: Any
    father: Any

    def check(self, of=Capacity.CUSTODY_HOLDER, outcome=Safety.SAFE, at=MORNING, words="Skolen kender moren godt."):
        return check_safety(case=self.case, of=of, outcome=outcome, words=text(words), by=self.by, at=at)

    def record(self, consent=None, at=MORNING):
        return record_consent(case=self.case, consent=consent or consenting(self.mother), by=self.by, at=at)

    def withdraw(self, row, *, pressed=False, at=MORNING + timedelta(hours=1)):
        return withdraw_consent(case=self.case, consent=row.pk, pressed=pressed, words=text(), by=self.by, at=at)


def staged(by, *, age, inquiry=None) -> Stage:
    case = a_case(by, inquiry=inquiry or file_a_call(by), age=age)  # noqa: F811  not the fixture

    def added(label, *roles):
        return add_person(case=case, description=described(label, roles), by=by, at=MORNING)

    return Stage(
        case=case,
        by=by,
        sister=added("søster 1", PersonRole.AT_RISK),
        mother=added("mor", PersonRole.ALLY),
        father=added("far", PersonRole.FEARED),
    )


@pytest.fixture
def child(consultant_on_the_inquiry, inquiry):
    """A case about a girl under 18: her mother is an ally, her father is feared."""
    return staged(consultant_on_the_inquiry, age=Age.UNDER_18, inquiry=inquiry)


@pytest.fixture
def adult(consultant_on_the_inquiry, inquiry):
    """The same about a woman of 18 and more."""
    return staged(consultant_on_the_inquiry, age=Age.ADULT, inquiry=inquiry)


def consent_ids_of(case, by, person_id):  # noqa: F811  not the fixture
    """Return the ids that fill the addresses of consent and identity: of an adult who consented, and of a request."""
    person = case.persons.get(pk=person_id)
    for of in (Capacity.CITIZEN, Capacity.GUARDIAN):
        check_safety(case=case, of=of, outcome=Safety.SAFE, words=text("Hun er alene her."), by=by, at=MORNING)
    consent = record_consent(
        case=case, consent=by_the_citizen(person, scopes=SCOPES | {Scope.PHOTO_AND_PASSPORT}), by=by, at=MORNING
    )
    item = add_item(case=case, person=person, kind=ItemKind.NAME, text="Amina Holm", by=by, at=MORNING)
    request = record_request(case=case, request=ASKING, by=by, at=MORNING)
    return {"consent_id": consent.pk, "item_id": item.pk, "request_id": request.pk}
