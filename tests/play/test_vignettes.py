"""Every vignette of the project holds."""

import pytest

from setup.places import ROOT
from vaern.play.reading import read_file
from vaern.play.registry import EXPECTATIONS, STEPS, load_kinds

VIGNETTES = sorted((ROOT / "vignettes").rglob("*.toml"))


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_every_expectation_holds(play_path, path):
    results = play_path(path)
    assert results
    assert [str(result) for result in results if not result.held] == []


def test_together_they_take_every_step_and_look_at_everything_there_is():
    load_kinds()
    used = {item.kind.name for path in VIGNETTES for item in read_file(path).items}
    assert {*STEPS, *EXPECTATIONS} - used == set()
