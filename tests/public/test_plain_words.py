"""X10: the words are easy. An alarm, not a goal: LIX misjudges lists and names, so a person still reads."""

import pytest

from tests.public.pages import pages_for_citizens, pages_for_professionals
from tests.public.reading import Page, lix, words_in_a_sentence
from vaern.public.questions import STEPS


@pytest.mark.check("X10")
def test_a_page_for_citizens_is_easy_to_read(visitor):
    for address in (*pages_for_citizens(), "/er/her/ikke"):
        text = Page(visitor.get(address)).main
        assert lix(text) <= 30, (address, lix(text))
        assert words_in_a_sentence(text) <= 12, address


@pytest.mark.check("X10")
def test_a_page_for_professionals_is_plain_too(visitor):
    for address in pages_for_professionals():
        text = Page(visitor.get(address)).main
        assert lix(text) <= 40, (address, lix(text))
        assert words_in_a_sentence(text) <= 16, address


def test_an_answer_to_a_professional_is_plain_too(visitor, ask):
    steps = [visitor.post("/forbered/", {"act": f"edit:{step.code}", "soon": "yes"}) for step in STEPS]
    told = [visitor.post("/samtykke/", {"safe": safe}) for safe in ("yes", "no")]
    for answer in (ask(soon="yes"), *steps, *told, visitor.post("/forbered/", {"step": "request", "act": "next"})):
        text = Page(answer).main
        assert lix(text) <= 40, (lix(text), text)
        assert words_in_a_sentence(text) <= 16, text


def test_no_page_scolds_praises_or_shouts(visitor):
    for address in pages_for_citizens():
        text = Page(visitor.get(address)).main
        assert "!" not in text, address
        assert "hvorfor har du ikke" not in text.lower(), address
        assert "offer" not in text.lower().split(), address


def test_nothing_asks_for_a_name_a_number_or_an_address_of_a_citizen(visitor):
    for address in (*pages_for_citizens(), "/fagfolk/", "/saadan/"):
        for attrs in Page(visitor.get(address)).all("input"):
            assert attrs["name"] in {"municipality", "act"}, address
