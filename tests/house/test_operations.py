"""docs/operations.md and deploy/ against the code: what is written to be typed at night exists, and works."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from setup.places import ROOT
from tests.house.test_repository import tracked
from tests.proxied import MODE_OF_MEMORY
from tests.served import Served, bare, until_it_answers

DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
UNITS = sorted((DEPLOY / "systemd").glob("*.*"))
ENVIRONMENT = (DEPLOY / "vaern.env").read_text(encoding="utf-8")
ENVIRONMENT_APART = (DEPLOY / "open.env").read_text(encoding="utf-8")
CALL = re.compile(r"(?:deploy/vaern|manage\.py) ([a-z_]+)((?: [^\s`|'\"]+)*)")
OUTSIDE = (  # what a test may not do to the machine it runs on
    "apt-get", "adduser", "git clone", "python3 -m setup.prepare", "systemctl", "nginx", "runuser", "journalctl", "cd ",
)  # fmt: skip


def texts():
    yield "docs/operations.md", PAGE
    for path in [*UNITS, *DEPLOY.glob("*.env"), DEPLOY / "Containerfile", DEPLOY / "nginx.conf", DEPLOY / "vaern"]:
        yield path.name, path.read_text(encoding="utf-8")


def calls():
    """Yield (where, command, its words) for each management command that somebody is told to run."""
    for where, text in texts():
        for name, words in CALL.findall(text):
            yield where, name, words.split()


def section(title: str) -> list[str]:
    """Return the command lines of one section."""
    text = re.search(rf"^## {title}$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)[1]
    return [line.strip() for line in text.splitlines() if line.startswith("    ")]


def test_every_management_command_that_is_named_exists_with_its_options():
    known = get_commands()
    found = list(calls())
    assert len(found) > 25
    for where, name, words in found:
        assert name in known, f"{where}: {name}"
        command = load_command_class(known[name], name)
        parser = command.create_parser("manage.py", name)
        options = {option for action in parser._actions for option in action.option_strings}
        assert [word for word in words if word.startswith("--") and word not in options] == [], f"{where}: {name}"


def test_every_file_of_ours_that_is_named_exists():
    named = {
        name for _, text in texts() for name in re.findall(r"(?<![\w/])((?:deploy|docs|tests|vaern)/[\w./-]+\w)", text)
    }
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_unit_that_is_named_exists():
    here = {path.name for path in UNITS}
    named = {name for _, text in texts() for name in re.findall(r"\bvaern[\w-]*\.(?:service|timer)\b", text)}
    assert named - here == set()
    assert [name for name in sorted(here) if name not in PAGE] == [], "a unit nobody is told to install"


def test_every_heading_that_is_linked_to_exists():
    titles = [line.lstrip("# ") for line in PAGE.splitlines() if line.startswith("#")]
    headings = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([\w-]+)\)", PAGE)) - headings == set()


def settings_read(paths) -> set[str]:
    code = "".join(path.read_text(encoding="utf-8") for path in paths)
    read = set(re.findall(r'environment\.\w+\(\s*"(VAERN_[A-Z_]+)"', code))
    return {f"{name}_FILE" if name == "VAERN_SECRET_KEY" else name for name in read}


def settings_said(environment: str) -> set[str]:
    return set(re.findall(r"^(?:# )?(VAERN_[A-Z_]+)=", environment, re.MULTILINE))


def test_every_setting_of_the_environment_but_the_demo_is_in_an_example_and_no_other():
    read = settings_read((ROOT / "vaern").rglob("*.py")) - {"VAERN_DEMO"}
    assert "VAERN_DEMO" in ENVIRONMENT, "which says why it is left out"
    apart = {"VAERN_PUBLIC_KEY_FOLDER", "VAERN_DROP_DATABASE", "VAERN_MAILBOX_DATABASE"}
    assert settings_said(ENVIRONMENT) == read - apart, "the house's"
    assert settings_said(ENVIRONMENT_APART) - apart <= settings_said(ENVIRONMENT)
    assert apart <= settings_said(ENVIRONMENT_APART)


def test_the_open_site_s_environment_holds_nothing_of_the_house_s():
    said, house = settings_said(ENVIRONMENT_APART), settings_said(ENVIRONMENT)
    assert not said & {name for name in house if "DATABASE" in name or "BROKER" in name or "RECOVERY" in name}
    places = [line.partition("=")[2] for line in ENVIRONMENT_APART.splitlines() if "_FILE=" in line or "_HOME=" in line]
    assert len(places) == 2
    assert not [place for place in places if place in ENVIRONMENT], "no file and no folder is shared"


def test_the_page_is_short_enough_to_follow_at_night():
    assert len(PAGE.splitlines()) < 350
    assert max(len(line) for line in PAGE.splitlines()) < 140


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this machine has no systemd-analyze")
@pytest.mark.parametrize("unit", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: path.name)
def test_a_unit_can_be_read_and_gives_little_away(unit):
    asked = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", str(unit)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Unknown key" not in done.stderr
    assert "Failed to parse" not in done.stderr


@pytest.mark.parametrize("unit", [path for path in UNITS if path.name.startswith("vaern")], ids=lambda path: path.name)
def test_a_unit_writes_no_secret_and_runs_as_nobody_strong(unit):
    text = unit.read_text(encoding="utf-8")
    if unit.suffix == ".service":
        assert re.search(r"^User=vaern(-broker|-open)?$", text, re.MULTILINE)
        assert "PrivateNetwork=yes" in text
        assert "LimitCORE=0" in text
    assert "KEY=" not in text


def test_the_proxy_s_worker_passes_through_its_folder_in_memory_and_the_folder_is_there_when_it_is_asked_for():
    assert MODE_OF_MEMORY == 0o711
    lines = section("The proxy")
    assert lines.index("install -d -m 0711 /run/vaern-proxy") < lines.index("nginx -t")


def test_a_broker_of_its_own_can_write_each_copy_of_its_folder_that_it_is_told_to_take():
    folders = {place.rpartition("/")[0] for place in re.findall(r"--what broker --to (\S+)", PAGE)}
    assert folders == {"/var/backups/vaern/broker"}
    [given] = [line.split() for line in section("Broker") if line.startswith("chown -R vaern-broker: ")]
    assert folders <= set(given)
    for title in ("Backup", "Rotate keys"):
        assert "as its user" in PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_each_copy_is_put_back_by_a_user_to_whom_it_was_handed_and_who_may_write_where_it_goes():
    owners, asked = {}, []
    for line in section("Restore"):
        if handed := re.match(r"install .*-o (\S+) ", line):
            owners |= dict.fromkeys(re.findall(r"<(\w+)\.copy>", line), handed[1])
        elif " restore " in line:
            who = re.match(r"VAERN_USER=(\S+) ", line)
            asked.append((who[1] if who else "vaern", dict(owners)))
        elif " grant_rights " in line:
            asked.append("rights")
    site, owner = "vaern", "vaern-owner"
    everything = {"data": site, "keys": site, "broker": site}
    databases = {"data": owner, "keys": owner, "broker": site}
    assert asked == [(site, everything), (owner, databases), "rights", (site, databases)]
    assert " grant_rights " not in "".join(section("Restore")[-4:]), "the site's role had its rights before"


def test_an_upgrade_restarts_everything_that_runs_all_the_time():
    running = [path.stem for path in UNITS if "Restart=always" in path.read_text(encoding="utf-8")]
    assert sorted(running) == ["vaern", "vaern-broker", "vaern-open"]
    upgrade = PAGE.partition("## Upgrade\n")[2].partition("\n## ")[0]
    assert [unit for unit in running if not re.search(rf"systemctl restart {unit}\b(?!-)", upgrade)] == []


def test_the_pages_with_the_numbers_are_written_whether_or_not_the_upkeep_failed():
    unit = (DEPLOY / "systemd" / "vaern-upkeep.service").read_text(encoding="utf-8")
    done = re.findall(r"^(Exec\w+)=\S+python manage\.py (\w+)", unit, re.MULTILINE)
    assert done == [("ExecStart", "upkeep"), ("ExecStopPost", "error_pages")]


def test_a_restored_machine_is_started_with_every_timer():
    [start] = [line for line in section("Restore") if line.startswith("systemctl enable --now ")]
    assert [path.name for path in UNITS if path.suffix == ".timer" and path.name not in start] == []


def test_the_container_file_is_whole_and_runs_as_nobody_strong():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    steps = [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    words = {"FROM", "RUN", "WORKDIR", "COPY", "ENV", "USER", "STOPSIGNAL", "HEALTHCHECK", "CMD"}
    assert {step for step, _ in steps} <= words
    last = [step for step, _ in steps][[step for step, _ in steps].index("FROM", 1) :]
    assert last.index("USER") < last.index("CMD")
    images = [rest.split()[0] for step, rest in steps if step == "FROM"]
    assert len(set(images)) == 1
    assert "/" not in images[0], "no registry is named"
    for step, rest in steps:
        if step == "RUN":
            subprocess.run(["sh", "-n", "-c", rest], check=True)


def here(line: str, places: dict[str, Path]) -> str:
    """Return a command of the page with this test's folders and this test's user in it."""
    for old, new in places.items():
        line = line.replace(old, str(new))
    return re.sub(r" -[og] (?:vaern[\w-]*|www-data)", "", line)


@pytest.mark.slow
@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="once is enough: on SQLite")
def test_a_stranger_who_follows_the_page_has_a_site_that_runs(tmp_path):
    """From a copy of the clone, with the commands as written; only what would change this machine is left out."""
    clone, etc, home, run = (tmp_path / name for name in ("srv", "etc", "lib", "run"))
    for path in tracked():
        (clone / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, clone / path.relative_to(ROOT))
    (clone / ".venv").symlink_to(ROOT / ".venv")  # for `setup.prepare`, which has tests of its own
    (clone / "build").mkdir()
    (clone / "build" / "static").symlink_to(ROOT / "build" / "static")
    run.mkdir(mode=0o700)
    places = {
        "/srv/vaern": clone,
        "/etc/vaern": etc,
        "/var/lib/vaern-pages": home / "pages",
        "/var/lib/vaern": home,
        "/run/vaern": run,
    }
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    env = bare(VAERN_ENV=etc / "vaern.env", VAERN_USER=user)

    def follow(line):
        words = ["sh", "-eu", "-c", here(line, places)]
        done = subprocess.run(words, cwd=clone, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout

    lines = [line for line in section("Install on one machine") if not line.startswith(OUTSIDE)]
    lines = [line for line in lines if "/etc/systemd" not in line and "healthy" not in line]
    assert len(lines) == 10
    for line in lines:
        follow(line)
        settings_file = etc / "vaern.env"
        if settings_file.exists():
            settings_file.write_text(here(settings_file.read_text(encoding="utf-8"), places), encoding="utf-8")
    assert home.stat().st_mode & 0o077 == 0
    assert [path.name for path in home.rglob("*") if path.is_file() and path.stat().st_mode & 0o077] == []

    unit = (DEPLOY / "systemd" / "vaern.service").read_text(encoding="utf-8")
    start = re.search(r"^ExecStart=\S+python manage\.py (.*)$", unit, re.MULTILINE)[1]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(clone / "deploy" / "vaern"), *shlex.split(start)], env=env, stderr=log, stdout=subprocess.DEVNULL
        )
    site = Served(0, process, tmp_path / "log")
    try:
        until_it_answers(site, (run / "site.sock").exists)
        assert "works" in follow("deploy/vaern healthy --wait 60")
        follow("deploy/vaern upkeep")
        follow("deploy/vaern error_pages /var/lib/vaern-pages")
        assert "Whole." in follow("deploy/vaern verify_audit")
        assert "Whole." in follow("deploy/vaern verify_rows")
    finally:
        assert site.stop() == 0
    assert "112" in (home / "pages" / "503.html").read_text(encoding="utf-8")
    assert site.logged() == []
