"""Nødnotat: a name while danger is acute, read by few, judged within a day, gone after three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import MORNING, person, signed_in
from vaern.audit.models import Event
from vaern.inquiries.access import NoSuchInquiry, child_is_known, open_emergency_note
from vaern.inquiries.actions.emergency import (
    AlreadyReviewed,
    NoGrounds,
    NotAcute,
    OwnNote,
    expire_emergency_notes,
    review_emergency_note,
    write_emergency_note,
)
from vaern.inquiries.models import EmergencyNote
from vaern.inquiries.terms import EmergencyReason, ReviewFinding
from vaern.staff.roles import CONSULTANT, TEAM_LEAD
from vaern.vault.broker import KeyGone, broker
from vaern.vault.models import Key

pytestmark = pytest.mark.django_db

WORDS = "Amina Holm, Birkevej 7, 2. tv"


def write(inquiry, by, **changes):
    act = {
        "about": inquiry.pk,
        "region": inquiry.region,
        "text": WORDS,
        "reason": EmergencyReason.POLICE,
        "grounds": "Brødre er på vej",
        "danger_is_acute": True,
        "by": by,
        "at": MORNING,
    }
    return write_emergency_note(**(act | changes))


@pytest.fixture
def note(inquiry, consultant_on_the_inquiry):
    return write(inquiry, consultant_on_the_inquiry)


def read(note, user, at=MORNING):
    return open_emergency_note(user=user, note_id=note.pk, at=at)


def test_a_name_may_be_written_while_danger_is_acute(note, consultant_on_the_inquiry):
    assert read(note, consultant_on_the_inquiry).text == WORDS


def test_the_name_is_nowhere_in_clear(note):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, grounds, reason FROM inquiries_emergencynote")
        raw = b"".join(bytes(value) for value in cursor.fetchone())
    for words in ("Amina", "Birkevej", "Brødre", "police"):
        assert words.encode() not in raw


@pytest.mark.parametrize("change, refusal", [({"danger_is_acute": False}, NotAcute), ({"grounds": " "}, NoGrounds)])
def test_without_acute_danger_or_grounds_it_may_not(inquiry, consultant_on_the_inquiry, change, refusal):
    with pytest.raises(refusal):
        write(inquiry, consultant_on_the_inquiry, **change)
    assert not EmergencyNote.objects.exists()


def test_its_clocks_are_hours_on_the_clock(note):
    assert (note.review_by - MORNING, note.expires_at - MORNING) == (timedelta(hours=24), timedelta(hours=72))


def test_the_reviewing_team_lead_reads_it_and_judges(note, team_lead):
    assert read(note, team_lead).text == WORDS
    review_emergency_note(note=note, finding=ReviewFinding.RIGHT, by=team_lead, at=MORNING)
    note.refresh_from_db()
    assert (note.reviewed_by, note.finding) == (team_lead, ReviewFinding.RIGHT)


def test_once_judged_a_team_lead_reads_it_no_more(note, team_lead):
    review_emergency_note(note=note, finding=ReviewFinding.RIGHT, by=team_lead, at=MORNING)
    with pytest.raises(NoSuchInquiry):
        read(note, team_lead)


@pytest.mark.parametrize("who", ["consultant_from_elsewhere", "administrator"])
def test_nobody_else_reads_it_and_the_try_is_on_record(note, who, request):
    with pytest.raises(NoSuchInquiry):
        read(note, request.getfixturevalue(who))
    assert Event.objects.filter(refused=True, code="emergency").count() == 1


def test_nobody_judges_their_own(inquiry):
    both = person("Freja", CONSULTANT, TEAM_LEAD, regions=[inquiry.region])
    with pytest.raises(OwnNote):
        review_emergency_note(note=write(inquiry, both), finding=ReviewFinding.RIGHT, by=both, at=MORNING)


def test_it_is_judged_once(note, team_lead):
    review_emergency_note(note=note, finding=ReviewFinding.RIGHT, by=team_lead, at=MORNING)
    with pytest.raises(AlreadyReviewed):
        review_emergency_note(note=note, finding=ReviewFinding.NOT_NEEDED, by=team_lead, at=MORNING)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hours, gone", [(71, 0), (72, 1)])
def test_after_three_days_the_key_is_destroyed_and_not_before(note, hours, gone, consultant_on_the_inquiry):
    assert expire_emergency_notes(at=MORNING + timedelta(hours=hours)) == gone
    assert Key.objects.filter(pk=note.key_id).exists() is not bool(gone)
    if gone:
        with pytest.raises(KeyGone):
            broker().open(note.key_id, purpose="review", by=consultant_on_the_inquiry.pk)


@pytest.mark.usefixtures("directory")
@pytest.mark.time_machine(MORNING + timedelta(hours=80))
def test_an_expired_one_can_still_be_judged_as_the_fact_it_was(note, team_lead):
    expire_emergency_notes(at=MORNING + timedelta(hours=80))
    browser = signed_in(team_lead)
    page = browser.get(reverse("emergency", args=[note.pk])).content.decode()
    assert "slettet" in page
    assert WORDS not in page
    assert browser.post(reverse("emergency-review", args=[note.pk]), {"finding": "right"}).status_code == 302


def test_while_it_stands_we_know_who_the_child_is(note, inquiry):
    assert child_is_known(inquiry.pk)
    expire_emergency_notes(at=MORNING + timedelta(hours=72))
    assert not child_is_known(inquiry.pk)
