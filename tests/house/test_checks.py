"""docs/checks.md names tests that exist, and every check of the open site once."""

import re

from setup.places import ROOT

PAGE = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
CHECKS = {"A": 17, "E": 16, "C": 15, "P": 6, "X": 13, "F": 9}


def test_every_check_stands_there_once():
    listed = re.findall(r"^\| ([A-Z]\d+) \|", PAGE, re.MULTILINE)
    assert [each for each in listed if each[0] in CHECKS] == [
        f"{letter}{number}" for letter, last in CHECKS.items() for number in range(1, last + 1)
    ]


def test_every_test_it_names_exists():
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    defined = set(re.findall(r"^ *def (test_\w+)\(", written, re.MULTILINE))
    assert set(re.findall(r"`(test_\w+)`", PAGE)) - defined == set()
