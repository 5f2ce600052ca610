"""The duty to notify about a child, and what must be settled before anything about a child is closed.

Consent is no condition anywhere here: no fact asks for it, and a refusal lifts no duty. Replies to whoever
contacts us are never held back (``gate.may_advise_the_caller``); only closing waits.
"""

from dataclasses import dataclass
from datetime import date

from vaern.law.sources import (
    ALWAYS_NOTIFY_ABOUT_A_CHILD,
    BARNETS_LOV_133,
    BARNETS_LOV_133_CASES,
    BARNETS_LOV_135,
    HONOUR_ACTION_CARD,
    NOTIFICATION_SETTLED_BEFORE_CLOSING,
    NOTIFYING_GOES_BEFORE_SECRECY,
)
from vaern.law.terms import Finding, Provision, ask, may, must, must_not, rule, silent

# What is always said with a notification.


@dataclass(frozen=True, slots=True)
class Advice:
    """A line shown and said with a notification. ``code`` is permanent, ``text`` may be reworded."""

    code: str
    text: str
    source: Provision


DANGER_BEFORE_PARENTS = Advice(
    "danger_before_parents",
    "Bed kommunen vurdere faren, før forældrene læser underretningen. Skriv det i den første sætning.",
    HONOUR_ACTION_CARD,
)
DO_NOT_WRITE_TO_THE_CHILD = Advice(
    "do_not_write_to_the_child",
    "Skriv ikke til barnet: ikke brev, sms, mail eller Digital Post. Andre kan læse med.",
    HONOUR_ACTION_CARD,
)
DO_NOT_TALK_TO_THE_FAMILY = Advice(
    "do_not_talk_to_the_family",
    "Tal ikke med familie eller venner om bekymringen. Faren kan vokse, hvis familien får det at vide.",
    HONOUR_ACTION_CARD,
)
LOOK_FOR_SIBLINGS = Advice(
    "look_for_siblings",
    "Spørg, om der er søskende, og skriv dem med i underretningen.",
    HONOUR_ACTION_CARD,
)
DUTY_GOES_BEFORE_SECRECY = Advice(
    "duty_goes_before_secrecy",
    "Pligten til at underrette går forud for tavshedspligten. Du behøver ikke samtykke.",
    NOTIFYING_GOES_BEFORE_SECRECY,
)
ADVICE_ON_NOTIFYING = (
    DANGER_BEFORE_PARENTS,
    DO_NOT_WRITE_TO_THE_CHILD,
    DO_NOT_TALK_TO_THE_FAMILY,
    LOOK_FOR_SIBLINGS,
    DUTY_GOES_BEFORE_SECRECY,
)

EXPLAINING_THE_DUTY = (
    Advice(
        "explain_to_a_professional",
        "Du skal underrette kommunen, når du i dit arbejde får grund til at tro, at et barn under 18 kan "
        "have behov for støtte. Du behøver ikke være sikker, og du skal gøre det, også selv om du kan blive "
        "ved med at hjælpe.",
        BARNETS_LOV_133,
    ),
    Advice(
        "explain_to_a_citizen",
        "Alle skal sige det til kommunen, hvis de får at vide, at et barn under 18 bliver vanrøgtet, "
        "behandlet nedværdigende eller lever på en måde, der bringer barnet i fare.",
        BARNETS_LOV_135,
    ),
)


# The duty itself.

ASK_THE_AGE = "Spørg, om personen er under 18 år."


@dataclass(frozen=True, kw_only=True)
class ProfessionalFacts:
    """What barnets lov § 133 turns on. ``None`` is not established."""

    in_public_service: bool | None = None
    learnt_in_service: bool | None = None
    under_18: bool | None = None
    may_need_support: bool | None = None
    absent_from_school: bool | None = None
    abused: bool | None = None
    unborn_may_need_support: bool | None = None


