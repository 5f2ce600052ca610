"""Every acceptance check of the open site stands once, and is held by a test or says why it cannot be tried here."""

import pytest

from setup.places import ROOT
from vaern.docs.acceptance import CHECKS, NoSuchCheck, collect_checks

LAST = {"A": 17, "E": 16, "C": 15, "P": 6, "X": 13, "F": 9}


def test_every_check_stands_there_once_and_in_order():
    assert list(CHECKS) == [f"{letter}{number}" for letter, last in LAST.items() for number in range(1, last + 1)]


def test_every_check_is_held_by_a_test_or_says_why_not():
    held = collect_checks(ROOT / "tests")
    assert [number for number, check in CHECKS.items() if not held.get(number) and not check.not_here] == []


@pytest.mark.parametrize("marker", ['@pytest.mark.check("E99")', "@pytest.mark.check()", "@pytest.mark.check"])
def test_a_test_that_holds_no_check_there_is_is_refused_by_its_name(tmp_path, marker):
    (tmp_path / "test_it.py").write_text(f"{marker}\ndef test_something():\n    pass\n")
    with pytest.raises(NoSuchCheck, match="test_something"):
        collect_checks(tmp_path)
