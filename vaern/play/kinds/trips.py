"""Trips: what is stated of one, its clock, signs of life with a watcher, and the papers made of it."""

from datetime import date, datetime
from typing import Any

from vaern.cases.models import Case
from vaern.play.fields import (
    INQUIRY,
    Choice,
    Day,
    Field,
    Flag,
    Moment,
    Number,
    OneOf,
    Table,
    Text,
    Unguarded,
    Who,
    Word,
)
from vaern.play.kinds.case_course import UNSEEN, seen_number
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.play.times import NotATime, Now, read_day
from vaern.staff.models import User
from vaern.travel import checking, papers, reading
from vaern.travel.actions import course, facts, signs
from vaern.travel.actions.facts import Said
from vaern.travel.board import board, missed_by
from vaern.travel.models import Sign, Trip
from vaern.travel.terms import Certainty, SignKind, SignOutcome, Source, Topic, TripStage
from vaern.travel.topics import SPEC, As

PAPERS = {
    papers.BRIEFING: papers.briefing,
    papers.CARD: papers.travel_card,
    papers.FOREIGN_MINISTRY: papers.foreign_ministry,
}
ANSWER_AGAIN = "Ret det felt, der er forkert, eller vælg »Spurgt, men ukendt«."
for refusal, because in {
    checking.Missing: "Et felt, der skal svares på, står tomt.",
    checking.NotInTheList: "Svaret er ikke blandt dem, der er.",
    checking.NotADay: "Det er ikke en dag i kalenderen.",
    checking.NotAClock: "Det er ikke et klokkeslæt.",
    checking.NoSuchFlight: "Sådan kan et flynummer ikke se ud.",
    checking.NoSuchAirport: "En lufthavn har tre bogstaver.",
    checking.SameAirport: "Et fly lander ikke, hvor det lettede.",
    checking.NotABirth: "En fødsel er en måned og et år.",
    checking.WindowBackwards: "Den seneste dag ligger før den tidligste.",
    checking.ReturnBeforeDeparture: "Hjemrejsen ligger før afrejsen.",
    facts.NothingSaid: "Der er intet skrevet.",
    facts.NotTheirs: "Den, det gælder, er ikke blandt dem, der rejser.",
}.items():
    refused_with(refusal, because, ANSWER_AGAIN)
refused_with(facts.OnlyAnAdult, "Kun en borger, der er fyldt 18, kan aftale det på forhånd.", "Aftal med kommunen.")
refused_with(facts.WrittenElsewhere, "Rejsens gang skrives et andet sted.", "Brug skridtet trip-move.")
refused_with(course.CannotMove, "Sådan kan rejsen ikke gå videre.", "Se, hvor rejsen er nu, og vælg igen.")
refused_with(course.BeforeItBegan, "Ingen er hjemme, før de er rejst.", "Skriv den dag, personen kom hjem.")
refused_with(course.NoReasonGiven, "Der mangler, hvordan I ved det.", "Skriv det med få ord.")
refused_with(signs.SignInThePast, "Det tidspunkt er gået.", "Vælg et, der kommer.")
refused_with(signs.NothingAgreed, "Der mangler, hvordan livstegnet kommer.", "Skriv det med få ord.")
refused_with(signs.TripIsOver, "Rejsen er slut.", "Skriv først, at en ny rejse frygtes.")
refused_with(signs.AlreadyAnswered, "Der er svaret på livstegnet.", "Se, hvad der er skrevet.")
refused_with(papers.NoTrip, "Sagen har ingen rejse.", "Begynd rejsen på sagens side.")


def trip_of(case: Case) -> Trip:
    """Return the trip begun last in an opened case. Raises Broken where there is none."""
    newest = case.trips.order_by("-begun_at", "-pk").first()
    if newest is None:
        raise Broken("the case has no trip")
    return reading.trip_of(case, newest.pk)


def file_seen(scene: Scene, inquiry: str) -> reading.File:
    return reading.file_of(trip_of(scene.case_as_its_consultant_sees_it(inquiry)), at=scene.at)


