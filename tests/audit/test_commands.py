"""The trail from the command line."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.databases import as_owner, without_triggers
from vaern.audit import chain, trail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def events(db):
    for number in range(3):
        trail.record_refusal("route.refused", by=None, code=f"n{number}")


def exported(capsys):
    call_command("export_audit_head")
    return capsys.readouterr().out.strip()


def test_a_whole_trail_says_so_and_ends_well(events, capsys):
    call_command("verify_audit")
    said = capsys.readouterr().out
    assert said.startswith("Whole.\n3 links")
    assert f"Head {chain.newest_head()}" in said


def test_the_exported_head_is_taken_back(events, capsys):
    head = exported(capsys)
    trail.record_refusal("route.refused", by=None, code="later")
    call_command("verify_audit", head=head)
    assert capsys.readouterr().out.startswith("Whole.")


def test_exporting_first_seals_what_waits(events, capsys, monkeypatch):
    with monkeypatch.context() as stopped:
        stopped.setattr(chain, "seal", lambda: 0)
        trail.record_refusal("route.refused", by=None, code="waiting")
    assert exported(capsys).startswith("4:")


def test_an_empty_trail_has_no_head(db):
    with pytest.raises(CommandError, match="empty"):
        call_command("export_audit_head")


def test_a_broken_trail_names_the_fault_and_ends_with_1(events, capsys):
    with without_triggers("audit_event"):
        as_owner("UPDATE audit_event SET code = 'x' WHERE code = 'n1'")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit")
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert "the event of link 2 was changed" in said
    assert "NOT WHOLE." in said


def test_a_trail_cut_after_the_head_was_exported_ends_with_1(events, capsys):
    head = exported(capsys)
    with without_triggers("audit_event", "audit_seal"):
        as_owner("DELETE FROM audit_seal WHERE number = 3")
        as_owner("DELETE FROM audit_event WHERE code = 'n2'")
    call_command("verify_audit")
    with pytest.raises(SystemExit):
        call_command("verify_audit", head=head)
    assert "the exported head is not in the chain" in capsys.readouterr().out


def test_a_head_that_is_none_is_explained(events):
    with pytest.raises(CommandError, match="A head looks like"):
        call_command("verify_audit", head="yesterday")


def test_rights_are_for_postgresql_alone(db):
    if connection.vendor == "postgresql":
        pytest.skip("about SQLite")
    with pytest.raises(CommandError, match="no roles"):
        call_command("grant_rights", "somebody")
