"""Action cards: opened by one answer, done by the clock, put away with a reason."""

from datetime import datetime, timedelta

import pytest

from tests.cast import MORNING, text
from tests.risk.filled import begun, saved, sign_it
from vaern.inquiries.terms import TaskKind
from vaern.law.clocks import COPENHAGEN
from vaern.risk.access import cards_of
from vaern.risk.actions.cards import Answer, LaterThanTheCard, NoColleague, NoReason, NotOpen, answer_card
from vaern.risk.actions.signing import MayNotSign
from vaern.risk.models import CardAnswer
from vaern.risk.terms import CardResponse

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
FRIDAY = datetime(2026, 11, 27, 16, 5, tzinfo=COPENHAGEN)


def codes(inquiry, screening):
    return [shown.card.code for shown in cards_of(inquiry, screening)]


def answered(inquiry, screening, card, by, *, at=MORNING, **answer):
    return answer_card(inquiry=inquiry, screening=screening, card=card, answer=Answer(**answer), by=by, at=at)


@pytest.mark.parametrize(
    "answer, card",
    [
        ({"gate.A1": "yes"}, "R1"),
        ({"gate.A2": "yes"}, "R1-held"),
        ({"gate.A3": "yes"}, "R2"),
        ({"gate.A4": "yes"}, "R4"),
        ({"gate.A5": "yes"}, "R9"),
        ({"gate.A6": "yes"}, "family-knows"),
        ({"gate.A7": "yes"}, "going-home"),
        ({"gate.A8": "yes"}, "R13"),
        ({"gate.A9": "yes"}, "R3"),
        ({"gate.A9": "unknown"}, "R3"),
        ({"gate.A10": "yes"}, "R11"),
        ({"fact.travel": "day-known"}, "R4"),
        ({"fact.travel": "day-unknown"}, "R5"),
        ({"fact.travel": "abroad"}, "R6"),
        ({"fact.travel": "not-back"}, "R7"),
        ({"fact.consent": "adult-no"}, "R8"),
        ({"sub.marriage": "yes"}, "R10"),
        ({"line.sudden-kindness": "possible"}, "R12"),
        ({"line.insider": "present"}, "R14"),
        ({"fact.message": "yes"}, "R15"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(f"{k}={v}" for k, v in value.items()),
)
def test_one_answer_opens_its_card_alone(inquiry, consultant_on_the_inquiry, answer, card):
    screening = begun(inquiry, consultant_on_the_inquiry, **answer)
    [shown] = cards_of(inquiry, screening)
    assert shown.card.code == card
    assert len(shown.because) == 1


def test_no_and_not_asked_open_nothing(inquiry, draft):
    assert codes(inquiry, draft) == []


def test_an_answer_taken_back_closes_its_card(inquiry, consultant_on_the_inquiry):
    screening = begun(inquiry, consultant_on_the_inquiry, **{"gate.A1": "yes"})
    assert codes(inquiry, saved(inquiry, screening, consultant_on_the_inquiry)) == []


class TestDeadlines:
    def test_they_run_from_when_the_answer_was_given_through_the_weekend(self, inquiry, consultant_on_the_inquiry):
        screening = begun(inquiry, consultant_on_the_inquiry, at=FRIDAY, **{"gate.A10": "yes"})
        later = saved(
            inquiry,
            screening,
            consultant_on_the_inquiry,
            at=FRIDAY + timedelta(hours=2),
            **{"gate.A10": "yes", "safe": "Ja"},
        )
        row = answered(
            inquiry,
            later,
            "R11",
            consultant_on_the_inquiry,
            at=FRIDAY + timedelta(hours=3),
            response=CardResponse.WILL_DO,
        )
        assert row.task.due_at == datetime(2026, 11, 28, 16, 5, tzinfo=COPENHAGEN)  # Saturday
        assert row.task.kind == TaskKind.CARD

    def test_now_is_the_moment_of_the_answer(self, inquiry, consultant_on_the_inquiry):
        screening = begun(inquiry, consultant_on_the_inquiry, at=FRIDAY, **{"gate.A1": "yes"})
        [shown] = cards_of(inquiry, screening)
        assert shown.deadline == FRIDAY

    @pytest.mark.parametrize("minutes, permits", [(0, True), (-90, True), (1, False)])
    def test_a_task_may_be_earlier_than_its_card_and_never_later(
        self, inquiry, consultant_on_the_inquiry, minutes, permits
    ):
        screening = begun(inquiry, consultant_on_the_inquiry, **{"gate.A10": "yes"})
        [shown] = cards_of(inquiry, screening)
        answer = {"response": CardResponse.WILL_DO, "due_at": shown.deadline + timedelta(minutes=minutes)}
        if permits:
            assert answered(inquiry, screening, "R11", consultant_on_the_inquiry, **answer).task
        else:
            with pytest.raises(LaterThanTheCard):
                answered(inquiry, screening, "R11", consultant_on_the_inquiry, **answer)

    def test_the_earliest_card_becomes_the_next_step(self, inquiry, consultant_on_the_inquiry):
        screening = begun(inquiry, consultant_on_the_inquiry, **{"gate.A3": "yes"})
        answered(inquiry, screening, "R2", consultant_on_the_inquiry, response=CardResponse.WILL_DO)
        inquiry.refresh_from_db()
        assert (inquiry.next_step_kind, inquiry.next_step_at) == (TaskKind.CARD, MORNING + timedelta(hours=1))


def test_a_task_has_the_owner_who_was_chosen_and_says_what(inquiry, consultant_on_the_inquiry, colleague_in_the_region):
    screening = begun(inquiry, consultant_on_the_inquiry, **{"gate.A10": "yes"})
    will = {"response": CardResponse.WILL_DO, "owner": colleague_in_the_region}
    task = answered(inquiry, screening, "R11", consultant_on_the_inquiry, **will).task
    assert task.owner == colleague_in_the_region
    assert task.opened_with(inquiry.key_in_hand).text == "Se på de andre, der kan være i fare"


def test_what_is_the_caseworkers_to_do_ours_is_to_ask_about(inquiry, consultant_on_the_inquiry):
    screening = begun(inquiry, consultant_on_the_inquiry, **{"fact.travel": "abroad"})
    task = answered(inquiry, screening, "R6", consultant_on_the_inquiry, response=CardResponse.WILL_DO).task
    assert task.opened_with(inquiry.key_in_hand).text.startswith("Spørg sagsbehandleren, om det er gjort: ")


class TestPutAway:
    GROUNDS = {"response": CardResponse.DISMISSED, "reason": "misheard", "words": text("Hun mente sidste år")}

    def test_with_a_reason_of_its_own_and_words(self, inquiry, consultant_on_the_inquiry):
        screening = begun(inquiry, consultant_on_the_inquiry, **{"gate.A10": "yes"})
        row = answered(inquiry, screening, "R11", consultant_on_the_inquiry, **self.GROUNDS)
        assert (row.task, row.answer["reason"], row.answer["words"]) == (None, "misheard", "Hun mente sidste år")

    @pytest.mark.parametrize("change", [{"reason": ""}, {"reason": "consent-came"}, {"words": text(" ")}])
    def test_without_either_it_stays(self, inquiry, consultant_on_the_inquiry, change):
        screening = begun(inquiry, consultant_on_the_inquiry, **{"gate.A10": "yes"})
        with pytest.raises(NoReason):
            answered(inquiry, screening, "R11", consultant_on_the_inquiry, **self.GROUNDS | change)
        assert cards_of(inquiry, screening)[0].waits

    def test_the_gravest_need_a_colleague_too(self, inquiry, consultant_on_the_inquiry, colleague_in_the_region):
        screening = begun(inquiry, consultant_on_the_inquiry, **{"gate.A1": "yes"})
        for nobody in (None, consultant_on_the_inquiry):
            with pytest.raises(NoColleague):
                answered(inquiry, screening, "R1", consultant_on_the_inquiry, **self.GROUNDS, colleague=nobody)
        asked = {"colleague": colleague_in_the_region}
        assert answered(inquiry, screening, "R1", consultant_on_the_inquiry, **self.GROUNDS, **asked)


def test_a_card_nobody_opened_cannot_be_answered(inquiry, draft, consultant_on_the_inquiry):
    with pytest.raises(NotOpen):
        answered(inquiry, draft, "R11", consultant_on_the_inquiry, response=CardResponse.DONE)


def test_a_second_click_is_one_answer_and_one_task(inquiry, consultant_on_the_inquiry):
    screening = begun(inquiry, consultant_on_the_inquiry, **{"gate.A10": "yes"})
    for _ in range(2):
        answered(inquiry, screening, "R11", consultant_on_the_inquiry, response=CardResponse.WILL_DO)
    assert CardAnswer.objects.count() == 1
    assert inquiry.tasks.filter(kind=TaskKind.CARD).count() == 1


def test_the_newest_answer_counts_and_the_earlier_stays(inquiry, consultant_on_the_inquiry):
    screening = begun(inquiry, consultant_on_the_inquiry, **{"gate.A10": "yes"})
    answered(inquiry, screening, "R11", consultant_on_the_inquiry, **TestPutAway.GROUNDS)
    later = MORNING + timedelta(minutes=1)
    answered(inquiry, screening, "R11", consultant_on_the_inquiry, at=later, response=CardResponse.DONE)
    assert cards_of(inquiry, screening)[0].answer.answer["response"] == CardResponse.DONE
    assert CardAnswer.objects.count() == 2


def test_nothing_is_signed_while_a_card_waits(inquiry, consultant_on_the_inquiry):
    screening = begun(inquiry, consultant_on_the_inquiry, **{"gate.A10": "yes"})
    with pytest.raises(MayNotSign) as refusal:
        sign_it(inquiry, screening, consultant_on_the_inquiry)
    assert refusal.value.findings[0].missing == ("cards_answered",)
    answered(inquiry, screening, "R11", consultant_on_the_inquiry, response=CardResponse.DONE)
    assert sign_it(inquiry, screening, consultant_on_the_inquiry).is_signed
