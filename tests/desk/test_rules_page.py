"""The rule sheet as a page: what stands in docs/law.md, in Danish, to search and to print."""

import pytest
from django.urls import reverse

from tests.cast import signed_in
from vaern.law import values
from vaern.law.sheet import rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


def read(page):
    return " ".join(page.content.decode().split())


def test_every_rule_stands_there_with_answers_grounds_source_date_and_doubt(administrator):
    page = read(signed_in(administrator).get(reverse("rules")))
    for rule in rules():
        assert f'id="{rule.name}">{rule.question}</h3>' in page
        for ground in rule.provisions:
            assert ground.cited in page
            assert f"kontrolleret {ground.checked_on.day}.{ground.checked_on.month}." in page
            assert ground.certainty.label in page
    assert "<dt>Må ikke</dt>" in page
    assert "Til en jurist" in page
    for value in values.ALL:
        assert value.name in page


def test_a_search_shows_the_rules_that_speak_of_all_its_words_and_stands_in_no_address(team_lead):
    browser = signed_in(team_lead)
    page = browser.post(reverse("rules"), {"words": "SSP efterforske"})
    assert [rule.name for _, found in page.context["chapters"] for rule in found] == [
        "may_share_in_a_cooperation",
        "duty_to_share_in_a_cooperation",
    ]
    assert "2 regler" in read(page)
    nothing = browser.post(reverse("rules"), {"words": "kvantemekanik"})
    assert "Ingen regel taler om det" in read(nothing)
    assert browser.post(reverse("rules"), {"words": "x" * 81}).status_code == 422
