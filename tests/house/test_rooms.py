"""The contracts between rooms (pyproject.toml) keep up with the rooms themselves."""

import re
import tomllib

import pytest

from setup.places import ROOT

WHAT_THE_PUBLIC_SITE_MAY_USE = {"mailbox", "languages", "directory", "guard", "law", "ui", "dated"}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
ROOMS = {
    path.stem
    for path in (ROOT / "vaern").iterdir()
    if path.name != "__init__.py" and re.fullmatch(r"[a-z_]+(\.py)?", path.name)
} - {"__pycache__"}


def contract(beginning):
    (found,) = [each for each in CONTRACTS if each["name"].startswith(beginning)]
    return found


def layers():
    """Return the rooms of each layer, top first."""
    return [set(re.findall(r"[a-z_]+", layer)) for layer in contract("Rooms are stacked")["layers"]]


def test_every_room_below_the_public_site_is_either_open_or_closed_to_it():
    heights = layers()
    (own,) = [height for height, rooms in enumerate(heights) if "public" in rooms]
    below = set().union(*heights[own + 1 :]) & ROOMS
    closed = {name.removeprefix("vaern.") for name in contract("The public site")["forbidden_modules"]}
    assert closed == below - WHAT_THE_PUBLIC_SITE_MAY_USE


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_stands_in_one_place(room):
    assert [room in layer for layer in layers()].count(True) == 1
