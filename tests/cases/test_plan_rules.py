"""What needs no database: the pocket plan's words, the Danish clock, the calendar file."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest

from vaern.cases.plan.calendar import HourComesTwice, NoSuchHour, calendar_file, wall_time
from vaern.cases.plan.meetings import Met
from vaern.cases.plan.pocket import TellTaleWord, require_neutral, tell_tale_words
from vaern.cases.plan.terms import MeetingForm, MeetingState

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEETING = Met(
    id=UUID("11111111-2222-4333-8444-555555555555"),
    number=1,
    at=MADE,
    by="Asta",
    form=MeetingForm.PHYSICAL,
    state=MeetingState.PLANNED,
    begins_at=datetime(2026, 11, 26, 9, 0, tzinfo=UTC),
    ends_at=datetime(2026, 11, 26, 10, 0, tzinfo=UTC),
    place="Rådhuset, lokale 2; bagindgangen",
    participants=("sagsbehandleren",),
    points=("Er hun i fare?",),
    reason="",
    owner="Asta",
    owner_id=None,
    task_at=None,
    minutes="",
    decisions=(),
)


@pytest.mark.parametrize(
    "words",
    [
        "Hent posen hos den, vi aftalte.",
        "Ring, når du er ude. Sig: er der mælk?",
        "Være klar kl. 9. Lær nummeret udenad.",
        "Tag opladeren og nøglerne med.",
        "Svar ikke, hvis nogen kalder dig hjem.",
        "Læreren kender ordet.",
    ],
)
def test_ordinary_words_may_lie_in_a_pocket(words):
    assert tell_tale_words(words) == []


@pytest.mark.parametrize(
    "words, telling",
    [
        ("Ring til politiet", "politiet"),
        ("Det handler om ære", "ære"),
        ("ÆRESkonflikt", "ÆRESkonflikt"),
        ("Mød din sagsbehandler", "sagsbehandler"),
        ("Sig det til sikkerhedskonsulenten", "sikkerhedskonsulenten"),
        ("Ring, hvis der er vold", "vold"),
        ("Gå til krisecenteret", "krisecenteret"),
        ("Når du skal stikke  af", "stikke  af"),
        ("Min tryghedsplan", "tryghedsplan"),
    ],
)
def test_a_word_that_tells_is_found_with_its_endings(words, telling):
    assert tell_tale_words(words) == [telling]


def test_what_a_feared_person_is_called_tells_too():
    assert tell_tale_words("Gå, når Bror 1 sover", ["bror 1"]) == ["Bror 1"]
    assert tell_tale_words("Gå, når alle sover", ["bror 1", "x"]) == []


def test_the_refusal_carries_the_words_for_the_page_and_not_in_its_text():
    with pytest.raises(TellTaleWord) as refusal:
        require_neutral("Ring til politiet om volden")
    assert refusal.value.words == ["politiet", "volden"]
    assert "politi" not in str(refusal.value)


@pytest.mark.parametrize(
    "day, clock, utc",
    [
        (date(2026, 11, 26), time(10), "2026-11-26T09:00"),
        (date(2027, 3, 28), time(1, 59), "2027-03-28T00:59"),
        (date(2027, 3, 28), time(3), "2027-03-28T01:00"),
        (date(2026, 10, 25), time(3), "2026-10-25T02:00"),
    ],
)
def test_a_time_on_the_danish_clock_is_one_moment(day, clock, utc):
    assert wall_time(day, clock).astimezone(UTC).isoformat().startswith(utc)


def test_the_hour_the_clock_jumps_over_is_none():
    with pytest.raises(NoSuchHour):
        wall_time(date(2027, 3, 28), time(2, 30))


def test_the_hour_that_comes_twice_is_asked_about():
    with pytest.raises(HourComesTwice):
        wall_time(date(2026, 10, 25), time(2, 30))


def test_a_calendar_file_tells_the_time_and_nothing_else():
    told = calendar_file(MEETING, with_place=False, at=MADE)
    assert told.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in told.replace(b"\r\n", b"")
    lines = told.decode().split("\r\n")
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    assert event == [
        "BEGIN:VEVENT",
        "UID:11111111-2222-4333-8444-555555555555",
        "SEQUENCE:0",
        "DTSTAMP:20261123T090000Z",
        "DTSTART;TZID=Europe/Copenhagen:20261126T100000",
        "DTEND;TZID=Europe/Copenhagen:20261126T110000",
        "SUMMARY:Møde",
        "STATUS:CONFIRMED",
        "CLASS:PRIVATE",
    ]
    for word in ("Rådhuset", "sagsbehandleren", "fare", "Asta", "Værn", "vaern"):
        assert word not in told.decode()


def test_the_place_stands_there_only_when_chosen_and_its_signs_are_escaped():
    told = calendar_file(MEETING, with_place=True, at=MADE).decode()
    assert "LOCATION:Rådhuset\\, lokale 2\\; bagindgangen\r\n" in told


def test_a_long_line_is_broken_between_letters_and_comes_together_again():
    place = "Mødelokale på øverste etage, " * 6
    told = calendar_file(replace(MEETING, place=place), with_place=True, at=MADE)
    assert max(len(line) for line in told.split(b"\r\n")) <= 75
    whole = told.replace(b"\r\n ", b"").decode()
    assert place.strip().replace(",", "\\,") in whole


def test_moved_and_called_off_it_is_the_same_meeting_in_the_calendar():
    moved = calendar_file(replace(MEETING, number=2), with_place=False, at=MADE).decode()
    off = calendar_file(replace(MEETING, number=3, state=MeetingState.CANCELLED), with_place=False, at=MADE).decode()
    assert "UID:11111111-2222-4333-8444-555555555555\r\nSEQUENCE:1" in moved
    assert "METHOD:CANCEL" in off
    assert "STATUS:CANCELLED" in off
    assert "SEQUENCE:2" in off
