"""docs/glossary.md: each word of the service once, and every place it names exists."""

import re
from collections import Counter
from importlib import import_module

import pytest
from django.apps import apps

from setup.places import ROOT

ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("| ---", "| Danish"))
]
PLACES = sorted({place for row in ROWS for place in re.findall(r"`([^`]+)`", row[2])})


def exists(place):
    """Tell whether a path is there, below vaern/ or from the top, or whether a dotted name leads to something."""
    if "/" in place:
        return any(any(folder.glob(place)) for folder in (ROOT, ROOT / "vaern"))
    room, _, name = place.partition(".")
    model, *rest = name.split(".")
    if model[:1].isupper() and room in apps.app_configs and model.lower() in apps.all_models[room]:
        found = apps.get_model(room, model)
    else:
        found, rest = import_module(f"vaern.{room}"), name.split(".")
    for word in rest:
        try:
            found = getattr(found, word, None) or import_module(f"{found.__name__}.{word}")
        except ImportError:
            return False
    return True


@pytest.mark.parametrize("place", PLACES)
def test_every_place_that_is_named_exists(place):
    assert exists(place)


@pytest.mark.parametrize("column", [0, 1], ids=["Danish", "English"])
def test_a_word_stands_there_once(column):
    assert [words for words, times in Counter(row[column] for row in ROWS).items() if times > 1] == []
