"""Screening: which card an answer opens, and what must stand before a person's judgement is signed.

People choose the level. Nothing here counts, weighs or suggests one: a card follows from one named answer, never
from how many there are, and no function returns a level that it was not given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vaern.law.clocks import end_of, hours_later, local_day, moment
from vaern.law.sources import AGAINST_AN_ACUTE_ANSWER, AGE_OF_A_CONCERN, JUDGED_BY_PEOPLE, SECOND_READER
from vaern.law.terms import Condition, Finding, ask, may, must, must_not, rule, silent
from vaern.law.values import SECOND_READER_AFTER_ALARM_DAYS, SECOND_READER_WITHIN_HOURS


class Level(StrEnum):
    """The threat level a person chose. "Cannot be judged yet" is a level one may choose."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    NOT_YET = "not-yet"


class Soon(StrEnum):
    NOW = "now"
    DAY = "day"
    WEEK = "week"
    PLANNED = "planned"


class Knowledge(StrEnum):
    THIN = "thin"
    PARTIAL = "partial"
    GOOD = "good"


class Act(StrEnum):
    """Must someone act?"""

    YES = "yes"
    ADVICE = "advice"
    UNCLEAR = "unclear"


class Standing(StrEnum):
    """What is shown as the current threat level: the chosen one, or why there is none."""

    LOW = Level.LOW.value
    MIDDLE = Level.MIDDLE.value
    HIGH = Level.HIGH.value
    NOT_YET = Level.NOT_YET.value
    NOT_ASSESSED = "not-assessed"
    OUTDATED = "outdated"
    HIDDEN = "hidden"
    """There may be one, but whoever looks is to judge without knowing it."""

    @property
    def label(self) -> str:
        return STANDING_LABELS[self]


STANDING_LABELS = {
    Standing.LOW: "Lavt",
    Standing.MIDDLE: "Middel",
    Standing.HIGH: "Højt",
    Standing.NOT_YET: "Kan ikke vurderes endnu",
    Standing.NOT_ASSESSED: "Ikke vurderet",
    Standing.OUTDATED: "Forældet",
    Standing.HIDDEN: "Skjult, til du har bedømt",
}

# A step down, as pairs: levels are words, and nothing is subtracted. Leaving a named danger for "not yet" hides it.
STEPS_DOWN = frozenset(
    {
        (Level.HIGH, Level.MIDDLE),
        (Level.HIGH, Level.LOW),
        (Level.HIGH, Level.NOT_YET),
        (Level.MIDDLE, Level.LOW),
        (Level.MIDDLE, Level.NOT_YET),
    }
)
SOON_ENOUGH_FOR_DANGER = frozenset({Soon.NOW, Soon.DAY})


# Cards.


def cards_opened(rules: Mapping[str, Iterable[str]], answers: Mapping[str, str]) -> frozenset[str]:
    """Return the codes of the cards that are open: those for which some one answer, alone, is enough.

    ``rules`` maps a card to the named answers that each open it, written ``question=answer``.
    """
    given = {f"{question}={answer}" for question, answer in answers.items()}
    return frozenset(card for card, openers in rules.items() if not given.isdisjoint(openers))


def card_deadline(opened_at: datetime, *, within_hours: int | None) -> datetime:
    """Return when a card must be done: hours on the clock from when its answer was given, or that very moment.

    Nights, weekends, holidays and the change of summer time all count. Raises TimeWithoutZone.
    """
    return hours_later(opened_at, within_hours or 0)


# The current level.


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedJudgement:
    """The newest signed screening, as far as its standing goes."""

    level: Level
    valid_until: datetime
    voided: bool


def standing(newest: SignedJudgement | None, *, at: datetime) -> Standing:
    """Return what is shown as the current level: the newest signed one while it holds, and never an older one.

    ``valid_until`` is the first moment it no longer holds. What was voided was never followed by anything: nothing
    is assessed.
    """
    if newest is None or newest.voided:
        return Standing.NOT_ASSESSED
    if moment(at) >= moment(newest.valid_until):
        return Standing.OUTDATED
    return Standing(newest.level.value)


