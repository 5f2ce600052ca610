"""The .po files. Plain Python: the settings read the list of languages from here.

A catalogue is ``<code>.po``. Its header tells the rest: ``X-Name`` is what the language calls itself, ``X-Direction``
is ``rtl`` where it is written from right to left, ``X-Pages`` names the packs of pages it has: ``core``, ``core
professional``, or ``all`` where it has every open page.
"""

import hashlib
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import polib

SOURCE = "da"  # the language the texts are written in
CORE, PROFESSIONAL, REST = PACKS = ("core", "professional", "rest")  # a pack is shown where those before it are too
EVERY = "all"
ALWAYS_SERVED = frozenset({SOURCE, "en"})
FOR_EVERYBODY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH  # the user who installs is not the one who serves


@dataclass(frozen=True)
class Catalogue:
    """One language as its file's header tells it."""

    code: str
    name: str
    is_right_to_left: bool
    packs: tuple[str, ...]
    path: Path

    @property
    def is_always_served(self) -> bool:
        return self.code in ALWAYS_SERVED


def found(folder: Path) -> dict[str, Catalogue]:
    """Return the catalogues of a folder by code, English first."""
    read = (from_file(path) for path in folder.glob("*.po"))
    return {each.code: each for each in sorted(read, key=lambda each: (not each.is_always_served, each.code))}


def from_file(path: Path) -> Catalogue:
    header = read(path, path.stat().st_mtime_ns).metadata
    named = header.get("X-Pages", "").split()
    return Catalogue(
        code=path.stem,
        name=header.get("X-Name", path.stem),
        is_right_to_left=header.get("X-Direction", "") == "rtl",
        packs=PACKS if EVERY in named else tuple(pack for pack in PACKS if pack == CORE or pack in named),
        path=path,
    )


@lru_cache(maxsize=64)
def read(path: Path, changed_at: int) -> polib.POFile:
    """Return the file as it was at ``changed_at``; a page asks on every request, and reading takes a while."""
    return polib.pofile(str(path))


def compile_stale(folder: Path, into: Path) -> list[Path]:
    """Make the .mo files that Django reads, where one is missing, older than its .po, or shut to other users.

    Return the catalogues whose .mo could not be written: the site's user may not write among its code.
    """
    not_written = []
    for path in sorted(folder.glob("*.po")):
        target = into / path.stem / "LC_MESSAGES" / "django.mo"
        try:
            if is_stale(target, path):
                compile_one(path, target)
        except OSError:
            not_written.append(path)
    return not_written


def is_stale(target: Path, path: Path) -> bool:
    if not target.exists():
        return True
    there = target.stat()
    return there.st_mtime_ns <= path.stat().st_mtime_ns or there.st_mode & FOR_EVERYBODY != FOR_EVERYBODY


def compile_one(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, delete=False) as fresh:
        fresh.write(polib.pofile(str(path)).to_binary())
    Path(fresh.name).chmod(FOR_EVERYBODY | stat.S_IWUSR)  # a temporary file is its maker's alone: root's, often
    Path(fresh.name).replace(target)  # whole or not at all: several servers may start at once


def translations(path: Path) -> dict[str, str]:
    """Return text to translation, for what is translated and not marked as doubtful."""
    entries = read(path, path.stat().st_mtime_ns)
    return {entry.msgid: entry.msgstr for entry in entries if entry.translated()}


def missing(path: Path, texts: Iterable[str]) -> list[str]:
    """Return the texts a catalogue has no finished translation of."""
    held = translations(path)
    return [text for text in texts if text not in held]


def fingerprint(path: Path, texts: Iterable[str]) -> str:
    """Return a digest of what a reader of these texts would meet: any change of text or translation is another."""
    held = translations(path)
    total = hashlib.sha256()
    for text in sorted(texts):
        for part in (text, held.get(text, "")):
            total.update(len(part.encode()).to_bytes(4, "big") + part.encode())
    return total.hexdigest()


def bring_up_to_date(path: Path, texts: Iterable[str]) -> tuple[int, int]:
    """Add the texts a catalogue lacks, empty, and drop those no page shows; return how many of each."""
    texts = list(texts)
    catalogue = polib.pofile(str(path), wrapwidth=110)
    wanted, held = set(texts), {entry.msgid: entry for entry in catalogue}
    gone = [entry for text, entry in held.items() if text not in wanted]
    for entry in gone:
        catalogue.remove(entry)
    new = [text for text in texts if text not in held]
    for text in new:
        flags = ["python-format"] if "%(" in text else []
        catalogue.append(polib.POEntry(msgid=text, msgstr="", flags=flags))
    order = {text: place for place, text in enumerate(texts)}
    catalogue.sort(key=lambda entry: order[entry.msgid])
    catalogue.save(str(path))
    return len(new), len(gone)
