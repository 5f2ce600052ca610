"""Every drill that was asked for is a test, and the page of drills says of each what was tried, lost and shown."""

import pytest

from setup.places import ROOT
from vaern.docs.drills import NAMES, NotADrill, collect_drills

DRILLS = collect_drills(ROOT / "tests")


@pytest.mark.parametrize("name", NAMES)
def test_each_kind_of_drill_has_at_least_one_test(name):
    assert [drill for drill in DRILLS if drill.name == name]


def test_each_row_says_something_in_each_column():
    for drill in DRILLS:
        assert all(text.strip() and "|" not in text for text in (drill.tried, drill.lost, drill.shown)), drill.test


@pytest.mark.parametrize(
    "marker",
    [
        '@pytest.mark.drill("stolen data", tried="x", lost="y")',
        '@pytest.mark.drill("stolen moon", tried="x", lost="y", shown="z")',
        '@pytest.mark.drill(tried="x", lost="y", shown="z")',
        '@pytest.mark.drill("stolen data", tried=x, lost="y", shown="z")',
    ],
)
def test_a_drill_that_leaves_something_out_is_refused_by_its_name(tmp_path, marker):
    (tmp_path / "test_it.py").write_text(f"{marker}\ndef test_something():\n    pass\n")
    with pytest.raises(NotADrill, match="test_something"):
        collect_drills(tmp_path)
