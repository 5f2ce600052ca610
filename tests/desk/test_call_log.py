"""Samtalelog through whole requests, as a browser without JavaScript sends them."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.cast import MIDTJYLLAND, NORDJYLLAND, file_a_call, signed_in
from vaern.audit.models import Event
from vaern.inquiries.access import journal_of, open_draft, open_inquiry
from vaern.inquiries.models import Draft, EmergencyNote, Inquiry
from vaern.vault.terms import Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]

A_CALL = {
    "revision": "0",
    "safety": "Ja, på skolen",
    "note": "En lærer er bekymret for en elev, som ikke må være med på lejrskole.",
    "caller": "school",
    "subject": "control",
    "haste": "week",
    "age": "adult",
    "region": MIDTJYLLAND,
    "summary": "Må ikke komme med på lejrskole",
    "advice": "Tal med eleven alene.",
    "told": "",
    "minutes": "9",
    "next_step": "follow-up",
    "next_text": "Hør, hvordan samtalen gik",
    "next_on": "2099-11-27",
    "next_at": "9:30",
    "act": "gem",
}


@pytest.fixture
def client(consultant_on_the_inquiry):
    return signed_in(consultant_on_the_inquiry)


def log(draft_id=None):
    return reverse("call", args=[draft_id or uuid4()])


def test_the_log_opens_at_once_and_stores_nothing(client):
    page = client.get(reverse("call-log"))
    assert page.status_code == 200
    assert not Draft.objects.exists()


def test_a_call_is_filed_and_its_page_shows_what_was_written(client):
    page = client.post(log(), A_CALL, follow=True)
    assert page.status_code == 200
    assert "Må ikke komme med på lejrskole" in page.content.decode()
    assert Inquiry.objects.get().next_step_at.isoformat() == "2099-11-27T08:30:00+00:00"


@pytest.mark.parametrize("missing", ["caller", "subject", "haste", "age", "region", "safety", "minutes", "next_step"])
def test_what_is_missing_is_said_at_the_field_and_the_text_is_kept(client, missing):
    page = client.post(log(), {name: value for name, value in A_CALL.items() if name != missing})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {missing}
    assert A_CALL["note"] in page.content.decode()
    assert not Inquiry.objects.exists()
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    "field, value",
    [
        ("minutes", "ni"),
        ("minutes", "-1"),
        ("minutes", "99999"),
        ("next_on", "31-02-2099"),
        ("next_on", "i morgen"),
        ("next_on", "1999-01-01"),
        ("next_at", "25:00"),
        ("haste", "meget"),
        ("region", "9999"),
        ("summary", "x" * 2001),
        ("note", "x" * 100_001),
        ("note", "En tekst med \x00 i"),
        ("safety", "x" * 301),
        ("prompts", "opfundet"),
    ],
)
def test_what_cannot_be_right_is_said_in_danish_at_the_field(client, field, value):
    page = client.post(log(), A_CALL | {field: value})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field}
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("value", ["مرحبا 123 ثم", "e\u0301\u0301\u0301 o\u0308", "😀" * 50, "\u202eabc\u202c"])
def test_any_script_can_be_written_and_is_given_back_letter_for_letter(client, consultant_on_the_inquiry, value):
    page = client.post(log(), A_CALL | {"note": value})
    if page.status_code == 422:  # a script the guard cannot read is confirmed by a person
        confirmed = [each.finding.fingerprint for each in page.context["form"].fields["note"].found]
        draft = Draft.objects.get()
        page = client.post(log(draft.pk), A_CALL | {"note": value, "revision": "1", "confirmed": confirmed})
    filed = Inquiry.objects.get()
    opened = open_inquiry(
        user=consultant_on_the_inquiry, inquiry_id=filed.pk, purpose=Purpose.CASEWORK, at=filed.filed_at
    )
    assert journal_of(opened)[0].note == value


def test_a_megabyte_pasted_gets_an_answer_at_the_field(client):
    page = client.post(log(), A_CALL | {"note": "ord " * 250_000})
    assert page.status_code == 422
    assert "for lang" in page.content.decode()


def test_a_cpr_number_is_stopped_and_the_trail_holds_nothing_of_it(client):
    page = client.post(log(), A_CALL | {"note": "Pigen er 010109-1234."})
    assert page.status_code == 422
    assert page.context["form"].fields["note"].found[0].finding.kind == "cpr"
    assert not Inquiry.objects.exists()
    assert "010109" not in repr(list(Event.objects.values()))


def test_the_proposals_are_put_in_only_when_asked_for(client):
    note = "Ring til pigen på 22 33 44 55."
    page = client.post(log(), A_CALL | {"note": note, "act": "", "use_proposals": "note"})
    assert "22 33 44 55" not in page.content.decode()
    assert client.post(log(), A_CALL | {"note": note}).context["form"]["note"].value() == note


def test_a_warning_confirmed_lets_the_text_stand_but_a_changed_one_is_asked_about_again(client):
    told = A_CALL | {"note": "Hun taler med sin veninde Amina om det."}
    page = client.post(log(), told)
    assert page.status_code == 422
    confirmed = [each.finding.fingerprint for each in page.context["form"].fields["note"].found]
    changed = told | {"note": "Hun taler med sin veninde Fatima om det.", "confirmed": confirmed}
    assert client.post(log(), changed).status_code == 422
    assert client.post(log(), told | {"confirmed": confirmed}).status_code == 302


def test_two_clicks_make_one_inquiry(client):
    address = log()
    for _ in range(2):
        assert client.post(address, A_CALL).status_code == 302
    assert Inquiry.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_second_tab_that_wrote_more_keeps_its_text_in_a_draft_of_its_own(client, consultant_on_the_inquiry):
    address = log()
    client.post(address, A_CALL)
    client.post(address, A_CALL | {"note": "Noget andet, skrevet i den anden fane.", "act": "kladde"})
    draft = open_draft(user=consultant_on_the_inquiry, draft_id=Draft.objects.get().pk)
    assert draft.content["note"] == "Noget andet, skrevet i den anden fane."
    assert Inquiry.objects.count() == 1


def test_autosave_says_when_only_after_the_text_is_kept(client, consultant_on_the_inquiry):
    draft_id = uuid4()
    answer = client.post(reverse("call-save", args=[draft_id]), {"revision": "0", "note": "Halvt ord"})
    assert answer.json()["revision"] == 1
    assert open_draft(user=consultant_on_the_inquiry, draft_id=draft_id).content == {"note": "Halvt ord"}


def test_two_tabs_on_one_draft_both_keep_their_text(client, consultant_on_the_inquiry):
    save = reverse("call-save", args=[uuid4()])
    client.post(save, {"revision": "0", "note": "Fra den første"})
    forked = client.post(save, {"revision": "0", "note": "Fra den anden"}).json()
    assert forked["forked"] is True
    texts = {
        open_draft(user=consultant_on_the_inquiry, draft_id=pk).content["note"]
        for pk in Draft.objects.values_list("pk", flat=True)
    }
    assert texts == {"Fra den første", "Fra den anden"}


def test_nobody_reads_or_writes_another_persons_draft(client, colleague_in_the_region):
    save = reverse("call-save", args=[uuid4()])
    draft_id = client.post(save, {"revision": "0", "note": "Mit"}).json()["draft"]
    other = signed_in(colleague_in_the_region)
    assert other.get(log(UUID(draft_id))).status_code == 404
    assert other.post(save, {"revision": "1", "note": "Dit"}).status_code == 404
    assert client.get(log(UUID(draft_id))).status_code == 200


def test_every_attempt_on_a_call_that_is_not_theirs_is_on_record_and_answered_as_of_none(
    client, consultant_on_the_inquiry, consultant_from_elsewhere
):
    client.post(reverse("call-save", args=[(mine := uuid4())]), {"revision": "0", "note": "Mit"})
    filed = file_a_call(consultant_on_the_inquiry)
    other = signed_in(consultant_from_elsewhere)
    note = {"emergency_text": "Birkevej 7", "emergency_reason": "police", "emergency_grounds": "x"}
    for about in (mine, filed.pk):
        attempts = [
            other.get(log(about)),
            other.post(log(about), A_CALL),
            other.post(reverse("call-save", args=[about]), {"revision": "1", "note": "Dit"}),
            other.post(reverse("emergency-write", args=[about]), note | {"emergency_acute": "on"}),
        ]
        assert [answer.status_code for answer in attempts] == [404] * 4
        refusals = Event.objects.refusals().by(consultant_from_elsewhere.pk).about(about)
        assert sorted(event.code for event in refusals) == ["call", "call", "call", "emergency"]
    assert other.get(reverse("call-discard", args=[mine])).status_code == 404
    assert other.get(log(uuid4())).status_code == 404
    assert not Draft.objects.filter(owner=consultant_from_elsewhere).exists()
    assert not EmergencyNote.objects.exists()
    assert client.get(log(filed.pk))["Location"] == reverse("inquiry", args=[filed.pk])


def test_who_filed_it_keeps_what_an_open_tab_still_sends_when_another_has_it(
    client, consultant_on_the_inquiry, consultant_from_elsewhere
):
    filed = file_a_call(consultant_on_the_inquiry, region=NORDJYLLAND)
    Inquiry.objects.filter(pk=filed.pk).update(consultant=consultant_from_elsewhere)
    answer = client.post(reverse("call-save", args=[filed.pk]), {"revision": "1", "note": "Og så sagde hun"})
    assert answer.json()["forked"]
    assert client.post(log(filed.pk), {"revision": "1", "note": "Og bagefter"}).status_code == 200
    assert [draft.owner for draft in Draft.objects.all()] == [consultant_on_the_inquiry] * 2


def test_a_form_sent_after_the_sign_in_ended_comes_back_with_its_text(client):
    client.logout()
    page = client.post(log(), A_CALL, headers={"Sec-Fetch-Site": "same-origin"})
    assert page.status_code == 401
    assert A_CALL["note"] in page.content.decode()
    assert not Draft.objects.exists()


def test_a_form_from_another_site_is_not_given_back(client):
    client.logout()
    page = client.post(log(), A_CALL, headers={"Sec-Fetch-Site": "cross-site"})
    assert A_CALL["note"] not in page.content.decode()


def test_afbrudt_stamps_the_time_and_opens_the_plan(client):
    page = client.post(log(), A_CALL | {"act": "afbrudt"}).content.decode()
    assert "Afbrudt kl." in page
    assert 'id="cut" open' in page


def test_a_child_without_an_answer_is_not_closed_and_the_page_says_what_can_be_done(client):
    page = client.post(log(), A_CALL | {"age": "under-18", "next_step": "none"})
    assert page.status_code == 422
    assert escape(page.context["finding"].ways_forward[0]) in page.content.decode()


def test_a_child_is_closed_once_the_duty_is_explained(client):
    told = A_CALL | {"age": "under-18", "next_step": "none", "notification": "not-identifiable"}
    assert client.post(log(), told).status_code == 302
    assert Inquiry.objects.get().stage == "closed"


def test_a_call_can_be_given_to_the_chosen_region_in_one_act(client, consultant_from_elsewhere):
    client.post(log(), A_CALL | {"region": NORDJYLLAND, "act": "videre"})
    inquiry = Inquiry.objects.get()
    page = signed_in(consultant_from_elsewhere).get(reverse("my-day")).content.decode()
    assert inquiry.cover_name in page


def test_filing_as_a_call_back_leads_to_the_safe_contact_questions(client):
    page = client.post(log(), A_CALL | {"act": "opringning"})
    assert page.url == reverse("call-back-agree", args=[Inquiry.objects.get().pk])


EMERGENCY = {
    "emergency_text": "Amina Holm, Birkevej 7, 2. tv",
    "emergency_grounds": "Brødre er på vej med bil",
    "emergency_reason": "police",
    "emergency_acute": "on",
}


def test_an_emergency_note_takes_a_name_and_an_address_and_keeps_the_call(client):
    draft_id = uuid4()
    page = client.post(reverse("emergency-write", args=[draft_id]), A_CALL | EMERGENCY)
    assert page.url == log(draft_id)
    assert EmergencyNote.objects.get().about == draft_id
    assert "emergency_text" not in open_draft(user=EmergencyNote.objects.get().written_by, draft_id=draft_id).content


@pytest.mark.parametrize("missing", list(EMERGENCY))
def test_without_acute_danger_or_a_reason_no_name_is_written_down(client, missing):
    sent = {name: value for name, value in (A_CALL | EMERGENCY).items() if name != missing}
    page = client.post(reverse("emergency-write", args=[uuid4()]), sent)
    assert page.status_code == 422
    assert not EmergencyNote.objects.exists()
    assert Draft.objects.count() == 1


def test_what_is_checked_while_typing_is_neither_stored_nor_sent_back(client):
    answer = client.post(reverse("check-text"), {"text": "Ring 22 33 44 55"})
    assert [mark["kind"] for mark in answer.json()["stops"]] == ["phone"]
    assert "22 33" not in answer.content.decode()
    assert not Event.objects.exclude(act__in=["role.given", "duty.given", "directory.loaded"]).exists()


@pytest.mark.parametrize("who, shown", [("consultant_on_the_inquiry", True), ("team_lead", False)])
def test_a_new_call_is_one_key_away_for_those_who_answer_calls(who, shown, request):
    page = signed_in(request.getfixturevalue(who)).get(reverse("my-day")).content.decode()
    assert ('data-key="n"' in page) is shown
