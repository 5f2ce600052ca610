"""The training week: invented, whole, and loaded once."""

import os
import shutil
import subprocess
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from setup.places import PYTHON, ROOT
from vaern.audit import chain
from vaern.config import environment
from vaern.directory.loading import table
from vaern.directory.models import ConsultantListing
from vaern.inquiries.models import CallBack, Draft, EmergencyNote, Inquiry, Task
from vaern.inquiries.terms import TaskKind
from vaern.law.clocks import COPENHAGEN
from vaern.play.fresh import Fresh
from vaern.play.training import DoesNotPlay, Interrupted, load_week
from vaern.staff.models import User

WEEK = ROOT / "vignettes" / "demo" / "week.toml"
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=COPENHAGEN)  # a Wednesday
EDGES = [
    datetime(2026, 11, 23, 0, 20, tzinfo=COPENHAGEN),  # Monday, just after midnight
    datetime(2026, 11, 22, 16, 0, tzinfo=COPENHAGEN),  # a Sunday
    datetime(2026, 12, 25, 23, 50, tzinfo=COPENHAGEN),  # Christmas Day
    datetime(2027, 1, 4, 7, 5, tzinfo=COPENHAGEN),  # the first working day with the new region
    datetime(2027, 3, 28, 3, 30, tzinfo=COPENHAGEN),  # half an hour after summer time began
]


@pytest.fixture
def empty(template, tmp_path, django_db_blocker):
    """Databases with nothing but the directory, at work."""
    folder = tmp_path / "demo"
    shutil.copytree(template, folder)
    with django_db_blocker.unblock(), Fresh.within(folder, environment.sqlite).at_work():
        yield folder


def counts():
    return [model.objects.count() for model in (User, Inquiry, Draft, Task, CallBack, EmergencyNote)]


def test_the_week_is_loaded_once(empty):
    assert load_week(WEEK, now=NOW)
    loaded = counts()
    assert not load_week(WEEK, now=NOW)
    assert counts() == loaded
    assert chain.verify().is_whole


def test_the_week_shows_everything_a_day_may_hold(empty):
    load_week(WEEK, now=NOW)
    tonight = NOW.replace(hour=23, minute=59)
    assert 25 <= Inquiry.objects.count() <= 32
    assert Inquiry.objects.closed().count() >= 5
    assert Inquiry.objects.unclaimed().count() == 1
    assert Draft.objects.count() >= 4
    assert EmergencyNote.objects.awaiting_review().count() == 1
    assert sorted(each.has_lapsed(NOW.date()) for each in CallBack.objects.waiting()) == [False, True]
    due = Task.objects.open().exclude(kind=TaskKind.TAKE_OVER)
    assert due.due_by(NOW).count() >= 2
    assert due.due_by(tonight).count() > due.due_by(NOW).count()
    assert due.count() > due.due_by(tonight).count()
    assert Task.objects.open().filter(kind=TaskKind.RECEIPT).exists()
    assert not Inquiry.objects.filter(filed_at__gt=NOW).exists()


@pytest.mark.parametrize("now", EDGES, ids=str)
def test_the_week_ends_at_any_hour_of_any_day(empty, now):
    assert load_week(WEEK, now=now)
    assert not Inquiry.objects.filter(filed_at__gt=now).exists()


def test_nobody_in_it_is_called_like_a_real_consultant_or_has_a_real_number(empty):
    load_week(WEEK, now=NOW)
    names = {line["first_name"] for line in table("consultants.csv")}
    assert names.isdisjoint(User.objects.values_list("first_name", flat=True))
    assert not ConsultantListing.objects.exclude(staff_id=None).exists()
    text = WEEK.read_text(encoding="utf-8")
    assert not any(line["phone"] in text for line in table("consultants.csv"))
    assert "confirm" not in text  # nothing in it is even warned about


HALF = """
[[person]]
name = "Karen"
regions = ["Nordjylland"]
[[step]]
do = "call"
by = "Karen"
age = "under-18"
[[step]]
do = "close"
by = "Karen"
[[expect]]
that = "filed"
"""


def test_a_loading_that_stopped_halfway_is_said_and_not_mended_by_doubling(empty, tmp_path):
    half = tmp_path / "half.toml"
    half.write_text(HALF, encoding="utf-8")
    with pytest.raises(DoesNotPlay, match=r"half\.toml:9 notification-unsettled"):
        load_week(half, now=NOW)
    with pytest.raises(Interrupted):
        load_week(half, now=NOW)


def test_without_the_demo_switch_nothing_is_put_anywhere():
    with pytest.raises(CommandError, match="VAERN_DEMO"):
        call_command("prepare_demo")


def run(home, **extra):
    return subprocess.run(
        [str(PYTHON), "manage.py", "prepare_demo"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAERN_HOME": str(home), "VAERN_DEMO": "1"} | extra,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.slow
def test_the_command_begins_anew_after_an_interruption_and_can_be_repeated(tmp_path):
    (tmp_path / "keys.sqlite3").write_bytes(b"")  # as a machine leaves it that stopped before the data were in place
    (tmp_path / "data.sqlite3.new").write_bytes(b"half of it")
    assert run(tmp_path) == "The training week is loaded.\n"
    assert run(tmp_path) == "The training week was loaded before.\n"
    assert {path.name for path in tmp_path.iterdir()} == {"broker", "data.sqlite3", "keys.sqlite3"}
