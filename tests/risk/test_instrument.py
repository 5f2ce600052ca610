"""Instruments are data that never change, and a fault in one is named by its line."""

import hashlib
import re
from itertools import chain

import pytest

from vaern.guard import Context, guarded
from vaern.law.screening import STANDING_LABELS, Level, Standing
from vaern.risk.instrument import FOLDER, PUBLISHED, current, load, published, read
from vaern.risk.schema import NO_INDICATOR, InstrumentFault, read_document
from vaern.risk.terms import Mark
from vaern.ui.answers import YesNoUnknown

SOURCE = (FOLDER / "screening_1.toml").read_text(encoding="utf-8")

# What was published stands here a second time, by hand: a changed file fails even if its fingerprint was changed too.
PINNED = {"screening_1": "765ca2a147acf1decf3b7a3322cbb7ce9c38874096de498f0dbad1f710ff084c"}


def faults(text):
    with pytest.raises(InstrumentFault) as fault:
        read_document(text, "screening_9.toml")
    return [(each.line, each.what) for each in fault.value.faults]


def changed(old, new, *, after=""):
    """Return the shipped file with one thing changed, and the line of the change."""
    start = SOURCE.index(after)
    place = SOURCE.index(old, start)
    text = SOURCE[:place] + new + SOURCE[place + len(old) :]
    line = SOURCE.count("\n", 0, place) + 1 + (len(new) - len(new.lstrip("\n")))
    return text, line


def test_what_was_published_is_what_it_was():
    assert published() == PINNED
    for code, fingerprint in PINNED.items():
        assert hashlib.sha256((FOLDER / f"{code}.toml").read_bytes()).hexdigest() == fingerprint
        assert load(code).fingerprint == fingerprint


def test_every_file_of_the_folder_is_published():
    assert {path.stem for path in FOLDER.glob("*.toml")} - {"published"} == set(PINNED)


