"""When the house fails around a page: plain words and numbers, nothing half-written, and the next request works."""

import json
import logging
from io import StringIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from tests.cast import CONSULTANT, LONG_AGO, MIDTJYLLAND, person, signed_in
from vaern.audit.models import Event
from vaern.config import middleware
from vaern.config.intake import NUMBER, REFUSED
from vaern.config.logs import Lines
from vaern.directory.loading import load_directory
from vaern.inquiries.models import Draft, Inquiry
from vaern.staff.models import User
from vaern.ui.databases import NO_DATABASE
from vaern.vault.broker import FileBroker
from vaern.vault.envelope import Tampered
from vaern.vault.sealing import TooManyOpened

pytestmark = pytest.mark.django_db(transaction=True)

A_CALL = {
    "revision": "0", "safety": "Ja", "note": "En lærer er bekymret.", "caller": "school", "subject": "control",
    "haste": "week", "age": "adult", "region": MIDTJYLLAND, "summary": "Kontrol", "advice": "", "told": "",
    "minutes": "9", "next_step": "follow-up", "next_text": "", "next_on": "2099-11-27", "act": "gem",
}  # fmt: skip
COPY_FIRST = "gå tilbage og kopier det"


@pytest.fixture
def browser(transactional_db):
    load_directory(by=None, on=LONG_AGO)
    client = signed_in(person("Asta", CONSULTANT, regions=[MIDTJYLLAND]))
    client.raise_request_exception = False
    return client


def file_a_call(browser):
    return browser.post(reverse("call", args=[uuid4()]), A_CALL)


def says_where_to_ring(page):
    shown = page.content.decode()
    return page.status_code == 503 and "tel:112" in shown and shown.index("tel:112") < shown.index("tel:114")


@pytest.mark.drill(
    "broker gone",
    tried="the key taken away before a call is filed",
    lost="nothing; the call is not filed",
    shown="the page with phone numbers; the text stays in the form",
)
def test_a_broker_without_its_key(browser, tmp_path):
    away = settings.BROKER_FOLDER.rename(tmp_path / "away")
    try:
        page = file_a_call(browser)
    finally:
        away.rename(settings.BROKER_FOLDER)
    assert says_where_to_ring(page)
    assert not Draft.objects.exists()
    assert file_a_call(browser).status_code == 302
    assert Inquiry.objects.count() == 1


@pytest.mark.drill(
    "broker gone",
    tried="the key taken away in the middle of a call",
    lost="nothing that was saved",
    shown="the page with phone numbers; afterwards the saved words",
)
def test_a_broker_that_loses_its_key_half_way_through_a_call(browser, tmp_path):
    draft_id = uuid4()
    browser.post(reverse("call-save", args=[draft_id]), {"revision": "0", "note": "Første ord"})
    away = settings.BROKER_FOLDER.rename(tmp_path / "away")
    try:
        assert says_where_to_ring(
            browser.post(reverse("call-save", args=[draft_id]), {"revision": "1", "note": "Flere"})
        )
        assert says_where_to_ring(browser.get(reverse("call", args=[draft_id])))
    finally:
        away.rename(settings.BROKER_FOLDER)
    assert "Første ord" in browser.get(reverse("call", args=[draft_id])).content.decode()


@pytest.mark.drill(
    "broker gone",
    tried="the process of the broker stopped",
    lost="nothing; the call is not filed",
    shown="the page with phone numbers; the next try works once it runs again",
)
def test_a_broker_process_that_is_gone(browser, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "BROKER_SOCKET", str(tmp_path / "nobody answers here"))
    assert says_where_to_ring(file_a_call(browser))
    assert not Draft.objects.exists()
    monkeypatch.undo()
    assert file_a_call(browser).status_code == 302
    assert Inquiry.objects.count() == 1


