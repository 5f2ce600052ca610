"""The page of a case's files: what is taken in, how it is handed over, and that nothing of it reaches a disk."""

import re
import sys
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cases.conftest import a_file, consent
from tests.cases.uploads import hostile
from tests.cast import MORNING, signed_in
from tests.desk.case_register import address, faults
from vaern.audit.models import Event
from vaern.cases.actions.course import set_basis
from vaern.cases.basis import Basis
from vaern.cases.models import Document
from vaern.cases.terms import DocumentKind, Withdrawn
from vaern.cases.uploads import refusals

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]


@pytest.fixture
def consented(case, consultant_on_the_case):
    consent(case, consultant_on_the_case)
    return case


def put(browser, case, content, *, name="Amina Holm 010190-1234.jpg", **changes):
    fields = {"kind": "photo", "title": "Foto fra mor", "id": str(uuid4())} | changes
    file = SimpleUploadedFile(name, content, content_type="image/jpeg")
    return browser.post(address(case, "case-file-add"), fields | {"file": file})


def said(page):
    return " ".join(page.content.decode().split())


def test_a_photo_is_put_in_the_case_and_seen_there(holder, consented):
    page = put(holder, consented, hostile.with_place())
    assert (page.status_code, page.url) == (302, address(consented, "case-files"))
    listed = said(holder.get(page.url))
    assert "Foto fra mor" in listed
    assert "Amina" not in listed
    shown = said(holder.get(address(consented, "case-file", document_id=Document.objects.get().pk)))
    [picture] = re.findall(r'<img class="case-picture" src="([^"]+)"', shown)
    answer = holder.get(picture)
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert hostile.PLACE not in answer.content
    assert Event.objects.filter(act="document.opened").count() == 1


def test_a_file_is_handed_over_so_that_nothing_in_it_can_act_and_its_name_tells_nothing(
    holder, consented, consultant_on_the_case
):
    sent = hostile.a_pdf(2, change=hostile.armed)
    document = a_file(consented, consultant_on_the_case, DocumentKind.LETTER, sent=sent)
    answer = holder.get(address(consented, "case-file-content", document_id=document.pk))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fil.pdf"'
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "content,refusal",
    [
        (b"", refusals.EmptyFile),
        (hostile.polyglot(), refusals.ScriptInPicture),
        (hostile.bomb(), refusals.PictureTooManyDots),
        (b"<svg onload='alert(1)'/>", refusals.DrawingRefused),
        (b"PK\x03\x04 vedhaeftet", refusals.ArchiveRefused),
        (b"MZ\x90\x00", refusals.WrongKind),
        (bytes(40 * 1024 * 1024), refusals.FileTooLarge),
        (b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), refusals.FileTooLarge),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_a_harmful_file_is_answered_at_the_field_and_the_words_are_kept(holder, consented, content, refusal):
    page = put(holder, consented, content)
    assert faults(page) == (422, ["file"])
    assert page.context["form"].errors["file"] == [refusal.said]
    assert "Foto fra mor" in said(page)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "changes,wrong", [({"title": ""}, "title"), ({"kind": ""}, "kind"), ({"title": "Pas til 010190-1234"}, "title")]
)
def test_what_is_missing_or_tells_who_it_is_is_answered_at_its_field(holder, consented, changes, wrong):
    assert faults(put(holder, consented, hostile.a_picture(), **changes)) == (422, [wrong])
    assert not Document.objects.exists()


def test_a_form_without_a_file_is_answered_at_the_field(holder, consented):
    page = holder.post(address(consented, "case-file-add"), {"kind": "photo", "title": "Foto"})
    assert faults(page) == (422, ["file"])


def test_a_double_click_is_one_file(holder, consented):
    one = str(uuid4())
    for _ in range(2):
        assert put(holder, consented, hostile.a_picture(), id=one).status_code == 302
    assert Document.objects.count() == 1


def test_an_anonymised_case_says_why_it_has_no_files_and_what_to_do(holder, case):
    page = holder.get(address(case, "case-files"))
    assert "Selve filen bliver hos den, der har den." in said(page)
    assert reverse("case-file-add", args=[case.pk]) not in said(page)
    refused = put(holder, case, hostile.a_picture())
    assert refused.status_code == 409
    assert "Uden samtykke gemmer vi ikke" in said(refused)
    assert not Document.objects.exists()


