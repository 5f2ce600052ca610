"""X10: the words are easy. An alarm, not a goal: LIX misjudges lists and names, so a person still reads."""

import pytest

from tests.public.pages import pages_for_citizens, pages_for_professionals
from tests.public.reading import Page, lix, words_in_a_sentence
from vaern.public.questions import STEPS


@pytest.mark.parametrize("address", [*pages_for_citizens(), "/er/her/ikke"])
def test_a_page_for_citizens_is_easy_to_read(visitor, address):
    text = Page(visitor.get(address)).main
    assert lix(text) <= 30, lix(text)
    assert words_in_a_sentence(text) <= 12


@pytest.mark.parametrize("address", pages_for_professionals())
def test_a_page_for_professionals_is_plain_too(visitor, address):
    text = Page(visitor.get(address)).main
    assert lix(text) <= 40, lix(text)
    assert words_in_a_sentence(text) <= 16


def test_an_answer_to_a_professional_is_plain_too(visitor, ask):
    steps = [visitor.post("/forbered/", {"edit": step.code, "soon": "yes"}) for step in STEPS]
    told = [visitor.post("/samtykke/", {"safe": safe}) for safe in ("yes", "no")]
    for answer in (ask(soon="yes"), *steps, *told, visitor.post("/forbered/", {"step": "request"})):
        text = Page(answer).main
        assert lix(text) <= 40, (lix(text), text)
        assert words_in_a_sentence(text) <= 16, text


@pytest.mark.parametrize("address", pages_for_citizens())
def test_no_page_scolds_praises_or_shouts(visitor, address):
    text = Page(visitor.get(address)).main
    assert "!" not in text
    assert "hvorfor har du ikke" not in text.lower()
    assert "offer" not in text.lower().split()


@pytest.mark.parametrize("address", [*pages_for_citizens(), "/fagfolk/", "/saadan/"])
def test_nothing_asks_for_a_name_a_number_or_an_address_of_a_citizen(visitor, address):
    for attrs in Page(visitor.get(address)).all("input"):
        assert attrs["name"] in {"municipality", "begin"}
