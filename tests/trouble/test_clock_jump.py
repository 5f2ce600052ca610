"""The clock of the machine jumps: far ahead, or back. What is kept, what is let go, and who stays signed in."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.cast import CONSULTANT, LONG_AGO, MIDTJYLLAND, MORNING, person, signed_in
from tests.trouble.test_killed import emergency, key, with_call_back, words_of
from tests.trouble.test_pages import A_CALL
from tests.vault.canaries import TOMORROW, contact, said
from vaern.audit import chain
from vaern.audit.models import Event
from vaern.directory.loading import load_directory
from vaern.inquiries.actions.callbacks import confirm_contact
from vaern.inquiries.models import CallBack, Draft, EmergencyNote, Inquiry
from vaern.vault.comparison import rows_not_as_left
from vaern.vault.models import Key

pytestmark = pytest.mark.django_db(transaction=True)

A_YEAR_AHEAD, A_MONTH_BACK = MORNING + timedelta(days=365), MORNING - timedelta(days=30)
AHEAD_AND_BACK = pytest.mark.parametrize("jump", [A_YEAR_AHEAD, A_MONTH_BACK], ids=["ahead", "back"])


@pytest.fixture
def clock(transactional_db, time_machine):
    time_machine.move_to(MORNING)
    load_directory(by=None, on=LONG_AGO)
    return time_machine


@pytest.fixture
def asta(clock):
    return person("Asta", CONSULTANT, regions=[MIDTJYLLAND])


@pytest.fixture
def browser(asta):
    return signed_in(asta)


def file_a_call(browser):
    page = browser.post(reverse("call", args=[uuid4()]), A_CALL)
    assert page.status_code == 302
    return page


def save_a_draft(browser, words="et ord"):
    draft_id = uuid4()
    browser.post(reverse("call-save", args=[draft_id]), {"revision": "0", "note": words})
    return draft_id


@pytest.mark.drill(
    "clock jump",
    tried="upkeep run while the clock stands a year ahead",
    lost="nothing: what lets go of anything is held back until somebody says that the clock is right",
    shown="to whoever keeps the machine: both times, and what to run",
)
def test_upkeep_lets_nothing_go_while_the_clock_stands_a_year_ahead(browser, asta, clock):
    call_command("upkeep", verbosity=0)
    save_a_draft(browser)
    emergency(asta)
    clock.move_to(A_YEAR_AHEAD)
    with pytest.raises(CommandError, match="--clock-is-right"):
        call_command("upkeep")
    assert words_of(Draft.objects.get()) == "et ord"
    assert EmergencyNote.objects.get().erased_at is None
    clock.move_to(MORNING + timedelta(hours=1))
    call_command("upkeep")
    assert Key.objects.count() == 2


def test_after_a_long_rest_what_is_due_goes_once_somebody_says_that_the_clock_is_right(browser, clock):
    call_command("upkeep")
    save_a_draft(browser)
    clock.move_to(A_YEAR_AHEAD)
    call_command("upkeep", "--clock-is-right")
    assert not Draft.objects.exists()
    clock.move_to(A_YEAR_AHEAD + timedelta(days=2))
    call_command("upkeep")


def test_upkeep_of_every_hour_stands_in_the_trail_twice_a_day(asta, clock):
    for hour in range(48):
        clock.move_to(MORNING + timedelta(hours=hour))
        call_command("upkeep")
    assert 4 <= Event.objects.filter(act="upkeep.done").count() <= 5


@AHEAD_AND_BACK
@pytest.mark.drill(
    "clock jump",
    tried="calls filed before, during and after a jump, a year ahead or a month back",
    lost="nothing; what was written meanwhile bears the wrong time",
    shown="nothing: the trail stays whole, and no row is taken for an older one",
)
def test_the_trail_stays_whole_over_a_jump_and_no_row_is_taken_for_an_older_one(browser, asta, clock, jump):
    file_a_call(browser)
    head = chain.newest_head()
    clock.move_to(jump)
    browser = signed_in(asta)
    file_a_call(browser)
    clock.move_to(MORNING + timedelta(hours=1))
    file_a_call(signed_in(asta))
    assert Inquiry.objects.count() == 3
    found = chain.verify(head)
    assert (found.faults, found.unsealed) == ([], 0)
    assert list(rows_not_as_left()) == []


def test_a_row_changed_while_the_clock_stood_back_is_held_against_its_last_act(asta, clock):
    with_call_back(asta)
    clock.move_to(A_MONTH_BACK)
    call_back = CallBack.objects.get()
    call_back.opened_with(key(call_back.key_id))
    confirm_contact(
        call_back=call_back,
        contact=contact(said("en nyere aftale")),
        valid_until=TOMORROW.date(),
        seen=call_back.confirmed_at,
        by=asta,
        at=MORNING,
    )
    assert list(rows_not_as_left()) == []


@pytest.mark.drill(
    "clock jump",
    tried="a signed-in consultant in the middle of a call, the clock a year ahead and right again",
    lost="nothing: the draft is there",
    shown="the sign-in page, once",
)
def test_a_session_is_over_by_a_clock_that_stands_ahead_and_the_draft_is_there_after_signing_in_anew(
    browser, asta, clock
):
    draft_id = save_a_draft(browser)
    clock.move_to(A_YEAR_AHEAD)
    assert browser.get(reverse("my-day")).status_code == 302
    clock.move_to(MORNING + timedelta(hours=1))
    assert "et ord" in signed_in(asta).get(reverse("call", args=[draft_id])).content.decode()


@AHEAD_AND_BACK
@pytest.mark.drill(
    "clock jump",
    tried="deadlines of tasks, over a jump ahead or back",
    lost="nothing: a deadline is a moment, and is not counted anew",
    shown="tasks as overdue, or as not due yet, until the clock is right",
)
def test_deadlines_stay_where_they_were_set(browser, clock, jump):
    file_a_call(browser)
    before = Inquiry.objects.get().next_step_at
    assert before == datetime(2099, 11, 27, tzinfo=UTC).replace(hour=before.hour)
    clock.move_to(jump)
    call_command("upkeep")
    clock.move_to(MORNING)
    assert Inquiry.objects.get().next_step_at == before