def latest_validity(at: datetime, *, holds_days: int) -> datetime:
    """Return the end of the last day a judgement signed at ``at`` may hold. It may always end sooner."""
    return end_of(local_day(at) + timedelta(days=holds_days))


def second_reading_due(at: datetime) -> datetime:
    return hours_later(at, SECOND_READER_WITHIN_HOURS.on(local_day(at)))


# Whether to screen, and under which kind.


@rule("Skal henvendelsen screenes?", JUDGED_BY_PEOPLE)
def needs_a_screening(concern_about_a_person: bool | None) -> Finding:
    """Test whether somebody must be screened for: a concern about a person must, a question about rules need not."""
    if concern_about_a_person is None:
        return ask(
            "Det er ikke afklaret, om henvendelsen gælder en person.",
            JUDGED_BY_PEOPLE,
            instead=("Vælg, om det er en bekymring for en person eller et spørgsmål om regler og metode.",),
            missing=("concern_about_a_person",),
        )
    if not concern_about_a_person:
        return silent("Et spørgsmål om regler og metode screenes ikke.", JUDGED_BY_PEOPLE)
    return must("Der er en bekymring for en person.", JUDGED_BY_PEOPLE)


class OnlyFor(StrEnum):
    UNDER_18 = "under-18"
    ADULT = "adult"


@rule("Passer arten til personens alder?", AGE_OF_A_CONCERN)
def may_choose_kind(only_for: OnlyFor | None, *, under_18: bool | None) -> Finding:
    """Test whether a kind of concern fits the age: a re-education trip under 18, an involuntary stay from 18."""
    if only_for is None:
        return may("Arten gælder alle aldre.", AGE_OF_A_CONCERN)
    if under_18 is None:
        return ask(
            "Vi ved ikke, om personen er under 18.",
            AGE_OF_A_CONCERN,
            instead=("Vælg efter det, I tror, og ret det, når alderen er kendt.", "Spørg, om personen er under 18 år."),
            missing=("under_18",),
        )
    if only_for is OnlyFor.UNDER_18 and not under_18:
        return must_not(
            "Personen er 18 eller derover.", AGE_OF_A_CONCERN, instead=("Vælg »Ufrivilligt udlandsophold«.",)
        )
    if only_for is OnlyFor.ADULT and under_18:
        return must_not("Personen er under 18.", AGE_OF_A_CONCERN, instead=("Vælg »Genopdragelsesrejse«.",))
    return may("Arten passer til alderen.", AGE_OF_A_CONCERN)


# Signing.


@dataclass(frozen=True, kw_only=True)
class SigningFacts:
    """What signing turns on. ``None`` and False both say that it does not stand there yet."""

    safe_answered: bool = False
    gate_answered: bool = False
    kind_chosen: bool = False
    honour_answered: bool = False
    unknowns_stated: bool = False
    critical_unknowns_assigned: bool = False
    cards_answered: bool = False
    level: Level | None = None
    soon: Soon | None = None
    knowledge: Knowledge | None = None
    act: Act | None = None
    who_acts: bool = False
    points_up: bool = False
    points_down: bool = False
    would_change: bool = False
    why_low_on_thin: bool = False
    valid_until: datetime | None = None
    latest_valid_until: datetime | None = None


MISSING = {
    "safe_answered": "Skriv først, om personen er i sikkerhed nu, og hvor.",
    "gate_answered": "Svar på alle ti akutte spørgsmål. »Ved ikke« er et svar.",
    "kind_chosen": "Vælg mindst én slags bekymring. »Ikke klart endnu« er et svar.",
    "honour_answered": "Vælg, om ære er i spil: ja, uafklaret eller nej.",
    "unknowns_stated": "Skriv, hvad vi ikke ved, eller sæt kryds ved, at intet vigtigt mangler.",
    "critical_unknowns_assigned": (
        "Hvert afgørende spørgsmål skal have en, der finder ud af det, en tid og en sikker måde at spørge på."
    ),
    "cards_answered": "Hvert handlingskort skal være gjort, sat som handling eller lagt væk med en grund.",
    "level": "Vælg et trusselsniveau. »Kan ikke vurderes endnu« er et svar.",
    "soon": "Vælg, hvor hurtigt der skal ske noget.",
    "knowledge": "Vælg, hvor godt vi ved det.",
    "act": "Vælg, om nogen skal handle.",
    "who_acts": "Skriv, hvem der skal handle.",
    "points_up": "Skriv, hvad der peger op.",
    "points_down": "Skriv, hvad der peger ned.",
    "would_change": "Skriv, hvad der ville ændre vurderingen.",
    "why_low_on_thin": "Skriv en sætning om, hvorfor det allerede kan vurderes som lavt.",
    "valid_until": "Skriv, hvornår vurderingen udløber.",
}


