"""Nothing counts, sums or suggests: every indicator is varied, and the level stays the one a person chose."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import MORNING
from tests.risk.filled import WHOLE, begun, filled, signed
from vaern.law.screening import Level, Standing, cards_opened
from vaern.risk.access import cards_of, standing_of
from vaern.risk.content import Content
from vaern.risk.instrument import current

INSTRUMENT = current()
LINES = [line.name for group in INSTRUMENT.groups for line in group.lines]
MARKS = [code for code, _ in INSTRUMENT.marks]
INDICATORS = st.fixed_dictionaries({}, optional={name: st.sampled_from(MARKS) for name in LINES})
ANSWERS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(sorted(answers)) for name, answers in INSTRUMENT.answers.items()}
)
PLAIN = {f"line.{code}" for code in ("others-threatened", "sudden-kindness", "insider")}  # those a card hangs on


@given(INDICATORS)
def test_no_indicator_chooses_a_level(indicators):
    content = Content(INSTRUMENT, filled(level=None, soon=None, knowledge=None, act=None) | indicators)
    assert (content.level, content.soon, content.knowledge, content.act, content.says_yes("level")) == (
        None, None, None, None, False,
    )  # fmt: skip


@given(INDICATORS, st.sampled_from(Level))
def test_no_indicator_moves_the_chosen_one(indicators, level):
    assert Content(INSTRUMENT, filled(level=level.value) | indicators).level is level


@given(ANSWERS)
def test_the_cards_of_a_screening_are_those_each_of_its_answers_opens_alone(answers):
    rules = INSTRUMENT.card_rules()
    alone = [cards_opened(rules, {question: answer}) for question, answer in answers.items()]
    assert cards_opened(rules, Content(INSTRUMENT, answers).answers()) == frozenset().union(*alone)


@given(INDICATORS)
def test_indicators_without_a_card_of_their_own_open_none_however_many(indicators):
    others = {name: mark for name, mark in indicators.items() if name not in PLAIN}
    assert cards_opened(INSTRUMENT.card_rules(), Content(INSTRUMENT, others).answers()) == frozenset()


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(indicators=INDICATORS, level=st.sampled_from(Level))
def test_the_stored_and_the_shown_level_are_the_chosen_one(inquiry, consultant_on_the_inquiry, indicators, level):
    asks_no_colleague = {"gate.A6": "no", "valid_until": "2026-11-30"}
    screening = signed(inquiry, consultant_on_the_inquiry, **asks_no_colleague, **indicators, level=level.value)
    assert (screening.level, standing_of(inquiry, at=MORNING)) == (level.value, Standing(level.value))


@pytest.mark.django_db
@pytest.mark.parametrize("mark", MARKS)
def test_all_indicators_at_once_change_nothing_but_the_cards_of_three(inquiry, consultant_on_the_inquiry, mark):
    everything = dict.fromkeys(LINES, mark)
    screening = begun(inquiry, consultant_on_the_inquiry, **everything)
    opened = {shown.card.code for shown in cards_of(inquiry, screening)}
    assert opened == {"present": {"R11", "R12", "R14"}, "possible": {"R12", "R14"}}.get(mark, set())
    bare = {name: value for name, value in screening.content.items() if name not in everything}
    assert bare == {name: value for name, value in WHOLE.items() if name not in everything}


@pytest.mark.django_db
def test_honour_that_is_unclear_or_not_at_stake_lowers_nothing(inquiry, consultant_on_the_inquiry):
    for honour in ("yes", "unclear", "no"):
        screening = begun(inquiry, consultant_on_the_inquiry, **{"gate.A3": "yes", "fact.honour": honour})
        assert [shown.card.code for shown in cards_of(inquiry, screening)] == ["R2"]
