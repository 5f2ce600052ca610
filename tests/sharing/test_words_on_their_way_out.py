"""Pure rules: sealed whereabouts in a text, giveaways in a notification, and what is outdated."""

from uuid import UUID

import pytest

from vaern.law.screening import Standing
from vaern.risk.access import Judgement
from vaern.sharing.giveaways import Giveaway, Shows, giveaways
from vaern.sharing.reading import is_outdated
from vaern.sharing.whereabouts import found_in

FIRST, SECOND = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    "kept, text",
    [
        ("Hasselvej 4, 2. tv., 8000 Aarhus C", "Hun sover på hasselvej 4."),
        ("Hasselvej 4, 2. tv., 8000 Aarhus C", "HASSELVEJ4"),
        ("Hasselvej 4, 2. tv., 8000 Aarhus C", "H a s s e l v e j  4"),
        ("Hasselvej 4, 2. tv., 8000 Aarhus C", "Hun bor på Hasselvej"),
        ("Hasselvej 4", "Hassel\u00advej\u200b 4"),
        ("+45 22 33 44 55", "Ring 22334455"),
        ("22334455", "+45 22.33-44 55"),
        ("mor: 22 33 44 55", "(22) 33 44 55"),
        ("Åvej 12", "Hun er på Aavej 12"),
        ("Rosenhuset", "Rosenhusets leder"),
        ("Østre Skole", "oestre skole"),
        ("Café Ibis", "Hun arbejder på CAFE IBIS"),
        ("Ask", "Hun bor i Ask nu"),
        ("مدرسة النور", "تذهب إلى مدرسة النور"),
    ],
)
def test_a_place_is_found_however_it_is_written(kept, text):
    assert found_in(text, [kept]) == [kept]


@pytest.mark.parametrize(
    "kept, text",
    [
        ("Hasselvej 4", "Hun sover et sikkert sted."),
        ("Hasselvej 4, Aarhus", "Kommunen i Aarhus er med."),
        ("Ask", "Masker og ansvar"),
        ("22334455", "Der er gået 22 dage, og 33 er tilbage."),
        ("", "Hvad som helst"),
        (" . ", "Hvad som helst. Og mere"),
    ],
)
def test_another_text_is_let_through(kept, text):
    assert found_in(text, [kept]) == []


def test_words_that_show_who_told_what_is_planned_and_where_are_named_once_in_order():
    text = "Hun har FORTALT det til sin lærer.\nHun har fortalt om kæresten.\nHun sover på Hasselvej 4."
    assert giveaways(text, people=["lærer"], whereabouts=["Hasselvej 4"]) == [
        Giveaway("FORTALT", Shows.WHO_TOLD),
        Giveaway("lærer", Shows.CLOSE_ONES),
        Giveaway("lærer", Shows.PERSON),
        Giveaway("kæresten", Shows.CLOSE_ONES),
        Giveaway("Hun sover på Hasselvej 4.", Shows.WHERE),
    ]


def test_what_is_seen_and_heard_gives_nobody_away():
    text = "Barnet er trist og sidder alene. Barnet bliver fulgt til og fra skole og er passiv i timerne."
    assert giveaways(text, people=["veninde 1"], whereabouts=["Hasselvej 4"]) == []


@pytest.mark.parametrize("shows", Shows)
def test_every_giveaway_is_explained(shows):
    assert str(shows.label).endswith(".")


def now(standing, judgement=SECOND):
    return Judgement(standing=standing, screening=judgement)


@pytest.mark.parametrize(
    "level, judgement, current, outdated",
    [
        ("", None, now(Standing.HIGH), False),  # told no level
        ("low", SECOND, now(Standing.LOW), False),
        ("low", SECOND, now(Standing.OUTDATED), False),  # it ran out, and there is none newer to tell
        ("low", SECOND, now(Standing.NOT_ASSESSED), True),  # it was taken out of use
        ("low", FIRST, now(Standing.LOW), False),  # judged anew, the same
        ("low", FIRST, now(Standing.HIGH), True),
        ("high", FIRST, now(Standing.LOW), True),
        ("low", FIRST, now(Standing.OUTDATED), True),  # judged anew, and that ran out: nobody told them
        ("not-assessed", None, now(Standing.NOT_ASSESSED, None), False),
        ("not-assessed", None, now(Standing.LOW), True),
        ("outdated", None, now(Standing.LOW), True),  # an earlier one, reported
    ],
)
def test_what_somebody_holds_is_outdated_when_the_level_is_another(level, judgement, current, outdated):
    assert is_outdated(level, judgement, current) is outdated
