"""An older value of the same row opens; the trail tells that it is not the last."""

from uuid import uuid4

import pytest
from django.core.management import call_command

from tests.cast import MORNING, person
from tests.databases import as_owner, without_triggers
from tests.vault.canaries import TOMORROW, contact, plant, said
from vaern.audit.models import Destruction
from vaern.inquiries.actions.callbacks import confirm_contact
from vaern.inquiries.models import CallBack, Entry
from vaern.staff.roles import CONSULTANT
from vaern.vault import comparison
from vaern.vault.broker import broker
from vaern.vault.comparison import rows_not_as_left
from vaern.vault.terms import Purpose

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def planted(db):
    return plant(person("Asta", CONSULTANT, regions=["1082"]))


def test_what_nobody_touched_is_as_it_was_left(planted, monkeypatch):
    assert list(rows_not_as_left()) == []
    monkeypatch.setattr(comparison, "BATCH", 2)
    assert list(rows_not_as_left()) == []


@pytest.mark.drill(
    "forged rows",
    tried="an older value of the same row put back",
    lost="the newer value",
    shown="the older one; verify_rows names the row",
)
def test_an_older_value_put_back_opens_and_shows(planted):
    call_back = CallBack.objects.get()
    older = bytes(call_back.__dict__["contact"])
    call_back.opened_with(key(call_back))
    facts = {
        "valid_until": TOMORROW.date(),
        "by": call_back.confirmed_by,
        "at": MORNING,
        "seen": call_back.confirmed_at,
    }
    confirm_contact(call_back=call_back, contact=contact(said("en nyere aftale")), **facts)
    as_owner("UPDATE inquiries_callback SET contact = %s WHERE id = %s", [older, call_back.pk])
    again = CallBack.objects.get()
    assert again.opened_with(key(again)).contact["safe_word"] != "en nyere aftale"
    assert list(rows_not_as_left()) == [f"inquiries.CallBack {call_back.pk} is not as its last act left it"]


@pytest.mark.drill(
    "forged rows",
    tried="a journal entry taken away by the owner of the database",
    lost="the entry",
    shown="nothing; verify_rows names it",
)
def test_a_journal_entry_taken_away_shows(planted):
    gone = Entry.objects.filter(kind="note").get()
    with without_triggers("inquiries_entry"):
        as_owner("DELETE FROM inquiries_entry WHERE id = %s", [gone.pk])
    assert list(rows_not_as_left()) == [f"the row {gone.pk} is gone"]


def test_what_two_people_had_destroyed_is_not_missed(planted):
    gone = Entry.objects.filter(kind="note").get()
    Destruction(about=planted.inquiry.pk, ordered_by=uuid4(), confirmed_by=uuid4(), at=MORNING).save()
    as_owner("DELETE FROM inquiries_entry WHERE id = %s", [gone.pk])
    assert list(rows_not_as_left()) == []


def test_the_command_names_the_rows_and_ends_with_1(planted, capsys):
    call_command("verify_rows")
    assert capsys.readouterr().out == "Whole.\n"
    gone = Entry.objects.filter(kind="note").get()
    with without_triggers("inquiries_entry"):
        as_owner("DELETE FROM inquiries_entry WHERE id = %s", [gone.pk])
    with pytest.raises(SystemExit) as ended:
        call_command("verify_rows")
    assert ended.value.code == 1
    assert capsys.readouterr().out == f"  the row {gone.pk} is gone\nNOT WHOLE: 1 rows.\n"


def key(row):
    return broker().open(row.key_id, purpose=Purpose.CONTACT, by=uuid4())
