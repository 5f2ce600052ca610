"""The training month: invented, whole, and loaded once."""

import os
import shutil
import subprocess
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from setup.places import PYTHON, ROOT
from vaern.audit import chain
from vaern.cases.models import BrokenGlass, Case, LeaveCover, Participant
from vaern.cases.models import Task as CaseTask
from vaern.cases.terms import Situation, Stage
from vaern.cases.terms import TaskKind as CaseTaskKind
from vaern.config.management.commands import serve
from vaern.directory.loading import table
from vaern.directory.models import ConsultantListing
from vaern.inquiries.access import filed_among
from vaern.inquiries.models import CallBack, Draft, EmergencyNote, Inquiry, Task
from vaern.inquiries.surroundings import answering_codes
from vaern.inquiries.terms import TaskKind
from vaern.law.clocks import COPENHAGEN
from vaern.law.screening import Standing
from vaern.mailbox import access
from vaern.mailbox.door.sitting import enter, leave
from vaern.mailbox.terms import SignalKind
from vaern.play import demo_code
from vaern.play.fresh import Fresh
from vaern.play.training import DoesNotPlay, Interrupted, load_month
from vaern.risk.access import judgements_of, overrides_between
from vaern.risk.models import Screening, Voiding
from vaern.staff.models import User

MONTH = ROOT / "vignettes" / "demo"
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=COPENHAGEN)  # a Wednesday
EDGES = [
    datetime(2026, 12, 25, 23, 50, tzinfo=COPENHAGEN),  # Christmas Day
    datetime(2027, 3, 28, 3, 30, tzinfo=COPENHAGEN),  # a Sunday, half an hour after summer time began
]


@pytest.fixture
def empty(template, tmp_path, django_db_blocker):
    """Databases with nothing but the directory, at work."""
    folder = tmp_path / "demo"
    shutil.copytree(template, folder)
    with django_db_blocker.unblock(), Fresh.within(folder).at_work():
        yield folder


@pytest.fixture(scope="module")
def loaded(template, tmp_path_factory, django_db_blocker):
    """A folder with the month as it ends at NOW."""
    folder = tmp_path_factory.mktemp("month") / "demo"
    shutil.copytree(template, folder)
    with django_db_blocker.unblock(), Fresh.within(folder).at_work():
        loaded = load_month(MONTH, now=NOW)
    assert loaded
    return folder, loaded


@pytest.fixture
def month(loaded, django_db_blocker):
    """The month as it ends at NOW, at work: to look at."""
    folder, left = loaded
    with django_db_blocker.unblock(), Fresh.within(folder).at_work():
        yield left


def counts():
    return [model.objects.count() for model in (User, Inquiry, Draft, Task, CallBack, EmergencyNote)]


def test_the_month_is_loaded_once(month):
    before = counts()
    assert not load_month(MONTH, now=NOW)
    assert counts() == before
    assert chain.verify().is_whole


def test_the_month_shows_everything_a_day_may_hold(month):
    tonight = NOW.replace(hour=23, minute=59)
    assert 40 <= Inquiry.objects.count() <= 60
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


def test_the_month_shows_everything_a_case_and_a_screening_may_be(month):
    cases, today = Case.objects.open(), NOW.date()
    assert {case.stage for case in cases} == set(Stage) - {Stage.CLOSED}
    assert {case.situation for case in cases} == set(Situation)
    assert cases.filter(is_restricted=True).count() == 1
    assert cases.unclaimed().count() == 1
    assert cases.filter(next_step_at__lt=NOW).count() >= 3
    assert CaseTask.objects.open().filter(kind=CaseTaskKind.FIND_AUTHORITY, due_at__lte=NOW).exists()
    assert Participant.objects.active_on(today).count() >= 2
    assert LeaveCover.objects.in_force(today).count() == 1
    assert BrokenGlass.objects.awaiting_review().count() == 1
    assert BrokenGlass.objects.exclude(reviewed_at=None).count() == 1
    judged = judgements_of(Inquiry.objects.values_list("pk", flat=True), at=NOW)
    found = {each.standing for each in judged.values()}
    assert {Standing.NOT_ASSESSED, Standing.OUTDATED, Standing.LOW, Standing.MIDDLE, Standing.NOT_YET} <= found
    assert Screening.objects.drafts().count() == 2
    assert Voiding.objects.count() == 2
    assert overrides_between(now() - timedelta(days=1), now() + timedelta(minutes=1))  # the trail has the real time
    held = {case.consultant_id for case in cases}
    assert len(held) >= 7  # nearly everybody's list has something on it, and somebody's has nothing
    assert User.objects.exclude(pk__in=held).exists()