def test_the_page_says_whether_a_scanner_reads_files(holder, consented, settings):
    assert "Her er ingen virusskanner" in said(holder.get(address(consented, "case-file-add")))
    settings.SCANNER = "/run/scanner"
    assert "En virusskanner læser filen først" in said(holder.get(address(consented, "case-file-add")))


def test_a_file_no_consent_covers_any_more_is_opened_for_a_danger_told_in_words_only(
    holder, consented, consultant_on_the_case
):
    document = a_file(consented, consultant_on_the_case)
    set_basis(case=consented, basis=Basis(), seen=None, by=consultant_on_the_case, at=MORNING)
    here = address(consented, "case-file", document_id=document.pk)
    there = address(consented, "case-file-content", document_id=document.pk)
    assert holder.get(there).url == here
    assert "case-picture" not in said(holder.get(here))
    assert faults(holder.post(here, {"danger": ""})) == (422, ["danger"])
    assert not Event.objects.filter(act="document.opened").exists()
    answer = holder.post(here, {"danger": "Hun er på vej ud af landet"})
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert Event.objects.filter(act="document.opened_in_danger").count() == 1


def test_a_file_is_withdrawn_with_a_reason_and_stays_on_the_list(holder, consented, consultant_on_the_case):
    document = a_file(consented, consultant_on_the_case)
    where = address(consented, "case-file-withdraw", document_id=document.pk)
    assert holder.post(where, {"reason": Withdrawn.WRONG_FILE}).status_code == 302
    assert "Trukket tilbage" in said(holder.get(address(consented, "case-files")))
    assert faults(holder.post(where, {"reason": Withdrawn.REPLACED}))[0] == 422
    shown = said(holder.get(address(consented, "case-file", document_id=document.pk)))
    assert "bliver ikke vist" in shown
    assert "case-picture" not in shown


def test_a_colleague_in_another_region_meets_nothing(consented, consultant_on_the_case, consultant_from_elsewhere):
    document = a_file(consented, consultant_on_the_case)
    there = address(consented, "case-file-content", document_id=document.pk)
    assert signed_in(consultant_from_elsewhere).get(there).status_code == 404


# Memory only

WATCHED = {"on": False, "written": []}


def watch(event, arguments):
    """Note every file that Python opens to write to, and every temporary one, while it is asked to."""
    if not WATCHED["on"]:
        return
    if event.startswith("tempfile."):
        WATCHED["written"].append(event)
    if event == "open":
        path, mode, flags = arguments
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (mode is None and flags & 0o3):
            WATCHED["written"].append(str(path))


@contextmanager
def nothing_written():
    if "hook" not in WATCHED:
        sys.addaudithook(watch)  # for as long as the process lives; it looks only when asked
        WATCHED["hook"] = True
    WATCHED["on"], WATCHED["written"] = True, []
    yield
    WATCHED["on"] = False
    assert WATCHED["written"] == []


def test_the_watch_sees_a_file_that_is_written(tmp_path):
    with pytest.raises(AssertionError), nothing_written():
        (tmp_path / "plain").write_bytes(b"x")


@pytest.mark.parametrize("content", [hostile.a_picture(size=(3000, 3000)) + bytes(5 * 1024 * 1024), hostile.a_pdf(9)])
def test_no_byte_of_a_file_is_written_to_a_disk(holder, consented, content):
    """The database writes by itself, and what it is given is sealed (tests/cases/test_documents.py)."""
    kind = "photo" if content.startswith(b"\xff") else "letter"
    with nothing_written():
        assert put(holder, consented, content, kind=kind).status_code == 302
        document = Document.objects.get()
        answer = holder.get(address(consented, "case-file-content", document_id=document.pk))
    assert answer.status_code == 200


def test_a_large_body_is_let_in_where_files_are_taken_and_nowhere_else(settings, case):
    pattern = re.compile(settings.FILE_ADDRESS)
    assert pattern.fullmatch(address(case, "case-file-add"))
    assert not pattern.fullmatch(address(case, "case-files"))
    assert not pattern.fullmatch(address(case, "case-entry"))
    assert settings.REQUEST_BYTES < settings.FILE_BYTES < settings.FILE_REQUEST_BYTES
