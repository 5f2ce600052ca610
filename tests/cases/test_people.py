"""Persons by label: several feared, several at risk, and one who is both."""

import pytest
from django.db import connection

from tests.cases.conftest import a_case, described
from tests.cast import MORNING
from vaern.cases.actions.course import ChangedMeanwhile
from vaern.cases.actions.people import LabelTaken, NoLabel, NoRole, add_person, describe_person
from vaern.cases.models import Person, Portrait
from vaern.cases.reading import persons_of
from vaern.cases.terms import PersonRole, Stance

pytestmark = pytest.mark.django_db


def added(case, by, **how):
    return add_person(case=case, description=described(**how), by=by, at=MORNING)


def anew(case, person, by, *, seen=1, **how):
    describe_person(case=case, person=person, description=described(**how), seen=seen, by=by, at=MORNING)


def test_one_person_may_be_at_risk_and_feared_at_once(case, consultant_on_the_case):
    added(case, consultant_on_the_case, label="søster 1")
    added(case, consultant_on_the_case, label="bror 1", roles=[PersonRole.AT_RISK, PersonRole.FEARED])
    added(case, consultant_on_the_case, label="farbror", roles=[PersonRole.FEARED], stance=Stance.THREATENS)
    assert {person.label: person.roles for person in persons_of(case)} == {
        "søster 1": {PersonRole.AT_RISK},
        "bror 1": {PersonRole.AT_RISK, PersonRole.FEARED},
        "farbror": {PersonRole.FEARED},
    }


def test_who_turns_out_otherwise_is_described_anew_and_the_first_portrait_stays(case, consultant_on_the_case):
    person = added(case, consultant_on_the_case, label="mor", roles=[PersonRole.ALLY], stance=Stance.PROTECTS)
    anew(case, person, consultant_on_the_case, label="mor", roles=[PersonRole.FEARED], stance=Stance.PRESSURES)
    [now] = persons_of(case)
    assert (now.roles, now.stance, now.number) == ({PersonRole.FEARED}, Stance.PRESSURES, 2)
    assert person.portraits.count() == 2


def test_of_two_who_describe_at_once_the_second_is_shown_what_the_first_wrote(
    case, consultant_on_the_case, colleague_in_the_region
):
    person = added(case, consultant_on_the_case)
    anew(case, person, consultant_on_the_case, words="Hun er flyttet.")
    with pytest.raises(ChangedMeanwhile) as refusal:
        anew(case, person, colleague_in_the_region, words="Hun er bange.")
    assert refusal.value.newest.words == "Hun er flyttet."


@pytest.mark.parametrize("label", ["søster 1", "Søster 1", " SØSTER  1 "])
def test_two_in_one_case_are_told_apart(case, consultant_on_the_case, label):
    added(case, consultant_on_the_case)
    with pytest.raises(LabelTaken):
        added(case, consultant_on_the_case, label=label)
    added(a_case(consultant_on_the_case), consultant_on_the_case, label=label)


def test_a_person_may_keep_their_own_label(case, consultant_on_the_case):
    person = added(case, consultant_on_the_case)
    anew(case, person, consultant_on_the_case, label="Søster 1")
    assert [each.label for each in persons_of(case)] == ["Søster 1"]


@pytest.mark.parametrize("how, refusal", [({"label": " "}, NoLabel), ({"roles": []}, NoRole)])
def test_a_person_has_a_label_and_a_role(case, consultant_on_the_case, how, refusal):
    with pytest.raises(refusal):
        added(case, consultant_on_the_case, **how)
    assert not Person.objects.exists()


def test_a_person_of_another_case_is_not_described_here(case, consultant_on_the_case):
    other = added(a_case(consultant_on_the_case), consultant_on_the_case)
    with pytest.raises(Person.DoesNotExist):
        anew(case, other, consultant_on_the_case)


def test_nothing_said_of_a_person_stands_in_clear(case, consultant_on_the_case):
    added(case, consultant_on_the_case)
    assert Portrait.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_portrait")
        raw = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in cursor.fetchone())
    for words in ("søster", "at-risk", "unknown", "hjemme"):
        assert words.encode() not in raw