def test_the_inbox_of_the_month_shows_everything_a_thread_may_be(month):
    karen = User.objects.get(first_name="Karen")
    inbox = access.inbox(karen, regions=answering_codes(karen, NOW.date()), at=NOW, filed=filed_among)
    assert [row.is_flagged for row in inbox.unclaimed].count(True) == 2
    assert {row.is_brief for row in inbox.unclaimed} == {True, False}
    assert "1081" in {row.holding.region for row in inbox.unclaimed if row.holding}
    assert inbox.waiting_elsewhere
    assert {signal for row in inbox.mine for signal in row.signals} == {SignalKind.CLOSED, SignalKind.REMOVED}
    assert any(row.is_answered for row in inbox.mine)
    assert any(row.expires_soon for row in inbox.mine)
    assert [row for row in inbox.mine if not row.is_new and not row.is_flagged]
    torben = User.objects.get(first_name="Torben")
    assert len(access.inbox(torben, regions=answering_codes(torben, NOW.date()), at=NOW, filed=filed_among).mine) == 1


def test_one_mailbox_of_the_month_can_be_tried_with_a_code_drawn_anew(month, settings, tmp_path):
    mailbox = enter(typed=" ".join(month.to_try.words), at=NOW)
    assert [message.from_team for message in mailbox.messages()] == [False, True]
    leave(cookie=mailbox.cookie(NOW))
    settings.HOME = tmp_path
    with pytest.raises(demo_code.NotADemo):
        demo_code.keep(month.to_try)
    settings.DEMO = True
    demo_code.keep(month.to_try)
    assert demo_code.words().split() == month.to_try.words
    assert demo_code.place().stat().st_mode & 0o077 == 0
    assert demo_code.words() in said_when_served()
    settings.DEMO = False
    assert demo_code.words() == ""
    assert " ".join(month.to_try.words) not in said_when_served()


def said_when_served():
    said = StringIO()
    serve.Command(stdout=said).say_where(8000)
    return said.getvalue()


@pytest.mark.parametrize("moment", EDGES, ids=str)
def test_the_month_ends_at_any_hour_of_any_day(empty, moment):
    assert load_month(MONTH, now=moment)
    assert not Inquiry.objects.filter(filed_at__gt=moment).exists()


def test_nobody_in_it_is_called_like_a_real_consultant_or_has_a_real_number(month):
    names = {line["first_name"] for line in table("consultants.csv")}
    assert names.isdisjoint(User.objects.values_list("first_name", flat=True))
    assert not ConsultantListing.objects.exclude(staff_id=None).exists()
    text = "".join(path.read_text(encoding="utf-8") for path in MONTH.glob("*.toml"))
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
    folder = tmp_path / "month"
    folder.mkdir()
    (folder / "half.toml").write_text(HALF, encoding="utf-8")
    with pytest.raises(DoesNotPlay, match=r"half\.toml:9 notification-unsettled"):
        load_month(folder, now=NOW)
    with pytest.raises(Interrupted):
        load_month(folder, now=NOW)


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
    assert run(tmp_path) == "The training month is loaded.\n"
    assert run(tmp_path) == "The training month was loaded before.\n"
    assert {path.name for path in tmp_path.iterdir()} == {"broker", "data.sqlite3", "demo-code", "keys.sqlite3"}
