"""The repository as a stranger gets it: whole, from no machine in particular, and with nothing of others' in it."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from setup.places import REQUIREMENTS, ROOT

# Put together here, so that this file does not hold what it looks for.
REGISTRY_HOSTS = [
    ".".join(name)
    for name in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("yarnpkg", "com"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("debian", "org"),
    )
]
PATH_OF_A_MACHINE = re.compile(r"(?<![\w.<>{}*/-])/(?:root|work|(?:home|Users)/\w+)/\w")
NOT_OURS = re.compile(
    r"(^|/)(node_modules|site-packages|vendor|\.venv)/"
    r"|\.(woff2?|ttf|otf|eot|map|whl|br|so|exe|jar|zip|gz)$"
    r"|\.min\.(js|css|mjs)$"
)
GIT = ("git", "-c", f"safe.directory={ROOT}")  # also where another user made the clone
LARGEST = 1_000_000
MAKE_TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
MAKE_CALL = re.compile(r"(?:`|^ *\$? *)make ([a-z][a-z-]*)", re.MULTILINE)
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(\[[a-z,]+\])?[^#]*")


def tracked() -> list[Path]:
    """Return every file git knows and the disk still has."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("this is not a git clone")
    listed = subprocess.run([*GIT, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path.relative_to(ROOT).as_posix(), content.decode("utf-8")


def dependencies() -> Iterator[tuple[str, str]]:
    """Yield (file, line) for each direct Python dependency."""
    for source in sorted(REQUIREMENTS.glob("*.in")):
        for line in source.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith(("#", "-r ", "-c ")):
                yield source.name, line


def locked(lock: str) -> dict[str, str]:
    """Return each package of a lock file with what stands under it."""
    entries = re.split(r"^(?=[a-z0-9])", (REQUIREMENTS / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {entry.split("==")[0]: entry for entry in entries if "==" in entry}


def test_no_file_names_a_package_registry():
    named = [(name, host) for name, text in texts() for host in REGISTRY_HOSTS if host in text]
    assert named == []


def test_no_file_names_a_place_on_the_machine_it_was_written_on():
    named = [
        (name, found[0])
        for name, text in texts()
        for found in [*PATH_OF_A_MACHINE.finditer(text), *re.finditer(re.escape(f"{ROOT}/"), text)]
    ]
    assert named == []


@pytest.mark.parametrize("folder", ["root", "home/anna", "Users/anna", "work"])
def test_a_place_on_a_machine_would_be_found(folder):
    assert PATH_OF_A_MACHINE.search(f"open('/{folder}/notes')")


@pytest.mark.parametrize("written", ["/usr/bin/chromium", "GET /homepage/"])
def test_other_paths_are_left_alone(written):
    assert not PATH_OF_A_MACHINE.search(written)


@pytest.mark.parametrize("before", ["{root}", "team"])
@pytest.mark.parametrize("folder", ["root", "work"])
def test_the_same_folder_below_another_is_left_alone(before, folder):
    assert not PATH_OF_A_MACHINE.search(f"{before}/{folder}/x")


def test_nothing_of_others_is_committed():
    names = [path.relative_to(ROOT).as_posix() for path in tracked()]
    assert [name for name in names if NOT_OURS.search(name)] == []


def test_no_committed_file_is_large():
    assert [path.name for path in tracked() if path.stat().st_size > LARGEST] == []


def test_what_the_commands_make_is_ignored():
    made = [".venv/x", "build/x", "node_modules/x", "var/x", "vaern/__pycache__/x"]
    ignored = subprocess.run(
        [*GIT, "check-ignore", "--no-index", *made], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    assert ignored == made


def test_nothing_is_left_to_be_done_later():
    word = "TO" + "DO"
    assert [name for name, text in texts() if re.search(rf"\b({word}|FIX{'ME'}|XX{'X'})\b", text)] == []


def test_every_python_dependency_has_its_reason_beside_it():
    bare = [(name, line) for name, line in dependencies() if len(line.partition("#")[2].split()) < 3]
    assert bare == []


def test_every_python_dependency_is_locked_with_its_hashes():
    for source, line in dependencies():
        name = REQUIREMENT.match(line)[1].lower()
        assert "--hash=sha256:" in locked(source.replace(".in", ".txt")).get(name, ""), name


def test_the_locks_for_running_and_testing_agree():
    running, testing = locked("run.txt"), locked("test.txt")
    version = re.compile(r"==([^\s;]+)")
    assert {name: version.search(entry)[1] for name, entry in running.items()} == {
        name: version.search(testing[name])[1] for name in running
    }


@pytest.mark.parametrize("lock", sorted(path.name for path in REQUIREMENTS.glob("*.txt")))
def test_a_python_lock_says_what_and_never_from_where(lock):
    text = (REQUIREMENTS / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--index-url|--extra-index-url|--find-links|-f)\b", text, re.MULTILINE)
    assert [name for name, entry in locked(lock).items() if "--hash=sha256:" not in entry] == []


def test_the_npm_lock_says_what_and_never_from_where():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []


def test_every_npm_dependency_has_an_exact_version_and_its_reason():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    wanted = package["dependencies"] | package["devDependencies"]
    assert {name for name in wanted if len(package["//"].get(name, "").split()) < 3} == set()
    assert {name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == set()


def test_npm_runs_no_script_of_a_package():
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text(encoding="utf-8").splitlines()


def test_every_make_command_that_is_written_about_exists():
    targets = set(MAKE_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    assert {"run", "test"} <= targets
    pages = [(name, text) for name, text in texts() if name.endswith(".md")]
    assert [(name, call) for name, text in pages for call in MAKE_CALL.findall(text) if call not in targets] == []


def test_the_licence_is_whole():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("Mozilla Public License Version 2.0")
    assert 'Exhibit B - "Incompatible With Secondary Licenses" Notice' in licence


DAY_AT_HAND = re.compile(r"localtime\([^)]+\)\.date\(\)|localdate\([^)]|\bat\.date\(\)")


def test_the_day_of_a_moment_is_the_danish_one_and_read_in_one_way():
    """A moment is kept in UTC, where the day changes an hour or two late. The open site and `ui` hold Danish time."""
    held = ("vaern/public/", "vaern/ui/", "vaern/play/")
    code = {path: text for path, text in texts() if path.startswith("vaern/") and path.endswith(".py")}
    assert not [path for path, text in code.items() if DAY_AT_HAND.search(text) and not path.startswith(held)]
