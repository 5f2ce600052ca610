"""On which basis a case is worked with, and what the gate then makes of one act."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import MORNING
from vaern.cases.actions.course import set_basis
from vaern.cases.basis import Basis, basis_of, gate_facts
from vaern.cases.terms import Kind, Scope
from vaern.inquiries.terms import Age
from vaern.law.clocks import local_day
from vaern.law.gate import ConsentFrom, Situation

pytestmark = pytest.mark.django_db
TODAY = local_day(MORNING)
FOR_A_CHILD = Basis(
    situation=Situation.CONSENTED_CHILD,
    consent_from=ConsentFrom.CUSTODY_HOLDER,
    scopes=frozenset({Scope.IDENTITY, Scope.ASSESSMENT}),
)


@pytest.fixture
def consented(case, consultant_on_the_inquiry):
    set_basis(case=case, basis=FOR_A_CHILD, seen=None, by=consultant_on_the_inquiry, at=MORNING)
    return case


def test_a_case_without_a_consent_is_anonymised(case):
    assert basis_of(case, on=TODAY) == Basis()
    assert gate_facts(case, on=TODAY, scope=Scope.ASSESSMENT).situation is Situation.ANONYMISED


def test_a_consent_shows_on_the_case_and_covers_what_it_names(consented):
    consented.refresh_from_db()
    assert consented.kind == Kind.CONSENTED
    assert basis_of(consented, on=TODAY) == replace(FOR_A_CHILD, number=1)
    assert gate_facts(consented, on=TODAY, scope=Scope.ASSESSMENT).situation is Situation.CONSENTED_CHILD


def test_what_the_consent_does_not_name_is_as_without_one(consented):
    assert gate_facts(consented, on=TODAY, scope=Scope.PHOTO_AND_PASSPORT).situation is Situation.IDENTITY_KNOWN


def test_passing_on_outside_the_consent_is_left_to_the_other_grounds(consented):
    facts = gate_facts(consented, on=TODAY, scope=Scope.SHARING, acute_danger=True)
    assert (facts.situation, facts.within_the_consent) == (Situation.CONSENTED_CHILD, False)
    assert facts.acute_danger


def test_a_childs_consent_is_asked_about_when_the_citizen_is_18(consented):
    facts = gate_facts(consented, on=TODAY, scope=Scope.ASSESSMENT, age=Age.ADULT)
    assert facts.situation is Situation.CONSENTED_ADULT
    assert facts.consent_from is ConsentFrom.CUSTODY_HOLDER


@pytest.mark.parametrize("days,is_consented", [(0, True), (1, False)])
def test_a_consent_counts_to_the_end_of_its_last_day(case, consultant_on_the_inquiry, days, is_consented):
    basis = replace(FOR_A_CHILD, until=TODAY)
    set_basis(case=case, basis=basis, seen=None, by=consultant_on_the_inquiry, at=MORNING)
    assert basis_of(case, on=TODAY + timedelta(days=days)).is_consented is is_consented
