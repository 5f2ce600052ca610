"""The papers of a trip: the briefing for 114, the travel card for the citizen, the fact sheet for the Foreign Ministry.

Made in memory; nothing leaves but through `sharing.release`, which writes down that it did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from PIL import Image

from vaern.cases.documents import photo_of
from vaern.cases.identity import IdentityClosed, identity_of
from vaern.cases.models import Case
from vaern.cases.reading import persons_of
from vaern.cases.telling import Fact as Tells
from vaern.cases.telling import NothingToPrint, Rendered
from vaern.cases.terms import AuthorityState, PersonRole
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.travel.calling import numbers_to_call
from vaern.travel.reading import File, PassportSeen, Stated, file_of, passports_of, travellers_of, trips_of
from vaern.travel.said import lines_of
from vaern.travel.terms import Topic, TripStage
from vaern.ui import briefing as briefings
from vaern.ui import pdf
from vaern.ui.briefing import Briefing, joined
from vaern.vault.terms import Purpose

BRIEFING, CARD, FOREIGN_MINISTRY = "briefing-114", "travel-card", "foreign-ministry"
PHOTO_HEIGHT = 360  # dots for 45 mm on paper
LATEST_DONE = 5


class NoTrip(NothingToPrint):
    """The case has no trip to make a paper of."""


def has_trip(case: Case) -> bool:
    return case.trips.exists()


def nearest_file(case: Case, at: datetime, *, shown_to: User | None = None) -> File:
    """Return the trip of an opened case that comes first, or is going on; the newest that ended. Raises NoTrip."""
    trips = trips_of(case)
    if not trips:
        raise NoTrip(case.pk)
    return file_of(trips[0], at=at, shown_to=shown_to)


# The briefing


def filled_briefing(briefing: Briefing, *, photo: bytes | None, at: datetime) -> bytes:
    """Make the briefing that somebody filled in by hand, of no case. It is kept nowhere."""
    content = briefings.content_of(briefing, reference="–", date=moment_said(at), photo=small(photo))
    return pdf.render(briefings.TEMPLATE, content)


def briefing(case: Case, user: User, at: datetime) -> Rendered:
    """Make the briefing for 114 of the nearest trip. Opens the identity and the photo where a consent covers them."""
    file = nearest_file(case, at, shown_to=user)
    identity = names_of(case, user, at)
    content = briefings.content_of(
        briefing_of(file, identity=identity),
        reference=f"{case.cover_name} {case.reference}",
        date=moment_said(at),
        photo=small(photo_of(case, user=user, purpose=Purpose.CASEWORK, at=at)),
    )
    named = identity or content["photo"] or tells_names(file)
    told = {Tells.TRIP, Tells.CONCERN} | ({Tells.IDENTITY} if named else set())
    return Rendered.of(BRIEFING, content, told=frozenset(told), template=briefings.TEMPLATE)


def briefing_of(file: File, *, identity: str = "") -> Briefing:
    """Return what the file knows, line by line. What nobody knows stays empty."""
    travellers = travellers_of(file)
    mine = [each for each in travellers if each.stated.values["kind"] == "at-risk"]
    others = [each for each in travellers if each not in mine]
    departure, back = file.one(Topic.DEPARTURE), file.one(Topic.RETURN)
    return Briefing(
        who=joined([identity, *(said(file, each.stated) for each in mine), *known_words(file, Topic.CITIZENSHIP)]),
        feared=joined(known_words(file, Topic.FEARED)),
        when=joined([file_stage(file), said(file, departure) if departure else ""]),
        where=joined([*known_words(file, Topic.COUNTRY), *known_words(file, Topic.HOST)]),
        along=joined(said(file, each.stated) for each in others),
        passports=joined(passport_said(each) for each in passports_of(file)),
        trusted=joined([*known_words(file, Topic.TRUSTED), *known_words(file, Topic.HASTENING)]),
        family_says=joined(known_words(file, Topic.PURPOSE)),
        back=said(file, back) if back else "",
        done=joined(known_words(file, Topic.AUTHORITY, Topic.PASSPORT_DECISION)[-LATEST_DONE:]),
        decides=decides(file),
        contact=joined([file.trip.case.answers_for_it.first_name, _("Sikkerhedskonsulenterne")], ", "),
    )


def file_stage(file: File) -> str:
    if file.trip.stage == TripStage.ABROAD and file.left_on:
        return _("Rejste %(day)s") % {"day": day_said(file.left_on)}
    if file.countdown.is_unknown:
        return _("Rejsedatoen er ukendt: det kan være i dag")
    return ""


def said(file: File, stated: Stated) -> str:
    """Return one stated thing as a sentence: answers, words, and what only a consent shows."""
    answers = [text for _label, text in lines_of(stated, labels_of(file))]
    return joined([joined(answers, ", "), stated.words, stated.private])


def tells_names(file: File) -> bool:
    return any(each.private for stated in file.newest.values() for each in stated)


def known_words(file: File, *topics: Topic) -> list[str]:
    return [said(file, each) for topic in topics for each in file.known(topic)]


def labels_of(file: File) -> Mapping[str, str]:
    return {str(each.thread): each.values["label"] for each in file.newest.get(Topic.TRAVELLER, ())}


def passport_said(seen: PassportSeen) -> str:
    values = seen.stated.values
    issuer = seen.issuer or _("pas af ukendt slags")
    holder = _("hos %(holder)s") % {"holder": values["holder"]} if values["holder"] else _("hos hvem: ukendt")
    return joined([issuer, seen.whose, values["country"], holder, seen.stated.private], ", ")


def decides(file: File) -> str:
    responsible = file.facts.responsible
    if responsible.state != AuthorityState.FOUND or responsible.kind is None:
        return str(responsible.state.label) if responsible.state == AuthorityState.NOT_NEEDED else ""
    return joined([responsible.kind.label, responsible.role, responsible.contact], ", ")


def names_of(case: Case, user: User, at: datetime) -> str:
    """Return who the person at risk is, where a consent opens it; the opening stands in the trail."""
    try:
        identity = identity_of(case, user=user, purpose=Purpose.CASEWORK, at=at)
    except IdentityClosed:
        return ""
    if identity is None:
        return ""
    at_risk = [person for person in persons_of(case) if PersonRole.AT_RISK in person.roles]
    return joined((item.text for person in at_risk for item in identity.of(person.id)), ", ")


def small(photo: bytes | None) -> bytes | None:
    """Return a photo small enough for a page, as JPEG."""
    if photo is None:
        return None
    with Image.open(BytesIO(photo)) as picture:
        picture.draft("RGB", (PHOTO_HEIGHT, PHOTO_HEIGHT))  # a JPEG is read no larger than it is needed
        plain = picture.convert("RGB")
    plain.thumbnail((PHOTO_HEIGHT, PHOTO_HEIGHT))
    made = BytesIO()
    plain.save(made, "JPEG", quality=72)
    return made.getvalue()


# The travel card


@dataclass(frozen=True)
class Card:
    """What the card says: numbers to know by heart, and the days somebody writes home. Never a name or a code word."""

    numbers: list[list[str]]
    days: list[str]


def travel_card(case: Case, user: User, at: datetime) -> Rendered:
    """Make the card of the nearest trip. It may be found: so its words are neutral, and it has no sender."""
    file = nearest_file(case, at)
    numbers = [[neutral(number.name), from_abroad(number.number)] for number in numbers_to_call(file.today)]
    ahead = [sign for sign in file.signs if not sign.outcome and sign.due_at > at]
    content = {
        "title": _("Husk på rejsen"),
        "reference": "-",
        "date": day_said(local_day(at)),
        "numbers": [row for row in numbers if row[0]],
        "days": [moment_said(sign.due_at) for sign in ahead[:4]],
        "advice": [
            _("Lær numrene udenad. Læg kortet væk bagefter."),
            _("Hav selv penge, telefon og en kopi af dit pas."),
            _("I lufthavnen kan du altid tale med dem ved kontrollen."),
        ],
    }
    return Rendered.of(CARD, content, told=frozenset({Tells.TRIP}), template="travel_card")


def neutral(name: str) -> str:
    """Return what a number is called on a card that may be found; "" for one that is not on it."""
    called = {
        "Alarm": _("Fare, i hele Europa"),
        "Udenrig": _("Hjælp i udlandet, hele døgnet"),
        "Udlænd": _("Spørg om papirer"),
    }
    return next((words for begins, words in called.items() if name.startswith(begins)), "")


def from_abroad(number: str) -> str:
    return number if len(number) < len("12 34 56 78") else f"+45 {number}"


# The fact sheet


def foreign_ministry(case: Case, user: User, at: datetime) -> Rendered:
    """Make the fact sheet for the Foreign Ministry of the nearest trip: help presupposes that the person wants it."""
    file = nearest_file(case, at, shown_to=user)
    identity = names_of(case, user, at)
    parts = (
        (_("Personen"), [[_("Hvem"), identity], *rows(file, Topic.TRAVELLER, Topic.CITIZENSHIP)]),
        (_("Vil personen have hjælp?"), rows(file, Topic.WISH, Topic.MANDATE)),
        (_("Pas"), [[seen.issuer or _("Ukendt"), passport_said(seen)] for seen in passports_of(file)]),
        (_("Rejsen"), [[_("Nu"), stage_said(file)], *rows(file, Topic.DEPARTURE, Topic.RETURN)]),
        (_("Hvor og hos hvem"), rows(file, Topic.COUNTRY, Topic.HOST, Topic.TWO_LAWS)),
        (_("Hvad frygtes"), rows(file, Topic.FEARED)),
        (_("Forhold på stedet, med kilde"), evidence(file)),
        (_("Sikker kontakt"), rows(file, Topic.TRUSTED, Topic.HASTENING)),
        (_("Andre myndigheder"), [*rows(file, Topic.AUTHORITY), [_("Hvem beslutter"), decides(file)]]),
    )
    content = {
        "title": _("Oplysninger til Udenrigsministeriet"),
        "reference": f"{case.cover_name} {case.reference}",
        "date": moment_said(at),
        "to": _("Udenrigsministeriet, Borgerservice"),
        "lead": _("Kontakt ikke familien uden at spørge os."),
        "sections": [section(heading, found) for heading, found in parts],
    }
    told = {Tells.TRIP, Tells.CONCERN} | ({Tells.IDENTITY} if identity or tells_names(file) else set())
    return Rendered.of(FOREIGN_MINISTRY, content, told=frozenset(told))


def section(heading: str, found: Iterable[list[str]]) -> dict[str, Any]:
    return {"heading": heading, "parts": [{"kind": "facts", "rows": known(found)}]}


def rows(file: File, *topics: Topic) -> list[list[str]]:
    return [
        [str(topic.label), joined([said(file, each), each.certainty.label])]
        for topic in topics
        for each in file.known(topic) or ()
    ] or [[str(topic.label), ""] for topic in topics]


def evidence(file: File) -> list[list[str]]:
    """Return what was seen and heard, each with its day and source; nobody's opinion is among it."""
    return [
        [day_said(each.on), joined([said(file, each), each.source.label, each.certainty.label])]
        for each in file.known(Topic.CONDITIONS)
    ]


def known(found: Iterable[list[str]]) -> list[list[str]]:
    """Return the rows with "Ukendt" where nothing is known; one such row where there are none."""
    filled = [[name, words or str(briefings.UNKNOWN)] for name, words in found]
    return filled or [["", str(briefings.UNKNOWN)]]


def stage_said(file: File) -> str:
    stage = TripStage(file.trip.stage)
    if stage == TripStage.ABROAD and file.left_on:
        return _("%(stage)s siden %(day)s, dag %(number)s") % {
            "stage": stage.label,
            "day": day_said(file.left_on),
            "number": file.day_abroad,
        }
    return str(stage.label)


def day_said(day: Any) -> str:
    return date_format(day, "j. F Y")


def moment_said(at: datetime) -> str:
    return date_format(localtime(at), "j. F Y \\k\\l. G.i")