def test_more_keys_than_a_person_needs_are_refused_with_a_plain_page_and_an_alarm(browser, monkeypatch):
    draft_id, somebody = uuid4(), User.objects.get()
    browser.post(reverse("call-save", args=[draft_id]), {"revision": "0", "note": "Et ord"})
    key_id = Draft.objects.get(pk=draft_id).key_id

    def refuse(*args, by, **how):
        raise TooManyOpened(by=by, key_id=key_id, limit="hour")

    monkeypatch.setattr(FileBroker, "open", refuse)
    page = browser.get(reverse("call", args=[draft_id]))
    assert page.status_code == 429
    shown = page.content.decode()
    assert "tel:112" in shown
    assert "usædvanligt mange" in shown
    alarm = Event.objects.get(act="key.limit_reached")
    assert (alarm.by, alarm.about, alarm.code, alarm.refused) == (somebody.pk, key_id, "hour", True)
    monkeypatch.undo()
    assert "Et ord" in browser.get(reverse("call", args=[draft_id])).content.decode()


@pytest.mark.parametrize("error", NO_DATABASE)
def test_an_alarm_that_cannot_be_recorded_leaves_the_page_as_it_is(error, monkeypatch, rf):
    def no_answer(*args, **how):
        raise error

    monkeypatch.setattr(middleware.trail, "record_refusal", no_answer)
    request = rf.get("/desk/")
    request.META[NUMBER] = "1"
    request.user = SimpleLazyObject(no_answer)
    assert says_where_to_ring(middleware.trouble_page(request, Tampered("entry.text", uuid4())))


@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="a way of SQLite")
@pytest.mark.drill(
    "full disk",
    tried="a long call filed on a disk without room",
    lost="nothing half-written; the call is not filed",
    shown="the page with phone numbers",
)
def test_a_full_disk(browser):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # earlier tests leave room in the file
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
    try:
        page = browser.post(reverse("call", args=[uuid4()]), A_CALL | {"note": "ord " * 20_000})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")
    assert says_where_to_ring(page)
    assert not Inquiry.objects.exists()
    assert file_a_call(browser).status_code == 302


@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="a way of SQLite")
@pytest.mark.drill(
    "database gone",
    tried="the database held locked by somebody else",
    lost="nothing half-written",
    shown="the page with phone numbers; the next try works",
)
def test_a_database_somebody_holds_locked(browser):
    holder = connection.copy()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=100")
    try:
        with holder.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
        page = file_a_call(browser)
    finally:
        holder.close()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=20000")
    assert says_where_to_ring(page)
    assert file_a_call(browser).status_code == 302
    assert Inquiry.objects.count() == 1


def terminate(alias):
    """End this connection from the server's side, as a restart or an administrator would."""
    ours = connections[alias]
    ours.ensure_connection()
    pid = ours.connection.info.backend_pid
    other = ours.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()


