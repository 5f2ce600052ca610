"""The duty to notify about a child, one test per sentence, and what must stand before closing."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from vaern.law.notification import (
    ADVICE_ON_NOTIFYING,
    ANSWER_AS_FOR_A_CHILD,
    EXPLAINING_THE_DUTY,
    KEEP_IT_OPEN,
    NOTIFY_OURSELVES,
    AnyoneFacts,
    ChildNotIdentifiable,
    ClosingFacts,
    Made,
    ProfessionalFacts,
    ToBeMade,
    duty_to_notify_for_anyone,
    duty_to_notify_in_service,
    may_close,
    must_notify_ourselves,
)
from vaern.law.sources import BARNETS_LOV_133, BARNETS_LOV_135
from vaern.law.terms import Answer

TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)

# Barnets lov § 133: someone in public service.

A_TEACHER_WITH_A_WORRY = ProfessionalFacts(
    in_public_service=True,
    learnt_in_service=True,
    under_18=True,
    may_need_support=True,
    absent_from_school=False,
    abused=False,
    unborn_may_need_support=False,
)
A_TEACHER_WITHOUT_ONE = replace(A_TEACHER_WITH_A_WORRY, may_need_support=False)


def test_someone_in_public_service_must_notify_about_a_child_who_may_need_support():
    finding = duty_to_notify_in_service(A_TEACHER_WITH_A_WORRY)
    assert finding.answer is Answer.MUST
    assert BARNETS_LOV_133 in finding.grounds


def test_unlawful_absence_from_school_alone_raises_the_duty():
    absent = replace(A_TEACHER_WITHOUT_ONE, absent_from_school=True)
    assert duty_to_notify_in_service(absent).answer is Answer.MUST


def test_abuse_alone_raises_the_duty():
    assert duty_to_notify_in_service(replace(A_TEACHER_WITHOUT_ONE, abused=True)).answer is Answer.MUST


def test_a_child_not_yet_born_raises_the_duty_whatever_the_age_of_the_parent():
    expecting = replace(A_TEACHER_WITHOUT_ONE, under_18=False, unborn_may_need_support=True)
    assert duty_to_notify_in_service(expecting).answer is Answer.MUST


@pytest.mark.parametrize("change", ["in_public_service", "learnt_in_service", "under_18", "may_need_support"])
def test_the_professional_duty_falls_silent_when_any_one_condition_does(change):
    silenced = duty_to_notify_in_service(replace(A_TEACHER_WITH_A_WORRY, **{change: False}))
    assert silenced.answer is Answer.SILENT
    assert not silenced.permits


@pytest.mark.parametrize("change", ["in_public_service", "learnt_in_service", "under_18", "may_need_support"])
def test_a_professional_condition_that_is_not_established_is_asked_for(change):
    asked = duty_to_notify_in_service(replace(A_TEACHER_WITH_A_WORRY, **{change: None}))
    assert (asked.answer, asked.missing) == (Answer.ASK, (change,))


@pytest.mark.parametrize("change", ["absent_from_school", "abused"])
def test_without_a_worry_the_other_reasons_are_asked_for_too(change):
    asked = duty_to_notify_in_service(replace(A_TEACHER_WITHOUT_ONE, **{change: None}))
    assert (asked.answer, asked.missing) == (Answer.ASK, (change,))


@pytest.mark.parametrize("change", ["absent_from_school", "abused", "unborn_may_need_support"])
def test_one_reason_is_enough_whatever_is_not_known_of_the_others(change):
    assert duty_to_notify_in_service(replace(A_TEACHER_WITH_A_WORRY, **{change: None})).answer is Answer.MUST


@pytest.mark.parametrize("facts", [ProfessionalFacts, AnyoneFacts, ClosingFacts])
def test_consent_secrecy_certainty_and_helping_oneself_are_no_conditions(facts):
    names = " ".join(field.name for field in fields(facts))
    for word in ("consent", "custody", "secrecy", "certain", "sure", "proof", "help"):
        assert word not in names


# Barnets lov § 135: anyone.

A_NEIGHBOUR_WHO_KNOWS = AnyoneFacts(under_18=True, neglected_or_degraded=True, health_or_development_in_danger=False)


def test_anyone_must_notify_about_a_child_who_is_neglected_or_degraded():
    finding = duty_to_notify_for_anyone(A_NEIGHBOUR_WHO_KNOWS)
    assert finding.answer is Answer.MUST
    assert BARNETS_LOV_135 in finding.grounds


def test_anyone_must_notify_about_a_child_whose_health_or_development_is_in_danger():
    endangered = replace(A_NEIGHBOUR_WHO_KNOWS, neglected_or_degraded=False, health_or_development_in_danger=True)
    assert duty_to_notify_for_anyone(endangered).answer is Answer.MUST


@pytest.mark.parametrize("change", ["under_18", "neglected_or_degraded"])
def test_the_duty_of_anyone_falls_silent_when_any_one_condition_does(change):
    assert duty_to_notify_for_anyone(replace(A_NEIGHBOUR_WHO_KNOWS, **{change: False})).answer is Answer.SILENT


@pytest.mark.parametrize("change", ["under_18", "neglected_or_degraded"])
def test_a_condition_of_anyones_duty_that_is_not_established_is_asked_for(change):
    asked = duty_to_notify_for_anyone(replace(A_NEIGHBOUR_WHO_KNOWS, **{change: None}))
    assert (asked.answer, asked.missing) == (Answer.ASK, (change,))


def test_without_neglect_the_danger_to_the_child_is_asked_for():
    unsure = replace(A_NEIGHBOUR_WHO_KNOWS, neglected_or_degraded=False, health_or_development_in_danger=None)
    assert duty_to_notify_for_anyone(unsure).missing == ("health_or_development_in_danger",)


# What must stand before anything about a child is closed.

NOTIFIED = Made(by="caseworker", made_on=YESTERDAY)
TO_BE_NOTIFIED = ToBeMade(owner="caseworker", due_on=TOMORROW, owner_is_ours=False)
UNKNOWN_CHILD = ChildNotIdentifiable(duty_explained=True)

WORRY_ABOUT_A_CHILD = ClosingFacts(concern_about_a_person=True, under_18=True, child_known_to_us=False)


def a_child(answer, **changes):
    return replace(WORRY_ABOUT_A_CHILD, answer=answer, **changes)


@pytest.mark.parametrize("answer", [NOTIFIED, TO_BE_NOTIFIED, UNKNOWN_CHILD], ids=lambda answer: type(answer).__name__)
def test_each_of_the_three_answers_lets_a_worry_about_a_child_be_closed(answer):
    assert may_close(a_child(answer), on=TODAY).answer is Answer.MAY


def test_a_worry_about_a_child_is_not_closed_without_an_answer():
    refused = may_close(WORRY_ABOUT_A_CHILD, on=TODAY)
    assert refused.answer is Answer.MUST_NOT
    assert len(refused.ways_forward) == 4


def test_a_question_about_rules_or_methods_is_closed_without_an_answer():
    plain_question = replace(WORRY_ABOUT_A_CHILD, concern_about_a_person=False)
    assert may_close(plain_question, on=TODAY).answer is Answer.MAY


def test_a_worry_about_an_adult_is_closed_without_an_answer():
    assert may_close(replace(WORRY_ABOUT_A_CHILD, under_18=False), on=TODAY).answer is Answer.MAY


def test_an_age_that_is_not_established_is_asked_for():
    asked = may_close(replace(WORRY_ABOUT_A_CHILD, under_18=None), on=TODAY)
    assert (asked.answer, asked.missing) == (Answer.ASK, ("under_18",))
    assert ANSWER_AS_FOR_A_CHILD in asked.ways_forward


def test_an_age_nobody_can_tell_is_no_dead_end_when_the_question_is_answered_as_for_a_child():
    of_unknown_age = replace(WORRY_ABOUT_A_CHILD, under_18=None, answer=UNKNOWN_CHILD)
    assert may_close(of_unknown_age, on=TODAY).answer is Answer.MAY


def test_whether_it_is_about_a_person_is_asked_for_when_not_established():
    asked = may_close(replace(WORRY_ABOUT_A_CHILD, concern_about_a_person=None), on=TODAY)
    assert (asked.answer, asked.missing) == (Answer.ASK, ("concern_about_a_person",))


@pytest.mark.parametrize("change, missing", [({"by": None}, "by"), ({"by": ""}, "by"), ({"made_on": None}, "made_on")])
def test_made_needs_by_whom_and_when(change, missing):
    asked = may_close(a_child(replace(NOTIFIED, **change)), on=TODAY)
    assert (asked.answer, asked.missing) == (Answer.ASK, (missing,))


def test_a_notification_cannot_have_been_made_tomorrow():
    assert may_close(a_child(replace(NOTIFIED, made_on=TODAY)), on=TODAY).answer is Answer.MAY
    assert may_close(a_child(replace(NOTIFIED, made_on=TOMORROW)), on=TODAY).answer is Answer.ASK
    assert may_close(a_child(replace(NOTIFIED, made_on=TOMORROW)), on=TOMORROW).permits


@pytest.mark.parametrize(
    "change, missing", [({"owner": None}, "owner"), ({"owner": ""}, "owner"), ({"due_on": None}, "due_on")]
)
def test_to_be_made_needs_an_owner_and_a_date(change, missing):
    asked = may_close(a_child(replace(TO_BE_NOTIFIED, **change)), on=TODAY)
    assert (asked.answer, asked.missing) == (Answer.ASK, (missing,))


def test_a_date_that_has_passed_asks_whether_it_was_done():
    assert may_close(a_child(replace(TO_BE_NOTIFIED, due_on=TODAY)), on=TODAY).answer is Answer.MAY
    assert may_close(a_child(replace(TO_BE_NOTIFIED, due_on=YESTERDAY)), on=TODAY).answer is Answer.ASK
    assert not may_close(a_child(TO_BE_NOTIFIED), on=TOMORROW + timedelta(days=1)).permits


def test_the_child_not_identifiable_needs_the_duty_explained():
    refused = may_close(a_child(replace(UNKNOWN_CHILD, duty_explained=False)), on=TODAY)
    assert refused.answer is Answer.MUST_NOT
    assert KEEP_IT_OPEN in refused.ways_forward
    assert may_close(a_child(replace(UNKNOWN_CHILD, duty_explained=None)), on=TODAY).missing == ("duty_explained",)


def test_a_child_we_know_is_not_closed_as_not_identifiable():
    refused = may_close(replace(WORRY_ABOUT_A_CHILD, answer=UNKNOWN_CHILD, child_known_to_us=True), on=TODAY)
    assert refused.answer is Answer.MUST_NOT
    assert NOTIFY_OURSELVES in refused.ways_forward


def test_somebody_elses_promise_is_not_enough_when_we_know_the_child():
    known = replace(WORRY_ABOUT_A_CHILD, answer=TO_BE_NOTIFIED, child_known_to_us=True)
    refused = may_close(known, on=TODAY)
    assert refused.answer is Answer.MUST_NOT
    assert NOTIFY_OURSELVES in refused.ways_forward
    ours = replace(known, answer=replace(TO_BE_NOTIFIED, owner_is_ours=True))
    assert may_close(ours, on=TODAY).answer is Answer.MAY


def test_whether_we_know_the_child_is_asked_for_before_somebody_elses_promise_counts():
    assert may_close(a_child(TO_BE_NOTIFIED, child_known_to_us=None), on=TODAY).missing == ("child_known_to_us",)
    assert may_close(a_child(replace(TO_BE_NOTIFIED, owner_is_ours=True), child_known_to_us=None), on=TODAY).permits


def test_a_child_we_know_without_an_answer_points_first_to_notifying_ourselves():
    known = replace(WORRY_ABOUT_A_CHILD, child_known_to_us=True)
    assert may_close(known, on=TODAY).ways_forward[0] == NOTIFY_OURSELVES


# Where we know the child and nobody has notified, the consultant does.

A_CHILD_WE_KNOW = replace(WORRY_ABOUT_A_CHILD, child_known_to_us=True)


@pytest.mark.parametrize("answer", [None, TO_BE_NOTIFIED, UNKNOWN_CHILD])
def test_the_consultant_notifies_about_a_child_we_know_until_somebody_has(answer):
    assert must_notify_ourselves(replace(A_CHILD_WE_KNOW, answer=answer)).answer is Answer.MUST


@pytest.mark.parametrize(
    "change",
    [{"concern_about_a_person": False}, {"under_18": False}, {"child_known_to_us": False}, {"answer": NOTIFIED}],
)
def test_the_consultants_own_duty_falls_silent_when_any_one_condition_does(change):
    assert must_notify_ourselves(replace(A_CHILD_WE_KNOW, **change)).answer is Answer.SILENT


@pytest.mark.parametrize("fact", ["concern_about_a_person", "under_18", "child_known_to_us"])
def test_a_condition_of_the_consultants_own_duty_is_asked_for_when_not_established(fact):
    asked = must_notify_ourselves(replace(A_CHILD_WE_KNOW, **{fact: None}))
    assert (asked.answer, asked.missing) == (Answer.ASK, (fact,))


# What is said with it.


def test_the_advice_asks_the_municipality_to_judge_the_danger_before_the_parents_read():
    assert ADVICE_ON_NOTIFYING[0].code == "danger_before_parents"
    assert "før forældrene" in ADVICE_ON_NOTIFYING[0].text


@pytest.mark.parametrize(
    "code, words",
    [
        ("do_not_write_to_the_child", "Skriv ikke til barnet"),
        ("do_not_talk_to_the_family", "Tal ikke med familie"),
        ("look_for_siblings", "søskende"),
    ],
)
def test_the_advice_keeps_away_from_the_child_and_family_and_looks_for_siblings(code, words):
    texts = {advice.code: advice.text for advice in ADVICE_ON_NOTIFYING}
    assert words in texts[code]


def test_the_duty_is_explained_to_the_professional_and_to_the_citizen_on_their_own_ground():
    assert [line.source for line in EXPLAINING_THE_DUTY] == [BARNETS_LOV_133, BARNETS_LOV_135]
