"""What staff write every day passes, and what tells who somebody is does not."""

from collections import Counter

import pytest

from tests.guard.corpus import DENMARK, lines, told
from vaern.guard import Kind, check, reworded

INNOCENT = lines("innocent.txt")
TELLING = [told(line) for line in lines("telling.txt")]


def test_the_innocent_corpus_is_large_enough_to_mean_something():
    assert len(INNOCENT) >= 150
    assert len(set(INNOCENT)) == len(INNOCENT)


@pytest.mark.parametrize("line", INNOCENT, ids=range(1, len(INNOCENT) + 1))
def test_not_one_line_of_an_ordinary_day_is_stopped(line):
    assert check(line, DENMARK).stops == ()


def test_the_whole_ordinary_day_in_one_text_is_not_stopped_either():
    assert check("\n".join(INNOCENT), DENMARK).stops == ()
    assert check(" ".join(INNOCENT), DENMARK).stops == ()


def test_an_ordinary_day_gives_at_most_three_warnings():
    warned = [line for line in INNOCENT if check(line, DENMARK).warnings]
    assert len(warned) <= 3, warned


@pytest.mark.parametrize("kind, text, spans", TELLING, ids=range(1, len(TELLING) + 1))
def test_what_tells_is_found_where_it_stands_and_nothing_else(kind, text, spans):
    assert [(finding.kind, finding.start, finding.end) for finding in check(text, DENMARK).findings] == [
        (kind, start, end) for start, end in spans
    ]


def test_every_kind_has_examples_that_tell():
    assert set(Counter(kind for kind, _, _ in TELLING)) == set(Kind)


@pytest.mark.parametrize("text", [text for kind, text, _ in TELLING if kind.stops])
def test_a_text_with_every_proposal_accepted_is_stopped_no_more(text):
    better = reworded(text, check(text, DENMARK).findings)
    assert check(better, DENMARK).stops == ()


def test_a_day_of_telling_lines_reworded_is_stopped_no_more():
    text = "\n".join(text for _, text, _ in TELLING)
    better = reworded(text, check(text, DENMARK).findings)
    assert check(better, DENMARK).stops == ()


@pytest.mark.parametrize("kind", Kind)
def test_each_message_is_danish_says_what_to_do_and_ends_like_a_sentence(kind):
    assert kind.message.endswith(".")
    assert any(word in kind.message for word in ("Slet", "Skriv", "Brug"))
    assert kind.stops != ("bekræft" in kind.message)
