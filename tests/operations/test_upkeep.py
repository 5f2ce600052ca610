"""The hourly upkeep does all it can, says what it could not, and may be run twice."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.cast import MORNING, a_draft
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


def test_a_step_that_fails_does_not_keep_the_others_from_being_done(
    consultant_on_the_inquiry, time_machine, monkeypatch, tmp_path
):
    a_draft(consultant_on_the_inquiry)
    time_machine.move_to(MORNING + timedelta(days=15))
    monkeypatch.setattr(settings, "BROKER_FOLDER", tmp_path / "gone")
    with pytest.raises(CommandError):
        upkeep()
    assert not Draft.objects.exists()
