"""The rule sheet: nothing is left out, and no rule stands without a ground and a test."""

import ast
import re
from pathlib import Path

import pytest

from vaern.law import values
from vaern.law.gate import Situation
from vaern.law.sheet import CHAPTERS, GATE, collect_tests, gate_cell, law_page, provisions, rules
from vaern.law.terms import RULES, Answer, Certainty, Dated

HERE = Path(__file__).parent
ROOM = Path(values.__file__).parent
TESTS = collect_tests(HERE)


def test_every_rule_stands_in_a_chapter():
    assert {rule.name for rule in rules()} == set(RULES)
    assert len(rules()) == len(RULES)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_every_rule_has_a_question_a_reasoning_a_ground_and_tests(rule):
    assert rule.question.endswith("?")
    assert rule.docstring.startswith("Test ")
    assert rule.provisions
    assert TESTS[rule.name]


def test_every_rule_of_the_gate_chapter_is_a_row_of_the_table():
    gate = CHAPTERS[3][0]
    assert [act.__name__ for _, act in GATE] == [rule.name for rule in rules() if rule.module == gate.__name__]


def test_the_table_on_the_sheet_shows_the_plain_case():
    label, store_identity = GATE[2]
    answers = [gate_cell(store_identity, situation).answer for situation in Situation]
    assert label == "store identity, photo, passport copy"
    assert answers == [Answer.MUST_NOT, Answer.MAY, Answer.MAY, Answer.MUST_NOT]


def test_every_dated_value_is_on_the_sheet_with_its_source():
    dated = [value for value in vars(values).values() if isinstance(value, Dated)]
    assert list(values.ALL) == dated
    for value in dated:
        assert value.source in set(provisions())


def test_every_ground_says_what_it_says_and_when_it_was_checked():
    for provision in provisions():
        assert provision.says
        assert provision.checked_on.year == 2026
        assert provision.url or provision.certainty is not Certainty.READ


def test_the_page_names_every_rule_question_value_and_ground():
    page = law_page(TESTS)
    for rule in rules():
        assert f"### {rule.question}" in page
        assert f"`{rule.name}`" in page
    for value in values.ALL:
        assert f"| {value.name} |" in page
    for provision in provisions():
        assert provision.cited in page
    assert "No test speaks of this rule" not in page


def test_the_page_says_so_when_a_rule_has_no_test():
    assert "**No test speaks of this rule.**" in law_page({**TESTS, "may_close": []})


def test_every_doubt_is_on_the_list_for_a_jurist_and_nothing_certain_is():
    to_settle = law_page(TESTS).partition("## To be settled by a jurist")[2].partition("\n## ")[0]
    doubtful = {provision.cited for provision in provisions() if provision.needs_a_jurist}
    assert set(re.findall(r"- \[ \] \*\*(.+?)\*\*", to_settle)) == doubtful


def test_the_tests_of_a_rule_are_found_by_reading_not_running(tmp_path):
    (tmp_path / "test_x.py").write_text(
        "def test_one():\n    may_close(1)\n"
        "@parametrize('act', [gate.may_share])\ndef test_two(act):\n    raise SystemExit\n"
        "ACTS = [gate.may_coordinate]\n"
        "def helper():\n    return ACTS\n"
        "def test_four():\n    helper()\n",
        encoding="utf-8",
    )
    (tmp_path / "helper.py").write_text("def test_three():\n    may_close(1)\n", encoding="utf-8")
    found = collect_tests(tmp_path)
    assert {name: tests for name, tests in found.items() if tests} == {
        "may_close": ["test_one"],
        "may_coordinate": ["test_four"],
        "may_share": ["test_two"],
    }


def test_the_page_is_the_same_every_time():
    assert law_page(TESTS) == law_page(collect_tests(HERE))
    assert law_page(TESTS).endswith("\n")


# The room is plain Python.


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.stem)
def test_no_rule_reads_a_clock_the_settings_or_a_database(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & {"now", "today", "utcnow", "localdate", "monotonic", "time"}
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert not [module for module in modules if module.split(".")[0] in {"django", "os", "time", "sqlite3"}]
    assert not [module for module in modules if module.startswith("vaern") and not module.startswith("vaern.law")]
