"""The hourly upkeep does all it can, says what it could not, and may be run twice."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.cast import MORNING, a_draft
from tests.vault.conftest import keeper  # noqa: F401 -- a fixture: a broker of each test
from vaern.audit import trail
from vaern.inquiries.models import Draft
from vaern.vault.models import Key

pytestmark = pytest.mark.django_db(transaction=True)


def upkeep():
    said = StringIO()
    call_command("upkeep", stdout=said, stderr=said)
    return said.getvalue()


@pytest.mark.parametrize("days, left", [(13, 1), (15, 0)])
def test_a_forgotten_draft_goes_after_a_fortnight_and_not_before(consultant_on_the_inquiry, time_machine, days, left):
    a_draft(consultant_on_the_inquiry)
    time_machine.move_to(MORNING + timedelta(days=days))
    for _ in range(2):
        upkeep()
    assert (Draft.objects.count(), Key.objects.count()) == (left, left)


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize("copied", [True, False])
def test_a_team_key_that_was_changed_is_missed_in_the_copies_after_a_day(time_machine, copied):
    """Without it a lost disk takes all that was sealed since the change."""
    time_machine.move_to(MORNING)
    call_command("rotate_keys", stdout=StringIO())
    trail.record_alone("copy.taken", code="broker" if copied else "keys")
    time_machine.move_to(MORNING + timedelta(hours=23))
    upkeep()
    time_machine.move_to(MORNING + timedelta(hours=25))
    if copied:
        assert "1 changes of the team's key" in upkeep()
        return
    with pytest.raises(CommandError, match="1 of"):
        upkeep()
    trail.record_alone("copy.taken", code="broker")
    upkeep()


@pytest.mark.usefixtures("keeper")
def test_a_copy_from_before_the_change_is_not_one_of_it(time_machine):
    time_machine.move_to(MORNING)
    trail.record_alone("copy.taken", code="broker")
    time_machine.move_to(MORNING + timedelta(hours=1))
    call_command("rotate_keys", stdout=StringIO())
    time_machine.move_to(MORNING + timedelta(hours=27))
    with pytest.raises(CommandError, match="1 of"):
        upkeep()


def test_a_step_that_fails_does_not_keep_the_others_from_being_done(
    consultant_on_the_inquiry, time_machine, monkeypatch, tmp_path
):
    a_draft(consultant_on_the_inquiry)
    time_machine.move_to(MORNING + timedelta(days=15))
    monkeypatch.setattr(settings, "BROKER_FOLDER", tmp_path / "gone")
    with pytest.raises(CommandError):
        upkeep()
    assert not Draft.objects.exists()