@rule("Må screeningen underskrives?", JUDGED_BY_PEOPLE)
def may_sign(facts: SigningFacts, *, at: datetime) -> Finding:
    """Test whether everything stands that a signed screening must say, in the order of the page.

    A judgement ends: after it was signed, and no later than the level may hold. A low level on thin knowledge takes
    one more sentence, and no other level is proposed.
    """
    missing = [name for name in MISSING if not getattr(facts, name)]
    if facts.act is not Act.YES and "who_acts" in missing:
        missing.remove("who_acts")
    if not (facts.level is Level.LOW and facts.knowledge is Knowledge.THIN) and "why_low_on_thin" in missing:
        missing.remove("why_low_on_thin")
    if missing:
        return ask(
            "Noget mangler, før du kan skrive under.",
            JUDGED_BY_PEOPLE,
            instead=tuple(MISSING[name] for name in missing),
            missing=tuple(missing),
        )
    if facts.valid_until is not None and moment(facts.valid_until) <= moment(at):
        return must_not(
            "Vurderingen ville være udløbet med det samme.",
            JUDGED_BY_PEOPLE,
            instead=("Vælg en dag fra i dag og frem.",),
        )
    if facts.valid_until is None or facts.latest_valid_until is None:
        return ask(MISSING["valid_until"], JUDGED_BY_PEOPLE, instead=(MISSING["valid_until"],))
    if moment(facts.valid_until) > moment(facts.latest_valid_until):
        last = local_day(facts.latest_valid_until - timedelta(seconds=1))
        return must_not(
            "Så længe kan en vurdering på det niveau ikke gælde.",
            JUDGED_BY_PEOPLE,
            instead=(f"Vælg senest den {last.day}.{last.month}.{last.year}, og screen igen.",),
        )
    return may("Alt, hvad der skal stå, står der.", JUDGED_BY_PEOPLE)


@dataclass(frozen=True, kw_only=True)
class DangerFacts:
    """A judgement beside the acute answers. ``acute_answer``: some acute question was answered with yes."""

    acute_answer: bool = False
    level: Level | None = None
    soon: Soon | None = None
    reason: str = ""
    words: str = ""
    colleague_asked: bool = False


@rule("Må jeg vælge lavere eller senere, end det akutte svar lægger op til?", AGAINST_AN_ACUTE_ANSWER)
def may_judge_against_danger(facts: DangerFacts) -> Finding:
    """Test whether a judgement may stand beside a yes to an acute question.

    A low level, or a longer time than 24 hours, is possible; it takes a reason, words and a colleague. "Cannot be
    judged yet" takes nothing: it denies no danger.
    """
    if not facts.acute_answer:
        return may("Ingen akutte spørgsmål er besvaret med ja.", AGAINST_AN_ACUTE_ANSWER)
    if facts.level is not Level.LOW and facts.soon in SOON_ENOUGH_FOR_DANGER:
        return may("Vurderingen tager højde for det akutte svar.", AGAINST_AN_ACUTE_ANSWER)
    missing = [
        name
        for name, stands in (
            ("reason", facts.reason.strip()),
            ("words", facts.words.strip()),
            ("colleague", facts.colleague_asked),
        )
        if not stands
    ]
    if missing:
        return must_not(
            "Der er svaret ja til akut fare, og vurderingen er lavere eller senere, end det lægger op til.",
            AGAINST_AN_ACUTE_ANSWER,
            instead=(
                "Vælg en grund, skriv den med dine ord, og spørg en kollega. Skriv, hvem du har spurgt.",
                "Eller vælg, at der skal ske noget nu eller inden for 24 timer, og et andet niveau.",
                "Var svaret forkert, så ret det.",
            ),
        )
    return may(
        "Grunden er skrevet, og en kollega er spurgt.",
        AGAINST_AN_ACUTE_ANSWER,
        conditions=(Condition.REASON, Condition.SECOND_CONSULTANT, Condition.SHOWN_IN_REVIEW),
    )


