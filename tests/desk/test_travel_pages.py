"""Trips on screen: who may see what, every bad answer at its field, and the alarm on the day of who watches."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test.signals import template_rendered
from django.urls import reverse

from tests.cases.conftest import opened_by
from tests.cast import MORNING, signed_in
from tests.desk.register import text_of
from tests.house.test_routes import DOOR, GONE, all_routes, answer_to
from tests.travel.conftest import AT_TEN, a_sign, departs, stated, travels
from vaern.audit.models import Event
from vaern.travel.models import Fact, Sign, Trip
from vaern.travel.terms import Topic, TripStage
from vaern.ui.briefing import MOST

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]
ROLES = (
    "nobody",
    "consultant_on_the_case",
    "colleague_in_the_region",
    "consultant_from_elsewhere",
    "team_lead",
    "administrator",
)

# route                  nobody holds it colleague elsewhere team lead administrator   (the answer to GET)
TABLE = {
    "travel":               (DOOR, 200, 200, 200, GONE, GONE),
    "travel-briefing":      (DOOR, 200, 200, 200, GONE, GONE),
    "travel-calendar":      (DOOR, 200, 200, 200, GONE, GONE),
    "travel-season":        (DOOR, GONE, GONE, GONE, 200, GONE),
    "travel-case":          (DOOR, 302, 302, GONE, GONE, GONE),
    "travel-trip":          (DOOR, 200, 200, GONE, GONE, GONE),
    "travel-move":          (DOOR, 200, 200, GONE, GONE, GONE),
    "travel-sign-agree":    (DOOR, 200, 200, GONE, GONE, GONE),
    "travel-sign":          (DOOR, 200, 200, GONE, GONE, GONE),
    "travel-fact":          (DOOR, 200, 200, GONE, GONE, GONE),
    "travel-fact-anew":     (DOOR, 200, 200, GONE, GONE, GONE),
}  # fmt: skip

# route                  nobody holds it colleague elsewhere team lead administrator   (the answer to an empty POST)
POST_TABLE = {
    "travel-briefing":      (401, 200, 200, 200, GONE, GONE),
    "travel-case":          (401, 302, 302, GONE, GONE, GONE),
    "travel-move":          (401, 422, 422, GONE, GONE, GONE),
    "travel-sign-agree":    (401, 422, 422, GONE, GONE, GONE),
    "travel-sign":          (401, 422, 422, GONE, GONE, GONE),
    "travel-fact":          (401, 422, 422, GONE, GONE, GONE),
    "travel-fact-anew":     (401, 422, 422, GONE, GONE, GONE),
}  # fmt: skip


def routes():
    return {route.name: route for route in all_routes() if route.name.startswith("travel")}


@pytest.fixture
def things(trip, consultant_on_the_case, colleague_in_the_region):
    opened_by(colleague_in_the_region, trip.case)
    departure = departs(trip, consultant_on_the_case)
    sign = a_sign(trip, consultant_on_the_case)
    ids = {"case_id": trip.case_id, "trip_id": trip.pk, "sign_id": sign.pk, "thread": departure.thread}
    return ids | {"topic": "departure"}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_and_changes_what_the_tables_say_and_nothing_else(role, things, request, client):
    place = ROLES.index(role)
    read = {name: answer_to(role, route, things, request, "get", client) for name, route in routes().items()}
    assert read == {name: row[place] for name, row in TABLE.items()}
    changed = {
        name: answer_to(role, routes()[name], things, request, "post", client)
        for name in sorted(POST_TABLE, reverse=True)
    }
    assert changed == {name: POST_TABLE[name][place] for name in changed}


def address(trip, name="travel-trip", **more):
    return reverse(name, kwargs={"case_id": trip.case_id, "trip_id": trip.pk, **more})


def writing(trip, topic):
    return address(trip, "travel-fact", topic=topic)


FROM = {"source": "citizen", "certainty": "likely"}


def test_a_trip_begins_with_one_press_and_says_what_is_not_known(holder, case):
    begun = holder.post(reverse("travel-case", args=[case.pk]))
    page = text_of(holder.get(begun.url))
    assert Trip.objects.count() == 1
    assert "Ukendt rejsedato" in page
    assert "0 af 11 kendt" in " ".join(page.split())
    assert "Når næppe at virke: ring alligevel" in page


def test_what_is_written_stands_on_the_page_with_its_source_and_the_clock_runs(holder, trip):
    sent = FROM | {"earliest": "2026-12-18", "clock": "06:20", "zone": "Europe/Copenhagen", "way": "flight"}
    assert holder.post(writing(trip, "departure"), sent | {"seen": "0"}).status_code == 302
    page = " ".join(text_of(holder.get(address(trip))).split())
    assert "1 af 11 kendt" in page
    assert "24 dage 20 timer" in page
    assert "Personen selv, i dag" in page
    assert "Sandsynligt" in page


@pytest.mark.parametrize(
    "topic, sent, field",
    [
        ("departure", {"earliest": "2026-12-20", "latest": "2026-12-19"}, "latest"),
        ("departure", {"earliest": "30-02-2026"}, "earliest"),
        ("departure", {"flight": "1234"}, "flight"),
        ("departure", {"from_airport": "KØB"}, "from_airport"),
        ("departure", {"zone": "Mars"}, "zone"),
        ("traveller", {"label": "datter 1", "kind": "at-risk", "born": "februar"}, "born"),
        ("traveller", {"kind": "at-risk"}, "label"),
        ("traveller", {"label": "Ring 22 33 44 55", "kind": "at-risk"}, "label"),
        ("feared", {}, "outcomes"),
        ("opinion", {}, "__all__"),
        ("opinion", {"words": "Cpr 140209-1234"}, "words"),
        ("opinion", {"words": "Hun er bange", "said_on": "2026-11-24"}, "said_on"),
        ("mandate", {"given_on": "2026-11-20", "words": "Ring til politiet", "certainty": ""}, "certainty"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_text_is_kept(holder, trip, topic, sent, field):
    page = holder.post(writing(trip, topic), FROM | {"seen": "0"} | sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert not Fact.objects.exists()
    if "words" in sent:
        assert sent["words"] in page.content.decode()


def test_without_consent_there_is_no_place_for_a_name_and_the_day_of_birth_is_refused(holder, trip):
    assert "private" not in holder.get(writing(trip, "traveller")).context["form"].fields
    sent = FROM | {"label": "datter 1", "kind": "at-risk", "born": "14-02-2009", "seen": "0"}
    page = holder.post(writing(trip, "traveller"), sent)
    assert page.status_code == 409
    assert "Det kan du gøre" in text_of(page)
    assert "datter 1" in page.content.decode()
    assert not Fact.objects.exists()


def test_of_two_who_write_the_same_neither_loses_a_word(holder, trip, colleague_in_the_region):
    departs(trip, colleague_in_the_region, earliest="2026-12-11")
    sent = FROM | {"earliest": "2026-12-18", "zone": "Europe/Copenhagen", "words": "Set på billetten", "seen": "0"}
    page = holder.post(writing(trip, "departure"), sent)
    assert page.status_code == 409
    shown = text_of(page)
    assert f"{colleague_in_the_region.first_name} har skrevet imens" in shown
    assert "11. dec. 2026" in shown
    assert "Set på billetten" in shown
    assert holder.post(writing(trip, "departure"), sent | {"seen": "1"}).status_code == 302
    assert Fact.objects.count() == 2


def test_at_night_nobody_watches_and_the_citizen_is_told_so(holder, trip, consultant_on_the_case):
    sent = {
        "kind": "life",
        "due_on": "2026-11-25",
        "due_at": "23:00",
        "how": "Hun skriver en linje.",
        "watcher": str(consultant_on_the_case.pk),
    }
    page = holder.post(address(trip, "travel-sign-agree"), sent)
    assert page.status_code == 409
    assert writing(trip, "unwatched") in page.content.decode()
    assert not Sign.objects.exists()
    taken = holder.post(address(trip, "travel-sign-agree"), sent | {"takes_watch": "on"})
    assert taken.status_code == 302
    past = holder.post(address(trip, "travel-sign-agree"), sent | {"due_on": "2026-11-22"})
    assert list(past.context["form"].errors) == ["due_on"]


def test_a_missing_sign_stands_first_on_the_watchers_day_and_opens_the_list_of_whom_to_call(
    holder,
    trip,
    consultant_on_the_case,
    consultant_from_elsewhere,
    time_machine,
):
    by = consultant_on_the_case
    stated(trip, by, Topic.TRUSTED, values={"label": "veninde 1", "safe_way": "Skriv om håndbold"})
    stated(trip, by, Topic.AGREED_WORDS, "Hvad hed kaninen? Per", values={"kind": "proof"})
    a_sign(trip, by)
    assert "Udeblevet" not in text_of(holder.get(reverse("my-day")))
    time_machine.move_to(AT_TEN + timedelta(minutes=1), tick=False)
    holder = signed_in(by)  # two days on, another sign-in
    call_command("watch_signs")
    assert Event.objects.filter(act="trip.sign_missed").count() == 1
    day = holder.get(reverse("my-day"))
    assert "Udeblevet: åbn ringelisten nu" in text_of(day)
    assert "Udeblevet" not in text_of(signed_in(consultant_from_elsewhere).get(reverse("my-day")))
    calls = text_of(holder.get(address(trip, "travel-sign", sign_id=Sign.objects.get().pk)))
    assert all(word in calls for word in ("Ringelisten", "veninde 1", "håndbold", "kaninen", "114", "33 92 11 12"))
    assert "Der skal handles nu" in text_of(holder.get(address(trip)))
    answered = holder.post(address(trip, "travel-sign", sign_id=Sign.objects.get().pk), {"outcome": "given"})
    assert answered.status_code == 302
    assert "Udeblevet" not in text_of(holder.get(reverse("my-day")))


def test_when_a_trip_ends_the_page_says_that_the_danger_has_not(holder, trip):
    for to, day in (("abroad", "2026-10-01"), ("home", "2026-11-23")):
        sent = {"to": to, "moved_on": day, "source": "authority", "words": "Politiet har ringet."}
        assert holder.post(address(trip, "travel-move"), sent).status_code == 302
    page = text_of(holder.get(address(trip)))
    assert "Rejsen er slut. Det siger intet om faren." in page
    assert "Der er ikke screenet" in page
    sent = {"to": "home", "moved_on": "2026-11-23", "source": "authority", "words": "Igen"}
    assert holder.post(address(trip, "travel-move"), sent).status_code == 422
    assert Trip.objects.get().stage == TripStage.HOME


def test_who_turns_18_away_and_what_no_danish_authority_can_take_stand_on_the_page(
    holder,
    trip,
    consultant_on_the_case,
):
    by = consultant_on_the_case
    child = str(travels(trip, by).thread)
    departs(trip, by)
    stated(trip, by, Topic.PASSPORT, values={"traveller": child, "issuer": "foreign", "expires": "2026-12-01"})
    page = text_of(holder.get(address(trip)))
    assert "Fylder 18 under rejsen" in page
    assert "Ingen i Danmark kan inddrage et andet lands pas." in page
    assert "Udløber før rejsen" in page
    assert "SIRI" in page


def test_the_calendar_has_dates_and_references_and_no_content(holder, trip, consultant_on_the_case):
    departs(trip, consultant_on_the_case, via="Istanbul")
    answer = holder.get(reverse("travel-calendar"))
    lines = answer.content.decode().split("\r\n")
    assert "DTSTART;VALUE=DATE:20261218" in lines
    assert f"SUMMARY:{trip.case.reference}" in lines
    assert not {"Istanbul", trip.case.cover_name, "rejse"} & set(answer.content.decode().split())
    assert answer["Cache-Control"] == "no-store"


def test_what_is_not_there_is_404(holder, trip):
    for missing in (
        writing(trip, "stage"),
        writing(trip, "x"),
        address(trip, "travel-fact-anew", topic="departure", thread=uuid4()),
        address(trip, "travel-sign", sign_id=uuid4()),
        reverse("travel-trip", args=[trip.case_id, uuid4()]),
    ):
        assert holder.get(missing).status_code == 404


def test_a_briefing_is_filled_and_printed_and_stored_nowhere(holder):
    where = reverse("travel-briefing")
    page = holder.post(where, {"who": "Amina Holm, cpr 140209-1234", "feared": "Tvangsægteskab"})
    assert (page.status_code, page["Content-Type"]) == (200, "application/pdf")
    assert page["Cache-Control"] == "no-store"
    assert Event.objects.filter(act="trip.briefing_filled").count() == 1
    everything = "".join(str(list(model.objects.values_list())) for model in (Fact, Event))
    assert "Amina" not in everything


def test_a_line_too_long_to_be_read_aloud_is_refused_and_never_cut(holder):
    page = holder.post(reverse("travel-briefing"), {"feared": "x" * (MOST + 1), "who": "datter 1"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["feared"])
    shown = page.content.decode()
    assert "Skriv kortere" in shown
    assert "x" * (MOST + 1) in shown
    assert 'maxlength="' not in shown, "a browser would cut what is pasted"
    assert not Event.objects.filter(act="trip.briefing_filled").exists()
    assert holder.post(reverse("travel-briefing"), {"feared": "x" * MOST}).status_code == 200


@pytest.mark.parametrize(
    "sent", [b"ikke et billede", b"%PDF-1.7 x", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"PK\x03\x04"]
)
def test_a_photo_that_is_no_picture_is_refused_and_what_was_typed_is_kept(holder, sent):
    photo = SimpleUploadedFile("foto.jpg", sent, content_type="image/jpeg")
    page = holder.post(reverse("travel-briefing"), {"who": "datter 1", "photo": photo})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["photo"])
    assert "datter 1" in page.content.decode()


def test_the_briefing_leaves_in_acute_danger_without_consent_with_a_reason_and_a_row(holder, trip):
    where = reverse("case-release", args=[trip.case_id, "briefing-114"])
    to = {"to": "another", "kind": "police", "role": "Vagthavende", "with_level": "no"}
    danger = to | {"basis": "acute-danger", "channel": "phone"}
    refused = holder.post(where, danger)
    assert refused.status_code == 422
    assert trip.case.disclosures.count() == 0
    given = holder.post(where, danger | {"reason": "Flyet letter om to timer."})
    assert given["Content-Type"] == "application/pdf", given.context["form"].errors
    assert trip.case.disclosures.get().paper == "briefing-114"


def test_a_case_without_a_trip_has_no_such_paper(holder, case):
    answer = holder.get(reverse("case-release", args=[case.pk, "briefing-114"]))
    assert answer["Location"] == reverse("travel-case", args=[case.pk])
    page = holder.get(reverse("case-knows", args=[case.pk])).content.decode()
    assert "Der er ikke skrevet en rejse ned." in page
    assert reverse("case-release", args=[case.pk, "briefing-114"]) not in page
    assert reverse("case-release", args=[case.pk, "handover"]) in page


def test_every_template_of_a_trip_is_used_and_given_what_it_names(holder, lead, trip, consultant_on_the_case):
    """An undefined variable fails the page (tests/settings.py); a template no page renders is dead."""
    rendered = set()

    def note(template, **more):
        rendered.add(template.name)

    by = consultant_on_the_case
    child = str(travels(trip, by).thread)
    stated(trip, by, Topic.PASSPORT, values={"traveller": child, "issuer": "danish"})
    stated(trip, by, Topic.CONTACT, "Ringede", values={"reached": "alone", "proof": "right"})
    first = departs(trip, by)
    sign = a_sign(trip, by)
    Sign.objects.filter(pk=sign.pk).update(due_at=MORNING)
    seen = {"seen": "0", "earliest": "2026-12-24"}
    template_rendered.connect(note)
    try:
        for where in (
            reverse("travel"),
            reverse("my-day"),
            reverse("travel-briefing"),
            reverse("travel-case", args=[trip.case_id]) + "?alle=ja",
            address(trip),
            address(trip, "travel-move"),
            address(trip, "travel-sign-agree"),
            address(trip, "travel-sign", sign_id=sign.pk),
            address(trip, "travel-fact-anew", topic="departure", thread=first.thread),
        ):
            page = holder.get(where)
            assert page.status_code == 200, where
            assert " style=" not in page.content.decode()
        assert holder.post(writing(trip, "departure"), FROM | seen).status_code == 409
        assert lead.get(reverse("travel-season")).status_code == 200
    finally:
        template_rendered.disconnect(note)
    folder = settings.BASE_DIR / "vaern" / "desk" / "templates"
    ours = {str(path.relative_to(folder)) for path in (folder / "desk" / "trip").rglob("*.html")}
    assert ours - rendered == set()