def sign_in(trip: Trip) -> Sign:
    newest = trip.signs.order_by("-agreed_at", "-due_at").first()
    if newest is None:
        raise Broken("no sign is agreed")
    return reading.sign_of(trip, newest.pk)


@step("begin-trip", needs=CASES, inquiry=INQUIRY)
def begin(scene: Scene, *, by: User, inquiry: str) -> None:
    """Begin the file of a trip in a case. Nothing is known of it yet."""
    course.begin_trip(case=scene.case_opened(inquiry, by), by=by, at=scene.at)


@step(
    "trip-fact",
    needs=CASES,
    example="""
topic = "departure"
source = "seen"
certainty = "sure"
words = "Billetten er set på telefonen."
[step.values]
earliest = "2026-12-18"
clock = "06:20"
zone = "Europe/Copenhagen"
way = "flight"
""",
    inquiry=INQUIRY,
    topic=Field(Choice(Topic), "what it is about"),
    values=Field(Table(), "the topic's own fields by name; a traveller by label", {}),
    words=Field(Text(), "it in words", ""),
    private=Field(Unguarded(), "names, numbers and addresses, which take a consent; invented", ""),
    source=Field(Choice(Source), "who says it", Source.CITIZEN.value),
    certainty=Field(Choice(Certainty), "how sure it is", Certainty.LIKELY.value),
    on=Field(Day(), "the day it was said or seen", "+0 days"),
    again=Field(Flag(), "true: the newest of that topic is stated anew", False),
    is_stale=UNSEEN,
)
def state(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    topic: Topic,
    values: dict[str, Any],
    words: str,
    private: str,
    source: Source,
    certainty: Certainty,
    on: date,
    again: bool,
    is_stale: bool,
) -> None:
    """State something of the trip begun last, with source, day and certainty."""
    trip = trip_of(scene.case_opened(inquiry, by))
    file = reading.file_of(trip, at=scene.at)
    stated = file.newest.get(topic, ())
    before = stated[-1] if stated and (again or SPEC[topic].single) else None
    said = Said(
        topic=topic,
        words=scene.guarded(words=words)["words"],
        values=read_values(scene, file, topic, values),
        private=private,
        source=source,
        certainty=certainty,
        on=on,
    )
    facts.state_fact(
        trip=trip,
        said=said,
        thread=before.thread if before else None,
        seen=seen_number(before.number, is_stale) if before else 0,
        by=by,
        at=scene.at,
    )


def read_values(scene: Scene, file: reading.File, topic: Topic, written: dict[str, Any]) -> dict[str, Any]:
    """Return the values as the page sends them: words guarded, a traveller by the label it has."""
    kinds = {asks.name: asks.kind for asks in SPEC[topic].fields}
    if unknown := written.keys() - kinds.keys():
        raise Broken(f"values: {', '.join(sorted(unknown))} is not asked; the topic asks for {', '.join(kinds)}")
    texts = {name: str(value) for name, value in written.items() if kinds[name] in {As.WORD, As.FLIGHT, As.AIRPORT}}
    travellers = {each.label: str(each.stated.thread) for each in reading.travellers_of(file)}
    days = {name: a_day(value, scene) for name, value in written.items() if kinds[name] is As.DAY}
    whose = {name: travellers.get(value, value) for name, value in written.items() if kinds[name] is As.TRAVELLER}
    return written | scene.guarded(**texts) | days | whose


def a_day(value: Any, scene: Scene) -> Any:
    """Return a day counted from now; what is no day goes on as it is, for the act to refuse."""
    try:
        return read_day(value, Now(at=scene.at, begins=scene.at))
    except NotATime:
        return value


@step(
    "trip-move",
    needs=CASES,
    example='to = "abroad"\nwords = "Skolen har set det."',
    inquiry=INQUIRY,
    to=Field(Choice(TripStage), "where the trip is now"),
    on=Field(Day(), "the day it happened", "+0 days"),
    words=Field(Text(), "how it is known", "Det er sagt til os."),
    source=Field(Choice(Source), "who says it", Source.AUTHORITY.value),
)
def move(scene: Scene, *, by: User, inquiry: str, to: TripStage, on: date, words: str, source: Source) -> None:
    """Say that somebody has left, is home, or that the trip was averted."""
    trip = trip_of(scene.case_opened(inquiry, by))
    words_passed = scene.guarded(words=words)["words"]
    seen = TripStage(trip.stage)
    course.move_trip(trip=trip, to=to, on=on, words=words_passed, source=source, seen=seen, by=by, at=scene.at)


