"""The exception: a municipality asks on its own responsibility, and only a second consultant settles it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.cases.conftest import opened_by
from tests.cast import MORNING, text
from tests.sharing.conftest import ASKING, TODAY, consenting
from vaern.audit.models import Event
from vaern.cases.basis import basis_of, gate_facts
from vaern.cases.models import Case
from vaern.cases.terms import AuthorityKind, Kind, Scope
from vaern.cases.worklist import by_request
from vaern.law import gate
from vaern.law.terms import Answer, Condition
from vaern.sharing.actions import requests
from vaern.sharing.actions.consents import EndsBeforeItStarts, Incomplete, NoScope, withdraw_consent
from vaern.sharing.actions.requests import confirm_request, end_request, record_request
from vaern.sharing.consents import consents_of
from vaern.sharing.models import MunicipalRequest

pytestmark = pytest.mark.django_db


def recorded(stage, **changes):
    return record_request(case=stage.case, request=replace(ASKING, **changes), by=stage.by, at=MORNING)


def finding(stage, act=gate.may_assess_with_patriark, scope=Scope.ASSESSMENT, day=TODAY):
    return act(gate_facts(stage.case, on=day, scope=scope))


def test_a_request_settles_nothing_before_a_second_consultant_confirms_it(child, colleague_in_the_region):
    row = recorded(child)
    assert finding(child).answer is Answer.MUST_NOT
    with pytest.raises(requests.ConfirmedByTheSame):
        confirm_request(case=child.case, request=row.pk, words=text("Enig"), by=child.by, at=MORNING)
    second = opened_by(colleague_in_the_region, child.case)
    with pytest.raises(Incomplete):
        confirm_request(case=second, request=row.pk, words=text(), by=colleague_in_the_region, at=MORNING)
    confirm_request(case=second, request=row.pk, words=text("Enig"), by=colleague_in_the_region, at=MORNING)
    child.case.refresh_from_db()
    assert child.case.kind == Kind.BY_REQUEST
    settled = finding(child)
    assert settled.answer is Answer.MAY
    assert Condition.SHOWN_IN_REVIEW in settled.conditions
    assert finding(child, gate.may_store_identity, Scope.IDENTITY).answer is Answer.MUST_NOT
    assert finding(child, day=ASKING.last_day + timedelta(days=1)).answer is Answer.MUST_NOT
    with pytest.raises(requests.SteppedBefore):
        confirm_request(case=second, request=row.pk, words=text("Enig"), by=colleague_in_the_region, at=MORNING)
    end_request(case=child.case, request=row.pk, words=text(), by=child.by, at=MORNING)
    assert finding(child).answer is Answer.MUST_NOT
    said = Event.objects.about(child.case.pk).filter(act__startswith="consent.request").order_by("at")
    assert [event.act.removeprefix("consent.request_") for event in said] == ["recorded", "confirmed", "ended"]


def test_a_list_and_the_case_say_the_same_on_every_day_though_nobody_writes_when_one_runs_out(
    child, colleague_in_the_region
):
    row = recorded(child)
    second = opened_by(colleague_in_the_region, child.case)
    confirm_request(case=second, request=row.pk, words=text("Enig"), by=colleague_in_the_region, at=MORNING)
    child.check()
    child.record(replace(consenting(child.mother), last_day=TODAY + timedelta(days=3)))
    case = Case.objects.get(pk=child.case.pk)
    kinds = []
    for days in range((ASKING.last_day - TODAY).days + 3):
        day, moment = TODAY + timedelta(days=days), MORNING + timedelta(days=days)
        assert case.kind_on(day) == basis_of(child.case, on=day).kind
        assert (by_request(at=moment) == [case]) == (case.kind_on(day) == Kind.BY_REQUEST)
        kinds += [case.kind_on(day)] if kinds[-1:] != [case.kind_on(day)] else []
    assert kinds == [Kind.CONSENTED, Kind.BY_REQUEST, Kind.ANONYMISED]
    child.record(consenting(child.mother))
    assert Case.objects.get(pk=case.pk).kind_on(date.max) == Kind.CONSENTED, "one without end"
    for each in consents_of(child.case):
        withdraw_consent(case=child.case, consent=each.id, pressed=False, words=text(), by=child.by, at=MORNING)
    assert Case.objects.get(pk=case.pk).kind_on(TODAY) == Kind.BY_REQUEST


def test_an_ended_request_is_not_confirmed(child, colleague_in_the_region):
    row = recorded(child)
    end_request(case=child.case, request=row.pk, words=text(), by=child.by, at=MORNING)
    second = opened_by(colleague_in_the_region, child.case)
    with pytest.raises(requests.NotWaiting):
        confirm_request(case=second, request=row.pk, words=text("Enig"), by=colleague_in_the_region, at=MORNING)


@pytest.mark.parametrize(
    "change,refusal",
    [
        ({"takes_responsibility": False}, requests.NoResponsibility),
        ({"authority": AuthorityKind.POLICE}, requests.NoResponsibility),
        ({"basis": text()}, Incomplete),
        ({"who": text()}, Incomplete),
        ({"scopes": frozenset()}, NoScope),
        ({"scopes": frozenset({Scope.SHARING})}, NoScope),
        ({"last_day": TODAY - timedelta(days=1)}, EndsBeforeItStarts),
    ],
)
def test_a_request_without_its_ground_is_none(child, change, refusal):
    with pytest.raises(refusal):
        recorded(child, **change)
    assert not MunicipalRequest.objects.exists()
