"""What is known of a trip: who said it, when and how surely; and what may not be kept, or cannot be so."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.cases.conftest import described
from tests.cast import MORNING, text
from tests.travel.conftest import TODAY, consent, departs, stated, travels
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Event
from vaern.cases import identity
from vaern.cases.actions.course import ChangedMeanwhile, NotYet
from vaern.cases.actions.opening import GateRefused
from vaern.cases.actions.people import add_person
from vaern.cases.models import Case
from vaern.cases.terms import ItemKind, Scope
from vaern.closing.reach import keys_of
from vaern.travel import checking
from vaern.travel.actions import facts
from vaern.travel.models import Fact, TripName
from vaern.travel.reading import decisions_of, file_of, history_of, passports_of, travellers_of
from vaern.travel.terms import Certainty, Source, Topic
from vaern.travel.topics import QUESTIONS
from vaern.vault.rows import Locked

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("directory")]
FAR_AWAY = "Tante i Karachi med en gul port"


def test_a_fact_keeps_who_said_it_when_and_how_surely_and_every_version_stays(trip, consultant_on_the_case):
    by = consultant_on_the_case
    first = stated(trip, by, Topic.HOST, FAR_AWAY, values={"relation": "mors søster"}, certainty=Certainty.RUMOUR)
    stated(
        trip,
        by,
        Topic.HOST,
        "Set i en besked",
        values={"relation": "fars søster"},
        thread=first.thread,
        seen=1,
        source=Source.SEEN,
        certainty=Certainty.SURE,
    )
    (host,) = file_of(trip, at=MORNING).of(Topic.HOST)
    assert (host.values["relation"], host.source, host.certainty) == ("fars søster", Source.SEEN, Certainty.SURE)
    history = history_of(trip, first.thread, at=MORNING)
    assert [each.words for each in history] == ["Set i en besked", FAR_AWAY]
    assert host.who == by.first_name
    assert host.on == TODAY


def test_nothing_that_is_said_stands_in_clear(trip, consultant_on_the_case):
    stated(trip, consultant_on_the_case, Topic.HOST, FAR_AWAY, values={"relation": "mors søster"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM travel_fact")
        row = str(cursor.fetchall())
    assert not any(word in row for word in ("Karachi", "søster", "likely", str(TODAY)))
    assert "Karachi" not in str(list(Event.objects.values_list()))


def test_a_statement_is_followed_and_never_changed(trip, consultant_on_the_case):
    row = departs(trip, consultant_on_the_case)
    with pytest.raises(AppendOnlyViolation):
        row.save()
    with pytest.raises(AppendOnlyViolation):
        Fact.objects.all().delete()


def test_of_the_eleven_questions_those_count_that_have_an_answer(trip, consultant_on_the_case):
    by = consultant_on_the_case
    assert len(QUESTIONS) == 11
    assert len(file_of(trip, at=MORNING).known_questions) == 0
    country = stated(trip, by, Topic.COUNTRY, values={"country": "Somalia"})
    stated(trip, by, Topic.FEARED, values={"outcomes": ["forced-marriage", "no-schooling"]})
    stated(trip, by, Topic.TRUSTED, "Hun ved det ikke", values={"label": "ukendt"}, certainty=Certainty.ASKED)
    assert [question.number for question in file_of(trip, at=MORNING).known_questions] == [3, 4]
    stated(
        trip,
        by,
        Topic.COUNTRY,
        "Det var en misforståelse",
        values={"country": "Somalia"},
        thread=country.thread,
        seen=1,
        certainty=Certainty.GONE,
    )
    assert [question.number for question in file_of(trip, at=MORNING).known_questions] == [3]


def test_the_trips_date_on_lists_is_the_earliest_day_and_goes_with_it(trip, consultant_on_the_case):
    departs(trip, consultant_on_the_case, earliest="2026-12-18", latest="2026-12-22")
    assert str(trip.trip_on) == "2026-12-18"
    departs(trip, consultant_on_the_case, earliest="", latest="2026-12-22", seen=1)
    trip.refresh_from_db()
    assert trip.trip_on is None


@pytest.mark.parametrize(
    "topic, values, refusal",
    [
        (Topic.DEPARTURE, {"earliest": "2026-12-20", "latest": "2026-12-19"}, checking.WindowBackwards),
        (Topic.DEPARTURE, {"earliest": "2026-02-30"}, checking.NotADay),
        (Topic.DEPARTURE, {"clock": "25:00"}, checking.NotAClock),
        (Topic.DEPARTURE, {"zone": "Mars/Olympus"}, checking.NotInTheList),
        (Topic.DEPARTURE, {"flight": "99999999"}, checking.NoSuchFlight),
        (Topic.DEPARTURE, {"flight": "SK0"}, checking.NoSuchFlight),
        (Topic.DEPARTURE, {"from_airport": "C9H"}, checking.NoSuchAirport),
        (Topic.DEPARTURE, {"from_airport": "CPH", "to_airport": "cph"}, checking.SameAirport),
        (Topic.TRAVELLER, {"kind": "at-risk"}, checking.Missing),
        (Topic.TRAVELLER, {"label": "søn 1", "kind": "at-risk", "born": "13-2009"}, checking.NotABirth),
        (Topic.FEARED, {"outcomes": []}, checking.Missing),
        (Topic.FEARED, {"outcomes": ["rejsesyge"]}, checking.NotInTheList),
        (Topic.PASSPORT, {"traveller": "8d5d1e7c-0000-4000-8000-000000000000", "issuer": "danish"}, facts.NotTheirs),
        (Topic.MANDATE, {"given_on": ""}, checking.Missing),
        (Topic.OPINION, {}, facts.NothingSaid),
        (Topic.STAGE, {}, facts.WrittenElsewhere),
    ],
)
def test_what_cannot_be_has_its_own_answer(trip, consultant_on_the_case, topic, values, refusal):
    with pytest.raises(refusal):
        stated(trip, consultant_on_the_case, topic, values=values)
    assert not Fact.objects.exists()


@pytest.mark.parametrize(
    "typed, kept", [("sk1425", "SK 1425"), ("W6 12", "W6 12"), ("thy 1788a", "THY 1788A"), ("2E 7", "2E 7")]
)
def test_a_flight_is_kept_as_airlines_write_it(typed, kept):
    assert checking.flight_of("flight", typed) == kept


@pytest.mark.parametrize("typed", ["1425", "12 34", "SK", "SK12345", "SK 0012", "S 12", "<b>1", "SK 12 AB"])
def test_what_no_airline_could_call_a_flight_is_refused(typed):
    with pytest.raises(checking.NoSuchFlight):
        checking.flight_of("flight", typed)


def test_nobody_comes_home_before_they_left_and_zones_count(trip, consultant_on_the_case):
    by = consultant_on_the_case
    departs(trip, by, earliest="2026-12-18", clock="23:00", zone="Asia/Karachi")
    with pytest.raises(checking.ReturnBeforeDeparture) as refusal:
        stated(trip, by, Topic.RETURN, values={"on": "2026-12-18", "clock": "18:00", "zone": "Europe/Copenhagen"})
    assert refusal.value.field == "on"
    same_evening = {"on": "2026-12-18", "clock": "21:00", "zone": "Europe/Copenhagen"}
    stated(trip, by, Topic.RETURN, values=same_evening)
    with pytest.raises(checking.ReturnBeforeDeparture) as refusal:
        departs(trip, by, earliest="2026-12-19", seen=1)
    assert refusal.value.field == "earliest"


def test_a_fact_of_tomorrow_is_no_fact(trip, consultant_on_the_case):
    with pytest.raises(NotYet):
        stated(trip, consultant_on_the_case, Topic.OPINION, "Hun rejser", on=TODAY.replace(day=24))


def test_two_who_state_the_same_thing_do_not_overwrite_each_other(
    trip, consultant_on_the_case, colleague_in_the_region
):
    departs(trip, consultant_on_the_case, earliest="2026-12-18")
    departs(trip, colleague_in_the_region, earliest="2026-12-11", seen=1)
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        departs(trip, consultant_on_the_case, earliest="2026-12-20", seen=1)
    assert meanwhile.value.newest.values["values"]["earliest"] == "2026-12-11"
    assert Fact.objects.count() == 2


# Who somebody is


@pytest.mark.parametrize(
    "topic, how",
    [
        (Topic.TRAVELLER, {"values": {"label": "datter 1", "kind": "at-risk"}, "private": "Amina Holm"}),
        (Topic.TRAVELLER, {"values": {"label": "datter 1", "kind": "at-risk", "born": "14-02-2009"}}),
        (Topic.PICTURES, {"values": {"photo": "here"}}),
    ],
)
def test_without_consent_nothing_that_shows_who_it_is_with_consent_all_of_it(trip, consultant_on_the_case, topic, how):
    by = consultant_on_the_case
    with pytest.raises(GateRefused) as refusal:
        stated(trip, by, topic, **how)
    assert refusal.value.finding.ways_forward
    assert Event.objects.filter(act="trip.gate_refused", refused=True).count() == 1
    consent(trip.case, by)
    stated(trip, by, topic, **how)


def test_a_consent_to_identity_is_none_to_pictures(trip, consultant_on_the_case):
    consent(trip.case, consultant_on_the_case, scopes={Scope.IDENTITY})
    travels(trip, consultant_on_the_case, born="14-02-2009")
    with pytest.raises(GateRefused):
        stated(trip, consultant_on_the_case, Topic.PICTURES, values={"copy": "here"})


def test_names_are_shown_to_whoever_asks_while_a_consent_covers_it_and_that_is_written_down(
    trip, consultant_on_the_case
):
    by = consultant_on_the_case
    consent(trip.case, by)
    stated(trip, by, Topic.HOST, "Stor gård", values={"relation": "morbror"}, private="Yusuf, hus 3")

    def host(shown_to=None):
        file = file_of(trip, at=MORNING, shown_to=shown_to)
        return file.of(Topic.HOST)[0], file.may_show_names

    assert (host()[0].private, host()[1]) == ("", True)
    assert not Event.objects.filter(act="trip.names_opened").exists()
    assert host(by)[0].private == "Yusuf, hus 3"
    assert Event.objects.filter(act="trip.names_opened", by=by.pk, about=trip.case_id).count() == 1
    consent(trip.case, by, scopes=())
    shut, may_show = host(by)
    assert (shut.private, shut.has_private, shut.words, may_show) == ("", True, "Stor gård", False)


def test_names_are_sealed_with_the_identitys_key_and_not_the_cases(trip, consultant_on_the_case):
    by, case = consultant_on_the_case, trip.case
    consent(case, by)
    person = add_person(case=case, description=described("datter 1"), by=by, at=MORNING)
    first = stated(trip, by, Topic.TRAVELLER, values={"label": "datter 1", "kind": "at-risk"}, private="Amina Holm")
    item = identity.add_item(case=case, person=person, kind=ItemKind.NAME, text="Amina", by=by, at=MORNING)
    stated(trip, by, Topic.HOST, values={"relation": "morbror"}, private="Yusuf, hus 3")
    keys = set(TripName.objects.values_list("key_id", flat=True))
    assert keys == {item.key_id} == {Case.objects.get(pk=case.pk).identity_key_id}, "one key, whoever needed it first"
    assert item.key_id != case.key_id
    shut = TripName.objects.first()
    with pytest.raises(Locked):
        shut.opened_with(case.key_in_hand)
    assert first.names.key_id in keys_of(case), "it goes when the case does"
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM travel_tripname")
        assert all(b"Amina" not in bytes(text) and b"Yusuf" not in bytes(text) for (text,) in cursor.fetchall())
    with pytest.raises(AppendOnlyViolation):
        shut.delete()


def test_a_withdrawal_shuts_names_a_later_statement_keeps_them_unread_and_acute_danger_opens_them(
    trip, consultant_on_the_case
):
    by, case = consultant_on_the_case, trip.case
    consent(case, by)
    host = stated(trip, by, Topic.HOST, "Stor gård", values={"relation": "morbror"}, private="Yusuf, hus 3")
    consent(case, by, scopes=())
    opened_before = Event.objects.filter(act__in=("trip.names_opened", "identity.opened")).count()
    stated(trip, by, Topic.HOST, "Ved floden", values={"relation": "morbror"}, thread=host.thread, seen=1)
    [now] = file_of(trip, at=MORNING, shown_to=by).of(Topic.HOST)
    assert (now.words, now.private, now.has_private) == ("Ved floden", "", True)
    assert TripName.objects.count() == 1
    assert Event.objects.filter(act__in=("trip.names_opened", "identity.opened")).count() == opened_before
    identity.reopen_in_danger(case=case, is_acute=True, reason=text("Hun er ved lufthavnen nu"), by=by, at=MORNING)
    [in_danger] = file_of(trip, at=MORNING, shown_to=by).of(Topic.HOST)
    assert in_danger.private == "Yusuf, hus 3"


# Passports and birthdays


def test_of_each_passport_it_is_said_who_in_denmark_can_act(trip, consultant_on_the_case):
    by = consultant_on_the_case
    child = str(travels(trip, by, born="02-2012").thread)
    passports = (("danish", "2030-01-01"), ("foreign", "2026-12-01"), ("", ""))
    for place, (issuer, expires) in enumerate(passports):
        stated(
            trip,
            by,
            Topic.PASSPORT,
            values={"traveller": child, "issuer": issuer, "expires": expires, "holder": "far"},
            at=MORNING + timedelta(minutes=place),
        )
    departs(trip, by)
    danish, foreign, unknown = passports_of(file_of(trip, at=MORNING))
    assert danish.finding.because.startswith("Politiet")
    assert foreign.finding.because.startswith("Ingen i Danmark")
    assert foreign.stands == "expires-before"
    assert unknown.finding.missing == ("issuer",)
    assert danish.whose == "datter 1"


def test_a_17_year_old_who_turns_18_away_is_seen_and_the_decision_on_the_passport_ends_then(
    trip, consultant_on_the_case
):
    by = consultant_on_the_case
    child = str(travels(trip, by, born="02-2009").thread)
    departs(trip, by)
    stated(
        trip,
        by,
        Topic.PASSPORT_DECISION,
        values={"traveller": child, "office": "police", "decided_on": "2026-11-20", "reference": "lbnr. 4"},
    )
    file = file_of(trip, at=MORNING)
    assert [str(each.turns_18_on) for each in travellers_of(file)] == ["2027-02-01"]
    assert [str(each.until) for each in decisions_of(file)] == ["2027-01-31"]


def test_only_a_grown_citizen_agrees_beforehand_on_what_we_may_do(trip, consultant_on_the_case, monkeypatch):
    stated(trip, consultant_on_the_case, Topic.MANDATE, "Ring til politiet", values={"given_on": "2026-11-20"})
    monkeypatch.setattr(facts, "facts_of_case", lambda case: type("Facts", (), {"age": "under-18"}))
    with pytest.raises(facts.OnlyAnAdult):
        stated(trip, consultant_on_the_case, Topic.MANDATE, "Ring", values={"given_on": "2026-11-20"}, seen=1)