@rule(
    "Skal den, der er i offentlig tjeneste, underrette kommunen?",
    BARNETS_LOV_133,
    BARNETS_LOV_133_CASES,
    NOTIFYING_GOES_BEFORE_SECRECY,
)
def duty_to_notify_in_service(facts: ProfessionalFacts) -> Finding:
    """Test whether someone in public service must notify the municipality about a child.

    Reason to assume is enough; certainty is not needed. That one can go on helping oneself does not lift the
    duty, nor does secrecy. Source: barnets lov § 133.
    """
    if facts.in_public_service is None:
        return _ask_133("in_public_service", "Spørg, om personen er offentligt ansat eller har et offentligt hverv.")
    if not facts.in_public_service:
        return silent("Reglen gælder den, der er i offentlig tjeneste eller hverv.", BARNETS_LOV_133)
    if facts.learnt_in_service is None:
        return _ask_133("learnt_in_service", "Spørg, om personen har fået det at vide i sit arbejde eller hverv.")
    if not facts.learnt_in_service:
        return silent("Reglen gælder det, man får at vide i tjenesten eller hvervet.", BARNETS_LOV_133)
    if facts.unborn_may_need_support:
        return must("Barnet kan få behov for støtte lige efter fødslen.", BARNETS_LOV_133, BARNETS_LOV_133_CASES)
    if facts.under_18 is None:
        return _ask_133("under_18", ASK_THE_AGE)
    if not facts.under_18:
        return silent("Reglen gælder børn under 18 år og børn, der snart fødes.", BARNETS_LOV_133)
    if facts.may_need_support:
        return must(
            "Der er grund til at tro, at barnet kan have behov for støtte.", BARNETS_LOV_133, BARNETS_LOV_133_CASES
        )
    if facts.absent_from_school:
        return must(
            "Barnet har ulovligt fravær fra skolen og kan have behov for støtte.",
            BARNETS_LOV_133,
            BARNETS_LOV_133_CASES,
        )
    if facts.abused:
        return must(
            "Der er grund til at tro, at barnet har været udsat for overgreb.", BARNETS_LOV_133, BARNETS_LOV_133_CASES
        )
    if facts.may_need_support is None:
        return _ask_133("may_need_support", "Spørg, om der er grund til at tro, at barnet kan have behov for støtte.")
    if facts.absent_from_school is None:
        return _ask_133("absent_from_school", "Spørg, om barnet har ulovligt fravær fra skolen.")
    if facts.abused is None:
        return _ask_133("abused", "Spørg, om barnet kan have været udsat for overgreb.")
    return silent("Ingen af de forhold, reglen nævner, er til stede.", BARNETS_LOV_133, BARNETS_LOV_133_CASES)


def _ask_133(fact: str, question: str) -> Finding:
    return ask(
        "Det er ikke afklaret, om pligten til at underrette gælder.",
        BARNETS_LOV_133,
        instead=(question, "Er du i tvivl, så drøft det med en kollega nu. Sikker viden er ikke nødvendig."),
        missing=(fact,),
    )


@dataclass(frozen=True, kw_only=True)
class AnyoneFacts:
    """What barnets lov § 135 turns on. ``None`` is not established."""

    under_18: bool | None = None
    neglected_or_degraded: bool | None = None
    health_or_development_in_danger: bool | None = None


@rule("Skal enhver, der får det at vide, underrette kommunen?", BARNETS_LOV_135)
def duty_to_notify_for_anyone(facts: AnyoneFacts) -> Finding:
    """Test whether anyone at all must notify the municipality about a child.

    This duty takes knowledge, where § 133 takes reason to assume. Source: barnets lov § 135.
    """
    if facts.under_18 is None:
        return _ask_135("under_18", ASK_THE_AGE)
    if not facts.under_18:
        return silent("Reglen gælder børn under 18 år.", BARNETS_LOV_135)
    if facts.neglected_or_degraded:
        return must("Barnet udsættes for vanrøgt eller nedværdigende behandling.", BARNETS_LOV_135)
    if facts.health_or_development_in_danger:
        return must("Barnet lever, så sundhed eller udvikling er i fare.", BARNETS_LOV_135)
    if facts.neglected_or_degraded is None:
        return _ask_135("neglected_or_degraded", "Spørg, om barnet vanrøgtes eller behandles nedværdigende.")
    if facts.health_or_development_in_danger is None:
        return _ask_135(
            "health_or_development_in_danger", "Spørg, om barnet lever, så sundhed eller udvikling er i fare."
        )
    return silent("Ingen af de forhold, reglen nævner, er til stede.", BARNETS_LOV_135)


def _ask_135(fact: str, question: str) -> Finding:
    return ask(
        "Det er ikke afklaret, om pligten til at underrette gælder.",
        BARNETS_LOV_135,
        instead=(question, "Er du i tvivl, så sig det til kommunen. Den vurderer, hvad der skal ske."),
        missing=(fact,),
    )


# The answer that must stand before an inquiry about a child is closed.


@dataclass(frozen=True, kw_only=True)
class Made:
    """The municipality has been notified. ``by`` is a role or an id as recorded; blank is not stated."""

    by: str | None = None
    made_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ToBeMade:
    """Someone is going to notify. ``owner`` is a role or an id as recorded; blank is not stated."""

    owner: str | None = None
    due_on: date | None = None
    owner_is_ours: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ChildNotIdentifiable:
    """We cannot tell which child it is, and whoever contacted us has heard of the duty."""

    duty_explained: bool | None = None


