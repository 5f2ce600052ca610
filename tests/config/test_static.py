"""The collected static files: names that tell nothing, and nothing named by a style that is not there."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from vaern.config import settings as product
from vaern.config.static import is_numbered


@pytest.fixture
def collected(settings, tmp_path):
    """Collect as `make run` does, into a folder of its own."""
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = product.STORAGES
    call_command("collectstatic", "--no-input", "--verbosity", "0")
    return Path(settings.STATIC_ROOT)


def test_every_file_a_style_names_is_served_beside_it(collected):
    named = {
        (style.name, address)
        for style in collected.glob("*.css")
        for address in re.findall(r"""url\(["']?([^"')]+)["']?\)""", style.read_text(encoding="utf-8"))
        if not address.startswith(("data:", "#"))
    }
    assert any(address.endswith(".woff2") for _, address in named)
    assert [(style, address) for style, address in sorted(named) if not (collected / address).is_file()] == []


def test_no_name_tells_what_a_file_is_for(collected):
    names = [path.name for path in collected.rglob("*") if path.is_file()]
    assert len(names) > 20
    assert [name for name in names if not is_numbered("", f"/static/{name}")] == []