# Soon after an alarm.


@dataclass(frozen=True, kw_only=True)
class AlarmFacts:
    """What a second reader turns on. ``alarm_at`` is the newest alarm, or None when there was none."""

    alarm_at: datetime | None = None
    previous: Level | None = None
    level: Level | None = None
    second_reader: bool = False


def is_soon_after(alarm_at: datetime | None, *, at: datetime) -> bool:
    """Say whether an alarm still asks for a second reader, by the period in force that day."""
    if alarm_at is None:
        return False
    today = local_day(at)
    return today <= local_day(alarm_at) + timedelta(days=SECOND_READER_AFTER_ALARM_DAYS.on(today))


@rule("Må niveauet sættes ned?", SECOND_READER)
def may_lower_the_level(facts: AlarmFacts, *, at: datetime) -> Finding:
    """Test whether a level may be lower than the last signed one: soon after an alarm a colleague reads first."""
    if facts.previous is None or facts.level is None or (facts.previous, facts.level) not in STEPS_DOWN:
        return may("Niveauet sættes ikke ned.", SECOND_READER)
    if not is_soon_after(facts.alarm_at, at=at):
        return may("Der er ikke slået alarm for nylig.", SECOND_READER)
    if not facts.second_reader:
        return must_not(
            "Niveauet sættes ned kort efter en alarm.",
            SECOND_READER,
            instead=(
                "Bed en kollega læse screeningen, som den står nu, og skriv så under.",
                "Eller lad niveauet stå, til kollegaen har læst.",
            ),
        )
    return may("En kollega har læst med.", SECOND_READER, conditions=(Condition.SECOND_CONSULTANT,))


@rule("Må der lukkes efter en alarm?", SECOND_READER)
def may_close_after_an_alarm(facts: AlarmFacts, *, at: datetime) -> Finding:
    """Test whether closing soon after an alarm has been read by a colleague."""
    if not is_soon_after(facts.alarm_at, at=at):
        return may("Der er ikke slået alarm for nylig.", SECOND_READER)
    if not facts.second_reader:
        return must_not(
            "Der er slået alarm for nylig.",
            SECOND_READER,
            instead=(
                "Bed en kollega læse med, og luk så.",
                "Eller lad henvendelsen stå åben med et næste skridt.",
            ),
        )
    return may("En kollega har læst med.", SECOND_READER, conditions=(Condition.SECOND_CONSULTANT,))


@dataclass(frozen=True, kw_only=True)
class ClosingFacts:
    concern_about_a_person: bool | None = None
    signed: bool = False
    why_not_screened: str = ""
    draft_waits: bool = False


@rule("Er screeningen på plads, før der lukkes?", JUDGED_BY_PEOPLE)
def may_close_as_screened(facts: ClosingFacts) -> Finding:
    """Test whether an inquiry may be closed as far as screening goes: signed, not needed, or said why not.

    A screening that was begun is signed or put away first: what stands in it was meant to be judged.
    """
    if facts.draft_waits:
        return must_not(
            "En screening er begyndt og ikke underskrevet.",
            JUDGED_BY_PEOPLE,
            instead=("Skriv den under, eller læg den væk, hvis den ikke skal bruges.",),
        )
    if facts.concern_about_a_person is False or facts.signed:
        return may("Screeningen er på plads.", JUDGED_BY_PEOPLE)
    if not facts.why_not_screened.strip():
        return must_not(
            "Der er ikke screenet.",
            JUDGED_BY_PEOPLE,
            instead=("Lav en screening. Det tager fem minutter.", "Eller skriv, hvorfor der ikke screenes."),
        )
    return may("Grunden til ikke at screene er skrevet.", JUDGED_BY_PEOPLE, conditions=(Condition.REASON,))
