"""The journal: added to by anybody on the case, corrected by another line, changed by nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cases.conftest import WHY, a_case, opened_by
from tests.cast import MORNING, text
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Event
from vaern.cases.actions.course import NotYet
from vaern.cases.actions.journal import DecisionNeedsAuthority, NothingSaid, NotOfThisCase, add_entry
from vaern.cases.models import Entry
from vaern.cases.reading import journal_of
from vaern.cases.terms import AuthorityKind, EntryKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]

LATER = MORNING + timedelta(hours=3)


def written(case, by, words="Hun ringede selv.", *, kind=EntryKind.CALL, happened_at=MORNING, at=LATER, **more):
    return add_entry(case=case, kind=kind, note=text(words), happened_at=happened_at, by=by, at=at, **more)


def test_a_line_says_when_it_happened_and_when_it_was_written(case, consultant_on_the_case):
    line = written(case, consultant_on_the_case)
    assert (line.happened_at, line.written_at, line.note) == (MORNING, LATER, "Hun ringede selv.")
    assert Event.objects.get(act="case.entry_added").code == "call"


def test_the_newest_happening_stands_first_whenever_it_was_written(case, consultant_on_the_case):
    written(case, consultant_on_the_case, "Ny", happened_at=LATER)
    written(case, consultant_on_the_case, "Gammel", happened_at=MORNING - timedelta(days=9), at=LATER)
    assert [line.note for line in journal_of(case)] == ["Ny", WHY, "Gammel"]
    assert [line.note for line in journal_of(case, most=1)] == ["Ny"]


def test_two_who_write_at_once_are_both_kept(case, consultant_on_the_case, colleague_in_the_region):
    same_case = opened_by(colleague_in_the_region, case)
    written(case, consultant_on_the_case, "Min tekst")
    written(same_case, colleague_in_the_region, "Din tekst")
    assert {line.note for line in journal_of(case)} == {WHY, "Min tekst", "Din tekst"}


def test_a_double_click_is_one_line(case, consultant_on_the_case):
    entry_id = uuid4()
    first, second = (written(case, consultant_on_the_case, entry_id=entry_id) for _ in range(2))
    assert (first.pk, second.note) == (second.pk, "Hun ringede selv.")
    assert case.entries.filter(kind=EntryKind.CALL).count() == 1


def test_a_correction_follows_and_the_first_stays_as_it_was(case, consultant_on_the_case):
    first = written(case, consultant_on_the_case, "Hun er 17.")
    second = written(case, consultant_on_the_case, "Hun er 19.", corrects=first)
    assert {line.note for line in journal_of(case)} >= {"Hun er 17.", "Hun er 19."}
    assert list(first.corrections.all()) == [second]
    assert Event.objects.filter(act="case.entry_corrected", subject=second.pk).exists()


def test_a_line_of_another_case_is_not_corrected_here(case, consultant_on_the_case):
    elsewhere = a_case(consultant_on_the_case).entries.get()
    with pytest.raises(NotOfThisCase):
        written(case, consultant_on_the_case, corrects=elsewhere)


@pytest.mark.parametrize("seconds, refused", [(0, False), (1, True)])
def test_nothing_has_happened_later_than_now(case, consultant_on_the_case, seconds, refused):
    happened_at = LATER + timedelta(seconds=seconds)
    if refused:
        with pytest.raises(NotYet):
            written(case, consultant_on_the_case, happened_at=happened_at)
    else:
        written(case, consultant_on_the_case, happened_at=happened_at)


@pytest.mark.parametrize("words", ["", " \n"])
def test_a_line_says_something(case, consultant_on_the_case, words):
    with pytest.raises(NothingSaid):
        written(case, consultant_on_the_case, words)


@pytest.mark.parametrize("kind, decided_by", [(EntryKind.DECISION, None), (EntryKind.NOTE, AuthorityKind.POLICE)])
def test_a_decision_belongs_to_an_authority_and_nothing_else_does(case, consultant_on_the_case, kind, decided_by):
    with pytest.raises(DecisionNeedsAuthority):
        written(case, consultant_on_the_case, kind=kind, decided_by=decided_by)


def test_the_decision_of_an_authority_names_it(case, consultant_on_the_case):
    line = written(case, consultant_on_the_case, kind=EntryKind.DECISION, decided_by=AuthorityKind.POLICE)
    assert line.facts == {"decided_by": "police"}


def test_text_that_did_not_pass_the_guard_is_not_taken(case, consultant_on_the_case):
    with pytest.raises(AttributeError):
        add_entry(
            case=case,
            kind=EntryKind.NOTE,
            note="Amina, 010203-1234",
            happened_at=MORNING,
            by=consultant_on_the_case,
            at=LATER,
        )
    assert case.entries.count() == 1


def test_what_was_written_is_changed_neither_here_nor_in_the_database(case):
    line = Entry.objects.get()
    for change in (line.save, line.delete, Entry.objects.all().delete):
        with pytest.raises(AppendOnlyViolation):
            change()
    for statement in ("UPDATE cases_entry SET kind = 'note'", "DELETE FROM cases_entry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