NotificationAnswer = Made | ToBeMade | ChildNotIdentifiable


@dataclass(frozen=True, kw_only=True)
class ClosingFacts:
    """What closing turns on. ``None`` is not established.

    ``child_known_to_us``: we know, or could find out from what we hold, which child it is. An inquiry that
    holds no identity and no emergency note answers no.
    """

    concern_about_a_person: bool | None = None
    under_18: bool | None = None
    child_known_to_us: bool | None = None
    answer: NotificationAnswer | None = None


NOTIFY_OURSELVES = "Vi ved, hvem barnet er: Underret selv kommunen, og skriv hvornår."
STATE_WHO_AND_WHEN = "Er kommunen underrettet? Skriv, hvem der gjorde det, og hvornår."
STATE_OWNER_AND_DATE = "Skal det gøres? Skriv, hvem der gør det, og en dato."
EXPLAIN_AND_TICK = "Kan vi ikke se, hvem barnet er? Forklar pligten, og sæt kryds ved, at du har gjort det."
KEEP_IT_OPEN = "Blev samtalen afbrudt? Lad henvendelsen stå åben med et næste skridt og en dato."
ANSWER_AS_FOR_A_CHILD = "Kan alderen ikke oplyses? Besvar spørgsmålet, som om personen er under 18."


@rule(
    "Må henvendelsen eller sagen lukkes?",
    NOTIFICATION_SETTLED_BEFORE_CLOSING,
    ALWAYS_NOTIFY_ABOUT_A_CHILD,
    BARNETS_LOV_133,
)
def may_close(facts: ClosingFacts, *, on: date) -> Finding:
    """Test whether the notification question stands in the way of closing on ``on``.

    Three answers settle it: made (by whom and when); to be made (owner and date); the child is not
    identifiable to us and the duty has been explained. Where we know the child and nobody has notified, the
    consultant does, and somebody else's promise is not enough. An age nobody can tell is no way round: answer
    as for a child. Other grounds that may stand in the way of closing are not tested here.
    """
    if facts.concern_about_a_person is None:
        return _ask_what_it_is_about()
    if not facts.concern_about_a_person:
        return may("Henvendelsen gælder ikke en bestemt person.", NOTIFICATION_SETTLED_BEFORE_CLOSING)
    if facts.under_18 is False:
        return may("Personen er fyldt 18 år.", NOTIFICATION_SETTLED_BEFORE_CLOSING)
    match facts.answer:
        case None:
            return _not_settled(facts)
        case Made():
            return _made(facts.answer, on=on)
        case ToBeMade():
            return _to_be_made(facts.answer, facts.child_known_to_us, on=on)
        case ChildNotIdentifiable():
            return _not_identifiable(facts.answer, facts.child_known_to_us)


def _not_settled(facts: ClosingFacts) -> Finding:
    if facts.under_18 is None:
        return ask(
            "Vi ved ikke, om personen er under 18 år.",
            NOTIFICATION_SETTLED_BEFORE_CLOSING,
            instead=(ASK_THE_AGE, ANSWER_AS_FOR_A_CHILD),
            missing=("under_18",),
        )
    if facts.child_known_to_us:
        instead: tuple[str, ...] = (NOTIFY_OURSELVES, STATE_WHO_AND_WHEN)
    else:
        instead = (STATE_WHO_AND_WHEN, STATE_OWNER_AND_DATE, EXPLAIN_AND_TICK, KEEP_IT_OPEN)
    return must_not(
        "Bekymringen gælder et barn under 18, og spørgsmålet om underretning er ikke besvaret.",
        NOTIFICATION_SETTLED_BEFORE_CLOSING,
        BARNETS_LOV_133,
        instead=instead,
    )


def _made(answer: Made, *, on: date) -> Finding:
    if not answer.by:
        return _incomplete("by", "Det står ikke, hvem der har underrettet.", STATE_WHO_AND_WHEN)
    if answer.made_on is None:
        return _incomplete("made_on", "Det står ikke, hvornår kommunen blev underrettet.", STATE_WHO_AND_WHEN)
    if answer.made_on > on:
        return _incomplete(
            "made_on",
            "Underretningen kan ikke være lavet på en dag, der ikke er kommet.",
            STATE_WHO_AND_WHEN,
            STATE_OWNER_AND_DATE,
        )
    return may("Kommunen er underrettet.", NOTIFICATION_SETTLED_BEFORE_CLOSING)