def test_a_file_that_is_not_the_published_one_is_refused_by_the_line_of_its_fingerprint(tmp_path):
    (tmp_path / "screening_1.toml").write_text(SOURCE.replace("Lavt", "Lav"), encoding="utf-8")
    (tmp_path / PUBLISHED).write_text((FOLDER / PUBLISHED).read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(InstrumentFault, match=r"published\.toml:4: screening_1\.toml is not the file"):
        read("screening_1", tmp_path)
    (tmp_path / "screening_1.toml").write_text(SOURCE, encoding="utf-8")
    assert read("screening_1", tmp_path).version == 1


def test_the_shipped_file_has_no_fault():
    assert read_document(SOURCE, "screening_1.toml")


@pytest.mark.parametrize(
    "old, new, after, says",
    [
        ('label = "Trues åbent"', 'label = "Trues åbent"\nweight = 3', "", "a number stands at weight"),
        ('label = "Trues åbent"', "label = 3", "", "a number stands at label"),
        ('label = "Trues åbent"', 'label = "Trues åbent"\nscores = [1, 2]', "", "a number stands at scores"),
        ('label = "Trues åbent"', 'label = "Trues åbent"\nweight = "tung"', "", "line has no weight"),
        ('label = "Trues åbent"', 'label = " "', "", "label is to be text"),
        ('code = "hit"', 'code = "direct-threat"', "", "the code direct-threat stands twice"),
        ('group = "A"', 'group = "Z"', 'code = "veiled-threat"', "there is no group called Z"),
        ('card = "R2"', 'card = "R99"', "", "there is no rule called R99"),
        ('card = "R2"', 'card = "R15"', "", "a yes to A3 does not open R15"),
        ('opened_by = ["gate.A1=yes"]', 'opened_by = ["gate.A1=perhaps"]', "", "no question can be answered"),
        ('opened_by = ["gate.A1=yes"]', 'opened_by = ["line.hit>2"]', "", "no question can be answered"),
        ('dismissed_by = ["handled"', 'dismissed_by = ["bored"', "", "there is no dismissal called bored"),
        ("within_hours = 1\n", "within_hours = 0\n", "", "within_hours is a whole number"),
        ('due = "now"', 'due = "tomorrow"', "", "due is one of"),
        ('due = "now"', 'due = "hours"', "", "a deadline in hours has within_hours"),
        ("acute = true", 'acute = "ja"', "", "acute is true or false"),
        ('code = "middle"', 'code = "medium"', "", "no level is called medium"),
        ('label = "Er isoleret"', 'label = "Familiens nationalitet"', "", "is no indicator"),
        ('label = "Er isoleret"', 'label = "Bor i en ghetto"', "", "is no indicator"),
        ('only_for = "adult"', 'only_for = "women"', "", "only_for is one of"),
    ],
)
def test_a_fault_is_named_by_its_line(old, new, after, says):
    text, line = changed(old, new, after=after)
    found = faults(text)
    named = next((where for where, what in found if says in what), None)
    added = new.count("\n") if "\n" in new.strip("\n") else 0
    assert named == line + added, found


def test_a_missing_text_is_named_by_the_line_of_its_table():
    text, line = changed('asks = "Er personen låst inde eller holdt fast?"\n', "")
    assert (line - 2, "gate lacks asks") in faults(text)


def test_a_missing_or_an_eleventh_acute_question_is_refused():
    text = re.sub(r'\[\[gate\]\]\ncode = "A10"\n.*?\n\n', "", SOURCE, flags=re.DOTALL)
    assert any("no question can be answered gate.A10=yes" in what for _, what in faults(text))
    assert any("ten questions" in what for _, what in faults(text))


def test_a_missing_level_is_refused():
    text = re.sub(r'\[\[level\]\]\ncode = "not-yet"\n.*?\n\n', "", SOURCE, flags=re.DOTALL)
    assert any(what == "level lacks not-yet" for _, what in faults(text))


def test_an_unknown_table_is_refused():
    text = SOURCE + '\n[[score]]\ncode = "sum"\n'
    assert faults(text) == [(len(SOURCE.splitlines()) + 2, "no table is called score")]


def test_what_is_not_toml_is_named_by_its_line():
    [(line, _)] = faults(SOURCE + "\n= oops\n")
    assert line == len(SOURCE.splitlines()) + 2


def test_several_faults_are_told_at_once():
    text, _ = changed('label = "Trues åbent"', "label = 3")
    text = text.replace('label = "Er isoleret"', "label = 4")
    assert len(faults(text)) == 2


# What the shipped screening says.


def test_there_are_ten_acute_questions_each_with_its_own_card():
    instrument = current()
    cards = [question.card for question in instrument.gate]
    assert len(cards) == len(set(cards)) == 10
    for question in instrument.gate:
        assert f"{question.name}=yes" in instrument.card(question.card).opened_by


def test_the_fifteen_action_rules_are_there():
    assert {f"R{number}" for number in range(1, 16)} <= {card.code for card in current().cards}


def test_every_card_says_what_to_do_by_when_whose_it_is_and_how_it_is_put_away():
    for card in current().cards:
        assert card.title
        assert card.does
        assert card.due
        assert card.owner
        assert card.dismissed_by


def test_who_somebody_is_and_where_they_live_is_no_indicator():
    instrument = current()
    lines = chain.from_iterable(group.lines for group in instrument.groups)
    asked = [line.label for line in lines] + [question.asks for question in instrument.gate]
    assert [words for words in asked if NO_INDICATOR.search(words)] == []


@pytest.mark.parametrize("words", ["Etnisk baggrund", "Bærer tørklæde", "Bor i et udsat område", "Har skiftet tro"])
def test_such_a_line_would_be_found(words):
    assert NO_INDICATOR.search(words)


def test_nothing_of_it_is_a_number_but_deadlines_and_how_long_a_judgement_may_hold():
    keys = set(re.findall(r"^(\w+) = \d+$", SOURCE, re.MULTILINE))
    assert keys == {"version", "within_hours", "holds_days"}


def test_the_words_of_the_lists_and_of_the_instrument_agree():
    instrument = current()
    assert {each.code: each.label for each in instrument.levels} == {
        level.value: STANDING_LABELS[Standing(level.value)] for level in Level
    }
    assert dict(instrument.marks) == {mark.value: mark.label for mark in Mark}


def test_every_named_answer_that_opens_a_card_can_be_said_in_words():
    instrument = current()
    assert {opener for card in instrument.cards for opener in card.opened_by} <= instrument.said.keys()
    for question in instrument.gate:
        for answer in YesNoUnknown.values:
            assert instrument.said[f"{question.name}={answer}"].startswith(question.asks)


def test_the_titles_of_cards_pass_the_guard_they_become_tasks():
    for card in current().cards:
        assert guarded(f"Spørg sagsbehandleren, om det er gjort: {card.title}", Context()).text
