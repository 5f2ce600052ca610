"""Programs that the machine's own Debian carries, unpacked into build/debian: without root, the system untouched.

apt works on lists and an archive of our own and asks the sources this machine is set up with; what is missing here is
only downloaded, never installed. Its answer to what is already there comes from the system's own status file. A machine
without apt, without network or without such a package gives a CommandFailed that says so.
"""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from setup.commands import CommandFailed, run
from setup.places import BUILD, DEBIAN
from setup.stamps import digest, do

RELEASE = Path("/etc/os-release")
FONTS_OF_THE_MACHINE = Path("/etc/fonts/fonts.conf")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
OPTIONS = """
Dir::State "{apt}/state";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "{apt}/cache";
Debug::NoLocking "true";
APT::Sandbox::User "root";
APT::Install-Recommends "false";
APT::Get::Assume-Yes "true";
Acquire::Retries "0";
Acquire::http::Timeout "10";
Acquire::https::Timeout "10";
"""
SECONDS = 120  # for each call of apt; a machine whose sources hang goes without


def unpacked(package: str, program: str) -> dict[str, Any]:
    """Return where ``program`` of a Debian package is and the environment it needs; unpack it first if need be."""
    if not sys.platform.startswith("linux") or not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise CommandFailed(f"{package}: this machine has no apt")
    root = DEBIAN / package
    path = root / program
    do(
        f"debian-{package}",
        digest(Path(__file__), RELEASE),
        lambda: _unpack(package, root, path),
        products=[path],
        title=f"{package} from the machine's own sources",
    )
    return {"path": str(path), "env": environment(root, path)}


def environment(root: Path, path: Path) -> dict[str, str]:
    """Return the variables that let what was unpacked find itself."""
    folders = {path.parent, *(each.parent for each in root.glob("**/lib/*-linux-gnu*/**/lib*.so*"))}
    found = ":".join(sorted(map(str, folders), key=lambda folder: (len(folder), folder)))
    return {"LD_LIBRARY_PATH": found} | fonts_of(root)


def fonts_of(root: Path) -> dict[str, str]:
    """Return the variable that lets a browser find the fonts below ``root`` on a machine that has none set up."""
    if FONTS_OF_THE_MACHINE.exists():
        return {}
    file = root / "fonts.conf"
    file.write_text(FONTS.format(fonts=root, cache=root / "font-cache"), encoding="utf-8")
    return {"FONTCONFIG_FILE": str(file)}


def _unpack(package: str, root: Path, path: Path) -> None:
    """Download the package with everything it needs that this machine lacks, and lay it all out below ``root``."""
    apt = BUILD / "apt"
    archives = apt / "cache" / "archives"
    shutil.rmtree(root, ignore_errors=True)
    shutil.rmtree(archives, ignore_errors=True)
    for folder in (root, archives / "partial", apt / "state" / "lists" / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    (apt / "apt.conf").write_text(OPTIONS.format(apt=apt), encoding="utf-8")
    _apt(apt, ["update"])
    _apt(apt, ["install", "--download-only", package])
    for each in sorted(archives.glob("*.deb")):
        run(["dpkg", "--extract", each, root])
        each.unlink()
    if not path.exists():  # Ubuntu's packages of these names only point to its store
        raise CommandFailed(f"{package}: the machine's sources have a package of this name without the program in it")


def _apt(apt: Path, words: Sequence[str]) -> None:
    try:
        run(["env", f"APT_CONFIG={apt / 'apt.conf'}", "apt-get", "--quiet", *words], seconds=SECONDS)
    except CommandFailed as error:
        said = [line for line in str(error).splitlines() if line.startswith("E: ")]
        raise CommandFailed(f"apt-get {' '.join(words)}: {said[0][3:] if said else 'no answer'}") from error