@pytest.mark.postgres
@pytest.mark.skipif("postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="a way of PostgreSQL")
@pytest.mark.parametrize("alias", ["default", "keys"])
@pytest.mark.drill(
    "database gone",
    tried="a PostgreSQL connection ended before the act",
    lost="nothing",
    shown="the page with phone numbers, or nothing at all",
)
def test_a_backend_terminated_before_the_act(browser, alias):
    terminate(alias)
    page = file_a_call(browser)
    assert page.status_code in {302, 503}
    if page.status_code == 503:
        assert says_where_to_ring(page)
        assert not Inquiry.objects.exists()
        assert file_a_call(browser).status_code == 302
    assert Inquiry.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.skipif("postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="a way of PostgreSQL")
@pytest.mark.drill(
    "database gone",
    tried="a PostgreSQL connection ended in the middle of filing",
    lost="nothing: the draft was saved before",
    shown="the page with phone numbers; the next try works",
)
def test_a_backend_terminated_in_the_middle_of_the_act(browser, monkeypatch):
    from vaern.inquiries.actions import filing

    original = filing.set_task

    def cut_the_line(**act):
        terminate("default")
        return original(**act)

    monkeypatch.setattr(filing, "set_task", cut_the_line)
    page = file_a_call(browser)
    monkeypatch.undo()
    assert says_where_to_ring(page)
    assert not Inquiry.objects.exists()
    assert Draft.objects.count() == 1  # saved before the act began: not a word is lost
    assert file_a_call(browser).status_code == 302


@pytest.mark.drill(
    "forged rows",
    tried="a sealed value changed in the database",
    lost="the value that was changed",
    shown="that it was changed, and to tell the team lead; an alarm in the trail",
)
def test_a_value_changed_behind_our_back_is_refused_and_alarmed(browser):
    draft_id = uuid4()
    browser.post(reverse("call-save", args=[draft_id]), {"revision": "0", "note": "Et ord"})
    draft = Draft.objects.get(pk=draft_id)
    sealed = bytearray(draft.__dict__["content"])
    sealed[-1] ^= 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inquiries_draft SET content = %s", [bytes(sealed)])
    page = browser.get(reverse("call", args=[draft_id]))
    assert says_where_to_ring(page)
    alarm = Event.objects.get(act="value.tampered")
    assert (alarm.about, alarm.code) == (draft_id, "draft.content")


def test_a_mistake_of_ours_shows_numbers_too_and_no_trace(browser, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise ZeroDivisionError("Amina Holm, 010109-1234")

    monkeypatch.setattr("vaern.desk.views.day.day_of", fail)
    page = browser.get(reverse("my-day"))
    assert page.status_code == 500
    assert "tel:112" in page.content.decode()
    assert "ZeroDivision" not in page.content.decode()
    assert COPY_FIRST in page.content.decode(), "Back still holds what staff have typed"
    assert 'class="exit"' not in page.content.decode(), "Shift three times would sign them out"


def test_what_is_logged_of_a_failure_says_where_and_never_what(browser, monkeypatch):
    written = StringIO()
    [handler] = [each for each in logging.getLogger("django").handlers if isinstance(each.formatter, Lines)]
    monkeypatch.setattr(handler, "stream", written)

    def fail(*args, **kwargs):
        raise ZeroDivisionError("Amina Holm, 010109-1234")

    monkeypatch.setattr("vaern.desk.views.day.day_of", fail)
    page = browser.get(reverse("my-day"))
    [line] = [json.loads(line) for line in written.getvalue().splitlines()]
    assert (line["failure"], line["route"], line["status"]) == ("ZeroDivisionError", "my-day", 500)
    assert line["number"] in page.content.decode(), "the page shows the number by which the line is found"
    assert "Amina" not in written.getvalue()
    assert "/desk/" not in written.getvalue()


def test_a_form_too_large_to_read_is_told_so(browser):
    page = browser.post(reverse("call", args=[uuid4()]), A_CALL | {"note": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    assert page.status_code == 413
    for said in ("fylder for meget", COPY_FIRST, "sig nummeret <strong>"):
        assert said in page.content.decode()


def test_a_form_with_more_fields_than_any_of_ours_is_refused_and_staff_are_told_to_save_their_words(browser):
    many = {f"field-{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    page = browser.post(reverse("call", args=[uuid4()]), A_CALL | many)
    assert page.status_code == 400
    for said in ("kan ikke læses", COPY_FIRST, "sig nummeret <strong>"):
        assert said in page.content.decode()
    open_site = browser.post("/find/", many)
    assert (open_site.status_code, COPY_FIRST in open_site.content.decode()) == (400, False)
    assert 'class="exit"' in open_site.content.decode()


@pytest.mark.parametrize("status", [408, 413, 414, 431, 503])
def test_what_the_door_refused_is_not_carried_out_and_says_where_to_ring(browser, status):
    browser.defaults[REFUSED] = status
    page = file_a_call(browser)
    assert page.status_code == status
    assert "tel:112" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert not Draft.objects.exists()
