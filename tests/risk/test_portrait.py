"""A screening in words: everything answered appears once, in the order of the page, and nothing else does."""

import pytest

from tests.risk.filled import WHOLE
from vaern.risk.content import Content
from vaern.risk.instrument import current
from vaern.risk.portrait import mentioned, portrait

ASTA = "00000000-0000-4000-8000-000000000001"


def said(**changes):
    """Return the sections of a whole screening with ``changes``, as title to pairs."""
    content = Content(current(), WHOLE | changes)
    names = dict.fromkeys(mentioned(content), "Asta")
    return {section.title: dict(section.said) for section in portrait(content, names)}


def test_the_judgement_comes_first_in_words():
    sections = said()
    assert list(sections)[:2] == ["Vurderingen", "Akut"]
    assert sections["Vurderingen"]["Trusselsniveau"] == "Lavt"
    assert sections["Akut"]["I sikkerhed nu? Hvor?"] == "Ja, hos en veninde"


def test_a_question_with_two_sentences_keeps_both():
    [asks] = [asks for asks in said()["Akut"] if asks.startswith("Kan personen blive sendt ud af landet")]
    assert asks.endswith("eller passet er taget.")


def test_what_was_not_asked_is_no_section():
    assert "Tegn: Rejse" not in said()
    assert "Tegn: Rejse" in said(**{"line.plan": "absent"})


def test_an_unknown_says_who_when_and_how_or_that_nobody_does():
    unknown = {
        "unknown.0.what": "Hvornår?",
        "unknown.0.critical": "yes",
        "unknown.0.owner": ASTA,
        "unknown.0.by": "2026-11-24T12:05",
        "unknown.0.safely": "I skolen",
        "unknown.1.what": "Hvem?",
    }
    assert said(**unknown)["Det, vi ikke ved"] == {
        "Hvornår?": "Afgørende · Asta · senest 24.11.2026 kl. 12.05 · I skolen",
        "Hvem?": "Ingen finder ud af det endnu",
    }


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_taking_one_answer_out_takes_only_that_out(name):
    def words(sections):
        return sum(len(pairs) for pairs in sections.values())

    without = {key: value for key, value in WHOLE.items() if key != name}
    content = Content(current(), without)
    shorter = {section.title: dict(section.said) for section in portrait(content, {})}
    assert words(shorter) <= words(said())
