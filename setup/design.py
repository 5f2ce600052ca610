"""The design system, copied lean: only the files that pages can ask for, about 1 of 17 MB.

From npm's dkfds come the neutral style sheet, its script, the icon sprite, every picture the style sheet names, the
IBM Plex fonts as woff2 and the licences. Two things change on the way: each font face names its woff2 file alone (the
original offers the regular weight in a larger format first), and the comments that point to source maps go, since the
storage with hashed names refuses a reference to a file that is not there.
"""

import re
import shutil
from pathlib import Path

from setup.node import DESIGN_SYSTEM, LOCK
from setup.places import DKFDS
from setup.stamps import digest, do

STYLE = Path("css/dkfds.min.css")
SCRIPT = Path("js/dkfds.min.js")
SPRITE = Path("img/all-svg-icons.svg")
LICENCES = Path("LICENSE.md")

FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
FONT_SOURCE = re.compile(r"src:[^;}]*")
REFERENCE = re.compile(r"""url\(\s*["']?(?!data:)([^"')?#]+)[^)]*\)""")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*")


def prepare() -> None:
    """Make build/static/dkfds from node_modules."""
    do(
        "dkfds",
        digest(LOCK, Path(__file__)),
        lambda: copy_lean(DESIGN_SYSTEM, DKFDS),
        products=[DKFDS / STYLE, DKFDS / SCRIPT, DKFDS / SPRITE],
        title="design system",
    )


def copy_lean(source: Path, target: Path) -> None:
    """Replace ``target`` by the lean copy of ``source``; fails if the style sheet names a file that is missing."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    style = lean_style((source / STYLE).read_text(encoding="utf-8"))
    script = SOURCE_MAP.sub("", (source / SCRIPT).read_text(encoding="utf-8"))
    _write(fresh / STYLE, style)
    _write(fresh / SCRIPT, script)
    for name in {SPRITE, LICENCES, *named_files(style)}:
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, fresh / name)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def lean_style(css: str) -> str:
    """Return the style sheet without source map and with one woff2 file per font face."""
    return FONT_FACE.sub(lambda face: _one_source(face[0]), SOURCE_MAP.sub("", css))


def named_files(css: str) -> set[Path]:
    """Return the files a style sheet in css/ names, as paths from the folder above."""
    return {Path(name.strip().removeprefix("../")) for name in REFERENCE.findall(css)}


def _one_source(face: str) -> str:
    woff2 = [name for name in REFERENCE.findall(face) if name.endswith(".woff2")]
    if not woff2:
        return face  # made of the reader's own fonts
    return FONT_SOURCE.sub(f'src:url({woff2[0]}) format("woff2")', face, count=1)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