@step(
    "trip-sign",
    needs=CASES,
    example='due = "+2 days 10:00"\nhow = "Hun skriver en linje om vejret."',
    inquiry=INQUIRY,
    kind=Field(Choice(SignKind), "what is agreed", SignKind.LIFE.value),
    due=Field(Moment(), "when it must have come"),
    how=Field(Text(), "how it comes", "En besked, som den plejer at lyde."),
    watcher=Field(Who(), "who watches; who agrees it", None),
    takes_watch=Field(Flag(), "whether they watch outside the team's hours", False),
)
def agree(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    kind: SignKind,
    due: datetime,
    how: str,
    watcher: str | None,
    takes_watch: bool,
) -> None:
    """Agree on a sign of life or a return with a named watcher."""
    trip = trip_of(scene.case_opened(inquiry, by))
    passed = scene.guarded(how=how)["how"]
    user = scene.person(watcher) if watcher else by
    signs.agree_sign(
        trip=trip, kind=kind, due_at=due, watcher=user, takes_watch=takes_watch, how=passed, by=by, at=scene.at
    )


@step(
    "trip-sign-answer",
    needs=CASES,
    example='outcome = "given"',
    inquiry=INQUIRY,
    outcome=Field(Choice(SignOutcome), "what became of it", SignOutcome.GIVEN.value),
    words=Field(Text(), "what was said", ""),
)
def answer(scene: Scene, *, by: User, inquiry: str, outcome: SignOutcome, words: str) -> None:
    """Answer the sign that was agreed last."""
    trip = trip_of(scene.case_opened(inquiry, by))
    passed = scene.guarded(words=words)["words"]
    signs.answer_sign(sign=sign_in(trip), outcome=outcome, words=passed, by=by, at=scene.at)


@step("watch-signs")
def watch(scene: Scene, *, by: User) -> None:
    """Let the command of every five minutes write down the signs that have not come."""
    signs.alarm_missed(at=scene.at)


@expectation(
    "trip",
    example='stage = "planned"\nknown = 7\ndays = 12',
    inquiry=INQUIRY,
    stage=Field(Choice(TripStage), "where the trip is", None),
    known=Field(Number(), "how many of the eleven questions have an answer", None),
    days=Field(Number(), "whole days left to the earliest departure", None),
    hours=Field(Number(), "hours beside the days", None),
    is_unknown=Field(Flag(), "whether no date is known, which counts as near", None),
    day_abroad=Field(Number(), "which day of the stay it is", None),
    alarms=Field(Number(), "how many signs ask for somebody now", None),
    leads=Field(Word(), "words of what the gate says of who leads", ""),
    reminds=Field(Word(), "words of what the law reminds of", ""),
    passport=Field(Word(), "words of who in Denmark can act on a passport", ""),
    turns_18=Field(Day(), "the day a traveller turns 18 while away", None),
)
def look_at_trip(
    scene: Scene,
    *,
    inquiry: str,
    stage: TripStage | None,
    known: int | None,
    days: int | None,
    hours: int | None,
    is_unknown: bool | None,
    day_abroad: int | None,
    alarms: int | None,
    leads: str,
    reminds: str,
    passport: str,
    turns_18: date | None,
) -> None:
    """Look at the trip begun last: where it is, its clock, what is known, and what the law says of it."""
    file = file_seen(scene, inquiry)
    left = file.countdown
    hold(stage in {None, file.trip.stage}, f"it is {file.trip.stage}")
    hold(known in {None, len(file.known_questions)}, f"{len(file.known_questions)} are known")
    hold(days in {None, left.days}, f"{left.days} days are left")
    hold(hours in {None, left.hours}, f"{left.hours} hours are left beside the days")
    hold(is_unknown in {None, left.is_unknown}, "a date is known" if is_unknown else "no date is known")
    hold(day_abroad in {None, file.day_abroad}, f"it is day {file.day_abroad}")
    hold(alarms in {None, len(file.alarms)}, f"{len(file.alarms)} ask for somebody")
    finding = reading.who_leads(file)
    conditions = " ".join(str(each.label) for each in finding.conditions)
    hold(stands_in(leads, f"{finding.because} {conditions}"), f"the gate says: {finding.because} {conditions}")
    reminders = " ".join(each.because for each in reading.reminders_of(file))
    hold(stands_in(reminds, reminders), f"the law reminds of: {reminders or 'nothing'}")
    found = " ".join(each.finding.because for each in reading.passports_of(file))
    hold(stands_in(passport, found), f"of passports it says: {found or 'nothing'}")
    turning = [each.turns_18_on for each in reading.travellers_of(file) if each.turns_18_on]
    hold(turns_18 is None or turns_18 in turning, f"they turn 18 on {', '.join(map(str, turning)) or 'no day away'}")