def _to_be_made(answer: ToBeMade, child_known_to_us: bool | None, *, on: date) -> Finding:
    if not answer.owner:
        return _incomplete("owner", "Det står ikke, hvem der underretter.", STATE_OWNER_AND_DATE)
    if answer.due_on is None:
        return _incomplete("due_on", "Der er ingen dato for underretningen.", STATE_OWNER_AND_DATE)
    if answer.due_on < on:
        return _incomplete(
            "due_on", "Datoen for underretningen er overskredet.", STATE_WHO_AND_WHEN, STATE_OWNER_AND_DATE
        )
    if answer.owner_is_ours:
        return may("Vi underretter kommunen, og datoen er sat.", NOTIFICATION_SETTLED_BEFORE_CLOSING)
    if child_known_to_us is None:
        return _incomplete(
            "child_known_to_us",
            "Det er ikke afklaret, om vi ved, hvem barnet er.",
            "Vælg, om vi ved, hvem barnet er.",
        )
    if child_known_to_us:
        return must_not(
            "Vi ved, hvem barnet er, og ingen har underrettet. Så gør konsulenten det.",
            NOTIFICATION_SETTLED_BEFORE_CLOSING,
            BARNETS_LOV_133,
            instead=(NOTIFY_OURSELVES, "Sæt en konsulent som ansvarlig for underretningen."),
        )
    return may("En anden underretter kommunen, og datoen er sat.", NOTIFICATION_SETTLED_BEFORE_CLOSING)


def _not_identifiable(answer: ChildNotIdentifiable, child_known_to_us: bool | None) -> Finding:
    if child_known_to_us:
        return must_not(
            "Der står, at vi ikke kan se, hvem barnet er, men vi ved det.",
            NOTIFICATION_SETTLED_BEFORE_CLOSING,
            BARNETS_LOV_133,
            instead=(NOTIFY_OURSELVES, STATE_WHO_AND_WHEN),
        )
    if answer.duty_explained is None:
        return _incomplete("duty_explained", "Det står ikke, om pligten er forklaret.", EXPLAIN_AND_TICK, KEEP_IT_OPEN)
    if not answer.duty_explained:
        return must_not(
            "Pligten til at underrette er ikke forklaret.",
            NOTIFICATION_SETTLED_BEFORE_CLOSING,
            instead=("Forklar pligten nu eller ved næste kontakt.", KEEP_IT_OPEN),
        )
    return may("Vi kan ikke se, hvem barnet er, og pligten er forklaret.", NOTIFICATION_SETTLED_BEFORE_CLOSING)


def _ask_what_it_is_about() -> Finding:
    return _incomplete(
        "concern_about_a_person",
        "Det er ikke afklaret, om henvendelsen gælder en person.",
        "Vælg, om det er en bekymring for en person eller et spørgsmål om regler og metode.",
    )


def _incomplete(fact: str, because: str, *instead: str) -> Finding:
    return ask(because, NOTIFICATION_SETTLED_BEFORE_CLOSING, instead=instead, missing=(fact,))


@rule("Skal vi selv underrette kommunen?", NOTIFICATION_SETTLED_BEFORE_CLOSING, BARNETS_LOV_133)
def must_notify_ourselves(facts: ClosingFacts) -> Finding:
    """Test whether the consultant notifies: a child we know, and nobody has done it."""
    if facts.concern_about_a_person is None:
        return _ask_what_it_is_about()
    if not facts.concern_about_a_person:
        return silent("Reglen gælder bekymring for en person.", NOTIFICATION_SETTLED_BEFORE_CLOSING)
    if facts.under_18 is None:
        return _incomplete("under_18", "Vi ved ikke, om personen er under 18 år.", ASK_THE_AGE)
    if not facts.under_18:
        return silent("Reglen gælder børn under 18 år.", NOTIFICATION_SETTLED_BEFORE_CLOSING)
    if isinstance(facts.answer, Made):
        return silent("Kommunen er underrettet.", NOTIFICATION_SETTLED_BEFORE_CLOSING)
    if facts.child_known_to_us is None:
        return _incomplete(
            "child_known_to_us",
            "Det er ikke afklaret, om vi ved, hvem barnet er.",
            "Vælg, om vi ved, hvem barnet er.",
        )
    if not facts.child_known_to_us:
        return silent("Vi kan ikke se, hvem barnet er.", NOTIFICATION_SETTLED_BEFORE_CLOSING)
    return must(
        "Vi ved, hvem barnet er, og ingen har underrettet kommunen.",
        NOTIFICATION_SETTLED_BEFORE_CLOSING,
        BARNETS_LOV_133,
    )
