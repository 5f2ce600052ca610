"""The gate: every exception one fact away from the plain case, which test_gate_table.py has as the design's table."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.law.gate import (
    SITUATION_LABELS,
    ConsentFrom,
    GateFacts,
    Situation,
    may_advise_the_caller,
    may_assess_with_patriark,
    may_brief_the_police,
    may_coordinate,
    may_draft_a_notification,
    may_give_concrete_sparring,
    may_help_the_citizen,
    may_open_a_case,
    may_share,
    may_store_identity,
    may_support_a_professionals_assessment,
)
from vaern.law.sheet import GATE
from vaern.law.terms import Answer, Condition

MAY, MUST_NOT, SILENT, ASK = Answer.MAY, Answer.MUST_NOT, Answer.SILENT, Answer.ASK
WITHOUT_IDENTITY, METHOD_ONLY, GENERAL_ONLY = (
    Condition.WITHOUT_IDENTITY,
    Condition.METHOD_ONLY,
    Condition.GENERAL_ONLY,
)
REASON, WITHIN_THE_CONSENT = Condition.REASON, Condition.WITHIN_THE_CONSENT

# A quiet day: nobody asks for the exception, and there is no danger, duty or mandate.
QUIET = GateFacts(
    within_the_consent=True,
    acute_danger=False,
    advance_mandate=False,
    on_a_duty=False,
    municipality_requests=False,
)
ANONYMISED = replace(QUIET, situation=Situation.ANONYMISED)
ADULT = replace(QUIET, situation=Situation.CONSENTED_ADULT, consent_from=ConsentFrom.CITIZEN)
CHILD = replace(QUIET, situation=Situation.CONSENTED_CHILD, consent_from=ConsentFrom.CUSTODY_HOLDER)
IDENTITY_KNOWN = replace(QUIET, situation=Situation.IDENTITY_KNOWN)
SITUATIONS = (ANONYMISED, ADULT, CHILD, IDENTITY_KNOWN)


# A draft.


@pytest.mark.parametrize("facts", [replace(QUIET, situation=None), ANONYMISED])
def test_a_draft_needs_no_consent_and_no_identity_of_ours(facts):
    finding = may_draft_a_notification(facts)
    assert (finding.answer, finding.conditions) == (MAY, (Condition.STAYS_WITH_THE_PROFESSIONAL,))


# Who gave the consent.


@pytest.mark.parametrize("act", [may_store_identity, may_give_concrete_sparring, may_assess_with_patriark])
def test_under_18_the_consent_is_a_custody_holders_or_a_guardians(act):
    assert act(CHILD).answer is MAY
    assert act(replace(CHILD, consent_from=ConsentFrom.GUARDIAN)).answer is MAY


@pytest.mark.parametrize(
    "act",
    [
        may_store_identity,
        may_give_concrete_sparring,
        may_assess_with_patriark,
        may_support_a_professionals_assessment,
        may_coordinate,
        may_share,
    ],
)
def test_a_minors_own_wish_is_a_question_never_a_silent_no(act):
    asked = act(replace(CHILD, consent_from=ConsentFrom.CITIZEN))
    assert asked.answer is ASK
    assert asked.ways_forward


@pytest.mark.parametrize(
    "act",
    [
        may_store_identity,
        may_give_concrete_sparring,
        may_assess_with_patriark,
        may_support_a_professionals_assessment,
        may_help_the_citizen,
        may_coordinate,
        may_share,
    ],
)
def test_at_18_what_was_given_for_a_child_covers_no_new_act(act):
    assert act(ADULT).answer is MAY
    assert act(replace(ADULT, consent_from=ConsentFrom.CUSTODY_HOLDER)).answer is ASK
    by_a_guardian = replace(ADULT, consent_from=ConsentFrom.GUARDIAN)
    assert act(by_a_guardian).answer is MAY
    assert act(replace(by_a_guardian, given_for_a_child=True)).answer is ASK


def test_an_adult_under_guardianship_is_spoken_for_by_the_guardian():
    assert may_store_identity(replace(ADULT, consent_from=ConsentFrom.GUARDIAN)).answer is MAY


@pytest.mark.parametrize("facts", [ADULT, CHILD])
def test_a_consent_from_nobody_in_particular_is_asked_about(facts):
    assert may_store_identity(replace(facts, consent_from=None)).missing == ("consent_from",)


# The exception: a municipality asks, on a basis and a responsibility of its own.

MUNICIPALITY_ASKS = replace(
    IDENTITY_KNOWN,
    municipality_requests=True,
    municipality_states_its_basis=True,
    municipality_takes_responsibility=True,
)
ACTS_WITH_THE_EXCEPTION = [may_store_identity, may_give_concrete_sparring, may_assess_with_patriark]


@pytest.mark.parametrize("act", ACTS_WITH_THE_EXCEPTION)
def test_when_a_municipality_asks_on_its_own_basis_people_decide_and_it_is_on_record(act):
    asked = act(MUNICIPALITY_ASKS)
    assert asked.answer is ASK
    assert not asked.missing
    assert asked.conditions == (
        Condition.REQUEST_ON_RECORD,
        Condition.SECOND_CONSULTANT,
        Condition.SHOWN_IN_REVIEW,
    )


@pytest.mark.parametrize("act", ACTS_WITH_THE_EXCEPTION)
def test_only_a_second_consultant_settles_the_question_and_the_conditions_stay_on_record(act):
    settled = act(replace(MUNICIPALITY_ASKS, second_consultant_confirms=True))
    assert settled.answer is MAY
    assert settled.conditions == act(MUNICIPALITY_ASKS).conditions
    assert act(replace(MUNICIPALITY_ASKS, second_consultant_confirms=False)).answer is ASK


@pytest.mark.parametrize("act", ACTS_WITH_THE_EXCEPTION)
@pytest.mark.parametrize("missing", ["municipality_states_its_basis", "municipality_takes_responsibility"])
@pytest.mark.parametrize("said", [None, False])
def test_a_second_consultant_does_not_stand_in_for_what_the_municipality_says(act, missing, said):
    confirmed = replace(MUNICIPALITY_ASKS, second_consultant_confirms=True)
    plain = act(replace(MUNICIPALITY_ASKS, **{missing: said}))
    assert act(replace(confirmed, **{missing: said})) == plain


@pytest.mark.parametrize("act", ACTS_WITH_THE_EXCEPTION)
@pytest.mark.parametrize(
    "missing", ["municipality_requests", "municipality_states_its_basis", "municipality_takes_responsibility"]
)
def test_the_exception_falls_away_when_any_one_condition_does(act, missing):
    assert act(replace(MUNICIPALITY_ASKS, **{missing: False})).answer is act(IDENTITY_KNOWN).answer


@pytest.mark.parametrize("act", ACTS_WITH_THE_EXCEPTION)
@pytest.mark.parametrize("missing", ["municipality_states_its_basis", "municipality_takes_responsibility"])
def test_what_the_municipality_has_not_said_is_asked_for(act, missing):
    assert act(replace(MUNICIPALITY_ASKS, **{missing: None})).missing == (missing,)


@pytest.mark.parametrize("act", ACTS_WITH_THE_EXCEPTION)
def test_the_exception_is_never_the_silent_default(act):
    assert act(replace(MUNICIPALITY_ASKS, municipality_requests=None)).answer is act(IDENTITY_KNOWN).answer


@pytest.mark.parametrize("act", ACTS_WITH_THE_EXCEPTION)
def test_in_an_anonymised_case_a_request_changes_nothing(act):
    requested = replace(MUNICIPALITY_ASKS, situation=Situation.ANONYMISED)
    assert act(requested) == act(ANONYMISED)


# Coordinating and sharing outside a consent.


@pytest.mark.parametrize("facts", [IDENTITY_KNOWN, replace(ADULT, within_the_consent=False)])
@pytest.mark.parametrize("ground", ["acute_danger", "advance_mandate"])
def test_coordinating_outside_a_consent_takes_acute_danger_or_a_mandate_and_a_reason(facts, ground):
    assert may_coordinate(facts).answer is ASK
    finding = may_coordinate(replace(facts, **{ground: True}))
    assert (finding.answer, finding.conditions) == (MAY, (REASON,))


@pytest.mark.parametrize("facts", [IDENTITY_KNOWN, replace(ADULT, within_the_consent=False)])
@pytest.mark.parametrize("ground", ["on_a_duty", "acute_danger"])
def test_sharing_outside_a_consent_takes_a_duty_or_acute_danger_and_a_reason(facts, ground):
    assert may_share(facts).answer is MUST_NOT
    finding = may_share(replace(facts, **{ground: True}))
    assert (finding.answer, finding.conditions) == (MAY, (REASON,))


@pytest.mark.parametrize("ground", ["on_a_duty", "acute_danger"])
def test_a_ground_for_sharing_that_is_not_established_is_asked_for(ground):
    asked = may_share(replace(IDENTITY_KNOWN, **{ground: None}))
    assert (asked.answer, asked.missing) == (ASK, (ground,))


@pytest.mark.parametrize("act", [may_coordinate, may_share])
def test_whether_the_consent_covers_it_is_asked_for(act):
    assert act(replace(ADULT, within_the_consent=None)).missing == ("within_the_consent",)


@pytest.mark.parametrize("act", [may_coordinate, may_share])
@pytest.mark.parametrize("doubt", [{"within_the_consent": None}, {"consent_from": None}])
def test_a_doubt_about_the_consent_never_holds_back_help_in_acute_danger(act, doubt):
    assert act(replace(ADULT, **doubt)).answer is ASK
    assert act(replace(ADULT, **doubt, acute_danger=True)).answer is MAY


def test_an_anonymised_case_shares_nothing_even_on_a_duty_since_it_holds_nothing():
    assert may_share(replace(ANONYMISED, on_a_duty=True)).answer is MUST_NOT


# The briefing of the police.


@pytest.mark.parametrize("facts", SITUATIONS)
def test_without_danger_the_briefing_rule_is_silent_and_points_on(facts):
    quiet = may_brief_the_police(facts)
    assert quiet.answer is SILENT
    assert quiet.ways_forward


@pytest.mark.parametrize("facts", SITUATIONS)
def test_in_doubt_about_danger_the_way_forward_is_the_number(facts):
    asked = may_brief_the_police(replace(facts, acute_danger=None))
    assert asked.answer is ASK
    assert "112" in asked.ways_forward[0]


# What holds over the whole gate.

ANY_FACTS = st.builds(
    GateFacts,
    situation=st.none() | st.sampled_from(Situation),
    consent_from=st.none() | st.sampled_from(ConsentFrom),
    given_for_a_child=st.none() | st.booleans(),
    within_the_consent=st.none() | st.booleans(),
    acute_danger=st.none() | st.booleans(),
    advance_mandate=st.none() | st.booleans(),
    on_a_duty=st.none() | st.booleans(),
    municipality_requests=st.none() | st.booleans(),
    municipality_states_its_basis=st.none() | st.booleans(),
    municipality_takes_responsibility=st.none() | st.booleans(),
    second_consultant_confirms=st.none() | st.booleans(),
)
ACTS = [act for _, act in GATE]


@given(facts=ANY_FACTS, act=st.sampled_from(ACTS))
def test_whatever_is_not_permitted_shows_a_reason_a_ground_and_a_way_forward(facts, act):
    finding = act(facts)
    assert finding.because
    assert finding.grounds
    assert finding.permits or finding.ways_forward


@given(facts=ANY_FACTS)
def test_advice_and_an_anonymised_case_are_always_open_so_no_reply_is_held_back(facts):
    assert may_advise_the_caller(facts).permits
    assert may_open_a_case(facts).permits


@given(facts=ANY_FACTS)
def test_no_fact_lets_an_anonymised_case_hold_an_identity(facts):
    assert may_store_identity(replace(facts, situation=Situation.ANONYMISED)).answer is MUST_NOT


@given(facts=ANY_FACTS)
def test_no_fact_stores_an_identity_or_makes_an_assessment_without_a_consent_that_counts_or_two_who_settled(facts):
    settled = facts.municipality_requests and facts.second_consultant_confirms
    if facts.situation is Situation.IDENTITY_KNOWN and settled:
        return
    if may_store_identity(facts).permits or may_assess_with_patriark(facts).permits:
        assert not (facts.situation is Situation.CONSENTED_ADULT and facts.given_for_a_child)
        assert (facts.situation, facts.consent_from) in {
            (Situation.CONSENTED_ADULT, ConsentFrom.CITIZEN),
            (Situation.CONSENTED_ADULT, ConsentFrom.GUARDIAN),
            (Situation.CONSENTED_CHILD, ConsentFrom.CUSTODY_HOLDER),
            (Situation.CONSENTED_CHILD, ConsentFrom.GUARDIAN),
        }


@given(facts=ANY_FACTS)
def test_the_police_may_always_be_briefed_in_acute_danger(facts):
    assert may_brief_the_police(replace(facts, acute_danger=True)).permits


@given(facts=ANY_FACTS, act=st.sampled_from(ACTS))
def test_acute_danger_never_takes_a_permission_away(facts, act):
    calm = act(replace(facts, acute_danger=False))
    assert act(replace(facts, acute_danger=True)).permits or not calm.permits


@pytest.mark.parametrize(
    "act",
    [
        may_store_identity,
        may_give_concrete_sparring,
        may_assess_with_patriark,
        may_support_a_professionals_assessment,
        may_help_the_citizen,
        may_coordinate,
        may_share,
    ],
)
def test_a_situation_that_is_not_established_is_asked_for(act):
    asked = act(replace(QUIET, situation=None))
    assert (asked.answer, asked.missing) == (ASK, ("situation",))


def test_every_situation_has_a_danish_label():
    assert set(SITUATION_LABELS) == set(Situation)
