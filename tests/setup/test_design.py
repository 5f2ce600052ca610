"""The lean copy of the design system holds what pages ask for, and nothing that is asked for is missing."""

import re

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

from setup import design
from setup.places import DKFDS

FACE = (
    "@font-face{font-weight:400;src:url(../f/a.eot),url(../f/a.woff) format('woff'),url(../f/a.woff2) format('woff2')}"
)


@pytest.fixture
def source(tmp_path):
    """A design system of four files."""
    files = {
        design.STYLE: f"{FACE}.a{{background:url(../img/a.svg)}}\n/*# sourceMappingURL=dkfds.min.css.map */",
        design.SCRIPT: "var a=1;\n//# sourceMappingURL=dkfds.min.js.map",
        design.SPRITE: "<svg/>",
        design.LICENCES: "MIT",
        "img/a.svg": "<svg/>",
        "img/b.svg": "<svg/>",
        "f/a.eot": "",
        "f/a.woff": "",
        "f/a.woff2": "",
    }
    for name, content in files.items():
        path = tmp_path / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / "dist"


def test_only_what_the_style_sheet_names_is_copied(source, tmp_path):
    design.copy_lean(source, tmp_path / "lean")
    copied = {
        path.relative_to(tmp_path / "lean").as_posix() for path in (tmp_path / "lean").rglob("*") if path.is_file()
    }
    assert copied == {
        "css/dkfds.min.css",
        "js/dkfds.min.js",
        "img/all-svg-icons.svg",
        "img/a.svg",
        "f/a.woff2",
        "LICENSE.md",
    }


def test_no_source_map_is_named(source, tmp_path):
    design.copy_lean(source, tmp_path / "lean")
    for name in (design.STYLE, design.SCRIPT):
        assert "sourceMappingURL" not in (tmp_path / "lean" / name).read_text()


def test_a_style_sheet_that_names_a_missing_file_is_refused_and_the_copy_of_before_stays(source, tmp_path):
    design.copy_lean(source, tmp_path / "lean")
    (source / "img/a.svg").unlink()
    with pytest.raises(FileNotFoundError):
        design.copy_lean(source, tmp_path / "lean")
    assert (tmp_path / "lean/img/a.svg").is_file()


def test_pictures_inside_the_style_sheet_are_not_files():
    assert design.named_files("a{b:url(data:image/png;base64,AA/a.png)}") == set()


def test_the_real_copy_has_every_font_as_one_woff2():
    faces = design.FONT_FACE.findall((DKFDS / design.STYLE).read_text(encoding="utf-8"))
    of_plex = [face for face in faces if "IBM Plex" in face]
    assert len(of_plex) == 8
    for face in of_plex:
        (name,) = design.named_files(face)
        assert (DKFDS / name).read_bytes()[:4] == b"wOF2"


def test_the_real_copy_goes_through_the_storage_with_hashed_names(tmp_path):
    copy = FileSystemStorage(DKFDS)
    names = [path.relative_to(DKFDS).as_posix() for path in DKFDS.rglob("*") if path.is_file()]
    collected = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    for name in names:
        with copy.open(name) as file:
            collected.save(name, file)
    outcome = list(collected.post_process({name: (copy, name) for name in names}))
    assert [error for _, _, error in outcome if isinstance(error, Exception)] == []
    style = (tmp_path / collected.stored_name("css/dkfds.min.css")).read_text(encoding="utf-8")
    assert re.search(r"\.\./img/svg-icons/plus\.[0-9a-f]{12}\.svg", style)
