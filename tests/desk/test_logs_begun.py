"""A call log that is begun from the inbox is one person's draft: the sheet stays in sight until the log is filed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import MORNING, signed_in
from tests.desk.test_inbox import FILED, page_of, where
from tests.mailbox.conftest import leave_a_message
from vaern.audit.models import Event
from vaern.inquiries.actions.drafts import discard_forgotten_drafts
from vaern.inquiries.models import Draft, Inquiry
from vaern.mailbox.actions import claim
from vaern.mailbox.door.taking_in import drop_brief
from vaern.mailbox.models import Holding
from vaern.vault import codes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory"), pytest.mark.time_machine(MORNING)]


@pytest.fixture
def mine(consultant_on_the_inquiry):
    return signed_in(consultant_on_the_inquiry)


@pytest.fixture
def held(monkeypatch, consultant_on_the_inquiry):
    """A citizen's thread, held by `consultant_on_the_inquiry`."""
    monkeypatch.setattr(codes, "COST", 2**10)
    writer = leave_a_message()
    claim(thread_id=writer.thread.pk, cover_name="Blå cykel", by=consultant_on_the_inquiry, regions=[], at=MORNING)
    return writer


@pytest.fixture
def sheet(mine):
    token = uuid4()
    drop_brief(token=token, content={"note": "En elev er bange.", "caller": "school"}, is_urgent=True, at=MORNING)
    mine.post(reverse("inbox-take", args=[token]))
    return token


def listed(browser, sheet):
    inbox = browser.get(reverse("inbox")).context["inbox"]
    lists = {"unclaimed": inbox.unclaimed, "mine": inbox.mine, "elsewhere": inbox.waiting_elsewhere}
    return [name for name, rows in lists.items() if sheet in [row.thread.pk for row in rows]]


def begin(browser, sheet):
    return browser.post(reverse("inbox-log", args=[sheet]), follow=True)


def test_discarded_or_forgotten_it_lets_the_sheet_go_and_another_can_be_begun(mine, sheet):
    for discard in (
        lambda log: mine.post(reverse("call-discard", args=[log])),
        lambda log: discard_forgotten_drafts(at=MORNING + timedelta(days=15)),
    ):
        assert "En elev er bange." in begin(mine, sheet).content.decode()
        log = Holding.objects.get(pk=sheet).inquiry
        discard(log)
        assert Holding.objects.get(pk=sheet).inquiry is None
        assert listed(mine, sheet) == ["mine"]
    assert list(Event.objects.acts("thread.log_gone").values_list("about", "subject")) == [(sheet, log)] * 2
    assert "En elev er bange." in begin(mine, sheet).content.decode()


def test_filed_it_takes_the_sheet_out_of_every_list(mine, sheet):
    address = begin(mine, sheet).redirect_chain[-1][0]
    assert listed(mine, sheet) == ["mine"]
    assert mine.post(address, FILED | {"revision": "1", "act": "gem"}).status_code == 302
    assert listed(mine, sheet) == []


def test_filed_from_a_second_tab_it_is_the_sheets_log_all_the_same(mine, sheet):
    address = begin(mine, sheet).redirect_chain[-1][0]
    newer = FILED | {"revision": "1", "note": "Skrevet i den ene fane."}
    assert mine.post(address, newer | {"act": ""}).status_code == 200
    assert mine.post(address, FILED | {"revision": "1", "act": "gem"}).status_code == 302
    assert Holding.objects.get(pk=sheet).inquiry == Inquiry.objects.get().pk != Draft.objects.get().pk
    assert listed(mine, sheet) == []


def test_given_on_the_colleague_sees_the_sheet_and_everybody_does_when_it_waits_too_long(
    mine, sheet, consultant_from_elsewhere, colleague_in_the_region, time_machine
):
    begin(mine, sheet)
    mine.post(reverse("inbox-hand-over", args=[sheet]), {"to": f"person:{consultant_from_elsewhere.pk}"})
    browser = signed_in(consultant_from_elsewhere)
    assert listed(browser, sheet) == ["mine"]
    assert "En elev er bange." in begin(browser, sheet).content.decode()
    time_machine.move_to(MORNING + timedelta(hours=5))
    assert listed(signed_in(colleague_in_the_region), sheet) == ["elsewhere"]


def test_whoever_takes_the_message_over_begins_a_log_of_their_own(
    mine, held, consultant_from_elsewhere, consultant_on_the_inquiry
):
    first = mine.post(where("inbox-log", held)).url
    Holding.objects.filter(pk=held.thread.pk).update(holder=consultant_from_elsewhere.pk)
    browser = signed_in(consultant_from_elsewhere)
    assert "Skriv i samtaleloggen" in page_of(browser, held)
    second = browser.post(where("inbox-log", held), follow=True)
    assert second.status_code == 200
    assert "Skrev til os uden navn" in second.content.decode()
    assert "Til henvendelsen" in page_of(browser, held)
    assert mine.get(first).status_code == 200, "the first goes on with what was written"
    assert set(Draft.objects.values_list("owner", flat=True)) == {
        consultant_on_the_inquiry.pk,
        consultant_from_elsewhere.pk,
    }
