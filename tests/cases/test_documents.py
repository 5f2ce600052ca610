"""The files of a case: which may be kept, how they are sealed, who reads them, and what stays behind."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cases.conftest import a_file, consent, opened_by
from tests.cases.uploads import hostile
from tests.cast import MORNING, text
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Event
from vaern.cases import documents
from vaern.cases.actions.course import set_basis
from vaern.cases.actions.opening import GateRefused
from vaern.cases.basis import Basis
from vaern.cases.documents import document_in, documents_of, open_document, photo_of, withdraw_document
from vaern.cases.models import Document, DocumentContent
from vaern.cases.terms import DocumentKind, Scope, Withdrawn
from vaern.cases.uploads import refusals
from vaern.inquiries.terms import Age
from vaern.law.clocks import local_day
from vaern.law.gate import ConsentFrom, Situation
from vaern.vault.models import Key
from vaern.vault.terms import Purpose

pytestmark = pytest.mark.django_db
EVERYTHING = frozenset(Scope)


@pytest.fixture
def asta(consultant_on_the_case):
    return consultant_on_the_case


@pytest.fixture
def consented(case, asta):
    """A case with a consent of an adult that covers everything, today."""
    consent(case, asta, until=local_day(MORNING))
    return case


def read(case, document, user, **more):
    document = document_in(case, document.pk)
    return open_document(case=case, document=document, user=user, purpose=Purpose.CASEWORK, at=MORNING, **more)


def acts():
    return list(Event.objects.filter(act__startswith="document.").order_by("at").values_list("act", "code"))


# Which may be kept


@pytest.mark.parametrize("kind", DocumentKind)
def test_an_anonymised_case_has_no_files_and_says_what_to_do_instead(case, asta, kind):
    with pytest.raises(GateRefused) as refused:
        a_file(case, asta, kind)
    assert refused.value.finding.ways_forward
    assert not Document.objects.exists()
    assert acts() == [("document.refused", kind)]


@pytest.mark.parametrize(
    "kind,scope",
    [
        (DocumentKind.PHOTO, Scope.PHOTO_AND_PASSPORT),
        (DocumentKind.PASSPORT, Scope.PHOTO_AND_PASSPORT),
        (DocumentKind.LETTER, Scope.IDENTITY),
        (DocumentKind.OTHER, Scope.IDENTITY),
    ],
)
def test_a_file_takes_the_consent_that_names_it_and_no_other(case, asta, kind, scope):
    consent(case, asta, scope)
    assert a_file(case, asta, kind)
    consent(case, asta, *EVERYTHING - {scope})
    with pytest.raises(GateRefused):
        a_file(case, asta, kind)


def test_a_consent_form_takes_the_consent_it_proves_whatever_that_covers(case, asta):
    consent(case, asta, Scope.SPARRING)
    assert a_file(case, asta, DocumentKind.CONSENT_FORM)
    with pytest.raises(GateRefused):
        a_file(case, asta, DocumentKind.LETTER)


def test_a_custody_holders_consent_covers_no_new_file_once_the_citizen_is_18(case, asta, monkeypatch):
    consent(case, asta, situation=Situation.CONSENTED_CHILD, consent_from=ConsentFrom.CUSTODY_HOLDER)
    with pytest.raises(GateRefused):  # the cast's citizen is an adult
        a_file(case, asta)
    facts = documents.facts_of(case)
    monkeypatch.setattr(documents, "facts_of", lambda case: replace(facts, age=Age.UNDER_18))
    assert a_file(case, asta)


def test_a_consent_that_ended_yesterday_keeps_no_new_file_and_opens_none(consented, asta):
    document = a_file(consented, asta)
    tomorrow = MORNING + timedelta(days=1)
    with pytest.raises(GateRefused):
        a_file(consented, asta, at=tomorrow)
    listed = document_in(consented, document.pk)
    with pytest.raises(GateRefused):
        open_document(case=consented, document=listed, user=asta, purpose=Purpose.CASEWORK, at=tomorrow)
    assert photo_of(consented, user=asta, purpose=Purpose.CASEWORK, at=tomorrow) is None


def test_a_consent_withdrawn_while_the_file_was_made_safe_keeps_nothing(consented, asta, monkeypatch):
    made_safe = documents.made_safe

    def slowly(sent):
        set_basis(case=consented, basis=Basis(), seen=None, by=asta, at=MORNING)
        return made_safe(sent)

    monkeypatch.setattr(documents, "made_safe", slowly)
    with pytest.raises(GateRefused):
        a_file(consented, asta)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "sent,refusal", [(b"GIF89a", refusals.WrongKind), (hostile.bomb(), refusals.PictureTooManyDots)]
)
def test_a_file_that_is_not_safe_leaves_no_row_and_a_trace(consented, asta, sent, refusal):
    with pytest.raises(refusal):
        a_file(consented, asta, sent=sent)
    assert not Document.objects.exists()
    assert acts() == [("document.file_refused", refusal.code)]


def test_a_file_has_words_to_find_it_by(consented, asta):
    with pytest.raises(documents.NoTitle):
        a_file(consented, asta, title="  ")


# How it is kept


def test_a_file_is_sealed_under_a_key_of_its_own_and_opened_on_record(consented, asta):
    keys = Key.objects.count()
    document = a_file(consented, asta)
    content = DocumentContent.objects.get()
    assert Key.objects.count() == keys + 1
    assert content.key_id != consented.key_id == document.key_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM cases_documentcontent")
        stored = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT title, facts FROM cases_document")
        words = b"".join(bytes(each) for each in cursor.fetchone())
    assert b"\xff\xd8\xff" not in stored
    assert b"JFIF" not in stored
    assert len(stored) > 64 * 1024  # its length tells nothing
    assert b"Foto" not in words
    assert read(consented, document, asta).startswith(b"\xff\xd8\xff")
    assert acts() == [("document.added", "photo"), ("document.opened", "casework")]
    assert Event.objects.get(act="document.added").digest == bytes(content.sealed_digest())


def test_the_list_opens_no_file(consented, asta, django_assert_num_queries):
    a_file(consented, asta)
    a_file(consented, asta, DocumentKind.LETTER, sent=hostile.a_pdf(2), title="Brev fra skolen")
    with django_assert_num_queries(1):
        letter, photo = sorted(documents_of(consented), key=lambda each: each.kind)
    assert (letter.title, letter.pages, letter.file_name) == ("Brev fra skolen", 2, "fil.pdf")
    assert (photo.title, photo.pages, photo.file_name) == ("Foto fra mor", 1, "fil.jpg")
    assert not Event.objects.filter(act="document.opened").exists()


def test_a_double_click_is_one_file(consented, asta):
    one = uuid4()
    assert a_file(consented, asta, document_id=one).pk == a_file(consented, asta, document_id=one).pk == one
    assert DocumentContent.objects.count() == 1


def test_a_file_of_another_case_is_not_found(consented, asta):
    with pytest.raises(documents.NoSuchDocument):
        document_in(consented, uuid4())


@pytest.mark.parametrize("table", ["document", "documentcontent"])
def test_a_file_cannot_be_changed_or_removed(consented, asta, table):
    document = a_file(consented, asta)
    for row in (document, DocumentContent.objects.get()):
        with pytest.raises(AppendOnlyViolation):
            row.save()
        with pytest.raises(AppendOnlyViolation):
            type(row).objects.all().delete()
    for statement in (f"UPDATE cases_{table} SET key_id = id", f"DELETE FROM cases_{table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# Withdrawn


def test_a_withdrawn_file_stays_on_the_list_and_is_withdrawn_once(consented, asta):
    document = a_file(consented, asta)
    withdraw_document(case=consented, document_id=document.pk, reason=Withdrawn.WRONG_FILE, by=asta, at=MORNING)
    [listed] = documents_of(consented)
    assert (listed.withdrawn, listed.withdrawn_by, listed.may_be_read) == (Withdrawn.WRONG_FILE, asta, False)
    with pytest.raises(documents.NoLongerRead):
        read(consented, document, asta)
    with pytest.raises(documents.NoLongerRead):
        read(consented, document, asta, danger=text("Hun er på vej ud af landet"))
    with pytest.raises(documents.AlreadyWithdrawn):
        withdraw_document(case=consented, document_id=document.pk, reason=Withdrawn.REPLACED, by=asta, at=MORNING)
    assert DocumentContent.objects.count() == 1  # kept, sealed
    assert photo_of(consented, user=asta, purpose=Purpose.CASEWORK, at=MORNING) is None


def test_a_file_that_was_replaced_can_still_be_read(consented, asta):
    document = a_file(consented, asta, DocumentKind.PASSPORT)
    withdraw_document(case=consented, document_id=document.pk, reason=Withdrawn.REPLACED, by=asta, at=MORNING)
    assert read(consented, document, asta)


def test_the_photo_for_a_paper_is_the_newest_in_use(consented, asta):
    a_file(consented, asta)
    newest = a_file(consented, asta, sent=hostile.a_picture(size=(80, 80)), at=MORNING + timedelta(minutes=1))
    content = photo_of(consented, user=asta, purpose=Purpose.CASEWORK, at=MORNING)
    assert content == read(consented, newest, asta)


# Without a consent any more


def test_acute_danger_opens_a_file_without_consent_with_a_reason_in_the_journal(consented, asta):
    document = a_file(consented, asta)
    set_basis(case=consented, basis=Basis(), seen=None, by=asta, at=MORNING)
    with pytest.raises(GateRefused):
        read(consented, document, asta)
    with pytest.raises(documents.NoReasonInDanger):
        read(consented, document, asta, danger=text(" "))
    assert read(consented, document, asta, danger=text("Hun er på vej ud af landet"))
    case = opened_by(asta, consented)
    assert "Hun er på vej ud af landet" in {each.note for each in case.entries.opened_with(case.key_in_hand)}
    assert acts()[-2:] == [("document.opened_in_danger", "photo"), ("document.opened", "casework")]