@expectation(
    "trip-fact",
    example='topic = "purpose"\nhas = "ferie"\ncertainty = "rumour"',
    inquiry=INQUIRY,
    topic=Field(Choice(Topic), "what it is about"),
    has=Field(Word(), "words that stand in one of them", ""),
    certainty=Field(Choice(Certainty), "how sure the last of them is", None),
    number=Field(Number(), "how many there are", None),
    versions=Field(Number(), "how many times the last was stated", None),
)
def look_at_fact(
    scene: Scene,
    *,
    inquiry: str,
    topic: Topic,
    has: str,
    certainty: Certainty | None,
    number: int | None,
    versions: int | None,
) -> None:
    """Look at what is stated of a topic now."""
    stated = file_seen(scene, inquiry).newest.get(topic, ())
    hold(number in {None, len(stated)}, f"there are {len(stated)}")
    if number == 0:
        return
    hold(bool(stated), "nothing is stated")
    words = " ".join(f"{each.words} {' '.join(map(str, each.values.values()))}" for each in stated)
    hold(stands_in(has, words), "it has not these words")
    hold(certainty in {None, stated[-1].certainty}, f"it is {stated[-1].certainty}")
    hold(versions in {None, stated[-1].number}, f"it has been stated {stated[-1].number} times")


@expectation(
    "trip-board",
    example='who = "Bo"\nnumber = 1\nmissing = 11',
    who=Field(Who(), "whose board"),
    number=Field(Number(), "how many trips stand on it", None),
    missing=Field(Number(), "how many of the eleven questions are open in the first", None),
    missed=Field(Number(), "how many missing signs stand first on their day", None),
)
def look_at_board(scene: Scene, *, who: str, number: int | None, missing: int | None, missed: int | None) -> None:
    """Look at somebody's board of trips, and at the missing signs on their day. No key is opened."""
    user = scene.person(who)
    rows = board(user, at=scene.at)
    hold(number in {None, len(rows)}, f"there are {len(rows)}")
    if missing is not None:
        hold(bool(rows), "it is empty")
        hold(len(rows[0].missing) == missing, f"{len(rows[0].missing)} are open")
    late = missed_by(user, at=scene.at)
    hold(missed in {None, len(late)}, f"there are {len(late)}")


@expectation(
    "trip-paper",
    example='paper = "briefing-114"\nhas = "Ukendt"',
    inquiry=INQUIRY,
    paper=Field(OneOf(*PAPERS), "which paper"),
    has=Field(Word(), "words that stand on it", ""),
    has_not=Field(Word(), "words that stand nowhere on it", None),
)
def look_at_paper(scene: Scene, *, inquiry: str, paper: str, has: str, has_not: str | None) -> None:
    """Make a paper of the nearest trip, as whoever answers for the case, and look at its words."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    made = PAPERS[paper](case, User.objects.get(pk=case.answers_for_it.pk), scene.at)
    hold(stands_in(has, made.text), "it has not these words")
    hold(has_not is None or not stands_in(has_not, made.text), "it has these words")
