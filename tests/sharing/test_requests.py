"""The exception: a municipality asks on its own responsibility, and only a second consultant settles it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cases.conftest import opened_by
from tests.cast import MORNING, text
from tests.sharing.conftest import ASKING, TODAY
from vaern.audit.models import Event
from vaern.cases.basis import gate_facts
from vaern.cases.terms import AuthorityKind, Kind, Scope
from vaern.law import gate
from vaern.law.terms import Answer, Condition
from vaern.sharing.actions import requests
from vaern.sharing.actions.consents import EndsBeforeItStarts, Incomplete, NoScope
from vaern.sharing.actions.requests import confirm_request, end_request, record_request
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
