"""A program of Debian is unpacked once, into build/ and nowhere else; where that cannot be, the reason is said."""

from pathlib import Path

import pytest

from setup import debian, stamps
from setup.commands import CommandFailed


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine whose apt and dpkg do nothing but leave a package's files; ``asked`` has what they were asked."""
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(debian, "BUILD", tmp_path)
    monkeypatch.setattr(debian, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(debian.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(debian.sys, "platform", "linux")
    asked, files = [], ["usr/lib/fox/fox", "usr/lib/x86_64-linux-gnu/libfox.so.1"]

    def run(command, seconds=0):
        words = [str(word) for word in command]
        asked.append(words)
        if "--download-only" in words:
            (tmp_path / "apt/cache/archives/fox.deb").touch()
        if words[0] == "dpkg":
            for file in files:
                (Path(words[-1]) / file).parent.mkdir(parents=True, exist_ok=True)
                (Path(words[-1]) / file).touch()

    monkeypatch.setattr(debian, "run", run)
    run.asked, run.files, run.folder = asked, files, tmp_path
    return run


def test_it_is_downloaded_and_laid_out_below_build_and_found_again_without_asking(machine):
    found = debian.unpacked("fox", "usr/lib/fox/fox")
    assert Path(found["path"]).is_relative_to(machine.folder)
    assert found["env"]["LD_LIBRARY_PATH"].split(":")[1].endswith("usr/lib/x86_64-linux-gnu")
    assert [words[-1] for words in machine.asked if "apt-get" in words] == ["update", "fox"]
    assert not [words for words in machine.asked if "install" in words and "--download-only" not in words]
    once = len(machine.asked)
    assert debian.unpacked("fox", "usr/lib/fox/fox") == found
    assert len(machine.asked) == once


def test_a_package_that_only_points_elsewhere_is_not_taken_for_the_program(machine):
    machine.files[:] = ["usr/share/doc/fox/README"]
    with pytest.raises(CommandFailed, match="without the program"):
        debian.unpacked("fox", "usr/lib/fox/fox")


def test_a_machine_without_apt_says_so(machine, monkeypatch):
    monkeypatch.setattr(debian.shutil, "which", lambda name: None)
    with pytest.raises(CommandFailed, match="no apt"):
        debian.unpacked("fox", "usr/lib/fox/fox")


def test_what_apt_says_is_passed_on_in_one_line(machine, monkeypatch):
    def refuse(command, seconds=0):
        raise CommandFailed("apt-get\nended with 100\nReading package lists...\nE: Unable to locate package fox")

    monkeypatch.setattr(debian, "run", refuse)
    with pytest.raises(CommandFailed, match=r"^apt-get update: Unable to locate package fox$"):
        debian.unpacked("fox", "usr/lib/fox/fox")
